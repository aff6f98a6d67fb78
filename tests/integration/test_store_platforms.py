"""What is known of a blog's platform, and of the sources that know it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.model import Finding, Openness
from aggregator.core.record import replace
from aggregator.core.source import Site
from aggregator.store import Store
from tests.support.build import KARI, NOW
from tests.support.storedfindings import HOUR, SITE, first, number, say, two_posts_stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_posts_stored(tmp_path) as store:
        yield store


def test_what_is_known_of_a_blog_s_platform_comes_back(store: Store) -> None:
    site = Site(
        feed="https://kari.example/feed/",
        home="https://kari.example/",
        generator="WordPress 6.9",
        version="rss20",
        wordpress=True,
        api="https://kari.example/wp-json/",
        site_id="12",
        feed_posts=10,
        comment_feeds=True,
        older="https://kari.example/feed/?page=2",
        guids=("a", "b"),
        looked_at=NOW,
        thorough_at=NOW - HOUR,
        sources={"wordpress": {"api": "https://kari.example/wp-json/"}, "feedfields": {}},
        resting={"ghost": NOW + HOUR},
        history="https://kari.example/feed/?paged=3",
    )
    assert store.site(KARI) is None
    store.save_look(KARI, site)
    assert store.site(KARI) == site
    assert store.sites() == {KARI: site}
    assert store.site("https://nobody.example/") is None


def test_what_was_learnt_of_a_platform_stays_with_its_address(store: Store) -> None:
    store.save_look(KARI, SITE)
    store.rename(KARI, "https://kari.example/new/")
    assert store.sites() == {}


def test_closed_by_the_word_of_a_source_that_is_no_more_is_closed_no_more(store: Store) -> None:
    say(store, Finding(number(store), 0, openness=Openness.CLOSED), source="ghost")
    say(store, Finding(number(store), 0, openness=Openness.CLOSED))
    store.save_look(KARI, replace(SITE, sources={"wordpress": {}}))
    said = {one.source: one.openness for one in first(store).observations}
    assert said == {"ghost": Openness.UNKNOWN, "wordpress": Openness.CLOSED}
