"""`agg status`: how reading each blog goes."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli.call import Call
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.shown import BlogStatus
    from aggregator.render.lines import Page

_A_DAY = timedelta(days=1)


def status(
    ctx: typer.Context,
    comments: Annotated[
        bool, typer.Option("--comments", help="Also where each blog's comments are known from.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 when no blog has been read for a day; for monitoring.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show how reading each blog goes. When it was last read, what is wrong and since when, where it has moved to.

    Examples: agg status · agg status --comments · agg status --exit-code
    """
    from aggregator import report
    from aggregator.store import open_store

    call: Call = ctx.obj
    with open_store(call.db_path, scratch=not call.db_path.exists()) as store:  # before the first fetch: nothing yet
        found = report.status(call.course, store, call.now)
    _show(call, found, comments=comments, json=json)
    if exit_code and not any(one.blog.last_ok and call.now - one.blog.last_ok <= _A_DAY for one in found):
        call.say(_("No blog has been read for a day. See whether agg fetch is run, and what it says."))
        raise typer.Exit(1)


def _show(call: Call, found: "list[BlogStatus]", *, comments: bool, json: bool) -> None:
    if json:
        from aggregator.render import json as form

        typer.echo(form.status(found), nl=False)
        return
    zone = call.course.timezone

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.status(found, zone, width, comments=comments)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.status(found, zone, comments=comments)

    call.show(on_terminal, piped)
