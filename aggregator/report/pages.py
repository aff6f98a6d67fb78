"""Everything that the course's page shows."""

from collections import defaultdict
from datetime import datetime

from aggregator.core.course import Course
from aggregator.core.model import Blog
from aggregator.core.network import build
from aggregator.core.pages import CoursePages, Profile
from aggregator.core.shown import Listed
from aggregator.core.week import rolling
from aggregator.report.counted import CountedCourse
from aggregator.report.people import figures
from aggregator.report.waiting import needs_comments
from aggregator.report.week import week_digest
from aggregator.report.weeks import digests
from aggregator.store import Reading


def course_pages(course: Course, store: Reading, now: datetime) -> CoursePages:
    """The course as of now; `weeks` are read from the store one by one as they are asked for."""
    every = CountedCourse(course, store, now)
    blogs, homes = store.blogs(), store.homes()
    theirs: dict[str, list[Listed]] = defaultdict(list)
    for one in every.counted:
        theirs[one.listed.post.blog].append(one.listed)
    profiles = tuple(
        Profile(
            participant,
            part,
            tuple(sorted(theirs[participant.address], key=lambda one: one.post.dated, reverse=True)),
            (blogs.get(participant.address) or Blog(participant.address)).feed or participant.address,
            homes.get(participant.address) or (participant.address if participant.is_home else None),
        )
        for participant, part in zip(course.participants, every.people, strict=True)
    )
    lately = rolling(now, course.timezone)
    return CoursePages(
        course,
        week_digest(course, store, lately, now),
        needs_comments(course, store, now),
        digests(course, store, every, now),
        profiles,
        figures(every, now),
        build(course.title, every.people, every.counted, every.facilitators, now),
    )
