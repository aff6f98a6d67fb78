"""Rounds of any small course against all the rounds there are; and what holds in courses of any size."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from math import comb

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.assignment import Answerer, Ask, Plan, assign

NAMES = ("Ada", "Bo", "Cy", "Di", "Ed", "Fi", "Gro", "Hal")


@st.composite
def courses(draw, people=4, posts=4):
    names = NAMES[: draw(st.integers(1, people))]
    bloggers = [*names, "Zoe"]
    asks = [Ask(number, draw(st.sampled_from(bloggers))) for number in range(draw(st.integers(0, posts)))]
    answerers = [
        Answerer(
            name,
            draw(st.dictionaries(st.sampled_from(bloggers), st.integers(1, 3), max_size=2)),
            frozenset(draw(st.sets(st.integers(0, posts), max_size=1))),
        )
        for name in names
    ]
    apart = draw(st.sets(st.tuples(st.sampled_from(bloggers), st.sampled_from(bloggers)), max_size=3))
    more = {"each": draw(st.integers(1, 2)), "most": draw(st.none() | st.integers(1, 3))}
    return asks, answerers, apart, more


def able(ask: Ask, one: Answerer, apart: set[tuple[str, str]]) -> bool:
    return one.name != ask.blogger and ask.post not in one.except_for and (one.name, ask.blogger) not in apart


def solve(asks, people, apart, each, most, seed=0) -> Plan:
    return assign(asks, people, each=each, most=most, may=lambda a, b: (a, b) not in apart, seed=seed)


def few(asks, people, apart, each, most):
    """The most urgent posts, so many that all their rounds can be looked at."""
    rounds = 1
    for number, ask in enumerate(asks):
        can = sum(able(ask, one, apart) for one in people)
        rounds *= sum(comb(can, size) for size in range(each + 1))
        if rounds > 1_000:
            return asks[:number]
    return asks


def every_round(asks, people, apart, each, most) -> Iterator[dict[int, tuple[Answerer, ...]]]:
    """All there are."""
    choices = []
    for ask in asks:
        can = [one for one in people if able(ask, one, apart)]
        choices.append([group for size in range(each + 1) for group in combinations(can, size)])
    for chosen in product(*choices):
        loads = Counter(one.name for group in chosen for one in group)
        if most is None or all(load <= most for load in loads.values()):
            yield {ask.post: group for ask, group in zip(asks, chosen, strict=True)}


def worth(found, asks, people, each):
    """What matters, most first, the less the better: as the docstring of `core.assignment` says it."""
    loads = Counter(one.name for group in found.values() for one in group)
    bloggers = {ask.post: ask.blogger for ask in asks}
    met = Counter((one.name, bloggers[post]) for post, group in found.items() for one in group)
    before = {one.name: one.before for one in people}
    totals = {one.name: sum(one.before.values()) for one in people}
    return (
        sum(not found[ask.post] for ask in asks),
        [not found[ask.post] for ask in asks],
        -sum(loads.values()),
        [each - len(found[ask.post]) for ask in asks],
        sum(sum(range(load)) for load in loads.values()),
        sum(sum(range(before[n].get(b, 0), before[n].get(b, 0) + times)) for (n, b), times in met.items()),
        sum(sum(range(totals[name], totals[name] + load)) for name, load in loads.items()),
    )


def as_found(plan: Plan, asks, people):
    by_name = {one.name: one for one in people}
    return {ask.post: tuple(by_name[one.answerer] for one in plan.given if one.post == ask.post) for ask in asks}


@settings(max_examples=150, deadline=None)
@given(courses(people=5, posts=6))
def test_no_round_is_better(course):
    asks, people, apart, more = course
    asks = few(asks, people, apart, **more)
    plan = solve(asks, people, apart, **more)
    found = as_found(plan, asks, people)
    rounds = every_round(asks, people, apart, **more)
    assert worth(found, asks, people, more["each"]) == min(worth(one, asks, people, more["each"]) for one in rounds)


@settings(max_examples=150, deadline=None)
@given(courses(people=8, posts=12), st.integers(0, 99))
def test_the_rules_hold(course, seed):
    asks, people, apart, more = course
    plan = solve(asks, people, apart, **more, seed=seed)
    by_post, by_name = {ask.post: ask for ask in asks}, {one.name: one for one in people}
    assert all(able(by_post[one.post], by_name[one.answerer], apart) for one in plan.given)
    assert len(set(plan.given)) == len(plan.given)
    loads = Counter(one.answerer for one in plan.given)
    assert more["most"] is None or all(load <= more["most"] for load in loads.values())
    assert set(plan.above) == {name for name, load in loads.items() if load > plan.share}
    lacking = {ask.post: more["each"] - sum(one.post == ask.post for one in plan.given) for ask in asks}
    assert dict(plan.short) == {post: count for post, count in lacking.items() if count}
    assert plan == solve(asks, people[::-1], apart, **more, seed=seed)


@settings(max_examples=100, deadline=None)
@given(courses(people=8, posts=12))
def test_nobody_is_left_out_if_it_can_be_avoided(course):
    """As many posts as a maximum matching covers (each person as often as they may be asked) get somebody."""
    asks, people, apart, more = course
    graph = networkx.Graph()
    posts = [f"post {ask.post}" for ask in asks]
    graph.add_nodes_from(posts)
    for ask in asks:
        for one in people:
            for time in range(more["most"] or len(asks)):
                if able(ask, one, apart):
                    graph.add_edge(f"post {ask.post}", (one.name, time))
    matched = networkx.bipartite.maximum_matching(graph, posts)
    plan = solve(asks, people, apart, **more)
    assert len({one.post for one in plan.given}) == sum(node in matched for node in posts)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 8), st.lists(st.integers(0, 9), max_size=20), st.integers(0, 9))
def test_it_is_fair_within_one_unless_nearly_all_posts_are_by_one_person(people, bloggers, seed):
    """It is exactly where the others' posts suffice for everybody's part; some bloggers are no answerers."""
    names = NAMES[:people]
    asks = [Ask(number, (*NAMES, "Zoe", "Yan")[blogger]) for number, blogger in enumerate(bloggers)]
    loads = Counter(dict.fromkeys(names, 0))
    loads.update(one.answerer for one in assign(asks, [Answerer(name) for name in names], seed=seed).given)
    others = [sum(ask.blogger != name for ask in asks) for name in names]
    assert loads.total() == len(asks)
    assert (max(loads.values()) - min(loads.values()) <= 1) == (min(others) >= len(asks) // people)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 7), st.data())
def test_nobody_gets_a_blogger_again_before_all_others(people, data):
    """Ten weeks in which each of `people` has one post that waits, for `each` of the others.

    Then it holds for everybody without exception: who has still to answer whom are as many for each person as for each
    blogger, and such a round can always be made of these alone, or of all these and some others.
    """
    names, each = NAMES[:people], data.draw(st.integers(1, people - 1))
    before = {name: Counter[str]() for name in names}
    for week in range(10):
        asks = [Ask(number, name) for number, name in enumerate(data.draw(st.permutations(names)))]
        for one in assign(asks, [Answerer(name, before[name]) for name in names], each=each, seed=week).given:
            before[one.answerer][asks[one.post].blogger] += 1
        met = [before[name][other] for name in names for other in names if other != name]
        assert max(met) - min(met) <= 1
        assert {found.total() for found in before.values()} == {each * (week + 1)}


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 7), st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_over_ten_weeks_everybody_is_asked_equally_often(people, waiting):
    """Within one, however many posts wait: as long as those who write them are no answerers, and new to everybody.

    Otherwise who has done least may have met just those bloggers who write, and to meet nobody again comes first.
    """
    names = NAMES[:people]
    before = {name: Counter[str]() for name in names}
    for week, count in enumerate(waiting):
        asks = [Ask(number, f"Guest {week}.{number}") for number in range(count)]
        for one in assign(asks, [Answerer(name, before[name]) for name in names], seed=week).given:
            before[one.answerer][asks[one.post].blogger] += 1
        totals = [found.total() for found in before.values()]
        assert max(totals) - min(totals) <= 1
