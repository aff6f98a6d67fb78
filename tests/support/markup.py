"""HTML as its skeleton: which tags stand where, and which addresses they have. What is text in it is not looked at."""

from html.parser import HTMLParser

ADDRESSES = {"href", "src", "action"}
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Skeleton(HTMLParser):
    """Collects `bones` (tags with their names of attributes, classes and addresses) and `words` (all text)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bones: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self.labels: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]
        self.labels += [told[name] or "" for name in ("aria-label", "alt") if told.get(name)]
        kept = [value or "" for name, value in attrs if name in ADDRESSES | {"class", "id", "rel"}]
        self.bones.append((tag, *(name for name, _value in attrs), *kept))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self.bones.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.bones.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.bones.append(("declaration", decl))
