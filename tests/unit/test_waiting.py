from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.model import Bound, Openness, Reason, State, Verdict
from aggregator.core.waiting import judge, rank
from tests.support.build import NOW, listed, observation, post

HOUR = timedelta(hours=1)
WRITTEN = NOW - 5 * HOUR


def seen(count, hours_ago=1, **changes):
    return observation(count, checked_at=NOW - hours_ago * HOUR, **changes)


@pytest.mark.parametrize(
    ("observations", "state", "reason", "comments"),
    [
        pytest.param([], State.UNKNOWN, Reason.NOT_SAID, None, id="no source said anything"),
        pytest.param([seen(0)], State.WAITING, Reason.ZERO, 0, id="zero an hour ago"),
        pytest.param([seen(0, openness=Openness.UNKNOWN)], State.WAITING, Reason.ZERO, 0, id="zero, open or not"),
        pytest.param([seen(0, includes_pings=True)], State.WAITING, Reason.ZERO, 0, id="not even a ping"),
        pytest.param([seen(0, bound=Bound.AT_MOST)], State.WAITING, Reason.ZERO, 0, id="at most none"),
        pytest.param([seen(0, bound=Bound.AT_LEAST)], State.UNKNOWN, Reason.NOT_SAID, None, id="at least none"),
        pytest.param([seen(1)], State.UNKNOWN, Reason.COMMENTED, 1, id="one comment, by whom is not known"),
        pytest.param([seen(1, bound=Bound.AT_LEAST)], State.UNKNOWN, Reason.COMMENTED, 1, id="at least one"),
        pytest.param([seen(3, bound=Bound.AT_MOST)], State.UNKNOWN, Reason.NOT_SAID, None, id="at most three"),
        pytest.param([seen(2, hours_ago=999)], State.UNKNOWN, Reason.COMMENTED, 2, id="comments stay"),
        pytest.param([seen(1, 3), seen(0, 1)], State.UNKNOWN, Reason.COMMENTED, 1, id="a number beats a later zero"),
        pytest.param([seen(5, 3), seen(2, 1)], State.UNKNOWN, Reason.COMMENTED, 2, id="the later of two numbers"),
        pytest.param(
            [seen(0, openness=Openness.CLOSED)], State.CLOSED, Reason.CLOSED, 0, id="closed without a comment"
        ),
        pytest.param(
            [seen(0, 1), seen(0, 9, openness=Openness.CLOSED)], State.CLOSED, Reason.CLOSED, 0, id="one says closed"
        ),
        pytest.param(
            [seen(2, openness=Openness.CLOSED)], State.UNKNOWN, Reason.COMMENTED, 2, id="closed with comments"
        ),
        pytest.param([seen(0, 5)], State.WAITING, Reason.ZERO, 0, id="zero as the post came"),
        pytest.param([seen(0, 6)], State.UNKNOWN, Reason.STALE, None, id="zero from before the post"),
        pytest.param([seen(0, 6), seen(0, 1)], State.WAITING, Reason.ZERO, 0, id="the latest zero counts"),
        pytest.param([seen(None)], State.UNKNOWN, Reason.NOT_SAID, None, id="the feed says nothing"),
        pytest.param([seen(None, reason=Reason.ODD_COUNT)], State.UNKNOWN, Reason.ODD_COUNT, None, id="an odd count"),
        pytest.param([seen(None, reason=None)], State.UNKNOWN, Reason.NOT_SAID, None, id="no count, no reason"),
        pytest.param(
            [seen(None, 1), seen(None, 3, reason=Reason.ODD_COUNT)],
            State.UNKNOWN,
            Reason.NOT_SAID,
            None,
            id="the latest reason",
        ),
        pytest.param([seen(None, 1), seen(0, 3)], State.WAITING, Reason.ZERO, 0, id="a zero beats not knowing"),
    ],
)
def test_where_a_post_stands(observations, state, reason, comments):
    verdict = judge(observations, WRITTEN, NOW)
    assert (verdict.state, verdict.reason, verdict.comments) == (state, reason, comments)


@pytest.mark.parametrize(
    ("hours_ago", "state"),
    [(0, State.WAITING), (47, State.WAITING), (48, State.WAITING), (48.01, State.UNKNOWN), (200, State.UNKNOWN)],
)
def test_zero_is_believed_for_two_days(hours_ago, state):
    assert judge([seen(0, hours_ago)], NOW - 1000 * HOUR, NOW).state is state


@pytest.mark.parametrize(
    ("observation", "by_others"),
    [
        pytest.param(seen(0, source="ghost"), 0, id="waiting"),
        pytest.param(seen(4, source="ghost"), None, id="commented"),
        pytest.param(seen(0, source="ghost", openness=Openness.CLOSED), 0, id="closed"),
        pytest.param(seen(None, source="ghost"), None, id="not known"),
        pytest.param(seen(0, 99, source="ghost"), None, id="stale"),
    ],
)
def test_a_verdict_names_its_source_and_when_it_was_asked(observation, by_others):
    verdict = judge([observation], WRITTEN - 100 * HOUR, NOW)
    assert (verdict.source, verdict.checked_at) == ("ghost", observation.checked_at)
    assert verdict.comments_by_others == by_others


def test_nothing_known_has_no_source():
    assert judge([], WRITTEN, NOW) == Verdict(State.UNKNOWN, Reason.NOT_SAID)


def by(name, number, hours_ago, **changes):
    return listed(post(number, by=name, dated=NOW - hours_ago * HOUR), **changes)


NEW = {"new_blogger": True}
FIRST = NEW | {"first_post": True}


@pytest.mark.parametrize(
    ("given_list", "answered", "expected"),
    [
        pytest.param([], {}, [], id="nobody waits"),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1, **FIRST)], {}, [2, 1], id="a first post before an old one"),
        pytest.param([by("Ola", 1, 90, **NEW), by("Kari", 2, 1, **FIRST)], {}, [2, 1], id="first before second post"),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1, **NEW)], {}, [2, 1], id="new bloggers before others"),
        pytest.param(
            [by("Ola", 1, 90, first_post=True), by("Kari", 2, 1, **NEW)], {}, [2, 1], id="a first post by nobody new"
        ),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1)], {"Ola": 2, "Kari": 1}, [2, 1], id="answered least first"),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1)], {"Ola": 2}, [2, 1], id="never answered before others"),
        pytest.param([by("Ola", 1, 1), by("Kari", 2, 90)], {"Ola": 1, "Kari": 1}, [2, 1], id="then the oldest first"),
        pytest.param([by("Ola", 2, 5), by("Kari", 1, 5)], {}, [1, 2], id="of the same age, as stored"),
        pytest.param([by("Ola", 1, 90, **FIRST), by("Kari", 2, 1, **FIRST)], {"Ola": 1}, [2, 1], id="two first posts"),
    ],
)
def test_the_most_urgent_stands_first(given_list, answered, expected):
    assert [one.post.id for one in rank(given_list, answered)] == expected


@given(st.permutations([by("Kari", n, n % 3, **(FIRST, NEW, {})[n % 3]) for n in range(8)]))
def test_the_order_does_not_depend_on_the_order_given(shuffled):
    assert [one.post.id for one in rank(shuffled, {})] == [0, 3, 6, 1, 4, 7, 2, 5]
