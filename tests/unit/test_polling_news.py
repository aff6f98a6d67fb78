"""What an administrator is told of a blog, and that it is told once."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.model import Change
from aggregator.core.polling import change, failed, remember, succeeded
from aggregator.core.record import replace
from tests.support.build import NOW, blog, new_blog

HOUR = timedelta(hours=1)


def told(state, polls):
    """What is told when a blog answers so, hour by hour: `[(hour, answer), …]`."""
    news = []
    for hour, said in polls:
        now = NOW + hour * HOUR
        match said:
            case "ok":
                after = succeeded(state, "ok", now)
            case "gone":
                after = failed(state, "gone", now, gone=True)
            case "fails":
                after = failed(state, "no answer", now)
            case address:
                after = replace(succeeded(state, "ok", now), moved_to=address)
        told_now = change(state, after, now)
        state = remember(after, told_now)
        news.append(told_now)
    return news


@pytest.mark.parametrize(
    ("state", "story"),
    [
        pytest.param(new_blog(), [(0, "ok", None), (1, "ok", None)], id="all is well"),
        pytest.param(
            new_blog(),
            [(0, "fails", Change.NEVER_WORKED), (1, "fails", None), (30, "fails", None), (31, "ok", Change.BACK)],
            id="fails at first sight, told at once, and once",
        ),
        pytest.param(
            new_blog(),
            [(0, "fails", Change.NEVER_WORKED), (1, "gone", Change.GONE), (2, "gone", None)],
            id="never worked, then gone",
        ),
        pytest.param(blog(), [(0, "fails", None), (1, "ok", None)], id="an hour's failure is no news, nor its end"),
        pytest.param(
            blog(),
            [(0, "fails", None), (23, "fails", None), (24, "fails", Change.FAILING), (48, "fails", None)],
            id="a day's failure is told once",
        ),
        pytest.param(
            blog(),
            [(0, "fails", None), (24, "fails", Change.FAILING), (48, "ok", Change.BACK), (49, "ok", None)],
            id="and its end is told once",
        ),
        pytest.param(
            blog(),
            [
                (0, "fails", None),
                (24, "fails", "failing"),
                (25, "ok", "back"),
                (26, "fails", None),
                (50, "fails", "failing"),
            ],
            id="the next failure is a new story",
        ),
        pytest.param(
            blog(),
            [(0, "fails", None), (20, "ok", None), (21, "fails", None), (44, "fails", None), (45, "fails", "failing")],
            id="the day begins anew after a success",
        ),
        pytest.param(
            blog(),
            [(0, "gone", Change.GONE), (1, "gone", None), (2, "fails", None), (3, "gone", None), (4, "ok", "back")],
            id="gone is told at once, and once",
        ),
        pytest.param(
            blog(),
            [(0, "fails", None), (24, "fails", Change.FAILING), (25, "gone", Change.GONE), (26, "ok", Change.BACK)],
            id="failing, then gone, then back",
        ),
        pytest.param(
            blog(),
            [(0, "https://new.example/", Change.MOVED), (1, "https://new.example/", None)],
            id="a move is told once",
        ),
        pytest.param(
            blog(),
            [(0, "https://new.example/", Change.MOVED), (1, "https://newer.example/", Change.MOVED)],
            id="the next move, too",
        ),
        pytest.param(
            blog(),
            [
                (0, "fails", None),
                (24, "fails", Change.FAILING),
                (25, "https://new.example/", Change.MOVED),
                (26, "https://new.example/", None),
            ],
            id="back at a new address is told as a move",
        ),
    ],
)
def test_the_story_of_a_blog(state, story):
    polls = [(hour, said) for hour, said, _news in story]
    assert told(state, polls) == [news for _hour, _said, news in story]


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["ok", "fails", "gone"])), max_size=20))
def test_trouble_and_its_end_are_told_in_turn(steps):
    hours = [sum(hour for hour, _said in steps[: n + 1]) for n in range(len(steps))]
    news = [one for one in told(blog(), zip(hours, (said for _hour, said in steps), strict=True)) if one]
    for before, after in pairwise([Change.BACK, *news]):
        expected = [Change.FAILING, Change.GONE] if before is Change.BACK else [Change.BACK, Change.GONE]
        assert after in expected
        assert after is not before
