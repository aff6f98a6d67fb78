"""The database as a file: opening, refusing what is not ours, migrating with a copy kept, and the lock of fetch."""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import Locked, StoreError
from aggregator.core.language import _
from aggregator.store.problems import Damaged, file_errors, storage_errors
from aggregator.store.tables import Store
from aggregator.store.version import APPLICATION_ID, NEWEST

if TYPE_CHECKING:
    from sqlite_utils import Migrations

STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What code meets that finds something else in the database than agg has written there."""


class _Connection(sqlite3.Connection):
    """Says that a name in the database is damaged, where Python's own is at a loss for words."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        try:
            return super().execute(*given)
        except UnicodeDecodeError as error:
            raise Damaged(error) from error


MEMORY = Path(":memory:")
"""In place of a path: an empty store that is nowhere, if it is opened as `scratch`."""


@contextlib.contextmanager
def open_store(
    path: Path, *, create: bool = False, scratch: bool = False, migrations: "Migrations | None" = None
) -> Iterator[Store]:
    """The store in the file at `path`, migrated to this version; a copy of an older file is kept beside it.

    `create` makes a missing file (and its folder). `scratch` works on a copy in memory: nothing is written.
    Raises StoreError or StoreFull in words; whatever SQLite says while the store is in use becomes one, too.
    """
    with storage_errors(path):
        with file_errors(path):
            connection = _scratch(path) if scratch else connect(path, create=create)
        with contextlib.closing(connection), _damage_told(connection):
            if migrations or connection.execute("pragma user_version").fetchone()[0] != NEWEST:
                from aggregator.store import migrating  # loads a library that is needed at no other time

                migrating.migrate(connection, path, keep_copy=not scratch, migrations=migrations)
            connection.execute("pragma foreign_keys = on")  # not before: a migration may put a table in another's place
            if create:
                connection.execute("pragma journal_mode = wal")  # readers and a fetch at once; stays with the file
            yield Store(connection)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keeps other fetches away from the database at `path`; ends with the process, however that ends.

    Raises Locked at once when another one holds it.
    """
    with file_errors(path):
        _look(path, create=True)
        real = path.resolve()
        handle = os.open(real.with_name(real.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        with file_errors(path):
            _take(handle)
        with contextlib.suppress(OSError):  # the number is only for people: a full disk must not stop the lock
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
        raise Locked(_("Another agg fetch is running (process {owner}).").format(owner=owner)) from None


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """The database in the file at `path`, of whatever version; StoreError when it is missing or not agg's."""
    _look(path, create=create)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, factory=_Connection)
    try:
        _check_ours(connection, path)
        connection.execute("pragma synchronous = normal")
    except BaseException:
        connection.close()
        raise
    return connection


def missing(path: Path) -> StoreError:
    """What is said of a database that nobody has made yet."""
    return StoreError(_("There is no database {path} yet. Run agg fetch first.").format(path=path))


def _look(path: Path, *, create: bool) -> None:
    """Refuses what is no file, and a missing file unless it may be created; then its folder is made."""
    if path.is_dir():
        raise StoreError(_("{path} is a folder, not a database. Name a file with --db.").format(path=path))
    if path.exists():
        if not path.is_file():
            raise StoreError(_("{path} is no ordinary file. Name another one with --db.").format(path=path))
    elif create:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        raise missing(path)


def _scratch(path: Path) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if path != MEMORY and path.exists():
            with contextlib.closing(connect(path)) as source:
                source.backup(memory)
    except BaseException:
        memory.close()
        raise
    return memory


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Reads before anything is written, so that a file that is not ours stays as it is."""
    # A first run of an early agg may have ended just after the library made its own table.
    foreign = "select count(*) from sqlite_schema where tbl_name <> '_sqlite_migrations'"
    [tables] = connection.execute(foreign).fetchone()
    [owner] = connection.execute("pragma application_id").fetchone()
    if (tables or owner) and owner != APPLICATION_ID:
        raise StoreError(
            _("{path}: is the database of another program. Name another file with --db.").format(path=path)
        )


@contextlib.contextmanager
def _damage_told(connection: sqlite3.Connection) -> Iterator[None]:
    """Whoever stumbles over what was read hears of the damage if there is any: then it is no mistake in agg."""
    try:
        yield
    except STUMBLES:
        from aggregator.store.copying import check

        check(connection)
        raise
