"""How many requests a blog costs while nothing happens there, fetched hourly for a week. See the numbers with -s."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import mean

import pytest

from aggregator.core.model import State
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom
from tests.support.ghostblog import GhostBlog
from tests.support.watching import states
from tests.support.wordpressblog import WordPressBlog

HOUR = timedelta(hours=1)
WEEK = 24 * 7
POSTS = 8


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


def wordpress(room: Classroom) -> str:
    blog = WordPressBlog(room.server)
    for number in range(POSTS):
        blog.publish(number + 1, NOW - number * 3 * HOUR)
    blog.comment(1)
    return "/kari/feed/"


def without_rest(room: Classroom) -> str:
    """A comment feed of three comments: it has room for all of them, so that it says all."""
    blog = WordPressBlog(room.server)
    blog.rest = 403
    for number in range(POSTS):
        blog.publish(number + 1, NOW - number * 3 * HOUR)
    for author in ("Ola", "Siri", "Per"):
        blog.comment(1, author)
    return "/kari/feed/"


def ghost(room: Classroom) -> str:
    blog = GhostBlog(room.server)
    for number in range(POSTS):
        blog.publish(number + 1, NOW - number * 3 * HOUR)
    blog.comment(1)
    return "/kari/rss/"


def unknown_platform(room: Classroom) -> str:
    posts = [
        item(str(number + 1), published=NOW - number * 3 * HOUR, link=room.server.url(f"/kari/{number + 1}/"))
        for number in range(POSTS)
    ]
    room.put("Kari", *posts, etag='"1"')
    for number in range(POSTS):
        page = f"<html><title>Post {number + 1}</title><body>Text.</body></html>"
        room.server.put(f"/kari/{number + 1}/", page, content_type="text/html")
    return "/kari/"


@pytest.mark.parametrize(
    ("platform", "first", "steady", "average"),
    [
        pytest.param(wordpress, 5, 2, 2.1, id="WordPress"),
        pytest.param(without_rest, 6, 2, 2.1, id="WordPress without REST"),
        pytest.param(ghost, 5, 2, 2.1, id="Ghost"),
        pytest.param(unknown_platform, 3, 1, 1.05, id="unknown platform"),
    ],
)
def test_what_a_blog_costs_while_nothing_happens(
    room: Classroom, platform: Callable[[Classroom], str], first: int, steady: int, average: float
) -> None:
    room.enrol(room.participant("Kari", platform(room), comments="auto"))
    spent = [_spent(room, hour) for hour in range(WEEK + 1)]
    print(  # noqa: T201
        f"\n{platform.__name__:<17} first {spent[0]}, second {spent[1]}, third {spent[2]}; "
        f"a week, hourly: {mean(spent):.2f} on average, {max(spent[1:])} at most, "
        f"{sum(count <= steady for count in spent)} of {len(spent)} fetches at most {steady}"
    )
    assert spent[0] <= first
    assert spent[2] <= steady
    assert mean(spent) <= average
    assert sum(count > steady for count in spent) <= 8  # the first, and once a day
    waiting = list(states(room, NOW + WEEK * HOUR).values()).count(State.WAITING)
    assert waiting == (POSTS - 1 if platform is not unknown_platform else 0)


def _spent(room: Classroom, hour: int) -> int:
    poll = room.poll(NOW + hour * HOUR)
    assert poll.requests == len(room.server.log)
    return poll.requests


def test_a_blog_whose_posts_all_have_answers_costs_one_request(room: Classroom) -> None:
    blog = WordPressBlog(room.server)
    for number in range(POSTS):
        blog.publish(number + 1, NOW - number * 3 * HOUR)
        blog.comment(number + 1)
    room.enrol(room.participant("Kari", "/kari/feed/", comments="auto"))
    assert [_spent(room, hour) for hour in range(3)] == [5, 1, 1]


def test_thirty_posts_cost_no_more_than_one(room: Classroom) -> None:
    blog = WordPressBlog(room.server)
    blog.window = 30
    for number in range(30):
        blog.publish(number + 1, NOW - number * HOUR)
    room.enrol(room.participant("Kari", "/kari/feed/", comments="auto"))
    assert [_spent(room, hour) for hour in range(3)] == [5, 2, 2]
