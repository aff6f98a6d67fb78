"""Watching where sources refuse, fail or stumble: the next one is asked, and nobody believes what nobody has said."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.comments import wordpress
from aggregator.core.model import Reason, State
from tests.support.blogserver import BlogServer, Page
from tests.support.build import NOW
from tests.support.classroom import Classroom, open_classroom
from tests.support.watchedblog import watched_blog
from tests.support.watching import comments, said, site, state, states, untroubled, verdicts
from tests.support.wordpressblog import WordPressBlog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = 7 * DAY


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


@pytest.fixture
def blog(room: Classroom) -> WordPressBlog:
    return watched_blog(room)


def asked_rest(blog: WordPressBlog) -> bool:
    return any(word.startswith(("posts ", "comments ")) for word in blog.asked())


# -- refusals ---------------------------------------------------------------------------------------


def test_where_rest_is_refused_the_feeds_of_comments_tell_in_the_same_fetch(
    room: Classroom, blog: WordPressBlog
) -> None:
    blog.rest = 403
    blog.comment(1, "Ola", when=NOW - HOUR / 2)
    poll = room.poll()
    assert state(room) is State.ANSWERED
    assert [one.source for one in comments(room)] == ["commentfeed"]
    assert (poll.comments, poll.status, poll.problem) == (1, "ok", None)
    assert blog.asked()[2:4] == ["posts 1", "comment feed"]
    assert poll.requests == len(room.server.log)
    assert untroubled(room.blog())


def test_rest_that_refused_is_left_alone_for_a_week(room: Classroom, blog: WordPressBlog) -> None:
    blog.rest = 403
    room.poll()
    assert site(room).resting["wordpress"] == NOW + WEEK
    for day in range(1, 7):
        room.poll(NOW + day * DAY)
        assert blog.asked() == ["feed", "comment feed"]  # whole, but perhaps out of a cache
        room.poll(NOW + day * DAY + HOUR)
        assert blog.asked() == ["feed", "comment feed"]
        assert state(room, NOW + day * DAY) is State.WAITING
    blog.rest = 200
    room.poll(NOW + WEEK)
    assert asked_rest(blog)
    assert site(room).resting == {}


def test_rest_that_refused_is_asked_again_when_forced(room: Classroom, blog: WordPressBlog) -> None:
    blog.rest = 403
    room.poll()
    room.poll(NOW + HOUR, force=True)
    assert asked_rest(blog)
    assert site(room).resting["wordpress"] == NOW + HOUR + WEEK
    blog.rest = 200
    room.poll(NOW + 2 * HOUR, force=True)
    assert asked_rest(blog)
    assert site(room).resting == {}


@pytest.mark.parametrize(
    ("status", "headers", "rest"),
    [
        pytest.param(401, {}, WEEK, id="refused"),
        pytest.param(404, {}, WEEK, id="not there"),
        pytest.param(500, {}, 6 * HOUR, id="broken"),
        pytest.param(200, {}, DAY, id="something else than JSON"),
        pytest.param(503, {"Retry-After": "7200"}, 2 * HOUR, id="until it wants to be asked again"),
    ],
)
def test_how_long_a_source_rests(
    room: Classroom, blog: WordPressBlog, status: int, headers: dict[str, str], rest: timedelta
) -> None:
    with BlogServer() as api:
        api.put("/kari/wp-json/wp/v2/posts", b"<p>Hm", status=status, headers=headers)
        blog.api = api.url("/kari/wp-json/")
        room.poll()
        assert site(room).resting["wordpress"] == NOW + rest
        room.poll(NOW + rest - HOUR)
        assert len(api.log) == 1
        room.poll(NOW + rest)
        assert len(api.log) == 2


def test_where_everything_is_refused_a_comment_is_by_nobody_knows_whom(room: Classroom, blog: WordPressBlog) -> None:
    blog.rest, blog.comment_feeds = 403, 404
    blog.comment(1)
    for hours in (0, 1, 24, 25, 24 * 7):
        room.poll(NOW + hours * HOUR)
        verdict = verdicts(room, NOW + hours * HOUR)["1"]
        assert (verdict.state, verdict.reason) == (State.UNKNOWN, Reason.COMMENTED)


def test_where_everything_is_refused_a_later_comment_shows_within_a_day(room: Classroom, blog: WordPressBlog) -> None:
    blog.rest, blog.comment_feeds = 403, 404
    room.poll()
    assert state(room) is State.WAITING  # the feed says zero, and may say so
    blog.comment(1)
    room.poll(NOW + DAY)
    assert state(room, NOW + DAY) is State.UNKNOWN


def test_where_everything_is_refused_and_the_feed_says_nothing_nobody_knows(
    room: Classroom, blog: WordPressBlog
) -> None:
    room.poll()
    assert state(room) is State.WAITING
    blog.rest, blog.comment_feeds = 403, 404
    blog.window = 1
    blog.publish(2, NOW + HOUR)  # so that the first post leaves the feed
    room.server.put("/kari/feed/?paged=2", status=403)
    for hours in (2, 24, 49):
        room.poll(NOW + hours * HOUR)
    assert states(room, NOW + 49 * HOUR)["1"] is State.UNKNOWN


def test_a_source_that_breaks_down_takes_back_nothing_it_has_said(room: Classroom, blog: WordPressBlog) -> None:
    key = blog.comment(1)
    room.poll()
    blog.rest, blog.comment_feeds = 500, 404
    blog.delete(key)
    room.poll(NOW + DAY)
    assert state(room, NOW + DAY) is State.ANSWERED
    observation = said(room, "wordpress")
    assert observation
    assert (observation.count, observation.checked_at, observation.reason) == (1, NOW, Reason.UNREACHABLE)


# -- stumbles ---------------------------------------------------------------------------------------


def stumble(*_given: Any) -> Any:
    raise ZeroDivisionError


def stumble_later(*_given: Any) -> Any:
    yield []
    raise RecursionError


@pytest.mark.parametrize("questions", [stumble, stumble_later])
def test_a_source_that_stumbles_is_this_blog_s_unknown_and_no_other_s(
    room: Classroom, blog: WordPressBlog, monkeypatch: pytest.MonkeyPatch, questions: Any
) -> None:
    ola = WordPressBlog(room.server, "/ola/")
    ola.publish(2, NOW - HOUR)
    ola.comment(2)
    blog.comment(1, "Ola")
    blog.comment_feeds = 404
    room.enrol(
        *(room.participant(name, f"/{name.lower()}/feed/", comments="auto") for name in ("Kari", "Ola")),
    )
    genuine = wordpress.questions
    monkeypatch.setattr(
        wordpress,
        "questions",
        lambda site, *more: (questions if "/kari/" in site.feed else genuine)(site, *more),
    )
    polls = room.fetch()
    assert {(poll.status, poll.problem) for poll in polls.values()} == {("ok", None)}
    assert (polls["Kari"].comments, polls["Ola"].comments) == (0, 1)
    assert states(room) == {"1": State.UNKNOWN, "2": State.ANSWERED}


def test_a_source_that_stumbles_over_a_page_is_not_recognised_and_the_fetch_goes_on(
    room: Classroom, blog: WordPressBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.poll()
    before = site(room).sources
    monkeypatch.setattr(wordpress, "recognises", stumble)
    poll = room.poll(NOW + WEEK)
    assert poll.status == "unchanged"
    assert "page 1" in blog.asked()
    assert site(room).sources == before
    assert state(room, NOW + WEEK) is State.WAITING


# -- whose fault it is ------------------------------------------------------------------------------


def test_a_blog_whose_feed_fails_is_not_asked_about_comments(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    room.server.put("/kari/feed/", status=500)
    poll = room.poll(NOW + DAY)
    assert (poll.status, poll.requests) == ("error", 1)
    assert blog.asked() == ["feed"]


def test_a_service_that_asks_for_fewer_visits_is_no_fault_of_a_blog_or_its_source(room: Classroom) -> None:
    """Many blogs' interfaces at one host: it answers the first requests with 429, and then nobody asks any more."""
    names = [f"P{number}" for number in range(8)]
    room.enrol(*(room.participant(name, f"/{name.lower()}/feed/", comments="auto") for name in names))
    with BlogServer() as api:
        for number, name in enumerate(names):
            blog = WordPressBlog(room.server, f"/{name.lower()}/", api)
            blog.publish(number + 1, NOW - HOUR)
            api.put(f"/{name.lower()}/wp-json/wp/v2/posts", lambda _visit: Page(b"", status=429))
        polls = room.fetch()
        asked = {seen.path.split("/")[1].upper() for seen in api.log}
    assert {(poll.status, poll.problem) for poll in polls.values()} == {("ok", None)}
    assert 0 < len(asked) < len(names)
    assert {name for name in names if "wordpress" in site(room, name).resting} == asked
    assert all(untroubled(room.blog(name)) for name in names)
    assert sum(poll.requests for poll in polls.values()) == len(room.server.log) + len(asked)
    assert set(states(room).values()) == {State.WAITING}  # as the feeds have just said
