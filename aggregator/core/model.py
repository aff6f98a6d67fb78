"""The nouns of agg as frozen dataclasses. Everything that crosses a door of the house is one of these.

Moments are aware and in UTC. `None` is never zero: a count nobody could establish is `None`.
"""

from datetime import datetime
from enum import StrEnum

from aggregator.core.record import Struct

# -- what is known about comments -------------------------------------------------------------------


class Bound(StrEnum):
    """How a count limits the true number of comments."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Reason(StrEnum):
    """Why a verdict is what it is, or why a source could not tell; `render.words` has the sentences."""

    ANSWERED = "answered"
    ZERO = "zero"
    ONLY_OWN = "only own"
    ONLY_PINGS = "only pings"
    COMMENTED = "commented by unknown"
    CLOSED = "closed"
    MARKED = "marked"
    STALE = "stale"
    NOT_SAID = "not said"
    ODD_COUNT = "odd count"
    SWITCHED_OFF = "switched off"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    NOT_THERE = "not there"
    UNREACHABLE = "unreachable"
    TOO_MANY = "too many requests"
    NOT_UNDERSTOOD = "not understood"
    NOT_LISTED = "not listed"
    NO_FORM = "no form"


class Openness(StrEnum):
    """Whether somebody could write a comment now."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a platform keeps among its comments: words of a person, or a notice that another page links here."""

    COMMENT = "comment"
    PING = "ping"


class FoundComment(Struct, frozen=True):
    """A comment as a source tells it.

    `key` is the platform's own identifier: the same from every source that reads the same blog. `author_id` is the
    platform's number of the commenter's account. `own` says whether the platform knows that the post's author wrote
    it; `None` when it does not say. `parent` is the key of the comment that it answers. `text` is plain.
    """

    key: str
    author: str = ""
    author_url: str | None = None
    author_id: str | None = None
    own: bool | None = None
    kind: Kind = Kind.COMMENT
    published: datetime | None = None
    url: str | None = None
    parent: str | None = None
    text: str = ""


class Finding(Struct, frozen=True):
    """What one source says about the comments of one post; `post` is the store's number of it.

    `count` is `None` when the source could not tell; `reason` says why. `comments` are those it lists. `listed` says
    that these are all there are: with `includes_pings` also all pings. `openness` is `None` when the source has not
    looked this time, so that what it said before stands.
    """

    post: int
    count: int | None
    bound: Bound = Bound.EXACT
    includes_pings: bool = False
    openness: Openness | None = Openness.UNKNOWN
    reason: Reason | None = None
    comments: tuple[FoundComment, ...] = ()
    listed: bool = False


class Observation(Struct, frozen=True):
    """A finding as it is kept: which source said it of a post, and when it was asked.

    `apart`: the source serves comments that are kept apart from the blog, beside those of the blog itself.
    """

    source: str
    count: int | None
    bound: Bound
    includes_pings: bool
    openness: Openness
    reason: Reason | None
    checked_at: datetime
    listed: bool = False
    apart: bool = False


class Comment(Struct, frozen=True):
    """A stored comment: what `source` told of it, when it was first seen, and since when it is gone.

    `not_before`: when, before that, the source told all comments of the post, and not this one; kept of comments
    without a date.
    """

    post: int
    source: str
    said: FoundComment
    first_seen: datetime
    removed_at: datetime | None = None
    not_before: datetime | None = None


class State(StrEnum):
    """Where a post stands; see `core.verdict`."""

    ANSWERED = "answered"
    WAITING = "waiting"
    ONLY_OWN = "only own"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Verdict(Struct, frozen=True):
    """What agg believes of a post's comments, why, and by which source's word of when."""

    state: State
    reason: Reason
    comments: int | None = None
    comments_by_others: int | None = None
    source: str | None = None
    checked_at: datetime | None = None


# -- what is stored ---------------------------------------------------------------------------------


class Post(Struct, frozen=True):
    """A stored post. `id` is the store's number, `guid` the identifier as the feed gives it.

    `dated` is the moment the post counts for: published, else updated, else first seen; never after first seen.
    `archive` marks posts that were already there when the blog was read for the first time. `comments_feed` is the
    feed of the post's own comments, `picture` the https address of a picture that stands for the post. `mark` is what a
    person has said of the post, at `marked_at`.
    """

    id: int
    blog: str
    participant: str
    guid: str
    url: str | None
    title: str
    author: str
    published: datetime | None
    updated: datetime | None
    first_seen: datetime
    dated: datetime
    archive: bool
    categories: tuple[str, ...]
    excerpt: str
    comment_url: str | None
    in_feed_at: datetime
    author_url: str | None = None
    comments_feed: str | None = None
    picture: str | None = None
    mark: State | None = None
    marked_at: datetime | None = None
    observations: tuple[Observation, ...] = ()
    comments: tuple[Comment, ...] = ()


class Blog(Struct, frozen=True):
    """What polling has learnt of the blog at `address` (the address in feeds.toml), whose participant is named.

    `feed` is the address asked now: found on the home page, or where permanent redirects led.
    `status` is what came of the last poll: `ok`, `unchanged`, `error` or `gone`; `None` before the first.
    `first_seen`: when its feed was read for the first time; what it held then, and anything older, is its archive.
    `whole_at`: when the server last sent the whole feed; `body_hash` is that body's.
    `told`: the trouble an administrator has been told of, so that it is told once.
    """

    address: str
    participant: str = ""
    feed: str | None = None
    title: str = ""
    status: str | None = None
    first_seen: datetime | None = None
    last_asked: datetime | None = None
    last_ok: datetime | None = None
    whole_at: datetime | None = None
    body_hash: str | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: str | None = None
    not_before: datetime | None = None
    gone_since: datetime | None = None
    moved_to: str | None = None
    told: str | None = None


class Change(StrEnum):
    """What an administrator is told of a blog, once."""

    NEVER_WORKED = "never worked"
    FAILING = "failing"
    GONE = "gone"
    MOVED = "moved"
    BACK = "back"
    OFFLINE = "offline"


class Poll(Struct, frozen=True):
    """What came of asking one blog: `status` is ok, unchanged, error, gone or skipped.

    `feed` is the address in feeds.toml. `change` is what an administrator has to be told now; `wait_until` says
    until when a blog was skipped, if not for good. `new`, `updated` and `comments` count posts that are new, posts that
    were edited, and comments that are new.
    """

    participant: str
    feed: str
    status: str
    new: int = 0
    updated: int = 0
    requests: int = 0
    problem: str | None = None
    change: Change | None = None
    moved_to: str | None = None
    wait_until: datetime | None = None
    comments: int = 0


class Trouble(Struct, frozen=True):
    """A stretch of time in which a blog could not be read; `until` is `None` while it lasts."""

    participant: str
    address: str
    since: datetime
    until: datetime | None
    problem: str


class History(Struct, frozen=True):
    """A blog's posts in numbers, up to a moment: how many, the first and the last, and the same of its archive.

    `whole`: the blog was read back to its beginning.
    """

    posts: int = 0
    first: datetime | None = None
    last: datetime | None = None
    first_id: int | None = None
    archive: int = 0
    archive_first: datetime | None = None
    archive_last: datetime | None = None
    whole: bool = False
