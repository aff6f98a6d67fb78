"""Where a fetch asks: home pages, and blogs that move."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Change
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom, page, rss

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


# -- home pages -------------------------------------------------------------------------------------


def test_a_home_page_leads_to_its_feed_which_is_asked_directly_from_then_on(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page("/comments/feed/", "/feed/"), content_type="text/html")
    room.server.put("/feed/", rss(item("1")), etag='"1"')
    poll = room.poll()
    assert (poll.status, poll.new, poll.requests, poll.moved_to) == ("ok", 1, 2, None)
    assert poll.feed == room.server.url("/home/")
    assert room.asked() == [("/home/", 200), ("/feed/", 200)]
    assert room.poll(NOW + HOUR).requests == 1
    assert room.asked() == [("/feed/", 304)]


def test_a_home_page_that_is_a_feed_itself_is_read_as_politely_as_any(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/kari/", is_home=True))
    room.put("Kari", item("1"), etag='"1"')
    assert (room.poll().status, room.poll(NOW + HOUR).status) == ("ok", "unchanged")
    assert room.asked() == [("/kari/", 304)]


@pytest.mark.parametrize("named", [(), ("/comments/feed/",)], ids=["no feed", "only one of comments"])
def test_a_home_page_without_a_feed_of_posts_is_told(room: Classroom, named: tuple[str, ...]) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page(*named), content_type="text/html")
    poll = room.poll()
    assert (poll.status, poll.requests) == ("error", 1)
    assert poll.problem == "no feed was found on this page. Write the feed's own address in feeds.toml"


def test_when_the_feed_of_a_home_page_fails_the_page_may_know_a_new_one(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page("/feed/"), content_type="text/html")
    room.server.put("/feed/", rss(item("1")))
    room.poll()
    room.server.remove("/feed/")
    poll = room.poll(NOW + HOUR)
    assert (poll.status, poll.problem, poll.requests) == ("error", "there is nothing at this address (404)", 2)
    assert room.asked() == [("/feed/", 404), ("/home/", 200)]
    room.server.put("/home/", page("/new/"), content_type="text/html")
    room.server.put("/new/", rss(item("1"), item("2")))
    poll = room.poll(NOW + 3 * HOUR)
    assert (poll.status, poll.new, poll.requests) == ("ok", 1, 3)
    assert room.asked() == [("/feed/", 404), ("/home/", 200), ("/new/", 200)]
    assert room.guids() == ["1", "2"]


def test_a_page_behind_a_home_page_leads_no_further(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page("/page/"), content_type="text/html")
    room.server.put("/page/", page("/page/"), content_type="text/html")
    poll = room.poll()
    assert (poll.status, poll.requests) == ("error", 2)
    assert poll.problem == (f"this is a web page. Its feed is {room.server.url('/page/')}: write that in feeds.toml")
    assert room.blog().feed is None


# -- moves ------------------------------------------------------------------------------------------


@pytest.fixture
def moved(room: Classroom) -> Classroom:
    """Kari's blog has moved for good from /kari/ to /new/, and was fetched there once."""
    room.put("Kari", item("1"))
    room.poll(NOW - HOUR)
    move(room, "/kari/", "/new/")
    room.server.put("/new/", rss(item("1"), item("2")), etag='"1"')
    return room


def move(room: Classroom, old: str, new: str, status: int = 301) -> None:
    room.server.put(old, status=status, headers={"Location": new})


def test_a_blog_that_moved_is_told_once_and_asked_there_from_then_on(moved: Classroom) -> None:
    new = moved.server.url("/new/")
    poll = moved.poll()
    assert (poll.status, poll.new, poll.requests, poll.change, poll.moved_to) == ("ok", 1, 2, Change.MOVED, new)
    assert poll.feed == moved.server.url("/kari/")
    assert moved.asked() == [("/kari/", 301), ("/new/", 200)]
    poll = moved.poll(NOW + HOUR)
    assert (poll.status, poll.requests, poll.change, poll.moved_to) == ("unchanged", 1, None, new)
    poll = moved.poll(NOW + 2 * HOUR)
    assert moved.asked() == [("/new/", 304)]
    assert (moved.blog().address, moved.blog().feed) == (poll.feed, new)


def test_a_blog_lent_out_for_a_while_is_asked_at_its_own_address(room: Classroom) -> None:
    move(room, "/kari/", "/away/", 302)
    room.server.put("/away/", rss(item("1")))
    poll = room.poll()
    assert (poll.status, poll.change, poll.moved_to, room.blog().feed) == ("ok", None, None, None)
    room.poll(NOW + HOUR)
    assert [path for path, _status in room.asked()] == ["/kari/", "/away/"]


def test_a_blog_that_moves_again_is_told_again(moved: Classroom) -> None:
    moved.poll()
    move(moved, "/new/", "/newest/")
    moved.server.put("/newest/", rss(item("1"), item("3")))
    poll = moved.poll(NOW + HOUR)
    assert (poll.new, poll.change, poll.moved_to) == (1, Change.MOVED, moved.server.url("/newest/"))


def test_when_the_new_address_fails_the_one_in_feeds_toml_is_asked_again(moved: Classroom) -> None:
    moved.poll()
    moved.server.remove("/new/")
    assert moved.poll(NOW + HOUR).status == "error"
    assert moved.asked() == [("/new/", 404), ("/kari/", 301), ("/new/", 404)]
    moved.put("Kari", item("1"), item("3"))
    poll = moved.poll(NOW + 3 * HOUR)
    assert moved.asked() == [("/new/", 404), ("/kari/", 200)]
    assert (poll.status, poll.new, poll.requests, poll.moved_to) == ("ok", 1, 2, None)
    move(moved, "/kari/", "/new/")
    moved.server.put("/new/", rss(item("1"), item("4")))
    assert moved.poll(NOW + 4 * HOUR).change is Change.MOVED


def test_silence_at_the_new_address_sends_us_back_to_the_one_in_feeds_toml(moved: Classroom) -> None:
    moved.poll()
    moved.server.put("/new/", lambda visit: visit.reset())
    moved.put("Kari", item("1"), item("3"))
    poll = moved.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.moved_to) == ("ok", 1, None)


@pytest.mark.parametrize(
    ("at_old", "status", "change"),
    [(410, "gone", Change.GONE), (404, "error", None), (301, "gone", Change.GONE)],
    ids=["gone at both", "gone at the new one, missing at the old", "sent on to where it is gone"],
)
def test_a_blog_that_moved_is_gone_only_if_both_addresses_say_so(
    moved: Classroom, at_old: int, status: str, change: Change | None
) -> None:
    moved.poll()
    moved.server.put("/new/", status=410)
    if at_old != 301:
        moved.server.put("/kari/", status=at_old)
    poll = moved.poll(NOW + HOUR)
    assert (poll.status, poll.change, poll.problem) == (status, change, "the blog is gone for good (410)")


@pytest.mark.parametrize(
    "put",
    [
        lambda room: room.server.put("/new/", page("/feed/"), content_type="text/html"),
        lambda room: room.server.put("/new/", "For sale", content_type="text/plain"),
        lambda room: room.server.remove("/new/"),
    ],
    ids=["a web page", "no feed", "nothing"],
)
def test_a_move_to_no_feed_is_trouble_and_no_move(moved: Classroom, put: Callable[[Classroom], None]) -> None:
    put(moved)
    poll = moved.poll()
    assert (poll.status, poll.change, poll.moved_to) == ("error", None, None)
    assert (moved.blog().feed, moved.blog().moved_to) == (None, None)
    moved.server.put("/new/", rss(item("1"), item("2")))
    poll = moved.poll(NOW + 2 * HOUR)
    assert (poll.new, poll.change) == (1, Change.MOVED)


@pytest.mark.parametrize("written", ["/new/", "/new"], ids=["as it is", "without its last slash"])
def test_once_feeds_toml_has_the_new_address_the_posts_stay_the_blogs(moved: Classroom, written: str) -> None:
    moved.poll()
    old = moved.stored()
    moved.enrol(moved.participant("Kari", written))
    moved.server.put(written, rss(item("1"), item("2"), item("3")))
    poll = moved.poll(NOW + HOUR)
    assert (poll.status, poll.new, poll.change) == ("ok", 1, None)
    posts = {post.guid: post for post in moved.stored()}
    assert {guid: post.archive for guid, post in posts.items()} == {"1": True, "2": False, "3": False}
    assert {post.id for post in old} < {post.id for post in posts.values()}
    assert list(moved.store.blogs()) == [moved.server.url(written)]


def test_the_way_to_a_new_address_is_no_longer_told_when_feeds_toml_has_it(moved: Classroom) -> None:
    moved.poll()
    moved.enrol(moved.participant("Kari", "/new/"))
    poll = moved.poll(NOW + HOUR)
    assert (poll.status, poll.moved_to, poll.change) == ("unchanged", None, None)


def test_a_blog_still_in_feeds_toml_is_not_adopted(moved: Classroom) -> None:
    moved.poll()
    moved.enrol("Kari", moved.participant("Ola", "/new/"))
    polls = moved.fetch(NOW + HOUR)
    assert (polls["Ola"].status, polls["Ola"].new) == ("ok", 2)
    assert len(moved.store.blogs()) == 2


def test_a_new_address_that_nobody_moved_to_is_a_new_blog(moved: Classroom) -> None:
    moved.poll()
    moved.enrol(moved.participant("Ola", "/ola/"))
    moved.put("Ola", item("ola"))
    assert moved.poll(NOW + HOUR).new == 1
    assert moved.guids() == ["ola"]


def test_a_feed_behind_a_home_page_may_move_and_nothing_is_told(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page("/feed/"), content_type="text/html")
    move(room, "/feed/", "/new/", 308)
    room.server.put("/new/", rss(item("1")))
    poll = room.poll()
    assert (poll.status, poll.requests, poll.change, poll.moved_to) == ("ok", 3, None, None)
    room.poll(NOW + HOUR)
    assert room.asked() == [("/new/", 200)]


def test_a_home_page_may_move_and_is_asked_for_its_feed_at_the_new_place(room: Classroom) -> None:
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    move(room, "/home/", "/moved/")
    room.server.put("/moved/", page("feed/"), content_type="text/html")
    room.server.put("/moved/feed/", rss(item("1")))
    poll = room.poll()
    assert (poll.status, poll.requests, poll.moved_to) == ("ok", 3, None)
    assert room.blog().feed == room.server.url("/moved/feed/")


def test_a_feed_that_another_has_led_to_belongs_to_who_is_added_with_it(moved: Classroom) -> None:
    moved.fetch()
    moved.enrol(moved.participant("Bea", "/new/"))
    moved.fetch(NOW + HOUR)
    assert {post.participant for post in moved.stored()} == {"Bea"}
    assert all(post.first_seen == NOW + HOUR for post in moved.stored())
