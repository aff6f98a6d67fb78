"""The whole course with what became of every post: what figures of people, networks and rounds are made of."""

from datetime import datetime

from aggregator.core.answering import Counted, count
from aggregator.core.course import Course
from aggregator.core.model import Post
from aggregator.core.participation import Participation, participations
from aggregator.core.survey import Background, with_comments
from aggregator.report.background import background_of, posts_of
from aggregator.store import Reading


class CountedCourse:
    """All posts of the course, counted, and its people; `facilitators` by the participant that each is, if one."""

    def __init__(self, course: Course, store: Reading, now: datetime) -> None:
        self.background: Background = background_of(course, store, now, now)
        self.facilitators = self.background.commenters.facilitators()
        self.posts: list[Post] = list(posts_of(course, store))
        self.counted: list[Counted] = count(with_comments(self.background, self.posts, now, now), self.facilitators)
        self.people: tuple[Participation, ...] = participations(self.background, store.blogs(), self.counted, now)
