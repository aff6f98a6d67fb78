"""Older posts: WordPress paged to its end, how far it goes in one fetch, and what the posts found are taken for."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from aggregator import report
from aggregator.core.model import Post
from aggregator.fetch import history
from tests.support.build import NOW
from tests.support.classroom import Classroom, open_classroom
from tests.support.watching import comments, site
from tests.support.wordpressblog import WordPressBlog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALL = date.min
PAGES = ["feed", "feed 2", "feed 3", "feed 4", "feed 5"]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        room.enrol(room.participant("Kari", "/kari/feed/", comments="none"))  # so that nothing else is asked for
        yield room


@pytest.fixture
def blog(room: Classroom) -> WordPressBlog:
    """Ten posts, one every 10 days up to an hour ago, three in a feed: so it has four pages."""
    blog = WordPressBlog(room.server)
    blog.window = 3
    for number in range(1, 11):
        blog.publish(number, NOW - HOUR - (10 - number) * 10 * DAY)
    return blog


def numbers(room: Classroom) -> list[int]:
    return sorted(int(post.guid.rpartition("=")[2]) for post in room.stored())


def by_number(room: Classroom) -> dict[int, Post]:
    return {int(post.guid.rpartition("=")[2]): post for post in room.stored()}


# -- to the end -------------------------------------------------------------------------------------


def test_without_being_asked_for_older_posts_are_left_alone(room: Classroom, blog: WordPressBlog) -> None:
    assert room.poll().new == 3
    assert numbers(room) == [8, 9, 10]


def test_wordpress_is_paged_until_there_is_no_more(room: Classroom, blog: WordPressBlog) -> None:
    told: list[tuple[str, int]] = []
    poll = room.poll(history=ALL, tell=lambda name, count: told.append((name, count)))
    assert blog.asked() == PAGES
    assert room.asked()[4] == ("/kari/feed/?paged=5", 404)
    assert numbers(room) == list(range(1, 11))
    assert (poll.new, poll.status, poll.problem) == (10, "ok", None)
    assert poll.requests == len(room.server.log)
    assert told == [("Kari", 3), ("Kari", 6), ("Kari", 7), ("Kari", 7)]
    assert site(room).history == ""


def test_it_is_read_beside_a_feed_that_has_not_changed(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    poll = room.poll(NOW + HOUR, history=ALL)
    assert (poll.status, poll.new) == ("unchanged", 7)
    assert numbers(room) == list(range(1, 11))


def test_once_at_its_end_nothing_more_is_asked_for_unless_forced(room: Classroom, blog: WordPressBlog) -> None:
    room.poll(history=ALL)
    assert room.poll(NOW + HOUR, history=ALL).new == 0
    assert blog.asked() == ["feed"]
    assert room.poll(NOW + 2 * HOUR, history=ALL, force=True).new == 0
    assert blog.asked() == PAGES
    assert numbers(room) == list(range(1, 11))


def test_plain_permalinks_keep_their_query(room: Classroom, blog: WordPressBlog) -> None:
    room.enrol(room.participant("Kari", "/kari/?feed=rss2", comments="none"))
    room.poll(history=ALL)
    assert [path for path, _status in room.asked()] == [
        "/kari/?feed=rss2",
        *(f"/kari/?feed=rss2&paged={number}" for number in (2, 3, 4, 5)),
    ]
    assert numbers(room) == list(range(1, 11))


def test_a_blog_that_does_not_know_of_pages_is_asked_twice_at_most(room: Classroom, blog: WordPressBlog) -> None:
    same = blog._feed(1)
    for number in (2, 3, 4):
        room.server.put(f"/kari/feed/?paged={number}", same.body)
    assert room.poll(history=ALL).new == 3
    assert blog.asked() == ["feed", "feed 2", "feed 3"]
    assert site(room).history == ""


# -- so far, and further ----------------------------------------------------------------------------


def test_it_stops_at_the_day_and_goes_on_from_there(room: Classroom, blog: WordPressBlog) -> None:
    day = (NOW - 45 * DAY).date()
    room.poll(history=day)
    assert numbers(room) == [5, 6, 7, 8, 9, 10]
    assert blog.asked() == ["feed", "feed 2"]
    room.poll(NOW + HOUR, history=ALL)
    assert blog.asked() == ["feed", "feed 3", "feed 4", "feed 5"]
    assert numbers(room) == list(range(1, 11))


def test_the_day_is_the_course_s_own(room: Classroom, blog: WordPressBlog) -> None:
    last = blog.posts[5].published.replace(hour=23, minute=30)  # in Oslo it is the next day already
    blog.posts[5].published = last
    room.poll(history=last.date() + DAY)
    assert numbers(room) == [2, 3, 4, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(500, b"<h1>Sorry", id="an error"),
        pytest.param(200, b"<!doctype html><html><body>Log in first</body></html>", id="a web page"),
        pytest.param(200, b"<rss version='2.0'><channel><item><title>Po", id="a feed cut short"),
        pytest.param(200, b"\0\xff{]<", id="rubbish"),
        pytest.param(200, b"", id="nothing"),
        pytest.param(429, b"", id="a wish for fewer visits"),
    ],
)
def test_a_page_that_cannot_be_read_ends_it_for_now_and_nothing_is_lost(
    room: Classroom, blog: WordPressBlog, status: int, body: bytes
) -> None:
    room.server.put("/kari/feed/?paged=3", body, status=status)
    poll = room.poll(history=ALL)
    assert (poll.new, poll.status, poll.problem) == (6, "ok", None)
    assert numbers(room) == [5, 6, 7, 8, 9, 10]
    assert site(room).history == room.server.url("/kari/feed/?paged=3")
    room.server.remove("/kari/feed/?paged=3")
    assert room.poll(NOW + HOUR, history=ALL).new == 4
    assert blog.asked() == ["feed", "feed 3", "feed 4", "feed 5"]
    assert numbers(room) == list(range(1, 11))


def test_a_feed_cut_short_brings_none_of_its_posts(room: Classroom, blog: WordPressBlog) -> None:
    whole = blog._feed(2).body
    room.server.put("/kari/feed/?paged=2", whole[: whole.rindex(b"<item>") + 40])
    room.poll(history=ALL)
    assert numbers(room) == [8, 9, 10]
    assert site(room).history is None


def test_so_many_pages_in_one_fetch(room: Classroom, blog: WordPressBlog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGES", 2)
    assert room.poll(history=ALL).new == 9
    assert blog.asked() == ["feed", "feed 2", "feed 3"]
    assert room.poll(NOW + HOUR, history=ALL).new == 1
    assert blog.asked() == ["feed", "feed 4", "feed 5"]
    assert numbers(room) == list(range(1, 11))


@pytest.mark.parametrize("number", ["two", "9" * 999, "-1"])
def test_a_place_to_go_on_that_is_no_number_leads_back_to_the_second_page(
    room: Classroom, blog: WordPressBlog, number: str
) -> None:
    """It may be anything that the feed of another software has named before."""
    room.poll()
    place = f"/kari/feed/?paged={number}"
    room.server.put(place, blog._feed(1).body)
    room.store._db.execute("update sites set history = ?", [room.server.url(place)])
    assert room.poll(NOW + HOUR, history=ALL).new == 7
    assert room.asked()[1:3] == [(place, 200), ("/kari/feed/?paged=2", 200)]
    assert numbers(room) == list(range(1, 11))


# -- what they are taken for ------------------------------------------------------------------------


def test_they_are_archive_and_their_blogger_is_not_new(room: Classroom, blog: WordPressBlog) -> None:
    def new_bloggers() -> set[bool]:
        return {one.new_blogger for one in report.posts(room.course, room.store, NOW)}

    room.poll()
    assert new_bloggers() == {True}
    room.poll(NOW, history=ALL)
    assert {number: post.archive for number, post in by_number(room).items()} == dict.fromkeys(range(1, 11), True)
    assert new_bloggers() == {False}


def test_what_was_out_of_sight_for_a_while_is_no_archive(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    for number in range(11, 16):
        blog.publish(number, NOW + number * HOUR)
    room.poll(NOW + 2 * DAY)
    assert numbers(room) == [8, 9, 10, 13, 14, 15]
    room.poll(NOW + 2 * DAY, history=ALL)
    archive = {number: post.archive for number, post in by_number(room).items()}
    assert archive == {number: number <= 10 for number in range(1, 16)}


def test_a_feed_that_is_as_it_was_does_not_speak_for_older_posts(room: Classroom, blog: WordPressBlog) -> None:
    room.poll(history=ALL)
    before = by_number(room)
    for number in range(1, 8):
        assert before[number].in_feed_at == before[number].dated
        assert [(seen.count, seen.checked_at) for seen in before[number].observations] == [(0, NOW)]
    room.poll(NOW + HOUR)  # 304
    room.poll(NOW + DAY)  # the same body
    after = by_number(room)
    assert {number for number in before if after[number] != before[number]} == {8, 9, 10}
    assert after[10].in_feed_at == NOW + DAY
    room.poll(NOW + DAY + HOUR, history=ALL, force=True)
    assert {number: post.in_feed_at for number, post in by_number(room).items() if number <= 7} == {
        number: before[number].dated for number in range(1, 8)
    }


def test_older_posts_inside_the_window_are_asked_about_at_once(room: Classroom, blog: WordPressBlog) -> None:
    room.enrol(room.participant("Kari", "/kari/feed/", comments="auto"))
    blog.comment(6)
    blog.comment(1)
    assert room.poll(history=ALL).comments == 1
    assert [blog.home + "6/#comment-1"] == [one.said.url for one in comments(room)]
