"""What the store tells of marked posts, of the newest, and of how whole a blog's history is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Finding, FoundComment, Post, State
from aggregator.core.source import Said, Site
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, found_post
from tests.support.stored import save, stored

SITE = Site("https://kari.example/feed/")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "agg.db", create=True) as store:
        save(store, found_post("1"), found_post("2", published=NOW - timedelta(hours=3)))
        yield store


def first(store: Store) -> Post:
    return stored(store)[0]


def test_a_mark_is_kept_until_it_is_taken_back(store: Store) -> None:
    store.mark(first(store).id, State.ANSWERED, NOW)
    assert (first(store).mark, first(store).marked_at) == (State.ANSWERED, NOW)
    store.mark(first(store).id, None, NOW)
    assert (first(store).mark, first(store).marked_at) == (None, None)


def test_the_newest_posts_pages(store: Store) -> None:
    assert [post.url for post in store.newest_posts(KARI, 1)] == ["https://kari.example/1/"]
    assert [post.guid for post in store.newest_posts(KARI, 5)] == ["1", "2"]
    assert store.newest_posts("https://nobody.example/", 5) == []


def test_a_blog_with_listed_comments_has_been_answered(store: Store) -> None:
    assert store.histories(NOW, NOW)[KARI].commented == 0
    listed = Finding(first(store).id, None, comments=(FoundComment("7", "Ola"),))
    store.save_findings(KARI, SITE, [Said("wordpress", False, (listed,))], NOW)
    assert store.histories(NOW, NOW)[KARI].commented == 1


@pytest.mark.parametrize(
    ("history", "whole"),
    [(None, False), ("https://kari.example/feed/?paged=2", False), ("", True)],
    ids=["not begun", "under way", "at its beginning"],
)
def test_a_blog_is_whole_when_it_was_read_back_to_its_beginning(store: Store, history: str | None, whole: bool) -> None:
    store.save_look(KARI, replace(SITE, history=history))
    assert store.histories(NOW, NOW)[KARI].whole is whole
