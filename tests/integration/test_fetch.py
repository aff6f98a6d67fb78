"""A fetch against blogs that work: what is asked, what is stored, and that nothing is stored twice."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator import report
from aggregator.core.model import Openness, Poll, Reason
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


# -- new, unchanged, edited -------------------------------------------------------------------------


def test_a_first_fetch_stores_what_the_feed_shows(room: Classroom) -> None:
    room.put("Kari", item("1", published=NOW - DAY), item("2", published=NOW - HOUR, comments=2))
    poll = room.poll()
    address = room.server.url("/kari/")
    assert poll == Poll("Kari", address, "ok", new=2, updated=0, requests=1)
    assert [(post.guid, post.dated, post.archive) for post in room.stored()] == [
        ("2", NOW - HOUR, True),
        ("1", NOW - DAY, True),
    ]
    blog = room.blog()
    assert (blog.title, blog.status, blog.participant) == ("Kari writes", "ok", "Kari")
    assert (blog.first_seen, blog.last_asked, blog.last_ok, blog.whole_at) == (NOW, NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("headers", "status", "unchanged_at"),
    [
        ({"etag": '"1"'}, 304, NOW),
        ({"modified": "Wed, 18 Nov 2026 11:00:00 GMT"}, 304, NOW),
        ({}, 200, NOW + HOUR),
    ],
    ids=["by its ETag", "by its date", "by its bytes"],
)
def test_a_feed_that_is_as_it_was_brings_nothing_new(
    room: Classroom, headers: dict[str, str], status: int, unchanged_at: Any
) -> None:
    room.put("Kari", item("1"), **headers)
    room.poll()
    before = room.stored()
    poll = room.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.updated, poll.requests, poll.change) == ("unchanged", 0, 0, 1, None)
    assert room.asked() == [("/kari/", status)]
    assert room.blog().whole_at == unchanged_at
    assert [(post.id, post.title) for post in room.stored()] == [(post.id, post.title) for post in before]


def test_validators_are_sent_back_byte_for_byte(room: Classroom) -> None:
    odd = 'W/"a,b \\ c"'
    room.put("Kari", item("1"), etag=odd, modified="yesterday, I think")
    room.poll()
    assert "if-none-match" not in room.server.log[0].headers
    room.poll(NOW + HOUR)
    [seen] = room.server.log
    assert (seen.headers["if-none-match"], seen.headers["if-modified-since"]) == (odd, "yesterday, I think")


def test_once_a_day_the_whole_feed_is_asked_for(room: Classroom) -> None:
    room.put("Kari", item("1", comments=0), etag='"1"')
    room.poll()
    room.put("Kari", item("1", comments=1), etag='"1"')  # as WordPress does when a comment arrives
    room.poll(NOW + 12 * HOUR)
    assert room.asked() == [("/kari/", 304)]
    assert [seen.count for seen in room.stored()[0].observations] == [0]
    room.poll(NOW + DAY)
    assert room.asked() == [("/kari/", 200)]
    assert [seen.count for seen in room.stored()[0].observations] == [1]


def test_the_same_body_renews_what_the_feed_says_of_comments_and_a_304_does_not(room: Classroom) -> None:
    room.put("Kari", item("1", comments=0), etag='"1"')
    room.poll()
    room.poll(NOW + HOUR)
    assert [seen.checked_at for seen in room.stored()[0].observations] == [NOW]
    room.poll(NOW + DAY)
    assert room.asked() == [("/kari/", 200)]
    assert [seen.checked_at for seen in room.stored()[0].observations] == [NOW + DAY]


def test_the_validators_of_an_identical_body_are_the_new_ones(room: Classroom) -> None:
    room.put("Kari", item("1"), etag='"1"')
    room.poll()
    room.put("Kari", item("1"), etag='"2"')
    assert room.poll(NOW + HOUR).status == "unchanged"
    room.poll(NOW + 2 * HOUR)
    assert room.asked() == [("/kari/", 304)]


def test_a_new_post_is_new_once(room: Classroom) -> None:
    room.put("Kari", item("1"))
    room.poll()
    room.put("Kari", item("2"), item("1"))
    poll = room.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.updated) == ("ok", 1, 0)
    assert {post.guid: (post.first_seen, post.archive) for post in room.stored()} == {
        "1": (NOW, True),
        "2": (NOW + HOUR, False),
    }


def test_an_edited_post_is_updated_once(room: Classroom) -> None:
    room.put("Kari", item("1", title="Frist", text="Old."), item("2"))
    room.poll()
    room.put("Kari", item("1", title="First", text="New."), item("2"))
    poll = room.poll(NOW + HOUR)
    assert (poll.new, poll.updated) == (0, 1)
    assert {post.guid: (post.title, post.excerpt) for post in room.stored()}["1"] == ("First", "New.")
    assert (room.poll(NOW + 2 * HOUR).updated, room.guids()) == (0, ["1", "2"])


def test_a_new_count_of_comments_is_no_edit(room: Classroom) -> None:
    room.put("Kari", item("1", comments=0))
    room.poll()
    room.put("Kari", item("1", comments=3))
    poll = room.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.updated) == ("ok", 0, 0)
    assert [seen.count for seen in room.stored()[0].observations] == [3]


def test_what_leaves_the_feed_stays_stored(room: Classroom) -> None:
    room.put("Kari", item("1"), item("2"))
    room.poll()
    room.put("Kari", item("2"))
    room.poll(NOW + HOUR)
    room.put("Kari")
    assert room.poll(NOW + 2 * HOUR).status == "ok"
    assert room.guids() == ["1", "2"]


@pytest.mark.parametrize(
    ("title", "status"), [("", "unchanged"), ("Another name", "ok")], ids=["same body", "read anew"]
)
def test_running_twice_adds_nothing(room: Classroom, title: str, status: str) -> None:
    names, days = ("Kari", "Ola", "Siri"), (NOW - HOUR, NOW - DAY, NOW + DAY, None, None)
    feeds = {name: [item(f"{name}-{n}", published=day, comments=1) for n, day in enumerate(days)] for name in names}
    room.enrol(*names)
    for name in names:
        room.put(name, *feeds[name])
    room.fetch()
    before = dump(room)
    for name in names:
        room.put(name, *feeds[name], title=title)
    again = room.fetch(force=True)
    assert {(poll.status, poll.new, poll.updated) for poll in again.values()} == {(status, 0, 0)}
    assert dump(room) == before


def dump(room: Classroom) -> list[str]:
    """The whole database but for the states of polling, and how posts are written."""
    lines = (line for line in room.store._db.iterdump() if not line.startswith('INSERT INTO "blogs"'))
    return [re.sub(r"'[0-9a-f]{32}',(?='\{)", "", line) for line in lines]


def test_guids_belong_to_their_blog(room: Classroom) -> None:
    room.enrol("Kari", "Ola")
    room.put("Kari", item("1", title="Kari's"))
    room.put("Ola", item("1", title="Ola's"))
    room.fetch()
    assert sorted((post.participant, post.title) for post in room.stored()) == [("Kari", "Kari's"), ("Ola", "Ola's")]


# -- identity and dates -----------------------------------------------------------------------------


def twin(title: str, path: str) -> str:
    return item("1", title=title, link=f"https://kari.example/{path}/")


@pytest.mark.parametrize(
    ("posts", "titles"),
    [
        ([item("1"), item("1")], ["Post 1"]),
        ([twin("A", "a"), twin("B", "b")], ["A", "B"]),
        ([twin("A", "a"), twin("B", "a"), item("2", title="C")], ["A", "C"]),
        ([twin("A", "a"), twin("B", "b"), item("2", title="C")], ["A", "B", "C"]),
    ],
    ids=["one post twice", "a guid for all posts", "one guid and link with two titles", "a guid for two of three"],
)
def test_guids_that_come_again_in_one_feed(room: Classroom, posts: list[str], titles: list[str]) -> None:
    room.put("Kari", *posts)
    assert room.poll().new == len(titles)
    room.put("Kari", *posts, title="Another name")
    poll = room.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.updated) == ("ok", 0, 0)
    assert sorted(post.title for post in room.stored()) == titles


def test_new_guids_at_the_same_addresses_are_the_same_posts(room: Classroom) -> None:
    room.put("Kari", item("1"), item("2"))
    room.poll()
    room.put(
        "Kari",
        *(item(f"new-{n}", title=f"Post {n}", link=f"http://www.kari.example/{n}?utm_source=rss") for n in (1, 2)),
    )
    poll = room.poll(NOW + HOUR)
    assert (poll.new, poll.updated) == (0, 0)
    assert room.guids() == ["new-1", "new-2"]


@pytest.mark.parametrize(
    ("published", "dated"),
    [(NOW - DAY, NOW - DAY), (NOW + DAY, NOW), (None, NOW)],
    ids=["its own date", "a date in the future", "no date"],
)
def test_a_post_counts_for(room: Classroom, published: Any, dated: Any) -> None:
    room.put("Kari", item("1", published=published))
    room.poll()
    room.put("Kari", item("1", published=published, comments=1))
    room.poll(NOW + 2 * DAY)
    assert [post.dated for post in room.stored()] == [dated]


# -- comments ---------------------------------------------------------------------------------------


def test_what_the_feed_says_of_comments_is_kept_with_each_post(room: Classroom) -> None:
    room.put("Kari", item("none", comments=0), item("some", comments=4), item("odd", comments="many"), item("unsaid"))
    room.poll()
    seen = {post.guid: post.observations[0] for post in room.stored()}
    assert {guid: (one.count, one.reason) for guid, one in seen.items()} == {
        "none": (0, None),
        "some": (4, None),
        "odd": (None, Reason.ODD_COUNT),
        "unsaid": (None, Reason.NOT_SAID),
    }
    assert {(one.source, one.openness, one.checked_at) for one in seen.values()} == {
        ("feedfields", Openness.UNKNOWN, NOW)
    }


def test_a_finding_goes_to_its_own_post_where_others_come_twice(room: Classroom) -> None:
    room.put("Kari", item("1", comments=1), item("1", comments=1), item("2", comments=2), item("3", comments=3))
    room.poll()
    assert {post.guid: post.observations[0].count for post in room.stored()} == {"1": 1, "2": 2, "3": 3}


def test_what_feeds_said_is_known_when_comments_are_no_longer_switched_off(room: Classroom) -> None:
    room.enrol(room.participant("Kari", comments="none"))
    room.put("Kari", item("1", comments=0))
    room.poll()
    assert [one.verdict.reason for one in report.posts(room.course, room.store, NOW)] == [Reason.SWITCHED_OFF]
    room.enrol("Kari")
    assert room.poll(NOW + HOUR).status == "unchanged"
    assert [one.verdict.reason for one in report.posts(room.course, room.store, NOW)] == [Reason.ZERO]
