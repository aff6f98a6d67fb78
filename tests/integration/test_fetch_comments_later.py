"""What changes after a post has been judged: comments opened again, a post deleted, a widget behind a bot check."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.core.model import Reason, State
from tests.support.build import NOW
from tests.support.classroom import Classroom, open_classroom
from tests.support.ghostblog import GhostBlog
from tests.support.watching import states, verdicts
from tests.support.wordpressblog import KARI, WordPressBlog

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        room.enrol(room.participant("Kari", "/kari/feed/", comments="auto"))
        yield room


@pytest.fixture
def blog(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> WordPressBlog:
    """Whose REST interface says "open" of all posts, as of those that were closed by their age."""
    blog = WordPressBlog(room.server)
    as_json = blog._as_json

    def always_open(post: Any) -> Any:
        return as_json(post) | {"comment_status": "open"}

    monkeypatch.setattr(blog, "_as_json", always_open)
    return blog


def own_comment_alone(blog: WordPressBlog) -> None:
    """Post 2 is open; on post 1 there is only a comment of Kari's own, and it is closed."""
    blog.publish(2, NOW - HOUR)
    blog.publish(1, NOW - 2 * HOUR)
    blog.comment(1, "Kari", account=KARI, when=NOW - HOUR)
    blog.posts[1].closed = True


def test_a_post_that_its_page_shows_to_be_closed_waits_again_when_it_is_opened(
    room: Classroom, blog: WordPressBlog
) -> None:
    own_comment_alone(blog)
    room.poll()
    assert states(room, NOW) == {"1": State.CLOSED, "2": State.WAITING}
    blog.posts[1].closed = False
    room.poll(NOW + DAY)
    assert states(room, NOW + DAY) == {"1": State.ONLY_OWN, "2": State.WAITING}


def test_a_post_that_is_open_by_its_page_is_closed_when_the_form_goes(room: Classroom, blog: WordPressBlog) -> None:
    own_comment_alone(blog)
    blog.posts[1].closed = False
    room.poll()
    assert states(room, NOW)["1"] is State.ONLY_OWN
    blog.posts[1].closed = True
    room.poll(NOW + HOUR, force=True)
    assert states(room, NOW + HOUR)["1"] is State.CLOSED


def test_a_deleted_post_does_not_wait(room: Classroom, blog: WordPressBlog) -> None:
    blog.publish(1, NOW - 3 * HOUR)
    blog.publish(2, NOW - 2 * HOUR)
    room.poll()
    assert states(room, NOW) == {"1": State.WAITING, "2": State.WAITING}
    del blog.posts[1]
    room.server.put("/kari/1/", b"gone", status=404)
    room.server.put("/kari/1/feed/", b"gone", status=404)
    room.poll(NOW + DAY)
    found = verdicts(room, NOW + DAY)
    assert {name: one.state for name, one in found.items()} == {"1": State.UNKNOWN, "2": State.WAITING}
    assert found["1"].reason is Reason.NOT_THERE


def test_nor_does_one_on_a_platform_that_counts_zero_for_what_is_gone(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/ghost/rss/", comments="auto"))
    blog = GhostBlog(room.server, "/ghost/")
    for number in (1, 2, 3):
        blog.publish(number, NOW - (4 - number) * HOUR)
        room.poll(NOW - (4 - number) * HOUR, force=True)
    gone = f"{2:024x}"
    del blog.comments[gone]
    room.server.put("/ghost/2/", b"gone", status=404)
    blog.publish(4, NOW)
    for day in (1, 2, 5):
        now = NOW + day * DAY
        room.poll(now)
        found = verdicts(room, now)
        assert (found[gone].state, found.pop(gone).reason) == (State.UNKNOWN, Reason.NOT_THERE)
        assert {one.state for one in found.values()} == {State.WAITING}
    room.server.put("/ghost/2/", b"<html><title>Back</title></html>", content_type="text/html")
    room.poll(NOW + 6 * DAY)
    assert states(room, NOW + 6 * DAY)[gone] is State.WAITING


def test_a_page_that_is_not_found_though_the_feed_has_the_post_changes_nothing(
    room: Classroom, blog: WordPressBlog
) -> None:
    for number in (1, 2):
        blog.publish(number, NOW - (4 - number) * HOUR)
    room.server.put("/kari/2/", b"not found", status=404)
    for days in (0, 1):
        room.poll(NOW + days * DAY)
        assert ("/kari/2/", 404) in room.asked()
        assert states(room, NOW + days * DAY) == {"1": State.WAITING, "2": State.WAITING}


def test_a_post_that_was_pushed_out_of_the_feed_is_not_looked_for(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/ghost/rss/", comments="auto"))
    blog = GhostBlog(room.server, "/ghost/")
    for number in (1, 2, 3):
        blog.publish(number, NOW - (4 - number) * HOUR)
        room.poll(NOW - (4 - number) * HOUR, force=True)
    del blog.comments[f"{1:024x}"]
    blog.publish(4, NOW)
    room.poll(NOW + DAY)
    assert "/ghost/1/" not in [path for path, _status in room.asked()]


def test_a_bot_check_does_not_make_a_widget_disappear(room: Classroom, blog: WordPressBlog) -> None:
    blog.publish(1, NOW - HOUR)
    blog.head = (
        '<div class="fb-comments" data-href="x"></div><script src="https://connect.facebook.net/sdk.js"></script>'
    )
    room.poll()
    assert states(room, NOW) == {"1": State.UNKNOWN}
    check = b"<html><head><title>Just a moment...</title></head><body>Are you a robot?</body></html>"
    room.server.put("/kari/1/", check, content_type="text/html")
    for day in (7, 8, 9):
        room.poll(NOW + day * DAY)
        assert states(room, NOW + day * DAY) == {"1": State.UNKNOWN}
