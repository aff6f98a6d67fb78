"""`agg mark`: says of a post what no machine can know."""

from enum import StrEnum
from typing import Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.choose import one_post, only


class Mark(StrEnum):
    """What a person can say of a post; `auto` takes it back."""

    ANSWERED = "answered"
    CLOSED = "closed"
    WAITING = "waiting"
    AUTO = "auto"


def mark(
    ctx: typer.Context,
    post: Annotated[str, typer.Argument(metavar="POST", help="The address of the post.")],
    mark: Annotated[Mark, typer.Argument(metavar="STATE", help="What is so; auto takes back what was said.")],
    participant: Annotated[
        str | None,
        typer.Option(
            "--participant",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Whose, where several have one address.",
        ),
    ] = None,
) -> None:
    """Say that a post is answered, closed or waiting. For what agg cannot know; it stands until taken back with auto.

    A post marked as waiting is answered as soon as agg sees a new comment by somebody else.

    Examples: agg mark https://kari.example/hello/ answered
    """
    from aggregator.core.model import State
    from aggregator.render import verdicts
    from aggregator.report.views import draw

    call: Call = ctx.obj
    state = None if mark is Mark.AUTO else State(mark)
    with call.store() as store:
        found = one_post(only(call.course, [participant] if participant else []), store, post)
        store.mark(found.id, state, call.now)
        draw(call.course, store, call.now)
    call.say(verdicts.marked(found, state))
