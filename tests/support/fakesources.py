"""Comment sources that say what a test wants, in place of the true ones, and a way to ask them without a network."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from aggregator.comments import asking
from aggregator.core.http import Answer, Request
from aggregator.core.model import Finding, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from tests.support.reading import as_read


@dataclass
class Fake:
    """A source that says `counts` of posts, or what `tell` makes of them; `known` is what it recognises a page by.

    `heard` is which posts it was asked about each time, `given` with which parameters, in which round.
    """

    NAME: str
    WIDGET: bool = False
    counts: dict[int, int | None] = field(default_factory=dict)
    tell: Callable[[Sequence[Post]], Any] | None = None
    known: Callable[[Page | None], Params | None] = lambda _page: None
    heard: list[list[int]] = field(default_factory=list)
    given: list[tuple[Params, Round]] = field(default_factory=list)

    def recognises(self, site: Site, page: Page | None) -> Params | None:
        return self.known(page)

    def questions(self, site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
        self.heard.append([one.id for one in posts])
        self.given.append((params, now))
        yield [Request(f"https://{self.NAME}.example/")]
        if self.tell:
            told: Told = self.tell(posts)
            return told
        return Told(tuple(finding(one.id, self.counts.get(one.id)) for one in posts))


def use(monkeypatch: pytest.MonkeyPatch) -> dict[str, Fake]:
    """From now on there are these sources, in this order."""
    own = [Fake("feedfields", tell=lambda _posts: Told()), Fake("best"), Fake("next"), Fake("last")]
    widgets = [Fake("widget", WIDGET=True), Fake("other widget", WIDGET=True)]
    found = {one.NAME: one for one in (*own, *widgets)}
    monkeypatch.setattr(asking, "SOURCES", found)
    return found


def finding(number: int, count: int | None, **changes: Any) -> Finding:
    return Finding(number, count, reason=Reason.NOT_SAID if count is None else None, **changes)


def site(*names: str, **changes: Any) -> Site:
    """A blog where these sources were recognised."""
    return Site("https://kari.example/feed/", sources={name: {} for name in names}, **changes)


def drive(
    generator: Generator[Sequence[Request], Sequence[Answer], Any],
    answer: Callable[[Request], Answer] = lambda one: Answer(one, one.url, 200),
) -> tuple[Any, list[str]]:
    """What a generator returns, and the addresses it asked for."""
    asked: list[str] = []
    try:
        requests = next(generator)
        while True:
            asked += [request.url for request in requests]
            requests = generator.send([as_read(answer(request), request) for request in requests])
    except StopIteration as end:
        return end.value, asked
