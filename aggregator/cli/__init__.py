"""The command `agg`: assembles its commands, and turns errors into messages and exit codes."""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer._click.exceptions import UsageError
from typer.core import TyperCommand
from typer.main import get_command

from aggregator import __version__
from aggregator.cli import completing, speech, wording
from aggregator.cli.call import Call
from aggregator.cli.options import (
    HELP,
    WITH_VALUE,
    Color,
    Command,
    GlobalOptions,
    OptionalDays,
    OptionalSince,
    OptionalWeek,
    given,
    parse_language,
    stands_alone,
)
from aggregator.core.errors import AggError, ConfigError, StoreFull
from aggregator.core.language import _

BUG = 70
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "?")
TERMINATED = 128 + signal.SIGTERM

COMMANDS: dict[str, type[TyperCommand]] = {
    "fetch": OptionalSince,
    "digest": OptionalWeek,
    "needs-comments": Command,
    "posts": OptionalWeek,
    "comments": OptionalWeek,
    "assign": Command,
    "people": OptionalDays,
    "network": Command,
    "site": Command,
    "init": Command,
    "add": Command,
    "remove": Command,
    "import": Command,
    "export": Command,
    "moved": Command,
    "check": Command,
    "forget": Command,
    "why": Command,
    "mark": Command,
    "status": Command,
    "backup": Command,
    "schedule": Command,
    "demo": Command,
    "help": Command,
}
"""Each is the function of its name in the module of its name; Python wants `import_` for import."""

EVERY_DAY = ("fetch", "needs-comments", "digest", "posts", "comments", "people", "network", "assign", "why", "mark")
COURSE = ("init", "add", "remove", "import", "export", "moved", "forget", "site")
MACHINE = ("check", "status", "schedule", "backup", "demo", "help")


class _Agg(GlobalOptions):
    """The command line as a whole."""

    def groups(self) -> dict[str, Sequence[str]]:
        """What somebody does every day, what changes the course, and what runs it."""
        return {
            _("Every day"): EVERY_DAY,
            _("The course and its people"): COURSE,
            _("For whoever runs the machine"): MACHINE,
        }


def assemble(words: Sequence[str]) -> typer.Typer:
    """The command line with those of its commands that these words can mean, for loading them all takes time."""
    app = typer.Typer(
        name="agg",
        cls=_Agg,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": list(HELP)},
        epilog="agg help COMMAND says more; so do agg help exit-codes, agg help config and agg help weeks.",
    )
    app.callback()(agg)
    for name in _meant(words):
        function = name.replace("-", "_") + "_" * iskeyword(name)
        app.command(name, cls=COMMANDS[name])(getattr(import_module(f"{__name__}.{function}"), function))
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
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            envvar="AGG_LANG",
            metavar="<en|nb>",
            parser=parse_language,
            autocompletion=lambda: ["en", "nb"],
            help="Language of the output.",
        ),
    ] = None,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say what came of each blog.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    color: Annotated[
        Color, typer.Option("--color", envvar="AGG_COLOR", help="Colours and the layout for terminals.")
    ] = Color.AUTO,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version of agg.")
    ] = False,
) -> None:
    """See which posts of a blogging course nobody has answered yet, and what was written each week.

    Examples: agg fetch · agg needs-comments · agg digest --week last · agg add kari.example --name "Kari Nordmann"
    """
    del version
    if lang:
        speech.choose(lang)
    ctx.obj = Call(config, db, lang, -1 if quiet else verbose, color)


def main() -> NoReturn:
    """Runs `agg` with the words of the command line and ends the program with its exit code."""
    _prepare()
    words = sys.argv[1:]
    if os.environ.get(completing.VARIABLE) == "complete_bash":
        completing.quote_for_bash()
    _choose_language(words)
    try:
        code = wording.translate(get_command(assemble(words)))(prog_name="agg", standalone_mode=False)
    except UsageError as error:
        typer.echo(wording.complaint(error), err=True)
        sys.exit(error.exit_code)
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
    sys.exit(code or 0)


def _prepare() -> None:
    """Signals and streams, whatever the surroundings have made of them."""
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup has said otherwise
        signal.signal(signal.SIGHUP, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # Closed by the caller: agg digest >&-
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115


def _choose_language(words: Sequence[str]) -> None:
    """For what is said before options and feeds.toml have been read: help, and what is wrong with either."""
    wish = speech.known(given(words, "--lang")) or speech.known(os.environ.get("AGG_LANG"))
    config = given(words, "--config", "-c") or os.environ.get("AGG_CONFIG")
    call = Call(Path(config) if config else None, None, wish, 0, Color.AUTO)
    with suppress(AggError, OSError, RuntimeError):  # no feeds.toml, folders that may not be entered, no home
        wish = wish or speech.of_course(call.config_path)
    speech.choose(wish)


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
