"""The digests of all weeks of a course that is counted already, for pages that grow."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aggregator.core import digest
from aggregator.core.answering import Counted
from aggregator.core.course import Course
from aggregator.core.digest import Digest
from aggregator.core.model import State
from aggregator.core.outcome import when
from aggregator.core.people import is_new
from aggregator.core.record import replace
from aggregator.core.shown import Listed
from aggregator.core.survey import Background
from aggregator.core.talk import Commented
from aggregator.core.trend import has_a_date, trend, weeks_up_to
from aggregator.core.week import Week, week_before, week_of
from aggregator.report.background import background_of
from aggregator.report.counted import CountedCourse
from aggregator.report.week import begin
from aggregator.store import Reading

MOST_WEEKS = 53
"""So many weeks at most, of a course without a beginning; all posts stand on people's own pages."""


def digests(course: Course, store: Reading, every: CountedCourse, now: datetime) -> Iterator[Digest]:
    """The weeks in which somebody wrote, newest first, each made when it is asked for.

    A week holds all posts that are dated in it, whenever they were found: a page can be looked at again, unlike the
    digest of the day when the week was over. So nothing is found late.
    """
    counted, commented = sorted(every.counted, key=lambda one: one.listed.post.dated), _by_week(course, every)
    week = week_of(now.astimezone(course.timezone).date(), course.timezone)
    for _place in range(MOST_WEEKS):
        if any(has_a_date(one.listed.post) for one in _within(counted, week.start, week.end)):
            yield _digest(course, store, every, week, counted, commented[week.start], now)
        week = week_before(week)


def _by_week(course: Course, every: CountedCourse) -> dict[datetime, list[Commented]]:
    """For each week, by its beginning, the posts under which somebody may have written in it."""
    found: dict[datetime, list[Commented]] = defaultdict(list)
    for one in every.surveyed:
        latest = (when(comment)[1].astimezone(course.timezone).date() for comment, _who in one[1])
        for monday in {day - timedelta(days=day.weekday()) for day in latest}:
            found[week_of(monday, course.timezone).start].append(one)
    return found


def _digest(
    course: Course,
    store: Reading,
    every: CountedCourse,
    week: Week,
    counted: Sequence[Counted],
    commented: Sequence[Commented],
    now: datetime,
) -> Digest:
    weeks = weeks_up_to(week)
    background = background_of(course, store, week.last_moment, now)
    since = begin(course, weeks, now)
    lately = _within(counted, since, week.end)
    answered = Counter(one.listed.post.blog for one in lately if one.listed.verdict.state is State.ANSWERED)
    listed = [
        replace(_as_of(one.listed, background, week), answered_lately=answered[one.listed.post.blog])
        for one in _within(counted, week.start, week.end)
    ]
    dated = [post for post in every.posts if since <= post.dated < week.end]
    always = replace(week, grace=max(week.grace, now - week.end + timedelta(seconds=1)))
    health = trend(background, weeks, dated, lately)
    found = digest.build(background, always, now, listed, (), health, commented)
    return replace(found, week=week, over=week.end + week.grace <= now)


def _within(counted: Sequence[Counted], since: datetime, until: datetime) -> Sequence[Counted]:
    """The posts dated from one moment to the other."""

    def place(moment: datetime) -> int:
        return bisect_left(counted, moment, key=lambda one: one.listed.post.dated)

    return counted[place(since) : place(until)]


def _as_of(one: Listed, background: Background, week: Week) -> Listed:
    """The post with whether its blogger was new when the week ended."""
    history = background.history(one.post.blog)
    new = is_new(history, background.course, week.last_moment)
    return replace(one, new_blogger=new, first_post=new and one.post.id == history.first_id)
