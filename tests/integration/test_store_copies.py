"""The copy that a migration keeps beside the database: whole or absent, and no other copy is lost by it."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from aggregator.core.errors import StoreError, StoreFull
from aggregator.store import open_store
from aggregator.store.schema import MIGRATIONS, m001_initial, m002_comments
from tests.support.crashes import Contents, contents, endings, full_disks, laid_out, state
from tests.support.limits import no_file_over
from tests.support.memory import folder_in_memory
from tests.support.oldstore import first_version
from tests.support.stored import stored


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of the first version, in a folder of its own."""
    (tmp_path / "course").mkdir()
    path = tmp_path / "course" / "agg.db"
    first_version(path)
    return path


def renew(path: Path) -> None:
    with open_store(path):
        pass


def copies(folder: Path) -> dict[str, Contents]:
    """The whole content of each copy in the folder."""
    return {path.name: contents(path) for path in sorted(folder.glob("agg.db.before-*"))}


def test_a_database_of_the_first_version_keeps_all_it_has(path: Path) -> None:
    before = contents(path)
    with open_store(path) as store:
        posts = stored(store)
    assert [(post.title, [one.count for one in post.observations]) for post in posts] == [
        (f"Post {number}", [1]) for number in (5, 4, 3, 2, 1)
    ]
    after = contents(path)
    assert {table: len(rows) for table, rows in after.items() if table in before and table[0] != "_"} == {
        table: len(rows) for table, rows in before.items() if table[0] != "_"
    }
    assert after["texts"] == before["texts"]
    assert copies(path.parent) == {"agg.db.before-7": before}


def test_wherever_a_migration_ends_each_copy_is_whole(path: Path, tmp_path: Path) -> None:
    before = contents(path)
    left = endings(path.parent, lambda: renew(path))
    after = contents(path)
    assert len(left) > 50
    for number, files in enumerate(left):
        rest = laid_out(files, tmp_path / str(number))
        kept = copies(rest)
        assert kept in ({}, {"agg.db.before-7": before})
        assert contents(rest / "agg.db") == before or kept  # nothing has changed without a copy
        renew(rest / "agg.db")
        assert copies(rest) == {"agg.db.before-7": before}
        assert contents(rest / "agg.db") == after
        assert set(state(rest)) <= {"agg.db", "agg.db.before-7", "agg.db-shm", "agg.db-wal"}


def test_wherever_the_disk_is_full_each_copy_is_whole(path: Path, tmp_path: Path) -> None:
    before, files = contents(path), state(path.parent)
    (tmp_path / "disks").mkdir()
    refused = 0
    for place, said in full_disks(tmp_path / "disks", files, lambda place: renew(place / "agg.db")):
        assert copies(place) in ({}, {"agg.db.before-7": before})
        refused += "before-7: " in str(said)
        assert set(state(place)) <= {"agg.db", "agg.db.before-7", "agg.db-shm", "agg.db-wal"}
    assert refused > 20


def test_without_room_for_the_copy_no_migration_begins(path: Path) -> None:
    before = path.read_bytes()
    with no_file_over(len(before) - 1), pytest.raises(StoreFull) as full:
        renew(path)
    assert str(full.value).startswith(f"{path}.before-7: the disk is full or a size limit is reached (")
    assert full.value.exit_code == 75
    assert path.read_bytes() == before
    assert copies(path.parent) == {}
    renew(path)


def test_a_damaged_database_is_not_migrated(path: Path) -> None:
    whole = path.read_bytes()
    damaged = whole[: 8 * 4_096] + b"\xff" * 4_096 + whole[9 * 4_096 :]
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match="is damaged or no database"):
        renew(path)
    assert path.read_bytes() == damaged
    assert copies(path.parent) == {}


def test_an_older_copy_that_holds_something_else_is_kept(path: Path) -> None:
    good = path.with_name("agg.db.before-7")
    first_version(good, posts=9)
    before, much = contents(path), contents(good)
    renew(path)
    assert copies(path.parent) == {"agg.db.before-7": much, "agg.db.before-7.2": before}


def test_a_migration_that_fails_at_every_run_keeps_one_copy(path: Path) -> None:
    failing = Migrations("agg")
    failing(name="m001_initial")(m001_initial)
    failing(name="m002_comments")(m002_comments)

    @failing()
    def m003_fails(db: Database) -> None:
        db.conn.execute("delete from posts")
        db.conn.execute("this is no SQL")

    before = contents(path)
    for _attempt in range(3):
        with pytest.raises(StoreError, match="the database does not work"), open_store(path, migrations=failing):
            pass
    assert contents(path) == before
    assert copies(path.parent) == {"agg.db.before-3": before}


def test_a_migration_may_put_a_table_in_another_s_place(path: Path) -> None:
    later = Migrations("agg")
    later(name="m001_initial")(m001_initial)

    @later()
    def m002_rebuilds(db: Database) -> None:
        for statement in (
            "create table blogs_anew as select * from blogs",
            "drop table blogs",
            "alter table blogs_anew rename to blogs",
        ):
            db.conn.execute(statement)

    posts = contents(path)["posts"]
    with open_store(path, migrations=later):
        pass
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select * from posts").fetchall() == posts


def test_of_two_runs_that_find_an_old_database_one_migrates_it(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as quicker:
        quicker.execute("begin immediate")
        slower = threading.Thread(target=renew, args=[path])
        slower.start()
        time.sleep(0.2)  # so that it has looked and waits
        MIGRATIONS.apply(Database(quicker, execute_plugins=False))
        quicker.execute("commit")
    slower.join(20)
    assert copies(path.parent) == {}  # what it would have copied is not the old one any more
    renew(path)


def test_the_copy_has_the_rights_of_the_database(path: Path) -> None:
    path.chmod(0o640)
    renew(path)
    assert path.with_name("agg.db.before-7").stat().st_mode & 0o777 == 0o640


def test_beside_a_link_the_copy_lies_where_the_database_is(path: Path, tmp_path: Path) -> None:
    (tmp_path / "agg.db").symlink_to(path)
    renew(tmp_path / "agg.db")
    assert list(copies(path.parent)) == ["agg.db.before-7"]
    assert list(copies(tmp_path)) == []
