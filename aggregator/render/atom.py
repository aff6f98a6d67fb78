"""Posts as a feed in Atom 1.0 (RFC 4287), for feed readers; how many comments they have as RFC 4685 says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from xml.sax.saxutils import escape, quoteattr

from aggregator import __version__
from aggregator.core.digest import Digest
from aggregator.core.language import _, code
from aggregator.core.links import ADDRESS_LIMIT, web_address
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.render import verdicts, words

# Identifiers that are no addresses, but IRIs all the same: tag: (RFC 4151, as Blogger has them) and urn: (RFC 8141).
_IRI = re.compile(
    r"tag:[A-Za-z0-9.@_-]+,\d{4}(?:-\d\d){0,2}:[\w.~:@!$&'()*+,;=/?%-]*+|urn:[a-z0-9][a-z0-9-]{1,31}:[\w.~:@!$&'()*+,;=/%-]++",
    re.ASCII | re.IGNORECASE,
)
_NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'


class Channel(Struct, frozen=True):
    """A feed: what it is called, in which course, where it is served (`itself`) and which page shows the same.

    `name` tells it from the course's other feeds, in every language. Addresses may be missing.
    """

    title: str
    course: str
    name: str
    updated: datetime
    itself: str | None = None
    page: str | None = None


def digest(found: Digest) -> str:
    """The posts of the week, and those found late in it, the newest first.

    A week that reaches up to now is one feed that goes on, whatever day it is made; any other is a feed of its own.
    """
    posts = [one for _name, theirs in found.by_participant for one in theirs] + list(found.late)
    title = f"{found.title} – {words.week_name(found.week)}"
    name = "lately" if found.week.up_to_now else found.week.label
    return feed(Channel(title, found.title, name, found.as_of), posts)


def feed(channel: Channel, posts: Iterable[Listed]) -> str:
    """The feed with these posts, the newest first.

    A post has the same id in every feed of every course: its guid, if that is an IRI, else one made of its blog and its
    guid. Only where two blogs claim the same guid is it made, too, for a reader shows one post for each id.
    """
    newest = sorted(posts, key=lambda one: (one.post.dated, one.post.id), reverse=True)
    claimed = Counter(one.post.guid for one in newest)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f"<feed {_NAMESPACES} xml:lang={quoteattr(code())}>",
            *_head(channel),
            *(line for one in newest for line in _entry(one, alone=claimed[one.post.guid] == 1)),
            "</feed>\n",
        ]
    )


def _head(channel: Channel) -> Iterator[str]:
    yield f"<id>{_urn(channel.course, channel.name)}</id>"
    yield f"<title>{_text(channel.title)}</title>"
    yield f"<updated>{_moment(channel.updated)}</updated>"
    yield f"<author><name>{_text(channel.course) or 'agg'}</name></author>"
    if channel.itself:
        yield f'<link rel="self" type="application/atom+xml" href={quoteattr(channel.itself)}/>'
    if channel.page:
        yield f'<link rel="alternate" type="text/html" href={quoteattr(channel.page)}/>'
    yield f'<generator version="{__version__}">agg</generator>'


def _entry(one: Listed, *, alone: bool) -> Iterator[str]:
    post = one.post
    address, comments = web_address(post.url), web_address(post.comment_url)
    yield "<entry>"
    yield f"<id>{_id(one, alone=alone)}</id>"
    yield f"<title>{_text(words.title(post))}</title>"
    yield f"<author><name>{_text(post.participant) or '–'}</name></author>"
    yield f"<published>{_moment(post.dated)}</published>"
    yield f"<updated>{_moment(max(post.dated, post.updated or post.dated))}</updated>"
    if address:
        yield f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
    if comments:
        yield f'<link rel="replies" type="text/html" href={quoteattr(comments)}/>'
    if one.verdict.comments is not None:
        yield f"<thr:total>{one.verdict.comments}</thr:total>"
    for category in dict.fromkeys(safe(category) for category in post.categories):
        if category:
            yield f"<category term={quoteattr(category)}/>"
    text = "summary" if address else "content"  # a post that no link leads to has to be all there (RFC 4287 §4.1.2)
    yield f"<{text}>{_text(_summary(one))}</{text}>"
    yield "</entry>"


def _summary(one: Listed) -> str:
    said = verdicts.standing(one.verdict)
    return _("{excerpt} ({standing})").format(excerpt=one.post.excerpt, standing=said) if one.post.excerpt else said


def _id(one: Listed, *, alone: bool) -> str:
    """An IRI that stays the same, as the blog itself has it if it has one (RFC 4287 §4.2.6)."""
    guid = one.post.guid
    return escape(guid) if alone and _is_iri(guid) else _urn(one.post.blog, guid)


def _is_iri(guid: str) -> bool:
    if guid.startswith(("http://", "https://")):
        return web_address(guid) == guid
    return len(guid) <= ADDRESS_LIMIT and bool(_IRI.fullmatch(guid))


def _urn(*parts: str) -> str:
    """A name made of these parts, as a UUID of version 8 (RFC 9562), which leaves to us how it is made."""
    made = bytearray(blake2b("\n".join(parts).encode(errors="replace"), digest_size=16).digest())
    made[6], made[8] = made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80
    text = made.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(foreign: str) -> str:
    return escape(safe(foreign))
