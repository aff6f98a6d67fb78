"""Where platforms have their feeds of comments, and what stands in them.

WordPress (wp-includes/feed-atom-comments.php, feed-rss2-comments.php), Blogger (Google Data feeds: "Retrieving
comments" of the Blogger Data API 2.0), Serendipity (rss.php, templates/default/feed_2.0.tpl) and Dotclear
(rss2-comments.xml of its default templates). Titles are never read, for they are translated; only Dotclear's "[ping]"
is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from aggregator.core.commentfeed import FeedComment, FoundCommentFeed
from aggregator.core.links import host_of, is_home, link_key, web_address
from aggregator.core.model import Post
from aggregator.core.source import Site

BLOGGER_PAGE = 100
_BLOGGER_LEAST = 25  # what a page of Blogger holds when nobody asks for more

_BLOGGER_POST = re.compile(r"tag:blogger\.com,1999:blog-(\d{1,30})\.post-(\d{1,30})", re.ASCII)
_BLOGGER_FEED = re.compile(r"tag:blogger\.com,1999:blog-(\d{1,30})(?:\.post(\d{1,30})\.)?\.comments", re.ASCII)
_BLOGGER_ITSELF = re.compile(r"https?://www\.blogger\.com/feeds/(\d{1,30})/comments/default(?:\?|$)", re.ASCII)
_PROFILE = re.compile(r"https?://www\.blogger\.com/profile/(\d{1,30})/?", re.ASCII)
_WORDPRESS_POST = re.compile(r"[?&](?:p|page_id)=\d+$", re.ASCII)
_DOTCLEAR_POST = re.compile(r"(.+[/?]feed/(?:rss2|atom)/comments)/\d{1,12}", re.ASCII)
_DOTCLEAR_FEED = re.compile(r"(.+[/?]feed/(?:rss2|atom))", re.ASCII)


class Kind(StrEnum):
    """A platform whose feeds of comments are understood; `OTHER` is any whose posts name feeds of their comments."""

    WORDPRESS = "wordpress"
    BLOGGER = "blogger"
    SERENDIPITY = "serendipity"
    DOTCLEAR = "dotclear"
    OTHER = "other"


PINGS = frozenset({Kind.WORDPRESS, Kind.DOTCLEAR})
"""The platforms whose feeds of comments hold pings, too."""

_KEYS = {
    Kind.WORDPRESS: re.compile(r"#comment-(\d{1,19})$", re.ASCII),
    Kind.BLOGGER: re.compile(r"^tag:blogger\.com,1999:blog-\d{1,30}\.post-(\d{1,30})$", re.ASCII),
    Kind.SERENDIPITY: re.compile(r"#c(\d{1,19})$", re.ASCII),
    Kind.DOTCLEAR: re.compile(r"#c(\d{1,19})$", re.ASCII),
    Kind.OTHER: re.compile(r"^(.{1,500})$"),
}
# So many comments a feed holds unless the blog's owner has set it otherwise: a feed of just so many may have more.
_WINDOWS = {Kind.WORDPRESS: 10, Kind.SERENDIPITY: 15, Kind.DOTCLEAR: 20}


def kind_of(site: Site) -> Kind | None:
    """Which of the platforms the blog is of, by its feed."""
    if site.wordpress:
        return Kind.WORDPRESS
    words = site.generator.lower().split()
    if words[:1] == ["blogger"] or any(_BLOGGER_POST.fullmatch(guid) for guid in site.guids):
        return Kind.BLOGGER
    named = next((kind for kind in (Kind.SERENDIPITY, Kind.DOTCLEAR) if words[:1] == [kind]), None)
    return named or (Kind.OTHER if site.comment_feeds else None)


# -- where to ask ---------------------------------------------------------------------------------


def blog_feeds(kind: Kind, site: Site, posts: Sequence[Post]) -> list[str]:
    """Where the feed of all comments of the blog may be, the likeliest first."""
    found: list[str] = []
    match kind:
        case Kind.WORDPRESS:
            found = _wordpress_feeds(site)
        case Kind.BLOGGER:
            found = _blogger_feeds(site, posts)
        case Kind.SERENDIPITY:
            found = _serendipity_feeds(site, posts)
        case Kind.DOTCLEAR:
            found = _dotclear_feeds(site, posts)
    return list(dict.fromkeys(address for one in found if (address := web_address(one))))[:2]


def _wordpress_feeds(site: Site) -> list[str]:
    """By the blog's style of permalinks, as its feed shows it: two formats of one style, else both styles."""
    parts = urlsplit(site.feed)
    plain = "feed" in dict(parse_qsl(parts.query))
    before, pretty, _after = parts.path.partition("/feed")
    home = urlsplit(site.home or urlunsplit(parts._replace(path=before if pretty else "/", query="")))
    folder = home.path.rstrip("/") + "/"
    index = "index.php/" if "/index.php/" in parts.path else ""
    styled = [urlunsplit(home._replace(path=f"{folder}{index}comments/feed/{end}", query="")) for end in ("atom/", "")]
    asked = [urlunsplit(home._replace(path=folder, query=f"feed=comments-{end}")) for end in ("atom", "rss2")]
    if plain:
        return asked
    return styled if pretty else [styled[0], asked[0]]


def _blogger_feeds(site: Site, posts: Sequence[Post]) -> list[str]:
    query = f"?max-results={BLOGGER_PAGE}"
    at_home = [urljoin(site.home, f"/feeds/comments/default{query}")] if site.home else []
    blog = next(_blogger_blogs([*site.guids, *(post.guid for post in posts)]), None)
    return [*at_home, *([f"https://www.blogger.com/feeds/{blog}/comments/default{query}"] if blog else [])]


def _blogger_blogs(guids: Iterable[str]) -> Iterator[str]:
    return (found[1] for guid in guids if (found := _BLOGGER_POST.fullmatch(guid)))


def _serendipity_feeds(site: Site, posts: Sequence[Post]) -> list[str]:
    feeds = [_without(post.comments_feed or "", "cid") for post in posts if _serendipity_id(post)]
    return [*feeds[:1], *([urljoin(site.home, "rss.php?version=2.0&type=comments")] if site.home else [])]


def _dotclear_feeds(site: Site, posts: Sequence[Post]) -> list[str]:
    feeds = [found[1] for post in posts if (found := _DOTCLEAR_POST.fullmatch(post.comments_feed or ""))]
    main = _DOTCLEAR_FEED.fullmatch(site.feed)
    return [*feeds[:1], *([f"{main[1]}/comments"] if main else [])]


def post_feed(kind: Kind, site: Site, post: Post) -> str | None:
    """Where the feed of the post's own comments is."""
    if kind is not Kind.BLOGGER:
        return post.comments_feed
    found = _BLOGGER_POST.fullmatch(post.guid)
    derived = urljoin(site.home, f"/feeds/{found[2]}/comments/default") if found and site.home else None
    address = post.comments_feed or derived
    return with_parameter(address, "max-results", str(BLOGGER_PAGE)) if address else None


def _without(address: str, name: str) -> str:
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode(asked)))


def with_parameter(address: str, name: str, value: str) -> str:
    """The address with this parameter in its query."""
    parts = urlsplit(_without(address, name))
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode({name: value}))))))


# -- what is a genuine answer ---------------------------------------------------------------------


def is_blogs(kind: Kind, site: Site, posts: Sequence[Post], feed: FoundCommentFeed, asked: str, came: str) -> bool:
    """Whether this is the feed of all comments of the blog; `came` is the address it came from in the end."""
    if not all(is_comment(kind, one) for one in feed.comments):
        return False
    if kind is Kind.BLOGGER:
        return _blogger_blog(feed) in set(_blogger_blogs(post.guid for post in posts))
    return _is_front_page(kind, site, posts, feed) and _place(asked) == _place(came)


def _blogger_blog(feed: FoundCommentFeed) -> str | None:
    """The blog whose whole feed of comments this is, by the feed's identifier or by the address that it gives."""
    found = _BLOGGER_FEED.fullmatch(feed.id)
    if found:
        return None if found[2] else found[1]
    itself = _BLOGGER_ITSELF.match(feed.itself or "")
    return itself[1] if itself else None


def _is_front_page(kind: Kind, site: Site, posts: Sequence[Post], feed: FoundCommentFeed) -> bool:
    """Whether the feed says that it belongs to the blog: a post's feed is of the same software, and has less."""
    if feed.home is None:
        return False
    if site.home and kind is not Kind.DOTCLEAR:  # which puts a language behind it
        return link_key(feed.home) == link_key(site.home)
    known = [post for post in posts if post.url]
    return any(host_of(feed.home) == host_of(post.url) for post in known) and link_key(feed.home) not in {
        name for post in known for name in _links(post)
    }


def is_posts(kind: Kind, post: Post, feed: FoundCommentFeed, mine: Sequence[FeedComment]) -> bool:
    """Whether this is the feed of the post's comments, of which `mine` are recognised as such.

    WordPress answers with an empty feed for a post that is not there, too, and then names no page. Serendipity never
    names the post.
    """
    if feed.comments:
        return len(mine) == len(feed.comments) and all(is_comment(kind, one) for one in mine)
    match kind:
        case Kind.WORDPRESS:
            return bool(feed.home) and link_key(feed.home or "") in _links(post)
        case Kind.BLOGGER:
            told, of = _BLOGGER_FEED.fullmatch(feed.id), _BLOGGER_POST.fullmatch(post.guid)
            return told is not None and of is not None and told.groups() == of.groups()
        case Kind.DOTCLEAR:
            return bool(feed.itself and post.comments_feed) and _place(feed.itself) == _place(post.comments_feed)
    return False


def is_comment(kind: Kind, one: FeedComment) -> bool:
    """Whether the item is a comment as the platform writes them, of a post that it names."""
    if key_of(kind, one) is None:
        return False
    match kind:
        case Kind.BLOGGER:
            return any(_BLOGGER_POST.fullmatch(ref) and ref != one.comment.key for ref in one.refs)
        case Kind.SERENDIPITY:  # its links go wrong where permalinks have dates, for they are made of the comment's
            return any("wfwcomment.php?cid=" in ref for ref in one.refs)
    return True


def key_of(kind: Kind, one: FeedComment) -> str | None:
    """The platform's own number of the comment."""
    written = (one.comment.key, one.comment.url or "")
    return next((found[1] for text in written if (found := _KEYS[kind].search(text))), None)


def account_of(address: str | None) -> str | None:
    """The number of the Blogger profile at this address."""
    found = _PROFILE.fullmatch(address or "")
    return found[1] if found else None


# -- which post, and how many ---------------------------------------------------------------------


def names_of(kind: Kind, post: Post) -> frozenset[str]:
    """The names by which a comment may mean the post: compare with `refs_of`."""
    number = _serendipity_id(post) if kind is Kind.SERENDIPITY else None
    return frozenset({post.guid, *_links(post), *([f"cid={number}"] if number else [])} - {""})


def refs_of(kind: Kind, one: FeedComment) -> frozenset[str]:
    """What the comment calls its post."""
    if kind is Kind.BLOGGER:
        return frozenset(ref for ref in one.refs if _BLOGGER_POST.fullmatch(ref) and ref != one.comment.key)
    numbers = {ref.partition("wfwcomment.php?")[2] for ref in one.refs} if kind is Kind.SERENDIPITY else set()
    return frozenset({*one.refs, *(link_key(ref) for ref in one.refs if web_address(ref)), *numbers} - {""})


def is_known(kind: Kind, post: Post, home: str | None) -> bool:
    """Whether comments on the post, if there were any, would surely be recognised as such.

    Where links lead over another host (FeedBurner's, say), they need not be the same in the feed of comments.
    """
    match kind:
        case Kind.BLOGGER:
            return _BLOGGER_POST.fullmatch(post.guid) is not None
        case Kind.SERENDIPITY:
            return _serendipity_id(post) is not None
        case Kind.WORDPRESS if _WORDPRESS_POST.search(post.guid):
            return True
    return bool(home and post.url) and host_of(home) == host_of(post.url) and not is_home(post.url or "")


def is_whole_blog(kind: Kind, site: Site, feed: FoundCommentFeed) -> bool:
    """Whether the feed holds every comment of the blog.

    In WordPress and Serendipity one setting sizes the feeds of posts and of comments, so that a feed of fewer comments
    than posts is not full. Blogger says how many there are.
    """
    count = len(feed.comments)
    if kind is Kind.BLOGGER:
        return _is_whole_page(feed)
    return kind is not Kind.DOTCLEAR and count < site.feed_posts and count != _WINDOWS[kind]


def is_whole_post(kind: Kind, site: Site, posts: Sequence[Post], feed: FoundCommentFeed) -> bool:
    """Whether a post's feed holds every comment of the post: if it has less than ten, or than a full feed has posts.

    How many it holds in software that is not known, nobody can say.
    """
    if kind is Kind.BLOGGER:
        return _is_whole_page(feed)
    if kind is Kind.OTHER:
        return False
    full = len({post.in_feed_at for post in posts}) > 1  # some have left the blog's feed, so that it is full
    return len(feed.comments) < (min(site.feed_posts or 10, 10) if full else 10)


def _is_whole_page(feed: FoundCommentFeed) -> bool:
    count = len(feed.comments)
    if feed.older:
        return False
    return count < min(feed.per_page or 0, _BLOGGER_LEAST) or (feed.total is not None and feed.total <= count)


def _serendipity_id(post: Post) -> str | None:
    asked = dict(parse_qsl(urlsplit(post.comments_feed or "").query))
    number = asked.get("cid", "")
    return number if asked.get("type") == "comments" and number.isascii() and number.isdigit() else None


def _links(post: Post) -> set[str]:
    addresses = (post.url, web_address(post.guid))
    return {link_key(address) for address in addresses if address and not is_home(address)}


def _place(address: str | None) -> tuple[str, str]:
    parts = urlsplit(address or "")
    return parts.path.rstrip("/"), parts.query
