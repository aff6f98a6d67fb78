"""Older posts where each page of a feed names the next: RFC 5005 in Atom and RSS, Blogger's way, circles, dead ends."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from aggregator.core.people import FULL_WINDOW
from aggregator.fetch import history
from tests.support.blogserver import BlogServer
from tests.support.build import NOW
from tests.support.classroom import Classroom, open_classroom
from tests.support.watching import site

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALL = date.min


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        room.enrol(room.participant("Kari", comments="none"))  # so that nothing else is asked for
        yield room


def entry(number: int, published: datetime | None = None) -> str:
    """A post in Atom, the newest with the highest number; ten days lie between two."""
    when = (published or NOW - HOUR - (20 - number) * 10 * DAY).isoformat()
    return (
        f"<entry><id>tag:kari.example:{number}</id><title>Post {number}</title>"
        f'<link href="https://kari.example/{number}/"/><published>{when}</published><content>Text.</content></entry>'
    )


def undated(number: int) -> str:
    start, _, end = entry(number).partition("<published>")
    return start + end.partition("</published>")[2]


def put(room: Classroom, path: str, *entries: str, older: str | None = None, relation: str = "next") -> None:
    """A page of Kari's Atom feed, and the address where it says that older posts are."""
    link = f'<link rel="{relation}" href="{older}"/>' if older else ""
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Kari</title>{link}{"".join(entries)}</feed>'
    room.server.put(path, body, content_type="application/atom+xml")


def numbers(room: Classroom) -> list[int]:
    return sorted(int(post.guid.rpartition(":")[2]) for post in room.stored())


def paths(room: Classroom) -> list[str]:
    return [path.removeprefix("/kari/") for path, _status in room.asked()]


# -- chains -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", ["next", "prev-archive"])
def test_a_feed_that_names_its_next_page_is_followed_to_the_last(room: Classroom, relation: str) -> None:
    put(room, "/kari/", entry(20), entry(19), older="2.xml", relation=relation)
    put(room, "/kari/2.xml", entry(18), entry(17), older="/kari/3.xml", relation=relation)
    put(room, "/kari/3.xml", entry(16), relation=relation)
    told: list[int] = []
    poll = room.poll(history=ALL, tell=lambda _name, count: told.append(count))
    assert (poll.new, poll.requests, told) == (5, 3, [2, 3])
    assert numbers(room) == [16, 17, 18, 19, 20]
    room.poll(NOW + HOUR, history=ALL)
    assert paths(room) == [""]


def test_blogger_pages_by_the_number_of_the_first_post(room: Classroom) -> None:
    base = room.server.url("/kari/")
    put(room, "/kari/", entry(20), entry(19), older=f"{base}?start-index=3&amp;max-results=2")
    put(
        room,
        "/kari/?start-index=3&max-results=2",
        entry(18),
        entry(17),
        older=f"{base}?start-index=5&amp;max-results=2",
    )
    put(room, "/kari/?start-index=5&max-results=2", entry(16))
    assert room.poll(history=ALL).new == 5
    assert paths(room) == ["", "?start-index=3&max-results=2", "?start-index=5&max-results=2"]


def test_a_feed_that_names_no_other_page_has_none(room: Classroom) -> None:
    put(room, "/kari/", entry(20))
    assert room.poll(history=ALL).requests == 1
    put(room, "/kari/", entry(20), older="2.xml")
    put(room, "/kari/2.xml", entry(19))
    assert room.poll(NOW + HOUR, history=ALL).new == 1


def test_an_interrupted_chain_goes_on_where_it_broke_off(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGES", 2)
    put(room, "/kari/", entry(20), older="2.xml")
    for page in (2, 3, 4, 5):
        put(room, f"/kari/{page}.xml", entry(21 - page), older=f"{page + 1}.xml" if page < 5 else None)
    room.server.put("/kari/3.xml", status=503)
    assert (room.poll(history=ALL).new, paths(room)) == (2, ["", "2.xml", "3.xml"])
    put(room, "/kari/3.xml", entry(18), older="4.xml")
    assert (room.poll(NOW + HOUR, history=ALL).new, paths(room)) == (2, ["", "3.xml", "4.xml"])
    assert (room.poll(NOW + 2 * HOUR, history=ALL).new, paths(room)) == (1, ["", "5.xml"])
    assert (room.poll(NOW + 3 * HOUR, history=ALL).new, paths(room)) == (0, [""])


def test_an_empty_page_is_the_last(room: Classroom) -> None:
    put(room, "/kari/", entry(20), older="2.xml")
    put(room, "/kari/2.xml", older="3.xml")
    room.poll(history=ALL)
    assert paths(room) == ["", "2.xml"]
    assert site(room).history == ""


# -- circles and traps ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        pytest.param({"2": "2"}, ["", "2.xml", "2.xml"], id="a page that names itself"),
        pytest.param({"2": "3", "3": "2"}, ["", "2.xml", "3.xml", "2.xml"], id="two that name each other"),
        pytest.param({"2": "3", "3": "4", "4": "2"}, ["", "2.xml", "3.xml", "4.xml", "2.xml"], id="three in a circle"),
    ],
)
def test_a_circle_ends(room: Classroom, links: dict[str, str], expected: list[str]) -> None:
    put(room, "/kari/", entry(20), older="2.xml")
    for page, older in links.items():
        put(room, f"/kari/{page}.xml", entry(21 - int(page)), older=f"{older}.xml")
    assert room.poll(history=ALL).new == 1 + len(links)
    assert paths(room) == expected
    assert site(room).history == ""
    room.poll(NOW + HOUR, history=ALL)
    assert paths(room) == [""]


def test_a_feed_without_end_is_read_so_far_at_a_time(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGES", 3)
    put(room, "/kari/", entry(20), older="2.xml")
    for page in range(2, 20):
        put(room, f"/kari/{page}.xml", entry(21 - page), older=f"{page + 1}.xml")
    for hour in range(3):
        assert room.poll(NOW + hour * HOUR, history=ALL).requests == len(room.asked()) == 4


@pytest.mark.parametrize(
    "older",
    ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "http://10.0.0.1/feed"],
)
def test_an_address_that_cannot_be_asked_is_not_asked(room: Classroom, older: str) -> None:
    put(room, "/kari/", entry(20), older=older)
    poll = room.poll(history=ALL)
    assert (poll.status, poll.new, poll.problem) == ("ok", 1, None)
    assert set(room.asked()) == {("/kari/", 200)}


def test_the_login_does_not_go_to_a_page_at_another_origin(room: Classroom) -> None:
    with BlogServer() as other:
        room.enrol(room.participant("Kari", comments="none", login="kari:secret"))
        put(room, "/kari/", entry(20), older="2.xml")
        put(room, "/kari/2.xml", entry(19), older=other.url("/3.xml"))
        room.poll(history=ALL)
        assert ["authorization" in seen.headers for seen in room.server.log] == [True, True]
        assert [(seen.path, "authorization" in seen.headers) for seen in other.log] == [("/3.xml", False)]


def test_a_blog_that_fails_is_not_asked_for_older_posts(room: Classroom) -> None:
    put(room, "/kari/", entry(20), older="2.xml")
    room.poll()
    room.server.put("/kari/", status=500)
    assert room.poll(NOW + HOUR, history=ALL).status == "error"
    assert paths(room) == [""]


# -- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old", [undated(1), entry(1, NOW + 300 * DAY)], ids=["without a date", "with a date in the future"]
)
def test_a_post_on_an_older_page_is_older_than_the_feed_whatever_its_date(room: Classroom, old: str) -> None:
    put(room, "/kari/", entry(20), entry(19), older="2.xml")
    put(room, "/kari/2.xml", old)
    room.poll(history=ALL)
    [post] = [one for one in room.stored() if one.guid.endswith(":1")]
    [oldest] = [one for one in room.stored() if one.guid.endswith(":19")]
    assert post.archive
    assert post.dated < oldest.dated
    room.poll(NOW + DAY)
    [same] = [one for one in room.stored() if one.id == post.id]
    assert (same.in_feed_at, same.dated) == (post.in_feed_at, post.dated)


def test_a_post_that_comes_into_the_feed_again_is_known(room: Classroom) -> None:
    put(room, "/kari/", entry(20), older="2.xml")
    put(room, "/kari/2.xml", *(entry(number) for number in range(19, 19 - FULL_WINDOW, -1)))
    assert room.poll(history=ALL).new == 1 + FULL_WINDOW
    put(room, "/kari/", entry(20), entry(15))
    poll = room.poll(NOW + HOUR)
    assert (poll.new, poll.updated) == (0, 0)
    [post] = [one for one in room.stored() if one.guid.endswith(":15")]
    assert (post.archive, post.in_feed_at) == (True, NOW + HOUR)
