"""Rows ↔ dataclasses, and the transaction that they are written in. SQLite's rows do not travel further.

A row that agg cannot have written is Damaged.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache, wraps
from operator import itemgetter
from typing import Any, ParamSpec, TypeVar

from aggregator.core.found import CommentFields, FoundPost
from aggregator.core.model import (
    Blog,
    Comment,
    Finding,
    FoundComment,
    Observation,
    Post,
    State,
)
from aggregator.core.round import Assigned, Round
from aggregator.core.source import Site
from aggregator.store.problems import Damaged

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")
_Word = TypeVar("_Word", bound=StrEnum)
_BLOG_FIELDS = Blog.__struct_fields__
_SAID = CommentFields.__struct_fields__
_BLOG_MOMENTS = frozenset(
    {"first_seen", "last_asked", "last_ok", "whole_at", "failing_since", "not_before", "gone_since"}
)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Takes the right to write at once, and waits for it: one that came by it only later could not."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        connection.rollback()  # nothing to do where SQLite has done it already
        raise


def of_row(read: Callable[_Given, _Read]) -> Callable[_Given, _Read]:
    """Damage that SQLite cannot see, as in the middle of a date, is damage and no mistake in agg."""

    @wraps(read)
    def told(*given: _Given.args, **more: _Given.kwargs) -> _Read:
        try:
            return read(*given, **more)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise Damaged(error) from error

    return told


def stamp(moment: datetime | None) -> str | None:
    """A moment as the database keeps it: ISO 8601 in UTC to the second, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


@lru_cache(8_192)  # a fetch gives one moment to many rows
def read_moment(text: str) -> datetime:
    """A stored moment; ValueError when it is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"Invalid moment: {text!r}")
    return moment


must = of_row(read_moment)
"""A stored moment that is never missing."""


def moment(text: str | None) -> datetime | None:
    """A stored moment."""
    return must(text) if text else None


def by_word(kind: type[_Word]) -> dict[str, _Word]:
    """What each stored word stands for; asking the class itself takes ten times as long."""
    return {one.value: one for one in kind}


_STATES = by_word(State)


@of_row
def blog(row: sqlite3.Row) -> Blog:
    """A row of `blogs`."""
    values: dict[str, Any] = {name: moment(row[name]) if name in _BLOG_MOMENTS else row[name] for name in _BLOG_FIELDS}
    return Blog(**values)


def blog_row(state: Blog) -> dict[str, object]:
    """The columns of a blog."""
    values = {name: getattr(state, name) for name in _BLOG_FIELDS}
    return {name: stamp(value) if name in _BLOG_MOMENTS else value for name, value in values.items()}


_POST = (
    *("id", "address", "mark", "dated", "guid", "url", "trace", "title", "author", "published", "updated"),
    *("first_seen", "archive", "categories", "excerpt", "comment_url", "in_feed_at", "author_url", "comments_feed"),
    *("marked_at", "picture"),
)
POST = ", ".join(name if name == "address" else f"posts.{name}" for name in _POST)
BY_DATE = itemgetter(_POST.index("dated"), _POST.index("id"))
"""Columns in the order of `post_of`, and how to sort by them."""


def post(row: sqlite3.Row, participant: str) -> Post:
    """A row of `posts` joined with its blog's address, without what was observed of it."""
    return post_of([row[name] for name in _POST], participant)


@lru_cache
def _categories(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@of_row
def post_of(
    columns: Iterable[Any],
    participant: str,
    observations: Iterable[Observation] = (),
    comments: Iterable[Comment] = (),
) -> Post:
    """The columns POST."""
    id_, address, mark, dated, guid, url, trace, title, author, published, updated, *more = columns
    first_seen, archive, categories, excerpt, comment_url, in_feed_at, *more = more
    author_url, comments_feed, marked_at, picture = more
    return Post(
        id=id_,
        blog=address,
        participant=participant,
        guid=guid or url or trace,
        url=url,
        title=title,
        author=author,
        published=read_moment(published) if published else None,
        updated=read_moment(updated) if updated else None,
        first_seen=read_moment(first_seen),
        dated=read_moment(dated),
        archive=bool(archive),
        categories=_categories(categories),
        excerpt=excerpt,
        comment_url=comment_url,
        in_feed_at=read_moment(in_feed_at),
        author_url=author_url,
        comments_feed=comments_feed,
        picture=picture,
        mark=_STATES[mark] if mark else None,
        marked_at=read_moment(marked_at) if marked_at else None,
        observations=tuple(observations),
        comments=tuple(comments),
    )


@of_row
def found_post(row: sqlite3.Row) -> FoundPost:
    """A row of `posts` with its text, as its feed had it."""
    said = json.loads(row["said"])
    return FoundPost(
        guid=row["guid"],
        url=row["url"],
        title=row["title"],
        author=row["author"],
        author_url=row["author_url"],
        published=moment(row["published"]),
        updated=moment(row["updated"]),
        categories=tuple(json.loads(row["categories"])),
        text=row["text"],
        comment_fields=CommentFields(**said | {"thread_counts": tuple(said.get("thread_counts", ()))}),
        item=row["item"],
        picture=row["picture"],
    )


def said(given: CommentFields) -> str:
    """What a feed says of a post's comments, as the column `said` has it: what it does not say is left out."""
    return json.dumps({name: value for name in _SAID if (value := getattr(given, name))}, ensure_ascii=False)


def says(row: sqlite3.Row | None, found: Finding) -> bool:
    """Whether a row of `observations` says what is found now, so that nothing but its moment changes."""
    if row is None or found.comments or found.listed or row["listed"] or row["apart"]:
        return False
    said = row["count"], row["bound"], bool(row["includes_pings"]), row["openness"], row["reason"]
    return said == (found.count, found.bound, found.includes_pings, found.openness or row["openness"], found.reason)


def comment_row(post: int, place: str, source: str, said: FoundComment, now: datetime) -> dict[str, object]:
    """The columns of a comment that is met now."""
    return {
        "post_id": post,
        "place": place,
        "key": said.key,
        "source": source,
        "kind": said.kind,
        "author": said.author,
        "author_url": said.author_url,
        "author_id": said.author_id,
        "own": said.own,
        "parent": said.parent,
        "published": stamp(said.published),
        "url": said.url,
        "text": said.text,
        "first_seen": stamp(now),
    }


@of_row
def round_of(row: sqlite3.Row, assigned: Iterable[Assigned]) -> Round:
    """A row of `rounds`, with who was asked to answer what."""
    return Round(
        week=row["week"],
        within=tuple(json.loads(row["within"])),
        made_at=must(row["made_at"]),
        each=row["each"],
        most=row["most"],
        seed=row["seed"],
        assigned=tuple(assigned),
    )


@of_row
def site(row: sqlite3.Row) -> Site:
    """A row of `sites`."""
    return Site(
        feed=row["feed"],
        home=row["home"],
        generator=row["generator"],
        version=row["version"],
        wordpress=bool(row["wordpress"]),
        api=row["api"],
        site_id=row["site_id"],
        feed_posts=row["feed_posts"],
        comment_feeds=bool(row["comment_feeds"]),
        older=row["older"],
        guids=tuple(json.loads(row["guids"])),
        looked_at=moment(row["looked_at"]),
        thorough_at=moment(row["thorough_at"]),
        sources=json.loads(row["sources"]),
        resting={name: must(until) for name, until in json.loads(row["resting"]).items()},
        history=row["history"],
    )


def site_row(known: Site) -> dict[str, object]:
    """The columns of what is known of a blog's platform."""
    return {
        "feed": known.feed,
        "home": known.home,
        "generator": known.generator,
        "version": known.version,
        "wordpress": known.wordpress,
        "api": known.api,
        "site_id": known.site_id,
        "feed_posts": known.feed_posts,
        "comment_feeds": known.comment_feeds,
        "older": known.older,
        "guids": json.dumps(known.guids),
        "looked_at": stamp(known.looked_at),
        "thorough_at": stamp(known.thorough_at),
        "sources": json.dumps({name: dict(params) for name, params in known.sources.items()}),
        "resting": json.dumps({name: stamp(until) for name, until in known.resting.items()}),
        "history": known.history,
    }
