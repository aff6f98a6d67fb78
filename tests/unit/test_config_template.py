"""A new feeds.toml: what is set, and all else explained."""

import re
import tomllib
from datetime import date

import pytest

from aggregator.cli import speech
from aggregator.config import read_course
from aggregator.config.keys import KEYS
from aggregator.config.template import new_file

GIVEN = {"course": {"title": 'Vårt "kurs"', "timezone": "Europe/Oslo", "language": "nb", "starts": date(2026, 10, 5)}}


def without_marks(text: str) -> str:
    """The file with every setting in it in use."""
    return re.sub(r"(?m)^# (?=\[+\w+\]+$|\w+ = )", "", text)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_it_says_what_was_given_and_nothing_else(language: str) -> None:
    speech.choose(language)
    text = new_file(GIVEN)
    assert tomllib.loads(text) == {**GIVEN, "fetch": {}, "site": {}}
    course = read_course(text, "x", nobody_yet=True)
    assert (course.title, course.starts, course.ends, course.participants) == (
        'Vårt "kurs"',
        date(2026, 10, 5),
        None,
        (),
    )
    assert all(len(line) <= 180 for line in text.splitlines())


def test_everything_that_may_be_set_is_there_and_can_be_used_as_it_stands() -> None:
    found = tomllib.loads(without_marks(new_file(GIVEN)))
    people = found.pop("participants")
    assert {table: set(keys) for table, keys in found.items()} == {
        table: set(keys) for table, keys in KEYS.items() if table != "participants"
    }
    assert set(people[0]) == KEYS["participants"].keys() - {"home"}
    read_course(without_marks(new_file(GIVEN)), "x")


def test_what_holds_without_a_setting_is_what_is_shown() -> None:
    plain = read_course(new_file({}), "x", nobody_yet=True)
    used = read_course(
        re.sub(r"(?m)^# (?=(jobs|timeout|deadline|interval|window|silent|new_\w+) = )", "", new_file({})),
        "x",
        nobody_yet=True,
    )
    assert used == plain
