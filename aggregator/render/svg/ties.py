"""A tie in the picture: a bent arrow from who has commented to whose posts it was, broader for more comments."""

from math import hypot, sqrt
from xml.sax.saxutils import escape

from aggregator.core.language import _, ngettext
from aggregator.core.network import Network, Tie
from aggregator.core.text import safe
from aggregator.render.svg.people import Person
from aggregator.render.svg.style import SHAPES

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]

_BEND = 0.12
_ONCE, _EACH_MORE = 0.44, 0.09
_TIES_EACH = 3
_BROADEST = 6.0
_LONGEST_HEAD = 0.7
_HALVINGS = 14


def strength(found: Network) -> float:
    """How strong lines are, up to 1: fainter where each has many, so that names can be read through them."""
    return sqrt(min(1.0, _TIES_EACH * len(found.members) / max(1, len(found.ties))))


def drawn(tie: Tie, source: Person, target: Person, strong: float) -> str:
    """The arrow, so strong, which ends where the other's shape or name begins."""
    name = "by-facilitator" if source.member.facilitator else "by-participant"
    opacity = strong * min(0.85, _ONCE + _EACH_MORE * (tie.comments - 1))
    return (
        f'<path class="tie {name} p{source.number} p{target.number}" d="{arrow(_between(source, target), broad(tie))}"'
        f' fill="{SHAPES[name][0]}" fill-opacity="{opacity:.2f}"><title>{escape(told(tie))}</title></path>\n'
    )


def told(tie: Tie) -> str:
    """All of it in words, with the whole names."""
    count = ngettext("{count} comment", "{count} comments", tie.comments).format(count=tie.comments)
    return _("{source} → {target}: {comments}").format(source=safe(tie.source), target=safe(tie.target), comments=count)


def broad(tie: Tie) -> float:
    """How broad its line is: the area of the comments, within bounds."""
    return min(_BROADEST, 1.3 * sqrt(tie.comments))


def arrow(curve: Curve, width: float) -> str:
    """The outline of an arrow along a curve, for `d`."""
    start, bend, tip = curve
    (ux, uy), (vx, vy) = _direction(start, bend), _direction(bend, tip)
    head, half = min(5.0 + width, _LONGEST_HEAD * _distance(start, tip)), width / 2
    back = (tip[0] - vx * head, tip[1] - vy * head)
    wing = 2.2 + width * 0.8

    def beside(point: Point, along: Point, by: float) -> str:
        return f"{point[0] - along[1] * by:.1f} {point[1] + along[0] * by:.1f}"

    middle = _direction(start, back)
    return (
        f"M{beside(start, (ux, uy), half)}Q{beside(bend, middle, half)} {beside(back, (vx, vy), half)}"
        f"L{beside(back, (vx, vy), wing)}L{tip[0]:.1f} {tip[1]:.1f}L{beside(back, (vx, vy), -wing)}"
        f"L{beside(back, (vx, vy), -half)}Q{beside(bend, middle, -half)} {beside(start, (ux, uy), -half)}Z"
    )


def _between(source: Person, target: Person) -> Curve:
    """Bent to one side, so that the way back is another line; without what shapes and names cover."""
    (ax, ay), (bx, by) = (source.x, source.y), (target.x, target.y)
    bend = ((ax + bx) / 2 - (by - ay) * _BEND, (ay + by) / 2 + (bx - ax) * _BEND)
    whole = ((ax, ay), bend, (bx, by))
    return _piece(whole, _leaves(whole, source, 0.0), _leaves(whole, target, 1.0))


def _leaves(curve: Curve, person: Person, inside: float) -> float:
    """Where, from one end of the curve, it is out of what somebody's shape and name cover."""
    outside = 0.5
    for _turn in range(_HALVINGS):
        middle = (inside + outside) / 2
        if person.covers(*_point(curve, middle)):
            inside = middle
        else:
            outside = middle
    return outside


def _piece(curve: Curve, begin: float, end: float) -> Curve:
    """The curve between two of its points, which is a curve of the same kind."""
    start, bend, stop = curve
    along = (_mixed(start, bend, end), _mixed(bend, stop, end))
    return _point(curve, begin), _mixed(along[0], along[1], begin), _point(curve, end)


def _point(curve: Curve, where: float) -> Point:
    return _mixed(_mixed(curve[0], curve[1], where), _mixed(curve[1], curve[2], where), where)


def _mixed(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _direction(one: Point, other: Point) -> Point:
    x, y = other[0] - one[0], other[1] - one[1]
    length = max(_distance(one, other), 0.001)
    return x / length, y / length


def _distance(one: Point, other: Point) -> float:
    return hypot(other[0] - one[0], other[1] - one[1])
