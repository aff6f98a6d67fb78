from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.found import FoundPost
from aggregator.core.identity import Known, content_hash, identify, match, unique
from aggregator.core.record import replace
from tests.support.build import NOW, found_post

LINK = "https://kari.example/hello/"
DAY = timedelta(days=1)


def stored(*posts: FoundPost) -> list[Known]:
    """These posts as the store knows them, numbered from 1."""
    return [Known(number, identify(post), content_hash(post)) for number, post in enumerate(posts, 1)]


def ids(known: list[Known], found: list[FoundPost]) -> list[int | None]:
    return [one.id if one else None for one in match(known, found)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(found_post("a", LINK), found_post("a", LINK), id="nothing changed"),
        pytest.param(found_post("a", LINK), found_post("a", LINK, title="New title"), id="title edited"),
        pytest.param(found_post("a", LINK), found_post("a", LINK, published=NOW), id="stamped anew"),
        pytest.param(found_post("a", LINK), found_post("a", LINK + "2", title="Other"), id="same guid, slug changed"),
        pytest.param(found_post("a", None), found_post("a", None, title="Other"), id="guid alone"),
        pytest.param(found_post("a", LINK), found_post("a", None, title="Other"), id="link gone"),
        pytest.param(found_post("a", LINK), found_post("b", LINK, title="Other"), id="same link, new guid"),
        pytest.param(found_post("a", LINK), found_post(None, LINK, title="Other"), id="guid gone"),
        pytest.param(
            found_post("http://kari.example/hello/", "http://kari.example/hello/"),
            found_post(LINK, LINK, title="Other"),
            id="from http to https, guid and all",
        ),
        pytest.param(found_post(None, LINK), found_post(None, LINK + "?utm_source=rss#top"), id="tracking in the link"),
        pytest.param(found_post(None, LINK), found_post(None, "https://www.kari.example/hello"), id="www, no slash"),
        pytest.param(
            found_post("https://old.example/?p=1", "https://old.example/hello/"),
            found_post("https://new.example/?p=1", "https://new.example/hello/"),
            id="a new host: title and date",
        ),
        pytest.param(found_post(None, None), found_post(None, None, text="Edited."), id="only title and date"),
        pytest.param(
            found_post(None, None, title="", published=None),
            found_post(None, None, title="", published=None),
            id="only a text",
        ),
        pytest.param(found_post("a", LINK), found_post(None, "https://kari.example/"), id="only the front page left"),
    ],
)
def test_it_is_the_same_post(before, now):
    assert ids(stored(before), [now]) == [1]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(found_post("a", LINK), found_post("b", LINK + "2", title="Other"), id="another guid and link"),
        pytest.param(
            found_post("a", "https://kari.example/"),
            found_post("b", "https://kari.example/", title="Other"),
            id="both link to the front page",
        ),
        pytest.param(found_post(None, LINK), found_post(None, LINK + "?p=2", title="Other"), id="another ?p="),
        pytest.param(found_post(None, None), found_post(None, None, published=NOW), id="another date"),
        pytest.param(found_post(None, None), found_post(None, None, title="Other"), id="another title"),
        pytest.param(
            found_post(None, None, title="", text="One."),
            found_post(None, None, title="", text="Two."),
            id="without titles, another text",
        ),
        pytest.param(
            found_post("a", LINK, title="Week", published=None),
            found_post("b", LINK + "2", title="Week", published=None),
            id="a title that returns, undated",
        ),
    ],
)
def test_it_is_another_post(before, now):
    assert ids(stored(before), [now]) == [None]


def a_feed(numbers: range, **same: str | None) -> list[FoundPost]:
    """Posts that differ in everything but what is the same on all of them."""
    return [
        replace(
            found_post(f"guid-{n}", f"{LINK}{n}", title=f"Post {n}", text=f"Text {n}.", published=NOW - n * DAY),
            **same,
        )
        for n in numbers
    ]


@pytest.mark.parametrize(
    "same",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"guid": "kari"}, id="guid"),
        pytest.param({"url": LINK}, id="link"),
        pytest.param({"guid": "kari", "url": None}, id="guid, and no links"),
        pytest.param({"guid": "kari", "url": "https://kari.example/"}, id="guid, and links to the front page"),
        pytest.param({"guid": None, "url": None}, id="no guid and no link"),
        pytest.param({"guid": None, "url": "https://kari.example/"}, id="only links to the front page"),
        pytest.param({"title": "Diary"}, id="title"),
    ],
)
def test_a_sign_that_all_posts_of_a_feed_bear_does_not_make_them_one(same):
    before, now = a_feed(range(2, 8), **same), a_feed(range(7), **same)
    assert len(unique(now)) == 7
    assert ids(stored(*before), now) == [None, None, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([], 0, id="an empty feed"),
        pytest.param([found_post("a", LINK), found_post("a", LINK)], 1, id="twice the same"),
        pytest.param([found_post("a", LINK), found_post("a", LINK, title="Other")], 1, id="same guid and link"),
        pytest.param([found_post("a", LINK), found_post("a", LINK + "2")], 2, id="same guid, two links"),
        pytest.param([found_post("a", LINK), found_post("b", LINK)], 2, id="same link, two guids"),
        pytest.param([found_post("a", LINK), found_post("a", LINK + "?utm_medium=x")], 1, id="tracking apart"),
        pytest.param([found_post(None, None), found_post(None, None)], 1, id="same title and date"),
        pytest.param([found_post(None, None), found_post(None, None, title="x")], 2, id="another title"),
        pytest.param([found_post("a", None), found_post("a", None)], 1, id="same guid, title and date, no link"),
        pytest.param([found_post(None, LINK), found_post(None, LINK)], 1, id="same link, no guid"),
    ],
)
def test_posts_that_a_feed_repeats_are_taken_once(found, expected):
    assert len(unique(found)) == expected


def test_of_repeated_posts_the_first_is_taken():
    first, second = found_post("a", LINK, title="First"), found_post("a", LINK, title="Second")
    assert unique([first, second]) == [first]


def test_a_surer_sign_goes_before_a_weaker_one():
    one, two = found_post("a", LINK + "1", title="One"), found_post("b", LINK + "2", title="Two")
    swapped = [found_post("b", LINK + "1", title="One"), found_post("a", LINK + "2", title="Two")]
    assert ids(stored(one, two), swapped) == [2, 1]


@pytest.mark.parametrize(
    ("changes", "edited"),
    [
        pytest.param({"title": "Other"}, True, id="title"),
        pytest.param({"text": "Other."}, True, id="text"),
        pytest.param({"author": "Ola"}, True, id="author"),
        pytest.param({"categories": ("news",)}, True, id="categories"),
        pytest.param({"url": LINK + "2"}, True, id="link"),
        pytest.param({"url": None}, True, id="no link any more"),
        pytest.param({"url": "http://www.kari.example/hello?utm_source=x#y"}, False, id="noise in the link"),
        pytest.param({"published": NOW, "updated": NOW}, False, id="stamped anew"),
        pytest.param({"guid": "b"}, False, id="guid"),
        pytest.param({"title": "\ud800"}, True, id="half a character"),
    ],
)
def test_when_readers_would_call_a_post_edited(changes, edited):
    post = found_post("a", LINK)
    assert (content_hash(replace(post, **changes)) != content_hash(post)) is edited


FOUND = st.builds(
    found_post,
    st.sampled_from([None, "a", "b", "c"]),
    st.sampled_from([None, "https://kari.example/", LINK, LINK + "2", "http://www.kari.example/hello?utm_source=x"]),
    title=st.sampled_from(["", "Hello", "Other"]),
    published=st.sampled_from([None, NOW, NOW - DAY]),
    text=st.sampled_from(["", "One.", "Two."]),
)
FEED = st.lists(FOUND, max_size=8)


@given(FEED, FEED)
def test_no_stored_post_is_given_twice(before, now):
    known, found = stored(*unique(before)), unique(now)
    given_out = match(known, found)
    placed = [one.id for one in given_out if one]
    assert len(given_out) == len(found)
    assert len(placed) == len(set(placed))
    assert {one for one in given_out if one} <= set(known)


@given(FEED)
def test_a_feed_read_again_brings_nothing_new(feed):
    found = unique(feed)
    assert unique(found) == found
    assert ids(stored(*found), found) == list(range(1, len(found) + 1))


@given(st.lists(FEED, min_size=2, max_size=5))
def test_a_feed_read_again_brings_nothing_new_whatever_was_there_before(feeds):
    shelf: dict[int, Known] = {}
    for feed in feeds:
        found = unique(feed)
        for post, known in zip(found, match(list(shelf.values()), found), strict=True):
            number = known.id if known else len(shelf) + 1
            shelf[number] = Known(number, identify(post), content_hash(post))
    again = unique(feeds[-1])
    assert None not in match(list(shelf.values()), again)


@given(FEED, FEED)
def test_every_stored_post_still_in_the_feed_is_found(before, now):
    known = stored(*unique(before))
    found = unique([*before, *now])
    assert ids(known, found)[: len(known)] == [one.id for one in known]
