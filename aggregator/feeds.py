"""Turns the body of a feed into posts: RSS, RDF and Atom by feedparser, JSON Feed by our own reader.

The only file that knows feedparser. It opens nothing and judges nothing: it tells what the feed says.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from xml.sax import SAXException

import feedparser

from aggregator.core.dates import read_date
from aggregator.core.discovery import charset_of
from aggregator.core.language import _
from aggregator.core.links import web_address
from aggregator.core.model import CommentFields, FoundFeed, FoundPost
from aggregator.core.text import plain_lines, plain_text, safe, title_text

POSTS_LIMIT = 5_000
_GUID_LIMIT = 1_000
_NAME_LIMIT = 200
_FIELD_LIMIT = 100
_CATEGORIES_LIMIT = 50
_HEAD_LIMIT = 4_096  # bytes at either end of a body

_THREAD = "http://purl.org/syndication/thread/1.0"  # RFC 4685
_MAIL = re.compile(r"(?<![^\s<>()\"',;:])[^\s<>()\"',;:@]+@[^\s<>()\"',;:@]+")
_AROUND_MAIL = re.compile(r"[\"<>()\[\],;:]+")
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

_Foreign = Mapping[str, Any]


class NotAFeed(Exception):
    """There is no feed in the body. `reason` is a sentence for people; `page`: it looks like a web page."""

    def __init__(self, reason: str, page: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.page = page


def read_feed(body: bytes, content_type: str | None, address: str) -> FoundFeed:
    """The feed in `body`, which came from `address` with this Content-Type; NotAFeed when there is none.

    Broken XML is read as far as it goes. Of more than 5,000 posts the first 5,000 are read.
    """
    try:
        data = _json(body)
        return _read_xml(body, content_type, address) if data is None else _read_json(data, address)
    except NotAFeed:
        raise
    except Exception as fault:  # on spite feedparser may raise anything
        reason = _("the feed cannot be read ({fault})").format(fault=type(fault).__name__)
        raise NotAFeed(reason, _is_page(body)) from fault


def _is_page(body: bytes) -> bool:
    return _PAGE.search(body[:_HEAD_LIMIT]) is not None


# -- RSS, RDF, Atom -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Around:
    """What the feed says for all its posts. `prefixes`: how the document writes the thread vocabulary."""

    atom: bool
    base: str
    author: str
    prefixes: tuple[str, ...]


def _read_xml(body: bytes, content_type: str | None, address: str) -> FoundFeed:
    if _is_trap(body):
        raise NotAFeed(_("the feed is a trap: it has countless attributes, prefixes or categories"))
    kind = content_type if charset_of(content_type) else (content_type or "").partition(";")[0]
    # No content-location: it would make bare guids absolute, so that they change with the address.
    headers = {"content-type": kind}
    found = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    version = _text(found.get("version"))
    if not version and not found.entries:
        page = _is_page(body)
        raise NotAFeed(
            _("this is a web page, not a feed. Write the feed's own address in feeds.toml")
            if page
            else _("there is no feed in the answer"),
            page,
        )
    feed, spaces = dict(found.feed), dict(found.get("namespaces") or {})
    home = web_address(_text(feed.get("link")), address)
    atom = version.startswith("atom")
    prefixes = ("thr", *(prefix for prefix, uri in spaces.items() if uri == _THREAD))
    around = _Around(atom, address if atom else home or address, _names(feed), prefixes)
    return FoundFeed(
        title=_title(feed, around),
        home=home,
        version=version,
        generator=_generator(feed),
        posts=_identified(_post(dict(one), around) for one in found.entries[:POSTS_LIMIT]),
        vocabularies=frozenset(spaces.values()),
        sound=not _is_cut(body, found),
    )


def _is_trap(body: bytes) -> bool:
    if _TRAP.search(body) or len(set(_PREFIX.findall(body))) > 500:
        return True
    return any(len(_TAG.findall(part)) > 5_000 for part in _START.split(body))


def _is_cut(body: bytes, found: Any) -> bool:
    """Whether the XML is broken and its end missing. Other faults (a stray &nbsp;) hide no posts."""
    return isinstance(found.get("bozo_exception"), SAXException) and not _END.search(body[-_HEAD_LIMIT:])


def _post(one: _Foreign, around: _Around) -> FoundPost:
    links = _dicts(one.get("links"))
    return FoundPost(
        guid=_guid(one.get("id")),
        url=_url(one, links, around.base),
        title=_title(one, around),
        author=_names(one) or around.author,
        # Not feedparser's reading, which makes November of 2020/1/10 and March of 30 February.
        published=read_date(_text(one.get("published"))),
        updated=read_date(_text(one.get("updated"))),
        categories=_categories(tag.get("label") or tag.get("term") for tag in _dicts(one.get("tags"))),
        text=_content(one, around),
        comment_fields=_comment_fields(one, links, around),
    )


def _title(said: _Foreign, around: _Around) -> str:
    # In RSS, titles declare no type, and those that look like plain text may be escaped HTML all the same.
    plain = around.atom and dict(said.get("title_detail") or {}).get("type") == "text/plain"
    return title_text(_text(said.get("title")), markup=not plain)


def _url(one: _Foreign, links: Sequence[_Foreign], base: str) -> str | None:
    """feedburner:origLink (other links there count clicks), else the alternate link, else the guid."""
    alternates = [link for link in links if link.get("rel") == "alternate"]
    alternates.sort(key=lambda link: link.get("type") not in {"text/html", "application/xhtml+xml"})
    written = [one.get("feedburner_origlink"), *(link.get("href") for link in alternates)]
    for candidate in written:
        address = web_address(_text(candidate), base)
        if address:
            return address
    return web_address(_text(one.get("id"))) if one.get("guidislink") else None


def _content(one: _Foreign, around: _Around) -> str:
    told = [*_dicts(one.get("content")), dict(one.get("summary_detail") or {})]
    longest = max(told, key=lambda part: len(_text(part.get("value"))))
    value = _text(longest.get("value"))
    # Some blogs forget to declare their HTML; a closing tag gives it away.
    plain = around.atom and longest.get("type") == "text/plain" and "</" not in value
    return (plain_lines if plain else plain_text)(value)


def _comment_fields(one: _Foreign, links: Sequence[_Foreign], around: _Around) -> CommentFields:
    replies = [link for link in links if _text(link.get("rel")).rpartition("/")[2] == "replies"]
    pages = [link.get("href") for link in replies if link.get("type") == "text/html"]
    counts = [_first(link, "count", *(f"{prefix}:count" for prefix in around.prefixes)) for link in replies]
    return CommentFields(
        slash=_first(one, "slash_comments"),
        thread_total=_first(one, *(f"{prefix}_total" if prefix else "total" for prefix in around.prefixes)),
        thread_counts=tuple(count for count in counts if count is not None),
        lj=_first(one, "lj_reply-count"),
        link=web_address(_text(next(filter(None, (one.get("comments"), *pages)), None)), around.base),
    )


def _first(said: _Foreign, *names: str) -> str | None:
    """The first of these fields that says something, as it is written."""
    told = (_text(said.get(name)).strip() for name in names)
    return next((value[:_FIELD_LIMIT] for value in told if value), None)


def _generator(feed: _Foreign) -> str:
    detail = dict(feed.get("generator_detail") or {})
    words = [_text(detail.get(name)) for name in ("name", "version", "href")]
    return safe(" ".join(dict.fromkeys(words)))[:_NAME_LIMIT]


# -- JSON Feed (https://jsonfeed.org/version/1.1) ---------------------------------------------------


def _json(body: bytes) -> Any:
    """The JSON in the body with numbers as text; `None` when it holds something else."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return None
    try:
        return json.loads(body.decode(json.detect_encoding(body), "replace"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _read_json(data: Any, address: str) -> FoundFeed:
    version = _text(data.get("version")) if isinstance(data, dict) else ""
    if "jsonfeed.org/version/" not in version:
        raise NotAFeed(_("this is JSON, but no feed"))
    author = _json_names(data)
    return FoundFeed(
        title=title_text(_text(data.get("title")), markup=False),
        home=web_address(_text(data.get("home_page_url")), address),
        version="json" + version.rpartition("/")[2].replace(".", "")[:2],
        generator="",
        posts=_identified(_json_post(one, author, address) for one in _dicts(data.get("items"))[:POSTS_LIMIT]),
    )


def _json_post(one: _Foreign, author: str, base: str) -> FoundPost:
    html = _text(one.get("content_html"))
    tags = one.get("tags")
    return FoundPost(
        guid=_guid(one.get("id")),
        url=web_address(_text(one.get("url")), base) or web_address(_text(one.get("id"))),
        title=title_text(_text(one.get("title")), markup=False),
        author=_json_names(one) or author,
        published=read_date(_text(one.get("date_published"))),
        updated=read_date(_text(one.get("date_modified"))),
        categories=_categories(tags if isinstance(tags, list) else ()),
        text=plain_text(html) if html else plain_lines(_text(one.get("content_text") or one.get("summary"))),
    )


def _json_names(said: _Foreign) -> str:
    return _names({"authors": said.get("authors") or [said.get("author")]})


# -- both -----------------------------------------------------------------------------------------


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    return [dict(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _guid(value: object) -> str | None:
    """The identifier as given; of more than 1,000 characters the first 900 and a hash of all."""
    guid = _text(value).strip().encode(errors="replace").decode()
    if len(guid) > _GUID_LIMIT:
        return guid[:900] + hashlib.sha256(guid.encode()).hexdigest()
    return guid or None


def _names(said: _Foreign) -> str:
    names = [_text(one.get("name")) for one in _dicts(said.get("authors"))]
    if len(names) < 2:  # of kari@social.museum feedparser's `name` keeps "um"; `author` is as written
        names = [_text(said.get("author")) or "".join(names)]
    return ", ".join(filter(None, dict.fromkeys(map(_name, names))))[:_NAME_LIMIT]


def _name(written: str) -> str:
    """A name without the e-mail address that RSS puts beside it: "a@b.example (Kari)" is Kari."""
    name, found = _MAIL.subn(" ", title_text(written[:_NAME_LIMIT]))
    return " ".join(_AROUND_MAIL.sub(" ", name).split()) if found else name


def _categories(names: Iterable[object]) -> tuple[str, ...]:
    clean = dict.fromkeys(title_text(_text(name))[:_FIELD_LIMIT] for name in islice(names, 10 * _CATEGORIES_LIMIT))
    return tuple(filter(None, clean))[:_CATEGORIES_LIMIT]


def _identified(posts: Iterable[FoundPost]) -> tuple[FoundPost, ...]:
    """The posts that say anything; a guid that all of them share is none."""
    real = [post for post in posts if post.guid or post.url or post.title or post.text]
    if len(real) > 1 and len({post.guid for post in real}) == 1:
        return tuple(replace(post, guid=None) for post in real)
    return tuple(real)
