"""Reads the store and asks `core` for what a command shows. The only reader; opens nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from aggregator.comments import chosen
from aggregator.core import digest
from aggregator.core.commenters import By, Commenters, Signed
from aggregator.core.course import Course, Participant
from aggregator.core.digest import Digest
from aggregator.core.links import link_key
from aggregator.core.model import Blog, Comment, Post
from aggregator.core.people import belongs
from aggregator.core.record import replace
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.core.source import Site
from aggregator.core.survey import Background, known_comments, survey, verdict, waiting_list
from aggregator.core.week import Week
from aggregator.store import Reading


def week_digest(course: Course, store: Reading, week: Week, now: datetime) -> Digest:
    """The digest of the week as of now."""
    end = week.last_moment
    background = _last_in_category(course, store, _background(course, store, end, end + week.grace), end, week)
    names = _names(course)
    posts = _posts(course, store, since=week.start, until=week.end, found_from=week.start)
    return digest.build(background, week, now, survey(background, posts, min(end, now), now), store.troubles(names))


def needs_comments(
    course: Course, store: Reading, now: datetime, *, days: int | None = None, only_new: bool = False
) -> WaitingList:
    """The posts that wait, and those nobody can tell about: of the last days (the course's window unless given).

    `only_new`: only those of new bloggers.
    """
    background = _background(course, store, now, now)
    since = now - timedelta(days=course.window_days if days is None else days)
    answered = _answered(course, store, background.commenters, since)
    listed = survey(background, _posts(course, store, since=since, without=answered), now, now)
    return waiting_list(background, [one for one in listed if one.new_blogger or not only_new], now)


def _answered(course: Course, store: Reading, commenters: Commenters, since: datetime) -> set[int]:
    """Unmarked posts on which somebody else has commented: most posts, and no list of what waits needs to know more."""
    bloggers = {p.address: p.name for p in course.participants if p.comments != "none"}
    return {
        post
        for post, blog, author, author_url, commenter, url, own in store.bylines(bloggers, since)
        if commenters.is_others(Signed(commenter, url, own), Signed(author, author_url), bloggers[blog])
    }


def _posts(course: Course, store: Reading, **window: Any) -> Iterator[Post]:
    """Posts of the course, with what is known of their comments where somebody wants to know."""
    unasked = {p.address for p in course.participants if p.comments == "none"}
    return store.posts(_names(course), bare=unasked, **window)


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
    if words:
        found = store.search(words, _names(course))
    elif week:
        found = _posts(course, store, since=week.start, until=week.end, found_from=week.start)
    else:
        found = _posts(course, store, since=None if everything else now - timedelta(days=course.window_days))
    for one in survey(_background(course, store, now, now), found, now, now):
        if week is None or digest.in_week(one.post, week) or digest.found_late(one.post, week):
            yield one


def status(course: Course, store: Reading, now: datetime) -> list[BlogStatus]:
    """Every blog of the course in the order of feeds.toml; one that was never asked has a blank state.

    The sources of its site are those that are asked about its comments, the best first.
    """
    blogs, sites, background = store.blogs(), store.sites(), _background(course, store, now, now)
    return [
        BlogStatus(
            p,
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
    commenters = _commenters(course, store)
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
    posts = store.commented_posts(_names(course), since=since)
    return (post for post in posts if belongs(post, people[post.blog], course))


def _dated(comment: Comment) -> datetime:
    """When it was written; never after it was seen, whatever the blog's clock says."""
    return min(comment.said.published or comment.first_seen, comment.first_seen)


def explain(course: Course, store: Reading, now: datetime, post: Post) -> Explained:
    """Why a post stands where it stands; its comments oldest first, also those that are gone."""
    commenters = _commenters(course, store)
    participant = next(p for p in course.participants if p.address == post.blog)
    comments = sorted((one for one in post.comments if one.first_seen <= now), key=_dated)
    listed = tuple(ListedComment(one, post, commenters.who(one.said, post)) for one in comments)
    site = _with_sources_asked(participant, store.sites().get(post.blog), now)
    return Explained(post, verdict(post, participant, commenters, now), listed, site)


def find_posts(course: Course, store: Reading, address: str) -> list[Post]:
    """The posts of the course that an address means: their own, their guid, or that of one of their comments.

    The address may come without its scheme, as browsers show it.
    """
    names, given = _names(course), address.strip()
    whole = given if "://" in given else f"https://{given}"
    return list(store.find_posts(given, link_key(whole), names)) or list(store.posts_with_comment(given, names))


def _commenters(course: Course, store: Reading) -> Commenters:
    return Commenters(course, store.homes())


def _background(course: Course, store: Reading, as_of: datetime, found_before: datetime) -> Background:
    well = store.well()
    return Background(
        course,
        store.histories(as_of, found_before),
        _commenters(course, store),
        unread=frozenset(p.name for p in course.participants if p.address not in well),
        in_trouble=sum(bool(p.problem) or not well.get(p.address, False) for p in course.participants),
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
