"""A folder as a process leaves it that ends at a certain call to the operating system, and what is in a database."""

import errno
import itertools
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from aggregator.core.errors import StoreError
from tests.support.filecalls import told

State = Mapping[str, bytes]
"""The files of a folder."""
Contents = Mapping[str, list[tuple[object, ...]]]
"""The rows of the tables."""

OURS = "select name from sqlite_schema where type = 'table' and name not like 'post_search_%' order by name"


def state(folder: Path) -> State:
    """What is in the files of a folder, and of those in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def laid_out(files: State, folder: Path) -> Path:
    """A new folder with these files."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def contents(path: Path) -> Contents:
    """All rows of a database that is whole in every respect; none of one that is not there yet."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma foreign_key_check").fetchall() == []
        tables = [name for (name,) in db.execute(OURS)]
        if "post_search" in tables:
            db.execute("insert into post_search (post_search) values ('integrity-check')")
        rows = {table: db.execute(f"select * from {table}").fetchall() for table in tables}
    if "_sqlite_migrations" in rows:
        rows["_sqlite_migrations"] = [row[:3] for row in rows["_sqlite_migrations"]]  # not when they ran
    return rows


def endings(folder: Path, act: Callable[[], object]) -> list[State]:
    """The folder as it is left by every end that the act can come to: before each call that changes a file."""
    left: list[State] = []

    def before(_name: str) -> int:
        now = state(folder)
        if not left or left[-1] != now:
            left.append(now)
        return 0

    with told(before):
        act()
    before("")
    return left


def full_disks(folder: Path, files: State, act: Callable[[Path], object]) -> Iterator[tuple[Path, StoreError | None]]:
    """The act on ever bigger disks: from the n-th call on nothing can be written; last what comes of it with room.

    Yields the folder as it is then, with room again, and what was said.
    """
    for room in itertools.count():
        place = laid_out(files, folder / f"room for {room}")
        made = 0

        def before(name: str, room: int = room) -> int:
            nonlocal made
            made += name != "unlink"
            return 0 if name == "unlink" or made <= room else errno.ENOSPC

        said: StoreError | None = None
        with told(before):
            try:
                act(place)
            except StoreError as error:
                said = error
        yield place, said
        if made <= room:
            return
