"""Shares and times of many posts: of what is known, and of nothing else."""

from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.health import Health, health
from aggregator.core.outcome import Outcome
from tests.support.counted import ANSWERED, HOUR, UNANSWERED, UNKNOWN


def answered(least, most=None):
    return Outcome(True, least * HOUR, (least if most is None else most) * HOUR)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([], Health(), id="nothing"),
        pytest.param([UNKNOWN, UNKNOWN], Health(posts=2), id="nobody knows"),
        pytest.param(
            [answered(1), answered(50), UNANSWERED, UNKNOWN],
            Health(4, 2, 1, 1, 2, 2, (timedelta(hours=25.5), timedelta(hours=25.5))),
            id="one of each",
        ),
        pytest.param(
            [answered(0, 7), answered(3, 9), answered(2)],
            Health(3, 3, 0, 3, 0, 3, (2 * HOUR, 7 * HOUR)),
            id="between what and what",
        ),
        pytest.param([Outcome(True)], Health(1, 1, 0), id="answered, nobody knows when"),
        pytest.param([answered(40, 60)], Health(1, 1, 0, 0, 0, 1, (40 * HOUR, 60 * HOUR)), id="soon or not"),
    ],
)
def test_posts_taken_together(outcomes, expected):
    assert health(outcomes) == expected


def test_shares_are_of_what_is_known():
    found = health([ANSWERED, ANSWERED, UNANSWERED, UNKNOWN])
    assert (found.answered_share, found.soon_share) == (2 / 3, 2 / 3)
    assert (Health(5).answered_share, Health(5).soon_share) == (None, None)


spans = st.tuples(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1)).map(
    lambda one: (min(one[:2]), max(one[:2]), min(one[:2]) + one[2] * abs(one[0] - one[1]))
)


@given(st.lists(spans, min_size=1))
def test_the_true_median_lies_between_the_two(found):
    least, most = health(answered(low, high) for low, high, _true in found).median
    true = median(value for _low, _high, value in found) * HOUR
    assert least - timedelta(seconds=1) <= true <= most + timedelta(seconds=1)
