"""An Isso server beside a static blog: counts for many posts at once, and the comments of one.

Documented at https://isso-comments.de/docs/reference/server-api/. A post's thread is named by the path of its address;
of a path that nobody knows there are no comments. Isso has no accounts: a name and a home page are all it knows.
"""

import json
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from aggregator.demo.answer import Asked, Frame, Page, as_json
from aggregator.demo.model import ShownComment, ShownPost
from aggregator.demo.platforms.markup import hexadecimal
from aggregator.demo.platforms.plain import HUGO_POST

_SERVER = "isso/"
_PUBLISHED = 1


def answer(asked: Asked) -> Page | None:
    """What the comment server says; `None` when it is not asked."""
    server, found, place = asked.place.partition(_SERVER)
    if server or not found:
        return None
    threads = {_thread(asked, post): post.written for post in asked.posts}
    if place == "count":
        if asked.posted is None:
            return Page(405, b"Method Not Allowed", headers=(("Allow", "POST"),))
        return _counts(threads, asked.posted)
    if place or asked.posted is not None:
        return None
    return as_json(_tree(asked, threads.get(asked.query.get("uri", ""), ())))


def frame(asked: Asked, post: ShownPost) -> Frame:
    """The place that the comments are put into, unless they are closed."""
    if post.closed:
        return Frame()
    server = urlsplit(asked.home).path + _SERVER
    script = f'<script data-isso="{server}" src="{server}js/embed.min.js"></script>'
    return Frame(script, below='<section id="isso-thread"></section>')


def _thread(asked: Asked, post: ShownPost) -> str:
    return urlsplit(asked.home).path + HUGO_POST.format(post)


def _counts(threads: dict[str, tuple[ShownComment, ...]], posted: bytes) -> Page:
    try:
        wanted = json.loads(posted)
    except ValueError:
        wanted = None
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        return Page(400, b"JSON must be a list of URLs")
    return as_json([len(threads.get(name, ())) for name in wanted])


def _tree(asked: Asked, said: tuple[ShownComment, ...]) -> dict[str, Any]:
    replies = [_comment(asked, one) for one in said]
    return {"id": None, "total_replies": len(said), "hidden_replies": 0, "replies": replies}


def _comment(asked: Asked, said: ShownComment) -> dict[str, Any]:
    return {
        "id": said.number,
        "parent": None,
        "created": said.published.timestamp(),
        "modified": None,
        "mode": _PUBLISHED,
        "text": f"<p>{escape(said.words)}</p>",
        "author": said.by,
        "website": asked.address(said.home) or None,
        "likes": 0,
        "dislikes": 0,
        "hash": hexadecimal(said.by)[:12],
        "total_replies": 0,
        "hidden_replies": 0,
        "replies": [],
    }
