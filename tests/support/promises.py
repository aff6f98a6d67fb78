"""What holds of everything that is read, whatever came: `broken` names the promises that a reading breaks."""

import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

from aggregator.core.commentfeed import FeedComment, FoundCommentFeed
from aggregator.core.discovery import decode_page, find_feeds
from aggregator.core.found import FeedLink, FoundFeed, FoundPost, Unread, Unreadable
from aggregator.core.links import ADDRESS_LIMIT, web_address
from aggregator.core.page import Page, read_page
from aggregator.feeds import POSTS_LIMIT, NotAFeed, read_comments, read_feed
from tests.support.mutations import Case
from tests.support.spite import UNWANTED

SECONDS = 2.0
"""Of computing, for one body. feedparser may be led to take more, for which its process has a limit; we may not.

As it may have had them all when our turn comes, and coverage slows us down, we are given so many more TIMES.
"""
TIMES = 5

_GUID_LIMIT = 1_000
_NAME_LIMIT = 200
_TITLE_LIMIT = 500
_TEXT_LIMIT = 50_000
_COMMENT_LIMIT = 2_000
_ELEMENTS_LIMIT = 30_000
_LINKS_LIMIT = 20
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f<>\"@/?#]+(?:[/?#][^\s\x00-\x20\x7f-\x9f<>\"]*)?")
_LIMITS = frozenset({Unreadable.TRAP, Unreadable.TIME, Unreadable.MEMORY})

PageAndFeeds = tuple[Page, tuple[FeedLink, ...]]
Reading = FoundFeed | FoundCommentFeed | PageAndFeeds | NotAFeed | Unread


class TookLong(BaseException):
    """Raised wherever the computing is when its time is over; no `except Exception` on the way keeps it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: in a word, and each promise that was broken."""

    word: str
    broken: tuple[str, ...] = ()


def read(case: Case) -> Reading:
    """The body of the case as it is read; that there is no feed in it is a value here."""
    if case.reads == "page":
        text = decode_page(case.body, case.content_type)
        return read_page(text, case.address), find_feeds(text, case.address)
    try:
        return (read_feed if case.reads == "feed" else read_comments)(case.body, case.content_type, case.address)
    except NotAFeed as none:
        return none


def outcome(case: Case) -> Outcome:
    """Reads the case, and looks whether all promises are kept."""
    try:
        with _in_time():
            reading = read(case)
    except MemoryError:
        return Outcome("broke a limit")
    except TookLong as end:
        slow = () if "feedparser" in _place(end) else (f"takes more than {SECONDS * TIMES:g} seconds ({_place(end)})",)
        return Outcome("broke a limit", slow)
    except Exception as error:
        return Outcome("raised", (f"raises {type(error).__name__}: {error} ({_place(error)})",))
    if isinstance(reading, NotAFeed | Unread):
        return _unread(reading)
    return Outcome(case.reads, tuple(dict.fromkeys(broken(reading))))


@contextmanager
def _in_time() -> Iterator[None]:
    """Interrupts what computes for longer than SECONDS, in a regular expression, too, which looks for signals."""
    ticks = iter(range(TIMES - 1))

    def tick(_signal: int, frame: FrameType | None) -> None:
        if frame and "hypothesis" in frame.f_code.co_filename:
            return  # it looks on while garbage is collected, where nothing may be raised; the next tick comes
        if next(ticks, None) is None or "feedparser" in _innermost(traceback.extract_stack(frame)):
            raise TookLong

    before = signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _unread(none: NotAFeed | Unread) -> Outcome:
    """What no feed is. Over a broken feed only feedparser may stumble, and not we."""
    cause = none.__cause__ if isinstance(none, NotAFeed) else None
    if cause is not None and "feedparser" not in _place(cause):
        return Outcome("stumbled", (f"stumbles: {type(cause).__name__}: {cause} ({_place(cause)})",))
    if none.why in _LIMITS:
        return Outcome("broke a limit")
    return Outcome("stumbled" if none.why is Unreadable.STUMBLED else "no feed")


def _place(error: BaseException) -> str:
    """The innermost line of feedparser or of ours that led to the error."""
    return _innermost(traceback.extract_tb(error.__traceback__))


def _innermost(frames: traceback.StackSummary) -> str:
    known = [frame for frame in frames if re.search(r"[/\\](?:feedparser|aggregator)", frame.filename)] or frames
    return f"{known[-1].filename}:{known[-1].lineno}" if known else "nowhere"


def broken(reading: FoundFeed | FoundCommentFeed | PageAndFeeds) -> Iterator[str]:
    """The promises that what was read does not keep."""
    if isinstance(reading, FoundFeed):
        yield from _feed(reading)
    elif isinstance(reading, FoundCommentFeed):
        yield from _comments(reading)
    else:
        yield from _page(*reading)


def _feed(feed: FoundFeed) -> Iterator[str]:
    yield from _line("title", feed.title, _TITLE_LIMIT)
    yield from _line("generator", feed.generator, _NAME_LIMIT)
    yield from _address("home", feed.home)
    yield from _address("older", feed.older)
    if len(feed.posts) > POSTS_LIMIT:
        yield f"{len(feed.posts)} posts"
    for post in feed.posts:
        yield from _post(post)


def _post(post: FoundPost) -> Iterator[str]:
    yield from _identifier("guid", post.guid)
    yield from _line("title", post.title, _TITLE_LIMIT)
    yield from _line("author", post.author, _NAME_LIMIT)
    yield from _lines("text", post.text, _TEXT_LIMIT)
    for category in post.categories:
        yield from _line("category", category, 100)
    if len(post.categories) > 50:
        yield f"{len(post.categories)} categories"
    for name in ("url", "author_url"):
        yield from _address(name, getattr(post, name))
    for name in ("link", "feed"):
        yield from _address(name, getattr(post.comment_fields, name))
    for name in ("published", "updated"):
        yield from _moment(name, getattr(post, name))


def _comments(feed: FoundCommentFeed) -> Iterator[str]:
    for name in ("home", "itself", "older"):
        yield from _address(name, getattr(feed, name))
    yield from _identifier("id", feed.id)
    if len(feed.comments) > POSTS_LIMIT:
        yield f"{len(feed.comments)} comments"
    for number in (feed.total, feed.per_page):
        if number is not None and not 0 <= number < 10**9:
            yield f"a number: {number}"
    for comment in feed.comments:
        yield from _comment(comment)


def _comment(said: FeedComment) -> Iterator[str]:
    comment = said.comment
    yield from _line("title", said.title, _TITLE_LIMIT)
    yield from _line("author", comment.author, _NAME_LIMIT)
    yield from _lines("text", comment.text, _COMMENT_LIMIT)
    for written in (comment.key, comment.parent, *said.refs):
        yield from _identifier("an identifier", written, ADDRESS_LIMIT)
    yield from _address("url", comment.url)
    yield from _address("author_url", comment.author_url)
    yield from _moment("published", comment.published)


def _page(page: Page, links: tuple[FeedLink, ...]) -> Iterator[str]:
    yield from _address("base", page.base)
    if len(page.elements) > _ELEMENTS_LIMIT:
        yield f"{len(page.elements)} elements"
    for one in page.elements:
        yield from _address("href", page.address(one.get("href")))
    if len(links) > _LINKS_LIMIT:
        yield f"{len(links)} feeds"
    for link in links:
        yield from _address("feed", link.url)
        yield from _line("title of a feed", link.title, _TITLE_LIMIT)


def _line(name: str, text: str, limit: int) -> Iterator[str]:
    if "\n" in text:
        yield f"{name} has two lines"
    yield from _lines(name, text, limit)


def _lines(name: str, text: str, limit: int) -> Iterator[str]:
    if found := UNWANTED.search(text):
        yield f"{name} has {found[0]!r}"
    if len(text) > limit:
        yield f"{name} is {len(text)} characters long"


def _identifier(name: str, written: str | None, limit: int = _GUID_LIMIT) -> Iterator[str]:
    """An identifier is as it was given, but nothing that could not be stored."""
    if written is None:
        return
    if len(written) > limit:
        yield f"{name} is {len(written)} characters long"
    if re.search("[\ud800-\udfff]", written):
        yield f"{name} has half a character"


def _address(name: str, url: str | None) -> Iterator[str]:
    if url is None:
        return
    if not _ADDRESS.fullmatch(url) or len(url) > ADDRESS_LIMIT or UNWANTED.search(url):
        yield f"{name} is no address: {url!r}"
    elif web_address(url) != url:
        yield f"{name} would be another address: {url!r}"


def _moment(name: str, moment: datetime | None) -> Iterator[str]:
    if moment is not None and (moment.tzinfo is not UTC or moment.year < 1990):
        yield f"{name} is no moment in UTC: {moment!r}"
