"""Where a backup may be put and who may read it: in the place of nothing but a backup, by nobody more than before."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError, UsageError
from aggregator.store.backup import backup
from tests.support.crashes import state
from tests.support.filecalls import told
from tests.support.memory import folder_in_memory
from tests.support.stored import add

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


# -- who may read it --------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660, 0o444])
def test_nobody_may_read_a_backup_who_may_not_read_the_database(path: Path, target: Path, mode: int) -> None:
    path.chmod(mode)
    seen: set[int] = set()

    def look(_name: str) -> int:
        seen.update(stat.S_IMODE(made.stat().st_mode) for made in target.parent.iterdir())
        return 0

    with told(look):
        backup(path, target)
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert seen <= {0o700, mode}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_s_backup_belongs_to_whom_the_database_belongs_to(path: Path, target: Path) -> None:
    os.chown(path, 1234, 2345)
    backup(path, target)
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 2345)


@pytest.mark.parametrize(("mode", "kept"), [(0o660, 0o600), (0o664, 0o644), (0o640, 0o600)])
def test_where_the_group_cannot_be_kept_it_may_what_everybody_may(
    path: Path, target: Path, mode: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    path.chmod(mode)
    monkeypatch.setattr(os, "chown", refuse)
    backup(path, target)
    assert stat.S_IMODE(target.stat().st_mode) == kept


# -- what cannot be ---------------------------------------------------------------------------------


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table diary (day text)")


def newer_owner(path: Path) -> None:
    foreign(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma application_id = 7")


NO_BACKUP = "is no backup made by agg and stays as it is. Name another file, or move it away."
OWN = "belongs to the database itself. Name another file."
BEFORE = "belongs to a database that was here before. Move it away, or name another file."
ODD = "is no ordinary file. Name another one."


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("notes.txt", lambda path: path.write_text("Dear diary"), NO_BACKUP),
        ("short", lambda path: path.write_bytes(b"SQLite format 3\0\1"), NO_BACKUP),
        ("diary.db", foreign, NO_BACKUP),
        ("another.db", newer_owner, NO_BACKUP),
        ("other course.db", lambda path: add(path, "other"), NO_BACKUP),
        ("fifo", os.mkfifo, ODD),
        ("folder", Path.mkdir, ODD),
        ("missing/mon.db", lambda _path: None, "missing. Make it, or see whether its disk is connected."),
        ("mon.db", lambda path: Path(f"{path}-wal").write_text("changes"), BEFORE),
        ("mon.db", lambda path: Path(f"{path}-journal").write_text("changes"), BEFORE),
    ],
    ids=[
        *("text", "little", "another program's", "another program's with an owner", "a living database", "a FIFO"),
        *("a folder", "below nothing", "a log of changes beside", "a journal beside"),
    ],
)
def test_what_is_no_place_for_a_backup_is_told_and_left_alone(
    path: Path, target: Path, name: str, make: Callable[[Path], object], said: str
) -> None:
    place = target.parent / name
    make(place)
    before = {} if place.is_fifo() else state(target.parent)
    with pytest.raises(UsageError) as refused:
        backup(path, place)
    assert str(refused.value).endswith(said)
    assert ({} if place.is_fifo() else state(target.parent)) == before


@pytest.mark.parametrize(
    "name", ["agg.db", "agg.db-wal", "agg.db-shm", "agg.db-journal", "agg.db.lock", "link", "same"]
)
def test_the_database_itself_is_no_place_for_a_backup(path: Path, name: str) -> None:
    path.with_name("link").symlink_to("agg.db")
    path.with_name("same").hardlink_to(path)
    before = state(path.parent)
    with pytest.raises(UsageError, match=OWN):
        backup(path, path.with_name(name))
    assert state(path.parent) == before


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full"])
def test_a_device_stays_what_it_is(path: Path, device: str) -> None:
    with pytest.raises(UsageError, match=ODD):
        backup(path, Path(device))
    assert Path(device).is_char_device()


def test_too_long_a_name_is_told(path: Path, target: Path) -> None:
    with pytest.raises(StoreError, match="File name too long"):
        backup(path, target.with_name("x" * 256))
    backup(path, target.with_name("å" * 120))


@pytest.mark.parametrize("there", ["nothing", "an empty file"])
def test_of_nothing_there_is_no_backup(tmp_path: Path, target: Path, there: str) -> None:
    path = tmp_path / "agg.db"
    if there == "an empty file":
        path.touch()
    with pytest.raises(StoreError) as refused:
        backup(path, target)
    assert str(refused.value) == f"There is no database {path} yet. Run agg fetch first."
    assert not state(target.parent)
