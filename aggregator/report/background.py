"""What every report reads first: the course's posts of some time, who comments under which name, blogs in numbers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from aggregator.core.commenters import Commenters
from aggregator.core.course import Course
from aggregator.core.model import Post
from aggregator.core.survey import Background
from aggregator.store import Reading


def names(course: Course) -> dict[str, str]:
    """The participants by their blogs' addresses."""
    return {participant.address: participant.name for participant in course.participants}


def posts_of(course: Course, store: Reading, **window: Any) -> Iterator[Post]:
    """Posts of the course, with what is known of their comments where somebody wants to know."""
    unasked = {p.address for p in course.participants if p.comments == "none"}
    return store.posts(names(course), bare=unasked, **window)


def commenters_of(course: Course, store: Reading) -> Commenters:
    """Who comments under which name."""
    return Commenters(course, store.homes())


def background_of(
    course: Course, store: Reading, as_of: datetime, found_before: datetime, whole: Course | None = None
) -> Background:
    """What lists of these participants need; who commented is decided by the `whole` course."""
    well = store.well()
    return Background(
        course,
        store.histories(as_of, found_before),
        commenters_of(whole or course, store),
        unread=frozenset(p.name for p in course.participants if p.address not in well),
        in_trouble=sum(bool(p.problem) or not well.get(p.address, False) for p in course.participants),
    )
