"""A look at blogs: which feeds they have, what those are of, and what is wrong; nothing is kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from aggregator.core.course import Participant
from aggregator.core.feedkind import FeedKind
from aggregator.core.probe import Probe
from aggregator.fetch import Exchange
from aggregator.fetch.probe import look
from aggregator.reading import Readers
from aggregator.web import Web
from tests.support.blogserver import BlogServer
from tests.support.build import NOW
from tests.support.town import HTML, page, settle


@pytest.fixture
def exchange(web: Web, server: BlogServer) -> Iterator[Exchange]:
    settle(server)
    with Readers() as readers:
        yield Exchange(web, readers)


def at(
    exchange: Exchange, address: str, *, seek: bool = True, is_home: bool = False, login: str | None = None
) -> Probe:
    [(_blog, found)] = look(exchange, [Participant("x", address, is_home=is_home, login=login)], NOW, seek=seek)
    return found


def paths(server: BlogServer, found: Probe) -> list[str]:
    return [feed.address.removeprefix(server.url("")) for feed in found.feeds]


@pytest.mark.parametrize(
    ("path", "feeds"),
    [
        ("/kari/", ["/kari/feed/"]),
        ("/kari/feed/", ["/kari/feed/"]),
        ("/kari/comments/feed/", ["/kari/feed/"]),
        ("/ola/", ["/ola/feed/"]),
        ("/mona/", ["/mona/a.xml", "/mona/b.xml"]),
        ("/jon/comments/feed/", []),
        ("/jon/category/jobb/feed/", ["/jon/category/jobb/feed/"]),
        ("/elin/", []),
        ("/empty/feed/", ["/empty/feed/"]),
        ("/old/feed/", ["/kari/feed/"]),
        ("/dead/", []),
    ],
)
def test_feeds_of_posts_are_found_wherever_they_are(
    exchange: Exchange, server: BlogServer, path: str, feeds: list[str]
) -> None:
    found = at(exchange, server.url(path))
    assert paths(server, found) == feeds
    assert bool(found.problem) == (not feeds and found.itself is None)


def test_what_a_feed_tells(exchange: Exchange, server: BlogServer) -> None:
    found = at(exchange, server.url("/kari/feed/"))
    assert found.itself == found.feeds[0]
    seen = found.feeds[0]
    assert (seen.kind, seen.title, seen.posts, len(seen.links)) == (FeedKind.POSTS, "Kari skriver", 3, 3)
    assert seen.newest is not None
    assert seen.newest.isoformat() == "2026-11-19T10:03:00+00:00"
    assert found.clock is not None


def test_a_feed_of_comments_is_called_one(exchange: Exchange, server: BlogServer) -> None:
    found = at(exchange, server.url("/jon/comments/feed/"))
    assert found.itself is not None
    assert (found.itself.kind, found.feeds) == (FeedKind.COMMENTS, ())


def test_a_page_that_leads_from_comments_may_be_the_feed(exchange: Exchange, server: BlogServer) -> None:
    server.put("/jon/", server.find("/ola/feed/").body)  # type: ignore[union-attr]
    assert paths(server, at(exchange, server.url("/jon/comments/feed/"))) == ["/jon/"]


def test_a_feed_of_comments_without_a_page_leads_to_the_root(exchange: Exchange, server: BlogServer) -> None:
    body = server.find("/jon/comments/feed/").body.decode()  # type: ignore[union-attr]
    server.put("/x/comments/feed/", body.replace(f"<link>{server.url('/jon/')}</link>", ""))
    server.put("/", page("Root", Kari="/kari/feed/"), content_type=HTML)
    assert paths(server, at(exchange, server.url("/x/comments/feed/"))) == ["/kari/feed/"]


def test_as_a_fetch_does_it_asks_no_more_than_a_fetch(exchange: Exchange, server: BlogServer) -> None:
    assert paths(server, at(exchange, server.url("/kari/"), seek=False, is_home=True)) == ["/kari/feed/"]
    assert paths(server, at(exchange, server.url("/mona/"), seek=False, is_home=True)) == ["/mona/a.xml"]
    of_page = at(exchange, server.url("/kari/"), seek=False)
    assert of_page.feeds == ()
    assert "Its feed is" in (of_page.problem or "")
    before = len(server.log)
    assert at(exchange, server.url("/ola/"), seek=False, is_home=True).problem
    assert len(server.log) == before + 1


def test_problems_are_told_as_a_fetch_tells_them(exchange: Exchange, server: BlogServer) -> None:
    server.put("/json", b'{"a": 1}', content_type="application/json")
    assert (at(exchange, server.url("/dead/")).problem or "").endswith("(404)")
    assert "JSON" in (at(exchange, server.url("/json"), seek=False).problem or "")
    assert at(exchange, "http://127.0.0.1:1/").problem
    assert at(exchange, "http://127.0.0.1:1/").status == 0


def test_who_falls_silent_is_not_asked_everywhere(exchange: Exchange, server: BlogServer) -> None:
    server.put("/mute/", page("Mute"), content_type=HTML)
    server.put("*", lambda visit: visit.reset())  # type: ignore[arg-type, return-value]
    assert at(exchange, server.url("/mute/")).feeds == ()
    assert sum(seen.path.startswith("/mute/") for seen in server.log) <= 3


def test_a_login_goes_with_every_question_there(exchange: Exchange, server: BlogServer) -> None:
    at(exchange, server.url("/kari/"), login="kari:x")
    assert all("authorization" in seen.headers for seen in server.log)


def test_the_clock_of_a_server_is_read(exchange: Exchange, server: BlogServer) -> None:
    server.put("/old-answer", server.find("/kari/feed/").body, headers={"Age": "600"})  # type: ignore[union-attr]
    assert at(exchange, server.url("/old-answer")).clock is None
    clock = at(exchange, server.url("/kari/feed/")).clock
    assert clock is not None
    assert clock > timedelta(days=1)  # the tests live in the past


def test_a_service_that_wants_peace_is_left_alone(exchange: Exchange, server: BlogServer) -> None:
    server.put("/busy/a", b"", status=429)
    found = [probe for _blog, probe in look(exchange, [Participant(n, server.url(f"/busy/{n}")) for n in "aa"], NOW)]
    assert all("(429)" in (probe.problem or "") for probe in found)
