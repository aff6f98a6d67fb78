"""`agg network`: who has answered whom."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli.call import Call
from aggregator.cli.choose import in_group
from aggregator.cli.output import is_file, put

if TYPE_CHECKING:
    from aggregator.core.network import Network


class Form(StrEnum):
    """Output forms; each is a module of `render`, but for the table, which is a list."""

    TABLE = "table"
    CSV = "csv"
    GRAPHML = "graphml"
    SVG = "svg"
    JSON = "json"


def network(
    ctx: typer.Context,
    form: Annotated[
        Form, typer.Option("--format", help="A list, a table for spreadsheets, Gephi, a picture, or for programs.")
    ] = Form.TABLE,
    group: Annotated[
        str | None, typer.Option("--group", metavar="TAG", help="Only comments on posts of those with this tag.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file; - is the screen."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs; the same as --format json.")] = False,
) -> None:
    """Show who has answered whom. Each comment on somebody else's post counts; links in texts do not.

    Examples: agg network · agg network --format svg -o network.svg · agg network --format graphml -o network.graphml
    """
    from aggregator.report.people import network as report

    call: Call = ctx.obj
    chosen = None if group is None else {one.name for one in in_group(call.course, group).participants}
    with call.store() as store:
        found = report(call.course, store, call.now, only=chosen)
    wanted = Form.JSON if json else form
    if wanted is Form.TABLE and not is_file(output):
        from aggregator.render import terminal

        call.show(lambda width: terminal.network(found, width), lambda: _table(call, found))
    else:
        put(_table(call, found) if wanted is Form.TABLE else _text(found, wanted), output)


def _table(call: Call, found: "Network") -> str:
    from aggregator.render import tsv

    return tsv.network(found, call.course.timezone)


def _text(found: "Network", form: Form) -> str:
    from importlib import import_module

    text: str = import_module(f"aggregator.render.{form}").network(found)
    return text
