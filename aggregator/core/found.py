"""What is found in a feed, as frozen dataclasses: the blog, its posts, and what it says of their comments."""

from datetime import datetime
from enum import StrEnum

from aggregator.core.record import Struct


class Unreadable(StrEnum):
    """Why a body cannot be read as what it should be."""

    WEB_PAGE = "a web page"
    OTHER_JSON = "other JSON"
    NO_FEED = "no feed"
    NO_PAGE = "no web page"
    TRAP = "a trap"
    STUMBLED = "stumbled"
    TIME = "too much computing time"
    MEMORY = "too much memory"
    CRASH = "a crash"


class Unread(Struct, frozen=True):
    """A body that could not be read, and why. `feeds`: those of posts that it names, if it is a web page.

    `fault` names what feedparser raised if it STUMBLED.
    """

    why: Unreadable
    feeds: tuple[str, ...] = ()
    fault: str = ""


class CommentFields(Struct, frozen=True):
    """What a feed says about the comments of one post, word for word; `None` where it says nothing.

    `slash`: slash:comments · `thread_total`: thr:total (RFC 4685) · `thread_counts`: thr:count of each
    link rel=replies · `lj`: lj:reply-count · `link`: the RSS `<comments>` element, or the text/html replies link ·
    `feed`: the feed of the post's comments (wfw:commentRss, or the replies link that is a feed).
    """

    slash: str | None = None
    thread_total: str | None = None
    thread_counts: tuple[str, ...] = ()
    lj: str | None = None
    link: str | None = None
    feed: str | None = None


class FoundPost(Struct, frozen=True):
    """A post as it stands in a feed now.

    `guid` is the feed's own identifier, `url` an absolute http(s) address; either may be missing.
    `title`, `author`, `categories` and `text` are plain text without markup or control characters. `item` is a hash of
    the post as it is written in the feed, and of all around it that bears on how it is read. `picture` is the https
    address of a picture that stands for the post (see `core.pictures`).
    """

    guid: str | None
    url: str | None
    title: str = ""
    author: str = ""
    author_url: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    text: str = ""
    comment_fields: CommentFields = CommentFields()
    item: str | None = None
    picture: str | None = None


class FoundFeed(Struct, frozen=True):
    """A feed as read from one body: the blog's title and home page, the posts in the feed's order.

    `version` is feedparser's name of the format (`rss20`, `atom10`, `json11` …), `generator` the software's own
    words, `vocabularies` the XML namespaces that the document declares. `sound` is false when it is broken or cut:
    then more may follow that could not be read. `older` leads to the next page of older posts (RFC 5005), `site_id` is
    the blog's number at WordPress.com.
    """

    title: str
    home: str | None
    version: str
    generator: str
    posts: tuple[FoundPost, ...]
    vocabularies: frozenset[str] = frozenset()
    sound: bool = True
    older: str | None = None
    site_id: str | None = None


class FeedLink(Struct, frozen=True):
    """A feed that a web page names: its address, the title beside it, whether it is one of comments."""

    url: str
    title: str = ""
    comments: bool = False
