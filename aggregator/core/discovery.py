"""Finds the feeds that a web page names. Reads what it is given; asks and guesses nothing."""

import codecs
import re
from html.parser import HTMLParser

from aggregator.core import markup
from aggregator.core.found import FeedLink
from aggregator.core.links import web_address
from aggregator.core.text import title_text

_LINKS_LIMIT = 20
_PAGE_LIMIT = 1_000_000  # characters; <link> stands in the head
_HEAD_LIMIT = 4_096  # bytes; further browsers do not look for <meta charset> either

_TYPES = frozenset({"application/atom+xml", "application/feed+json", "application/json", "application/rss+xml"})
# WordPress names each page's REST address as an alternate in JSON.
_NO_FEED = re.compile(r"/wp-json/|[?&]rest_route=")
_OF_COMMENTS = re.compile(r"comment|kommentar|comentari|comentári|commenti|reacties|kommentit", re.IGNORECASE)

_CHARSET = re.compile(r";\s{0,9}charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_AS_BROWSERS_DO = {"ascii": "cp1252", "iso8859-1": "cp1252"}
# Codecs of Python that are no character sets of the web; some take quadratic time.
_NO_CHARSETS = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})


def find_feeds(page: str, address: str) -> tuple[FeedLink, ...]:
    """The feeds that the page at `address` names with <link rel=alternate>: at most 20, of comments last."""
    finder = _Finder(address)
    markup.feed(finder, page[:_PAGE_LIMIT])
    return tuple(sorted(finder.links.values(), key=lambda link: link.comments)[:_LINKS_LIMIT])


def decode_page(body: bytes, content_type: str | None) -> str:
    """The page as text by its byte order mark, else its header, else <meta>, else UTF-8. Never raises."""
    marked = [codec for bom, codec in _BOMS if body.startswith(bom)]
    meta = _META_CHARSET.search(body[:_HEAD_LIMIT])
    named = [charset_of(content_type), _codec(meta[1].decode("ascii", "replace")) if meta else None]
    codec = next(filter(None, (*marked, *named)), "utf-8")
    return body.decode(_AS_BROWSERS_DO.get(codec, codec), "replace")


def charset_of(content_type: str | None) -> str | None:
    """Python's name of the character set in a Content-Type header; `None` when none there can be used."""
    named = _CHARSET.search(content_type or "")
    return _codec(named[1]) if named else None


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
        b"a".decode(codec.name, "replace")  # refused where it is no text encoding
    except (LookupError, ValueError):
        return None
    if codec.name.replace("_", "-") in _NO_CHARSETS:
        return None
    return codec.name


class _Finder(HTMLParser):
    """Collects feed links; <base href> holds for the links after it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.base = address
        self.links: dict[str, FeedLink] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag == "base":
            self.base = web_address(said.get("href"), self.base) or self.base
        elif tag == "link":
            self._link(said)

    def _link(self, said: dict[str, str]) -> None:
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if "alternate" not in said.get("rel", "").lower().split() or kind not in _TYPES:
            return
        url = web_address(said.get("href"), self.base)
        if url and not _NO_FEED.search(url):
            title = title_text(said.get("title", ""))
            self.links.setdefault(url, FeedLink(url, title, bool(_OF_COMMENTS.search(f"{title} {url}"))))
