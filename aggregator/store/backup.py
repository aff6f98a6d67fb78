"""A backup of the database in a file that a person names: a new one, or an older backup, and nothing else."""

import contextlib
from pathlib import Path

from aggregator.core.errors import UsageError
from aggregator.core.language import _
from aggregator.store.copying import draft, put
from aggregator.store.files import connect, missing
from aggregator.store.problems import copy_errors, file_errors, storage_errors
from aggregator.store.version import APPLICATION_ID

CHANGES = ("-wal", "-journal")
"""Where SQLite keeps what has to be done yet to a file. It would do it to any other file of that name, too."""


def backup(path: Path, target: Path) -> None:
    """Copies the database at `path`, of whatever version, to the file `target`, while others may read and write it.

    Waits for no writer and stops none. Until the copy is whole and checked, `target` stays as it is. Raises UsageError
    for a target that cannot be, StoreError for a database that cannot be copied, StoreFull when there is no room.
    """
    with storage_errors(path):
        with file_errors(path):
            source = connect(path)
        with contextlib.closing(source):
            if not source.execute("pragma application_id").fetchone()[0]:
                raise missing(path)
            with copy_errors(target):
                real = target.resolve()
                _refuse_place(path.resolve(), real)
                _refuse_content(real)
            with draft(source, path, real) as made:
                put(made, real)


def _refuse_place(own: Path, target: Path) -> None:
    if not target.parent.is_dir():
        raise UsageError(
            _("There is no folder {path}. Make it, or see whether its disk is connected.").format(path=target.parent)
        )
    if target.exists() and not target.is_file():
        raise UsageError(_("{path} is no ordinary file. Name another one.").format(path=target))
    is_own = target.exists() and target.samefile(own)
    if is_own or target in [own.with_name(own.name + more) for more in (*CHANGES, "-shm", ".lock")]:
        raise UsageError(_("{path} belongs to the database itself. Name another file.").format(path=target))


def _refuse_content(target: Path) -> None:
    """Keeps what is no backup, and keeps the backup from changes that were meant for another file of its name."""
    if target.exists() and not _is_backup(target):
        raise UsageError(
            _("{path} is no backup made by agg and stays as it is. Name another file, or move it away.").format(
                path=target
            )
        )
    for beside in (target.with_name(target.name + more) for more in CHANGES):
        if beside.exists() and beside.stat().st_size:
            raise UsageError(
                _("{path} belongs to a database that was here before. Move it away, or name another file.").format(
                    path=beside
                )
            )


def _is_backup(path: Path) -> bool:
    """Whether it is a copy that agg has made, or empty. In a database that agg works with the second part differs.

    The places are those of https://www.sqlite.org/fileformat.html#the_database_header.
    """
    with path.open("rb") as file:
        head = file.read(100)
    parts = (head[:16], head[18:20], head[68:72])
    return not head or parts == (b"SQLite format 3\0", b"\1\1", APPLICATION_ID.to_bytes(4, "big"))
