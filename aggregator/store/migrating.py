"""Brings a database of an older agg up to date, with a copy of it kept. The only door of sqlite-utils."""

import contextlib
import filecmp
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from aggregator.core.errors import StoreError
from aggregator.core.language import _
from aggregator.store import rows
from aggregator.store.copying import draft, put
from aggregator.store.files import connect
from aggregator.store.schema import MIGRATIONS


def migrate(
    connection: sqlite3.Connection, path: Path, *, keep_copy: bool, migrations: Migrations | None = None
) -> None:
    """Applies the migrations (agg's own unless given) that the database lacks; refuses one that has more of them."""
    migrations = migrations or MIGRATIONS
    newest = _known(migrations)
    if connection.execute("pragma user_version").fetchone()[0] > newest:
        raise StoreError(
            _("{path}: was written by a newer agg. Update agg, or name another file with --db.").format(path=path)
        )
    db = Database(connection, execute_plugins=False)
    if not migrations.pending(db):
        return
    with rows.transaction(connection):
        if keep_copy and 0 < len(migrations.pending(db)) < newest:  # asked again: another agg may have been quicker
            _keep_copy(path, newest)
        migrations.apply(db)


def _known(migrations: Migrations) -> int:
    """How many migrations this version of agg has: to an empty database all of them are news."""
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        return len(migrations.pending(Database(empty, execute_plugins=False)))


def _keep_copy(path: Path, newest: int) -> None:
    """Keeps the database as it is in `agg.db.before-4` beside it; in `agg.db.before-4.2` if there is another copy.

    A connection of its own reads it, for SQLite copies from none that holds the right to write.
    """
    real = path.resolve()
    first = real.with_name(f"{real.name}.before-{newest}")
    with contextlib.closing(connect(path)) as source, draft(source, real, first) as made:
        name, number = first, 1
        while name.exists() and not filecmp.cmp(made, name, shallow=False):
            number += 1
            name = first.with_name(f"{first.name}.{number}")
        put(made, name)
