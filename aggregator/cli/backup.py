"""`agg backup`: a copy of the database, also while a fetch runs."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from aggregator.cli import speech
from aggregator.cli.call import Call
from aggregator.core.errors import ConfigError, UsageError
from aggregator.core.language import _


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to; an older backup there is replaced.")],
) -> None:
    """Copy the database to a file, also while a fetch runs. FILE gets its name when the copy is whole and checked.

    To go back to it, put it in the place of agg.db while no agg runs, and remove agg.db-wal if it is there.

    Examples: agg backup /backup/agg.db · agg backup "/backup/agg-$(date +%a).db"
    """
    from aggregator.store.backup import backup as copy

    call: Call = ctx.obj
    with suppress(ConfigError):  # a mistake in feeds.toml stops no backup
        speech.choose(call.language or call.course.language)
    target = _target(file, call.db_path)
    copy(call.db_path, target)
    call.say(_("The database is backed up in {path}.").format(path=target), level=0 if sys.stderr.isatty() else 1)


def _target(file: str, db: Path) -> Path:
    target = Path(file)
    if file == "-":
        raise UsageError(_("A backup goes into a file, not to the screen or a pipe. Name one."))
    if file.endswith("/") or os.path.isdir(target):  # noqa: PTH112, a path that cannot be is no folder either
        raise UsageError(
            _("{path} is a folder. Name a file in it, such as {suggestion}.").format(
                path=target, suggestion=target / f"{db.stem}-backup.db"
            )
        )
    return target
