"""A post met in a feed, as it is to be kept: which stored post it is, when it counts for, and whether it is archive."""

from datetime import datetime

from aggregator.core.found import FoundPost
from aggregator.core.identity import Identity, Known, content_hash, identify
from aggregator.core.model import Finding
from aggregator.core.record import Struct
from aggregator.core.text import excerpt


class Sighting(Struct, frozen=True):
    """`id` is the stored post's, or `None` for a new one; `changed` says that readers would call it edited.

    `same`: it stands in the feed as it stood before, so that all that is stored of it holds, and no more is said here.

    `dated` and `archive` are decided when a post is first seen, and stand from then on: a digest that is out may not
    lose or gain posts because a host stamps old ones anew.
    """

    id: int | None
    found: FoundPost
    identity: Identity
    content: str
    changed: bool
    dated: datetime
    archive: bool
    excerpt: str
    comment_url: str | None
    finding: Finding | None
    same: bool = False


def sight(
    found: FoundPost, known: Known | None, finding: Finding | None, archive_until: datetime | None, now: datetime
) -> Sighting:
    """The sighting of a post at a moment. Its date: published, else updated, else now; the future counts as now.

    `archive_until`: the date of the oldest post that the blog's first reading showed (`None` in that reading). What
    turns up later and is older than that was there before, out of sight.
    """
    dated = min(found.published or found.updated or now, now)
    if known and found.item is not None and known.item == found.item:
        return Sighting(
            known.id, found, known.identity, known.content, False, dated, False, "", None, finding, same=True
        )
    content = content_hash(found)
    return Sighting(
        id=known.id if known else None,
        found=found,
        identity=identify(found),
        content=content,
        changed=known is not None and known.content != content,
        dated=dated,
        archive=archive_until is None or dated < archive_until,
        excerpt=excerpt(found.text),
        comment_url=found.comment_fields.link or found.url,
        finding=finding,
    )
