"""What one call of agg works with: the course, the database, the clock, the language, and where its output goes."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from aggregator.cli import speech
from aggregator.cli.options import Color
from aggregator.core import language
from aggregator.core.errors import ConfigError, UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from aggregator.core.course import Course
    from aggregator.render.lines import Page
    from aggregator.store import Store


@dataclass
class Call:
    """The global options, and what they lead to. `verbosity`: -1 quiet, 0 usual, 1 more.

    `nobody_yet`: the command can do with a feeds.toml that has no participants yet.
    """

    config: Path | None
    db: Path | None
    language: str | None
    verbosity: int
    color: Color
    nobody_yet: bool = False

    @cached_property
    def now(self) -> datetime:
        """The moment of this call, to the second; AGG_NOW (ISO 8601) replaces the clock."""
        given = os.environ.get("AGG_NOW")
        if not given:
            return datetime.now(UTC).replace(microsecond=0)
        try:
            moment = datetime.fromisoformat(given)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            raise UsageError(
                _("AGG_NOW: “{text}” is no moment. Write it as 2026-11-22T12:00:00+01:00.").format(text=given)
            ) from None

    @cached_property
    def config_path(self) -> Path:
        """feeds.toml: as named, else here, else in the user's configuration folder."""
        if self.config:
            return self.config
        home = os.environ.get("XDG_CONFIG_HOME") or (Path.home() / ".config")
        places = [Path("feeds.toml"), Path(home) / "agg" / "feeds.toml"]
        for place in places:
            if place.exists():
                return place
        where = ", ".join(str(place) for place in places)
        raise ConfigError(
            [
                _(
                    "There is no feeds.toml (looked at {places}). Make one with agg init, or name it with --config."
                ).format(places=where)
            ]
        )

    @cached_property
    def course(self) -> "Course":
        """The course in feeds.toml; from here on agg speaks its language unless told otherwise."""
        from aggregator.comments import NAMES
        from aggregator.config import load_course

        course = load_course(self.config_path, comment_sources=NAMES, nobody_yet=self.nobody_yet)
        if course.language and not self.language and course.language != language.code():
            # What the file leaves out, and what is wrong with an address, is said in words: read again in its language.
            speech.choose(course.language)
            course = load_course(self.config_path, comment_sources=NAMES, nobody_yet=self.nobody_yet)
        return course

    @property
    def db_path(self) -> Path:
        """The database: as named, else agg.db beside feeds.toml."""
        return self.db or self.config_path.resolve().parent / "agg.db"

    def store(self) -> "AbstractContextManager[Store]":
        """The database for reading; StoreError when there is none yet."""
        from aggregator.store import open_store

        return open_store(self.db_path)

    @property
    def on_terminal(self) -> bool:
        """Whether a person reads stdout: then lists take the form for terminals."""
        return self.color is Color.ALWAYS or sys.stdout.isatty()

    def show(self, terminal: "Callable[[int], Page | Text]", piped: Callable[[], str] | None = None) -> None:
        """Data on stdout: laid out for a terminal's width, or for a pipe as `piped` has it (else 80 wide, plain)."""
        if not self.on_terminal:  # echo says at once when nobody reads any more, unlike sys.stdout.write
            typer.echo(piped() if piped else terminal(80).plain + "\n", nl=False)
            return
        console = self._console()
        console.print(terminal(console.width), soft_wrap=True)

    def _console(self) -> "Console":
        from rich.console import Console

        return Console(
            force_terminal=True if self.color is Color.ALWAYS else None,
            color_system=None if self.color is Color.NEVER else "auto",
            no_color=False if self.color is Color.ALWAYS else None,  # None: as NO_COLOR says
            markup=False,
            highlight=False,
            emoji=False,
        )

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can answer questions."""
        return self.verbosity >= 0 and sys.stdin.isatty() and sys.stderr.isatty()

    def suggest(self, step: str) -> None:
        """A next step, for a person alone: where stdout and stderr are terminals, and nobody asked for quiet."""
        if self.verbosity == 0 and sys.stdout.isatty() and sys.stderr.isatty():
            faint, end = (
                ("\x1b[2m", "\x1b[0m") if self.color is not Color.NEVER and not os.environ.get("NO_COLOR") else ("", "")
            )
            print(f"{faint}{step}{end}", file=sys.stderr)  # noqa: T201

    def say(self, message: str, level: int = 0) -> None:
        """A message on stderr, for those who asked for that much."""
        if message and self.verbosity >= level:
            print(message, file=sys.stderr)  # noqa: T201
