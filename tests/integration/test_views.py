"""The views `people`, `answers` and `waiting` in the database, for those who open it with other programs."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.core.course import Course
from aggregator.core.model import Kind
from aggregator.report.views import draw
from aggregator.store import open_store
from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, columns, written


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> StoredCourse:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return classmates(tmp_path)


def draw_views(stored: StoredCourse) -> None:
    from aggregator.config import load_course

    course: Course = load_course(stored.folder / "feeds.toml")
    with open_store(stored.folder / "agg.db") as store:
        draw(course, store, LATER)


def ask(stored: StoredCourse, query: str) -> list[tuple[object, ...]]:
    """As any other program would."""
    with closing(sqlite3.connect(stored.folder / "agg.db")) as db:
        return db.execute(query).fetchall()


def test_people(stored: StoredCourse) -> None:
    draw_views(stored)
    query = "select name, facilitator, tags, posts, received, posts_answered, given from people order by name"
    assert ask(stored, query) == [
        ("Arne", 1, "[]", None, 0, 0, 1),
        ("Eva Fjeld", 0, '["eva"]', 1, 0, 0, 0),
        ("Kari Nordmann", 0, '["kari"]', 2, 3, 1, 1),
        ("Ola Berg", 0, '["ola"]', 1, 1, 1, 1),
    ]


def test_answers(stored: StoredCourse) -> None:
    draw_views(stored)
    query = "select participant, commenter, part, answered_at, exact from answers order by id"
    assert ask(stored, query) == [
        ("Kari Nordmann", "Ola Berg", "participant", "2026-11-09T17:00:00+00:00", 1),
        ("Kari Nordmann", "Arne", "facilitator", "2026-11-10T12:00:00+00:00", 1),
        ("Kari Nordmann", "havneguten", "visitor", "2026-11-11T12:00:00+00:00", 1),
        ("Ola Berg", "Kari Nordmann", "participant", "2026-11-15T12:00:00+00:00", 1),
    ]


def test_a_link_from_elsewhere_is_no_answer(stored: StoredCourse) -> None:
    stored.comments("eva", "4", written("9", "Another page", LATER, kind=Kind.PING), now=LATER)
    draw_views(stored)
    assert ask(stored, "select * from answers where participant = 'Eva Fjeld'") == []
    assert ask(stored, "select part, commenter from comments where kind = 'ping'") == [("ping", None)]


def test_waiting_is_what_the_command_lists(stored: StoredCourse, agg: Agg) -> None:
    draw_views(stored)
    titles = [title for (title,) in ask(stored, "select title from waiting")]
    assert titles == columns(agg("needs-comments").out, 2)
    assert len(titles) == 2
    assert ask(stored, "select distinct as_of from waiting") == [("2026-11-18T13:00:00+00:00",)]


def test_what_is_new_is_drawn_next_time(stored: StoredCourse) -> None:
    draw_views(stored)
    stored.comments("eva", "4", written("9", "Ola Berg", None), now=LATER)
    assert ask(stored, "select count(*) from answers where participant = 'Eva Fjeld'") == [(0,)]
    draw_views(stored)
    assert ask(stored, "select commenter, exact from answers where participant = 'Eva Fjeld'") == [("Ola Berg", 0)]
    assert ask(stored, "select title from waiting") == [("Kari Nordmann 2",)]


@pytest.mark.parametrize(
    ("statement", "commenters"),
    [
        ("update comments set author = 'Arne' where author = 'havneguten'", ["Arne", "Arne", "Ola Berg"]),
        ("update posts set author = 'havneguten' where guid = '1'", ["Arne", "Ola Berg"]),
        ("update posts set dated = '2026-10-01T12:00:00+00:00' where guid = '1'", []),
        (
            "update comments set removed_at = '2026-11-18T13:00:00+00:00' where author = 'Arne'",
            ["Ola Berg", "havneguten"],
        ),
    ],
    ids=["signed anew", "the post is signed anew", "not in the course any more", "removed"],
)
def test_what_changes_is_concluded_anew(stored: StoredCourse, statement: str, commenters: list[str]) -> None:
    draw_views(stored)
    with closing(sqlite3.connect(stored.folder / "agg.db")) as db, db:
        db.execute(statement)
    draw_views(stored)
    query = "select commenter from answers where participant = 'Kari Nordmann' order by commenter"
    assert [name for (name,) in ask(stored, query)] == commenters


def test_another_alias_has_everything_concluded_anew(stored: StoredCourse) -> None:
    draw_views(stored)
    stored.write("starts = 2026-11-01", person='aliases = ["havneguten"]')
    draw_views(stored)
    assert ask(stored, "select commenter from answers where part = 'visitor'") == []
    assert ask(stored, "select received from people where name = 'Kari Nordmann'") == [(2,)]
    stored.write("starts = 2026-11-12")
    draw_views(stored)
    assert ask(stored, "select posts from people where name = 'Kari Nordmann'") == [(1,)]


def test_nothing_new_writes_no_conclusion(stored: StoredCourse) -> None:
    draw_views(stored)
    with open_store(stored.folder / "agg.db") as store:
        assert list(store.posts_to_tell({"https://kari.example/feed/": "Kari Nordmann"})) == []
        assert store.comments_to_tell() == []


def test_a_mark_shows_at_once(stored: StoredCourse, agg: Agg) -> None:
    agg("mark", "https://eva.example/4/", "answered")
    assert ask(stored, "select title from waiting") == [("Kari Nordmann 2",)]


def test_who_has_left_the_course_is_not_shown(stored: StoredCourse) -> None:
    draw_views(stored)
    text = (stored.folder / "feeds.toml").read_text("utf-8")
    (stored.folder / "feeds.toml").write_text(text.split('\n[[participants]]\nname = "Eva')[0], "utf-8")
    draw_views(stored)
    assert ask(stored, "select name from people order by name") == [("Arne",), ("Kari Nordmann",), ("Ola Berg",)]
    assert ask(stored, "select title from waiting") == [("Kari Nordmann 2",)]


def test_a_fetch_draws_them(course: Path, agg: Agg) -> None:
    """The sample course, fetched by `agg demo`."""
    with closing(sqlite3.connect(course / "agg.db")) as db:
        people, answers = (db.execute(f"select count(*) from {view}").fetchone()[0] for view in ("people", "answers"))
        waiting = [title for (title,) in db.execute("select title from waiting")]
    assert (people, answers) == (14, 15)
    listed = [line.split("\t") for line in agg("needs-comments").out.splitlines()]
    assert waiting == [row[2] for row in listed if row[0] in ("waiting", "only own")]
