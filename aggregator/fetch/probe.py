"""Looks at blogs without keeping anything: which feeds they have, and what those are of.

An address may be a feed's or a page's. Of a page, the feeds it names are looked at, else the usual places; from a feed
of comments the way leads to its blog's page.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from aggregator.comments.feedfields import is_wordpress
from aggregator.core import polling
from aggregator.core.course import Participant
from aggregator.core.dates import read_date
from aggregator.core.feedkind import FeedKind, category_of, kind_of, usual_places
from aggregator.core.found import FoundFeed, Unread
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import link_key, same_origin
from aggregator.core.probe import FeedSeen, Probe
from aggregator.core.text import safe
from aggregator.fetch.conversation import converse
from aggregator.fetch.exchange import Exchange

_MOST_NAMED = 6
"""So many of the feeds that a page names are looked at."""


def look(
    exchange: Exchange, blogs: Iterable[Participant], now: datetime, *, seek: bool = True
) -> Iterator[tuple[Participant, Probe]]:
    """Looks at each of these blogs once; yields what came of it as each is done.

    With `seek` it looks for feeds wherever they may be; without, only as a fetch does: at the address, and for a home
    page at the first feed it names.
    """
    yield from converse(exchange, (_visit(blog, now, seek=seek) for blog in blogs))


def _visit(blog: Participant, now: datetime, *, seek: bool) -> Conversation[tuple[Participant, Probe]]:
    return blog, (yield from _probe(blog, now, seek=seek))


def _probe(blog: Participant, now: datetime, *, seek: bool) -> Conversation[Probe]:
    [answer] = yield [_request(blog.address, blog)]
    found = answer.found
    itself: FeedSeen | None = None
    feeds: tuple[FeedSeen, ...] = ()
    if isinstance(found, FoundFeed):
        itself = _seen(found, answer)
        feeds = (itself,) if itself.kind is not FeedKind.COMMENTS else ()
        if seek and not feeds:
            feeds = yield from _around(itself.home or _root(answer.url), blog)
    elif isinstance(found, Unread) and (found.feeds or seek):
        named = found.feeds if seek else found.feeds[: int(blog.is_home)]
        feeds = yield from _named(named, answer.url, blog, seek=seek)
    at_home = blog.is_home or seek
    return Probe(
        blog.address,
        itself,
        feeds,
        None if feeds or itself else _problem(answer, at_home=at_home),
        answer.status,
        _clock(answer, now),
        answer.permanent,
    )


def _around(page: str, blog: Participant) -> Conversation[tuple[FeedSeen, ...]]:
    """The feeds of posts of the blog with this front page."""
    [answer] = yield [_request(page, blog)]
    if isinstance(answer.found, Unread):
        return (yield from _named(answer.found.feeds, answer.url, blog, seek=True))
    return _of_posts([answer])


def _named(addresses: Sequence[str], page: str, blog: Participant, *, seek: bool) -> Conversation[tuple[FeedSeen, ...]]:
    """The feeds of posts among those that the page names; else one at a usual place."""
    if addresses:
        answers = yield [_request(address, blog) for address in addresses[:_MOST_NAMED]]
        if found := _of_posts(answers):
            return found
    for place in usual_places(page) if seek else ():
        answers = yield [_request(place, blog)]
        if found := _of_posts(answers):
            return found
        if not answers[0].status:  # who does not answer, does not answer elsewhere
            break
    return ()


def _of_posts(answers: Sequence[Answer]) -> tuple[FeedSeen, ...]:
    """The feeds of posts: those of the whole blog first, and of several with the same posts the first."""
    seen = [_seen(answer.found, answer) for answer in answers if isinstance(answer.found, FoundFeed)]
    kept: list[FeedSeen] = []
    for one in sorted(seen, key=lambda one: one.kind is FeedKind.CATEGORY):
        same = any(one.links == other.links and (one.links or not other.posts) for other in kept)
        if one.kind is not FeedKind.COMMENTS and not same:
            kept.append(one)
    return tuple(kept)


def _seen(feed: FoundFeed, answer: Answer) -> FeedSeen:
    address = answer.permanent or answer.request.url
    dates = [date for post in feed.posts if (date := post.published or post.updated)]
    authors = {post.author for post in feed.posts}
    return FeedSeen(
        address=address,
        kind=kind_of(feed, address),
        title=safe(feed.title),
        home=feed.home,
        generator="WordPress" if is_wordpress(feed) and not feed.generator else feed.generator,
        posts=len(feed.posts),
        links=frozenset(link_key(post.url) for post in feed.posts if post.url),
        newest=max(dates, default=None),
        author=safe(authors.pop()) if len(authors) == 1 else "",
        category=category_of(address),
    )


def _request(address: str, blog: Participant) -> Request:
    login = blog.login if same_origin(address, blog.address) else None
    return Request(address, login=login, reads=Reads.FEED)


def _problem(answer: Answer, *, at_home: bool) -> str:
    if answer.unasked:
        return polling.status_problem(answer) or ""
    if not answer.status:
        return answer.problem or ""
    if problem := polling.status_problem(answer):
        return problem
    assert isinstance(answer.found, Unread)  # noqa: S101 (a 200 that is no feed)
    return polling.unread_problem(answer.found, at_home=at_home)


def _clock(answer: Answer, now: datetime) -> timedelta | None:
    """By how much the server's clock is ahead; `None` when it does not say, or what came is out of a cache."""
    told = read_date(answer.headers.get("date", ""))
    return told - now if told and "age" not in answer.headers else None


def _root(address: str) -> str:
    scheme, _sign, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
