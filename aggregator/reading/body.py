"""Reads a body as what was asked for: what is done inside a reader, and takes as long as the body makes it take."""

from collections.abc import Collection

from aggregator.core.discovery import decode_page, find_feeds
from aggregator.core.found import Unread, Unreadable
from aggregator.core.http import Found, Reads
from aggregator.core.page import read_page
from aggregator.feeds import NotAFeed, read_comments, read_feed


def read_body(
    reads: Reads, body: bytes, content_type: str | None, url: str, known: Collection[str] = ()
) -> Found | Unread:
    """What stands in the body that came from `url` with this Content-Type; never raises but MemoryError.

    `known` are the items of a feed that were read before.
    """
    if reads is Reads.PAGE:
        if "html" not in (content_type or "text/html").lower():
            return Unread(Unreadable.NO_PAGE)
        return read_page(decode_page(body, content_type), url)
    try:
        if reads is Reads.COMMENTS:
            return read_comments(body, content_type, url)
        return read_feed(body, content_type, url, known)
    except NotAFeed as found:
        links = find_feeds(decode_page(body, content_type), url) if found.why is Unreadable.WEB_PAGE else ()
        return Unread(found.why, tuple(link.url for link in links if not link.comments), found.fault)
