"""Turns the body of a feed into posts or comments: RSS, RDF and Atom by feedparser, JSON Feed by our own reader.

The only package that knows feedparser. It opens nothing and judges nothing: it tells what the feed says.
"""

from collections.abc import Collection

from aggregator.core.commentfeed import FoundCommentFeed
from aggregator.core.found import FoundFeed, Unreadable
from aggregator.feeds import comments, jsonfeed, posts
from aggregator.feeds.document import NotAFeed, looks_like_page
from aggregator.feeds.fields import POSTS_LIMIT

__all__ = ["POSTS_LIMIT", "NotAFeed", "read_comments", "read_feed"]


def read_feed(body: bytes, content_type: str | None, address: str, known: Collection[str] = ()) -> FoundFeed:
    """The feed in `body`, which came from `address` with this Content-Type; NotAFeed when there is none.

    Broken XML is read as far as it goes. Of more than 5,000 posts the first 5,000 are read. `known`: which items (by
    the hash that `item` of their posts had) were read before; such a post has nothing but that hash.
    """
    try:
        data = jsonfeed.json_in(body)
        return posts.read(body, content_type, address, known) if data is None else jsonfeed.read(data, address)
    except (NotAFeed, MemoryError):
        raise
    except Exception as fault:  # on spite feedparser may raise anything
        raise _unreadable(body, fault) from fault


def read_comments(body: bytes, content_type: str | None, address: str) -> FoundCommentFeed:
    """The comments in a feed of comments, RSS or Atom; NotAFeed when the body is no feed.

    A feed of posts looks the same: whether these are comments, and of which post, the caller has to see.
    """
    try:
        return comments.read(body, content_type, address)
    except (NotAFeed, MemoryError):
        raise
    except Exception as fault:  # on spite feedparser may raise anything
        raise _unreadable(body, fault) from fault


def _unreadable(body: bytes, fault: Exception) -> NotAFeed:
    return NotAFeed(Unreadable.WEB_PAGE if looks_like_page(body) else Unreadable.STUMBLED, type(fault).__name__)
