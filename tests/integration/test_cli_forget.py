"""`agg forget` and `agg export person`: what is stored about somebody can be read, and deleted for good."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.config import load_course
from aggregator.report.person import person
from aggregator.store import lock, open_store
from tests.support.blogserver import BlogServer
from tests.support.build import at
from tests.support.command import Agg
from tests.support.terminals import answering
from tests.support.wordpressblog import WordPressBlog

MOMENT = at("2026-11-18 12:00")
HEAD = """\
[course]
language = "en"
ends = 2026-12-18
facilitators = ["Arne", "Jens"]
[fetch]
allow_networks = ["127.0.0.1/32"]
interval = 0
"""


class Class:
    """Kari and Ola blog with WordPress; Ola, Arne and a visitor have commented on Kari's posts, Kari on Ola's."""

    def __init__(self, server: BlogServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.kari, self.ola = WordPressBlog(server, "/kari/"), WordPressBlog(server, "/ola/")
        for blog in (self.kari, self.ola):
            for number in (1, 2, 3):
                blog.publish(number, MOMENT - timedelta(days=number))
        self.kari.comment(1, "Ola Olsen", when=MOMENT)
        self.kari.comment(2, "Arne", when=MOMENT)
        self.kari.comment(3, "Eva Visitor", when=MOMENT)
        self.ola.comment(1, "Kari Nordmann", when=MOMENT)
        self.ola.comment(2, "karinor", when=MOMENT)
        self.write()

    def write(self, more: str = "") -> None:
        (self.folder / "feeds.toml").write_text(
            f'{HEAD}{more}\n[[participants]]\nname = "Kari Nordmann"\nfeed = "{self.kari.home}feed/"\n'
            f'aliases = ["karinor"]\n\n[[participants]]\nname = "Ola Olsen"\nfeed = "{self.ola.home}feed/"\n'
        )

    def bytes(self) -> bytes:
        """All that is on the disk of the database."""
        return b"".join(path.read_bytes() for path in self.folder.glob("agg.db*")).lower()


@pytest.fixture
def everybody(server: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    monkeypatch.setenv("AGG_NOW", (MOMENT + timedelta(hours=1)).isoformat())
    found = Class(server, tmp_path)
    assert agg("fetch").err == ""
    return found


def states(agg: Agg) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in json.loads(agg("posts", "--json").out)["posts"]:
        found.setdefault(one["participant"], []).append(one["state"])
    return found


def test_all_about_a_person_can_be_read(everybody: Class, agg: Agg) -> None:
    agg("assign", "--each", "1")
    found = json.loads(agg("export", "person", "karinor").out)
    assert (found["schema"], found["name"], found["facilitator"]) == (1, "Kari Nordmann", False)
    assert found["participant"][0]["aliases"] == ["karinor"]
    assert found["participant"][0]["in_feeds_toml"] is True
    assert [len(one["comments"]) for one in found["posts"]] == [1, 1, 1]
    assert all(one["text"] for one in found["posts"])
    assert sorted(one["author"] for one in found["comments"]) == ["Kari Nordmann", "karinor"]
    assert {one["on"]["participant"] for one in found["comments"]} == {"Ola Olsen"}
    assert [one["participant"] for one in found["asked"]] == ["Ola Olsen"]
    assert found["blogs"][0]["title"]


@pytest.mark.parametrize(
    ("name", "facilitator", "posts"), [("Arne", True, "Kari Nordmann"), ("eva  VISITOR", False, "Kari Nordmann")]
)
def test_facilitators_and_visitors_are_people_too(
    everybody: Class, agg: Agg, name: str, facilitator: bool, posts: str
) -> None:
    found = json.loads(agg("export", "person", name).out)
    assert (found["facilitator"], found["participant"], found["posts"]) == (facilitator, [], [])
    assert [one["on"]["participant"] for one in found["comments"]] == [posts]


def test_of_nobody_nothing_is_stored(everybody: Class, agg: Agg) -> None:
    export, forget, near = agg("export", "person", "Nobody"), agg("forget", "Nobody"), agg("forget", "Ola Olsn")
    assert export.code == forget.code == near.code == agg("forget", "--undo", "Nobody").code == 2
    assert "“Ola Olsen”" in near.err


def test_a_person_goes_and_does_not_come_back(everybody: Class, agg: Agg) -> None:
    agg("posts", "Post")  # the words are in the index
    before = states(agg)["Ola Olsen"]
    assert b"karinor" in everybody.bytes()
    said = agg("forget", "Kari Nordmann", "--yes")
    assert (said.code, said.out) == (0, "")
    assert "3 posts, 2 comments on others' posts" in said.err
    assert "Deleted: 3 posts, 3 comments on them, 2 comments on others' posts" in said.err
    for trace in (b"kari nordmann", b"karinor", everybody.kari.home.encode()):
        assert trace not in everybody.bytes()
    assert "karinor" not in (everybody.folder / "feeds.toml").read_text()
    assert states(agg) == {"Ola Olsen": before}
    assert sorted(before) == ["answered", "answered", "waiting"]
    agg("fetch", "--force")
    assert states(agg) == {"Ola Olsen": before}
    assert b"karinor" not in everybody.bytes()
    assert agg("export", "person", "karinor").code == 2


def test_what_they_write_later_is_an_answer_by_nobody(everybody: Class, agg: Agg) -> None:
    agg("forget", "Kari Nordmann", "--yes")
    everybody.ola.comment(3, "KARINOR", when=MOMENT)
    agg("fetch", "--force")
    assert states(agg)["Ola Olsen"] == ["answered"] * 3
    assert b"karinor" not in everybody.bytes()
    by = [one["author"] for one in json.loads(agg("comments", "--json", "--all").out)["comments"]]
    assert by == ["", "", ""]


def test_an_address_that_others_give_as_well_is_nobodys_mark(everybody: Class) -> None:
    with closing(sqlite3.connect(everybody.folder / "agg.db")) as db:
        for name, address in (("Eva Visitor", "eva"), ("Arne", "school"), ("Ola Olsen", "school")):
            db.execute("update comments set author_url = ? where author = ?", [f"https://{address}.example/", name])
        db.commit()
    course = load_course(everybody.folder / "feeds.toml")
    with open_store(everybody.folder / "agg.db") as store:
        marks = {name: person(course, store, name).marks for name in ("Eva Visitor", "Arne")}
    assert marks == {"Eva Visitor": {"name eva visitor", "place eva.example"}, "Arne": {"name arne"}}


def test_who_stands_in_feeds_toml_again_is_not_read(everybody: Class, agg: Agg) -> None:
    agg("forget", "Kari Nordmann", "--yes")
    everybody.write()
    asked = len(everybody.server.log)
    said = agg("fetch", "-v", "--only", "Kari Nordmann", "--force")
    assert "was forgotten" in said.err
    assert len(everybody.server.log) == asked
    assert "was forgotten" in agg("status").out
    assert agg("forget", "--undo", "Karinor").code == 0
    assert agg("fetch").code == 0
    assert len(states(agg)["Kari Nordmann"]) == 3
    assert agg("forget", "--undo", "Kari Nordmann").code == 2


def test_who_has_left_feeds_toml_can_be_forgotten_too(everybody: Class, agg: Agg) -> None:
    agg("remove", "Kari Nordmann")
    assert json.loads(agg("export", "person", "Kari Nordmann").out)["participant"][0]["in_feeds_toml"] is False
    assert agg("forget", "Kari Nordmann", "--yes").code == 0
    assert b"kari nordmann" not in everybody.bytes()


def test_a_facilitator_and_a_visitor_go(everybody: Class, agg: Agg) -> None:
    before = states(agg)
    for name in ("arne", "Eva Visitor"):
        assert agg("forget", name, "--yes").code == 0
    assert load_course(everybody.folder / "feeds.toml").facilitators == ("Jens",)
    assert b"eva visitor" not in everybody.bytes()
    agg("fetch", "--force")
    assert states(agg) == before
    assert b"eva visitor" not in everybody.bytes()


def test_posts_signed_by_them_on_others_blogs_go_and_stay_away(everybody: Class, agg: Agg) -> None:
    with closing(sqlite3.connect(everybody.folder / "agg.db")) as db:
        db.execute("update posts set author = 'Eva Visitor' where url like '%/ola/%' and title like '%1%'")
        db.commit()
    agg("forget", "Eva Visitor", "--yes")
    assert len(states(agg)["Ola Olsen"]) == 2


def test_nothing_is_deleted_without_a_yes(everybody: Class, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    before = states(agg)
    assert agg("forget", "Kari Nordmann").code == 2
    assert agg("forget", "Kari Nordmann", "--dry-run").code == 0
    with answering(monkeypatch, "") as said:
        assert agg("forget", "Kari Nordmann").code == 1
    assert "Nothing was deleted." in said()
    with lock(everybody.folder / "agg.db"):
        assert agg("forget", "Kari Nordmann", "--yes").code == 75
    assert states(agg) == before
    with answering(monkeypatch, "yes"):
        assert agg("forget", "Kari Nordmann").code == 0
    assert list(states(agg)) == ["Ola Olsen"]


def test_agg_names_the_copies_that_it_knows_of(everybody: Class, agg: Agg) -> None:
    (everybody.folder / "agg.db.before-6").write_bytes(b"x")
    assert "agg.db.before-6" in agg("forget", "Kari Nordmann", "--yes").err


def test_views_are_drawn_without_the_person(everybody: Class, agg: Agg) -> None:
    agg("forget", "Kari Nordmann", "--yes")
    with closing(sqlite3.connect(everybody.folder / "agg.db")) as db:
        assert [row[0] for row in db.execute("select name from people order by name")] == ["Arne", "Jens", "Ola Olsen"]
        assert db.execute("select count(*) from waiting").fetchone() == (1,)


def test_some_time_after_the_course_nothing_is_kept(
    everybody: Class, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody.write()
    file = everybody.folder / "feeds.toml"
    file.write_text(file.read_text().replace("[fetch]", "keep = 10\n[fetch]"))
    (everybody.folder / "agg.db.before-6").write_bytes(b"kari nordmann")
    agg("assign")
    monkeypatch.setenv("AGG_NOW", "2026-12-28T12:00:00+01:00")
    assert agg("fetch").err == ""
    monkeypatch.setenv("AGG_NOW", "2026-12-29T12:00:00+01:00")
    asked = len(everybody.server.log)
    assert agg("fetch", "--dry-run").code == 0
    assert states(agg)
    first, second = agg("fetch"), agg("fetch")
    assert "all that was stored of it is deleted" in first.err
    assert (first.code, second.code, second.err) == (0, 0, "")
    assert "no blog is asked" in agg("fetch", "-v").err
    assert len(everybody.server.log) == asked
    assert b"nordmann" not in everybody.bytes()
    for words in (["posts"], ["status"], ["digest"], ["needs-comments"], ["people"], ["network"], ["comments"]):
        assert agg(*words).code == 0


def test_a_copy_that_cannot_be_deleted_is_named(everybody: Class, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    file = everybody.folder / "feeds.toml"
    file.write_text(file.read_text().replace("[fetch]", "keep = 0\n[fetch]"))
    (everybody.folder / "agg.db.before-6").mkdir()
    monkeypatch.setenv("AGG_NOW", "2026-12-19T12:00:00+01:00")
    said = agg("fetch")
    assert said.code == 78
    assert "agg.db.before-6: cannot be deleted (" in said.err


def test_keep_counts_from_the_end(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[course]\nkeep = 10\n[[participants]]\nname = "K"\nfeed = "https://k.example/"\n'
    )
    said = agg("status")
    assert (said.code, "feeds.toml:2" in said.err) == (78, True)
