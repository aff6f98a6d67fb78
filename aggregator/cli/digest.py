"""`agg digest`: what was written in a week."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.options import CURRENT
from aggregator.cli.output import is_file, put
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.digest import Digest
    from aggregator.core.week import Week


class Form(StrEnum):
    """Output forms; each is a module of `render`."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    EMAIL = "email"
    ATOM = "atom"
    JSON = "json"


def digest(
    ctx: typer.Context,
    week: Annotated[
        str,
        typer.Option(
            "--week",
            metavar="[WEEK]",
            autocompletion=completing.weeks,
            help="Alone: the seven days up to now. Or last, this, -2, 2026-W47, a date in the week.",
        ),
    ] = CURRENT,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="From this date (or moment) on, instead of a week."),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this date.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How to print it.")] = Form.TERMINAL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file; - is the screen."),
    ] = None,
    facilitator: Annotated[
        bool,
        typer.Option("--facilitator", help="Also blogs in trouble, and commenters whom feeds.toml does not know."),
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Send it by mail, as [mail] in feeds.toml says; once.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --send: only say what would be sent, and to whom.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="With --send: although the week was sent before.")] = False,
) -> None:
    """Show what was written in a week. In numbers, first posts, what waits for an answer, all posts, who was silent.

    Examples: agg digest · agg digest --week last --format markdown -o week.md
    """
    from aggregator.core.week import parse_week, parse_window

    call: Call = ctx.obj
    zone = call.course.timezone
    if (since or until) and week != CURRENT:
        raise UsageError(_("Give either --week or --since and --until."))
    chosen = parse_window(since, until, call.now, zone) if since or until else parse_week(week, call.now, zone)
    _refuse_wrong_options(form, output, send=send, dry_run=dry_run, again=again)
    found = _read(call, chosen)
    if send:
        _send(call, found, facilitator=facilitator, dry_run=dry_run, again=again)
    elif form is Form.TERMINAL and not is_file(output):
        from aggregator.render import terminal

        call.show(lambda width: terminal.digest(found, width, facilitator=facilitator))
    else:
        put(_text(call, found, form, facilitator=facilitator), output)


def _refuse_wrong_options(form: Form, output: Path | None, *, send: bool, dry_run: bool, again: bool) -> None:
    if (dry_run or again) and not send:
        raise UsageError(_("{option} goes with --send.").format(option="--dry-run" if dry_run else "--again"))
    if send and (form is not Form.TERMINAL or output is not None):
        raise UsageError(_("Give either --send, or --format and --output."))


def _read(call: Call, week: "Week") -> "Digest":
    from aggregator import report

    with call.store() as store:
        return report.week_digest(call.course, store, week, call.now)


def _send(call: Call, found: "Digest", *, facilitator: bool, dry_run: bool, again: bool) -> None:
    from aggregator.cli import send

    if dry_run:
        send.rehearse(call, found, facilitator=facilitator)
    else:
        send.send(call, found, facilitator=facilitator, again=again)


def _text(call: Call, found: "Digest", form: Form, *, facilitator: bool) -> str:
    match form:
        case Form.TERMINAL:
            from aggregator.render import terminal

            return terminal.digest(found, 80, facilitator=facilitator).plain + "\n"
        case Form.EMAIL:
            from aggregator.cli import send

            return send.printed(call, found, facilitator=facilitator)
        case Form.MARKDOWN | Form.HTML:
            module = import_module(f"aggregator.render.{form}")
            return str(module.digest(found, facilitator=facilitator))
    return str(import_module(f"aggregator.render.{form}").digest(found))
