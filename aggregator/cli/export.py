"""`agg export`: the participants for other programs, and what is stored about a person."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.output import put
from aggregator.core.errors import UsageError
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.person import Person


class What(StrEnum):
    """What is exported."""

    OPML = "opml"
    CSV = "csv"
    JSON = "json"
    PERSON = "person"


def export(
    ctx: typer.Context,
    what: Annotated[
        What,
        typer.Argument(metavar="WHAT", help="opml, csv or json: the participants; person: what is stored of NAME."),
    ],
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", autocompletion=completing.everybody, help="The person, for person alone."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Into a file.")] = None,
) -> None:
    """Export the participants, or what is stored of a person.

    OPML is for feed readers, CSV for spreadsheets. Passwords in addresses are left out. agg import reads all three
    lists again.

    Examples: agg export opml -o blogs.opml · agg export csv · agg export person "Kari Nordmann" -o kari.json
    """
    call: Call = ctx.obj
    call.nobody_yet = True
    if (what is What.PERSON) != (name is not None):
        raise UsageError(_("agg export person NAME is about one person; opml, csv and json are about all of them."))
    match what:
        case What.PERSON:
            text = _person(call, name or "")
        case What.OPML:
            text = _opml(call)
        case What.CSV:
            from aggregator.render import csv

            text = csv.participants(call.course)
        case What.JSON:
            from aggregator.render.json.participants import participants

            text = participants(call.course)
    put(text, output)
    if what is not What.PERSON:
        _warn_of_logins(call)


def _opml(call: Call) -> str:
    """The feeds as they are read; who is known by a home page alone is left out until a fetch has found the feed."""
    from aggregator.render import opml
    from aggregator.render.opml import BlogLink
    from aggregator.store import open_store

    with open_store(call.db_path, scratch=not call.db_path.exists()) as store:
        blogs, homes = store.blogs(), store.homes()
    links, unknown = [], []
    for one in call.course.participants:
        known = blogs.get(one.address)
        feed = (known and known.feed) or (None if one.is_home else one.address)
        home = one.address if one.is_home else homes.get(one.address)
        if feed:
            links.append(BlogLink(one.name, feed, home, one.tags))
        else:
            unknown.append(one.name)
    if unknown:
        text = _("Left out, for agg fetch has not found their feeds yet: {names}.")
        call.say(text.format(names=", ".join(unknown)))
    return opml.blogs(call.course.title, links, call.now)


def _known(found: "Person") -> "Person":
    if found.is_unknown:
        raise UsageError(_("Nothing is stored about “{name}”.").format(name=found.name))
    return found


def _person(call: Call, name: str) -> str:
    from aggregator.render.json.person import person as written
    from aggregator.report.person import person

    with call.store() as store:
        return written(_known(person(call.course, store, name)))


def _warn_of_logins(call: Call) -> None:
    count = sum(bool(one.login) for one in call.course.participants)
    if count:
        text = ngettext(
            "{count} address has a password in feeds.toml, which was left out.",
            "{count} addresses have a password in feeds.toml, which was left out.",
            count,
        )
        call.say(text.format(count=count))
