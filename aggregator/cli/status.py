"""`agg status`: how reading each blog goes."""

from typing import Annotated

import typer

from aggregator import report
from aggregator.cli.call import Call


def status(
    ctx: typer.Context,
    comments: Annotated[
        bool, typer.Option("--comments", help="Also where each blog's comments are known from.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show how reading each blog goes. When it was last read, what is wrong and since when, where it has moved to."""
    from aggregator.store import open_store

    call: Call = ctx.obj
    zone = call.course.timezone
    with open_store(call.db_path, scratch=not call.db_path.exists()) as store:  # before the first fetch: nothing yet
        found = report.status(call.course, store, call.now)
    if json:
        from aggregator.render import json as form

        typer.echo(form.status(found), nl=False)
        return
    from aggregator.render import terminal, tsv

    call.show(
        lambda width: terminal.status(found, zone, width, comments=comments),
        lambda: tsv.status(found, zone, comments=comments),
    )
