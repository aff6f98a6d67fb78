"""Watching a blog that answers as it should: who has commented, which posts are asked about, and how often."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import State
from tests.support.build import NOW
from tests.support.classroom import Classroom, open_classroom
from tests.support.watchedblog import watched_blog
from tests.support.watching import comments, site, state, states
from tests.support.wordpressblog import KARI, WordPressBlog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


@pytest.fixture
def blog(room: Classroom) -> WordPressBlog:
    return watched_blog(room)


# -- who has commented ------------------------------------------------------------------------------


def test_a_first_fetch_finds_who_has_commented(room: Classroom, blog: WordPressBlog) -> None:
    blog.publish(2, NOW - 2 * HOUR)
    blog.comment(1, "Ola", when=NOW - HOUR / 2)
    poll = room.poll()
    assert (poll.new, poll.comments, poll.status) == (2, 1, "ok")
    assert states(room) == {"1": State.ANSWERED, "2": State.WAITING}
    [comment] = comments(room)
    assert (comment.source, comment.said.author, comment.first_seen) == ("wordpress", "Ola", NOW)
    assert comment.said.url == f"{blog.home}1/#comment-1"
    assert blog.asked() == ["feed", "page 1", "page 2", "posts 1,2", "comments 1,2"]


def test_a_comment_is_seen_though_the_feed_says_that_nothing_is_new(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    assert state(room) is State.WAITING
    blog.comment(1, "Ola", when=NOW + HOUR / 2)
    poll = room.poll(NOW + HOUR)
    assert room.asked()[0] == ("/kari/feed/", 304)
    assert (poll.status, poll.comments) == ("unchanged", 1)
    assert state(room, NOW + HOUR) is State.ANSWERED


def test_one_s_own_comment_is_no_answer(room: Classroom, blog: WordPressBlog) -> None:
    blog.comment(1, "K. Nordmann", account=KARI)
    assert room.poll().comments == 1
    assert state(room) is State.ONLY_OWN
    blog.comment(1, "Ola")
    assert room.poll(NOW + HOUR).comments == 1
    assert state(room, NOW + HOUR) is State.ANSWERED


def test_a_comment_that_was_held_back_counts_when_it_is_approved_whatever_its_date(
    room: Classroom, blog: WordPressBlog
) -> None:
    late = blog.comment(1, "Ola", when=NOW - HOUR / 2, held=True)
    blog.comment(1, "Kari", account=KARI, when=NOW - HOUR / 4)
    assert room.poll().comments == 1
    assert state(room) is State.ONLY_OWN
    blog.approve(late)
    assert room.poll(NOW + HOUR).comments == 1
    assert state(room, NOW + HOUR) is State.ANSWERED
    assert {one.said.author: one.first_seen for one in comments(room)} == {"Ola": NOW + HOUR, "Kari": NOW}


def test_a_comment_that_was_deleted_has_the_post_wait_again_within_a_day(room: Classroom, blog: WordPressBlog) -> None:
    key = blog.comment(1)
    room.poll()
    blog.delete(key)
    for hour in (1, 12, 23):
        room.poll(NOW + hour * HOUR)
        assert state(room, NOW + hour * HOUR) is State.ANSWERED
    assert room.poll(NOW + DAY).comments == 0
    assert state(room, NOW + DAY) is State.WAITING
    assert [one.removed_at for one in comments(room)] == [NOW + DAY]


def test_a_comment_that_was_deleted_is_missed_at_once_when_forced(room: Classroom, blog: WordPressBlog) -> None:
    key = blog.comment(1)
    room.poll()
    blog.delete(key)
    room.poll(NOW + HOUR, force=True)
    assert state(room, NOW + HOUR) is State.WAITING


def test_a_comment_counts_as_new_once(room: Classroom, blog: WordPressBlog) -> None:
    blog.comment(1)
    assert room.poll().comments == 1
    assert room.poll(NOW + DAY).comments == 0
    assert room.poll(NOW + DAY + HOUR, force=True).comments == 0


def test_comments_that_are_closed_later(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    blog.posts[1].closed = True
    room.poll(NOW + HOUR)
    assert state(room, NOW + HOUR) is State.WAITING
    room.poll(NOW + DAY)
    assert state(room, NOW + DAY) is State.CLOSED
    blog.posts[1].closed = False
    room.poll(NOW + 2 * DAY)
    assert state(room, NOW + 2 * DAY) is State.WAITING


# -- which posts are asked about --------------------------------------------------------------------


def test_a_post_that_has_left_the_feed_is_still_asked_about(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    blog.window = 1
    blog.publish(2, NOW + HOUR / 2)
    room.poll(NOW + HOUR)
    assert "comments 1,2" in blog.asked() or "comments 2,1" in blog.asked()
    assert states(room, NOW + HOUR) == {"1": State.WAITING, "2": State.WAITING}
    blog.comment(1)
    room.poll(NOW + 2 * HOUR)
    assert states(room, NOW + 2 * HOUR) == {"1": State.ANSWERED, "2": State.WAITING}


def test_a_post_that_has_left_the_feed_waits_as_long_as_nobody_has_commented(
    room: Classroom, blog: WordPressBlog
) -> None:
    room.poll()
    blog.window = 1
    blog.publish(2, NOW + HOUR / 2)
    for day in range(1, 5):
        room.poll(NOW + day * DAY)
        assert states(room, NOW + day * DAY)["1"] is State.WAITING


def test_a_post_outside_the_window_is_left_alone(room: Classroom, blog: WordPressBlog) -> None:
    blog.publish(2, NOW - 61 * DAY)
    blog.comment(2)
    room.poll()
    room.poll(NOW + HOUR, force=True)
    assert not any("2" in word for word in blog.asked() if word != "page 2")
    assert states(room, NOW + HOUR) == {"1": State.WAITING, "2": State.UNKNOWN}
    assert comments(room) == []


def test_a_post_leaves_the_window_with_time(room: Classroom, blog: WordPressBlog) -> None:
    room.enrol(*room.course.participants, window_days=2)
    room.poll()
    room.poll(NOW + DAY)
    assert "comments 1" in blog.asked()
    room.poll(NOW + 2 * DAY)
    assert blog.asked() == ["feed"]


def test_posts_that_are_not_the_course_s_are_not_asked_about(room: Classroom, blog: WordPressBlog) -> None:
    room.enrol(*room.course.participants, starts=NOW.date())
    blog.publish(2, NOW - 3 * DAY)
    room.poll()
    assert blog.asked() == ["feed", "page 1", "page 2", "posts 1", "comments 1"]


def test_answered_posts_are_asked_about_once_a_day(room: Classroom, blog: WordPressBlog) -> None:
    blog.publish(2, NOW - 2 * HOUR)
    blog.comment(1)
    room.poll()
    room.poll(NOW + HOUR)
    assert blog.asked() == ["feed", "comments 2"]
    room.poll(NOW + DAY)
    assert blog.asked() == ["feed", "posts 1,2", "comments 1,2"]
    assert site(room).thorough_at == NOW + DAY
    room.poll(NOW + DAY + HOUR)
    assert blog.asked() == ["feed", "comments 2"]
    room.poll(NOW + DAY + 2 * HOUR, force=True)
    assert blog.asked() == ["feed", "page 1", "page 2", "posts 1,2", "comments 1,2"]


def test_a_blog_whose_posts_are_all_answered_is_asked_for_its_feed_alone(room: Classroom, blog: WordPressBlog) -> None:
    blog.comment(1)
    room.poll()
    room.poll(NOW + HOUR)
    assert blog.asked() == ["feed"]


def test_a_new_post_is_asked_about_in_the_fetch_that_finds_it(room: Classroom, blog: WordPressBlog) -> None:
    room.poll()
    blog.publish(2, NOW + HOUR / 2)
    blog.comment(2)
    room.poll(NOW + HOUR)
    assert states(room, NOW + HOUR) == {"1": State.WAITING, "2": State.ANSWERED}


def test_pages_are_looked_at_once_a_week(room: Classroom, blog: WordPressBlog) -> None:
    looks = []
    for day in range(15):
        room.poll(NOW + day * DAY)
        looks += [day] * blog.asked().count("page 1")
    assert looks == [0, 7, 14]


def test_all_requests_are_counted(room: Classroom, blog: WordPressBlog) -> None:
    for hours in (0, 1, 24, 25):
        poll = room.poll(NOW + hours * HOUR)
        assert poll.requests == len(room.server.log)
    assert room.poll(NOW + 26 * HOUR, force=True).requests == len(room.server.log) == 4


def test_redirects_are_counted_too(room: Classroom, blog: WordPressBlog) -> None:
    room.server.put("/kari/1/", status=302, headers={"Location": "/kari/1"})
    room.server.put("/kari/1", b"<html></html>", content_type="text/html")
    assert room.poll().requests == len(room.server.log) == 5
