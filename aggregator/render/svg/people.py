"""A person in the picture: the shape says what is known of answers, a hollow one has commented on nobody."""

import unicodedata
from enum import StrEnum
from math import sqrt
from xml.sax.saxutils import escape

from aggregator.core.language import _, ngettext
from aggregator.core.network import Member
from aggregator.core.record import Struct
from aggregator.core.text import safe
from aggregator.render.svg.style import GROUND, SHAPES, TEXT

FONT_SIZE = 13
# So much wider is a bold text.
BOLD = 1.1
_LINE = 17
_LABEL_EMS = 16.0
_SMALLEST, _LARGEST = 6.0, 20.0
_ABOVE_LABEL = 3.0


class Kind(StrEnum):
    """What is known of the answers somebody has had; each has a shape and a colour."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    FACILITATOR = "facilitator"


class Person(Struct, frozen=True):
    """Somebody at their place: `x`, `y` is the middle of the shape, `width` that of the label below it."""

    number: int
    member: Member
    x: float
    y: float
    radius: float
    width: float

    def covers(self, x: float, y: float) -> bool:
        """Whether the shape or the label is at this point."""
        below = y - self.y - self.radius
        if 0 <= below <= _ABOVE_LABEL + _LINE and abs(x - self.x) <= self.width / 2:
            return True
        return (x - self.x) ** 2 + (y - self.y) ** 2 <= (self.radius + 2) ** 2


def kind(member: Member) -> Kind:
    """Which it is; a facilitator is never left out."""
    if member.facilitator:
        return Kind.FACILITATOR
    if member.received:
        return Kind.ANSWERED
    return Kind.UNANSWERED if member.unheard else Kind.UNSURE


def box(member: Member) -> tuple[float, float]:
    """How wide and high the shape and the label below it are together."""
    radius = _radius(member)
    return max(_label_width(member), 2 * radius), 2 * radius + _ABOVE_LABEL + _LINE


def at(number: int, member: Member, middle: tuple[float, float]) -> Person:
    """Them, with the middle of their box at this place."""
    _width, height = box(member)
    radius = _radius(member)
    return Person(number, member, middle[0], middle[1] - height / 2 + radius, radius, _label_width(member))


def label(name: str, widest: float = _LABEL_EMS) -> str:
    """The name, shortened to so many ems."""
    shown = safe(name) or "?"
    if ems(shown) <= widest:
        return shown
    while ems(shown) > widest - 1:
        shown = shown[:-1]
    return shown.rstrip(" ,;:–-\u200d") + "…"


def ems(text: str) -> float:
    """About how wide a text is, in sizes of its font; rather too wide than too narrow."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6 for char in text)


def drawn(one: Person) -> str:
    """The shape with the name below it."""
    which = kind(one.member)
    colour = "alarm" if which is Kind.UNANSWERED else "text"
    weight = ' font-weight="600"' if which is Kind.UNANSWERED else ""
    baseline = one.y + one.radius + _ABOVE_LABEL + FONT_SIZE
    return (
        f'<g id="agg-p{one.number}" class="person"><title>{escape(told(one.member))}</title>'
        f"{shape(which, one.x, one.y, one.radius, hollow=not one.member.given)}"
        f'<text class="{colour} halo" x="{one.x:.1f}" y="{baseline:.1f}" text-anchor="middle"'
        f' fill="{TEXT[colour][0]}" stroke="{GROUND[0]}" stroke-width="4" stroke-linejoin="round"'
        f' paint-order="stroke"{weight}>{escape(label(one.member.name))}</text></g>\n'
    )


def shape(which: Kind, x: float, y: float, radius: float, *, hollow: bool) -> str:
    """A circle, triangle, circle in a dashed ring, or square."""
    colour = SHAPES[which][0]
    inside = f'class="{which} line hollow" fill="{GROUND[0]}"' if hollow else f'class="{which} line" fill="{colour}"'
    ink = f'{inside} stroke="{colour}" stroke-width="2.5"'
    match which:
        case Kind.UNANSWERED:
            half, low = radius * 1.0, y + radius * 0.8
            return f'<path d="M{x:.1f} {y - radius:.1f}L{x + half:.1f} {low:.1f}H{x - half:.1f}Z" {ink}/>'
        case Kind.FACILITATOR:
            side = radius * 1.7
            return f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" {ink}/>'
        case Kind.UNSURE:
            ring = f'class="{which} line hollow" fill="{GROUND[0]}" stroke="{colour}" stroke-width="1.5"'
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" stroke-dasharray="3 3" {ring}/>'
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * 0.4:.1f}" {ink}/>'
            )
        case Kind.ANSWERED:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {ink}/>'


def told(member: Member) -> str:
    """All of it in words, with the whole name."""
    counts = (
        ngettext("{count} comment received", "{count} comments received", member.received).format(
            count=member.received
        ),
        ngettext("{count} comment written", "{count} comments written", member.given).format(count=member.given),
    )
    facts = [*counts, meaning(kind(member))]
    if member.unmatched:
        text = ngettext(
            "{count} of them by somebody whom feeds.toml does not know",
            "{count} of them by people whom feeds.toml does not know",
            member.unmatched,
        )
        facts.insert(1, text.format(count=member.unmatched))
    return f"{safe(member.name)}: {' · '.join(facts)}"


def meaning(which: Kind) -> str:
    """What the shape says."""
    match which:
        case Kind.ANSWERED:
            return _("has been answered")
        case Kind.UNANSWERED:
            return _("has posts, but no answer")
        case Kind.UNSURE:
            return _("no comments seen: no posts, or the blog does not show them")
        case Kind.FACILITATOR:
            return _("facilitator")


def _label_width(member: Member) -> float:
    return ems(label(member.name)) * FONT_SIZE * (BOLD if kind(member) is Kind.UNANSWERED else 1.0)


def _radius(member: Member) -> float:
    if kind(member) in (Kind.UNANSWERED, Kind.FACILITATOR):
        return 10.0
    if kind(member) is Kind.UNSURE:
        return 9.0
    return min(_LARGEST, _SMALLEST + 2.2 * sqrt(member.received))
