"""`agg add`: a participant joins the course."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.asking import exchange
from aggregator.cli.call import Call
from aggregator.cli.choose import comment_source
from aggregator.cli.feedsfile import change
from aggregator.cli.joining import joining, participant_of, was_forgotten
from aggregator.cli.questions import ask
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.course import Participant
    from aggregator.core.joining import Joining


def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The address of the blog, or of its feed.")],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What the participant is called.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", autocompletion=completing.tags, help="A tag of theirs; can be given again."
        ),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME", help="Another name they comment under; can be given again."),
    ] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="NAME", help="Only the posts in this category.")
    ] = None,
    comments: Annotated[
        str,
        typer.Option(
            "--comments",
            metavar="SOURCE",
            autocompletion=completing.sources,
            help="Where agg learns of comments; none: do not ask.",
        ),
    ] = "auto",
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not look at the blog; take the address as it is.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at the blog, but change nothing.")] = False,
) -> None:
    """Add a participant to feeds.toml. Finds the feed, names the platform, and says whether its comments can be known.

    ADDRESS is that of the blog or of its feed, with or without https://. Comments and order in feeds.toml stay as they
    are.

    Examples: agg add kari.example --name "Kari Nordmann" · agg add https://ola.example/feed/ --tag "group 1"
    """
    from aggregator.core.roster import Listed
    from aggregator.roster.addresses import as_address

    call: Call = ctx.obj
    call.nobody_yet = True
    _check_name(call, name)
    source = comment_source(comments)
    written = as_address(address) or address
    wanted = Listed(
        written, 0, name or "", tags=tuple(tag or ()), aliases=tuple(alias or ()), category=category, comments=source
    )
    blog = participant_of(wanted)
    if re.fullmatch(r"[^/:@\s]+@[^/:@\s]+", written):
        raise UsageError(_("{address} is a mail address. Give the address of the blog.").format(address=written))
    if blog.problem:
        raise UsageError(_("{address}: {problem}.").format(address=written, problem=blog.problem))
    one = _as_it_stands(blog) if offline else _found(call, blog, bare="://" not in written)
    _refuse_twice(call, blog, one)
    one = _named(call, one)
    if was_forgotten(call, one.participant):
        text = _("{name} was forgotten, so that nothing would be stored. To lift that: agg forget --undo")
        raise UsageError(text.format(name=one.participant.name))
    _put(call, one, dry_run=dry_run)
    if one.feed and not dry_run:
        _tell_comments(call, one.participant)
        call.suggest(_("Next: agg fetch"))


def _check_name(call: Call, name: str | None) -> None:
    taken = {one.name.casefold() for one in call.course.participants}
    if name is not None and not name.strip():
        raise UsageError(_("--name is empty. Write a name, or leave it out."))
    if name is not None and " ".join(name.split()).casefold() in taken:
        raise UsageError(_("There is a participant “{name}” already. Choose another name.").format(name=name))


def _as_it_stands(blog: "Participant") -> "Joining":
    from aggregator.core.joining import Joining

    return Joining(blog)


def _found(call: Call, blog: "Participant", *, bare: bool) -> "Joining":
    """What a look has found; exit code 1 when nothing can be read there."""
    from aggregator.render.joining import notices

    [one] = joining(call, [blog], [blog.address] if bare else [])
    if not one.is_certain:
        for line in notices(one):
            call.say(f"agg: {line}", level=-1)
        call.say(_("Nothing was added. To add the address as it stands: --offline."), level=-1)
        raise typer.Exit(1)
    return one


def _named(call: Call, one: "Joining") -> "Joining":
    from aggregator.core.joining import likely_name, with_name
    from aggregator.core.record import replace

    taken = {other.name.casefold() for other in call.course.participants}
    if not one.participant.name and call.can_ask:
        answer = ask(_("What is the participant called?"), str, likely_name(one))
        one = replace(one, participant=replace(one.participant, name=" ".join(answer.split())))
    return with_name(one, taken)


def _refuse_twice(call: Call, blog: "Participant", one: "Joining") -> None:
    from aggregator.core.joining import already

    known = [blog.address, one.participant.address]
    if other := already(call.course.participants, known):
        text = _("{address} is the blog of {name} already. Nothing was added.")
        raise UsageError(text.format(address=one.participant.address, name=other.name))


def _put(call: Call, one: "Joining", *, dry_run: bool) -> None:
    from aggregator.config.edit import add as added
    from aggregator.render import joining as words

    if dry_run:
        typer.echo(added("", [one.participant]), nl=False)
    else:
        change(call, lambda text: added(text, [one.participant]))
        call.say(words.added(one, call.course.timezone, call.now))
    for line in words.notices(one):
        call.say(line)


def _tell_comments(call: Call, participant: "Participant") -> None:
    """Reads the blog as a fetch would, keeps nothing, and says whether it told who is answered."""
    from aggregator import fetch, report
    from aggregator.core.record import replace
    from aggregator.render.joining import comments_known
    from aggregator.store import MEMORY, open_store

    if call.verbosity < 0:
        return
    course = replace(call.course, participants=(participant,))
    with open_store(MEMORY, scratch=True) as store, exchange(course) as web:
        for poll in fetch.run(course, store, web, call.now):
            if poll.problem:
                return  # a moment ago it could be read
        [status] = report.status(course, store, call.now)
        call.say(comments_known(status, report.posts(course, store, call.now, everything=True)))
