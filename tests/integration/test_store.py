"""What the store keeps of polls, and what reports get back from it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator.core.found import FoundPost
from aggregator.core.model import Blog, Bound, Finding, Observation, Openness, Reason
from aggregator.core.sighting import sight
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, at, found_post
from tests.support.stored import KARI_ONLY, SOURCE, save, stored

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "agg.db", create=True) as store:
        yield store


def ids(store: Store, **window: datetime) -> set[str]:
    return {post.guid for post in store.posts(KARI_ONLY, **window)}


# -- posts ------------------------------------------------------------------------------------------


def test_a_post_comes_back_as_it_was_saved(store: Store) -> None:
    found = FoundPost(
        guid="kari-1",
        url="https://kari.example/1/",
        title="Blåbær & tyttebær",
        author="Kari",
        published=at("2026-11-17 08:00+01:00"),
        updated=at("2026-11-18 08:00+01:00"),
        categories=("bær", "høst"),
        text="Vi plukket blåbær.",
    )
    save(store, found, counts={"kari-1": 3})
    [post] = stored(store)
    assert (post.blog, post.participant, post.archive) == (KARI, "Kari", True)
    assert (post.guid, post.url, post.comment_url) == ("kari-1", "https://kari.example/1/", "https://kari.example/1/")
    assert (post.title, post.author, post.excerpt) == ("Blåbær & tyttebær", "Kari", "Vi plukket blåbær.")
    assert (post.published, post.updated) == (at("2026-11-17 07:00"), at("2026-11-18 07:00"))
    assert (post.dated, post.first_seen, post.in_feed_at) == (at("2026-11-17 07:00"), NOW, NOW)
    assert post.categories == ("bær", "høst")
    assert post.observations == (Observation(SOURCE, 3, Bound.EXACT, False, Openness.OPEN, None, NOW),)


@pytest.mark.parametrize(
    "finding",
    [
        Finding(0, 0, openness=Openness.CLOSED),
        Finding(0, 12, Bound.AT_LEAST, includes_pings=True, openness=Openness.OPEN),
        Finding(0, 7, Bound.AT_MOST),
        Finding(0, None, reason=Reason.ODD_COUNT),
    ],
    ids=["closed", "at least, with pings", "at most", "could not tell"],
)
def test_a_finding_comes_back_as_an_observation(store: Store, finding: Finding) -> None:
    store.save_poll(Blog(KARI), NOW, sightings=[sight(found_post(), None, finding, None, NOW)], source="somewhere")
    [seen] = stored(store)[0].observations
    assert seen == Observation(
        source="somewhere",
        count=finding.count,
        bound=finding.bound,
        includes_pings=finding.includes_pings,
        openness=finding.openness,
        reason=finding.reason,
        checked_at=NOW,
    )


@pytest.mark.parametrize(
    ("found", "guid"),
    [
        (found_post("kari-1", "https://kari.example/1/"), "kari-1"),
        (found_post(None, "https://kari.example/1/"), "https://kari.example/1/"),
    ],
    ids=["its guid", "its address where it has none"],
)
def test_a_post_is_called_by(store: Store, found: FoundPost, guid: str) -> None:
    save(store, found)
    assert [post.guid for post in stored(store)] == [guid]


def test_a_post_without_guid_and_address_still_has_a_name_of_its_own(store: Store) -> None:
    save(store, found_post(None, None, title="One"), found_post(None, None, title="Two"))
    one, two = (post.guid for post in stored(store))
    assert one
    assert two
    assert one != two


def test_posts_come_newest_first_and_of_one_moment_the_first_in_the_feed_first(store: Store) -> None:
    save(
        store,
        found_post("b", published=NOW - HOUR),
        found_post("a", published=NOW - DAY),
        found_post("c", published=NOW - HOUR),
    )
    assert [post.guid for post in stored(store)] == ["b", "c", "a"]


def test_an_edit_updates_the_post_and_nothing_else_about_it(store: Store) -> None:
    save(store, found_post("1", title="Frist", text="Old words."))
    [before] = stored(store)
    edited = found_post("1", "https://kari.example/new/", title="First", text="New words.", categories=("edited",))
    save(store, edited, now=NOW + HOUR)
    [after] = stored(store)
    assert (after.title, after.excerpt, after.categories) == ("First", "New words.", ("edited",))
    assert after.url == "https://kari.example/new/"
    assert after.in_feed_at == NOW + HOUR
    assert (after.id, after.dated, after.first_seen, after.archive) == (
        before.id,
        before.dated,
        before.first_seen,
        before.archive,
    )


def test_nothing_is_deleted_because_a_feed_no_longer_shows_it(store: Store) -> None:
    save(store, found_post("1"), found_post("2"), counts={"1": 2})
    save(store, found_post("2"), now=NOW + HOUR)
    save(store, now=NOW + 2 * HOUR)
    seen = {post.guid: post for post in stored(store)}
    assert (seen["1"].in_feed_at, seen["2"].in_feed_at) == (NOW, NOW + HOUR)
    assert [observation.count for observation in seen["1"].observations] == [2]


def test_only_what_came_with_the_first_poll_is_archive(store: Store) -> None:
    save(store, found_post("old"))
    save(store, found_post("old"), found_post("new"), now=NOW + HOUR)
    assert {post.guid: post.archive for post in stored(store)} == {"old": True, "new": False}


# -- dates ------------------------------------------------------------------------------------------

EARLIER, LATER = NOW - 3 * DAY, NOW - DAY


@pytest.mark.parametrize(
    ("first", "then", "published", "updated", "dated"),
    [
        ({"published": EARLIER}, {"published": LATER}, LATER, None, EARLIER),
        ({"published": LATER}, {"published": EARLIER}, EARLIER, None, LATER),
        ({"published": EARLIER}, {"published": None}, None, None, EARLIER),
        ({"published": None}, {"published": EARLIER}, EARLIER, None, NOW),
        ({"published": None}, {"published": None}, None, None, NOW),
        ({"published": None, "updated": EARLIER}, {"published": None, "updated": LATER}, None, LATER, EARLIER),
        ({"published": NOW + DAY}, {"published": NOW + DAY}, NOW + DAY, None, NOW),
        ({"published": NOW + DAY}, {"published": LATER}, LATER, None, NOW),
    ],
    ids=[
        "stamped anew",
        "corrected to an earlier day",
        "date left out later",
        "date added later",
        "no date at all",
        "only a date of the last change",
        "in the future",
        "no longer in the future",
    ],
)
def test_what_a_post_is_dated_at_first_sight_stands_whatever_the_feed_says_later(
    store: Store,
    first: dict[str, datetime],
    then: dict[str, datetime],
    published: datetime | None,
    updated: datetime | None,
    dated: datetime,
) -> None:
    save(store, found_post("1", "https://kari.example/1/", **first))
    save(store, found_post("1", "https://kari.example/1/", **then), now=NOW + HOUR)
    [post] = stored(store)
    assert (post.published, post.updated, post.dated) == (published, updated, dated)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({}, {"1", "2", "3"}),
        ({"since": NOW - 2 * DAY}, {"2", "3"}),
        ({"until": NOW - 2 * DAY}, {"1", "2"}),
        ({"since": NOW - 2 * DAY, "until": NOW - 2 * DAY}, {"2"}),
        ({"since": NOW}, set()),
    ],
    ids=["all", "since", "until", "both ends belong to it", "none"],
)
def test_posts_of_a_window(store: Store, window: dict[str, datetime], expected: set[str]) -> None:
    save(store, *(found_post(str(n), published=NOW - (4 - n) * DAY + (n > 2) * HOUR) for n in (1, 3)))
    save(store, found_post("2", published=NOW - 2 * DAY))
    assert ids(store, **window) == expected


def test_what_was_found_from_a_moment_on_comes_besides(store: Store) -> None:
    old = NOW - 15 * DAY
    save(store, now=NOW - 20 * DAY)
    save(store, found_post("found before", title="Two", published=old), now=NOW - 8 * DAY)
    save(store, found_post("found late", title="Three", published=old), now=NOW)
    save(store, found_post("of the week", published=NOW - HOUR), now=NOW)
    assert ids(store, since=NOW - 7 * DAY, until=NOW, found_from=NOW - 7 * DAY) == {"found late", "of the week"}


def test_what_a_blog_held_when_it_was_first_read_was_not_found_late(store: Store) -> None:
    save(store, found_post("archive", published=NOW - 30 * DAY), found_post("of the week"))
    assert ids(store, since=NOW - 7 * DAY, until=NOW, found_from=NOW - 7 * DAY) == {"of the week"}
