"""What a comment source is: pure functions that say what to ask, and read what is answered.

A source opens nothing. `questions` is a generator: it yields requests, is sent their answers in the same order, and
returns what it found; `fetch` does the asking. Only a complete answer in a known shape may say zero. Everything else
(a refusal, an error, HTML in place of JSON, an identifier that the platform does not confirm) is unknown with a reason.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from aggregator.core.http import Answer, Conversation
from aggregator.core.model import Finding, Post
from aggregator.core.page import Page
from aggregator.core.record import Struct, field

Params = Mapping[str, str]
"""What a source has to know of a blog to ask: an API's address, a site's short name. Kept between fetches."""


class Site(Struct, frozen=True):
    """What is known of a blog's platform: from its feed, and from the last look at one of its pages.

    `feed` is the address that the feed was read from, `home` the blog's front page, `generator` and `version` the
    software and the format as the feed tells them. `wordpress`: the feed is one of WordPress's. `api` is the REST root
    in its Link header, `site_id` its number at WordPress.com. `feed_posts`: how many posts the feed held.
    `comment_feeds`: its posts name feeds of their comments. `older`: where the feed's next page of older posts is.
    `guids`: the feed identifies its posts by these (up to three of them). `sources` are the comment sources that were
    recognised when a page was looked at, each with what it has to know; `thorough_at`: the last thorough check.
    `resting`: sources that refused, and until when they are left alone. `history`: where reading older posts goes on,
    empty when it is done, `None` before it has begun.
    """

    feed: str
    home: str | None = None
    generator: str = ""
    version: str = ""
    wordpress: bool = False
    api: str | None = None
    site_id: str | None = None
    feed_posts: int = 0
    comment_feeds: bool = False
    older: str | None = None
    guids: tuple[str, ...] = ()
    looked_at: datetime | None = None
    thorough_at: datetime | None = None
    sources: Mapping[str, Params] = field(default_factory=dict)
    resting: Mapping[str, datetime] = field(default_factory=dict)
    history: str | None = None


class Round(Struct, frozen=True):
    """The circumstances of one asking: the moment, and whether it is the thorough check (daily, or forced).

    In between, a source asks only for what can change what is known: the fewest requests that do. `feed_at`: when the
    blog's feed was last seen whole; `feed_begins`: the date of the oldest post in it.
    """

    now: datetime
    thorough: bool = False
    feed_at: datetime | None = None
    feed_begins: datetime | None = None

    def has_left_feed(self, post: Post) -> bool:
        """Whether the post stands in the feed no more: because others pushed it out, or because it is gone."""
        return self.feed_at is not None and post.in_feed_at < self.feed_at

    def has_vanished(self, post: Post) -> bool:
        """Whether the post is missing among younger and older ones in the feed, so that it may have been deleted."""
        return self.has_left_feed(post) and self.feed_begins is not None and post.dated >= self.feed_begins


class Told(Struct, frozen=True):
    """What a source tells of posts: a finding for each post that it was asked about.

    `refused` is the answer that ended the asking before its time: then the source is left alone for a while.
    `params` are what it wants to know next time; `None` leaves them as they are.
    """

    findings: tuple[Finding, ...] = ()
    refused: Answer | None = None
    params: Params | None = None


class Said(Struct, frozen=True):
    """What one source has found. `apart`: it serves comments that are kept apart from the blog."""

    source: str
    apart: bool
    findings: tuple[Finding, ...]


Questions = Conversation[Told]
"""What a source asks, and tells in the end."""


class Source(Protocol):
    """A comment source; each module in `comments/` is one.

    `NAME` is the name of its file and of `comments = "…"` in feeds.toml. `WIDGET`: it serves comments that are kept
    apart from the blog, so that the blog's own count says nothing where it is found.
    """

    NAME: str
    WIDGET: bool

    def recognises(self, site: Site, page: Page | None) -> Params | None:
        """What the source has to know to ask about this blog; `None` when it has no business here.

        `page` is a post's page (or the front page); `None` when there was none to look at.
        """

    def questions(self, site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
        """Asks about the comments of these posts, which are all of one blog; a finding for each of them."""
