"""The database as a file: opening, refusing what is not ours, migrating with a copy kept, and the lock of fetch."""

import contextlib
import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from aggregator.core.errors import Locked, StoreError, StoreFull
from aggregator.core.language import _
from aggregator.store import rows
from aggregator.store.schema import APPLICATION_ID, MIGRATIONS
from aggregator.store.tables import Store


@contextlib.contextmanager
def open_store(
    path: Path, *, create: bool = False, scratch: bool = False, migrations: Migrations = MIGRATIONS
) -> Iterator[Store]:
    """The store in the file at `path`, migrated to this version; a copy of an older file is kept beside it.

    `create` makes a missing file (and its folder). `scratch` works on a copy in memory: nothing is written.
    Raises StoreError or StoreFull in words; whatever SQLite says while the store is in use becomes one, too.
    """
    with storage_errors(path):
        with _file_errors(path):
            db = _scratch(path) if scratch else _connect(path, create=create)
        with contextlib.closing(db.conn):
            _migrate(db, path, migrations, keep_copy=not scratch)
            if create:
                db.enable_wal()  # readers and a fetch at once; stays with the file
            yield Store(db)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keeps other fetches away from the database at `path`; ends with the process, however that ends.

    Raises Locked at once when another one holds it.
    """
    with _file_errors(path):
        _look(path, create=True)
        real = path.resolve()
        handle = os.open(real.with_name(real.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
            raise Locked(_("Another agg fetch is running (process {owner}).").format(owner=owner)) from None
        with contextlib.suppress(OSError):  # the number is only for people: a full disk must not stop the lock
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite says into a StoreError that tells what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explain(error, path) from error


@contextlib.contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    """The same for what the file system says."""
    try:
        yield
    except OSError as error:
        no_room = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (_full if no_room else _not_writable)(path, error.strerror) from error


def _look(path: Path, *, create: bool) -> None:
    """Refuses a folder, and a missing file unless it may be created; then its folder is made."""
    if path.is_dir():
        raise StoreError(_("{path} is a folder, not a database. Name a file with --db.").format(path=path))
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise StoreError(_("There is no database {path} yet. Run agg fetch first.").format(path=path))


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


def _explain(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    match code:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return _full(path, error)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _not_writable(path, error)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreFull(
                _("{path}: another program keeps the database busy. Close it and run agg again.").format(path=path)
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreError(
                _(
                    "{path}: is damaged or no database ({reason}). "
                    "Put a backup in its place, or move it away: agg fetch then starts anew."
                ).format(path=path, reason=error)
            )
    return StoreError(_("{path}: the database does not work: {reason}").format(path=path, reason=error))


def _connect(path: Path, *, create: bool = False) -> Database:
    _look(path, create=create)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        _check_ours(connection, path)
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma foreign_keys = on")
    except BaseException:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def _scratch(path: Path) -> Database:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if path.exists():
            with contextlib.closing(_connect(path).conn) as source:
                source.backup(memory)
        memory.execute("pragma foreign_keys = on")
    except BaseException:
        memory.close()
        raise
    return Database(memory, execute_plugins=False)


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Reads before anything is written, so that a file that is not ours stays as it is."""
    # A first run may have ended just after the library made its own table.
    tables = connection.execute("select count(*) from sqlite_schema where tbl_name <> '_sqlite_migrations'").fetchone()[
        0
    ]
    owner = connection.execute("pragma application_id").fetchone()[0]
    if (tables or owner) and owner != APPLICATION_ID:
        raise StoreError(
            _("{path}: is the database of another program. Name another file with --db.").format(path=path)
        )


def _migrate(db: Database, path: Path, migrations: Migrations, *, keep_copy: bool) -> None:
    newest, pending = _known(migrations), migrations.pending(db)
    if db.conn.execute("pragma user_version").fetchone()[0] > newest:
        raise StoreError(
            _("{path}: was written by a newer agg. Update agg, or name another file with --db.").format(path=path)
        )
    if keep_copy and 0 < len(pending) < newest:
        _keep_copy(db, path.with_name(f"{path.name}.before-{newest}"))
    if pending:
        with rows.transaction(db.conn):
            migrations.apply(db)  # looks again: another agg may have been quicker


def _known(migrations: Migrations) -> int:
    """How many migrations this version of agg has: to an empty database all of them are news."""
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        return len(migrations.pending(Database(empty, execute_plugins=False)))


def _keep_copy(db: Database, copy: Path) -> None:
    with contextlib.closing(sqlite3.connect(copy)) as target:
        db.conn.backup(target)
