"""A blog's polls as they are saved without any network: what a feed shows at a moment goes straight into the store."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from aggregator.core.identity import content_hash, identify, match, unique
from aggregator.core.model import Blog, Finding, FoundPost, Openness, Post
from aggregator.core.polling import succeeded
from aggregator.core.text import excerpt
from aggregator.store import Sighting, Store
from tests.support.build import KARI, NOW

SOURCE = "feedfields"
KARI_ONLY = {KARI: "Kari"}


def save(
    store: Store,
    *found: FoundPost,
    now: datetime = NOW,
    address: str = KARI,
    counts: Mapping[str, int | None] | None = None,
) -> None:
    """Saves a poll that met these posts; `counts` are the comments of some of them, by guid."""
    before = store.blogs().get(address) or Blog(address)
    blog = replace(
        succeeded(before, "ok", now),
        first_seen=before.first_seen or now,
        posts_at_first=before.posts_at_first or len(found),
        whole_at=now,
    )
    store.save_poll(blog, now, sightings=sightings(store, found, now, address, counts or {}), source=SOURCE)


def sightings(
    store: Store, found: Iterable[FoundPost], now: datetime, address: str, counts: Mapping[str, int | None]
) -> list[Sighting]:
    posts = unique(found)
    known = match(store.known_posts(address), posts)
    return [
        Sighting(
            id=before.id if before else None,
            found=post,
            identity=identify(post),
            content=content_hash(post),
            dated=min(post.published or post.updated or now, now),
            excerpt=excerpt(post.text),
            comment_url=post.url,
            changed=before is not None and before.content != content_hash(post),
            finding=Finding(0, counts[post.guid], openness=Openness.OPEN) if post.guid in counts else None,
        )
        for post, before in zip(posts, known, strict=True)
    ]


def stored(store: Store) -> list[Post]:
    """All posts of Kari, newest first."""
    return list(store.posts(KARI_ONLY))
