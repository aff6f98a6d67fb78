"""Kari's blog with a server elsewhere that keeps its comments in threads; see `issothreads` and `remark42threads`.

Such a server counts 0 also for a thread that it does not know: what `aggregator.comments.ownthread` is about.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from aggregator.core.http import Answer, Request
from aggregator.core.model import Finding, Observation, Post
from aggregator.core.source import Params, Site, Source, Told
from tests.support.build import observation, post
from tests.support.sources import Reply, ask, by_post

HOME = "https://kari.example/"
SITE = Site(HOME + "feed.xml", HOME, "Hugo", "rss20")
# A whole page of any of the posts 1 to 3, without a thread.
BARE = "<html><h1>Post 1</h1><h2>Post 2</h2><h2>Post 3</h2><p>No thread here</p></html>"

Row = dict[str, Any]


def at_address(url: str, html: str, kind: str = "text/html") -> Callable[[Request], Answer]:
    """An answer that comes from this address, wherever it was asked for."""
    return lambda request: Answer(request, url, 200, {"content-type": kind}, html.encode())


def asked_for(requests: Sequence[Request]) -> list[str]:
    """The threads whose counts were asked for."""
    return [name for request in requests if request.json for name in json.loads(request.json)]


class ThreadServer:
    """The blog and its server as one web.

    `threads` are the comments by the name of their thread, `counts` the numbers that are told in place of the true
    ones. `pages` are what the blog answers by path (or to any request) in place of PAGE, which shows a thread without
    a name; `paths` is which pages were looked at. `instead` is what the server answers where an address has that part.
    """

    SOURCE: ClassVar[Source]
    SERVER: ClassVar[str]
    COUNTS_AT: ClassVar[str]  # where counts are asked for
    LISTS: ClassVar[str]  # what stands in the address of every list
    NEW: ClassVar[Params]  # what a page has shown
    KNOWN: ClassVar[Params]  # the same when threads are known to be named after the address of their post
    PAGE: ClassVar[str]
    row: ClassVar[Callable[..., Row]]  # a comment as the server lists it

    def __init__(
        self,
        threads: Mapping[str, list[Row]] | None = None,
        pages: Mapping[str, Reply] | Callable[[Request], Reply] | None = None,
        *,
        counts: Mapping[str, object] | None = None,
        instead: Mapping[str, Reply] | None = None,
    ) -> None:
        self.threads, self.pages = threads or {}, pages or {}
        self.counts, self.instead = counts or {}, instead or {}
        self.paths: list[str] = []

    @staticmethod
    def name(number: int) -> str:
        """What the thread of a post is called when its page gives it no name."""
        raise NotImplementedError

    @staticmethod
    def named(name: str) -> str:
        """A page that gives its thread this name."""
        raise NotImplementedError

    def counted(self, names: list[str]) -> object:
        """What is answered when these counts are asked for."""
        raise NotImplementedError

    def listed(self, query: Mapping[str, str]) -> object:
        """What is answered when a list is asked for."""
        raise NotImplementedError

    @classmethod
    def seen(cls, count: int | None = 0, **changes: Any) -> Observation:
        return observation(count, **({"source": cls.SOURCE.NAME} | changes))

    @classmethod
    def old(cls, number: int = 1, **changes: Any) -> Post:
        """A post that was asked about before."""
        return post(number, observations=(cls.seen(**changes),))

    def told(
        self, *posts: Post, params: Params | None = None, **round_: Any
    ) -> tuple[dict[int, Finding], list[Request], Told]:
        """What is found of the posts, what was asked, and all that was told."""
        answer, asked = ask(self.SOURCE, SITE, posts, self, params=self.KNOWN if params is None else params, **round_)
        return by_post(answer), asked, answer

    def __call__(self, request: Request) -> Reply:
        if not request.url.startswith(self.SERVER):
            path = urlsplit(request.url).path
            self.paths.append(path)
            return self.pages(request) if callable(self.pages) else self.pages.get(path, self.PAGE)
        for part, reply in self.instead.items():
            if part in request.url:
                return reply
        if request.url == self.COUNTS_AT:
            return json.dumps(self.counted(json.loads(request.json or "")))
        assert self.LISTS in request.url
        return json.dumps(self.listed({name: one for name, [one] in parse_qs(urlsplit(request.url).query).items()}))
