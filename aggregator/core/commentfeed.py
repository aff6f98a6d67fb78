"""A feed of comments as read from one body: its comments, and what it says of how many there are in all."""

from aggregator.core.model import FoundComment
from aggregator.core.record import Struct


class FeedComment(Struct, frozen=True):
    """One item of a feed of comments.

    `comment.key` is the item's guid, else its address, as the feed gives them: what a platform makes its identifier
    of. `title` is its own, `refs` are the identifiers and addresses that may be those of its post. `markup` is how its
    content begins, as written. `removed`: there was a comment, and nothing but its place is left.
    """

    comment: FoundComment
    title: str = ""
    refs: tuple[str, ...] = ()
    markup: str = ""
    removed: bool = False


class FoundCommentFeed(Struct, frozen=True):
    """A feed of comments, in the feed's order, mostly the newest first.

    `home` is the page that the feed says it belongs to (the blog, or a post), `itself` the address that it gives for
    itself, `id` its identifier. `total` is how many comments there are in all, `per_page` how many a page may hold
    (OpenSearch), `older` leads to the next page. `sound` is false when the feed is broken or cut.
    """

    home: str | None
    itself: str | None = None
    id: str = ""
    comments: tuple[FeedComment, ...] = ()
    total: int | None = None
    per_page: int | None = None
    older: str | None = None
    sound: bool = True
