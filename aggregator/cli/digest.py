"""`agg digest`: what was written in a week."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    JSON = "json"


def digest(
    ctx: typer.Context,
    week: Annotated[
        str,
        typer.Option(
            "--week",
            metavar="[WEEK]",
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
    found = _read(call, chosen)
    if form is Form.TERMINAL and not is_file(output):
        from aggregator.render import terminal

        call.show(lambda width: terminal.digest(found, width))
    else:
        put(_text(found, form), output)


def _read(call: Call, week: "Week") -> "Digest":
    from aggregator import report

    with call.store() as store:
        return report.week_digest(call.course, store, week, call.now)


def _text(found: "Digest", form: Form) -> str:
    if form is Form.MARKDOWN:
        from aggregator.render import markdown

        return markdown.digest(found)
    if form is Form.JSON:
        from aggregator.render import json

        return json.digest(found)
    from aggregator.render import terminal

    return terminal.digest(found, 80).plain + "\n"
