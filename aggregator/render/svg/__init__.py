"""The network as a picture: one SVG file that needs nothing else, for browsers, slides and print."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from aggregator.core import layout
from aggregator.core.language import _
from aggregator.core.network import Network
from aggregator.core.text import safe
from aggregator.render.svg import legend, people, style, ties
from aggregator.render.svg.people import FONT_SIZE, Person

_MARGIN = 24.0
_NARROWEST = 760.0
_TITLE_SIZE, _HEADING_SIZE = 21, 15
_LINE = 20.0
_HEADING_ROOM = 56.0


def network(found: Network) -> str:
    """Who has answered whom; nobody's name covers another's. Whoever has no tie stands below, under a heading."""
    placed = layout.places(found, {one.name: people.box(one) for one in found.members}, _NARROWEST)
    width = max(placed.tied.width, placed.alone.width)
    above, top = _above(found, width)
    low = top + placed.tied.height + (_HEADING_ROOM if placed.alone.spots else 0.0)
    crowd = _people(found, placed.tied, top)
    alone = _people(found, placed.alone, low)
    drawn = [above]
    drawn += _ties(found, crowd)
    drawn += [people.drawn(one) for one in crowd.values()]
    if alone:
        drawn.append(_heading(low, width))
        drawn += [people.drawn(one) for one in alone.values()]
    return _page(found, "".join(drawn), width + 2 * _MARGIN, low + placed.alone.height + _MARGIN)


def _ties(found: Network, crowd: Mapping[str, Person]) -> list[str]:
    """The weakest below the others; those of facilitators, who answer many, below all."""
    in_order = sorted(found.ties, key=lambda tie: (not crowd[tie.source].member.facilitator, tie.comments))
    strong = ties.strength(found)
    return [ties.drawn(tie, crowd[tie.source], crowd[tie.target], strong) for tie in in_order]


def _people(found: Network, part: layout.Part, top: float) -> dict[str, Person]:
    return {
        one.name: people.at(number, one, (part.spots[one.name][0] + _MARGIN, part.spots[one.name][1] + top))
        for number, one in enumerate(found.members)
        if one.name in part.spots
    }


def _above(found: Network, width: float) -> tuple[str, float]:
    """The title, what is said, the legend; and where they end."""
    y = _MARGIN + _TITLE_SIZE
    title = people.label(found.title, width / _TITLE_SIZE / people.BOLD)
    lines = [_text("text", _MARGIN, y, title, _TITLE_SIZE, bold=True)]
    for said in legend.said(found) + legend.hint(found):
        y += _LINE + 2
        lines.append(_text("quiet", _MARGIN, y, said, FONT_SIZE))
    drawn, y = legend.drawn(found, _MARGIN, y + 28, width)
    return "".join([*lines, drawn]), y + 16


def _heading(top: float, width: float) -> str:
    """A line, and what is said of those below it."""
    line = (
        f'<path class="rule" d="M{_MARGIN:.1f} {top - 44:.1f}H{width + _MARGIN:.1f}" fill="none"'
        f' stroke="{style.TEXT["quiet"][0]}" stroke-opacity="0.5"/>\n'
    )
    said = _("Without a line to anybody above")
    return line + _text("text", _MARGIN, top - 18, said, _HEADING_SIZE, bold=True)


def _text(name: str, x: float, y: float, text: str, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight}'
        f' fill="{style.TEXT[name][0]}">{escape(text)}</text>\n'
    )


def _page(found: Network, drawn: str, width: float, height: float) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}"'
    title = _("{course}: who has answered whom").format(course=safe(found.title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.0f} {height:.0f}"'
        f' role="img" aria-labelledby="agg-title agg-desc" font-family="{style.FONT}" font-size="{FONT_SIZE}">\n'
        f'<title id="agg-title">{escape(title)}</title>\n'
        f'<desc id="agg-desc">{escape(" ".join(legend.described(found)))}</desc>\n'
        f"<style>{style.sheet(len(found.members))}</style>\n"
        f'<rect class="ground" width="100%" height="100%" fill="{style.GROUND[0]}"/>\n'
        f"{drawn}</svg>\n"
    )
