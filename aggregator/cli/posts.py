"""`agg posts`: lists and searches what is stored."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group, only

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def posts(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Only posts with all these words; begin* finds beginnings."),
    ] = None,
    participant: Annotated[
        list[str] | None,
        typer.Option(
            "--participant",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Only this participant; can be given again.",
        ),
    ] = None,
    tag: Annotated[
        str | None,
        typer.Option("--tag", metavar="TAG", autocompletion=completing.tags, help="Only participants with this tag."),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar="[WEEK]",
            autocompletion=completing.weeks,
            help="Only posts of a week; see agg digest --help.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All posts, not only those being watched for answers.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List or search posts, newest first. Those being watched, those of one week, all, or all with certain words.

    Examples: agg posts · agg posts --participant "Kari Nordmann" --all · agg posts personvern
    """
    from aggregator import report
    from aggregator.core.week import parse_week

    call: Call = ctx.obj
    course = in_group(only(call.course, participant or []), tag)
    chosen = parse_week(week, call.now, course.timezone) if week else None
    with call.store() as store:
        found = list(
            report.posts(
                course,
                store,
                call.now,
                words=" ".join(words or []),
                week=chosen,
                everything=everything,
                whole=call.course,
            )
        )
    if json:
        from aggregator.render import json as form

        typer.echo(form.posts(found), nl=False)
        return

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.posts(found, course.timezone, width)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.posts(found, course.timezone)

    call.show(on_terminal, piped)
