"""Lists of posts, comments and blogs."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from aggregator.comments import chosen
from aggregator.core import digest
from aggregator.core.commenters import By
from aggregator.core.course import Course, Participant
from aggregator.core.forgetting import of_blogger
from aggregator.core.links import link_key
from aggregator.core.model import Blog, Comment, Post
from aggregator.core.people import belongs
from aggregator.core.polling import forgotten_problem
from aggregator.core.record import replace
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment
from aggregator.core.source import Site
from aggregator.core.survey import known_comments, survey, verdict
from aggregator.core.week import Week
from aggregator.report.background import background_of, commenters_of, names, posts_of
from aggregator.store import Reading
from aggregator.store.forgotten import Forgotten


def posts(
    course: Course,
    store: Reading,
    now: datetime,
    *,
    words: str = "",
    week: Week | None = None,
    everything: bool = False,
    whole: Course | None = None,
) -> Iterator[Listed]:
    """Posts of the course, newest first: those of a week's digest, those with all the words, all, or the window's.

    Whose comments they have is decided by the `whole` course where `course` is part of it.
    """
    if words:
        found = store.search(words, names(course))
    elif week:
        found = posts_of(course, store, since=week.start, until=week.end, found_from=week.start)
    else:
        found = posts_of(course, store, since=None if everything else now - timedelta(days=course.window_days))
    for one in survey(background_of(course, store, now, now, whole), found, now, now):
        if week is None or digest.in_week(one.post, week) or digest.found_late(one.post, week):
            yield one


def status(course: Course, store: Forgotten, now: datetime) -> list[BlogStatus]:
    """Every blog of the course in the order of feeds.toml; one that was never asked has a blank state.

    The sources of its site are those that are asked about its comments, the best first.
    """
    blogs, sites, background = store.blogs(), store.sites(), background_of(course, store, now, now)
    return [
        BlogStatus(
            replace(p, problem=forgotten_problem()) if store.has_forgotten(of_blogger(p)) else p,
            blogs.get(p.address) or Blog(p.address),
            background.history(p.address),
            _with_sources_asked(p, sites.get(p.address), now),
        )
        for p in course.participants
    ]


def _with_sources_asked(participant: Participant, site: Site | None, now: datetime) -> Site | None:
    if site is None:
        return None
    names = chosen(site, participant.comments)
    resting = {name: until for name, until in site.resting.items() if name in names and until > now}
    return replace(site, sources={name: site.sources.get(name, {}) for name in names}, resting=resting)


def comments(
    course: Course,
    store: Reading,
    now: datetime,
    *,
    week: Week | None = None,
    on: Iterable[Post] | None = None,
    everything: bool = False,
    unmatched: bool = False,
) -> list[ListedComment]:
    """Comments that are there, newest first: of a week, on certain posts, all of the course's, or the window's.

    `unmatched`: only those by people whom feeds.toml does not know.
    """
    since = week.start if week else None if everything or on is not None else now - timedelta(days=course.window_days)
    commenters = commenters_of(course, store)
    found = [
        (_dated(comment), ListedComment(comment, post, who))
        for post in (_commented_posts(course, store, since) if on is None else on)
        for comment, who in known_comments(post, commenters)
        if not unmatched or who.by is By.VISITOR
    ]
    kept = [(when, one) for when, one in found if (since is None or since <= when) and (not week or week.holds(when))]
    return [one for when, one in sorted(kept, key=lambda pair: (pair[0], pair[1].comment.said.key), reverse=True)]


def _commented_posts(course: Course, store: Reading, since: datetime | None) -> Iterator[Post]:
    """The course's posts with comments since that moment."""
    people = {participant.address: participant for participant in course.participants}
    posts = store.commented_posts(names(course), since=since)
    return (post for post in posts if belongs(post, people[post.blog], course))


def _dated(comment: Comment) -> datetime:
    """When it was written; never after it was seen, whatever the blog's clock says."""
    return min(comment.said.published or comment.first_seen, comment.first_seen)


def explain(course: Course, store: Reading, now: datetime, post: Post) -> Explained:
    """Why a post stands where it stands; its comments oldest first, also those that are gone."""
    commenters = commenters_of(course, store)
    participant = next(p for p in course.participants if p.address == post.blog)
    comments = sorted((one for one in post.comments if one.first_seen <= now), key=_dated)
    listed = tuple(ListedComment(one, post, commenters.who(one.said, post)) for one in comments)
    site = _with_sources_asked(participant, store.sites().get(post.blog), now)
    return Explained(post, verdict(post, participant, commenters, now), listed, site)


def find_posts(course: Course, store: Reading, address: str) -> list[Post]:
    """The posts of the course that an address means: their own, their guid, or that of one of their comments.

    The address may come without its scheme, as browsers show it.
    """
    people, given = names(course), address.strip()
    whole = given if "://" in given else f"https://{given}"
    return list(store.find_posts(given, link_key(whole), people)) or list(store.posts_with_comment(given, people))
