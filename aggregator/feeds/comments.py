"""A feed of comments in RSS or Atom, as WordPress, Blogger, Serendipity and Dotclear write them."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

from aggregator.core.commentfeed import FeedComment, FoundCommentFeed
from aggregator.core.dates import read_date
from aggregator.core.links import web_address
from aggregator.core.model import FoundComment
from aggregator.feeds.document import Document, Foreign, open_document
from aggregator.feeds.fields import POSTS_LIMIT, dicts, guid, names, text
from aggregator.feeds.items import address_of, author_address, content_of, first, linked, markup_of, title_of

_TEXT_LIMIT = 2_000
_SEARCH = "http://a9.com/-/spec/opensearch"
_ENTRY = re.compile(rb"<(?:[\w.-]{1,20}:)?entry\b")
# Only the last gd:extendedProperty of an entry reaches us through feedparser, so the bytes are looked at.
_REMOVED = re.compile(
    rb"<[\w.:-]{0,20}extendedProperty\s[^<>]{0,200}?name\s{0,9}=\s{0,9}[\"']blogger\.contentRemoved[\"']"
)
_ID = re.compile(rb"<id>\s{0,99}([^<\s]{1,1000})\s{0,99}</id>")


def read(body: bytes, content_type: str | None, address: str) -> FoundCommentFeed:
    """The comments in this body; NotAFeed when there is no feed in it."""
    document = open_document(body, content_type, address)
    removed = frozenset(_removed(body))
    links = document.links
    return FoundCommentFeed(
        home=document.home,
        itself=linked(links, "self", address),
        id=guid(document.head.get("id")) or "",
        comments=tuple(_comment(dict(one), document, removed) for one in document.items[:POSTS_LIMIT]),
        total=_number(document, "totalresults"),
        per_page=_number(document, "itemsperpage"),
        older=linked(links, "next", address),
        sound=document.sound and len(document.items) <= POSTS_LIMIT,
    )


def _comment(one: Foreign, document: Document, removed: frozenset[str]) -> FeedComment:
    written = guid(one.get("id")) or ""
    url = address_of(one, dicts(one.get("links")), document.base)
    answered = _answered(one, document)
    comment = FoundComment(
        key=written or url or "",
        author=names(one),
        author_url=author_address(one),
        published=read_date(text(one.get("published")) or text(one.get("updated"))),
        url=url,
        parent=next((ref for ref in answered if urldefrag(ref)[1]), None),
        text=content_of(one, document, _TEXT_LIMIT),
    )
    place = web_address(text(one.get("wfw_comment")), document.base)  # where comments on the post may be sent
    refs = (*answered, written, url or "", place or "")
    return FeedComment(
        comment,
        title=title_of(one, document),
        refs=tuple(dict.fromkeys(filter(None, (ref.partition("#")[0] for ref in refs)))),
        markup=text(markup_of(one).get("value"))[:_TEXT_LIMIT],
        removed=written in removed,
    )


def _answered(one: Foreign, document: Document) -> Sequence[str]:
    """What thr:in-reply-to (RFC 4685) names: the post, or the comment that is answered."""
    said = next((value for prefix in document.thread if (value := one.get(f"{prefix}_in-reply-to"))), None)
    told = dict(said) if isinstance(said, dict) else {}
    ref, href = guid(told.get("ref")), web_address(text(told.get("href")), document.base)
    return [name for name in (ref, href) if name]


def _number(document: Document, name: str) -> int | None:
    """What OpenSearch calls `name`, of which two versions are in use."""
    prefixes = [prefix for prefix, uri in document.spaces.items() if uri.startswith(_SEARCH)]
    written = first(document.head, *(f"{prefix}_{name}".lower() for prefix in prefixes)) or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


def _removed(body: bytes) -> Iterator[str]:
    """The ids of what Blogger calls removed: comments of which only the place is left."""
    if not _REMOVED.search(body):
        return
    for entry in _ENTRY.split(body)[1:]:
        found = _ID.search(entry)
        if found and _REMOVED.search(entry):
            yield found[1].decode("utf-8", "replace")
