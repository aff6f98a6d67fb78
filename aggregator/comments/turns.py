"""Whose turn it is, for sources that can ask about so many posts at a time and no more."""

from collections.abc import Sequence
from datetime import UTC, datetime

from aggregator.core.model import Observation, Post, Reason
from aggregator.core.source import Round

_AT_A_TIME = 10
_THOROUGHLY = 100
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def most(now: Round) -> int:
    """How many posts may be asked about one by one."""
    return _THOROUGHLY if now.thorough else _AT_A_TIME


def in_turn(posts: Sequence[Post], source: str) -> list[Post]:
    """The posts in the order in which their turn comes: those never asked about, then the oldest word."""
    return sorted(posts, key=lambda post: asked_at(post, source) or _LONG_AGO)


def asked_at(post: Post, source: str) -> datetime | None:
    """When this source was last asked about the post. To have been left out is not to have been asked."""
    known = seen(post, source)
    left_out = known is not None and known.count is None and known.reason is Reason.TOO_MANY
    return None if known is None or left_out else known.checked_at


def seen(post: Post, source: str) -> Observation | None:
    """What this source has said of the post before."""
    return next((one for one in post.observations if one.source == source), None)


def is_list_due(post: Post, source: str, count: int, now: Round) -> bool:
    """Whether the comments of a post with this number of them have to be listed: it has changed, or it is time.

    Also of a post that had comments before: that they are gone has to be seen, not counted.
    """
    if count == 0:
        return any(one.source == source and one.removed_at is None for one in post.comments)
    known = seen(post, source)
    return now.thorough or known is None or not known.listed or known.count != count
