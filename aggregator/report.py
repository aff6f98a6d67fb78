"""Reads the store and asks `core` for what a command shows. The only reader; opens nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.core import digest
from aggregator.core.course import Course
from aggregator.core.digest import Digest
from aggregator.core.model import Blog
from aggregator.core.people import belongs
from aggregator.core.shown import BlogStatus, Listed, WaitingList
from aggregator.core.survey import Background, survey, waiting_list
from aggregator.core.week import Week
from aggregator.store import Reading


def week_digest(course: Course, store: Reading, week: Week, now: datetime) -> Digest:
    """The digest of the week as of now."""
    end = week.last_moment
    background = _last_in_category(course, store, _background(course, store, end, end + week.grace), end, week)
    names = _names(course)
    posts = store.posts(names, since=week.start, until=week.end, found_from=week.start)
    return digest.build(background, week, now, survey(background, posts, min(end, now), now), store.troubles(names))


def needs_comments(
    course: Course, store: Reading, now: datetime, *, days: int | None = None, only_new: bool = False
) -> WaitingList:
    """The posts that wait, and those nobody can tell about: of the last days (the course's window unless given).

    `only_new`: only those of new bloggers.
    """
    background = _background(course, store, now, now)
    since = now - timedelta(days=course.window_days if days is None else days)
    listed = survey(background, store.posts(_names(course), since=since), now, now)
    return waiting_list(background, [one for one in listed if one.new_blogger or not only_new], now)


def posts(
    course: Course,
    store: Reading,
    now: datetime,
    *,
    words: str = "",
    week: Week | None = None,
    everything: bool = False,
) -> Iterator[Listed]:
    """Posts of the course, newest first: those of a week's digest, those with all the words, all, or the window's."""
    names = _names(course)
    if words:
        found = store.search(words, names)
    elif week:
        found = store.posts(names, since=week.start, until=week.end, found_from=week.start)
    else:
        found = store.posts(names, since=None if everything else now - timedelta(days=course.window_days))
    for one in survey(_background(course, store, now, now), found, now, now):
        if week is None or digest.in_week(one.post, week) or digest.found_late(one.post, week):
            yield one


def status(course: Course, store: Reading, now: datetime) -> list[BlogStatus]:
    """Every blog of the course in the order of feeds.toml; one that was never asked has a blank state."""
    blogs, background = store.blogs(), _background(course, store, now, now)
    return [
        BlogStatus(p, blogs.get(p.address) or Blog(p.address), background.history(p.address))
        for p in course.participants
    ]


def _background(course: Course, store: Reading, as_of: datetime, found_before: datetime) -> Background:
    blogs = store.blogs()
    states = [(p, blogs.get(p.address) or Blog(p.address)) for p in course.participants]
    return Background(
        course,
        store.histories(as_of, found_before),
        unread=frozenset(p.name for p, blog in states if blog.first_seen is None),
        in_trouble=sum(bool(p.problem or blog.problem or blog.first_seen is None) for p, blog in states),
    )


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


def _names(course: Course) -> dict[str, str]:
    return {participant.address: participant.name for participant in course.participants}
