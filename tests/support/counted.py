"""Counted posts and blogs in numbers, for figures of people and weeks; the world is that of `build`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aggregator.core.answering import Answer, Counted
from aggregator.core.model import History
from aggregator.core.outcome import Outcome
from aggregator.core.survey import Background
from tests.support.build import NOW, commenters, course, listed, post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANSWERED = Outcome(True, 5 * HOUR, 5 * HOUR)
UNANSWERED = Outcome(False, waited=60 * HOUR)
UNKNOWN = Outcome(None)


def counted(
    number: int, by: str, dated: datetime, became: Outcome = UNKNOWN, givers: Iterable[str | None] = ()
) -> Counted:
    """A post by somebody, with comments by these an hour after it."""
    answers = tuple(Answer(giver, by, dated + HOUR, dated + HOUR) for giver in givers)
    return Counted(listed(post(number, by=by, dated=dated)), became, answers, complete=True)


def history(posts: int, first: datetime = NOW - 30 * DAY, **changes: object) -> History:
    """A blog with so many posts since then."""
    return History(posts=posts, first=first, **changes)  # type: ignore[arg-type]


def background(*people: str, histories: dict[str, History] | None = None, **changes: object) -> Background:
    """A course of these; `histories` by their names."""
    members = course(*people, **changes)
    known = {f"https://{name.casefold()}.example/feed/": one for name, one in (histories or {}).items()}
    return Background(members, known, commenters(*people))
