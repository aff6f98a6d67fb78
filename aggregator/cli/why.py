"""`agg why`: why a post stands where it stands."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import one_post, only

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def why(
    ctx: typer.Context,
    post: Annotated[str, typer.Argument(metavar="POST", help="The address of the post.")],
    participant: Annotated[
        str | None,
        typer.Option(
            "--participant",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Whose, where several have one address.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show why a post is listed or not. The verdict, what each source said and when, and every comment.

    POST may also be the address of a comment on it.

    Examples: agg why https://kari.example/hello/
    """
    from aggregator import report

    call: Call = ctx.obj
    course = call.course
    with call.store() as store:
        chosen = one_post(only(course, [participant] if participant else []), store, post)
        found = report.explain(course, store, call.now, chosen)
    if json:
        from aggregator.render import json as form

        typer.echo(form.why(found), nl=False)
        return
    from aggregator.render import verdicts

    zone, outside = course.timezone, verdicts.outside(found.post, course, call.now)

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.why(found, zone, width, outside)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.why(found, zone, outside)

    call.show(on_terminal, piped)
