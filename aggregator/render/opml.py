"""The course's blogs as OPML 2.0, which feed readers import."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aggregator.core.links import web_address
from aggregator.core.record import Struct
from aggregator.core.text import safe


class BlogLink(Struct, frozen=True):
    """A blog: whose it is, where its feed and its front page are, and its owner's tags."""

    name: str
    feed: str
    home: str | None = None
    tags: tuple[str, ...] = ()


def blogs(title: str, links: Iterable[BlogLink], made: datetime | None = None) -> str:
    """The list, in its order, one line for each blog. Tags are its categories.

    An address has no login; a blog whose address is none is left out.
    """
    outlines = [line for one in links if (line := _outline(one))]
    head = [f"<title>{escape(safe(title))}</title>"]
    head += [f"<dateCreated>{format_datetime(made, usegmt=True)}</dateCreated>"] if made else []
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">', "<head>", *head, "</head>", "<body>"]
    return "\n".join([*lines, *outlines, "</body>", "</opml>\n"])


def _outline(one: BlogLink) -> str:
    feed, home = web_address(one.feed), web_address(one.home)
    if feed is None:
        return ""
    name = safe(one.name)
    tags = ",".join(dict.fromkeys(tag for tag in map(_category, one.tags) if tag))
    # A line has a text (OPML 2.0), even if it is empty.
    given = {"title": name, "xmlUrl": feed, "htmlUrl": home or "", "category": tags}
    told = " ".join(f"{key}={quoteattr(value)}" for key, value in given.items() if value)
    return f'<outline type="rss" text={quoteattr(name)} {told}/>'


def _category(tag: str) -> str:
    """A tag as OPML 2.0 has it: a comma would begin another one, and with a slash it would be a path of categories."""
    return safe(tag.replace(",", " ").replace("/", "-"))
