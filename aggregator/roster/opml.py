"""OPML, the list that feed readers give and take (OPML 2.0, "What is a subscription list?").

Tags are the folders that a blog stands in, as most readers mean them, and its `category`.
"""

import re
from xml.parsers import expat

from aggregator.core.errors import UsageError
from aggregator.core.language import _
from aggregator.core.roster import Listed, Roster
from aggregator.core.text import safe
from aggregator.roster.addresses import as_address

_ANY_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


def looks_like(content: bytes) -> bool:
    """Whether it is XML, or means to be."""
    return bool(_ANY_XML.match(content)) or content.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<"))


def read(content: bytes, where: str) -> Roster:
    """The blogs in this list, once each; UsageError when it is no OPML, or broken. `where` is its name."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: reader.start(tag, given, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        why = _("{file}:{line}: the list is broken ({why}). Export it once more.")
        raise UsageError(why.format(file=where, line=error.lineno, why=expat.ErrorString(error.code))) from None
    if not reader.is_opml:
        why = _(
            "{file}: is no OPML. Lists of feed readers begin with <opml>; addresses may also stand on lines of text."
        )
        raise UsageError(why.format(file=where))
    return Roster(tuple(reader.blogs.values()), tuple(reader.unread), safe(reader.title))


class _Reader:
    """Collects the outlines that are blogs; the others are folders."""

    def __init__(self) -> None:
        self.blogs: dict[str, Listed] = {}
        self.unread: list[tuple[int, str]] = []
        self.is_opml = False
        self.title = ""
        self._open: list[str] = []
        self._folders: list[str] = []

    def start(self, tag: str, given: dict[str, str], line: int) -> None:
        self.is_opml = self.is_opml or (not self._open and tag.lower() == "opml")
        self._open.append(tag.lower())
        if tag.lower() == "outline":
            said = {key.lower(): value.strip() for key, value in given.items()}
            self._outline(said, line)
            self._folders.append("" if said.get("xmlurl") else safe(said.get("text") or said.get("title") or ""))

    def end(self, tag: str) -> None:
        self._open.pop()
        if tag.lower() == "outline":
            self._folders.pop()

    def text(self, words: str) -> None:
        if self._open == ["opml", "head", "title"]:
            self.title += words

    def _outline(self, said: dict[str, str], line: int) -> None:
        feed, home = said.get("xmlurl", ""), said.get("htmlurl", "")
        # A link to a page of the web is no blog, but of type rss it is one whose feed is not known.
        written = feed or (home if said.get("type", "").lower() == "rss" else "")
        if not written:
            return
        address = as_address(written)
        if address is None:
            self.unread.append((line, _("“{address}” is no address of a blog.").format(address=safe(written)[:100])))
            return
        name = safe(said.get("text") or said.get("title") or "")
        tags = [*filter(None, self._folders), *_categories(said.get("category", ""))]
        before = self.blogs.get(address)
        if before:  # in several folders
            tags, name = [*before.tags, *tags], before.name or name
        found = Listed(address, before.line if before else line, name, bool(feed), tuple(dict.fromkeys(tags)))
        self.blogs[address] = found


def _categories(written: str) -> list[str]:
    """Tags, or paths of categories, parted by commas."""
    return [tag for part in written.split(",") if (tag := safe(part).strip("/ "))]
