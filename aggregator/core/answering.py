"""Who has answered whom, and what became of each post: what figures of people and of the course are counted from."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aggregator.core.commenters import By
from aggregator.core.model import Reason
from aggregator.core.outcome import ANSWERS, Outcome, outcome, when
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.verdict import Known, all_told


class Answer(Struct, frozen=True):
    """A comment on somebody else's post: `giver` as feeds.toml names them, `None` for one whom it does not know.

    It was written between `earliest` and `latest`, which are the same where it has a date; `earliest` is `None` where
    nobody had looked before.
    """

    giver: str | None
    receiver: str
    earliest: datetime | None
    latest: datetime


class Counted(Struct, frozen=True):
    """A post of the course with what became of it, and its answers; `complete` when there are no others.

    `unseen`: so many comments, at least, are known by their number alone, and nobody can tell by whom they are.
    """

    listed: Listed
    outcome: Outcome
    answers: tuple[Answer, ...]
    complete: bool
    unseen: int = 0


def count(surveyed: Iterable[tuple[Listed, Known]], facilitators: Mapping[str, str]) -> list[Counted]:
    """The posts, counted; `facilitators` gives the participant that each is, else their own name."""
    return [_counted(one, known, facilitators) for one, known in surveyed]


def _counted(one: Listed, known: Known, facilitators: Mapping[str, str]) -> Counted:
    complete = all_told(one.post, known)
    became = outcome(one.post, one.verdict, known, complete=complete)
    seen = sum(who.by is not By.PING for _comment, who in known)
    unseen = max(0, (one.verdict.comments or 0) - seen) if one.verdict.reason is Reason.COMMENTED else 0
    return Counted(one, became, tuple(_answers(one, known, facilitators)), complete, unseen)


def _answers(one: Listed, known: Known, facilitators: Mapping[str, str]) -> Iterable[Answer]:
    for comment, who in known:
        if who.by in ANSWERS:
            giver = facilitators.get(who.name, who.name) if who.name else None
            yield Answer(giver, one.post.participant, *when(comment))
