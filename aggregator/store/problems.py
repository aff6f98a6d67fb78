"""What SQLite and the file system say, as errors that tell a person what to do."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from aggregator.core.errors import StoreError, StoreFull
from aggregator.core.language import _
from aggregator.core.text import excerpt

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UNREADABLE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
OF_THE_ORIGINAL = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Damaged(sqlite3.DatabaseError):
    """The database holds what agg has never written; SQLite itself need not mind."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite says of the database at `path` into a StoreError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error


@contextlib.contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """The same for what the file system says."""
    try:
        yield
    except OSError as error:
        raise (_full if error.errno in NO_ROOM else _not_writable)(path, error.strerror) from error


@contextlib.contextmanager
def copy_errors(path: Path) -> Iterator[None]:
    """The same for a copy that is made at `path`, of all that can be the matter with the copy."""
    try:
        with file_errors(path):
            yield
    except sqlite3.DatabaseError as error:
        if _code(error) in UNREADABLE or _code(error) & 0xFF in OF_THE_ORIGINAL:
            raise
        raise explain(error, path) from error


def explain(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    """What SQLite says of the database at `path`, and what to do about it."""
    reason = excerpt(str(error), 200)  # a damaged text may stand in it
    match _code(error) & 0xFF:
        case sqlite3.SQLITE_IOERR if _code(error) in UNREADABLE:
            return _unreadable(path, reason)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return _full(path, reason)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _not_writable(path, reason)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _busy(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(path, reason)
    return StoreError(_("{path}: the database does not work: {reason}").format(path=path, reason=reason))


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's extended code. Python gives none when a text that it reads is no UTF-8."""
    unsaid = sqlite3.SQLITE_CORRUPT if type(error) is sqlite3.OperationalError else sqlite3.SQLITE_ERROR
    code: int = getattr(error, "sqlite_errorcode", unsaid)
    return code


def _not_writable(path: Path, reason: object) -> StoreError:
    return StoreError(
        _("{path}: cannot be written ({reason}). Give agg the right to write this file and its folder.").format(
            path=path, reason=reason
        )
    )


def _full(path: Path, reason: object) -> StoreFull:
    return StoreFull(
        _(
            "{path}: the disk is full or a size limit is reached ({reason}). "
            "Nothing stored is lost; make room and run agg again."
        ).format(path=path, reason=reason)
    )


def _busy(path: Path) -> StoreFull:
    return StoreFull(
        _("{path}: another program keeps the database busy. Close it and run agg again.").format(path=path)
    )


def _unreadable(path: Path, reason: object) -> StoreError:
    return StoreError(
        _("{path}: cannot be read ({reason}). The disk may be failing; keep a backup on another one.").format(
            path=path, reason=reason
        )
    )


def _damaged(path: Path, reason: object) -> StoreError:
    return StoreError(
        _(
            "{path}: is damaged or no database ({reason}). "
            "Put a backup in its place, or move it away: agg fetch then starts anew."
        ).format(path=path, reason=reason)
    )
