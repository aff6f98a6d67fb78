"""A feed of posts in RSS, RDF or Atom."""

from collections.abc import Collection, Sequence

from aggregator.core.dates import read_date
from aggregator.core.found import CommentFields, FoundFeed, FoundPost
from aggregator.core.identity import identified
from aggregator.core.links import web_address
from aggregator.core.record import replace
from aggregator.feeds.document import Document, Foreign, open_document
from aggregator.feeds.fields import POSTS_LIMIT, categories, dicts, guid, names, text
from aggregator.feeds.items import address_of, author_address, content_of, first, generator_of, linked, title_of
from aggregator.feeds.parts import Parts, put_back, split, take_out
from aggregator.feeds.pictures import picture_of

_WORDPRESS_COM = "com-wordpress:feed-additions:1"
_FEED_TYPES = frozenset({"application/atom+xml", "application/rss+xml"})


def read(body: bytes, content_type: str | None, address: str, known: Collection[str] = ()) -> FoundFeed:
    """The posts in this body; NotAFeed when there is no feed in it. Of the `known` items nothing but the hash."""
    parts = split(body, content_type, address)
    if parts and (document := _open(parts, content_type, address, known)):
        posts = iter(_posts(document))
        hashes = [item.hash for item in parts.items]
        standing = [FoundPost(None, None, item=one) if one in known else _with_hash(next(posts), one) for one in hashes]
        return _feed(document, [*standing, *posts], address)
    document = open_document(body, content_type, address)
    return _feed(document, _posts(document), address)


def _open(parts: Parts, content_type: str | None, address: str, known: Collection[str]) -> Document | None:
    """What is left of the feed; `None` when that is broken, or not what was expected: then all of it is to be read."""
    unknown = [item for item in parts.items if item.hash not in known]
    left, contents = take_out(parts.without(known))
    try:
        document = open_document(left, content_type, address)
    except MemoryError:
        raise
    except Exception:  # whatever is the matter with it, is the matter with the whole, or with what was done to it
        return None
    if document.broken or (parts.items and len(document.items) != len(unknown)):
        return None
    return document if put_back(contents, document.items) else None


def _posts(document: Document) -> list[FoundPost]:
    author = names(document.head), author_address(document.head)
    return [_post(dict(one), document, author) for one in document.items[:POSTS_LIMIT]]


def _with_hash(post: FoundPost, item: str | None) -> FoundPost:
    """The post with the hash of its item, if that is enough to know it again by."""
    return replace(post, item=item) if post.guid else post


def _feed(document: Document, posts: Sequence[FoundPost], address: str) -> FoundFeed:
    links = document.links
    return FoundFeed(
        title=title_of(document.head, document),
        home=document.home,
        version=document.version,
        generator=generator_of(document.head),
        posts=identified(posts),
        vocabularies=frozenset(document.spaces.values()),
        sound=document.sound,
        older=linked(links, "next", address) or linked(links, "prev-archive", address),
        site_id=_site_id(document),
    )


def _site_id(document: Document) -> str | None:
    """The blog's number at WordPress.com; another vocabulary's <site> is no such number."""
    number = text(document.head.get("site")).strip()
    known = _WORDPRESS_COM in document.spaces.values()
    return number if known and number.isascii() and number.isdigit() and len(number) <= 20 else None


def _post(one: Foreign, document: Document, feed_author: tuple[str, str | None]) -> FoundPost:
    links = dicts(one.get("links"))
    author, author_url = (names(one), author_address(one)) if names(one) else feed_author
    url = address_of(one, links, document.base)
    return FoundPost(
        guid=guid(one.get("id")),
        url=url,
        title=title_of(one, document),
        author=author,
        author_url=author_url,
        # Not feedparser's reading, which makes November of 2020/1/10 and March of 30 February.
        published=read_date(text(one.get("published"))),
        updated=read_date(text(one.get("updated"))),
        categories=categories(tag.get("label") or tag.get("term") for tag in dicts(one.get("tags"))),
        text=content_of(one, document),
        picture=picture_of(one, links, document, url),
        comment_fields=_comment_fields(one, links, document),
    )


def _comment_fields(one: Foreign, links: Sequence[Foreign], document: Document) -> CommentFields:
    replies = [link for link in links if text(link.get("rel")).rpartition("/")[2] == "replies"]
    pages = [link.get("href") for link in replies if link.get("type") == "text/html"]
    feeds = [link.get("href") for link in replies if link.get("type") in _FEED_TYPES]
    counts = [first(link, "count", *(f"{prefix}:count" for prefix in document.thread)) for link in replies]
    return CommentFields(
        slash=first(one, "slash_comments"),
        thread_total=first(one, *(f"{prefix}_total" if prefix else "total" for prefix in document.thread)),
        thread_counts=tuple(count for count in counts if count is not None),
        lj=first(one, "lj_reply-count"),
        link=_address((one.get("comments"), *pages), document.base),
        feed=_address((one.get("wfw_commentrss"), *feeds), document.base),
    )


def _address(written: Sequence[object], base: str) -> str | None:
    return web_address(text(next(filter(None, written), None)), base)
