"""The blog that the examples of comment sources are about, whatever keeps its comments.

Post 1 has no comment, post 2 one of Ola's and Kari's own answer to it, post 3 one of Per's. Platforms know the posts
by the numbers 700001 to 700003, which stand in all their addresses and identifiers: so an answer about other posts is
the same answer with other numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aggregator.core.http import Answer, Request
from aggregator.core.model import Post
from aggregator.core.page import Page, read_page
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.sources import Reply

HOME = "https://kari.example/"
PUBLISHED = at("2026-11-18 09:00")
NUMBERS = {1: 700_001, 2: 700_002, 3: 700_003}
COUNTS: Mapping[int, int | None] = {1: 0, 2: 2, 3: 1}


@dataclass(frozen=True, slots=True)
class Written:
    """A comment: its number, who wrote it (Kari's account is 1), what, when, and which comment it answers."""

    key: int
    name: str
    account: int
    text: str
    when: str
    answers: int | None = None

    def raw(self, **names: str) -> dict[str, Any]:
        """Its fields under a platform's own names: `text="body_html"`."""
        return {theirs: getattr(self, ours) for ours, theirs in names.items()}


OLA = Written(901, "Ola", 2, "Well said", "2026-11-19T10:00:00Z")
KARI = Written(902, "Kari", 1, "Thank you", "2026-11-19T11:00:00Z", answers=901)
PER = Written(903, "Per", 3, "I agree", "2026-11-19T12:00:00Z")
COMMENTS = {700_001: (), 700_002: (OLA, KARI), 700_003: (PER,)}


@dataclass(frozen=True, slots=True)
class Example:
    """A blog as one source meets it: what its feed and a page of it show, and what the web answers.

    `counts` is what a thorough round finds, by post. `steady`: the most requests of a later round with nothing new;
    `None` where the source's costs grow with the posts. `first` is the round in which there is something to ask.
    """

    site: Site
    page: Page | None
    posts: tuple[Post, ...]
    web: Callable[[Request], Reply]
    counts: Mapping[int, int | None]
    steady: int | None = 1


def posts(url: str = HOME + "{}/", guid: str = HOME + "{}/", **changes: Any) -> tuple[Post, ...]:
    """The three posts; their number goes into `url`, `guid`, and `comments_feed`."""
    feed = changes.pop("comments_feed", None)
    return tuple(
        post(
            one,
            dated=PUBLISHED + timedelta(minutes=one),
            url=url.format(number),
            guid=guid.format(number),
            comments_feed=feed.format(number) if feed else None,
            **changes,
        )
        for one, number in NUMBERS.items()
    )


def page(*parts: str, url: str = f"{HOME}700003/") -> Page:
    """A page of the blog with this inside."""
    return read_page(html(*parts), url)


def html(*parts: str, title: str = "Post 3") -> str:
    """A page of the blog with this inside."""
    inside = "".join(parts)
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{inside}</body></html>"


def number_in(text: str) -> int | None:
    """The number of the post that an address or an identifier names."""
    return next((number for number in NUMBERS.values() if str(number) in text), None)


def path(request: Request) -> str:
    """The path that is asked for."""
    return urlsplit(request.url).path


def asked(request: Request, name: str) -> str:
    """A parameter of the question; empty when it is not there."""
    return next(iter(parse_qs(urlsplit(request.url).query).get(name, [])), "")


def answer(request: Request, body: str, **headers: str) -> Answer:
    """An answer with headers, whose names have `_` for `-`."""
    return Answer(
        request, request.url, 200, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode()
    )
