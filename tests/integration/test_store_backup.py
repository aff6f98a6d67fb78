"""A backup: whole or not there, and made beside a fetch at work without being in its way."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import AggError, StoreError, StoreFull
from aggregator.store import open_store
from aggregator.store.backup import backup
from aggregator.store.version import APPLICATION_ID
from tests.support.build import NOW, found_post
from tests.support.crashes import contents, endings, full_disks, laid_out, state
from tests.support.filecalls import told
from tests.support.limits import no_file_over
from tests.support.memory import folder_in_memory
from tests.support.oldstore import first_version
from tests.support.stored import add, save, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with some posts, in a folder of its own."""
    (tmp_path / "course").mkdir()
    path = tmp_path / "course" / "agg.db"
    add(path, "0", "1", "2", "3")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backup").mkdir()
    return tmp_path / "backup" / "mon.db"


def refusal(path: Path, target: Path) -> AggError | None:
    try:
        backup(path, target)
    except AggError as error:
        return error
    return None


# -- what it is -------------------------------------------------------------------------------------


def test_a_backup_holds_what_the_database_holds_in_one_file(path: Path, target: Path) -> None:
    backup(path, target)
    assert contents(target) == contents(path)
    with open_store(target) as store:
        assert len(stored(store)) == 4
        assert list(state(target.parent)) == ["mon.db"]
    assert list(state(path.parent)) == ["agg.db"]


def test_a_newer_backup_takes_the_place_of_an_older_one(path: Path, target: Path) -> None:
    backup(path, target)
    add(path, "new")
    backup(path, target)
    assert contents(target) == contents(path)


def test_a_link_leads_to_the_backup_and_stays_a_link(path: Path, target: Path) -> None:
    link = target.with_name("latest.db")
    link.symlink_to(target.name)
    for _ in range(2):
        backup(path, link)
    assert link.is_symlink()
    assert contents(target) == contents(path)


def test_an_empty_file_may_become_a_backup(path: Path, target: Path) -> None:
    target.touch()
    backup(path, target)
    assert contents(target) == contents(path)


@pytest.mark.parametrize("version", [1, 99])
def test_a_database_of_another_version_is_copied_as_it_is(tmp_path: Path, target: Path, version: int) -> None:
    path = tmp_path / "agg.db"
    first_version(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version = {version}")
    before = contents(path)
    backup(path, target)
    assert contents(target) == contents(path) == before
    for file in (path, target):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("pragma user_version").fetchone() == (version,)


# -- beside a fetch at work -------------------------------------------------------------------------


def test_what_is_half_written_is_not_in_a_backup_and_nobody_waits(path: Path, target: Path) -> None:
    before = contents(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("delete from posts")
        backup(path, target)
        writer.execute("rollback")
    assert contents(target) == before


def test_a_fetch_saves_while_a_backup_is_made_and_is_not_in_it(path: Path, target: Path) -> None:
    before = contents(path)
    saved: list[int] = []
    with open_store(path, create=True) as store:
        store._db.execute("pragma busy_timeout = 0")

        def meanwhile(name: str) -> int:
            if name.startswith("pwrite") and any(target.parent.rglob("draft")) and len(saved) < 5:
                saved.append(len(saved))
                with_another_name = found_post(f"new {saved[-1]}", title=f"New {saved[-1]}", text="new " * 3_000)
                save(store, with_another_name, now=NOW + HOUR)
            return 0

        with told(meanwhile):
            backup(path, target)
    assert len(saved) == 5
    assert contents(target) == before
    with open_store(path) as store:
        assert len(stored(store)) == 9


def test_a_database_that_is_kept_busy_is_told_and_not_waited_for_for_ever(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as owner:
        owner.execute("pragma journal_mode = delete")
        owner.execute("begin exclusive")
        connect = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **more | {"timeout": 0.05}))
        with pytest.raises(StoreFull, match="another program keeps the database busy"):
            backup(path, target)
    assert not state(target.parent)


# -- broken off -------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [False, True], ids=["new", "over an older one"])
def test_wherever_a_backup_ends_there_is_the_old_one_or_the_new_one(
    path: Path, target: Path, tmp_path: Path, there: bool
) -> None:
    if there:
        backup(path, target)
        add(path, "new")
    older = contents(target)
    left = endings(target.parent, lambda: backup(path, target))
    newer = contents(path)
    assert older != newer == contents(target)
    assert len(left) > 20
    for number, files in enumerate(left):
        rest = laid_out(files, tmp_path / str(number)) / "mon.db"
        assert contents(rest) in (older, newer)
        backup(path, rest)
        assert contents(rest) == newer
        assert list(state(rest.parent)) == ["mon.db"]


def test_wherever_the_disk_is_full_the_older_backup_stays_and_nothing_is_left(
    path: Path, target: Path, tmp_path: Path
) -> None:
    backup(path, target)
    files = state(target.parent)
    add(path, "new")
    told: list[StoreError | None] = []
    (tmp_path / "disks").mkdir()
    with open_store(path):  # so that the files of the log are there, as in a fetch
        for place, said in full_disks(tmp_path / "disks", files, lambda place: backup(path, place / "mon.db")):
            told.append(said)
            if said:
                assert state(place) == files
                assert str(said).startswith(f"{place / 'mon.db'}: ")
                assert said.exit_code in (75, 78)
    assert contents(place / "mon.db") == contents(path)
    assert len(told) > 20
    assert told[0]
    assert not told[-1]


@pytest.mark.parametrize("size", [0, 100, 4_096, 50_000, 100_000])
def test_no_room_is_told_of_the_backup_and_not_of_the_database(path: Path, target: Path, size: int) -> None:
    with open_store(path), no_file_over(size), pytest.raises(StoreFull) as full:
        backup(path, target)
    assert str(full.value).startswith(f"{target}: the disk is full or a size limit is reached (")
    assert full.value.exit_code == 75
    assert not list(target.parent.iterdir())


def test_a_backup_is_on_the_disk_before_it_gets_its_name(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: dict[int, bytes] = {}
    sync, order = os.fsync, []

    def synced(handle: int) -> None:
        sync(handle)
        at = os.fstat(handle)
        folder = stat.S_ISDIR(at.st_mode)
        order.append("folder" if folder else "file")
        on_disk[at.st_ino] = b"" if folder else Path(f"/proc/self/fd/{handle}").read_bytes()

    def before(name: str) -> int:
        if name == "replace":
            [made] = target.parent.rglob("draft")
            assert on_disk[made.stat().st_ino] == made.read_bytes()
            order.append(name)
        return 0

    monkeypatch.setattr(os, "fsync", synced)
    with told(before):
        backup(path, target)
    assert order == ["file", "replace", "folder"]


def test_what_a_killed_backup_has_left_goes_and_nothing_else(path: Path, target: Path) -> None:
    living = os.getppid()
    for folder, file in (
        (".mon.db-draft-4194305-x", "draft"),
        (".mon.db-draft-4194306-x", "draft-wal"),
        (f".mon.db-draft-{living}-x", "draft"),
        (".mon.db-draft-4194307-x", "thesis"),
        (".mon.db-draft-mine", "draft"),
        (".tue.db-draft-4194305-x", "draft"),
    ):
        target.with_name(folder).mkdir()
        (target.with_name(folder) / file).touch()
    backup(path, target)
    assert {folder.name for folder in target.parent.iterdir() if folder.is_dir()} == {
        *(f".mon.db-draft-{living}-x", ".mon.db-draft-4194307-x", ".mon.db-draft-mine", ".tue.db-draft-4194305-x")
    }


# -- of what there is none, and put back -----------------------------------------------------------


def test_a_damaged_database_takes_no_backup_s_place(path: Path, target: Path) -> None:
    backup(path, target)
    good, whole, refused = target.read_bytes(), path.read_bytes(), 0
    for page in range(len(whole) // 4_096):
        damaged = whole[: page * 4_096] + bytes(4_096) + whole[(page + 1) * 4_096 :]
        path.write_bytes(damaged)
        if said := refusal(path, target):
            refused += 1
            assert said.exit_code == 78
            assert str(said).startswith(f"{path}: is damaged or no database (")
            assert "\n" not in str(said)
            assert (target.read_bytes(), path.read_bytes()) == (good, damaged)
        else:  # a page that holds nothing
            assert contents(target) == contents(path)
            target.write_bytes(good)
    assert refused > 20


def test_a_backup_that_is_put_back_is_gone_on_with(path: Path, target: Path) -> None:
    backup(path, target)
    before = contents(target)
    add(path, "lost")
    target.replace(path)
    assert contents(path) == before
    add(path, "found")
    with open_store(path) as store:
        assert {post.guid for post in stored(store)} == {"0", "1", "2", "3", "found"}
    with closing(sqlite3.connect(path)) as db:
        pragmas = [db.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "journal_mode")]
    assert pragmas == [APPLICATION_ID, "wal"]
