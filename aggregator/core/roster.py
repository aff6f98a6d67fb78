"""A list of blogs from elsewhere (another program's subscriptions, a spreadsheet, lines of text): who blogs where."""

from aggregator.core.record import Struct

COLUMNS = ("name", "feed", "home", "tags", "aliases", "category", "comments")
"""What a table of them is headed by."""


class Listed(Struct, frozen=True):
    """A blog in such a list, at `line` of it (from 1).

    `address` is as written, perhaps without `https://`. `is_feed` is what the list says of it: that it is a feed, or
    a home page; `None` when it does not say. `name` is empty where none stands there.
    """

    address: str
    line: int
    name: str = ""
    is_feed: bool | None = None
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    category: str | None = None
    comments: str = "auto"


class Roster(Struct, frozen=True):
    """The blogs of a list in its order, and what in it could not be read: the line, and a sentence that says why.

    `title` is what the list calls itself, if it does.
    """

    blogs: tuple[Listed, ...]
    unread: tuple[tuple[int, str], ...] = ()
    title: str = ""
