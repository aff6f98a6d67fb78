"""`agg posts`: lists and searches what is stored."""

from typing import Annotated

import typer

from aggregator import report
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group, only
from aggregator.core.week import parse_week


def posts(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Only posts with all these words; begin* finds beginnings."),
    ] = None,
    participant: Annotated[
        list[str] | None,
        typer.Option("--participant", metavar="NAME", help="Only this participant; can be given again."),
    ] = None,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only participants with this tag.")] = None,
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="[WEEK]", help="Only posts of a week; see agg digest --help."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All posts, not only those being watched for answers.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List or search posts, newest first. Those being watched, those of one week, all, or all with certain words.

    Examples: agg posts · agg posts --participant "Kari Nordmann" --all · agg posts personvern
    """
    call: Call = ctx.obj
    course = in_group(only(call.course, participant or []), tag)
    chosen = parse_week(week, call.now, course.timezone) if week else None
    with call.store() as store:
        found = list(
            report.posts(course, store, call.now, words=" ".join(words or []), week=chosen, everything=everything)
        )
    if json:
        from aggregator.render import json as form

        typer.echo(form.posts(found), nl=False)
        return
    from aggregator.render import terminal, tsv

    call.show(lambda width: terminal.posts(found, course.timezone, width), lambda: tsv.posts(found, course.timezone))
