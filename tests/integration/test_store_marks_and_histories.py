"""What the store tells of marked posts, of the newest, and of how whole a blog's history is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.model import State
from aggregator.core.record import replace
from aggregator.store import Store
from tests.support.build import KARI, NOW
from tests.support.storedfindings import SITE, first, number, two_posts_stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_posts_stored(tmp_path) as store:
        yield store


def test_a_mark_is_kept_until_it_is_taken_back(store: Store) -> None:
    store.mark(number(store), State.ANSWERED, NOW)
    assert (first(store).mark, first(store).marked_at) == (State.ANSWERED, NOW)
    store.mark(number(store), None, NOW)
    assert (first(store).mark, first(store).marked_at) == (None, None)


def test_the_newest_posts_pages(store: Store) -> None:
    assert [post.url for post in store.newest_posts(KARI, 1)] == ["https://kari.example/1/"]
    assert [post.guid for post in store.newest_posts(KARI, 5)] == ["1", "2"]
    assert store.newest_posts("https://nobody.example/", 5) == []


@pytest.mark.parametrize(
    ("history", "whole"),
    [(None, False), ("https://kari.example/feed/?paged=2", False), ("", True)],
    ids=["not begun", "under way", "at its beginning"],
)
def test_a_blog_is_whole_when_it_was_read_back_to_its_beginning(store: Store, history: str | None, whole: bool) -> None:
    store.save_look(KARI, replace(SITE, history=history))
    assert store.histories(NOW, NOW)[KARI].whole is whole
