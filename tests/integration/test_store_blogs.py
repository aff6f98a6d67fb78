"""What the store keeps of blogs: comments that sources saw, histories, troubles, validators; and the search."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.core.model import Blog, Finding, History, Trouble
from aggregator.core.polling import failed, succeeded
from aggregator.core.record import replace
from aggregator.core.sighting import sight
from aggregator.store import Store, Validators, open_store
from tests.support.build import KARI, NOW, found_post
from tests.support.stored import KARI_ONLY, SOURCE, save, stored

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OLA = "https://ola.example/feed/"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "agg.db", create=True) as store:
        yield store


# -- what feeds say of comments ---------------------------------------------------------------------


def test_a_later_finding_takes_the_place_of_the_earlier_of_its_source(store: Store) -> None:
    save(store, found_post("1"), counts={"1": 0})
    save(store, found_post("1"), now=NOW + HOUR, counts={"1": 4})
    [post] = stored(store)
    assert [(seen.count, seen.checked_at) for seen in post.observations] == [(4, NOW + HOUR)]


def test_two_sources_stand_side_by_side(store: Store) -> None:
    save(store, found_post("1"), counts={"1": 0})
    [known] = store.known_posts(KARI)
    seen = sight(found_post("1"), known, Finding(0, 2), None, NOW)
    store.save_poll(Blog(KARI), NOW, sightings=[seen], source="another")
    assert {seen.source: seen.count for seen in stored(store)[0].observations} == {SOURCE: 0, "another": 2}


def test_the_same_body_confirms_what_was_seen_of_posts_in_the_feed_only(store: Store) -> None:
    save(store, found_post("left"), found_post("stays"), counts={"left": 0, "stays": 0})
    save(store, found_post("stays"), now=NOW + HOUR, counts={"stays": 0})
    save(store, found_post("ola"), now=NOW, address=OLA, counts={"ola": 0})
    store.save_poll(Blog(KARI, last_ok=NOW + 2 * HOUR), NOW + 2 * HOUR, source=SOURCE, same_body=True)
    posts = {post.guid: post for post in store.posts({KARI: "Kari", OLA: "Ola"})}
    checked = {guid: post.observations[0].checked_at for guid, post in posts.items()}
    assert checked == {"left": NOW, "stays": NOW + 2 * HOUR, "ola": NOW}
    assert {guid: post.in_feed_at for guid, post in posts.items()} == checked


def test_the_same_body_confirms_its_own_source_only(store: Store) -> None:
    save(store, found_post("1"), counts={"1": 0})
    store.save_poll(Blog(KARI), NOW + HOUR, source="another", same_body=True)
    assert stored(store)[0].observations[0].checked_at == NOW


# -- histories --------------------------------------------------------------------------------------


def test_a_history_is_the_blog_in_numbers(store: Store) -> None:
    archive = [NOW - 40 * DAY, NOW - 30 * DAY]
    save(store, *(found_post(str(day), published=day) for day in archive), now=NOW - 2 * DAY)
    save(store, found_post("new", published=NOW - DAY), now=NOW - DAY + HOUR, counts={"new": 1})
    save(store, found_post("none", published=NOW - 2 * HOUR), now=NOW, counts={"none": 0})
    assert store.histories(NOW, NOW)[KARI] == History(
        posts=4,
        first_id=stored(store)[-1].id,
        first=archive[0],
        last=NOW - 2 * HOUR,
        archive=2,
        archive_first=archive[0],
        archive_last=archive[1],
    )


@pytest.mark.parametrize(
    ("as_of", "found_before", "posts"),
    [(NOW, NOW, 3), (NOW - 2 * DAY, NOW, 2), (NOW, NOW - HOUR, 2), (NOW - 60 * DAY, NOW, 0)],
    ids=["now", "dated up to then", "found up to then, and the archive", "before all"],
)
def test_a_history_of_an_earlier_moment(store: Store, as_of: datetime, found_before: datetime, posts: int) -> None:
    save(store, found_post("archive", published=NOW - 40 * DAY), now=NOW - 3 * HOUR)
    save(store, found_post("early", published=NOW - 3 * DAY), now=NOW - 2 * HOUR)
    save(store, found_post("late", published=NOW - DAY), now=NOW)
    assert store.histories(as_of, found_before)[KARI].posts == posts


# -- blogs and their troubles -----------------------------------------------------------------------


def test_a_blog_comes_back_as_it_was_saved(store: Store) -> None:
    moments = {
        name: NOW - n * HOUR
        for n, name in enumerate(
            ("first_seen", "last_asked", "last_ok", "whole_at", "failing_since", "not_before", "gone_since")
        )
    }
    blog = Blog(
        KARI,
        participant="Kari",
        feed="https://new.example/feed/",
        title="Kari skriver",
        status="gone",
        body_hash="abc",
        failures=3,
        problem="the blog is gone for good (410)",
        moved_to="https://new.example/feed/",
        told="gone",
        **moments,
    )
    store.save_poll(blog, NOW)
    assert store.blogs() == {KARI: blog}
    blank = Blog(KARI)
    store.save_poll(blank, NOW)
    assert store.blogs() == {KARI: blank}


def test_a_trouble_opens_lasts_and_closes(store: Store) -> None:
    blog = succeeded(Blog(KARI), "ok", NOW)
    store.save_poll(blog, NOW)
    assert store.troubles(KARI_ONLY) == []
    blog = failed(blog, "first this", NOW + HOUR)
    store.save_poll(blog, NOW + HOUR)
    blog = failed(blog, "then that", NOW + 2 * HOUR)
    store.save_poll(blog, NOW + 2 * HOUR)
    assert store.troubles(KARI_ONLY) == [Trouble("Kari", KARI, NOW + HOUR, None, "then that")]
    blog = succeeded(blog, "ok", NOW + 3 * HOUR)
    store.save_poll(blog, NOW + 3 * HOUR)
    over = Trouble("Kari", KARI, NOW + HOUR, NOW + 3 * HOUR, "then that")
    assert store.troubles(KARI_ONLY) == [over]
    blog = failed(blog, "again", NOW + 4 * HOUR)
    store.save_poll(blog, NOW + 4 * HOUR)
    assert store.troubles(KARI_ONLY) == [over, Trouble("Kari", KARI, NOW + 4 * HOUR, None, "again")]


def test_validators_are_those_of_the_last_whole_answer(store: Store) -> None:
    assert store.validators(KARI, KARI) == (None, None)
    store.save_poll(Blog(KARI), NOW, validators=Validators(KARI, 'W/"1"', "Wed, 18 Nov 2026 11:00:00 GMT", 200))
    store.save_poll(Blog(KARI), NOW)
    assert store.validators(KARI, KARI) == ('W/"1"', "Wed, 18 Nov 2026 11:00:00 GMT")
    store.save_poll(Blog(KARI), NOW, validators=Validators(KARI, None, None, 200))
    assert store.validators(KARI, KARI) == (None, None)


def test_a_renamed_blog_keeps_its_posts_and_troubles_and_is_asked_at_its_new_address(store: Store) -> None:
    save(store, found_post("1"))
    moved = replace(store.blogs()[KARI], feed="https://new.example/", moved_to="https://new.example/")
    store.save_poll(failed(moved, "moving", NOW), NOW)
    store.rename(KARI, OLA)
    assert stored(store) == []
    assert [(post.guid, post.blog) for post in store.posts({OLA: "Kari"})] == [("1", OLA)]
    assert [trouble.address for trouble in store.troubles({OLA: "Kari"})] == [OLA]
    [blog] = store.blogs().values()
    assert (blog.address, blog.feed, blog.moved_to, blog.failing_since) == (OLA, None, None, None)


def test_a_poll_that_cannot_be_saved_whole_leaves_nothing(store: Store) -> None:
    save(store, found_post("1"))
    good = sight(found_post("2"), None, None, NOW, NOW)
    bad = replace(good, excerpt=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"NOT NULL constraint failed: posts\.excerpt"):
        store.save_poll(Blog(KARI, title="New"), NOW + HOUR, sightings=[good, bad])
    assert [post.guid for post in stored(store)] == ["1"]
    assert store.blogs()[KARI].title == ""


def test_only_posts_and_troubles_of_the_named_blogs_come_back_under_their_names(store: Store) -> None:
    save(store, found_post("1", title="Bread"))
    save(store, found_post("2", title="Bread"), address=OLA)
    for blog in list(store.blogs().values()):
        store.save_poll(failed(blog, "away", NOW), NOW)
    names = {OLA: "Ola Nordmann"}
    assert [(post.guid, post.participant) for post in store.posts(names)] == [("2", "Ola Nordmann")]
    assert [(post.guid, post.participant) for post in store.search("bread", names)] == [("2", "Ola Nordmann")]
    assert [trouble.participant for trouble in store.troubles(names)] == ["Ola Nordmann"]
    assert list(store.posts({})) == []


# -- search -----------------------------------------------------------------------------------------

BERRIES = found_post("berries", title="Blåbær på fjellet", author="Kari", text="Vi plukket OR lot det være.")
BREAD = found_post("bread", title="Brød", author="Åse", text="Bread (and butter) NEAR the fjord, or not.")


def found(store: Store, words: str) -> set[str]:
    return {post.guid for post in store.search(words, KARI_ONLY)}


@pytest.fixture
def shelf(store: Store) -> Store:
    save(store, BERRIES, BREAD)
    return store


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("blåbær", {"berries"}),
        ("BLÅBÆR", {"berries"}),
        ("blabær", {"berries"}),
        ("ase", {"bread"}),
        ("brod", set()),
        ("kari", {"berries"}),
        ("butter", {"bread"}),
        ("fj*", {"berries", "bread"}),
        ("fj", set()),
        ("blåb* plukk*", {"berries"}),
        ("blåbær butter", set()),
        ("plukket blåbær", {"berries"}),
        ('"plukket', {"berries"}),
        ('"det plukket"', {"berries"}),
        ("or", {"berries", "bread"}),
        ("blåbær OR butter", set()),
        ("blåbær AND fjellet", set()),
        ("fjord NOT butter", {"bread"}),
        ("NEAR(the", {"bread"}),
        ("NEAR(kari fjellet)", set()),
        ("(and butter)", {"bread"}),
        ("title:brød", set()),
        ("brød - !", {"bread"}),
        ("^vi", {"berries"}),
        ("og-lot", set()),
        ("or-lot", {"berries"}),
        ("blåbær *", {"berries"}),
        ("*", set()),
        ("", set()),
        ("  ", set()),
        ("\udcff", set()),
    ],
    ids=lambda given: repr(given) if isinstance(given, str) else " and ".join(sorted(given)) or "nothing",
)
def test_all_the_words_must_stand_in_a_post(shelf: Store, words: str, expected: set[str]) -> None:
    assert found(shelf, words) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(words=st.text(st.characters(), max_size=20) | st.text('"*()^:-+{} ANDORTNE\0', max_size=20))
def test_whatever_is_searched_for_is_no_mistake(shelf: Store, words: str) -> None:
    assert found(shelf, words) <= {"berries", "bread"}


def test_an_edited_post_is_found_by_its_new_words_only(store: Store) -> None:
    save(store, found_post("1", title="Frist", text="Old words."), found_post("2", title="Another"))
    assert found(store, "old") == {"1"}
    save(store, found_post("1", title="First", text="New text."), found_post("2", title="Another"), now=NOW + HOUR)
    assert (found(store, "old"), found(store, "frist")) == (set(), set())
    assert (found(store, "new"), found(store, "another")) == ({"1"}, {"2"})


def test_a_post_found_after_a_search_is_found_by_the_next(store: Store) -> None:
    save(store, found_post("1", title="Bread"))
    assert found(store, "bread") == {"1"}
    save(store, found_post("2", title="More bread"))
    assert found(store, "bread") == {"1", "2"}


def test_the_whole_text_is_searched_not_only_what_lists_show(store: Store) -> None:
    save(store, found_post("1", text="word " * 5_000 + "needle"))
    assert "needle" not in stored(store)[0].excerpt
    assert found(store, "needle") == {"1"}


def test_validators_are_no_other_blogs(store: Store) -> None:
    store.save_poll(Blog(KARI), NOW, validators=Validators("https://ola.example/", '"1"', None, 200))
    store.save_poll(Blog(OLA), NOW)
    assert store.validators(KARI, "https://ola.example/") == ('"1"', None)
    assert store.validators(OLA, "https://ola.example/") == (None, None)
