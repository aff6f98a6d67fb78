"""What a feed is of: a blog's posts, its comments, or the posts of one category. Where blogs have their feeds."""

import re
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from aggregator.core.found import FoundFeed
from aggregator.core.text import safe

# WordPress, Blogger, Dotclear, Serendipity, Drupal and Habari have their feeds of comments there.
_COMMENTS_PLACE = re.compile(
    r"/comments/(?:feed|default|rss|atom)|/comments?[.-](?:rss2?|xml|atom)|/feed/(?:rss2|atom)/comments"
    r"|/crss(?:/|$)|[?&]feed=comments|[?&]type=comments",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"#(?:comment|kommentar|isso|respons)s?-?\w{1,40}$|#c\d{1,30}$|[?&]showComment=\d", re.IGNORECASE)
_CATEGORY = re.compile(
    r"/(?:category|categories|tag|tags|tagged|label|labels|topic|topics|kategori|emne|stikkord|-)/([^/?#]+)",
    re.IGNORECASE,
)
_CATEGORY_KEYS = ("cat", "category", "category_name", "tag")

_PLACES = (
    "feed/",
    "rss/",
    "feeds/posts/default",
    "atom.xml",
    "index.xml",
    "feed.xml",
    "rss.xml",
    "?format=rss",
    "feed.json",
)
"""WordPress and Substack, Ghost, Blogger, Jekyll, Hugo, Jekyll again, Eleventy, Squarespace, and JSON Feed."""


class FeedKind(StrEnum):
    """What stands in a feed."""

    POSTS = "posts"
    COMMENTS = "comments"
    CATEGORY = "category"


def kind_of(feed: FoundFeed, address: str) -> FeedKind:
    """What the feed at this address is of, by its address and those of its posts; titles are in any language."""
    links = [post.url for post in feed.posts if post.url]
    comments = sum(bool(_COMMENT.search(link)) for link in links)
    if _COMMENTS_PLACE.search(address) or (links and comments * 2 > len(links)):
        return FeedKind.COMMENTS
    return FeedKind.CATEGORY if category_of(address) else FeedKind.POSTS


def category_of(address: str) -> str | None:
    """The category that a feed's address names; `None` when it is of the whole blog."""
    parts = urlsplit(address)
    if found := _CATEGORY.search(parts.path):
        return safe(unquote(found[1]))
    asked = parse_qs(parts.query)
    return next((safe(asked[key][0]) for key in _CATEGORY_KEYS if key in asked), None)


def usual_places(home: str) -> tuple[str, ...]:
    """Where the feed of the blog at this address may be though the page does not name it, the likeliest first."""
    parts = urlsplit(home)
    if parts.hostname == "medium.com":
        return (f"https://medium.com/feed{parts.path.rstrip('/')}",)
    folder = f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
    if parts.path and "." not in parts.path.rpartition("/")[2]:  # a folder whose / was left out
        folder = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
    return tuple(folder + place for place in _PLACES)
