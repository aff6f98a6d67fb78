"""A course whose blogs stand on a loopback server: `put` what a feed shows now, `fetch` it for real, and look."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from aggregator import fetch as polling
from aggregator.core.course import Course, Participant
from aggregator.core.model import Blog, Poll, Post
from aggregator.core.record import replace
from aggregator.reading import Readers
from aggregator.store import Store, open_store
from aggregator.web import Web
from tests.support.blogserver import BlogServer
from tests.support.build import NOW, course

NAMESPACES = (
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*posts: str, title: str = "Kari writes") -> str:
    """An RSS 2.0 feed of these posts."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}><channel><title>{escape(title)}</title>'
        f"<link>https://kari.example/</link><description/>{''.join(posts)}</channel></rss>"
    )


def item(
    guid: str,
    *,
    title: str | None = None,
    published: datetime | None = NOW,
    text: str = "Some text.",
    comments: int | str | None = None,
    link: str | None = None,
    categories: Sequence[str] = (),
) -> str:
    """A post in an RSS feed; its title and its address follow from its guid unless given."""
    parts = [
        f"<title>{escape(f'Post {guid}' if title is None else title)}</title>",
        f"<link>{escape(link or f'https://kari.example/{guid}/')}</link>",
        f'<guid isPermaLink="false">{escape(guid)}</guid>',
        f"<description>{escape(text)}</description>",
        *(f"<category>{escape(name)}</category>" for name in categories),
    ]
    if published:
        parts.append(f"<pubDate>{format_datetime(published)}</pubDate>")
    if comments is not None:
        parts.append(f"<slash:comments>{comments}</slash:comments>")
    return f"<item>{''.join(parts)}</item>"


def page(*feeds: str) -> str:
    """A web page that names these feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{escape(feed)}">' for feed in feeds)
    return f"<!doctype html><html><head><title>Kari</title>{links}</head><body>Hello</body></html>"


class Classroom:
    """The course, its server and its store. Names are folders on the server: Kari's feed is at `/kari/`."""

    def __init__(self, server: BlogServer, store: Store) -> None:
        self.server = server
        self.store = store
        self.course: Course = course()
        self.enrol("Kari")

    def enrol(self, *people: str | Participant, **changes: Any) -> None:
        """From now on these take part in the course, and nobody else; `changes` are the course's."""
        taking_part = [self.participant(one) if isinstance(one, str) else one for one in people]
        self.course = replace(course(*taking_part), **changes)

    def participant(
        self, name: str, path: str | None = None, comments: str = "feedfields", **changes: Any
    ) -> Participant:
        return Participant(name, self.server.url(path or f"/{name.casefold()}/"), comments=comments, **changes)

    def put(self, name: str, *posts: str, title: str = "", **page: Any) -> None:
        """What this participant's feed shows from now on; a new title makes it another body with the same posts."""
        self.server.put(f"/{name.casefold()}/", rss(*posts, title=title or f"{name} writes"), **page)

    def fetch(
        self,
        now: datetime = NOW,
        *,
        only: Sequence[str] = (),
        force: bool = False,
        deadline: float = 60,
        jobs: int = 128,
        **history: Any,
    ) -> dict[str, Poll]:
        """A whole `agg fetch` at that moment; the polls by participant. `history` and `tell` are as in `fetch.run`."""
        self.server.log.clear()
        with (
            Web(
                user_agent="agg/test", jobs=jobs, timeout=5, deadline=deadline, allow_networks=("127.0.0.1/32",)
            ) as web,
            Readers() as readers,
        ):
            exchange = polling.Exchange(web, readers)
            polls = list(polling.run(self.course, self.store, exchange, now, only=only, force=force, **history))
        assert len({poll.participant for poll in polls}) == len(polls)
        return {poll.participant: poll for poll in polls}

    def poll(self, now: datetime = NOW, *, force: bool = False, **history: Any) -> Poll:
        """The same, of the only participant."""
        [poll] = self.fetch(now, force=force, **history).values()
        return poll

    def blog(self, name: str = "Kari") -> Blog:
        """What is stored of the blog."""
        [address] = [one.address for one in self.course.participants if one.name == name]
        return self.store.blogs()[address]

    def stored(self) -> list[Post]:
        """All posts stored of those who take part, newest first."""
        return list(self.store.posts({one.address: one.name for one in self.course.participants}))

    def guids(self) -> list[str]:
        """Their guids, sorted."""
        return sorted(post.guid for post in self.stored())

    def asked(self) -> list[tuple[str, int]]:
        """What the last fetch asked for: paths and the status of the answers."""
        return [(seen.path, seen.status) for seen in self.server.log]


@contextmanager
def open_classroom(folder: Path) -> Iterator[Classroom]:
    """A course of Kari alone, with nothing fetched yet."""
    with BlogServer() as server, open_store(folder / "agg.db", create=True) as store:
        yield Classroom(server, store)
