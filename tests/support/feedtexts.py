"""Small feeds with one oddity each, written in a line, and read."""

from aggregator.core.found import FoundFeed, FoundPost
from aggregator.core.record import replace
from aggregator.feeds import read_feed

ADDRESS = "https://blog.example/feeds/all.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:lj="http://www.livejournal.org/rss/lj/1.0/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def feed_of(body: str | bytes, content_type: str | None = None) -> FoundFeed:
    return read_feed(body.encode() if isinstance(body, str) else body, content_type, ADDRESS)


def unmarked(feed: FoundFeed) -> FoundFeed:
    """The feed with nothing said of how its posts are written."""
    return replace(feed, posts=tuple(replace(post, item=None) for post in feed.posts))


def rss(*items: str, head: str = "<link>https://blog.example/</link>") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel><title>t</title>{head}{inside}</channel></rss>'


def atom(*entries: str, head: str = "", **spaces: str) -> str:
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{declared}><title>t</title>{head}{inside}</feed>'


def rss_post(item: str) -> FoundPost:
    (post,) = feed_of(rss(item)).posts
    return post


def atom_post(entry: str, **spaces: str) -> FoundPost:
    (post,) = feed_of(atom(entry, **spaces)).posts
    return post
