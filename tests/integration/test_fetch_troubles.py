"""A fetch against blogs in trouble: what is wrong is told in words, once, and the blog gets its pause."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from aggregator.core.model import Change, Poll
from tests.support.blogserver import Visit
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom, page

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


@pytest.fixture
def well(room: Classroom) -> Classroom:
    """Kari's blog, read without trouble two hours ago."""
    room.put("Kari", item("1", comments=0))
    room.poll(NOW - 2 * HOUR)
    return room


def answer(room: Classroom, status: int, **headers: str) -> None:
    room.server.put("/kari/", "Sorry.", content_type="text/plain", status=status, headers=headers)


def reset(visit: Visit) -> None:
    visit.reset()


# -- what is wrong, and how long the blog is left alone ----------------------------------------------


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, "the blog asks for a password (401)"),
        (403, "the blog refuses to be read (403)"),
        (404, "there is nothing at this address (404)"),
        (410, "the blog is gone for good (410)"),
        (418, "the blog answers 418 instead of a feed"),
        (429, "the blog asks for fewer visits (429)"),
        (500, "the blog's server has an error (500)"),
        (503, "the blog is closed for the moment (503)"),
    ],
)
def test_a_status_is_told_in_words_and_the_posts_stay(well: Classroom, status: int, problem: str) -> None:
    answer(well, status)
    poll = well.poll()
    assert (poll.status, poll.problem) == ("gone" if status == 410 else "error", problem)
    assert (poll.new, poll.updated, poll.requests) == (0, 0, 1)
    assert well.guids() == ["1"]
    blog = well.blog()
    assert (blog.failures, blog.failing_since, blog.last_ok, blog.problem) == (1, NOW, NOW - 2 * HOUR, problem)


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "image/png", "there is no feed in the answer"),
        (b"", "application/rss+xml", "there is no feed in the answer"),
        (b'{"message": "no"}', "application/json", "this is JSON, but no feed"),
        (page().encode(), "text/html", "this is a web page, not a feed. Write the feed's own address in feeds.toml"),
        (
            page("/c/comments/feed/").encode(),
            "text/html",
            "this is a web page, not a feed. Write the feed's own address in feeds.toml",
        ),
        (
            page("/feed/").encode(),
            "text/html",
            "this is a web page. Its feed is {server}/feed/: write that in feeds.toml",
        ),
    ],
    ids=["garbage", "nothing", "JSON", "a web page", "a web page naming comments", "a web page naming its feed"],
)
def test_what_is_no_feed_is_told_with_what_to_do(well: Classroom, body: bytes, content_type: str, problem: str) -> None:
    well.server.put("/kari/", body, content_type=content_type)
    poll = well.poll()
    assert (poll.status, poll.problem) == ("error", problem.format(server=well.server.url("")))
    assert well.guids() == ["1"]


def test_no_answer_at_all_is_told(well: Classroom) -> None:
    well.server.put("/kari/", reset)
    poll = well.poll()
    assert poll.status == "error"
    assert poll.problem == well.blog().problem
    assert poll.problem


def test_a_304_to_a_request_without_conditions_is_trouble(room: Classroom) -> None:
    answer(room, 304)
    poll = room.poll()
    assert (poll.status, poll.problem) == (
        "error",
        "the blog says that nothing is new, though it was asked for everything (304)",
    )


@pytest.mark.parametrize(
    ("status", "retry_after", "until"),
    [
        (429, None, NOW + HOUR),
        (429, "7200", NOW + 2 * HOUR),
        (503, format_datetime(NOW + 3 * HOUR, usegmt=False), NOW + 3 * HOUR),
        (429, "60", NOW + HOUR),
        (429, "soon", NOW + HOUR),
        (429, "9" * 30, NOW + WEEK),
        (500, "7200", NOW + HOUR),
    ],
    ids=["not said", "seconds", "a date", "less than our pause", "no date", "ages", "not its status"],
)
def test_a_blog_is_left_alone_as_long_as_it_asks(
    well: Classroom, status: int, retry_after: str | None, until: datetime
) -> None:
    answer(well, status, **({"Retry-After": retry_after} if retry_after else {}))
    well.poll()
    poll = well.poll(until - timedelta(seconds=1))
    assert (poll.status, poll.requests, poll.wait_until) == ("skipped", 0, until)
    assert poll.problem == well.blog().problem
    assert well.poll(until).status == "error"


def test_the_pause_doubles_up_to_six_hours_and_ends_with_the_trouble(well: Classroom) -> None:
    answer(well, 500)
    now, pauses = NOW, []
    for _failure in range(7):
        assert well.poll(now).status == "error"
        due = well.blog().not_before
        assert due
        pauses.append((due - now) / HOUR)
        now = due
    assert pauses == [1, 2, 4, 6, 6, 6, 6]
    well.put("Kari", item("1"))
    assert well.poll(now).status == "ok"
    assert (well.blog().failures, well.blog().not_before, well.blog().problem) == (0, None, None)


def test_gone_is_gone_until_somebody_insists(well: Classroom) -> None:
    answer(well, 410)
    assert (well.poll().change, well.blog().gone_since) == (Change.GONE, NOW)
    poll = well.poll(NOW + 30 * DAY)
    assert (poll.status, poll.requests, poll.wait_until) == ("skipped", 0, None)
    assert poll.problem == "the blog is gone for good (410)"
    assert well.poll(NOW + 30 * DAY, force=True).status == "gone"
    well.put("Kari", item("1"), item("2"))
    poll = well.poll(NOW + 31 * DAY, force=True)
    assert (poll.status, poll.new, poll.change) == ("ok", 1, Change.BACK)
    assert well.poll(NOW + 32 * DAY).status == "unchanged"


# -- told once --------------------------------------------------------------------------------------


def changes(room: Classroom, moments: list[datetime]) -> list[Change | None]:
    return [room.poll(moment, force=True).change for moment in moments]


def test_trouble_is_told_once_after_a_day_and_once_when_it_is_over(well: Classroom) -> None:
    answer(well, 500)
    told = changes(well, [NOW, NOW + 12 * HOUR, NOW + DAY, NOW + 2 * DAY])
    assert told == [None, None, Change.FAILING, None]
    well.put("Kari", item("1"))
    assert changes(well, [NOW + 3 * DAY, NOW + 4 * DAY]) == [Change.BACK, None]


def test_trouble_of_some_hours_is_no_news(well: Classroom) -> None:
    answer(well, 500)
    assert changes(well, [NOW, NOW + 12 * HOUR]) == [None, None]
    well.put("Kari", item("1"))
    assert changes(well, [NOW + 23 * HOUR]) == [None]
    [trouble] = well.store.troubles({well.course.participants[0].address: "Kari"})
    assert (trouble.since, trouble.until, trouble.problem) == (
        NOW,
        NOW + 23 * HOUR,
        "the blog's server has an error (500)",
    )


def test_a_blog_that_never_worked_is_told_at_once(room: Classroom) -> None:
    assert changes(room, [NOW, NOW + 2 * DAY]) == [Change.NEVER_WORKED, None]
    room.put("Kari", item("1"))
    assert changes(room, [NOW + 3 * DAY]) == [Change.BACK]


def test_an_address_that_cannot_be_asked_is_told_once_and_nothing_is_sent(room: Classroom) -> None:
    problem = "feeds.toml:9: the feed of Ola must begin with http:// or https://"
    ola = room.participant("Ola", problem=problem)
    room.enrol("Kari", ola)
    room.put("Kari", item("1"))
    polls = room.fetch()
    assert polls["Ola"] == Poll("Ola", ola.address, "error", 0, 0, 0, problem, Change.NEVER_WORKED)
    assert polls["Kari"].status == "ok"
    assert room.asked() == [("/kari/", 200)]
    again = room.fetch(NOW + MINUTE)["Ola"]
    assert (again.status, again.change, again.problem, again.requests) == ("error", None, problem, 0)
    assert room.blog("Ola").not_before is None
