"""What reports make of what was fetched: the lists of posts, who waits, and the state of the blogs."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from aggregator import report
from aggregator.core.model import Blog, History, Reason, State
from aggregator.core.shown import BlogStatus, Listed
from aggregator.core.week import iso_week
from tests.support.build import NOW, OSLO, at
from tests.support.classroom import Classroom, item, open_classroom

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


def guids(listed: Iterable[Listed]) -> list[str]:
    return [one.post.guid for one in listed]


# -- posts ------------------------------------------------------------------------------------------


@pytest.fixture
def autumn(room: Classroom) -> Classroom:
    """Kari has blogged since summer, Ola since yesterday, and Per has left the course."""
    room.enrol("Kari", "Ola", "Per")
    room.put(
        "Kari",
        item("summer", published=at("2026-07-01"), text="Sun and bread."),
        item("W46", published=at("2026-11-15 22:59:59"), text="Rain and bread."),
        item("W47", published=at("2026-11-15 23:00"), text="Rain."),
    )
    room.put("Ola", item("ola", published=NOW - DAY, text="Bread."))
    room.put("Per", item("per", published=NOW - DAY, text="Bread."))
    room.fetch()
    room.enrol("Kari", "Ola")
    return room


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["ola", "W47", "W46"]),
        ({"everything": True}, ["ola", "W47", "W46", "summer"]),
        ({"week": iso_week(2026, 47, OSLO)}, ["ola", "W47"]),
        ({"week": iso_week(2026, 46, OSLO)}, ["W46"]),
        ({"week": iso_week(2026, 45, OSLO)}, []),
        ({"words": "bread"}, ["ola", "W46", "summer"]),
        ({"words": "rain bread"}, ["W46"]),
        ({"words": "bread", "week": iso_week(2026, 47, OSLO)}, ["ola"]),
        ({"words": "butter"}, []),
    ],
    ids=[
        "the window's",
        "all",
        "a week's",
        "the week before to its last second",
        "a week without posts",
        "those with a word, of all times",
        "those with two words",
        "those with a word in a week",
        "none",
    ],
)
def test_posts_newest_first(autumn: Classroom, asked: dict[str, object], expected: list[str]) -> None:
    assert guids(report.posts(autumn.course, autumn.store, NOW, **asked)) == expected  # type: ignore[arg-type]


def test_the_posts_of_a_week_are_those_of_its_digest(autumn: Classroom) -> None:
    autumn.put("Kari", item("late", title="Late", published=at("2026-11-15 12:00")))
    autumn.fetch(NOW + HOUR)
    now = NOW + DAY
    assert guids(report.posts(autumn.course, autumn.store, now, week=iso_week(2026, 46, OSLO))) == ["W46"]
    assert guids(report.posts(autumn.course, autumn.store, now, week=iso_week(2026, 47, OSLO))) == [
        "ola",
        "W47",
        "late",
    ]


def test_the_window_of_posts_is_the_courses(autumn: Classroom) -> None:
    autumn.enrol("Kari", "Ola", window_days=2)
    assert guids(report.posts(autumn.course, autumn.store, NOW)) == ["ola"]


def test_posts_bear_the_names_that_feeds_toml_has_now(autumn: Classroom) -> None:
    autumn.enrol(autumn.participant("Ola Nordmann", "/ola/"))
    assert [one.post.participant for one in report.posts(autumn.course, autumn.store, NOW)] == ["Ola Nordmann"]


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ({"starts": date(2026, 11, 16)}, ["ola", "W47"]),
        ({"starts": date(2026, 11, 15)}, ["ola", "W47", "W46"]),
        ({"ends": date(2026, 11, 16)}, ["W47", "W46", "summer"]),
        ({"starts": date(2026, 11, 15), "ends": date(2026, 11, 15)}, ["W46"]),
    ],
    ids=["starts on Monday", "starts on Sunday", "ends on Monday", "of one day"],
)
def test_only_posts_written_while_the_course_runs_are_its_posts(
    autumn: Classroom, course: dict[str, date], expected: list[str]
) -> None:
    autumn.enrol("Kari", "Ola", **course)
    assert guids(report.posts(autumn.course, autumn.store, NOW, everything=True)) == expected
    assert guids(report.posts(autumn.course, autumn.store, NOW, words="post")) == expected


# -- a category -------------------------------------------------------------------------------------


@pytest.fixture
def mixed(room: Classroom) -> Classroom:
    """Kari writes mostly of other things; Ola has not written in the course's category at all."""
    kari = room.participant("Kari", category="eGovernment")
    room.enrol(kari, room.participant("Ola", category="egovernment"))
    room.put(
        "Kari",
        item("cats", published=NOW - HOUR, categories=["cats"], comments=0),
        item("course", published=NOW - 9 * DAY, categories=["cats", "EGOVERNMENT"], comments=0),
        item("older", published=NOW - 30 * DAY, categories=["egovernment"], comments=0),
        item("none", published=NOW - 8 * DAY, comments=0),
    )
    room.put("Ola", item("dogs", published=NOW - HOUR, categories=["dogs"], comments=0))
    room.fetch()
    return room


def test_of_a_mixed_blog_only_the_category_belongs_to_the_course(mixed: Classroom) -> None:
    assert guids(report.posts(mixed.course, mixed.store, NOW)) == ["course", "older"]
    assert guids(report.needs_comments(mixed.course, mixed.store, NOW).waiting) == ["older", "course"]


def test_who_writes_of_other_things_is_silent_since_the_last_post_for_the_course(mixed: Classroom) -> None:
    digest = report.week_digest(mixed.course, mixed.store, iso_week(2026, 47, OSLO), NOW)
    assert [(one.participant, one.last_post) for one in digest.silent] == [("Kari", NOW - 9 * DAY), ("Ola", None)]


def test_the_last_post_for_the_course_is_the_last_as_of_the_week(mixed: Classroom) -> None:
    digest = report.week_digest(mixed.course, mixed.store, iso_week(2026, 44, OSLO), NOW)
    assert [(one.participant, one.last_post) for one in digest.silent] == [("Kari", NOW - 30 * DAY), ("Ola", None)]


def test_what_was_found_after_a_week_was_over_does_not_break_its_silence(mixed: Classroom) -> None:
    week = iso_week(2026, 47, OSLO)
    mixed.put("Kari", item("late", title="Late", published=NOW + DAY, categories=["egovernment"]))
    mixed.fetch(week.end + 7 * HOUR)
    digest = report.week_digest(mixed.course, mixed.store, week, week.end + DAY)
    assert [(one.participant, one.last_post) for one in digest.silent] == [("Kari", NOW - 9 * DAY), ("Ola", None)]


# -- needs comments ---------------------------------------------------------------------------------


@pytest.fixture
def busy(room: Classroom) -> Classroom:
    """Posts of all ages and with all kinds of counts."""
    room.enrol("Kari", "Ola", room.participant("Siri", comments="none"))
    room.put(
        "Kari",
        item("answered", published=NOW - 2 * HOUR, comments=3),
        item("waits", published=NOW - 3 * DAY, comments=0),
        item("waits long", published=NOW - 30 * DAY, comments=0),
        item("waits too long", published=NOW - 61 * DAY, comments=0),
        item("unsaid", published=NOW - 4 * DAY),
    )
    room.put("Ola", item("first", published=NOW - HOUR, comments=0))
    room.put("Siri", item("private", published=NOW - HOUR, comments=0))
    room.fetch()
    return room


@pytest.mark.parametrize(
    ("days", "waiting"),
    [
        (None, ["first", "waits long", "waits"]),
        (10, ["first", "waits"]),
        (3, ["first", "waits"]),
        (2, ["first"]),
        (0, []),
        (100, ["first", "waits too long", "waits long", "waits"]),
    ],
    ids=["the window's", "ten", "three, to the second", "two", "none", "more than the window"],
)
def test_what_waits_of_the_last_days(busy: Classroom, days: int | None, waiting: list[str]) -> None:
    found = report.needs_comments(busy.course, busy.store, NOW, days=days)
    assert found.as_of == NOW
    assert guids(found.waiting) == waiting
    assert {one.verdict.state for one in found.waiting} <= {State.WAITING}


def test_what_waits_of_new_bloggers_alone(busy: Classroom) -> None:
    found = report.needs_comments(busy.course, busy.store, NOW, only_new=True)
    assert (guids(found.waiting), guids(found.unknown)) == (["first"], ["private"])


def test_what_nobody_can_tell_is_listed_apart(busy: Classroom) -> None:
    found = report.needs_comments(busy.course, busy.store, NOW)
    assert {one.post.guid: one.verdict.reason for one in found.unknown} == {
        "private": Reason.SWITCHED_OFF,
        "answered": Reason.COMMENTED,
        "unsaid": Reason.NOT_SAID,
    }


def test_a_post_that_has_left_the_feed_is_unknown_after_two_days_and_not_lost(busy: Classroom) -> None:
    busy.put("Ola")
    for hours in range(1, 50, 12):
        busy.fetch(NOW + hours * HOUR)
    [before] = [one for one in report.needs_comments(busy.course, busy.store, NOW + 48 * HOUR).waiting if _olas(one)]
    assert (before.post.guid, before.first_post) == ("first", True)
    later = NOW + 49 * HOUR
    [after] = [one for one in report.needs_comments(busy.course, busy.store, later).unknown if _olas(one)]
    assert (after.post.guid, after.verdict.reason) == ("first", Reason.STALE)


def _olas(one: Listed) -> bool:
    return one.post.participant == "Ola"


def test_an_answer_ends_the_waiting(busy: Classroom) -> None:
    busy.put("Ola", item("first", published=NOW - HOUR, comments=1))
    busy.fetch(NOW + HOUR)
    assert guids(report.needs_comments(busy.course, busy.store, NOW + HOUR).waiting) == ["waits long", "waits"]


# -- status -----------------------------------------------------------------------------------------


def test_the_status_has_every_blog_in_the_order_of_feeds_toml(room: Classroom) -> None:
    room.enrol("Siri", "Kari", "Per")
    room.put("Kari", item("1", published=NOW - DAY, comments=2), item("2", published=NOW - HOUR))
    room.fetch(only=["Kari", "Siri"])
    siri, kari, per = report.status(room.course, room.store, NOW)
    assert [one.participant.name for one in (siri, kari, per)] == ["Siri", "Kari", "Per"]
    assert (siri.blog.status, siri.blog.problem) == ("error", "there is nothing at this address (404)")
    assert siri.history == History()
    assert (kari.blog.status, kari.blog.last_ok) == ("ok", NOW)
    assert (kari.history.posts, kari.history.last) == (2, NOW - HOUR)
    assert per == BlogStatus(room.course.participants[2], Blog(room.server.url("/per/")), History())


def test_before_the_first_fetch_all_lists_are_empty(room: Classroom) -> None:
    assert list(report.posts(room.course, room.store, NOW)) == []
    waiting = report.needs_comments(room.course, room.store, NOW)
    assert (waiting.waiting, waiting.unknown) == ((), ())
    digest = report.week_digest(room.course, room.store, iso_week(2026, 47, OSLO), NOW)
    assert (digest.numbers.posts, digest.by_participant, digest.troubles) == (0, (), ())
    assert [(one.participant, one.last_post) for one in digest.silent] == [("Kari", None)]


@pytest.mark.parametrize(
    ("moment", "over"),
    [("2026-11-15 23:00", False), ("2026-11-16 04:59:59", False), ("2026-11-16 05:00", True)],
    ids=["at its end", "before it is due", "when it is due"],
)
def test_a_digest_says_whether_its_week_is_over(room: Classroom, moment: str, over: bool) -> None:
    assert report.week_digest(room.course, room.store, iso_week(2026, 46, OSLO), at(moment)).over is over
