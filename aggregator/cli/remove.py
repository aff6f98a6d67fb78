"""`agg remove`: a participant leaves the course."""

from typing import Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import names
from aggregator.cli.feedsfile import change
from aggregator.core.language import _


def remove(
    ctx: typer.Context,
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            autocompletion=completing.participants,
            help="The participants, as feeds.toml calls them.",
        ),
    ],
) -> None:
    """Take participants out of feeds.toml. Their posts stay stored, and are in no list any more.

    Who is added again with the same address has the same posts again. To delete them: agg forget NAME.

    Examples: agg remove "Kari Nordmann"
    """
    from aggregator.config.edit import remove as removed

    call: Call = ctx.obj
    for one in dict.fromkeys(names(call.course, name)):
        change(call, lambda text, one=one: removed(text, one))  # type: ignore[misc]
        said = _("{name} is out of feeds.toml. The posts stay stored; agg forget deletes them.")
        call.say(said.format(name=one))
