"""`agg fetch`: polls the blogs and keeps what is new."""

import sys
from contextlib import nullcontext
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.asking import exchange
from aggregator.cli.call import Call
from aggregator.cli.choose import names
from aggregator.cli.keeping import is_over
from aggregator.cli.options import parse_since
from aggregator.cli.progress import progress
from aggregator.core.errors import Locked
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.model import Poll
    from aggregator.store import Store


class FailOn(StrEnum):
    """Which failures make the exit code 1."""

    ALL = "all"
    ANY = "any"


def fetch(
    ctx: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Only this participant; can be given again.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Ask now for everything, whatever pause is in force.")] = False,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar="[SINCE]", help="Also older posts: back to a day (2026-08-31), else all."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask the blogs, but store nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per blog and line, then a summary.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 when all blogs fail, or when any does.")
    ] = FailOn.ALL,
) -> None:
    """Read the blogs and keep what is new. Made for cron: says something only when a blog's state changes.

    Examples: agg fetch · agg fetch --only "Kari Nordmann" --force -v · agg fetch --history 2026-08-31
    """
    call: Call = ctx.obj
    since = parse_since(history) if history is not None else None
    try:
        if is_over(call, dry_run=dry_run):
            return
        wanted = names(call.course, only or [])
        polls = poll_blogs(call, wanted, force=force, history=since, dry_run=dry_run, json=json)
    except Locked as error:
        call.say(f"agg: {error}", level=0 if sys.stderr.isatty() else 1)  # no news to cron
        raise typer.Exit(error.exit_code) from None
    if json:
        from aggregator.render import json as form

        typer.echo(form.summary(polls))
    else:
        _sum_up(call, polls, dry_run=dry_run)
        if not dry_run and any(poll.new for poll in polls):
            call.suggest(_("Next: agg needs-comments shows who waits for an answer, agg digest what was written."))
    # A blog in trouble has failed, also while it is left alone; one that was fine a moment ago has not.
    failed = [poll for poll in polls if poll.problem]
    if failed and (fail_on is FailOn.ANY or len(failed) == len(polls)):
        raise typer.Exit(1)


def poll_blogs(
    call: Call,
    only: list[str],
    *,
    force: bool = False,
    history: date | None = None,
    dry_run: bool = False,
    json: bool = False,
) -> "list[Poll]":
    """Runs a fetch and tells of it on the way; Locked when another one is running."""
    from aggregator import fetch as polling
    from aggregator.store import lock, open_store

    course = call.course
    path = call.db_path
    polls: list[Poll] = []
    try:
        with (
            nullcontext() if dry_run else lock(path),
            open_store(path, create=not dry_run, scratch=dry_run) as store,
            exchange(course) as web,
            progress(call, len(only) or len(course.participants), json=json) as bar,
        ):
            found = polling.run(
                course,
                store,
                web,
                call.now,
                only=only,
                force=force,
                history=history,
                tell=bar.tell,
            )
            for poll in found:
                polls.append(poll)
                bar.advance()
                _tell(call, poll, json)
            if not dry_run:
                _draw_views(call, store)
    except KeyboardInterrupt:
        call.say(_("Stopped. What had arrived by then is kept."))
        raise typer.Exit(130) from None
    return polls


def _draw_views(call: Call, store: "Store") -> None:
    """For those who open the database with other programs."""
    from aggregator.report.views import draw

    draw(call.course, store, call.now)


def _tell(call: Call, poll: "Poll", json: bool) -> None:
    if json:
        from aggregator.render import json as form

        typer.echo(form.poll(poll))
        return
    from aggregator.render import words

    if poll.change:
        call.say(words.told(poll))
    elif call.verbosity >= 1:
        call.say(words.polled(poll, call.course.timezone))


def _sum_up(call: Call, polls: "list[Poll]", *, dry_run: bool) -> None:
    """One line for a person; cron gets none."""
    if not call.on_terminal and call.verbosity < 1:
        return
    problems = {poll.problem for poll in polls}
    if len(polls) > 1 and len(problems) == 1 and (problem := problems.pop()):
        call.say(problem)  # one and the same for all, as when this machine is offline
        return
    new, updated = sum(poll.new for poll in polls), sum(poll.updated for poll in polls)
    comments = sum(poll.comments for poll in polls)
    troubled = sum(bool(poll.problem) for poll in polls)
    rested = [poll for poll in polls if poll.status == "skipped" and not poll.problem]
    skipped, later = sum(bool(poll.wait_until) for poll in rested), sum(not poll.wait_until for poll in rested)
    parts = [
        ngettext("{count} new post", "{count} new posts", new).format(count=new),
        ngettext("{count} edited", "{count} edited", updated).format(count=updated) if updated else "",
        ngettext("{count} new comment", "{count} new comments", comments).format(count=comments) if comments else "",
        ngettext("{count} blog in trouble (agg status)", "{count} blogs in trouble (agg status)", troubled).format(
            count=troubled
        )
        if troubled
        else "",
        ngettext(
            "{count} asked a moment ago and left alone (--force asks)",
            "{count} asked a moment ago and left alone (--force asks)",
            skipped,
        ).format(count=skipped)
        if skipped
        else "",
        ngettext("{count} left for the next fetch", "{count} left for the next fetch", later).format(count=later)
        if later
        else "",
        _("nothing stored (--dry-run)") if dry_run else "",
    ]
    blogs = ngettext("{count} blog", "{count} blogs", len(polls)).format(count=len(polls))
    call.say(f"{blogs}: " + ", ".join(filter(None, parts)) + ".")
