"""`agg import`: many participants join the course at once."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.feedsfile import change
from aggregator.cli.newcomers import Newcomers, read_list
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.joining import Joining


_MOST = 10
"""So many lines that cannot be read are named one by one."""


def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="OPML, CSV, or addresses on lines; - is stdin.")],
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", autocompletion=completing.tags, help="A tag for all of them; can be given again."
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not look at the blogs; take the list as it is.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at the blogs, but change nothing.")] = False,
) -> None:
    """Add the participants of a list to feeds.toml. Those who are there already stay as they are.

    FILE is what a feed reader exports (OPML), a table with names and addresses (CSV), or text with an address on each
    line, and the name beside it. The order stays. Blogs that cannot be read now are added, too, and named.

    Examples: agg import blogs.opml · agg import class.csv --tag "group 1" · agg import - < addresses.txt
    """
    from aggregator.config.edit import add as added

    call: Call = ctx.obj
    call.nobody_yet = True
    found = Newcomers(call, read_list(file), tuple(tag or ()), offline=offline)
    people = [one.participant for one in found.joining]
    if dry_run:
        typer.echo(added("", people), nl=False)
    elif people:
        change(call, lambda text: added(text, people))
    tell(call, found)
    if not dry_run:
        text = ngettext("{count} participant added to {file}.", "{count} participants added to {file}.", len(people))
        call.say(text.format(count=len(people), file=call.config_path))
        if people:
            call.suggest(_("Next: agg fetch"))
    if found.unread or found.left_out:
        raise typer.Exit(1)


def tell(call: Call, found: Newcomers) -> None:
    """What is worth telling of those who join, and of those who do not."""
    for one in found.joining:
        _tell_one(call, one)
    for line in (*found.already, *found.left_out):
        call.say(line)
    for number, why in found.unread[:_MOST]:
        call.say(_("line {line}: {why}").format(line=number, why=why))
    if more := len(found.unread[_MOST:]):
        text = ngettext("… and {count} more line like these.", "… and {count} more lines like these.", more)
        call.say(text.format(count=more))


def _tell_one(call: Call, one: "Joining") -> None:
    from aggregator.render.joining import notices

    for line in notices(one):
        call.say(f"{one.participant.name}: {line}")
