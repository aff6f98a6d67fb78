"""`agg why`: why a post stands where it stands."""

from typing import Annotated

import typer

from aggregator import report
from aggregator.cli.call import Call
from aggregator.cli.choose import one_post, only


def why(
    ctx: typer.Context,
    post: Annotated[str, typer.Argument(metavar="POST", help="The address of the post.")],
    participant: Annotated[
        str | None, typer.Option("--participant", metavar="NAME", help="Whose, where several have one address.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show why a post is listed or not. The verdict, what each source said and when, and every comment.

    POST may also be the address of a comment on it.

    Examples: agg why https://kari.example/hello/
    """
    call: Call = ctx.obj
    course = call.course
    with call.store() as store:
        chosen = one_post(only(course, [participant] if participant else []), store, post)
        found = report.explain(course, store, call.now, chosen)
    if json:
        from aggregator.render import json as form

        typer.echo(form.why(found), nl=False)
        return
    from aggregator.render import terminal, tsv, verdicts

    zone, outside = course.timezone, verdicts.outside(found.post, course, call.now)
    call.show(lambda width: terminal.why(found, zone, width, outside), lambda: tsv.why(found, zone, outside))
