"""A blog with Isso's threads in its pages, and the server that counts and lists them."""

from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

from aggregator.comments import isso
from aggregator.core.source import Params, Source
from tests.support.threadservers import Row, ThreadServer


class Isso(ThreadServer):
    """The page names the server by the attribute of a script; a thread is called by the path of its post."""

    SOURCE: ClassVar[Source] = isso
    SERVER = "https://c.example/"
    COUNTS_AT = SERVER + "count"
    LISTS = "?uri="
    NEW: ClassVar[Params] = {"server": SERVER, "host": "kari.example"}
    KNOWN: ClassVar[Params] = {**NEW, "ids": "path"}
    SCRIPT = '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script>'
    PAGE = SCRIPT + '<section id="isso-thread"></section>'

    @staticmethod
    def name(number: int) -> str:
        return f"/{number}/"

    @staticmethod
    def named(name: str) -> str:
        return Isso.SCRIPT + f'<section id="isso-thread" data-isso-id="{escape(name)}"></section>'

    @staticmethod
    def row(number: int | None = 1, *replies: Row, **changes: Any) -> Row:
        plain = {"id": number, "parent": None, "created": 1793939358.77, "mode": 1, "author": "Ola &amp; co"}
        plain |= {"website": "https://ola.example/?a=1&amp;b=2", "text": "<p>Well <b>said</b></p>", "hash": "90cd"}
        return plain | {"replies": list(replies), "total_replies": len(replies), "hidden_replies": 0} | changes

    def counted(self, names: list[str]) -> object:
        return [self.counts.get(name, self._count(name)) for name in names]

    def _count(self, name: str) -> int:
        rows = self.threads.get(name, [])
        return sum(one["mode"] == 1 for one in [*rows, *(reply for one in rows for reply in one["replies"])])

    def listed(self, query: Mapping[str, str]) -> object:
        rows = self.threads.get(query["uri"], [])
        return {"id": None, "total_replies": 0, "hidden_replies": 0, "replies": rows, "config": {}}
