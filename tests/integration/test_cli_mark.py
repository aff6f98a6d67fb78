"""`agg mark`: what a person says of a post counts in every list, until it is taken back."""

import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.store import lock
from tests.support.build import NOW
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, columns, written

HOUR = timedelta(hours=1)
SGR = re.compile(r"\x1b\[[0-9;]*m")
ANSWERED = "https://kari.example/answered/"
WAITS = "https://kari.example/waits/"


@pytest.fixture
def stored(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredCourse:
    """A post of Kari's that has its answer, and one that waits."""
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    stored = StoredCourse(tmp_path)
    stored.post("kari", "answered", published=NOW - 3 * HOUR)
    stored.post("kari", "waits", published=NOW - 2 * HOUR)
    stored.comments("kari", "answered", written("1", "Ola Berg", NOW - 2 * HOUR))
    stored.comments("kari", "waits")
    return stored


def state(agg: Agg, post: str) -> str:
    """Where the post stands in `agg why` and `agg posts`, which agree."""
    why = json.loads(agg("why", post, "--json").out)["post"]
    [listed] = [one for one in json.loads(agg("posts", "--json").out)["posts"] if one["url"] == post]
    assert {name: why[name] for name in listed} == listed
    assert (why["reason"] == "marked") == bool(why["marked"])
    return str(why["state"])


def waiting(agg: Agg) -> list[str]:
    return [one["url"] for one in json.loads(agg("needs-comments", "--json").out)["waiting"]]


@pytest.mark.parametrize(
    ("post", "mark", "listed", "said"),
    [
        (WAITS, "answered", [], "Kari Nordmann: “Post waits” is marked as answered."),
        (WAITS, "closed", [], "Kari Nordmann: “Post waits” is marked as closed."),
        (WAITS, "waiting", [WAITS], "Kari Nordmann: “Post waits” is marked as waiting."),
        (ANSWERED, "waiting", [ANSWERED, WAITS], "Kari Nordmann: “Post answered” is marked as waiting."),
        (ANSWERED, "closed", [WAITS], "Kari Nordmann: “Post answered” is marked as closed."),
    ],
    ids=["has its answer", "closed", "waits anyway", "waits nevertheless", "closed nevertheless"],
)
def test_what_a_person_says_counts_until_it_is_taken_back(
    post: str, mark: str, listed: list[str], said: str, stored: StoredCourse, agg: Agg
) -> None:
    before = state(agg, post)
    marked = agg("mark", post, mark)
    assert (marked.code, marked.out, marked.err) == (0, "", f"{said}\n")
    assert state(agg, post) == mark
    assert waiting(agg) == listed
    taken_back = agg("mark", post, "auto")
    assert (taken_back.code, taken_back.out) == (0, "")
    assert taken_back.err.endswith("” is not marked any more.\n")
    assert state(agg, post) == before
    assert waiting(agg) == [WAITS]


def test_the_lists_say_that_somebody_marked_it(stored: StoredCourse, agg: Agg) -> None:
    agg("mark", ANSWERED, "waiting")
    assert columns(agg("needs-comments").out, 3)[0] == "first post by a new blogger, marked as waiting"
    assert "  18 November 2026 · marked as waiting" in SGR.sub("", agg("posts", "--color", "always").out).splitlines()
    assert columns(agg("why", ANSWERED).out, 3)[0] == (
        "waits for an answer: somebody marked it so on 18 November 2026, 13:00"
    )
    assert "merket som ubesvart" in agg("needs-comments", "--lang", "nb").out
    assert "marked as waiting" in agg("digest").out


def test_a_new_answer_overtakes_what_was_said_to_wait(
    stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    agg("mark", ANSWERED, "waiting")
    monkeypatch.setenv("AGG_NOW", (NOW + HOUR).isoformat())
    stored.comments("kari", "answered", written("1", "Ola Berg", None), now=NOW + HOUR)
    assert state(agg, ANSWERED) == "waiting"
    stored.comments("kari", "answered", written("1", "Ola Berg", None), written("2", "Eva Fjeld", NOW), now=NOW + HOUR)
    answer = json.loads(agg("why", ANSWERED, "--json").out)["post"]
    assert (answer["state"], answer["reason"], answer["marked"]) == ("answered", "answered", "waiting")
    assert "; marked as waiting on 18 November 2026, 13:00, answered since" in agg("why", ANSWERED).out


@pytest.mark.parametrize(
    "words",
    [
        ("https://kari.example/nowhere/", "answered"),
        (WAITS, "done"),
        (WAITS,),
        (),
        (WAITS, "answered", "--participant", "Ola Berg"),
    ],
    ids=["no such post", "no such state", "no state", "nothing", "not that blogger's"],
)
def test_wrong_use_changes_nothing(words: tuple[str, ...], stored: StoredCourse, agg: Agg) -> None:
    wrong = agg("mark", *words)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err
    assert state(agg, WAITS) == "waiting"
    assert json.loads(agg("why", WAITS, "--json").out)["post"]["marked"] is None


def test_of_several_bloggers_with_one_address_one_is_named(stored: StoredCourse, agg: Agg) -> None:
    stored.post("ola", "guest", url=WAITS)
    assert "--participant: Kari Nordmann, Ola Berg." in agg("mark", WAITS, "closed").err
    said = agg("mark", WAITS, "closed", "--participant", "Ola Berg").err
    assert said == "Ola Berg: “Post guest” is marked as closed.\n"
    assert json.loads(agg("why", "waits", "--json").out)["post"]["state"] == "waiting"


def test_it_can_be_said_in_norwegian_or_quietly(stored: StoredCourse, agg: Agg) -> None:
    assert agg("mark", WAITS, "answered", "--lang", "nb").err == "Kari Nordmann: «Post waits» er merket som besvart.\n"
    assert agg("mark", WAITS, "auto", "-q") == agg("mark", WAITS, "auto", "--quiet")
    assert agg("mark", WAITS, "auto", "-q").err == ""


def test_a_post_without_a_title_is_named_by_how_it_begins(stored: StoredCourse, agg: Agg) -> None:
    url = stored.post("ola", "1", title="", text="Rain again")
    assert agg("mark", url, "answered").err == "Ola Berg: “Rain again” is marked as answered.\n"


@contextmanager
def a_fetch_that_writes(path: Path, seconds: float) -> Iterator[None]:
    """The lock of fetch is taken, and for so long also the right to write."""
    with lock(path), closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as db:
        db.execute("begin immediate")
        timer = threading.Timer(seconds, db.execute, ["commit"])
        timer.start()
        yield
        timer.join()


def test_while_a_fetch_writes_it_waits_its_turn(stored: StoredCourse, agg: Agg) -> None:
    with a_fetch_that_writes(stored.folder / "agg.db", 0.3):
        began = time.monotonic()
        marked = agg("mark", WAITS, "answered")
        waited = time.monotonic() - began
    assert (marked.code, marked.err) == (0, "Kari Nordmann: “Post waits” is marked as answered.\n")
    assert waited > 0.2
    assert state(agg, WAITS) == "answered"


def test_a_fetch_leaves_the_mark(stored: StoredCourse, agg: Agg) -> None:
    agg("mark", WAITS, "answered")
    stored.post("kari", "waits", published=NOW - 2 * HOUR, text="Edited.")
    stored.comments("kari", "waits")
    assert state(agg, WAITS) == "answered"
