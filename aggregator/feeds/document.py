"""Opens the XML of a feed with feedparser: what the document says as a whole, and its items as they are written."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax import SAXException

import feedparser

from aggregator.core.discovery import charset_of
from aggregator.core.found import Unreadable
from aggregator.core.links import web_address
from aggregator.core.record import Struct
from aggregator.feeds.fields import dicts, text

_HEAD_LIMIT = 4_096  # bytes at either end of a body

_THREAD = "http://purl.org/syndication/thread/1.0"  # RFC 4685
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)

# What costs feedparser and xml.sax the square of its number: attributes of one element, keywords in a row,
# namespace prefixes, and categories of one post (the head of a Blogger feed may hold 1,500).
_TRAP = re.compile(
    rb"<[A-Za-z][^\s<>/]*+(?:\s++[^\s=<>/]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>]++)){200}"
    rb"|keywords\s*>[^<]{20000}"
)
_PREFIX = re.compile(rb"xmlns:[^\s=<>]{1,100}")
_START = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:item|entry)\b")
_TAG = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:category|subject)\b", re.IGNORECASE)

Foreign = Mapping[str, Any]


class NotAFeed(Exception):
    """There is no feed in the body, and why; `fault` names what feedparser raised."""

    def __init__(self, why: Unreadable, fault: str = "") -> None:
        super().__init__(why, fault)
        self.why = why
        self.fault = fault


class Document(Struct, frozen=True):
    """A feed as feedparser tells it: its head, its items in order, and what holds for all of them.

    `thread`: the prefixes with which the document writes the thread vocabulary. `sound` is false when the XML is
    broken and its end missing, `broken` when it is broken at all.
    """

    head: Foreign
    items: Sequence[Foreign]
    version: str
    address: str
    spaces: Mapping[str, str]
    thread: tuple[str, ...]
    sound: bool
    broken: bool

    @property
    def atom(self) -> bool:
        """Whether it is Atom, where types are declared and addresses are relative to the feed."""
        return self.version.startswith("atom")

    @property
    def home(self) -> str | None:
        """The page that the feed says it belongs to."""
        return web_address(text(self.head.get("link")), self.address)

    @property
    def base(self) -> str:
        """What relative addresses mean."""
        return self.address if self.atom else self.home or self.address

    @property
    def links(self) -> list[dict[str, Any]]:
        """The links of the feed itself."""
        return dicts(self.head.get("links"))


def open_document(body: bytes, content_type: str | None, address: str) -> Document:
    """The feed in this body; NotAFeed when there is none, or one that would cost feedparser ages."""
    if _is_trap(body):
        raise NotAFeed(Unreadable.TRAP)
    kind = content_type if charset_of(content_type) else (content_type or "").partition(";")[0]
    # No content-location: it would make bare guids absolute, so that they change with the address.
    headers = {"content-type": kind}
    found = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    version = text(found.get("version"))
    if not version and not found.entries:
        raise NotAFeed(Unreadable.WEB_PAGE if looks_like_page(body) else Unreadable.NO_FEED)
    broken = isinstance(found.get("bozo_exception"), SAXException)
    spaces = dict(found.get("namespaces") or {})
    return Document(
        head=dict(found.feed),
        items=found.entries,
        version=version,
        address=address,
        spaces=spaces,
        thread=("thr", *(prefix for prefix, uri in spaces.items() if uri == _THREAD)),
        sound=not broken or _END.search(body[-_HEAD_LIMIT:]) is not None,  # other faults (&nbsp;) hide no posts
        broken=broken,
    )


def looks_like_page(body: bytes) -> bool:
    """Whether the body begins as web pages do."""
    return _PAGE.search(body[:_HEAD_LIMIT]) is not None


def _is_trap(body: bytes) -> bool:
    if _TRAP.search(body) or len(set(_PREFIX.findall(body))) > 500:
        return True
    return any(len(_TAG.findall(part)) > 5_000 for part in _START.split(body))
