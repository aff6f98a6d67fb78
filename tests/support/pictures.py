"""Pictures of networks, read back: who is drawn, which ties, and where each text stands."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from aggregator.core.network import Network
from aggregator.render import svg

NAME = "{http://www.w3.org/2000/svg}"
# Of a text: about how wide a character is and how far it goes above and below its line, in sizes of its font.
WIDE, ABOVE, BELOW = 0.6, 0.8, 0.25
Box = tuple[float, float, float, float]


def picture(found: Network) -> Element:
    """The picture of this network."""
    return ElementTree.fromstring(svg.network(found))


def people(drawn: Element) -> list[Element]:
    """The shapes with the names, in the order in which they are drawn."""
    return [one for one in drawn.iter(f"{NAME}g") if one.get("class") == "person"]


def arrows(drawn: Element) -> list[Element]:
    """The lines from one to another."""
    return [one for one in drawn.iter(f"{NAME}path") if "tie" in (one.get("class") or "").split()]


def title(one: Element) -> str:
    """What is said when one points at it."""
    return one.findtext(f"{NAME}title") or ""


def texts(drawn: Element) -> Iterator[tuple[str, Box]]:
    """Each text with its left, top, right and bottom."""
    for parent in drawn.iter():
        moved = re.match(r"translate\((\S+) (\S+)\)", parent.get("transform", ""))
        right, down = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
        for one in parent.findall(f"{NAME}text"):
            text, size = "".join(one.itertext()), float(one.get("font-size", drawn.get("font-size", "")))
            x, y, wide = float(one.get("x", "")) + right, float(one.get("y", "")) + down, len(text) * size * WIDE
            left = x - wide / 2 if one.get("text-anchor") == "middle" else x
            yield text, (left, y - size * ABOVE, left + wide, y + size * BELOW)
