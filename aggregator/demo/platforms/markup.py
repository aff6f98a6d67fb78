"""What several platforms write alike. Knows no platform by name."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aggregator.demo.model import ShownPost

Posts = Sequence[ShownPost]
Feed = tuple[bytes, str]


def built(posts: Posts, write: Callable[[datetime], str]) -> str:
    """The last change of a post as `write` writes it; nothing before the first post."""
    return write(max(post.modified for post in posts)) if posts else ""


def http_date(moment: datetime) -> str:
    """A moment as HTTP and some RSS writers put it, ending in GMT."""
    return format_datetime(moment, usegmt=True)


def html(post: ShownPost) -> str:
    """The text as HTML paragraphs."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in post.body)


def cdata(markup: str) -> str:
    """A CDATA section around markup whose text is escaped, and so never holds its end."""
    return f"<![CDATA[{markup}]]>"


def hexadecimal(name: str) -> str:
    """64 hexadecimal digits that depend on the name alone, for the identifiers platforms make up."""
    return hashlib.sha256(name.encode()).hexdigest()
