"""`agg assign`: who answers whom this week."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import in_group
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.core.round import Shown
    from aggregator.render.lines import Page


def assign(
    ctx: typer.Context,
    each: Annotated[int, typer.Option("--each", min=1, max=100, help="How many people answer each post.")] = 1,
    most: Annotated[int | None, typer.Option("--most", min=1, help="Nobody gets more posts than this.")] = None,
    within: Annotated[
        list[str] | None,
        typer.Option(
            "--within",
            metavar="TAG",
            autocompletion=completing.tags,
            help="Only among participants with this tag; can be given again.",
        ),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Only posts of the last so many days.")] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=999_999_999, help="Another number draws other lots among equals.")
    ] = 0,
    again: Annotated[bool, typer.Option("--again", help="Make this week's round anew.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Show who has done what of the last round.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show a new round, but remember nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Ask participants to answer what waits. A fair round for this week, remembered, so that the next is fair, too.

    Each waiting post gets somebody who is heard of; new bloggers' posts come first, nobody gets more than their share
    if that can be avoided, and nobody gets the same blogger again before all others. In the same week the same round
    is shown again.

    Examples: agg assign · agg assign --each 2 --within kommune --within skole · agg assign --check
    """
    from aggregator.core.week import week_of
    from aggregator.report.rounds import Rounds

    call: Call = ctx.obj
    if check and (again or dry_run or most or days or (each, seed) != (1, 0)):
        raise UsageError(_("--check shows a round that was made; only --within and --json go with it."))
    groups = _groups(call, within or [])
    with call.store() as store:
        rounds = Rounds(call.course, store, call.now)
        if check:
            _show_checked(call, rounds.newest(groups), json)
            return
        week = week_of(call.now.astimezone(call.course.timezone).date(), call.course.timezone).label
        kept = None if again or dry_run else rounds.kept_for(week, groups)
        found = kept or rounds.made(week, groups, each=each, most=most, seed=seed, days=days)
        if not kept and not dry_run and found.tasks:
            store.save_round(found.round)
    if kept:
        call.say(_("This week's round was made before, and is shown as it is. agg assign --again makes a new one."))
    _show(call, found, json)
    if dry_run:
        call.say(_("This round is only a try: it is not remembered."))


def _groups(call: Call, within: "Sequence[str]") -> list[str]:
    """The tags in the order of the alphabet, so that a round is known again; UsageError for one that nobody has."""
    for tag in within:
        in_group(call.course, tag)
    return sorted({tag.casefold() for tag in within})


def _show(call: Call, found: "Shown", json: bool) -> None:
    if json:
        from aggregator.render.json import rounds as form

        typer.echo(form.assigned(found), nl=False)
        return
    zone = call.course.timezone

    def on_terminal(width: int) -> "Page":
        from aggregator.render.terminal import rounds as form

        return form.assigned(found, zone, width)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.assigned(found, zone)

    call.show(on_terminal, piped)
    if not call.on_terminal:
        from aggregator.render import rounds as words

        for note in words.notes(found):
            call.say(note)


def _show_checked(call: Call, found: "Sequence[Shown]", json: bool) -> None:
    if json:
        from aggregator.render.json import rounds as form

        typer.echo(form.checked(found), nl=False)
        return
    zone = call.course.timezone

    def on_terminal(width: int) -> "Page":
        from aggregator.render.terminal import rounds as form

        return form.checked(found, zone, width)

    def piped() -> str:
        from aggregator.render import tsv

        return tsv.checked(found, zone)

    call.show(on_terminal, piped)
