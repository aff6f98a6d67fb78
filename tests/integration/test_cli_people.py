"""`agg people` and `agg needs-comments --for`: everybody's part in a course whose comments are known."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, columns, written


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> StoredCourse:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return classmates(tmp_path)


def people(agg: Agg, *words: str) -> dict[str, dict[str, Any]]:
    told = json.loads(agg("people", "--json", *words).out)
    assert told["schema"] == 1
    return {one["participant"]: one for one in told["people"]}


def test_everybodys_part(stored: StoredCourse, agg: Agg) -> None:
    kari, ola, eva = people(agg).values()
    fields = ("posts", "received", "given", "unmatched", "answered_share", "median_hours", "flags")
    assert [kari[name] for name in fields] == [2, 3, 1, 1, 0.5, 5.0, ["new"]]
    assert [ola[name] for name in fields] == [1, 1, 1, 0, 1.0, 48.0, ["new"]]
    assert [eva[name] for name in fields] == [1, 0, 0, 0, 0.0, None, ["new"]]
    assert (kari["last_post"], eva["silent_days"]) == ("2026-11-16T12:00:00+00:00", 1)


def test_the_columns_for_a_pipe(stored: StoredCourse, agg: Agg) -> None:
    assert agg("people").out.splitlines()[:2] == [
        "Kari Nordmann\t2\t2026-11-16T13:00+01:00\t3\t1\t0.50\t5.0\t2\tnew\t0",
        "Ola Berg\t1\t2026-11-13T13:00+01:00\t1\t1\t1.00\t48.0\t5\tnew\t0",
    ]


def test_the_course_and_its_facilitators(stored: StoredCourse, agg: Agg) -> None:
    told = json.loads(agg("people", "--json").out)
    assert told["facilitators"] == [{"name": "Arne", "given": 1}]
    assert told["unmatched"] == 1
    assert (told["course"]["answered"], told["course"]["unanswered"]) == (2, 2)
    assert [(week["posts"], week["answered"]) for week in told["weeks"]] == [(1, 1), (3, 1)]
    assert told["weeks"][-1]["new_unanswered"] == 2


def test_of_a_group_what_is_given_to_others_counts(stored: StoredCourse, agg: Agg) -> None:
    assert people(agg, "--group", "ola")["Ola Berg"]["given"] == 1
    assert list(people(agg, "--group", "ola")) == ["Ola Berg"]
    assert json.loads(agg("people", "--json", "--group", "ola").out)["unmatched"] == 0


@pytest.mark.parametrize(
    ("words", "more", "expected"),
    [
        (["--silent"], "", []),
        (["--silent", "2"], "", ["Kari Nordmann", "Ola Berg"]),
        (["--silent"], "silent = 3", ["Ola Berg"]),
        (["--silent", "--group", "eva"], "silent = 1", ["Eva Fjeld"]),
    ],
)
def test_only_the_silent(stored: StoredCourse, agg: Agg, words: list[str], more: str, expected: list[str]) -> None:
    stored.write(f"starts = 2026-11-01\n{more}")
    stored.comments("ola", "3", now=LATER)  # Kari has taken back her answer to Ola
    assert columns(agg("people", *words).out, 0) == expected


@pytest.mark.parametrize("text", ["0", "-3", "x", "1.5", "99999999999999999999", "٣", "36501"])
def test_silent_wants_a_number_of_days(stored: StoredCourse, agg: Agg, text: str) -> None:
    ended = agg("people", f"--silent={text}")
    assert ended.code == 2
    assert f"--silent: “{text}” is no number of days. Write it as 14." in ended.err


def test_a_comment_without_a_date_came_between_two_looks(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("eva", "4", written("9", "Ola Berg", None), now=LATER.replace(hour=18))
    eva = people(agg)["Eva Fjeld"]
    assert (eva["answered"], eva["median_hours"], eva["median_hours_between"]) == (1, None, [25.0, 30.0])
    assert "between 25 hours and 30 hours" in agg("people", "--color", "always").out


def test_what_somebody_could_answer(stored: StoredCourse, agg: Agg) -> None:
    stored.post("ola", "5", published=LATER, title="Ola again")
    stored.comments("ola", "5", now=LATER)
    assert columns(agg("needs-comments", "--for", "Kari Nordmann").out, 2) == ["Ola again", "Eva Fjeld 4"]
    assert columns(agg("needs-comments", "--for", "ola berg").out, 2) == ["Kari Nordmann 2", "Eva Fjeld 4"]
    assert columns(agg("needs-comments", "--for", "Arne").out, 2) == ["Eva Fjeld 4", "Kari Nordmann 2", "Ola again"]
    first, _second = agg("needs-comments", "--for", "Kari Nordmann").out.splitlines()
    assert first.split("\t")[3].startswith("has written 1 comment to Kari Nordmann, new blogger")
    assert "There is no participant “Kar”" in agg("needs-comments", "--for", "Kar").err


def test_for_somebody_in_a_group_the_whole_course_decides_who_has_answered(stored: StoredCourse, agg: Agg) -> None:
    told = json.loads(agg("needs-comments", "--for", "Kari Nordmann", "--group", "eva", "--json").out)
    assert [one["title"] for one in told["waiting"]] == ["Eva Fjeld 4"]
    assert (told["for"], told["waiting"][0]["comments_to_reader"]) == ("Kari Nordmann", 0)


def test_what_one_has_answered_already_is_not_listed_for_them(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("eva", "4", written("9", "Ola Berg", LATER), now=LATER)
    agg("mark", "https://eva.example/4/", "waiting")
    assert "Eva Fjeld 4" in columns(agg("needs-comments", "--for", "Kari Nordmann").out, 2)
    assert "Eva Fjeld 4" not in columns(agg("needs-comments", "--for", "Ola Berg").out, 2)
