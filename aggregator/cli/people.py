"""`agg people`: what part each participant takes."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group
from aggregator.cli.options import parse_silent

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def people(
    ctx: typer.Context,
    silent: Annotated[
        str | None,
        typer.Option(
            "--silent",
            metavar="[DAYS]",
            help="Only those of whom nothing was heard for so many days; without DAYS, as feeds.toml says (14).",
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="TAG", autocompletion=completing.tags, help="Only participants with this tag."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show what part each participant takes. Posts, comments received and given, answers, who is new, silent or lost.

    Received are comments by others, given those on others' posts. Below: how the course is answered, week by week.

    Examples: agg people · agg people --silent · agg people --group kommune
    """
    from aggregator.report.people import people as report

    call: Call = ctx.obj
    course = call.course
    chosen = None if group is None else {one.name for one in in_group(course, group).participants}
    days = parse_silent(silent, course.silent_days) if silent is not None else None
    with call.store() as store:
        found = report(course, store, call.now, only=chosen)
    if days is not None:
        from aggregator.core.record import replace

        quiet = (one for one in found.people if one.silent_days is not None and one.silent_days >= days)
        found = replace(found, people=tuple(quiet))
    if json:
        from aggregator.render import json as form

        typer.echo(form.people(found), nl=False)
        return

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.people(found, course.timezone, width, alone=days is not None)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.people(found, course.timezone)

    call.show(on_terminal, piped)
