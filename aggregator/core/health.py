"""How well a course, or a person, is answered: shares, times, and the weeks beside each other."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from aggregator.core.outcome import Outcome
from aggregator.core.record import Struct

SOON = timedelta(hours=48)

Span = tuple[timedelta, timedelta]
"""At least so long, and at most: the same twice where it is known to the second."""


class Health(Struct, frozen=True):
    """Some posts and what became of them.

    Of the `posts`, `answered` have an answer and `unanswered` are known to have none; of the others nobody knows, or
    nobody could comment. `soon` were answered within 48 hours, `later` certainly not; of the others nobody knows, or
    it is too early to say. `median`: the time to the first answer of those answered whose time is known at all, `timed`
    of them.
    """

    posts: int = 0
    answered: int = 0
    unanswered: int = 0
    soon: int = 0
    later: int = 0
    timed: int = 0
    median: Span | None = None

    @property
    def answered_share(self) -> float | None:
        """The share answered of those that are known, from 0 to 1; `None` when none is."""
        return _share(self.answered, self.unanswered)

    @property
    def soon_share(self) -> float | None:
        """The share answered within 48 hours of those of which one can say, from 0 to 1; `None` when of none."""
        return _share(self.soon, self.later)


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


def health(outcomes: Iterable[Outcome]) -> Health:
    """These posts taken together."""
    every = list(outcomes)
    within = [one.within(SOON) for one in every]
    spans = [(one.least, one.most) for one in every if one.least is not None and one.most is not None]
    return Health(
        posts=len(every),
        answered=sum(one.answered is True for one in every),
        unanswered=sum(one.answered is False for one in every),
        soon=within.count(True),
        later=within.count(False),
        timed=len(spans),
        median=(_median([least for least, _most in spans]), _median([most for _least, most in spans]))
        if spans
        else None,
    )


def _median(values: Sequence[timedelta]) -> timedelta:
    """The middle one; between two, half-way. Of the least and of the most, it encloses that of the true times."""
    from statistics import median

    return timedelta(seconds=median(value.total_seconds() for value in values))
