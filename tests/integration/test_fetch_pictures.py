"""The pictures of posts from the feed into the store, and those of posts that an older agg has read."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from aggregator.store import open_store
from aggregator.store.schema import m001_initial, m002_comments, m003_requests_of_blogs, m004_speed, m005_answers
from tests.support.blogserver import BlogServer
from tests.support.build import KARI, NOW, found_post
from tests.support.classroom import Classroom, item, open_classroom
from tests.support.oldstore import first_version
from tests.support.stored import save, stored

HOUR = timedelta(hours=1)
CAT, DOG = "https://kari.example/cat.jpg", "https://kari.example/dog.jpg"
WORDS = "<p>" + "Mange ord om dyr. " * 30 + "</p>"


def showing(guid: str, *pictures: str, words: str = WORDS) -> str:
    return item(guid, text=words + "".join(f"<img src='{one}'>" for one in pictures))


def pictures(room: Classroom) -> dict[str, str | None]:
    return {post.guid: post.picture for post in room.stored()}


def test_a_picture_is_kept_and_changes_with_its_post(tmp_path: Path) -> None:
    with open_classroom(tmp_path) as room:
        room.put("Kari", showing("1", CAT), showing("2", "https://pixel.wp.com/b.gif"), showing("3"))
        room.poll()
        assert pictures(room) == {"1": CAT, "2": None, "3": None}
        room.put("Kari", showing("1", DOG), showing("2", CAT), showing("3"))
        poll = room.poll(NOW + HOUR)
        assert pictures(room) == {"1": DOG, "2": CAT, "3": None}
        assert (poll.status, poll.updated) == ("ok", 0)  # nothing to read that was not there before
        room.put("Kari", showing("1"), showing("2", CAT), showing("3"))
        room.poll(NOW + 2 * HOUR)
        assert pictures(room) == {"1": None, "2": CAT, "3": None}


def test_a_picture_stays_while_its_post_stands_as_it_stood(tmp_path: Path) -> None:
    with open_classroom(tmp_path) as room:
        room.put("Kari", showing("1", CAT), etag='"a"')
        room.poll()
        room.put("Kari", showing("2", DOG), showing("1", CAT))  # the first is not read again
        room.poll(NOW + HOUR)
        assert pictures(room) == {"1": CAT, "2": DOG}
        room.poll(NOW + 2 * HOUR)  # the same body
        room.put("Kari", showing("2", DOG))
        room.poll(NOW + 3 * HOUR)  # the first has left the feed
        assert pictures(room) == {"1": CAT, "2": DOG}


def test_what_is_remembered_of_a_post_has_its_picture(tmp_path: Path) -> None:
    with open_classroom(tmp_path) as room:
        room.put("Kari", showing("1", CAT), showing("2"))
        room.poll()
        [blog] = room.store.blogs()
        assert sorted(one.picture or "" for one in room.store.remembered(blog).values()) == ["", CAT]


# -- what an older agg has read -----------------------------------------------------------------------


def without_pictures() -> Migrations:
    """The migrations of agg before there were pictures."""
    found = Migrations("agg")
    for step in (m001_initial, m002_comments, m003_requests_of_blogs, m004_speed, m005_answers):
        found(name=step.__name__)(step)
    return found


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    """A database of the fifth version, in which Kari's posts and her feed are known as they stand."""
    path = tmp_path / "agg.db"
    first_version(path)
    with open_store(path, migrations=without_pictures()) as store:
        store._db.execute("update posts set item = 'known' || id")
        store._db.execute("update blogs set body_hash = 'known', whole_at = ?", [NOW.isoformat()])
        store._db.commit()
    return path


def known(path: Path) -> Sequence[object]:
    with closing(sqlite3.connect(path)) as db:
        items = [row[0] for row in db.execute("select item from posts order by id")]
        return [*items, *db.execute("select body_hash, whole_at from blogs").fetchone()]


def test_the_migration_forgets_how_posts_and_feeds_stood(fifth: Path) -> None:
    before = known(fifth)
    assert before == [*(f"known{number}" for number in range(1, 6)), "known", NOW.isoformat()]
    with open_store(fifth) as store:
        assert [post.picture for post in stored(store)] == [None] * 5
        assert store.blogs()[KARI].body_hash is None
        assert store.remembered(KARI) == {}
    assert known(fifth) == [None] * 7
    assert known(fifth.with_name("agg.db.before-7")) == before


def test_the_next_reading_finds_the_pictures_of_posts_that_still_stand(fifth: Path) -> None:
    with open_store(fifth) as store:
        guids = [f"https://kari.example/{number}/" for number in (4, 5)]
        save(store, *(found_post(guid, guid, item=f"known {guid}", picture=CAT) for guid in guids), now=NOW + HOUR)
        assert [post.picture for post in stored(store)] == [CAT, CAT, None, None, None]


def downgrade(path: Path) -> None:
    """Makes of the database what an agg without pictures would have made of the same feed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("alter table posts drop column picture")
        db.execute("drop table sent")
        db.execute("delete from _sqlite_migrations where name = 'm006_digests'")
        db.execute("pragma user_version = 5")


def test_the_next_fetch_asks_for_a_feed_that_has_not_changed(tmp_path: Path) -> None:
    with BlogServer() as server:
        with open_store(tmp_path / "agg.db", create=True) as store:
            room = Classroom(server, store)
            room.put("Kari", showing("1", CAT), showing("2"), etag='"a"')
            room.poll()
        downgrade(tmp_path / "agg.db")
        with open_store(tmp_path / "agg.db") as store:
            room = Classroom(server, store)
            assert pictures(room) == {"1": None, "2": None}
            poll = room.poll(NOW + HOUR)
            assert (poll.status, poll.new, poll.updated) == ("ok", 0, 0)
            assert pictures(room) == {"1": CAT, "2": None}
            assert room.poll(NOW + 2 * HOUR).status == "unchanged"
