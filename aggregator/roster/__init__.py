"""Reads lists of blogs: OPML of feed readers, CSV of spreadsheets, lines of text, newsboat's urls file, agg's JSON.

bytes → Roster. Asks no address; what cannot be read is told with its line, and hides no other line.
"""

from aggregator.core.errors import UsageError
from aggregator.core.language import _
from aggregator.core.roster import Roster
from aggregator.roster import json, lines, opml, table

__all__ = ["read_roster"]

_LIMIT = 10_000_000
"""Bytes of a list; one of 10,000 blogs has about two million."""

_FEW = 3
"""So many more lines than there are blogs may have no address: headings, or people who have no blog yet."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_roster(content: bytes, where: str) -> Roster:
    """The blogs in this list; UsageError when there are none. `where` is the list's name in the errors.

    Of which kind it is, the content says: OPML begins with `<`, agg's own list is JSON, a table has a heading, and
    anything else is lines of text.
    """
    if len(content) > _LIMIT:
        raise UsageError(_("{file}: is larger than {count} MB. Is this a list of blogs?").format(file=where, count=10))
    found = _read(content, where)
    if not found.blogs:
        problems = [f"{where}:{line}: {why}" for line, why in found.unread[:5]]
        none = _("{file}: there is no address of a blog in it. Write one on each line, with the name before it.")
        raise UsageError("\n".join([none.format(file=where), *problems]))
    return found


def _read(content: bytes, where: str) -> Roster:
    if opml.looks_like(content):
        return opml.read(content, where)
    text = _decoded(content)
    if "\0" in text:
        raise UsageError(_("{file}: is no text. Save the list as CSV or OPML.").format(file=where))
    if found := json.read(text) or table.read(text):
        return found
    found = lines.read(text)
    if len(found.unread) > len(found.blogs) + _FEW:
        why = _("{file}: most of its lines have no address of a blog. Is this a list of blogs?")
        raise UsageError(why.format(file=where))
    return found


def _decoded(content: bytes) -> str:
    """The text by its byte order mark, else UTF-8, else as spreadsheets on Windows save it."""
    marked = next((codec for bom, codec in _BOMS if content.startswith(bom)), None)
    if marked:
        return content.decode(marked, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
