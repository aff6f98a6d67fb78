"""Copies of the database in files of their own: each is whole, checked and on the disk before it gets its name.

By SQLite's online backup: page for page, what is damaged, too, so that the check finds it. Of a damaged database
`vacuum into` would write anew what it can read, and that passes.
"""

import contextlib
import glob
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aggregator.store.problems import Damaged, copy_errors
from aggregator.store.version import APPLICATION_ID


@contextlib.contextmanager
def draft(source: sqlite3.Connection, original: Path, target: Path) -> Iterator[Path]:
    """A whole copy of the database, ready for `put` to give it the name `target`; gone at the end otherwise.

    Has the rights of the `original`, and is one file: who only reads it makes no other beside it.
    """
    with copy_errors(target):
        _clear(target)
        with tempfile.TemporaryDirectory(prefix=f"{_begun(target)}{os.getpid()}-", dir=target.parent) as folder:
            made = Path(folder, "draft")
            with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as copy:
                copy.execute("pragma synchronous = off")  # the whole file is, below
                source.backup(copy)  # in one step: of one moment, whoever writes meanwhile
                copy.execute("pragma journal_mode = delete")
                check(copy)
            _finish(made, original.stat())
            yield made


def put(made: Path, target: Path) -> None:
    """Gives a draft its name, in place of the file that had it. After a power cut there is the one or the other."""
    with copy_errors(target):
        made.replace(target)
        with contextlib.suppress(OSError):  # some file systems keep folders their own way
            _to_disk(target.parent)


def check(database: sqlite3.Connection) -> None:
    """Reads every page; raises Damaged when something does not fit together."""
    [found] = database.execute("pragma integrity_check(1)").fetchone()
    [owner] = database.execute("pragma application_id").fetchone()
    if found != "ok" or owner != APPLICATION_ID:
        raise Damaged(" ".join(found.split()))


def _finish(made: Path, original: os.stat_result) -> None:
    """No more rights than the original has, whoever makes the copy; and on the disk, not only on its way there."""
    mode = stat.S_IMODE(original.st_mode)
    try:
        os.chown(made, original.st_uid, original.st_gid)
    except OSError:  # the group is another one: it may what everybody may
        mode = mode & 0o707 | (mode & 0o007) << 3
    with contextlib.suppress(OSError):  # a memory stick knows no rights
        made.chmod(mode)
    _to_disk(made)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(target: Path) -> None:
    """Removes the drafts of runs that were killed, and nothing that somebody else has put there."""
    begun = _begun(target)
    for left in target.parent.glob(f"{glob.escape(begun)}*"):
        process = left.name.removeprefix(begun).partition("-")[0]
        if process.isdecimal() and not _runs(int(process)):
            with contextlib.suppress(OSError):
                for file in left.glob("draft*"):
                    file.unlink()
                left.rmdir()


def _begun(target: Path) -> str:
    """How the name of a folder for drafts begins; short enough for any file system."""
    return f".{target.name[:40]}-draft-"


def _runs(process: int) -> bool:
    """Whether another process of this number is running."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process != os.getpid()
