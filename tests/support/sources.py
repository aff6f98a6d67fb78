"""Asks a comment source without a network: a table of addresses stands in for the web."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aggregator.core.http import Answer, Request
from aggregator.core.model import Finding, Post
from aggregator.core.source import Params, Round, Site, Source, Told
from tests.support.reading import as_read

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOST_REQUESTS = 500

Reply = bytes | str | int | Answer | Callable[[Request], "bytes | str | int | Answer"]
"""What an address answers: a body (200), a status without one, a whole answer, or a function that gives one."""


def ask(
    source: Source,
    site: Site,
    posts: Sequence[Post],
    web: Mapping[str, Reply] | Callable[[Request], Any],
    *,
    params: Params | None = None,
    thorough: bool = False,
    now: datetime = NOW,
    **feed: datetime,
) -> tuple[Told, list[Request]]:
    """What the source tells of the posts, and what it asked. An address that is not in `web` answers 404.

    `feed_at` and `feed_begins` are as in Round.
    """
    questions = source.questions(site, params if params is not None else {}, posts, Round(now, thorough, **feed))
    asked: list[Request] = []
    try:
        requests = next(questions)
        while True:
            asked += requests
            assert len(asked) <= MOST_REQUESTS, "the source asks without end"
            requests = questions.send([as_read(answer(request, web), request) for request in requests])
    except StopIteration as end:
        return end.value, asked


def answer(request: Request, web: Mapping[str, Reply] | Callable[[Request], Any]) -> Answer:
    """The answer to one request."""
    reply: Any = web(request) if callable(web) else web.get(request.url, 404)
    if callable(reply):
        reply = reply(request)
    if isinstance(reply, Answer):
        return reply
    if isinstance(reply, int):
        return Answer(request, request.url, reply)
    return Answer(request, request.url, 200, {}, reply.encode() if isinstance(reply, str) else reply)


def by_post(told: Told) -> dict[int, Finding]:
    """The findings by the number of their post; each post has just one."""
    found = {finding.post: finding for finding in told.findings}
    assert len(found) == len(told.findings), "two findings for one post"
    return found


def captured(folder: Path, name: str, request: Request | None = None) -> Answer:
    """An answer that was recorded as NAME.headers (status line and headers) and NAME.body."""
    lines = (folder / f"{name}.headers").read_text(encoding="latin-1").splitlines()
    headers: dict[str, str] = {}
    for line in lines[1:]:
        field, colon, value = line.partition(":")
        if colon:
            key = field.strip().lower()
            headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    body = (folder / f"{name}.body").read_bytes()
    request = request or Request("https://captured.example/")
    return Answer(request, request.url, int(lines[0].split()[1]), headers, body)


def shared(name: str) -> Path | None:
    """A folder that may lie beside the repository; `None` when it does not. AGG_SHARED names its parent."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("AGG_SHARED") or beside) / name
    return folder if folder.is_dir() else None
