"""Whose turn it is, where a source can ask about so many posts at a time and no more."""

from datetime import timedelta

from aggregator.comments.turns import asked_at, in_turn, most
from aggregator.core.model import Post, Reason
from aggregator.core.source import Round
from tests.support.build import observation, post
from tests.support.sources import NOW

HOUR = timedelta(hours=1)


def asked(number: int, hours_ago: float, count: int | None = 0, reason: Reason | None = None) -> Post:
    said = observation(count, source="giscus", checked_at=NOW - hours_ago * HOUR, reason=reason)
    return post(number, observations=(said,))


def test_first_those_never_asked_about_then_the_oldest_word() -> None:
    other = post(4, observations=(observation(0, source="page", checked_at=NOW - 90 * HOUR),))
    posts = [asked(1, 1), asked(2, 3), other, asked(3, 2, None, Reason.NOT_LISTED)]
    assert [one.id for one in in_turn(posts, "giscus")] == [4, 2, 3, 1]


def test_who_was_left_out_was_not_asked_and_comes_next() -> None:
    posts = [asked(1, 5), asked(2, 1, None, Reason.TOO_MANY), asked(3, 2, 7, Reason.TOO_MANY)]
    assert [asked_at(one, "giscus") for one in posts] == [NOW - 5 * HOUR, None, NOW - 2 * HOUR]
    assert [one.id for one in in_turn(posts, "giscus")] == [2, 1, 3]


def test_everybody_has_a_turn() -> None:
    """Thirty posts in usual rounds of ten: after three everybody has been asked."""
    posts = [post(number) for number in range(30)]
    met: set[int] = set()
    for hour in range(3):
        now = Round(NOW + hour * HOUR)
        due = {one.id for one in in_turn(posts, "giscus")[: most(now)]}
        met |= due
        posts = [
            asked(one.id, -hour) if one.id in due or one.id in met else asked(one.id, -hour, None, Reason.TOO_MANY)
            for one in posts
        ]
    assert met == set(range(30))
