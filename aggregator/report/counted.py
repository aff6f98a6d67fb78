"""The whole course with what became of every post: what figures of people, networks and rounds are made of."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from aggregator.core.answering import Counted, count
from aggregator.core.course import Course
from aggregator.core.model import Post, State
from aggregator.core.participation import Participation, participations
from aggregator.core.record import replace
from aggregator.core.survey import Background, with_comments
from aggregator.core.talk import Commented
from aggregator.report.background import background_of, posts_of
from aggregator.store import Reading


class CountedCourse:
    """All posts of the course, counted, and its people; `facilitators` by the participant that each is, if one."""

    def __init__(self, course: Course, store: Reading, now: datetime) -> None:
        self.background: Background = background_of(course, store, now, now)
        self.facilitators = self.background.commenters.facilitators()
        self.posts: list[Post] = list(posts_of(course, store))
        self.surveyed: list[Commented] = list(with_comments(self.background, self.posts, now, now))
        counted = count(self.surveyed, self.facilitators)
        self.counted: list[Counted] = _with_answers_lately(counted, now - timedelta(days=course.window_days))
        self.people: tuple[Participation, ...] = participations(self.background, store.blogs(), self.counted, now)


def _with_answers_lately(counted: Sequence[Counted], since: datetime) -> list[Counted]:
    """The same, each with how many posts of its blogger have been answered since then."""
    answered = Counter(
        one.listed.post.blog
        for one in counted
        if one.listed.verdict.state is State.ANSWERED and one.listed.post.dated >= since
    )
    return [replace(one, listed=replace(one.listed, answered_lately=answered[one.listed.post.blog])) for one in counted]
