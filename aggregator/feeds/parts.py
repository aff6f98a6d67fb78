"""Spares feedparser what it need not see, which takes a thousand times as long over each byte as this does.

Items that were read before are left out. Long contents are taken out, and put back into what feedparser has read.
Both only where the result is certain to be the same; where this is not, the feed is left as it is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from html import unescape
from typing import Any, NamedTuple

import feedparser

from aggregator import __version__
from aggregator.core.discovery import charset_of
from aggregator.feeds.fields import POSTS_LIMIT, text

_LONG = 200  # bytes of a content that is worth the trouble

# CDATA sections and comments are met as a whole, so that nothing in them is taken for what it looks like.
# All begin with the same character, which is found quickly.
_CDATA = rb"!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>"
_COMMENT = rb"!--(?:[^-]++|-(?!->))*+-->"
_ITEM = re.compile(
    rb"<(?:(?P<start>(?:item|entry)(?=[\s>]))|(?P<end>/(?:item|entry)\s*+>)|(?P<kept>"
    + _CDATA
    + rb"|"
    + _COMMENT
    + rb")|(?P<odd>!\[CDATA\[|!--|!DOCTYPE|!ENTITY))"
)
_CONTENT = re.compile(
    rb"<(?:(content:encoded|description)>\s*+(?P<quoted><" + _CDATA + rb")\s*+</\1>"
    rb"|(content|summary)\s[^<>]{0,300}?\btype=(?:\"html\"|'html')[^<>]{0,300}>(?P<escaped>[^<]++)</\3>"
    rb"|(?P<kept>" + _CDATA + rb"|" + _COMMENT + rb"))"
)
_ESCAPED = re.compile(rb"(?:[^&]++|&(?:lt|gt|amp|quot|apos|#(?:3[489]|6[02]|160|8\d{3}));)*+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # not XML, or changed by feedparser
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\s[^<>]{0,100}?encoding\s*=\s*[\"']([\w.-]{1,40})")
# What changes in a feed though nothing in it has; not in CDATA.
_PASSING = re.compile(
    rb"(<"
    + _CDATA
    + rb")|<(lastBuildDate|pubDate|updated|dc:date|openSearch:totalResults)\b[^<>]{0,100}>[^<]{0,100}</\2>|<"
    + _COMMENT
)


class Item(NamedTuple):
    """An item as it is written, and its hash, unless it cannot be told from others."""

    raw: bytes
    hash: str | None


class Parts(NamedTuple):
    """A feed in parts: its items, and all that stands before, between and after them (one piece more)."""

    between: list[bytes]
    items: list[Item]

    def without(self, known: Collection[str]) -> bytes:
        """The feed without the known items."""
        left = [b"" if item.hash in known else item.raw for item in self.items]
        return b"".join(piece for pair in zip(self.between, [*left, b""], strict=True) for piece in pair)


def split(body: bytes, content_type: str | None, address: str) -> Parts | None:
    """The feed in parts; `None` when it cannot be said for certain how feedparser would read it.

    Where it is not certain what its items are, it has none.
    """
    if not _is_utf8(body, content_type):
        return None
    begun, place = -1, 0
    between: list[bytes] = []
    items: list[bytes] = []
    certain = True
    for found in _ITEM.finditer(body):
        match found.lastgroup:
            case "odd":
                return None
            case "start":
                certain = certain and begun < 0
                begun = found.start()
            case "end":
                certain = certain and begun >= 0
                between.append(body[place:begun])
                items.append(body[begun : found.end()])
                place, begun = found.end(), -1
    if not certain or begun >= 0 or len(items) > POSTS_LIMIT:
        return Parts([body], [])
    between.append(body[place:])
    return Parts(between, _hashed(between, items, f"{content_type}\n{address}"))


def take_out(body: bytes) -> tuple[bytes, dict[str, str]]:
    """The feed with tokens in the places of its long contents, and the contents by these; for `put_back`."""
    token = f"agg-{len(body)}-"
    contents: dict[str, str] = {}
    if token.encode() in body:
        return body, contents
    pieces: list[bytes] = []
    place = 0
    for found in _CONTENT.finditer(body):
        group = found.lastgroup
        if group not in ("quoted", "escaped") or b"mode" in body[found.start() : found.start(group)]:
            continue
        content = _content(found[group], group)
        if content is not None:
            name = f"{token}{len(contents)}"
            contents[name] = content
            pieces += [body[place : found.start(group)], name.encode()]
            place = found.end(group)
    return b"".join([*pieces, body[place:]]), contents


def put_back(contents: dict[str, str], items: Iterable[Any]) -> bool:
    """Gives feedparser's items the contents that were taken out; says whether all of them have found their places."""
    missing = set(contents)
    for one in items:
        for part in [*(one.get("content") or ()), one.get("summary_detail") or {}]:
            token = text(part.get("value"))
            if token in contents:
                part["value"] = contents[token]
                missing.discard(token)
    return not missing


def _is_utf8(body: bytes, content_type: str | None) -> bool:
    """Whether the body is in UTF-8 by all that is said of it."""
    declared = _DECLARED.match(body)
    charsets = [charset_of(content_type), declared[1].decode() if declared else None]
    if any(charset and charset.lower() not in ("utf-8", "utf8") for charset in charsets):
        return False
    try:
        return bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _content(raw: bytes, group: str) -> str | None:
    """The content as feedparser gives it; `None` when it is short, or when that is not certain."""
    if len(raw) < _LONG:
        return None
    if group == "escaped" and (b"]]>" in raw or not _ESCAPED.fullmatch(raw)):
        return None
    content = _resolved(raw.decode()) if group == "escaped" else raw[9:-3].decode()
    if _CONTROL.search(content) or _is_doubly_encoded(content):
        return None
    return content.replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_doubly_encoded(content: str) -> bool:
    """Whether feedparser would take the content for UTF-8 that somebody has encoded twice, and mend it."""
    if content.isascii():
        return False
    try:
        return bool(content.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return False


def _resolved(escaped: str) -> str:
    """The text with its references resolved; those without a number one by one, for that is much quicker."""
    if "&#" in escaped:
        return unescape(escaped)
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        escaped = escaped.replace(reference, character)
    return escaped


def _hashed(between: list[bytes], items: list[bytes], around: str) -> list[Item]:
    """The items with their hashes, in which there is all that bears on how they are read.

    Of what stands around them white space is left out, and in which piece an item stands counts.
    """
    context = blake2b(f"{__version__}\n{feedparser.__version__}\n{around}\n".encode(), digest_size=16)
    places: list[int] = []
    place = 0
    for piece in between:
        told = _PASSING.sub(rb"\1", piece).strip()
        if told:
            context.update(b"%d\n" % len(told) + told)
            place += 1
        places.append(place)
    hashes = [_hash(context.digest() + b"%d\n" % place, raw) for place, raw in zip(places, items, strict=False)]
    often = Counter(hashes)
    return [Item(raw, one if often[one] == 1 else None) for raw, one in zip(items, hashes, strict=True)]


def _hash(context: bytes, raw: bytes) -> str | None:
    """`None` for an item that declares vocabularies, for they hold for the whole feed."""
    return None if b"xmlns" in raw else blake2b(context + raw, digest_size=16).hexdigest()
