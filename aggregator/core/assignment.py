"""Who answers which post: a fair round, as a minimum-cost flow.

One unit of flow is one answer. It leaves the source by a person, passes from the person to a blogger, ends at a post of
that blogger, and costs what it is worth to avoid it (Ahuja, Magnanti and Orlin, Network Flows, 1993). What matters more
costs so much more that nothing of less matter can make up for it; in this order: no post without anybody, new bloggers
and urgent posts first; as many people for each post as are wanted; even numbers of posts in this round; nobody the same
blogger again before all others; even numbers over all rounds; the lot.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from aggregator.core.record import Struct

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_LOTS = 1_000


class Ask(Struct, frozen=True):
    """A post (the store's number of it) that wants answers, and whose it is."""

    post: int
    blogger: str


class Answerer(Struct, frozen=True):
    """Somebody who can be asked, and how often they were asked to answer each blogger in earlier rounds.

    `except_for`: posts that they must not get, having written or answered them.
    """

    name: str
    before: Mapping[str, int] = {}
    except_for: frozenset[int] = frozenset()


class Given(Struct, frozen=True):
    """A post that somebody is asked to answer."""

    answerer: str
    post: int


class Plan(Struct, frozen=True):
    """A round: `share` is the fair number of posts for one, and `above` are those who could not but get more.

    `short`: posts that lack so many answers.
    """

    given: tuple[Given, ...]
    share: int
    above: tuple[str, ...] = ()
    short: tuple[tuple[int, int], ...] = ()


def assign(
    asks: Sequence[Ask],
    people: Sequence[Answerer],
    *,
    each: int = 1,
    most: int | None = None,
    may: Callable[[str, str], bool] = lambda _answerer, _blogger: True,
    seed: int = 0,
) -> Plan:
    """The best round for these posts, the most urgent first, with `each` people for each post.

    `most`: nobody gets more posts than that, even if posts are left over. `may`: whether one person may answer a
    blogger, by their names. The same input gives the same round, in whatever order people stand; `seed` draws other
    lots among rounds that are equally good.
    """
    wanted = each * len(asks)
    if not people or not wanted:
        return Plan((), 0, (), tuple((one.post, each) for one in asks))
    share = -(-wanted // len(people))
    ranked = sorted(people, key=lambda one: one.name)
    ends = len(asks) if most is None else min(most, len(asks))
    limit = min(share, ends)
    given = _Flow(asks, ranked, each, limit, may, seed).solve()
    while len(given) < wanted and limit < ends:  # when more for each helps nothing, still more helps nothing, either
        limit = min(2 * limit, ends)
        more = _Flow(asks, ranked, each, limit, may, seed).solve()
        if len(more) == len(given):
            break
        given = more
    return _plan(given, asks, each, share)


def _plan(given: Sequence[Given], asks: Sequence[Ask], each: int, share: int) -> Plan:
    found, loads = Counter(one.post for one in given), Counter(one.answerer for one in given)
    return Plan(
        tuple(given),
        share,
        tuple(sorted(name for name, load in loads.items() if load > share)),
        tuple((one.post, each - found[one.post]) for one in asks if found[one.post] < each),
    )


class _Way(Struct, frozen=True):
    """That somebody may answer a post; the lot decides where nothing else does."""

    who: Answerer
    ask: Ask
    lot: int

    @property
    def times(self) -> int:
        return self.who.before.get(self.ask.blogger, 0)


class _Flow:
    """The network of a round in which nobody gets more than `limit` posts."""

    def __init__(
        self,
        asks: Sequence[Ask],
        people: Sequence[Answerer],
        each: int,
        limit: int,
        may: Callable[[str, str], bool],
        seed: int,
    ) -> None:
        self._asks, self._people, self._each, self._limit = asks, people, each, limit
        self._may, self._lots = may, random.Random(seed)  # noqa: S311
        self._wanted = each * len(asks)
        self._posts_of = Counter(one.blogger for one in asks)
        totals = {one.name: sum(one.before.values()) for one in people}
        least = min(totals.values())
        self._done = {name: total - least for name, total in totals.items()}
        self._weigh()

    def _weigh(self) -> None:
        """What one step of each kind costs: more than all steps of the kinds below it together can."""
        before = max((max(one.before.values(), default=0) for one in self._people), default=0)
        most = {
            "lot": _LOTS,
            "total": max(self._done.values()) + self._limit,
            "pair": before + max(self._posts_of.values()),
            "even": self._limit,
            "further": 2 * len(self._asks) + 1,
            "first": 0,
        }
        self._cost: dict[str, int] = {}
        unit = 1
        for kind, steps in most.items():
            self._cost[kind] = unit
            unit *= self._wanted * steps + 1

    def solve(self) -> list[Given]:
        """The cheapest flow, as who is asked to answer what, in the order of the posts and then of names."""
        from networkx import MultiDiGraph, network_simplex

        graph = MultiDiGraph()
        graph.add_node("source", demand=-self._wanted)
        graph.add_node("sink", demand=self._wanted)
        graph.add_edge("source", "sink", weight=0)  # what cannot be assigned
        ways = self._ways()
        for one in {way.who.name: way.who for way in ways}.values():
            self._add_person(graph, one)
        for way in ways:
            self._add_way(graph, way)
        for place, ask in enumerate(self._asks):
            self._add_post(graph, place, ask)
        _total, flow = network_simplex(graph)
        found = [Given(way.who.name, way.ask.post) for way in ways if flow[self._door(way)]["post", way.ask.post][0]]
        places = {ask.post: place for place, ask in enumerate(self._asks)}
        return sorted(found, key=lambda one: (places[one.post], one.answerer))

    def _ways(self) -> list[_Way]:
        """Who may answer what: for each post no more people than answers are wanted in all, the cheapest for it.

        That loses nothing: in a round where somebody else answers it, one of these has nothing to do, and could answer
        it for no higher price.
        """
        ways: dict[int, list[_Way]] = {ask.post: [] for ask in self._asks}
        for one in self._people:
            for ask in self._asks:
                lot = self._lots.randrange(_LOTS)
                if ask.blogger != one.name and ask.post not in one.except_for and self._may(one.name, ask.blogger):
                    ways[ask.post].append(_Way(one, ask, lot))
        return [way for found in ways.values() for way in nsmallest(self._wanted, found, key=self._price)]

    def _price(self, way: _Way) -> int:
        """What it costs if it is all that the person gets."""
        return self._cost["total"] * self._done[way.who.name] + self._cost["pair"] * way.times + way.lot

    def _add_person(self, graph: "MultiDiGraph", one: Answerer) -> None:
        cost = self._cost
        for task in range(self._limit):
            weight = cost["even"] * task + cost["total"] * (self._done[one.name] + task)
            graph.add_edge("source", ("person", one.name), capacity=1, weight=weight)

    def _add_way(self, graph: "MultiDiGraph", way: _Way) -> None:
        door, person, pair = self._door(way), ("person", way.who.name), self._cost["pair"]
        if door == person:
            graph.add_edge(person, ("post", way.ask.post), capacity=1, weight=pair * way.times + way.lot)
            return
        if door not in graph:
            for time in range(min(self._limit, self._posts_of[way.ask.blogger])):
                graph.add_edge(person, door, capacity=1, weight=pair * (way.times + time))
        graph.add_edge(door, ("post", way.ask.post), capacity=1, weight=way.lot)

    def _door(self, way: _Way) -> Any:
        """Where a person's way to a post begins: where they could get several of a blogger, one counts how many."""
        if min(self._limit, self._posts_of[way.ask.blogger]) == 1:
            return "person", way.who.name
        return "pair", way.who.name, way.ask.blogger

    def _add_post(self, graph: "MultiDiGraph", place: int, ask: Ask) -> None:
        # The posts that can have somebody at once form a matroid: the set worth most is as large as any, and a more
        # urgent post is out of it only if no set as large could have it beside those more urgent still.
        worth = 2 * len(self._asks) - place
        for slot in range(self._each):
            kind = "further" if slot else "first"
            graph.add_edge(("post", ask.post), "sink", capacity=1, weight=-self._cost[kind] * worth)
