"""`agg status`: how reading each blog goes."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli.call import Call

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def status(
    ctx: typer.Context,
    comments: Annotated[
        bool, typer.Option("--comments", help="Also where each blog's comments are known from.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show how reading each blog goes. When it was last read, what is wrong and since when, where it has moved to."""
    from aggregator import report
    from aggregator.store import open_store

    call: Call = ctx.obj
    zone = call.course.timezone
    with open_store(call.db_path, scratch=not call.db_path.exists()) as store:  # before the first fetch: nothing yet
        found = report.status(call.course, store, call.now)
    if json:
        from aggregator.render import json as form

        typer.echo(form.status(found), nl=False)
        return

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.status(found, zone, width, comments=comments)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.status(found, zone, comments=comments)

    call.show(on_terminal, piped)
