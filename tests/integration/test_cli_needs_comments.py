"""`agg needs-comments` leaves out what somebody else has answered, by the names that feeds.toml has at the moment."""

from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import FoundComment, Kind
from tests.support.build import NOW
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, written

HOUR = timedelta(hours=1)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredCourse:
    """A course with a post of Kari, as the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGG_NOW", (NOW + HOUR).isoformat())
    course = StoredCourse(tmp_path)
    course.post("kari", "1", published=NOW - HOUR, author="Kari Nordmann")
    return course


def listed(agg: Agg) -> list[str]:
    return [line.split("\t")[0] for line in agg("needs-comments").out.splitlines()]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (written("1", "A reader", NOW), []),
        (written("1", "Ola Berg", NOW), []),
        (written("1", "Arne", NOW), []),
        (written("1", "Kari Nordmann", NOW), ["only own"]),
        (written("1", "Kari Nordman", NOW, own=None), ["only own"]),
        (written("1", "Kari Nordman", NOW, own=False), []),
        (written("1", "A reader", NOW, own=True), ["only own"]),
        (written("1", "A reader", NOW, author_url="https://kari.example/"), ["only own"]),
        (written("1", "Another blog", NOW, kind=Kind.PING), ["waiting"]),
    ],
    ids=["visitor", "participant", "facilitator", "own", "misspelt", "misspelt by another", "account", "home", "ping"],
)
def test_only_somebody_else_answers(stored: StoredCourse, agg: Agg, comment: FoundComment, expected: list[str]) -> None:
    stored.comments("kari", "1", comment)
    assert listed(agg) == expected


def test_among_own_comments_one_by_somebody_else_is_enough(stored: StoredCourse, agg: Agg) -> None:
    own = [written(str(number), "Kari Nordmann", NOW) for number in range(3)]
    stored.comments("kari", "1", *own, written("7", "A reader", NOW), *own[1:])
    assert listed(agg) == []


def test_a_new_alias_takes_effect_at_once(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("kari", "1", written("1", "karinor", NOW))
    assert listed(agg) == []
    stored.write(person='aliases = ["karinor"]\n')
    assert listed(agg) == ["only own"]


def test_where_nobody_is_to_be_asked_no_answer_is_known(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("kari", "1", written("1", "A reader", NOW))
    stored.write(person='comments = "none"\n')
    assert listed(agg) == ["unknown"]
    agg("mark", "https://kari.example/1/", "waiting")
    assert listed(agg) == ["waiting"]


def test_an_answer_before_a_mark_does_not_overtake_it(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("kari", "1", written("1", "A reader", NOW))
    agg("mark", "https://kari.example/1/", "waiting")
    assert listed(agg) == ["waiting"]
    stored.comments("kari", "1", written("1", "A reader", NOW), written("2", "A reader", NOW), now=NOW + 2 * HOUR)
    assert listed(agg) == []
