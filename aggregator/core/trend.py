"""How a week's posts were answered, beside the weeks before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aggregator.core.answering import Counted
from aggregator.core.health import Health, health
from aggregator.core.model import History, Post
from aggregator.core.people import is_new
from aggregator.core.record import Struct, replace
from aggregator.core.survey import Background
from aggregator.core.week import Week, week_before

WEEKS = 8
LONGEST = timedelta(days=31)


class WeekHealth(Struct, frozen=True):
    """A week's posts and what became of them by now.

    `new_bloggers` wrote in it; of these, `new_unanswered` are known to have a post of the week without an answer, and
    none with one.
    """

    week: Week
    health: Health
    new_bloggers: int = 0
    new_unanswered: int = 0


def weeks_up_to(week: Week) -> tuple[Week, ...]:
    """The week and those before it, the oldest first; a stretch of more than a month alone."""
    found = [week]
    while len(found) < WEEKS and week.end - week.start <= LONGEST:
        found.append(week_before(found[-1]))
    return tuple(reversed(found))


def trend(
    background: Background, weeks: Sequence[Week], posts: Iterable[Post], counted: Iterable[Counted]
) -> tuple[WeekHealth, ...]:
    """The weeks (oldest first) since the first that has a post; the last one always.

    `posts` are all that are dated in the weeks, also those that do not belong to the course, but count for who is new.
    """
    dates: dict[str, list[datetime]] = defaultdict(list)
    for post in posts:
        dates[post.blog].append(post.dated)
    by_week: list[list[Counted]] = [[] for _week in weeks]
    for one in counted:
        for place, week in enumerate(weeks):
            if week.holds(one.listed.post.dated) and has_a_date(one.listed.post):
                by_week[place].append(one)
                break
    first = next((place for place, found in enumerate(by_week) if found), len(weeks) - 1)
    pairs = zip(weeks[first:], by_week[first:], strict=True)
    return tuple(_week(background, week, found, dates) for week, found in pairs)


def has_a_date(post: Post) -> bool:
    """What a blog already held when it was first read, without a date, belongs to no week."""
    return not post.archive or (post.published or post.updated) is not None


def _week(
    background: Background, week: Week, counted: Sequence[Counted], dates: Mapping[str, Sequence[datetime]]
) -> WeekHealth:
    by_new: dict[str, list[bool | None]] = defaultdict(list)
    for one in counted:
        blog = one.listed.post.blog
        history = _as_of(background.history(blog), week.last_moment, dates[blog])
        if is_new(history, background.course, week.last_moment):
            by_new[blog].append(one.outcome.answered)
    return WeekHealth(
        week,
        health(one.outcome for one in counted),
        new_bloggers=len(by_new),
        new_unanswered=sum(True not in answered and False in answered for answered in by_new.values()),
    )


def _as_of(history: History, moment: datetime, dates: Sequence[datetime]) -> History:
    """The blog's posts in numbers as they were then."""
    return replace(history, posts=history.posts - sum(date > moment for date in dates))
