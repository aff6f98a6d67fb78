"""A blog's polls as they are saved without any network: what a feed shows at a moment goes straight into the store."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from aggregator.core.found import FoundPost
from aggregator.core.identity import match, unique
from aggregator.core.model import Blog, Finding, Openness, Post
from aggregator.core.polling import succeeded
from aggregator.core.record import replace
from aggregator.core.sighting import Sighting, sight
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, found_post

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
    blog = store.blogs().get(address) or Blog(address)
    after = replace(succeeded(blog, "ok", now), first_seen=blog.first_seen or now, whole_at=now)
    store.save_poll(after, now, sightings=sightings(store, found, now, address, counts or {}), source=SOURCE)


def add(path: Path, *guids: str, now: datetime = NOW) -> None:
    """Saves a poll that met long posts of these guids, in a database that need not be there yet."""
    with open_store(path, create=True) as store:
        save(store, *(found_post(guid, title=f"Post {guid}", text=f"{guid} " * 3_000) for guid in guids), now=now)


def sightings(
    store: Store, found: Iterable[FoundPost], now: datetime, address: str, counts: Mapping[str, int | None]
) -> list[Sighting]:
    """The sightings of these posts, given what is stored of the blog."""
    until = store.archive_until(store.blogs().get(address) or Blog(address))
    posts = unique(found)
    known = match(store.known_posts(address), posts)
    said = [
        Finding(0, counts[post.guid], openness=Openness.OPEN) if post.guid and post.guid in counts else None
        for post in posts
    ]
    return [sight(*one, until, now) for one in zip(posts, known, said, strict=True)]


def stored(store: Store) -> list[Post]:
    """All posts of Kari, newest first."""
    return list(store.posts(KARI_ONLY))
