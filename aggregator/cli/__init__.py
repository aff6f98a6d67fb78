"""The command `agg`: assembles its commands, and turns errors into messages and exit codes."""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.core import TyperCommand

from aggregator import __version__
from aggregator.cli import speech
from aggregator.cli.call import Call
from aggregator.cli.options import (
    HELP,
    WITH_VALUE,
    Color,
    GlobalOptions,
    Language,
    OptionalDays,
    OptionalSince,
    OptionalWeek,
    stands_alone,
)
from aggregator.core.errors import AggError, ConfigError, StoreFull
from aggregator.core.language import _

BUG = 70
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "?")
EXIT_CODES = "0 done, 1 all blogs failed, 2 wrong use, 75 try again later, 78 feeds.toml or agg.db unusable."
TERMINATED = 128 + signal.SIGTERM

COMMANDS: dict[str, type[TyperCommand] | None] = {
    "fetch": OptionalSince,
    "digest": OptionalWeek,
    "needs-comments": None,
    "posts": OptionalWeek,
    "comments": OptionalWeek,
    "assign": None,
    "people": OptionalDays,
    "network": None,
    "why": None,
    "mark": None,
    "status": None,
    "backup": None,
    "demo": None,
}
"""Each is the function of its name in the module of its name."""


def assemble(words: Sequence[str]) -> typer.Typer:
    """The command line with those of its commands that these words can mean, for loading them all takes time."""
    app = typer.Typer(
        name="agg",
        cls=GlobalOptions,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": list(HELP)},
        epilog=f"Exit codes: {EXIT_CODES}",
    )
    app.callback()(agg)
    for name in _meant(words):
        module = import_module(f"{__name__}.{name.replace('-', '_')}")
        app.command(name, cls=COMMANDS[name])(getattr(module, name.replace("-", "_")))
    return app


def _meant(words: Sequence[str]) -> Sequence[str]:
    """The command that is named; all of them where that is not certain, or none is."""
    left = list(words)
    while left:
        word = left.pop(0)
        if word in WITH_VALUE:
            del left[:1]
        elif not stands_alone(word):
            return [word] if word in COMMANDS else list(COMMANDS)
    return list(COMMANDS)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"agg {__version__}")
        raise typer.Exit


def agg(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", envvar="AGG_CONFIG", readable=False, help="The course's feeds.toml."),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option("--db", envvar="AGG_DB", help="The database; agg.db beside feeds.toml unless given."),
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", envvar="AGG_LANG", help="Language of the output.")] = None,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say what came of each blog.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    color: Annotated[
        Color, typer.Option("--color", envvar="AGG_COLOR", help="Colours and the layout for terminals.")
    ] = Color.AUTO,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version of agg.")
    ] = False,
) -> None:
    """See which posts of a blogging course nobody has answered yet, and what was written each week."""
    del version
    speech.choose(lang)
    ctx.obj = Call(config, db, lang, -1 if quiet else verbose, color)


def main() -> NoReturn:
    """Runs `agg` with the words of the command line and ends the program with its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup has said otherwise
        signal.signal(signal.SIGHUP, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # Closed by the caller: agg digest >&-
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    speech.choose()
    try:
        assemble(sys.argv[1:])(prog_name="agg")
    except AggError as error:
        _report(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            _crash()
        print(f"agg: {error.strerror}", file=sys.stderr)  # noqa: T201
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what could not be written is given up
        sys.exit(StoreFull.exit_code)
    except Exception:
        _crash()
    sys.exit(0)


def _crash() -> NoReturn:
    """A mistake of ours, told with all that helps to mend it; text from feeds may be in it."""
    import traceback

    for line in traceback.format_exc().splitlines():
        print(line.translate(CONTROLS), file=sys.stderr)  # noqa: T201
    print(_("This is a mistake in agg itself. Please report it with the lines above."), file=sys.stderr)  # noqa: T201
    sys.exit(BUG)


def _report(error: AggError) -> None:
    """One line for each problem."""
    for line in error.problems if isinstance(error, ConfigError) else [str(error)]:
        print(f"agg: {line}", file=sys.stderr)  # noqa: T201


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)
