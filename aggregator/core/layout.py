"""Places in a picture of who has answered whom: those who answer each other stand near each other, no two overlap.

Whoever has no tie to anybody stands apart, in rows, so that nobody who is left out is lost in the crowd. The same
network has the same places every time.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aggregator.core.network import Network
from aggregator.core.record import Struct

if TYPE_CHECKING:
    import numpy

    Points = numpy.ndarray[Any, Any]

Size = tuple[float, float]
Spot = tuple[float, float]

ASPECT = 1.5
# Between two boxes, across and down, so that arrows from name to shape can be seen.
ROOM = (8.0, 16.0)
_SEED = 20
_STEPS = 1000
# With 1, what a processor rounds differently grows into another picture; calmer, it comes to rest at the same places.
_CALM = 0.1
_DECIMALS = 6
_PUSHES, _PATIENCE = 600, 30
_PUSH, _WIDER = 0.3, 1.04
_NOTHING = 0.01
# How much of the room is given to people's boxes: less is emptier, more pushes neighbours apart.
_FULL = 0.36
# How far towards standing in even distances: loners far out would leave most of the picture empty.
_EVEN = 0.65
# A few who answer everybody would pull all into one knot.
_FACILITATORS_PULL = 0.1


class Part(Struct, frozen=True):
    """The middles of people's boxes in a part of the picture of this size; its upper left corner is 0, 0."""

    spots: Mapping[str, Spot]
    width: float
    height: float


class Places(Struct, frozen=True):
    """Those who have ties, and those who have none; of these first who waits for an answer."""

    tied: Part
    alone: Part


def places(network: Network, boxes: Mapping[str, Size], narrowest: float) -> Places:
    """Where everybody stands whose box, with the name, has this width and height; all in the same unit."""
    named = {name for tie in network.ties for name in (tie.source, tie.target)}
    tied = _spread(network, [(one.name, boxes[one.name]) for one in network.members if one.name in named], narrowest)
    others = sorted((one for one in network.members if one.name not in named), key=lambda one: not one.unheard)
    alone = [(one.name, boxes[one.name]) for one in others]
    return Places(tied, _rows(alone, tied.width))


def _rows(people: Sequence[tuple[str, Size]], width: float) -> Part:
    """In columns of equal width from the left, in the order given."""
    column = max((size[0] for _name, size in people), default=0.0) + ROOM[0]
    line = max((size[1] for _name, size in people), default=0.0) + ROOM[1]
    columns = max(1, int(width // column))
    spots = {
        name: ((number % columns + 0.5) * column, (number // columns + 0.5) * line)
        for number, (name, _size) in enumerate(people)
    }
    return Part(spots, max(width, column), -(-len(people) // columns) * line)


def _spread(network: Network, people: Sequence[tuple[str, Size]], narrowest: float) -> Part:
    if not people:
        return Part({}, narrowest, 0.0)
    import numpy as np

    sizes = np.array([size for _name, size in people]) + ROOM
    area = float(sizes.prod(axis=1).sum()) / _FULL
    width = max((area * ASPECT) ** 0.5, narrowest)
    room = np.array([width, max(area / width, width / ASPECT / 2)])
    points = _apart(_filling(_by_forces(network, [name for name, _size in people])) * room, sizes)
    low, high = (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)
    low[0] -= max(0.0, narrowest - float(high[0] - low[0])) / 2
    spots = {name: (float(x), float(y)) for (name, _size), (x, y) in zip(people, points - low, strict=True)}
    return Part(spots, max(float(high[0] - low[0]), narrowest), float(high[1] - low[1]))


def _by_forces(network: Network, names: Sequence[str]) -> "Points":
    """Comments pull together, people push apart: ForceAtlas2."""
    import networkx as nx
    import numpy as np

    teachers = {one.name for one in network.members if one.facilitator}
    graph = nx.Graph()
    graph.add_nodes_from(names)
    for tie in network.ties:
        pull = tie.comments**0.5 * (_FACILITATORS_PULL if tie.source in teachers else 1.0)
        before = graph.get_edge_data(tie.source, tie.target, {"weight": 0.0})["weight"]
        graph.add_edge(tie.source, tie.target, weight=before + pull)
    with np.errstate(all="ignore"):
        found = nx.forceatlas2_layout(graph, max_iter=_STEPS, weight="weight", jitter_tolerance=_CALM, seed=_SEED)
    return np.array([found[name] for name in names])


def _filling(points: "Points") -> "Points":
    """Turned so that most of the width is across, and closer to filling 0 to 1 evenly: crowds have more room."""
    import numpy as np

    centred = points - points.mean(axis=0)
    _values, axes = np.linalg.eigh(centred.T @ centred)
    widest = axes[:, ::-1] * np.where(axes[0, ::-1] < 0, -1.0, 1.0)
    turned = centred @ widest
    span = np.ptp(turned, axis=0)
    unit = np.round((turned - turned.min(axis=0)) / np.where(span > 0, span, 1.0), _DECIMALS)
    ranks = unit.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(points) - 1)
    filling: Points = unit * (1 - _EVEN) + ranks * _EVEN
    return filling


def _apart(points: "Points", sizes: "Points") -> "Points":
    """The same places, but no two boxes overlap: those that do push each other away, on the shorter way.

    Where that takes long, there is too little room, and all places move away from each other.
    """
    import numpy as np

    needed = (sizes[:, None] + sizes[None]) / 2
    others = ~np.eye(len(points), dtype=bool)
    for turn in range(_PUSHES):
        between = points[:, None] - points[None]
        over: Points = needed - np.abs(between)
        touching: Points = (over > _NOTHING).all(axis=2) & others
        if not touching.any():
            break
        across = over[:, :, 0] < over[:, :, 1]
        ways = np.stack([touching & across, touching & ~across], axis=2)
        points = points + (over * np.sign(between) * ways).sum(axis=1) * _PUSH
        if turn % _PATIENCE == _PATIENCE - 1:
            points = points * _WIDER
    return points
