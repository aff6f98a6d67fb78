"""Rows ↔ dataclasses, and the transaction that they are written in. SQLite's rows do not travel further."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from aggregator.core.model import Blog, Bound, History, Observation, Openness, Post, Reason, Trouble

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


def stamp(moment: datetime | None) -> str | None:
    """A moment as the database keeps it: ISO 8601 in UTC to the second, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def moment(text: str | None) -> datetime | None:
    """A stored moment."""
    return datetime.fromisoformat(text) if text else None


def must(text: str) -> datetime:
    """A stored moment that is never missing."""
    return datetime.fromisoformat(text)


def blog(row: sqlite3.Row) -> Blog:
    """A row of `blogs`."""
    values: dict[str, Any] = {name: moment(row[name]) if name in _BLOG_MOMENTS else row[name] for name in _BLOG_FIELDS}
    return Blog(**values)


def blog_row(state: Blog) -> dict[str, object]:
    """The columns of a blog."""
    values = {name: getattr(state, name) for name in _BLOG_FIELDS}
    return {name: stamp(value) if name in _BLOG_MOMENTS else value for name, value in values.items()}


def post(row: sqlite3.Row, participant: str, observations: Iterable[Observation]) -> Post:
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
        observations=tuple(observations),
    )


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
    )


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
    )


def trouble(row: sqlite3.Row, participant: str) -> Trouble:
    """A row of `troubles` joined with its blog's address."""
    return Trouble(participant, row["address"], must(row["since"]), moment(row["until"]), row["problem"])
