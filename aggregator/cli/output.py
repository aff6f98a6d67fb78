"""Where output goes that is more than a list: a file, whole or not at all, or stdout."""

import errno
import shutil
from pathlib import Path

import typer

from aggregator.core.errors import StoreFull, UsageError
from aggregator.core.language import _


def is_file(output: Path | None) -> bool:
    """Whether a file is meant; `-` is stdout."""
    return output is not None and str(output) != "-"


def put(text: str, output: Path | None) -> None:
    """The text in the file, or on stdout."""
    if output is not None and is_file(output):
        _write(output, text)
    else:
        typer.echo(text, nl=False)


def _write(path: Path, text: str) -> None:
    """A file is there whole or as it was: a reader never meets half a digest. Pipes and devices are written to."""
    import tempfile

    try:
        real = path.resolve()
        if real.exists() and not real.is_file():
            real.write_text(text, encoding="utf-8")
            return
        with tempfile.TemporaryDirectory(dir=real.parent, prefix=".agg-") as folder:
            draft = Path(folder, "draft")
            draft.write_text(text, encoding="utf-8")
            if real.exists():
                shutil.copymode(real, draft)
            draft.replace(real)
    except OSError as error:
        kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else UsageError
        raise kind(_("{path}: cannot be written ({reason}).").format(path=path, reason=error.strerror)) from error
