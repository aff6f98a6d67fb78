"""What a sample course is made of, and how a blog of it stands at a moment.

Knows no platform and no network.

Ages are counted back from now, the moment the demo runs; "then" is the age of the moment that is shown.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Literal

from aggregator.core.record import Struct

Kind = Literal["comment", "own", "ping"]
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e"})


def ago(days: int, hours: int = 0, minutes: int = 0) -> timedelta:
    """An age."""
    return timedelta(days=days, hours=hours, minutes=minutes)


class SampleComment(Struct, frozen=True):
    """A comment on a post: how long ago, by whom, and whether it is the author's own or a pingback.

    `by` is the name that it is signed with, `home` the folder of the commenter's blog, if that was given, too. Of a
    pingback they are the title of the page that links here, and the folder of its blog.
    """

    age: timedelta
    by: str
    words: str
    kind: Kind = "comment"
    home: str | None = None


class SamplePost(Struct, frozen=True):
    """A post of plain paragraphs; one without a title is a micro post.

    `turned_up`: it became public only then, under its older date · `edited`: it gained `addition` then.
    """

    age: timedelta
    title: str
    body: tuple[str, ...]
    categories: tuple[str, ...] = ()
    comments: tuple[SampleComment, ...] = ()
    closed: bool = False
    turned_up: timedelta | None = None
    edited: timedelta | None = None
    addition: str = ""

    @property
    def public(self) -> timedelta:
        """The age at which everybody could read it."""
        return self.age if self.turned_up is None else self.turned_up


class SampleBlog(Struct, frozen=True):
    """A participant and the blog: `site` is its folder on the server, `platform` a key of `PLATFORMS`.

    `note`: what agg meets here · `by_home`: feeds.toml names the home page, not the feed ·
    `broken`: since when it answers 500 · `moved`: since when, and to which folder · `cached`: how old the feed is that
    its cache serves.
    """

    site: str
    participant: str
    platform: str
    language: Literal["nb", "en"]
    title: str
    author: str
    note: str
    tags: tuple[str, ...]
    posts: tuple[SamplePost, ...] = ()
    aliases: tuple[str, ...] = ()
    category: str | None = None
    by_home: bool = False
    broken: timedelta | None = None
    moved: tuple[timedelta, str] | None = None
    cached: timedelta = timedelta(0)

    def site_at(self, then: timedelta) -> str:
        """The folder it lived in then."""
        return self.moved[1] if self.moved is not None and self.moved[0] >= then else self.site

    def broken_at(self, then: timedelta) -> bool:
        """Whether it answered 500 then."""
        return self.broken is not None and self.broken >= then


class ShownComment(Struct, frozen=True):
    """A comment as its blog shows it. `number` is that of no other comment of the blog, and never changes."""

    number: int
    by: str
    words: str
    kind: Kind
    home: str | None
    published: datetime


class ShownPost(Struct, frozen=True):
    """A post as its blog shows it at a moment. `number` never changes; `comments` leaves out pingbacks.

    `modified` is the post's last change, `changed` that of the post or its comments. `thread` are the comments
    themselves with the pingbacks among them, the oldest first.
    """

    number: int
    slug: str
    title: str
    body: tuple[str, ...]
    categories: tuple[str, ...]
    published: datetime
    modified: datetime
    comments: int
    pings: int
    closed: bool
    changed: datetime
    thread: tuple[ShownComment, ...] = ()

    @property
    def written(self) -> tuple[ShownComment, ...]:
        """The comments without the pingbacks."""
        return tuple(comment for comment in self.thread if comment.kind != "ping")


def shown(blog: SampleBlog, now: datetime, then: timedelta) -> tuple[ShownPost, ...]:
    """The posts that everybody could read then, newest first."""
    threads = _threads(blog, now, then)
    posts = [
        _shown(number, post, tuple(threads[number]), now, then)
        for number, post in enumerate(blog.posts, 1)
        if post.public >= then
    ]
    return tuple(sorted(posts, key=lambda post: post.published, reverse=True))


def _threads(blog: SampleBlog, now: datetime, then: timedelta) -> defaultdict[int, list[ShownComment]]:
    """The comments that stood there then, by post. They are numbered as they came; number 1 WordPress writes itself."""
    every = [(comment, number) for number, post in enumerate(blog.posts, 1) for comment in post.comments]
    every.sort(key=lambda one: one[0].age, reverse=True)
    threads: defaultdict[int, list[ShownComment]] = defaultdict(list)
    for number, (said, post) in enumerate(every, 2):
        if said.age >= then:
            threads[post].append(ShownComment(number, said.by, said.words, said.kind, said.home, now - said.age))
    return threads


def _shown(
    number: int, post: SamplePost, thread: tuple[ShownComment, ...], now: datetime, then: timedelta
) -> ShownPost:
    edited = post.edited if post.edited is not None and post.edited >= then else None
    pings = sum(comment.kind == "ping" for comment in thread)
    published, modified = now - post.age, now - (post.public if edited is None else edited)
    return ShownPost(
        number=number,
        slug=_slug(post.title) or f"{published:%H%M%S}",
        title=post.title,
        body=post.body if edited is None else (*post.body, post.addition),
        categories=post.categories,
        published=published,
        modified=modified,
        comments=len(thread) - pings,
        pings=pings,
        closed=post.closed,
        changed=max([modified, *(comment.published for comment in thread)]),
        thread=thread,
    )


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_LETTERS)).strip("-")
