"""What lists read of many posts at once: what was observed of them, their comments, and blogs in numbers.

By the places of the columns, for looking each up by its name is slow.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from aggregator.core.model import (
    Bound,
    Comment,
    FoundComment,
    History,
    Kind,
    Observation,
    Openness,
    Reason,
    Trouble,
)
from aggregator.store.rows import by_word, moment, must, of_row, read_moment

OBSERVATION = ", ".join(("post_id", *Observation.__struct_fields__))
COMMENT = ", ".join(("post_id", "source", "first_seen", "removed_at", "not_before", *FoundComment.__struct_fields__))
_BOUNDS, _OPENNESS, _REASONS, _KINDS = by_word(Bound), by_word(Openness), by_word(Reason), by_word(Kind)


@of_row
def observations(found: Iterable[Sequence[Any]]) -> dict[int, list[Observation]]:
    """The columns OBSERVATION of many, by post."""
    by_post: dict[int, list[Observation]] = {}
    for post, source, count, bound, pings, openness, reason, checked_at, listed, apart in found:
        why, when = _REASONS[reason] if reason else None, read_moment(checked_at)
        said = (source, count, _BOUNDS[bound], bool(pings), _OPENNESS[openness], why, when, bool(listed), bool(apart))
        by_post.setdefault(post, []).append(Observation(*said))
    return by_post


@of_row
def comments(found: Iterable[Sequence[Any]]) -> dict[int, list[Comment]]:
    """The columns COMMENT of many, by post."""
    by_post: dict[int, list[Comment]] = {}
    for post, source, first_seen, removed_at, since, key, author, url, author_id, own, kind, published, *more in found:
        by_author = None if own is None else bool(own)
        when = read_moment(published) if published else None
        said = FoundComment(key, author, url, author_id, by_author, _KINDS[kind], when, *more)
        gone = read_moment(removed_at) if removed_at else None
        absent = read_moment(since) if since else None
        by_post.setdefault(post, []).append(Comment(post, source, said, read_moment(first_seen), gone, absent))
    return by_post


@of_row
def history(row: Sequence[Any]) -> History:
    """A blog's posts in numbers: its address, and the fields in their order."""
    _address, posts, first, last, first_id, archive, archive_first, archive_last, whole = row
    return History(
        posts=posts,
        first=read_moment(first) if first else None,
        last=read_moment(last) if last else None,
        first_id=first_id,
        archive=archive,
        archive_first=read_moment(archive_first) if archive_first else None,
        archive_last=read_moment(archive_last) if archive_last else None,
        whole=bool(whole),
    )


@of_row
def trouble(row: Sequence[Any], participant: str) -> Trouble:
    """A row of `troubles` joined with its blog's address."""
    address, since, until, problem = row
    return Trouble(participant, address, must(since), moment(until), problem)
