"""The database among several: the lock of fetch, other readers and writers, migrations, and work on a copy."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from aggregator.core.errors import Locked, StoreError, StoreFull
from aggregator.store import lock, open_store
from aggregator.store.schema import (
    m001_initial,
    m002_comments,
    m003_requests_of_blogs,
    m004_speed,
    m005_answers,
    m006_digests,
    m007_forgotten,
)
from tests.support.build import NOW, found_post
from tests.support.command import REPOSITORY, cron_environment
from tests.support.stored import KARI_ONLY, save, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agg.db"


@pytest.fixture
def filled(path: Path) -> Path:
    with open_store(path, create=True) as store:
        save(store, found_post("1"), counts={"1": 0})
    return path


def guids(path: Path) -> list[str]:
    with open_store(path) as store:
        return sorted(post.guid for post in stored(store))


# -- the lock ---------------------------------------------------------------------------------------


@contextmanager
def another(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that holds the lock for as long as it lives."""
    program = f"""
import time
from pathlib import Path
from aggregator.store import lock
with lock(Path({str(path)!r})):
    print("held", flush=True)
    time.sleep(60)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPOSITORY, env=cron_environment(), stdout=subprocess.PIPE
    )
    try:
        assert child.stdout
        assert child.stdout.readline() == b"held\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_second_fetch_is_kept_out_until_the_first_ends_however_it_ends(path: Path) -> None:
    with another(path) as first:
        with pytest.raises(Locked) as refused, lock(path):
            pass
        assert str(refused.value) == f"Another agg fetch is running (process {first.pid})."
        assert refused.value.exit_code == 75
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with lock(path):
            assert path.with_name("agg.db.lock").read_text() == str(os.getpid())


def test_the_lock_can_be_had_again_after_its_holder_has_failed(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(path):
        raise ZeroDivisionError
    with lock(path), pytest.raises(Locked, match=rf"\(process {os.getpid()}\)"), lock(path):
        pass


def test_a_lock_whose_holder_could_not_write_its_number_is_held_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> int:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        held = lock(path)
        held.__enter__()
    with pytest.raises(Locked, match=r"\(process \?\)"), lock(path):
        pass
    held.__exit__(None, None, None)
    with lock(path):
        pass


def test_the_lock_makes_the_folder_it_lies_in(tmp_path: Path) -> None:
    with lock(tmp_path / "a" / "b" / "agg.db"):
        pass
    with lock(tmp_path / "a" / "b" / "agg.db"):
        pass


def test_reading_needs_no_lock(filled: Path) -> None:
    with lock(filled):
        assert guids(filled) == ["1"]


# -- others at the same time ------------------------------------------------------------------------


def test_a_reader_sees_the_last_whole_poll_while_another_is_written(filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("update posts set title = 'half way', indexed = 0")
        with open_store(filled) as reader:
            assert [post.title for post in stored(reader)] == ["Hello"]
        writer.execute("rollback")


def test_a_reader_who_has_begun_does_not_stop_a_writer(filled: Path) -> None:
    with open_store(filled) as reader, open_store(filled, create=True) as writer:
        begun = reader.posts(KARI_ONLY)
        assert next(begun).guid == "1"
        save(writer, found_post("2", title="Second"), now=NOW + HOUR)
        assert list(begun) == []
        assert len(stored(reader)) == 2


def save_impatiently(path: Path) -> None:
    with open_store(path, create=True) as store:
        store._db.execute("pragma busy_timeout = 20")  # in place of the usual ten seconds
        save(store, found_post("2", title="Second"))


def test_a_writer_who_waits_in_vain_says_who_is_in_the_way(filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as busy:
        busy.execute("begin immediate")
        with pytest.raises(StoreFull) as refused:
            save_impatiently(filled)
    assert str(refused.value) == f"{filled}: another program keeps the database busy. Close it and run agg again."
    assert refused.value.exit_code == 75
    assert guids(filled) == ["1"]


# -- migrations -------------------------------------------------------------------------------------

Step = Callable[[Database], None]


def newer(*steps: Step) -> Migrations:
    """A later agg, with more migrations than this one."""
    found = Migrations("agg")
    ours = (m001_initial, m002_comments, m003_requests_of_blogs, m004_speed, m005_answers, m006_digests, m007_forgotten)
    for step in ours:
        found(name=step.__name__)(step)
    for step in steps:
        found()(step)
    return found


def m008_likes(db: Database) -> None:
    db.conn.execute("alter table posts add column likes integer not null default 0")
    db.conn.execute("update posts set title = 'migrated'")
    db.conn.execute("pragma user_version = 8")


def m009_fails(db: Database) -> None:
    db.conn.execute("alter table posts add column shares integer")
    db.conn.execute("delete from posts")
    db.conn.execute("pragma user_version = 8")
    db.conn.execute("this is no SQL")


def state(path: Path) -> tuple[int, list[str], list[str]]:
    """The version of the file, the titles in it, and which columns of later versions there are."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("pragma user_version").fetchone()[0]
        columns = [row[1] for row in connection.execute("pragma table_info(posts)")]
        titles = [row[0] for row in connection.execute("select title from posts")]
    return version, titles, [name for name in columns if name in ("likes", "shares")]


def test_the_version_of_the_file_counts_the_migrations(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        applied = connection.execute("select count(*) from _sqlite_migrations").fetchone()[0]
    assert state(filled)[0] == applied


def test_a_pending_migration_runs_by_itself_and_keeps_a_copy_beside_the_file(filled: Path) -> None:
    with open_store(filled, migrations=newer(m008_likes)) as store:
        assert [post.title for post in stored(store)] == ["migrated"]
    assert state(filled) == (8, ["migrated"], ["likes"])
    assert state(filled.with_name("agg.db.before-8")) == (7, ["Hello"], [])
    with open_store(filled.with_name("agg.db.before-8")) as copy:
        assert [len(post.observations) for post in stored(copy)] == [1]


def test_a_database_from_before_comments_reads_every_feed_anew(path: Path) -> None:
    first = Migrations("agg")
    first(name="m001_initial")(m001_initial)
    with open_store(path, create=True, migrations=first) as old:
        old._db.execute(
            "insert into blogs (address, participant, body_hash, whole_at) values (?, 'Kari', 'x', ?)",
            ["https://kari.example/", NOW.isoformat()],
        )
        old._db.commit()
    with open_store(path) as store:
        [blog] = store.blogs().values()
    assert (blog.address, blog.body_hash, blog.whole_at) == ("https://kari.example/", None, None)


def test_nothing_is_copied_when_nothing_is_pending(filled: Path) -> None:
    with open_store(filled, create=True):
        pass
    assert [file.name for file in filled.parent.iterdir()] == ["agg.db"]


def test_a_new_database_gets_all_migrations_and_no_copy(path: Path) -> None:
    with open_store(path, create=True, migrations=newer(m008_likes)):
        pass
    assert state(path) == (8, [], ["likes"])
    assert not list(path.parent.glob("*.before-*"))


def test_a_migration_that_fails_leaves_everything_as_it_was(filled: Path) -> None:
    later = newer(m008_likes, m009_fails)
    for _attempt in range(2):
        with pytest.raises(StoreError, match="the database does not work: near"), open_store(filled, migrations=later):
            pass
        assert state(filled) == (7, ["Hello"], [])
    with open_store(filled, migrations=newer(m008_likes)) as store:
        assert [post.title for post in stored(store)] == ["migrated"]


@pytest.mark.parametrize("scratch", [False, True], ids=["in place", "on a copy"])
def test_the_database_of_a_newer_agg_is_refused_and_left_as_it_is(filled: Path, scratch: bool) -> None:
    with open_store(filled, migrations=newer(m008_likes)):
        pass
    before = filled.read_bytes()
    with pytest.raises(StoreError) as refused, open_store(filled, create=not scratch, scratch=scratch):
        pass
    assert str(refused.value) == (f"{filled}: was written by a newer agg. Update agg, or name another file with --db.")
    assert refused.value.exit_code == 78
    assert filled.read_bytes() == before


def test_full_on_the_way_through_a_migration(filled: Path) -> None:
    def m007_grows(db: Database) -> None:
        pages = db.conn.execute("pragma page_count").fetchone()[0]
        db.conn.execute(f"pragma max_page_count = {pages + 2}")
        db.conn.execute("create table big as select randomblob(50000) as junk")

    with pytest.raises(StoreFull, match="the disk is full"), open_store(filled, migrations=newer(m007_grows)):
        pass
    assert state(filled) == (7, ["Hello"], [])
    assert guids(filled) == ["1"]


# -- scratch ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", ["a database", "an empty file", "nothing", "a database of another mode"])
def test_work_on_a_copy_writes_nothing(filled: Path, there: str) -> None:
    if there == "an empty file":
        filled.write_bytes(b"")
    elif there == "nothing":
        filled.unlink()
    elif there == "a database of another mode":
        with closing(sqlite3.connect(filled)) as connection:
            connection.execute("pragma journal_mode = delete")
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in filled.parent.iterdir()}
    with open_store(filled, scratch=True, migrations=newer(m008_likes)) as store:
        known = len(stored(store))
        save(store, found_post("2", title="Second"), now=NOW + HOUR)
        assert len(stored(store)) == known + 1
        assert len(list(store.search("second", KARI_ONLY))) == 1
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in filled.parent.iterdir()} == before


def test_work_on_a_copy_makes_no_folder(tmp_path: Path) -> None:
    with open_store(tmp_path / "a" / "agg.db", scratch=True) as store:
        save(store, found_post())
        assert len(stored(store)) == 1
    assert list(tmp_path.iterdir()) == []
