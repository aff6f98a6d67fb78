"""What a look at a blog has found: its feeds, or why there is none. See `fetch.probe`."""

from datetime import datetime, timedelta

from aggregator.core.feedkind import FeedKind
from aggregator.core.record import Struct


class FeedSeen(Struct, frozen=True):
    """A feed as a look has found it.

    `address` is where to ask from now on, `home` the page it says it belongs to. `links` are the addresses of its posts
    as `links.link_key` has them, `newest` the date of the newest. `author` is who wrote all of them, if it says one
    name. `category`: it is of this category alone.
    """

    address: str
    kind: FeedKind
    title: str = ""
    home: str | None = None
    generator: str = ""
    posts: int = 0
    links: frozenset[str] = frozenset()
    newest: datetime | None = None
    author: str = ""
    category: str | None = None


class Probe(Struct, frozen=True):
    """What came of a look at `address`.

    `itself` is the feed that stands there, if one does; it may be one of comments. `feeds` are those of the blog's
    posts, the best first. `problem` says why there is no feed, `status` is the answer's (0 without one). `clock` is by
    how much the server's clock is ahead of ours. `moved_to` is where a permanent redirect leads.
    """

    address: str
    itself: FeedSeen | None = None
    feeds: tuple[FeedSeen, ...] = ()
    problem: str | None = None
    status: int = 0
    clock: timedelta | None = None
    moved_to: str | None = None
