"""An example blog for every comment source, and what the store keeps of a source's findings.

A new source needs an example here: tests/unit/sources/test_contract.py puts each of them to the same test.
"""

from collections.abc import Iterable
from datetime import datetime

from aggregator.core.model import Bound, Comment, Finding, Kind, Observation, Openness, Post, Reason
from aggregator.core.record import replace
from tests.support import blogexamples, widgetexamples, wordpressexamples
from tests.support.exampleblog import Example

EXAMPLES: dict[str, Example] = wordpressexamples.EXAMPLES | blogexamples.EXAMPLES | widgetexamples.EXAMPLES

_PASSING = (Reason.UNREACHABLE, Reason.TOO_MANY)


def after(post: Post, source: str, found: Finding | None, now: datetime) -> Post:
    """The post with what a source has found of it, as the store keeps it; see `store.findings`."""
    if found is None:
        return post
    before = next((one for one in post.observations if one.source == source), None)
    others = tuple(one for one in post.observations if one is not before)
    if found.count is None and found.reason in _PASSING and before and before.count is not None:
        return replace(post, observations=(*others, replace(before, reason=found.reason)))
    stands = bool(before and before.listed and before.count == found.count and found.bound is Bound.EXACT)
    openness = found.openness or (before.openness if before else Openness.UNKNOWN)
    said = Observation(
        source,
        found.count,
        found.bound,
        found.includes_pings,
        openness,
        found.reason,
        now,
        listed=found.listed or stands,
    )
    comments = tuple(_comments(post, source, found, now))
    return replace(post, observations=(*others, said), comments=comments)


def _comments(post: Post, source: str, found: Finding, now: datetime) -> Iterable[Comment]:
    known = {one.said.key: one for one in post.comments}
    told = {one.key: one for one in found.comments}
    for key, one in known.items():
        gone = found.listed and (found.includes_pings or one.said.kind is Kind.COMMENT)
        if key in told:
            yield replace(one, said=told[key], removed_at=None)
        else:
            yield replace(one, removed_at=now) if gone and one.removed_at is None else one
    yield from (Comment(post.id, source, one, now) for key, one in told.items() if key not in known)
