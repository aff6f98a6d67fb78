"""Watching: which sources are asked, by what a page of the blog shows and by `comments = …` in feeds.toml."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Reason, State
from aggregator.store import open_store
from tests.support.blogserver import BlogServer
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom
from tests.support.watching import comments, said, site, state, states, verdicts
from tests.support.wordpressblog import WordPressBlog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = 7 * DAY
WIDGET = '<script defer src="https://cdn.commento.io/js/commento.js"></script>'
KINDS = {"feed": ["feed"], "page": ["page"], "comments": ["posts", "comments"], "comment feed": ["comment feed"]}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    """Kari's feed says that nobody has commented on her post; its page shows nothing."""
    with open_classroom(tmp_path) as room:
        choose(room, "auto")
        write(room)
        show(room)
        yield room


def choose(room: Classroom, comments: str) -> None:
    room.enrol(room.participant("Kari", comments=comments))


def write(room: Classroom, *more: str, **page: str) -> None:
    room.put("Kari", *more, item("1", comments=0, published=NOW - HOUR, link=room.server.url("/kari/1/")), **page)


def show(room: Classroom, head: str = "", number: int = 1, status: int = 200) -> None:
    """What the page of Kari's post has in its head from now on."""
    html = f"<!doctype html><html><head><title>Post {number}</title>{head}</head><body>Text.</body></html>"
    room.server.put(f"/kari/{number}/", html, content_type="text/html", status=status)


def looked(room: Classroom) -> bool:
    return any(path == "/kari/1/" for path, _status in room.asked())


def kinds(blog: WordPressBlog) -> set[str]:
    return {word.rstrip("0123456789, ") for word in blog.asked()}


# -- widgets ----------------------------------------------------------------------------------------


def test_where_a_widget_stands_in_the_page_the_feed_s_zero_is_not_believed_from_the_start(room: Classroom) -> None:
    show(room, WIDGET)
    room.poll()
    verdict = verdicts(room)["1"]
    assert (verdict.state, verdict.reason) == (State.UNKNOWN, Reason.ELSEWHERE)
    feed = said(room, "feedfields")
    assert feed
    assert (feed.count, feed.reason) == (None, Reason.ELSEWHERE)
    assert site(room).sources["elsewhere"] == {"widget": "Commento"}


@pytest.mark.parametrize("new", [False, True], ids=["the same feed again", "a feed with a new post"])
def test_nor_is_it_later(room: Classroom, new: bool) -> None:
    show(room, WIDGET)
    room.poll()
    if new:
        write(room, item("2", comments=0, published=NOW))
    for hours in (1, 24, 48):
        room.poll(NOW + hours * HOUR)
        assert set(states(room, NOW + hours * HOUR).values()) == {State.UNKNOWN}


def test_what_the_feed_counts_beside_a_widget_is_still_a_comment(room: Classroom) -> None:
    show(room, WIDGET)
    room.put("Kari", item("1", comments=3, published=NOW - HOUR, link=room.server.url("/kari/1/")))
    room.poll()
    assert verdicts(room)["1"].comments == 3


@pytest.mark.parametrize("page", [{}, {"etag": '"1"'}], ids=["a whole feed", "a feed that says 304"])
def test_the_zero_is_believed_again_after_a_look_that_finds_no_widget(room: Classroom, page: dict[str, str]) -> None:
    write(room, **page)
    show(room, WIDGET)
    room.poll()
    show(room)
    room.poll(NOW + 6 * DAY)
    assert (looked(room), state(room, NOW + 6 * DAY)) == (False, State.UNKNOWN)
    room.poll(NOW + WEEK)
    assert looked(room)
    assert "elsewhere" not in site(room).sources
    room.poll(NOW + WEEK + HOUR)
    assert state(room, NOW + WEEK + HOUR) is State.WAITING
    room.poll(NOW + WEEK + 2 * HOUR)
    assert room.asked() == [("/kari/", 304 if page else 200)]


def test_a_widget_that_is_put_in_later_is_found_at_the_next_look(room: Classroom) -> None:
    room.poll()
    show(room, WIDGET)
    room.poll(NOW + 6 * DAY)
    assert state(room, NOW + 6 * DAY) is State.WAITING
    room.poll(NOW + WEEK)
    assert state(room, NOW + WEEK) is State.UNKNOWN


def test_a_forced_fetch_looks_at_once(room: Classroom) -> None:
    room.poll()
    show(room, WIDGET)
    room.poll(NOW + HOUR, force=True)
    assert state(room, NOW + HOUR) is State.UNKNOWN


def test_a_widget_that_the_newest_post_alone_does_without_is_not_forgotten(room: Classroom) -> None:
    blog = WordPressBlog(room.server, "/wp/")
    room.enrol(room.participant("Kari", "/wp/feed/", comments="auto"))
    blog.publish(1, NOW - HOUR)
    blog.head = WIDGET
    room.poll()
    blog.publish(2, NOW + 6 * DAY)
    room.server.put("/wp/2/", b"<html>Nobody is to comment on this.</html>", content_type="text/html")
    room.poll(NOW + WEEK)
    assert states(room, NOW + WEEK) == {"1": State.UNKNOWN, "2": State.UNKNOWN}
    assert kinds(blog) == {"feed", "page"}


def test_a_page_that_cannot_be_read_is_looked_at_again_the_next_day(room: Classroom) -> None:
    show(room, WIDGET, status=503)
    room.poll()
    assert (looked(room), site(room).looked_at) == (True, None)
    show(room, WIDGET)
    room.poll(NOW + HOUR)
    assert not looked(room)
    room.poll(NOW + DAY)
    assert (looked(room), site(room).looked_at) == (True, NOW + DAY)
    assert state(room, NOW + DAY) is State.UNKNOWN


def test_what_was_seen_before_stands_while_no_page_can_be_read(room: Classroom) -> None:
    show(room, WIDGET)
    room.poll()
    show(room, status=403)
    room.poll(NOW + WEEK)
    assert (looked(room), state(room, NOW + WEEK)) == (True, State.UNKNOWN)


def test_a_blog_without_posts_is_looked_at_when_it_has_one(room: Classroom) -> None:
    room.put("Kari")
    show(room, WIDGET)
    assert room.poll().requests == 1
    write(room)
    room.poll(NOW + HOUR)
    assert (looked(room), state(room, NOW + HOUR)) == (True, State.UNKNOWN)


def test_a_blog_with_other_software_is_looked_at_anew(room: Classroom) -> None:
    show(room, WIDGET)
    room.poll()
    blog = WordPressBlog(room.server, "/wp/")
    blog.publish(1, NOW - HOUR)
    room.server.put("/kari/", status=302, headers={"Location": "/wp/feed/"})
    room.poll(NOW + HOUR)
    assert site(room).wordpress
    assert kinds(blog) == {"feed", "page", "posts", "comments"}
    assert states(room, NOW + HOUR) == {"1": State.WAITING}


# -- comments = … -----------------------------------------------------------------------------------


@pytest.fixture
def blog(room: Classroom) -> WordPressBlog:
    """Kari's blog as a WordPress one, where Ola has commented."""
    blog = WordPressBlog(room.server, "/wp/")
    blog.publish(1, NOW - HOUR)
    blog.comment(1)
    return blog


@pytest.mark.parametrize(
    ("choice", "asked", "expected"),
    [
        ("none", {"feed"}, State.UNKNOWN),
        ("feedfields", {"feed"}, State.UNKNOWN),
        ("wordpress", {"feed", "page", "posts", "comments"}, State.ANSWERED),
        ("commentfeed", {"feed", "page", "comment feed"}, State.ANSWERED),
        ("auto", {"feed", "page", "posts", "comments"}, State.ANSWERED),
    ],
)
def test_what_is_asked_by_choice(
    room: Classroom, blog: WordPressBlog, choice: str, asked: set[str], expected: State
) -> None:
    room.enrol(room.participant("Kari", "/wp/feed/", comments=choice))
    for hours in (0, 24):
        poll = room.poll(NOW + hours * HOUR)
        assert kinds(blog) == (asked if not hours else asked - {"page"})
        assert poll.requests == len(room.server.log)
    assert state(room) is expected
    assert verdicts(room)["1"].reason is {"none": Reason.SWITCHED_OFF, "feedfields": Reason.COMMENTED}.get(
        choice, Reason.ANSWERED
    )


def test_a_source_that_was_chosen_is_the_only_one_though_it_refuses(room: Classroom, blog: WordPressBlog) -> None:
    blog.rest = 403
    room.enrol(room.participant("Kari", "/wp/feed/", comments="wordpress"))
    room.poll()
    assert kinds(blog) == {"feed", "page", "posts"}
    assert said(room, "commentfeed") is None


def test_who_says_that_the_feed_is_right_is_believed_against_a_widget(room: Classroom) -> None:
    show(room, WIDGET)
    room.poll()
    choose(room, "feedfields")
    room.poll(NOW + HOUR)
    room.poll(NOW + 2 * HOUR)
    assert state(room, NOW + 2 * HOUR) is State.WAITING
    assert not looked(room)


def test_a_page_that_tells_how_many_have_commented_is_not_asked_again_in_the_same_round(room: Classroom) -> None:
    address = room.server.url("/kari/1/")
    room.put("Kari", item("1", published=NOW - HOUR, link=address))
    data = json.dumps({"@type": "BlogPosting", "@context": "https://schema.org", "url": address, "commentCount": 0})
    show(room, f'<script type="application/ld+json">{data}</script>')
    room.poll()
    assert state(room) is State.WAITING
    room.poll(NOW + DAY)
    assert [path for path, _status in room.asked()] == ["/kari/", "/kari/1/"]


# -- what goes where --------------------------------------------------------------------------------


def test_the_login_goes_to_the_blog_s_own_origin_alone(room: Classroom) -> None:
    with BlogServer() as api:
        blog = WordPressBlog(room.server, "/wp/", api)
        blog.publish(1, NOW - HOUR)
        blog.rest = 403
        room.enrol(room.participant("Kari", "/wp/feed/", comments="auto", login="kari:secret"))
        room.poll()
        sent = {one.path.split("?")[0]: one.headers.get("authorization") for one in (*room.server.log, *api.log)}
    login = "Basic " + base64.b64encode(b"kari:secret").decode()
    assert sent == {
        "/wp/feed/": login,
        "/wp/1/": login,
        "/wp/comments/feed/atom/": login,
        "/wp/wp-json/wp/v2/posts": None,
    }
    assert "secret" not in "".join(room.store._db.iterdump())


def test_a_fetch_without_storing_leaves_nothing_behind(room: Classroom, blog: WordPressBlog, tmp_path: Path) -> None:
    room.enrol(room.participant("Kari", "/wp/feed/", comments="auto"))
    room.poll()
    before = list(room.store._db.iterdump())
    kept = room.store
    with open_store(tmp_path / "agg.db", scratch=True) as room.store:
        blog.comment(1, "Siri")
        assert room.poll(NOW + HOUR, force=True).comments == 1
        assert len(comments(room)) == 2
    room.store = kept
    assert list(kept._db.iterdump()) == before
