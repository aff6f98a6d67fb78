"""A web page as comment sources look at it: its elements in order, each with its attributes and first words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from aggregator.core import markup
from aggregator.core.links import web_address
from aggregator.core.microdata import Node, read_things
from aggregator.core.record import Struct

_PAGE_LIMIT = 2_000_000  # characters
_ELEMENTS_LIMIT = 30_000
_TEXT_LIMIT = 200_000  # of a script or style
_WORDS_LIMIT = 200  # of any other element
_WHOLE = frozenset({"script", "style"})
_TAIL = 20_000  # characters
_ENDS = ("</html", "</body")


class Element(Struct, frozen=True):
    """A start tag: its name and attributes in lower case, `text` what follows it up to the next tag.

    Of a script that is all of it, up to 200,000 characters; else at most 200.
    """

    tag: str
    attributes: Mapping[str, str]
    text: str = ""

    def get(self, name: str) -> str:
        """The attribute's value without surrounding space; empty when it is not there."""
        return self.attributes.get(name, "").strip()

    def has_class(self, name: str) -> bool:
        """Whether it is of this class."""
        return name in self.attributes.get("class", "").split()


class Page(Struct, frozen=True):
    """A page and the address that it came from; `base` is what relative addresses in it mean.

    `things`: what it says as microdata or RDFa. `ends`: it was not cut off before its end.
    """

    url: str
    elements: tuple[Element, ...] = ()
    base: str = ""
    things: tuple[Node, ...] = ()
    ends: bool = False

    def find(self, *tags: str) -> Iterator[Element]:
        """The elements with one of these names, in the page's order; all without names."""
        return (one for one in self.elements if not tags or one.tag in tags)

    def address(self, written: str) -> str | None:
        """The absolute http(s) address that a link on this page means; `None` when there is none."""
        return web_address(written, self.base or self.url)


def read_page(html: str, url: str) -> Page:
    """The page in `html`, which came from `url`. Reads what it can of broken HTML; never raises."""
    reader = _Reader()
    tail = html[-_TAIL:].lower()
    markup.feed(reader, html[:_PAGE_LIMIT])
    base = next((web_address(one.attributes.get("href"), url) for one in reader.elements() if one.tag == "base"), None)
    things = read_things(html[:_PAGE_LIMIT])
    return Page(url, tuple(reader.elements()), base or url, things, any(end in tail for end in _ENDS))


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    length: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._found: list[_Open] = []
        self._last: _Open | None = None

    def elements(self) -> Iterator[Element]:
        return (Element(one.tag, one.attributes, "".join(one.text)) for one in self._found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._last = None
        if len(self._found) < _ELEMENTS_LIMIT:
            self._last = _Open(tag, {name: value or "" for name, value in reversed(attrs)})
            self._found.append(self._last)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._last = None

    def handle_data(self, data: str) -> None:
        if (one := self._last) is not None:
            room = (_TEXT_LIMIT if one.tag in _WHOLE else _WORDS_LIMIT) - one.length
            if room > 0:
                one.text.append(data[:room])
                one.length += min(len(data), room)
