"""Who is asked first: those for whom the last fetch had no time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom

PEOPLE = ("Kari", "Ola", "Siri", "Per")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        room.enrol(*PEOPLE)
        for name in PEOPLE:
            room.put(name, item(name))
        yield room


def test_who_was_not_asked_last_time_comes_first(room: Classroom) -> None:
    room.fetch(only=["Kari", "Ola"])
    room.fetch(NOW + timedelta(hours=1))
    assert {path for path, _status in room.asked()[:2]} == {"/siri/", "/per/"}


def test_what_is_left_is_no_trouble(room: Classroom) -> None:
    polls = room.fetch(deadline=0)
    assert {(poll.status, poll.problem, poll.wait_until, poll.requests) for poll in polls.values()} == {
        ("skipped", None, None, 0)
    }
    assert room.asked() == []
    assert {poll.status for poll in room.fetch(NOW + timedelta(minutes=1)).values()} == {"ok"}
