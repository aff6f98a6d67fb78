"""How far it is, on stderr, while a person waits; nothing anywhere else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aggregator.cli.call import Call
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from rich.progress import Progress


class NoProgress:
    """Nobody waits who would want to see how far it is."""

    def advance(self) -> None:
        """One blog more is done."""

    def tell(self, name: str, count: int) -> None:
        """So many older posts of a blog have been found so far."""


class _Bar(NoProgress):
    """A bar on stderr."""

    def __init__(self, bar: "Progress", total: int) -> None:
        self._bar = bar
        self._task = bar.add_task(_("Reading blogs"), total=total)

    def advance(self) -> None:
        self._bar.advance(self._task)

    def tell(self, name: str, count: int) -> None:
        from aggregator.core.text import safe

        text = ngettext("{name}: {count} older post", "{name}: {count} older posts", count)
        self._bar.update(self._task, description=safe(text.format(name=name, count=count)))


@contextmanager
def progress(call: Call, total: int, *, json: bool = False) -> Iterator[NoProgress]:
    """A bar over so many blogs, unless there is nobody to see it or each blog is told of anyway."""
    if json or call.verbosity or not sys.stderr.isatty():
        yield NoProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, total)
