"""What is asked of a sample blog, and what it answers. Knows no platform."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aggregator.core.record import Struct
from aggregator.demo.model import SampleBlog, ShownPost

HTML = "text/html; charset=utf-8"
Headers = tuple[tuple[str, str], ...]


class Page(Struct, frozen=True):
    """An answer before any conditional request is looked at; `location` goes with a 301."""

    status: int
    body: bytes
    content_type: str = HTML
    etag: str | None = None
    modified: str | None = None
    location: str | None = None
    headers: Headers = ()


class Asked(Struct, frozen=True):
    """A request for `place`, an address below the home page of a blog, with what stands there at the moment.

    `posts` are the newest first; `fed` are those that its feed holds, as it holds them. `home` is the home page's
    address, `base` the server's (no slash at its end). `posted` is the body of a POST, `None` of a GET.
    """

    blog: SampleBlog
    posts: Sequence[ShownPost]
    fed: Sequence[ShownPost]
    home: str
    base: str
    moment: datetime
    place: str
    query: Mapping[str, str]
    posted: bytes | None = None

    def number(self, name: str, usual: int) -> int:
        """The whole number of this name in the query if there is one above zero, else what is usual."""
        written = self.query.get(name, "")
        return (int(written) or usual) if written.isdecimal() and len(written) < 9 else usual

    def address(self, folder: str | None) -> str:
        """The home page of the blog in this folder; empty where there is none."""
        return f"{self.base}/{folder}/" if folder else ""


class Frame(Struct, frozen=True):
    """What a platform puts around a post on its page: into the head, as the body's class, and below the text."""

    head: str = ""
    kind: str = ""
    below: str = ""


def as_json(value: Any, headers: Headers = (), status: int = 200) -> Page:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Page(status, body, "application/json; charset=utf-8", headers=headers)
