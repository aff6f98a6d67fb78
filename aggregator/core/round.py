"""A round of answers: who was asked to answer which post, in which week, and who has done it."""

from datetime import datetime
from enum import StrEnum

from aggregator.core.answering import Counted
from aggregator.core.model import Reason, State
from aggregator.core.record import Struct
from aggregator.core.shown import Listed


class Assigned(Struct, frozen=True):
    """That somebody was asked to answer a post: the participant's blog by its address, the post by its number."""

    answerer: str
    post: int


class Round(Struct, frozen=True):
    """A round as it is kept: one for each week (`2026-W47`) and for each choice of groups.

    `within`: the tags in which posts are answered; none is the whole course. `each` participants were wanted for each
    post; nobody was to get more than `most`.
    """

    week: str
    within: tuple[str, ...]
    made_at: datetime
    each: int
    most: int | None
    seed: int
    assigned: tuple[Assigned, ...] = ()


class Done(StrEnum):
    """Whether somebody has answered the post that they were asked to answer."""

    DONE = "done"
    NOT_YET = "not yet"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Task(Struct, frozen=True):
    """A post that `answerer` was asked to answer, and whether that was done: with the answer's date where it has one.

    `others`: who else has answered it, as far as feeds.toml knows them.
    """

    answerer: str
    listed: Listed
    done: Done
    at: datetime | None = None
    others: tuple[str, ...] = ()


class Left(StrEnum):
    """Why nobody counts on a participant in a round."""

    SILENT = "silent"
    TROUBLE = "feed in trouble"
    UNREAD = "not read yet"


class Shown(Struct, frozen=True):
    """A round with all that is to be said of it.

    `remembered`: it was made before. `share`: the fair number of posts for one. `above` it are those for whom that
    could not be avoided. `short`: posts for which so many answers could not be assigned. `left`: those nobody counts
    on. `totals`: how many posts each was asked to answer, over all rounds, and how many of these are done.
    """

    round: Round
    tasks: tuple[Task, ...]
    remembered: bool = False
    share: int = 0
    above: tuple[str, ...] = ()
    short: tuple[tuple[Listed, int], ...] = ()
    left: tuple[tuple[str, Left], ...] = ()
    totals: tuple[tuple[str, int, int], ...] = ()


def task(answerer: str, one: Counted) -> Task:
    """Whether the answerer has commented on the post.

    Nobody knows where comments are by people whom nobody knows, or where nobody knows of all comments.
    """
    mine = [answer for answer in one.answers if answer.giver == answerer]
    others = tuple(sorted({answer.giver for answer in one.answers if answer.giver not in (answerer, None)}))
    if mine:
        first = min(mine, key=lambda answer: answer.latest)
        return Task(answerer, one.listed, Done.DONE, first.latest if first.earliest == first.latest else None, others)
    return Task(answerer, one.listed, _undone(one), others=others)


def _undone(one: Counted) -> Done:
    verdict = one.listed.verdict
    if verdict.state is State.CLOSED:
        return Done.CLOSED
    if verdict.state is State.UNKNOWN or verdict.reason is Reason.MARKED:
        return Done.UNKNOWN
    strangers = any(answer.giver is None for answer in one.answers)
    return Done.UNKNOWN if strangers or not one.complete else Done.NOT_YET
