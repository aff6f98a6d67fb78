"""Takes a feed apart before feedparser sees it, which takes a thousand times as long over each byte as this does.

Long contents are taken out, and put back into what feedparser has read. Items that were read before are left out.
Both only where the result is certain to be the same; where this is not, the feed is left as it is.
"""

import re
from collections.abc import Collection, Iterable
from hashlib import blake2b
from html import unescape
from typing import Any, NamedTuple

from aggregator import __version__
from aggregator.core.discovery import charset_of
from aggregator.feeds.fields import POSTS_LIMIT, text

_LONG = 200  # bytes of a content that is worth the trouble

# CDATA sections and comments are met as a whole, so that nothing in them is taken for what it looks like.
_CDATA = rb"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>"
_COMMENT = rb"<!--(?:[^-]++|-(?!->))*+-->"
_TOKEN = re.compile(
    rb"<(content:encoded|description)>\s*+(?P<quoted>" + _CDATA + rb")\s*+</\1>"
    rb"|<(content|summary)\s[^<>]{0,300}?\btype=(?:\"html\"|'html')[^<>]{0,300}>(?P<escaped>[^<]++)</\3>"
    rb"|(?P<kept>" + _CDATA + rb"|" + _COMMENT + rb")"
    rb"|(?P<start><(?:item|entry)(?=[\s>]))|(?P<end></(?:item|entry)\s*+>)"
    rb"|(?P<odd><!\[CDATA\[|<!--|<!DOCTYPE|<!ENTITY)"
)
_ESCAPED = re.compile(rb"(?:[^&]++|&(?:lt|gt|amp|quot|apos|#(?:3[489]|6[02]|160|8\d{3}));)*+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # not XML, or changed by feedparser
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\s[^<>]{0,100}?encoding\s*=\s*[\"']([\w.-]{1,40})")
# What changes in a feed though nothing in it has.
_PASSING = re.compile(
    rb"<(lastBuildDate|pubDate|updated|dc:date|openSearch:totalResults)\b[^<>]{0,100}>[^<]{0,100}</\1>|" + _COMMENT
)


class Item(NamedTuple):
    """An item: where it stands among the pieces of the feed, and its hash, unless it cannot be told from others."""

    pieces: slice
    hash: str | None


class Parts(NamedTuple):
    """A feed in pieces. `contents`: what stood where their tokens stand now; `items`: none if they are not certain."""

    pieces: list[bytes]
    contents: dict[str, str]
    items: list[Item]

    def rest(self, known: Collection[str] = ()) -> bytes:
        """The feed without its contents, and without the known items."""
        left = list(self.pieces)
        for item in self.items:
            if item.hash in known:
                left[item.pieces] = [b""] * (item.pieces.stop - item.pieces.start)
        return b"".join(left)

    def put_back(self, items: Iterable[Any]) -> None:
        """Gives feedparser's items their contents again."""
        for one in items:
            for part in [*(one.get("content") or ()), one.get("summary_detail") or {}]:
                content = self.contents.get(text(part.get("value")))
                if content is not None:
                    part["value"] = content


def take_apart(body: bytes, content_type: str | None, address: str) -> Parts | None:
    """The feed in pieces; `None` when it cannot be said for certain how feedparser would read it."""
    token = f"agg-{len(body)}-"
    if not _is_utf8(body, content_type) or token.encode() in body:
        return None
    knife = _Knife(body, token)
    for found in _TOKEN.finditer(body):
        match found.lastgroup:
            case "odd":
                return None
            case "quoted" | "escaped" as group:
                knife.take_out(found.span(group), _content(found[group], quoted=group == "quoted"))
            case "start":
                knife.begin(found.start())
            case "end":
                knife.end(found.end())
    spans = knife.finish()
    return Parts(knife.pieces, knife.contents, _hashed(knife.pieces, spans, f"{content_type}\n{address}"))


class _Knife:
    """Goes through a body once, from the beginning to the end."""

    def __init__(self, body: bytes, token: str) -> None:
        self.pieces: list[bytes] = []
        self.contents: dict[str, str] = {}
        self._body = body
        self._token = token
        self._place = 0
        self._spans: list[tuple[slice, bytes]] = []
        self._begun: tuple[int, int] | None = None  # the number of its first piece, and where in the body it begins
        self._certain = True

    def take_out(self, span: tuple[int, int], content: str | None) -> None:
        """The content at this place, unless there is none that may go."""
        if content is not None:
            self._cut(span[0])
            name = f"{self._token}{len(self.contents)}"
            self.contents[name] = content
            self.pieces.append(name.encode())
            self._place = span[1]

    def begin(self, place: int) -> None:
        """An item begins here."""
        self._certain = self._certain and self._begun is None
        self._cut(place)
        self._begun = len(self.pieces), place

    def end(self, place: int) -> None:
        """An item ends here."""
        self._certain = self._certain and self._begun is not None
        self._cut(place)
        if self._begun:
            self._spans.append((slice(self._begun[0], len(self.pieces)), self._body[self._begun[1] : place]))
        self._begun = None

    def finish(self) -> list[tuple[slice, bytes]]:
        """The pieces of each item, and the item as it is written; none if it is not certain what the items are."""
        self._cut(len(self._body))
        return self._spans if self._certain and self._begun is None and len(self._spans) <= POSTS_LIMIT else []

    def _cut(self, place: int) -> None:
        self.pieces.append(self._body[self._place : place])
        self._place = place


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


def _content(raw: bytes, *, quoted: bool) -> str | None:
    """The content as feedparser gives it; `None` when it is short, or when that is not certain."""
    if len(raw) < _LONG:
        return None
    if not quoted and (b"]]>" in raw or not _ESCAPED.fullmatch(raw)):
        return None
    content = raw[9:-3].decode() if quoted else _resolved(raw.decode())
    if _CONTROL.search(content):
        return None
    return content.replace("\r\n", "\n").replace("\r", "\n").strip()


def _resolved(escaped: str) -> str:
    """The text with its references resolved; those without a number one by one, for that is much quicker."""
    if "&#" in escaped:
        return unescape(escaped)
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        escaped = escaped.replace(reference, character)
    return escaped


def _hashed(pieces: list[bytes], spans: list[tuple[slice, bytes]], around: str) -> list[Item]:
    """The items with their hashes, in which there is all that bears on how they are read."""
    outside = list(pieces)
    for span, _raw in spans:
        outside[span] = [b""] * (span.stop - span.start)
    head = _PASSING.sub(b"", b"".join(outside))
    context = blake2b(f"{__version__}\n{around}\n".encode() + head, digest_size=16).digest()
    items = [Item(span, _hash(context, raw)) for span, raw in spans]
    seen: dict[str | None, int] = {}
    for item in items:
        seen[item.hash] = seen.get(item.hash, 0) + 1
    return [item if seen[item.hash] == 1 else Item(item.pieces, None) for item in items]


def _hash(context: bytes, raw: bytes) -> str | None:
    """`None` for an item that declares vocabularies, for they hold for the whole feed."""
    return None if b"xmlns" in raw else blake2b(context + raw, digest_size=16).hexdigest()
