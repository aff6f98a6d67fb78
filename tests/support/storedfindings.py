"""A store with two posts of Kari, what comment sources say of the newest, and how it stands there afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from aggregator.core.model import Finding, FoundComment, Observation, Post
from aggregator.core.source import Said, Site
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, at, found_post
from tests.support.stored import save, stored

HOUR = timedelta(hours=1)
SITE = Site("https://kari.example/feed/", home="https://kari.example/", generator="WordPress", wordpress=True)
OLA = FoundComment(
    "7",
    "Ola",
    "https://ola.example/",
    author_id="3",
    own=False,
    published=at("2026-11-18 10:00"),
    url="https://kari.example/1/#comment-7",
    parent="6",
    text="Well said.",
)


@contextmanager
def two_posts_stored(folder: Path) -> Iterator[Store]:
    """A new store with the posts 1 and 2; the second is three hours older."""
    with open_store(folder / "agg.db", create=True) as store:
        save(store, found_post("1"), found_post("2", published=NOW - 3 * HOUR))
        yield store


def say(store: Store, *findings: Finding, source: str = "wordpress", apart: bool = False, hours: float = 1) -> int:
    """Saves what a source says so many hours from now; tells how many comments are new."""
    return store.save_findings(KARI, SITE, [Said(source, apart, findings)], NOW + hours * HOUR)


def first(store: Store) -> Post:
    return stored(store)[0]


def number(store: Store) -> int:
    return first(store).id


def only(store: Store) -> Observation:
    """What the only source that spoke of the first post has said."""
    [observation] = first(store).observations
    return observation
