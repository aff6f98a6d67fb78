"""What a page's markup says of the things on it, as microdata or RDFa: each thing with its own properties."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from aggregator.core import markup

_DEPTH = 300
_THINGS = 2_000
_NAMES = frozenset({"url", "mainEntityOfPage", "commentCount", "interactionCount", "interactionStatistic"}) | frozenset(
    {"interactionType", "userInteractionCount", "num_replies"}
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)

Node = dict[str, list[Any]]
"""What a page says of one thing: the values of each property, texts or other things."""


def read_things(html: str) -> tuple[Node, ...]:
    """The things that the markup names, with what comment sources want to know of them.

    None if they nest too deep or are too many.
    """
    if "itemprop" not in html and "property=" not in html:
        return ()
    reader = _Reader()
    markup.feed(reader, html)
    return () if reader.lost else tuple(reader.nodes)


def properties(attributes: Mapping[str, str]) -> set[str]:
    """The properties that an element has, as microdata or RDFa; not those of Open Graph."""
    written = [*attributes.get("itemprop", "").split(), *attributes.get("property", "").split()]
    return {bare(name) for name in written if not name.startswith("og:")}


def bare(name: str) -> str:
    """The name without the vocabulary before it: `https://schema.org/Article`, `sioc:Post`."""
    return re.split(r"[/#:]", name)[-1]


def _value(tag: str, attributes: Mapping[str, str]) -> str:
    """The value that an element gives to its property; empty when that is its text."""
    return attributes.get("content") or (attributes.get("href", "") if tag in {"a", "area", "link"} else "")


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
        for name in properties(said) & _NAMES:
            # RDFa says it of what the same element is about, microdata of what is around it.
            values = (around if "itemprop" in said else inside).setdefault(name, [])
            values.append(inside if "itemscope" in said else _value(tag, said))
            text = values if values[-1] == "" else None
        if tag not in _VOID:
            self._open.append((tag, inside, text))
            self.lost = self.lost or len(self._open) > _DEPTH or len(self.nodes) > _THINGS
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
