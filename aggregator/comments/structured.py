"""What a page's structured data says of comments: JSON-LD, microdata, RDFa. Of other posts, too: only this one counts.

schema.org's `commentCount`, `interactionStatistic` with a `CommentAction` and the older `interactionCount`
("UserComments:3"), and `sioc:num_replies`, which Drupal writes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from aggregator.comments.answers import count_of
from aggregator.core.links import link_key
from aggregator.core.page import Element, Page

_PAGE_LIMIT = 2_000_000  # characters
_DEPTH = 300
_IDENTITY = ("url", "mainEntityOfPage", "@id")
_NAMES = frozenset({"url", "mainEntityOfPage", "commentCount", "interactionCount", "interactionStatistic"}) | frozenset(
    {"interactionType", "userInteractionCount", "num_replies"}
)
_POSTS = re.compile(r"(?:\w*Article|\w*Posting|BlogPost|CreativeWork|Document|Item|Post|Report|WebPage)\Z")
_USER_COMMENTS = re.compile(r"UserComments:\s*(\d{1,6})\s*\Z")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)

Node = dict[str, list[Any]]
"""What a page says of one thing: the values of each property."""


def told(page: Page, html: str) -> set[int | None]:
    """The numbers of comments that the page, whose markup is `html`, tells of the post that it is."""
    return _told(page, [*_linked_data(page), *_inline(html)])


def told_by_yoast(page: Page) -> set[int | None]:
    """Those in the data that Yoast SEO writes for WordPress: where comments are open, or there are some."""
    return _told(page, _linked_data(page, "yoast-schema-graph"))


def counts_comments(one: Element) -> bool:
    """Whether the element counts comments of something."""
    if one.tag == "script":
        actions = "CommentAction" in one.text and "userInteractionCount" in one.text
        return "ld+json" in one.get("type").lower() and ('"commentCount"' in one.text or actions)
    return bool(_named(one.attributes) & {"commentCount", "interactionCount", "num_replies"})


def _told(page: Page, nodes: Iterable[Node]) -> set[int | None]:
    """The numbers of comments that these things tell of the post that the page is."""
    return {count for node in nodes if _is_about(node, link_key(page.url), page) for count in _counts(node)}


def _is_about(node: Node, key: str, page: Page) -> bool:
    """Whether the thing is a post and has this address, by the first of its properties that tells one."""
    types = [_bare(str(kind)) for kind in node.get("@type", [])]
    if not any(_POSTS.match(kind) for kind in types):
        return False
    told = next((node[name] for name in _IDENTITY if node.get(name)), [])
    addresses = [address for value in told for address in _addresses(value)]
    whole = [page.address(address) for address in addresses]
    return bool(whole) and all(address is not None and link_key(address) == key for address in whole)


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in _values(value.get("@id") or value.get("url")) if isinstance(one, str))


def _counts(node: Node) -> Iterator[int | None]:
    """The numbers of comments that are told of a thing; `None` for what is no number."""
    for name in ("commentCount", "num_replies"):
        yield from (count_of(value.strip() if isinstance(value, str) else value) for value in node.get(name, []))
    for value in node.get("interactionCount", []):
        if isinstance(value, str) and value.startswith("UserComments"):
            found = _USER_COMMENTS.match(value)
            yield count_of(found[1]) if found else None
    for value in node.get("interactionStatistic", []):
        if isinstance(value, dict) and "CommentAction" in json.dumps(value.get("interactionType", "")):
            yield from (count_of(number) for number in _values(value.get("userInteractionCount")))


def _values(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _named(attributes: Mapping[str, str]) -> set[str]:
    """The properties that an element has, as microdata or RDFa; not those of Open Graph."""
    written = [*attributes.get("itemprop", "").split(), *attributes.get("property", "").split()]
    return {_bare(name) for name in written if not name.startswith("og:")}


def _value(tag: str, attributes: Mapping[str, str]) -> str:
    """The value that an element gives to its property; empty when that is its text."""
    return attributes.get("content") or (attributes.get("href", "") if tag in {"a", "area", "link"} else "")


def _bare(name: str) -> str:
    """The name without the vocabulary before it: `https://schema.org/Article`, `sioc:Post`."""
    return re.split(r"[/#:]", name)[-1]


def _linked_data(page: Page, mark: str = "") -> Iterator[Node]:
    """The things in the page's JSON-LD, however deep they stand; of a script of this class only, if it is given."""
    for script in page.find("script"):
        if "ld+json" in script.get("type").lower() and (not mark or script.has_class(mark)):
            with suppress(ValueError, RecursionError):
                yield from list(_things(json.loads(script.text, strict=False), 20))


def _things(value: Any, depth: int) -> Iterator[Node]:
    if isinstance(value, dict):
        yield {str(name): _values(one) for name, one in value.items()}
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if depth:
            yield from _things(one, depth - 1)


def _inline(html: str) -> Iterable[Node]:
    """The things that the page's markup names, as microdata or RDFa; none of a page that nests too deep."""
    if "itemprop" not in html and "property=" not in html:
        return []
    reader = _Reader()
    with suppress(AssertionError):
        reader.feed(html[:_PAGE_LIMIT])
    return [] if reader.lost else reader.nodes


class _Reader(HTMLParser):
    """Collects things with the properties that stand inside them, each with its own."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.lost = False
        self._open: list[tuple[str, Node, list[Any] | None]] = []  # the thing around, the values that text belongs to

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").strip() for name, value in reversed(attrs)}
        around = self._open[-1][1] if self._open else {}
        inside = self._thing(said) if said.keys() & {"itemscope", "about", "typeof"} else around
        text = None
        for name in _named(said) & _NAMES:
            # RDFa says it of what the same element is about, microdata of what is around it.
            values = (around if "itemprop" in said else inside).setdefault(name, [])
            values.append(inside if "itemscope" in said else _value(tag, said))
            text = values if values[-1] == "" else None
        if tag not in _VOID:
            self._open.append((tag, inside, text))
            self.lost = self.lost or len(self._open) > _DEPTH
            del self._open[_DEPTH + 1 :]

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        values = self._open[-1][2] if self._open else None
        if values and isinstance(values[-1], str):
            values[-1] = (values[-1] + data)[:200]

    def _thing(self, said: dict[str, str]) -> Node:
        names = [said[name] for name in ("itemid", "about", "resource") if said.get(name)]
        node: Node = {"@id": list(names), "@type": [*said.get("itemtype", "").split(), *said.get("typeof", "").split()]}
        self.nodes.append(node)
        return node
