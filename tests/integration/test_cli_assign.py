"""`agg assign`: a round that is remembered, shown again, checked, and fair to those who did the last one."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.classmates import DAY, HOUR, LATER, classmates
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, columns, written

WEEK = timedelta(days=7)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> StoredCourse:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return classmates(tmp_path)


def told(agg: Agg, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(agg("assign", "--json", *words).out)
    assert found["schema"] == 1
    return found


def pairs(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["participant"], one["post"]["title"]) for one in found["assignments"]]


def test_every_waiting_post_gets_somebody_else(stored: StoredCourse, agg: Agg) -> None:
    found = told(agg)
    assert sorted(title for _name, title in pairs(found)) == ["Eva Fjeld 4", "Kari Nordmann 2"]
    assert not [one for one in found["assignments"] if one["participant"] == one["post"]["participant"]]
    assert (found["week"], found["share"], found["short"], found["remembered"]) == ("2026-W47", 1, [], False)


def test_the_same_week_shows_the_same_round(stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    first = told(agg)
    monkeypatch.setenv("AGG_NOW", (LATER + DAY).isoformat())
    again = agg("assign", "--json", "--seed", "5")
    assert pairs(json.loads(again.out)) == pairs(first)
    assert (
        again.err == "This week's round was made before, and is shown as it is. agg assign --again makes a new one.\n"
    )
    assert told(agg, "--seed", "5", "--again", "--each", "2")["seed"] == 5
    assert told(agg)["each"] == 2


def test_why_a_post_waits_is_told_as_in_the_list(stored: StoredCourse, agg: Agg) -> None:
    stored.write("new_posts = 0\nnew_days = 0\nsilent = 60")
    listed = {row[2]: row[3] for row in (line.split("\t") for line in agg("needs-comments").out.splitlines())}
    assert listed["Kari Nordmann 2"].startswith("1 other post answered lately, only the author")
    assert {row[2]: row[3] for row in (line.split("\t") for line in agg("assign").out.splitlines())} == listed


def test_a_dry_run_is_not_remembered(stored: StoredCourse, agg: Agg) -> None:
    assert pairs(told(agg, "--dry-run")) == pairs(told(agg, "--dry-run"))
    assert not told(agg)["remembered"]
    assert told(agg)["remembered"]


def test_next_week_it_is_others_turn(stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    """One post waits and two can answer it: each is asked once in two weeks."""
    stored.comments("kari", "2", written("9", "Arne", LATER), now=LATER)
    [(first, _title)] = pairs(told(agg))
    later = LATER + WEEK
    for blog, guid in (("kari", "2"), ("eva", "4")):
        stored.comments(blog, guid, *([written("9", "Arne", LATER)] if blog == "kari" else []), now=later)
    monkeypatch.setenv("AGG_NOW", later.isoformat())
    stored.write("silent = 60")
    second = told(agg)
    assert [name for name, _title in pairs(second)] == [name for name in ("Kari Nordmann", "Ola Berg") if name != first]
    assert {one["participant"]: one["assigned"] for one in second["totals"]} == {"Kari Nordmann": 1, "Ola Berg": 1}


def test_check_says_who_has_done_it(stored: StoredCourse, agg: Agg) -> None:
    names = {blog: name for name, blog in ((name, title.split()[0].lower()) for name, title in pairs(told(agg)))}
    stored.comments("eva", "4", written("9", names["eva"], LATER), now=LATER)
    found = json.loads(agg("assign", "--check", "--json").out)["rounds"]
    done = {one["post"]["title"]: (one["done"], one["done_at"]) for one in found[0]["assignments"]}
    assert done == {"Eva Fjeld 4": ("done", "2026-11-18T13:00:00+00:00"), "Kari Nordmann 2": ("not yet", None)}
    assert columns(agg("assign", "--check").out, 3).count("done") == 1
    assert "1 of 2 answers are given." in agg("assign", "--check", "--color", "always").out


def test_the_silent_and_the_unreadable_are_not_counted_on(stored: StoredCourse, agg: Agg) -> None:
    stored.write("silent = 3")
    stored.comments("ola", "3", now=LATER)  # Kari has taken back her answer
    found = told(agg, "--dry-run")
    assert found["left_out"] == [{"participant": "Ola Berg", "why": "silent"}]
    assert "Ola Berg" not in [name for name, _title in pairs(found)]
    piped = agg("assign", "--dry-run")
    assert piped.err == "Not counted on: Ola Berg (silent).\nThis round is only a try: it is not remembered.\n"


def test_whose_blog_cannot_be_read_is_not_counted_on(stored: StoredCourse, agg: Agg) -> None:
    text = (stored.folder / "feeds.toml").read_text()
    people = text.replace("https://ola.example", "ftp://ola.example").replace(
        "https://eva.example", "https://siv.example"
    )
    (stored.folder / "feeds.toml").write_text(people)
    left = [(one["participant"], one["why"]) for one in told(agg, "--dry-run")["left_out"]]
    assert left == [("Ola Berg", "feed in trouble"), ("Eva Fjeld", "not read yet")]


def test_within_groups(stored: StoredCourse, agg: Agg) -> None:
    """Kari and Eva are in one group, Ola is in the other."""
    text = (stored.folder / "feeds.toml").read_text()
    for name, tag in (("kari", "one"), ("eva", "one"), ("ola", "two")):
        text = text.replace(f'tags = ["{name}"]', f'tags = ["{tag}"]')
    (stored.folder / "feeds.toml").write_text(text)
    found = told(agg, "--within", "one", "--within", "Two")
    assert pairs(found) == [("Kari Nordmann", "Eva Fjeld 4"), ("Eva Fjeld", "Kari Nordmann 2")]
    assert found["within"] == ["one", "two"]
    assert pairs(told(agg, "--within", "two", "--within", "one")) == pairs(found)
    assert not told(agg)["remembered"]
    assert len(json.loads(agg("assign", "--check", "--json").out)["rounds"]) == 2
    assert len(json.loads(agg("assign", "--check", "--json", "--within", "one", "--within", "two").out)["rounds"]) == 1
    assert "Nobody in feeds.toml has the tag “three”" in agg("assign", "--within", "three").err


def test_what_cannot_be_done_is_said(stored: StoredCourse, agg: Agg) -> None:
    text = (stored.folder / "feeds.toml").read_text().replace('tags = ["eva"]', 'tags = ["kari"]')
    (stored.folder / "feeds.toml").write_text(text)
    ended = agg("assign", "--each", "2", "--within", "kari", "--dry-run")
    assert len(ended.out.splitlines()) == 2
    assert ended.err.startswith(
        "For 2 answers nobody could be found: Eva Fjeld: Eva Fjeld 4; Kari Nordmann: Kari Nordmann 2.\n"
    )


def test_when_nothing_waits_nobody_is_asked(stored: StoredCourse, agg: Agg) -> None:
    for blog, guid in (("kari", "2"), ("eva", "4")):
        stored.comments(blog, guid, written("9", "Arne", LATER), now=LATER)
    assert agg("assign").out == ""
    assert "No post is known to wait for an answer, so nobody has been asked." in agg("assign", "--color", "always").out
    assert "No round is remembered: agg assign makes one." in agg("assign", "--check", "--color", "always").out


@pytest.mark.parametrize("more", ["--again", "--dry-run", "--most 1", "--days 3", "--each 2", "--seed 4"])
def test_check_makes_no_round(stored: StoredCourse, agg: Agg, more: str) -> None:
    ended = agg("assign", "--check", *more.split())
    assert (ended.code, ended.out) == (2, "")
    assert "--check shows a round that was made; only --within and --json go with it." in ended.err


def test_only_posts_of_the_last_days(stored: StoredCourse, agg: Agg) -> None:
    assert [title for _name, title in pairs(told(agg, "--dry-run", "--days", "2"))] == ["Eva Fjeld 4"]


def test_nobody_gets_more_than_the_most(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("ola", "3", now=LATER)
    stored.write("silent = 2")  # Kari is silent, too
    assert len(pairs(told(agg, "--dry-run"))) == 2
    found = told(agg, "--dry-run", "--most", "1")
    assert pairs(found) == [("Eva Fjeld", "Ola Berg 3")]
    assert [one["post"]["title"] for one in found["short"]] == ["Eva Fjeld 4", "Kari Nordmann 2"]


def test_a_post_marked_as_waiting_is_not_given_to_whom_it_has_an_answer_from(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("eva", "4", written("9", "Ola Berg", LATER - HOUR), now=LATER - HOUR)
    agg("mark", "https://eva.example/4/", "waiting")
    assert ("Kari Nordmann", "Eva Fjeld 4") in pairs(told(agg))
