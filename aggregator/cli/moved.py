"""`agg moved`: blogs that have a new address."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli.call import Call
from aggregator.cli.feedsfile import change
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.shown import BlogStatus


def moved(
    ctx: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Put the new addresses into feeds.toml.")] = False,
) -> None:
    """List the blogs that have moved for good (301, 308). agg follows them; with --apply feeds.toml has it, too.

    In a pipe: participant, old address, new address.

    Examples: agg moved · agg moved --apply
    """
    from aggregator import report
    from aggregator.render import words
    from aggregator.store import lock, open_store

    call: Call = ctx.obj
    with call.store() as store:
        found = [one for one in report.status(call.course, store, call.now) if one.blog.moved_to]
    if not found:
        call.say(_("No blog has moved."))
        return
    for one in found:
        typer.echo("\t".join(_row(one)) if not call.on_terminal else " → ".join(_row(one)).replace(" → ", ": ", 1))
    if apply:
        from aggregator.config.edit import move

        new = {one.participant.name: words.address(one.blog.moved_to or "") for one in found}
        with lock(call.db_path), open_store(call.db_path) as store:
            change(call, lambda text: move(text, new))
            for one in found:  # what was read at the old address is the blog's at the new one, before any fetch
                store.rename(one.participant.address, new[one.participant.name])
        text = ngettext("{count} new address is in feeds.toml.", "{count} new addresses are in feeds.toml.", len(new))
        call.say(text.format(count=len(new)))
    else:
        call.say(_("agg moved --apply puts the new addresses into feeds.toml."))


def _row(one: "BlogStatus") -> tuple[str, str, str]:
    from aggregator.core.text import safe
    from aggregator.render import words

    return safe(one.participant.name), words.address(one.participant.address), words.address(one.blog.moved_to or "")
