"""`agg network`: who has answered whom."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group
from aggregator.cli.output import is_file, put
from aggregator.core.errors import UsageError
from aggregator.core.language import _

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
        Form | None,
        typer.Option(
            "--format",
            help="A list, for spreadsheets, for Gephi, a picture, or for programs. Else as FILE is named; or a list.",
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group",
            metavar="TAG",
            autocompletion=completing.tags,
            help="Only comments on posts of those with this tag.",
        ),
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
    if json and form not in (None, Form.JSON):
        raise UsageError(_("Give either --json or --format {form}.").format(form=form))
    chosen = None if group is None else {one.name for one in in_group(call.course, group).participants}
    with call.store() as store:
        found = report(call.course, store, call.now, only=chosen)
    wanted = Form.JSON if json else form or _named(output)
    if wanted is Form.TABLE and not is_file(output):
        from aggregator.render import terminal

        call.show(lambda width: terminal.network(found, width), lambda: _table(call, found))
    else:
        put(_table(call, found) if wanted is Form.TABLE else _text(found, wanted), output)


def _named(output: Path | None) -> Form:
    """The form that the file's name tells; else the list."""
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return Form(ending) if ending in [*Form] else Form.TABLE


def _table(call: Call, found: "Network") -> str:
    from aggregator.render import tsv

    return tsv.network(found, call.course.timezone)


def _text(found: "Network", form: Form) -> str:
    from importlib import import_module

    text: str = import_module(f"aggregator.render.{form}").network(found)
    return text
