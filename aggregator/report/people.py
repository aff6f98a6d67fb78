"""Everybody's part in the course: what each has written, given and got, and who has answered whom."""

from collections.abc import Collection
from datetime import datetime

from aggregator.core.answering import Counted
from aggregator.core.course import Course
from aggregator.core.health import health
from aggregator.core.network import Network, build
from aggregator.core.participation import Figures, facilitating
from aggregator.core.trend import trend, weeks_up_to
from aggregator.core.week import rolling
from aggregator.report.counted import CountedCourse
from aggregator.store import Reading


def people(course: Course, store: Reading, now: datetime, *, only: Collection[str] | None = None) -> Figures:
    """Each participant in numbers, and the course beside its weeks; `only` these, counted within the whole course."""
    return figures(CountedCourse(course, store, now), now, only=only)


def figures(every: CountedCourse, now: datetime, *, only: Collection[str] | None = None) -> Figures:
    """The same of a course that is counted already."""
    counted = _on_posts_of(only, every.counted)
    return Figures(
        now,
        tuple(one for one in every.people if only is None or one.participant in only),
        tuple(facilitating(counted, every.facilitators).items()),
        trend(every.background, weeks_up_to(rolling(now, every.background.course.timezone)), every.posts, counted),
        health(one.outcome for one in counted),
        sum(answer.giver is None for one in counted for answer in one.answers),
        sum(one.unseen for one in counted),
    )


def network(course: Course, store: Reading, now: datetime, *, only: Collection[str] | None = None) -> Network:
    """Who has answered whom; `only`: on whose posts, with everybody who has answered there."""
    every = CountedCourse(course, store, now)
    return build(course.title, every.people, every.counted, every.facilitators, now, only=only)


def _on_posts_of(only: Collection[str] | None, counted: list[Counted]) -> list[Counted]:
    return counted if only is None else [one for one in counted if one.listed.post.participant in only]
