"""A blog with Remark42's threads in its pages, and the server that counts and lists them."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from aggregator.comments import remark42
from aggregator.core.source import Params, Source
from tests.support.threadservers import HOME, Row, ThreadServer


class Remark42(ThreadServer):
    """A script on the page configures it; a thread is called by the address of its post. `info` stands in lists."""

    SOURCE: ClassVar[Source] = remark42
    SERVER = "https://c.example"
    COUNTS_AT = SERVER + "/api/v1/counts?site=kari"
    LISTS = "/api/v1/find?"
    NEW: ClassVar[Params] = {"server": SERVER, "site": "kari", "host": "kari.example"}
    KNOWN: ClassVar[Params] = {**NEW, "ids": "path"}
    THREAD = '<div id="remark42"></div>'

    def __init__(self, *args: Any, info: object = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.info = info or {}

    @staticmethod
    def script(fields: str = f'host: "{SERVER}", site_id: "kari"', thread: str = THREAD) -> str:
        """A page whose script configures Remark42 with these fields."""
        return f"{thread}<script>\nvar remark_config = {{{fields}}};\n</script>"

    PAGE = script()

    @staticmethod
    def name(number: int) -> str:
        return f"{HOME}{number}/"

    @staticmethod
    def named(name: str) -> str:
        return Remark42.with_url(json.dumps(name))

    @staticmethod
    def with_url(written: str) -> str:
        """A page that gives its thread the name that this JavaScript means."""
        return Remark42.script(f'host: "{Remark42.SERVER}", site_id: "kari", url: {written}')

    @staticmethod
    def row(number: int = 1, **changes: Any) -> Row:
        plain = {"id": f"c-{number}", "pid": "", "text": "<p>Well</p>", "time": "2026-11-19T10:00:00Z"}
        return plain | {"user": {"name": "Ola", "id": "github_1"}} | changes

    def counted(self, names: list[str]) -> object:
        return [{"url": name, "count": self.counts.get(name, self._count(name))} for name in names]

    def _count(self, name: str) -> int:
        return sum(not one.get("delete") for one in self.threads.get(name, []))

    def listed(self, query: Mapping[str, str]) -> object:
        assert (query["site"], query["format"]) == ("kari", "plain")
        return {"comments": self.threads.get(query["url"], []), "info": self.info}
