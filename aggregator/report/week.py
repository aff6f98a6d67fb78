"""The digest of a week."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aggregator.core import digest
from aggregator.core.answering import count
from aggregator.core.course import Course
from aggregator.core.digest import Digest
from aggregator.core.model import Post, State
from aggregator.core.people import belongs
from aggregator.core.record import replace
from aggregator.core.survey import Background, with_comments
from aggregator.core.trend import trend, weeks_up_to
from aggregator.core.week import Week
from aggregator.report.background import background_of, names, posts_of
from aggregator.store import Reading


def week_digest(course: Course, store: Reading, week: Week, now: datetime) -> Digest:
    """The digest of the week as of now, with how the weeks before it were answered."""
    end, weeks = week.last_moment, weeks_up_to(week)
    background = _last_in_category(course, store, background_of(course, store, end, end + week.grace), end, week)
    posts = list(posts_of(course, store, since=begin(course, weeks, now), until=week.end, found_from=week.start))
    surveyed = list(with_comments(background, posts, min(end, now), now))
    commented = [*surveyed, *with_comments(background, _answered_since(course, store, week, posts), min(end, now), now)]
    weeks_health = trend(background, weeks, posts, count(surveyed, background.commenters.facilitators()))
    answered = Counter(one.post.blog for one, _known in surveyed if one.verdict.state is State.ANSWERED)
    listed = (replace(one, answered_lately=answered[one.post.blog]) for one, _known in surveyed)
    return digest.build(background, week, now, listed, store.troubles(names(course)), weeks_health, commented)


def begin(course: Course, weeks: Sequence[Week], now: datetime) -> datetime:
    """Since when posts are needed: those of the weeks and, if the last reaches up to now, all that are watched."""
    watched = now - timedelta(days=course.window_days)
    return min(weeks[0].start, watched) if weeks[-1].holds(now) else weeks[0].start


def _answered_since(course: Course, store: Reading, week: Week, posts: Sequence[Post]) -> Iterator[Post]:
    """Older posts under which somebody has written since the week began."""
    asked = {p.address: p.name for p in course.participants if p.comments != "none"}
    known = {post.id for post in posts}
    return (post for post in store.commented_posts(asked, since=week.start) if post.id not in known)


def _last_in_category(
    course: Course, store: Reading, background: Background, as_of: datetime, week: Week
) -> Background:
    """The same, with the last post of those who write of other things, too, being the last that is the course's."""
    histories = dict(background.histories)
    for participant in course.participants:
        if participant.category is not None and participant.address in histories:
            written = store.posts({participant.address: participant.name}, until=as_of)
            ours = (post for post in written if belongs(post, participant, course))
            dates = [post.dated for post in ours if post.archive or week.in_sight(post.first_seen)]
            histories[participant.address] = replace(histories[participant.address], last=max(dates, default=None))
    return replace(background, histories=histories)
