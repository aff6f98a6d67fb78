"""Which blogs a fetch asks at all: those named, those that are due, and all of them when the clock went back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.course import FetchSettings
from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


def test_only_those_named_are_asked(room: Classroom) -> None:
    room.enrol("Kari", "Ola", "Siri")
    for name in ("Kari", "Ola", "Siri"):
        room.put(name, item("1"))
    assert sorted(room.fetch(only=["Siri", "Ola"])) == ["Ola", "Siri"]
    assert sorted(room.asked()) == [("/ola/", 200), ("/siri/", 200)]


def test_a_blog_asked_a_moment_ago_is_left_alone_unless_forced(room: Classroom) -> None:
    room.enrol("Kari", fetch=FetchSettings(interval=20 * MINUTE))
    room.put("Kari", item("1"))
    room.poll()
    poll = room.poll(NOW + 19 * MINUTE)
    assert (poll.status, poll.requests, poll.wait_until) == ("skipped", 0, NOW + 20 * MINUTE)
    assert room.asked() == []
    assert room.poll(NOW + 19 * MINUTE, force=True).status == "unchanged"
    assert room.poll(NOW + 39 * MINUTE).status == "unchanged"


@pytest.mark.parametrize(("comments", "status"), [("auto", 200), ("feedfields", 200), ("none", 304)])
def test_who_forces_gets_the_whole_feed_where_it_may_tell_of_comments(
    room: Classroom, comments: str, status: int
) -> None:
    room.enrol(room.participant("Kari", comments=comments))
    room.put("Kari", item("1"), etag='"1"')
    room.poll()
    room.poll(NOW + HOUR, force=True)
    assert room.asked()[0] == ("/kari/", status)
    room.fetch(NOW + 2 * HOUR, force=True, only=["Kari"])
    assert room.asked()[0] == ("/kari/", 200)


@pytest.mark.parametrize(("failures", "only", "patient"), [(0, (), False), (0, ("Kari",), True), (4, (), True)])
def test_a_blog_that_was_never_read_gets_all_its_time_when_named_and_every_fifth_time(
    room: Classroom, failures: int, only: tuple[str, ...], patient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.put("Kari", "", status=500)
    for number in range(failures):
        room.poll(NOW + number * 7 * HOUR)
    asked: list[Request] = []
    ask = Web.ask
    monkeypatch.setattr(Web, "ask", lambda web, request: (asked.append(request), ask(web, request))[1])
    room.fetch(NOW + failures * 7 * HOUR, only=only)
    assert [request.untried for request in asked] == [not patient]


def test_a_blog_that_failed_is_asked_before_the_others_for_it_may_keep_them_waiting(room: Classroom) -> None:
    room.enrol("Kari", "Ola", "Siri")
    for name in ("Kari", "Ola"):
        room.put(name, item("1"))
    room.fetch()
    room.fetch(NOW + 2 * HOUR, jobs=1)
    assert room.asked()[0] == ("/siri/", 404)


def test_when_one_blog_was_asked_in_the_future_no_age_is_believed_and_all_are_asked_once(room: Classroom) -> None:
    room.enrol("Kari", "Ola", "Siri", fetch=FetchSettings(interval=20 * MINUTE))
    for name in ("Kari", "Ola", "Siri"):
        room.put(name, item("1"))
    room.fetch()
    room.fetch(NOW + HOUR, only=["Ola"])
    room.server.put("/siri/", "gone fishing", status=503, headers={"Retry-After": "7200"})
    room.fetch(NOW + MINUTE, only=["Siri"])
    later = room.fetch(NOW + 2 * MINUTE)
    assert {name: poll.status for name, poll in later.items()} == {
        "Kari": "unchanged",
        "Ola": "unchanged",
        "Siri": "skipped",
    }
    assert {poll.status for poll in room.fetch(NOW + 3 * MINUTE).values()} == {"skipped"}


def test_a_blog_that_left_the_course_says_nothing_about_the_clock(room: Classroom) -> None:
    settings = FetchSettings(interval=20 * MINUTE)
    room.enrol("Kari", "Ola", fetch=settings)
    for name in ("Kari", "Ola"):
        room.put(name, item("1"))
    room.fetch()
    room.fetch(NOW + HOUR, only=["Ola"])
    room.enrol("Kari", fetch=settings)
    assert room.poll(NOW + MINUTE).status == "skipped"


def test_the_polls_of_a_course_come_one_for_each_participant(room: Classroom) -> None:
    names = [f"P{n}" for n in range(40)]
    room.enrol(*names)
    for name in names:
        room.put(name, item(name))
    polls = room.fetch()
    assert sorted(polls) == sorted(names)
    assert {(poll.status, poll.new, poll.requests) for poll in polls.values()} == {("ok", 1, 1)}
    assert len(room.stored()) == 40
