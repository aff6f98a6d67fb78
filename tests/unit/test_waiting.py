from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.waiting import rank
from tests.support.build import NOW, listed, post

HOUR = timedelta(hours=1)


def by(name, number, hours_ago, **changes):
    return listed(post(number, by=name, dated=NOW - hours_ago * HOUR), **changes)


NEW = {"new_blogger": True}
LATELY_1, LATELY_2 = {"answered_lately": 1}, {"answered_lately": 2}
FIRST = NEW | {"first_post": True}


@pytest.mark.parametrize(
    ("given_list", "expected"),
    [
        pytest.param([], [], id="nobody waits"),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1, **FIRST)], [2, 1], id="a first post before an old one"),
        pytest.param([by("Ola", 1, 90, **NEW), by("Kari", 2, 1, **FIRST)], [2, 1], id="first before second post"),
        pytest.param([by("Ola", 1, 90), by("Kari", 2, 1, **NEW)], [2, 1], id="new bloggers before others"),
        pytest.param(
            [by("Ola", 1, 90, first_post=True), by("Kari", 2, 1, **NEW)], [2, 1], id="a first post by nobody new"
        ),
        pytest.param(
            [by("Ola", 1, 90, **LATELY_2), by("Kari", 2, 1, **LATELY_1)],
            [2, 1],
            id="answered least first",
        ),
        pytest.param([by("Ola", 1, 90, **LATELY_2), by("Kari", 2, 1)], [2, 1], id="never answered before others"),
        pytest.param(
            [by("Ola", 1, 1, **LATELY_1), by("Kari", 2, 90, **LATELY_1)],
            [2, 1],
            id="then the oldest first",
        ),
        pytest.param([by("Ola", 2, 5), by("Kari", 1, 5)], [1, 2], id="of the same age, as stored"),
        pytest.param([by("Ola", 1, 90, **LATELY_1, **FIRST), by("Kari", 2, 1, **FIRST)], [2, 1], id="two first posts"),
    ],
)
def test_the_most_urgent_stands_first(given_list, expected):
    assert [one.post.id for one in rank(given_list)] == expected


@given(st.permutations([by("Kari", n, n % 3, **(FIRST, NEW, {})[n % 3]) for n in range(8)]))
def test_the_order_does_not_depend_on_the_order_given(shuffled):
    assert [one.post.id for one in rank(shuffled)] == [0, 3, 6, 1, 4, 7, 2, 5]
