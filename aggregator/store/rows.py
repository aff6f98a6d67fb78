"""Rows ↔ dataclasses, and the transaction that they are written in. SQLite's rows do not travel further.

A row that agg cannot have written is Damaged.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from aggregator.core.model import (
    Blog,
    Bound,
    Comment,
    FoundComment,
    History,
    Kind,
    Observation,
    Openness,
    Post,
    Reason,
    State,
    Trouble,
)
from aggregator.core.source import Site
from aggregator.store.problems import Damaged

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")
_BLOG_FIELDS = tuple(field.name for field in fields(Blog))
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


def _of_row(read: Callable[_Given, _Read]) -> Callable[_Given, _Read]:
    """Damage that SQLite cannot see, as in the middle of a date, is damage and no mistake in agg."""

    @wraps(read)
    def told(*given: _Given.args, **more: _Given.kwargs) -> _Read:
        try:
            return read(*given, **more)
        except (ValueError, TypeError, AttributeError) as error:
            raise Damaged(error) from error

    return told


def stamp(moment: datetime | None) -> str | None:
    """A moment as the database keeps it: ISO 8601 in UTC to the second, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def moment(text: str | None) -> datetime | None:
    """A stored moment."""
    return must(text) if text else None


@_of_row
def must(text: str) -> datetime:
    """A stored moment that is never missing."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"Invalid moment: {text!r}")
    return moment


@_of_row
def blog(row: sqlite3.Row) -> Blog:
    """A row of `blogs`."""
    values: dict[str, Any] = {name: moment(row[name]) if name in _BLOG_MOMENTS else row[name] for name in _BLOG_FIELDS}
    return Blog(**values)


def blog_row(state: Blog) -> dict[str, object]:
    """The columns of a blog."""
    values = {name: getattr(state, name) for name in _BLOG_FIELDS}
    return {name: stamp(value) if name in _BLOG_MOMENTS else value for name, value in values.items()}


@_of_row
def post(
    row: sqlite3.Row, participant: str, observations: Iterable[Observation] = (), comments: Iterable[Comment] = ()
) -> Post:
    """A row of `posts` joined with its blog's address."""
    return Post(
        id=row["id"],
        blog=row["address"],
        participant=participant,
        guid=row["guid"] or row["url"] or row["trace"],
        url=row["url"],
        title=row["title"],
        author=row["author"],
        published=moment(row["published"]),
        updated=moment(row["updated"]),
        first_seen=must(row["first_seen"]),
        dated=must(row["dated"]),
        archive=bool(row["archive"]),
        categories=tuple(json.loads(row["categories"])),
        excerpt=row["excerpt"],
        comment_url=row["comment_url"],
        in_feed_at=must(row["in_feed_at"]),
        author_url=row["author_url"],
        comments_feed=row["comments_feed"],
        mark=State(row["mark"]) if row["mark"] else None,
        marked_at=moment(row["marked_at"]),
        observations=tuple(observations),
        comments=tuple(comments),
    )


@_of_row
def observation(row: sqlite3.Row) -> Observation:
    """A row of `observations`."""
    return Observation(
        source=row["source"],
        count=row["count"],
        bound=Bound(row["bound"]),
        includes_pings=bool(row["includes_pings"]),
        openness=Openness(row["openness"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        checked_at=must(row["checked_at"]),
        listed=bool(row["listed"]),
        apart=bool(row["apart"]),
    )


@_of_row
def comment(row: sqlite3.Row) -> Comment:
    """A row of `comments`."""
    said = FoundComment(
        key=row["key"],
        author=row["author"],
        author_url=row["author_url"],
        author_id=row["author_id"],
        own=None if row["own"] is None else bool(row["own"]),
        kind=Kind(row["kind"]),
        published=moment(row["published"]),
        url=row["url"],
        parent=row["parent"],
        text=row["text"],
    )
    return Comment(row["post_id"], row["source"], said, must(row["first_seen"]), moment(row["removed_at"]))


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


@_of_row
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


@_of_row
def history(row: sqlite3.Row) -> History:
    """A blog's posts in numbers."""
    return History(
        posts=row["posts"],
        first=moment(row["first"]),
        last=moment(row["last"]),
        first_id=row["first_id"],
        archive=row["archive"],
        archive_first=moment(row["archive_first"]),
        archive_last=moment(row["archive_last"]),
        commented=row["commented"],
        whole=bool(row["whole"]),
    )


@_of_row
def trouble(row: sqlite3.Row, participant: str) -> Trouble:
    """A row of `troubles` joined with its blog's address."""
    return Trouble(participant, row["address"], must(row["since"]), moment(row["until"]), row["problem"])
