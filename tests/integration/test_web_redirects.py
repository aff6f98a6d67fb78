"""Where redirects lead, how far, and which of them are remembered."""

import pytest

from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.asking import not_public, to
from tests.support.blogserver import BlogServer


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (302, False), (303, False), (307, False), (308, True)])
def test_redirects_are_followed_and_permanent_ones_remembered(
    server: BlogServer, web: Web, status: int, permanent: bool
) -> None:
    server.put("/old", b"gone", status=status, headers={"Location": server.url("/new")})
    server.put("/new", b"here")
    answer = web.get(Request(server.url("/old")))
    assert (answer.status, answer.body, answer.url, answer.requests) == (200, b"here", server.url("/new"), 2)
    assert answer.permanent == (server.url("/new") if permanent else None)


@pytest.mark.parametrize(("first", "second"), [(301, 302), (302, 301)])
def test_one_temporary_redirect_makes_the_way_temporary(server: BlogServer, web: Web, first: int, second: int) -> None:
    server.put("/a", b"", status=first, headers={"Location": "/b"})
    server.put("/b", b"", status=second, headers={"Location": "/c"})
    server.put("/c", b"x")
    answer = web.get(Request(server.url("/a")))
    assert (answer.status, answer.permanent, answer.requests) == (200, None, 3)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/blog/new"),
        ("../new", "/new"),
        ("//{place}/new#top", "/new"),
        ("?page=2", "/blog/feed?page=2"),
        ("/bl\u00e5 b\u00e6r", "/bl%E5%20b%E6r"),
        ("/\u00c3\u0085", "/%C3%85"),
        ("/x\x1b]0;PWNED\x07y", "/x%1B]0;PWNED%07y"),
    ],
)
def test_where_a_redirect_leads(server: BlogServer, web: Web, location: str, path: str) -> None:
    place = f"127.0.0.1:{server.port}"
    server.put("/blog/feed", lambda visit: to(location.format(place=place)))
    server.put("/blog/feed?page=2", b"x")
    server.put(path, b"x")
    answer = web.get(Request(server.url("/blog/feed")))
    assert (answer.status, answer.url, answer.problem) == (200, server.url(path), None)


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "file:///etc/passwd", "http://[::bad", "http://:80/", "ftp://x"]
)
def test_a_redirect_to_what_cannot_be_asked_is_a_problem(server: BlogServer, web: Web, location: str) -> None:
    server.put("/", b"", status=302, headers={"Location": location})
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.problem) == (0, "redirects to an address that cannot be asked")


def test_at_most_five_redirects(server: BlogServer, web: Web) -> None:
    for n in range(7):
        server.put(f"/{n}", b"", status=301, headers={"Location": f"/{n + 1}"})
    server.put("/7", b"x")
    assert web.get(Request(server.url("/2"))).status == 200
    answer = web.get(Request(server.url("/1")))
    assert (answer.status, answer.problem, answer.requests) == (0, "more than 5 redirects", 6)


def test_a_circle_of_redirects_ends(server: BlogServer, web: Web) -> None:
    server.put("/a", b"", status=302, headers={"Location": "/b", "Set-Cookie": "rig=1"})
    server.put("/b", b"", status=302, headers={"Location": "/a"})
    assert web.get(Request(server.url("/a"))).problem == "more than 5 redirects"
    assert len(server.log) == 6


def test_validators_are_sent_to_the_first_address_only(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=302, headers={"Location": "/new"})
    server.put("/new", b"x", etag='"1"')
    assert web.get(Request(server.url("/old"), '"1"', "yesterday")).status == 200
    assert [("if-none-match" in seen.headers, "if-modified-since" in seen.headers) for seen in server.log] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize("hops", [1, 2])
def test_a_redirect_to_an_address_that_is_not_public_is_blocked(server: BlogServer, web: Web, hops: int) -> None:
    server.put("/1", b"", status=302, headers={"Location": "/2"})
    server.put("/2", b"", status=302, headers={"Location": "http://2135033350/"})
    answer = web.get(Request(server.url(f"/{3 - hops}")))
    assert (answer.status, answer.problem) == (0, not_public("127.66.6.6"))
    assert answer.requests == hops
