"""The command `agg`: assembles its commands, and turns errors into messages and exit codes."""

import errno
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from aggregator import __version__
from aggregator.cli import backup, comments, demo, digest, fetch, mark, needs_comments, posts, speech, status, why
from aggregator.cli.call import Call
from aggregator.cli.options import Color, GlobalOptions, Language, OptionalSince, OptionalWeek
from aggregator.core.errors import AggError, ConfigError, StoreFull
from aggregator.core.language import _

BUG = 70
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "?")
TERMINATED = 128 + signal.SIGTERM

app = typer.Typer(
    name="agg",
    cls=GlobalOptions,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 all blogs failed, 2 wrong use, 75 try again later, 78 feeds.toml or agg.db unusable.",
)
app.command("fetch", cls=OptionalSince)(fetch.fetch)
app.command("digest", cls=OptionalWeek)(digest.digest)
app.command("needs-comments")(needs_comments.needs_comments)
app.command("posts", cls=OptionalWeek)(posts.posts)
app.command("comments", cls=OptionalWeek)(comments.comments)
app.command("why")(why.why)
app.command("mark")(mark.mark)
app.command("status")(status.status)
app.command("backup")(backup.backup)
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"agg {__version__}")
        raise typer.Exit


@app.callback()
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
        app(prog_name="agg")
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
