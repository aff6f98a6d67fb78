"""`agg comments`: who has commented on what."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group, names, only, posts_at

if TYPE_CHECKING:
    from aggregator.render.lines import Page


def comments(
    ctx: typer.Context,
    participant: Annotated[
        list[str] | None,
        typer.Option(
            "--participant",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Only on this participant's posts; can be given again.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="NAME",
            autocompletion=completing.everybody,
            help="Only by this participant or facilitator; can be given again.",
        ),
    ] = None,
    tag: Annotated[
        str | None,
        typer.Option(
            "--tag", metavar="TAG", autocompletion=completing.tags, help="Only on posts of those with this tag."
        ),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar="[WEEK]",
            autocompletion=completing.weeks,
            help="Only comments written in a week; see agg digest --help.",
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="POST", help="Only on the post at this address, of whatever time.")
    ] = None,
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Only by people whom feeds.toml does not know.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those older than the time for which posts are watched.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List comments, newest first, and who wrote them. Those of the time for which posts are watched, or of one week.

    A name that feeds.toml does not know can become an alias of a participant there, or a facilitator.

    Examples: agg comments --week last · agg comments --by "Kari Nordmann" --all · agg comments --unmatched
    """
    from aggregator import report
    from aggregator.core.week import parse_week

    call: Call = ctx.obj
    course = in_group(only(call.course, participant or []), tag)
    writers = names(call.course, by or [], facilitators=True)
    chosen = parse_week(week, call.now, course.timezone) if week is not None else None
    with call.store() as store:
        posts = posts_at(call.course, store, on) if on is not None else None
        # Who commented is decided by the whole course, whosever posts are listed.
        found = report.comments(
            call.course, store, call.now, on=posts, week=chosen, everything=everything, unmatched=unmatched
        )
    bloggers = {p.name for p in course.participants}
    found = [one for one in found if one.post.participant in bloggers and (not writers or one.who.name in writers)]
    if json:
        from aggregator.render import json as form

        typer.echo(form.comments(found), nl=False)
        return

    def on_terminal(width: int) -> "Page":
        from aggregator.render import terminal

        return terminal.comments(found, course.timezone, width)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.comments(found, course.timezone)

    call.show(on_terminal, piped)
