"""Reads the store and asks `core` for what a command shows. The only reader; opens nothing and writes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.core import digest
from aggregator.core.course import Course
from aggregator.core.digest import Digest
from aggregator.core.model import BlogStatus, Listed, WaitingList
from aggregator.core.people import belongs
from aggregator.core.survey import Known, survey, waiting_list
from aggregator.core.week import Week
from aggregator.store import Store


def week_digest(course: Course, store: Store, week: Week, now: datetime) -> Digest:
    """The digest of the week as of now."""
    end = week.end - timedelta(seconds=not week.up_to_now)  # the last moment that is the week's own
    known = _known(course, store, min(end, now), end + week.grace)
    names = _names(course)
    posts = store.posts(names, since=week.start, until=week.end, found_from=week.start)
    return digest.build(known, week, now, survey(known, posts, min(end, now), now), store.troubles(names))


def needs_comments(course: Course, store: Store, now: datetime, days: int | None = None) -> WaitingList:
    """The posts of the last days (the course's window unless given) that wait, and those nobody can tell about."""
    known = _known(course, store, now, now)
    since = now - timedelta(days=course.window_days if days is None else days)
    return waiting_list(known, list(survey(known, store.posts(_names(course), since=since), now, now)), now)


def posts(
    course: Course,
    store: Store,
    now: datetime,
    *,
    words: str = "",
    week: Week | None = None,
    everything: bool = False,
) -> Iterator[Listed]:
    """Posts of the course, newest first: those of a week, those with all the words in them, all, or the window's."""
    names = _names(course)
    if words:
        found = store.search(words, names)
    elif week:
        found = store.posts(names, since=week.start, until=week.end)
    else:
        found = store.posts(names, since=None if everything else now - timedelta(days=course.window_days))
    for one in survey(_known(course, store, now, now), found, now, now):
        if week is None or week.holds(one.post.dated):
            yield one


def status(course: Course, store: Store, now: datetime) -> list[BlogStatus]:
    """Every blog of the course in the order of feeds.toml; one that was never asked has a blank state."""
    known = _known(course, store, now, now)
    return [BlogStatus(p, known.blog(p.address), known.history(p.address)) for p in course.participants]


def _known(course: Course, store: Store, as_of: datetime, found_before: datetime) -> Known:
    histories = store.histories(as_of, found_before)
    for participant in course.participants:
        history = histories.get(participant.address)
        if history and participant.category is not None:
            posts = store.posts({participant.address: participant.name}, until=as_of)
            seen = (post for post in posts if post.archive or post.first_seen <= found_before)
            last = max((post.dated for post in seen if belongs(post, participant, course)), default=None)
            histories[participant.address] = replace(history, last=last)
    return Known(course, store.blogs(), histories)


def _names(course: Course) -> dict[str, str]:
    return {participant.address: participant.name for participant in course.participants}
