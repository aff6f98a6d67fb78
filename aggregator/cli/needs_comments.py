"""`agg needs-comments`: the posts that nobody has answered yet."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group, names

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def needs_comments(
    ctx: typer.Context,
    new: Annotated[bool, typer.Option("--new", help="Only posts of new bloggers.")] = False,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="TAG", autocompletion=completing.tags, help="Only participants with this tag."),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Only posts of the last so many days.")] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="NAME",
            autocompletion=completing.everybody,
            help="Only what this participant or facilitator could answer.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many waiting posts.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the posts that nobody has answered. Most urgent first; apart from them those nobody can tell about.

    First come the first posts of new bloggers, then their other posts, then those whose blogger has the fewest posts
    with comments, then the oldest. With --for, posts of those who have answered NAME come first.

    Examples: agg needs-comments · agg needs-comments --new --limit 5 · agg needs-comments --for "Kari Nordmann"
    """
    from aggregator import report

    call: Call = ctx.obj
    course = in_group(call.course, group)
    [who] = names(call.course, [reader], facilitators=True) if reader is not None else [None]
    with call.store() as store:
        found = report.needs_comments(course, store, call.now, days=days, only_new=new, reader=who, whole=call.course)
    if limit:
        from aggregator.core.record import replace

        found = replace(found, waiting=found.waiting[:limit], more=len(found.waiting[limit:]))
    if json:
        from aggregator.render import json as form

        typer.echo(form.needs_comments(found), nl=False)
        return

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.needs_comments(found, course.timezone, width)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.needs_comments(found, course.timezone)

    call.show(on_terminal, piped)
