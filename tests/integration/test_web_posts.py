"""Questions that are sent as JSON: what goes out, and where redirects may take it."""

from collections.abc import Iterator

import pytest

from aggregator.core.http import Request
from aggregator.core.record import replace
from aggregator.web import Web
from tests.support.asking import LOOPBACK, to
from tests.support.postserver import PostServer

TEXT = '["/blåbær/", "日"]'


@pytest.fixture
def server() -> Iterator[PostServer]:
    with PostServer() as server:
        yield server


@pytest.fixture
def other() -> Iterator[PostServer]:
    with PostServer() as other:
        other.put("/new", b"[0]")
        yield other


def test_the_text_is_posted_as_json(server: PostServer, web: Web) -> None:
    server.put("/count", b"[2,0]")
    request = Request(server.url("/count"), json=TEXT)
    answer = web.get(request)
    assert answer.request is request
    assert (answer.status, answer.body, answer.problem, answer.requests) == (200, b"[2,0]", None, 1)
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert server.posted == [("/count", TEXT.encode())]
    sent = server.log[0].headers
    assert (sent["content-type"], sent["user-agent"]) == ("application/json", "agg/test")
    assert sent["accept"].startswith("application/json")
    assert sent.keys() == {"host", "user-agent", "accept", "accept-encoding", "content-type", "content-length"}


@pytest.mark.parametrize("text", ["", "null", '"' + "x" * 3_000_000 + '"'], ids=["empty", "short", "long"])
def test_a_text_of_any_length_is_posted_at_once(server: PostServer, web: Web, text: str) -> None:
    server.put("/count", b"[]")
    assert web.get(Request(server.url("/count"), json=text)).status == 200
    assert server.posted == [("/count", text.encode())]
    assert "expect" not in server.log[0].headers


def test_validators_are_not_sent_with_a_post(server: PostServer, web: Web) -> None:
    server.put("/count", b"[2]", etag='"1"', modified="Wed, 05 Nov 2025 10:00:00 GMT")
    answer = web.get(Request(server.url("/count"), '"1"', "Wed, 05 Nov 2025 10:00:00 GMT", json="[]"))
    assert (answer.status, answer.headers["etag"]) == (200, '"1"')
    assert not {"if-none-match", "if-modified-since"} & server.log[0].headers.keys()


def test_nothing_of_a_post_is_left_for_the_next_request(server: PostServer) -> None:
    server.put("/", b"x")
    plain, posting = Request(server.url("/"), '"1"'), Request(server.url("/"), json="[1]")
    with Web(user_agent="agg/test", timeout=5, allow_networks=LOOPBACK, jobs=1) as web:
        for request in (plain, posting, plain, posting):
            assert web.get(request).status == 200
    assert server.posted == [("/", b"[1]")] * 2
    assert server.log[0].headers == server.log[2].headers
    assert server.log[1].headers == server.log[3].headers


def test_a_text_that_cannot_be_encoded_is_a_problem(server: PostServer, web: Web) -> None:
    answer = web.get(Request(server.url("/"), json="\ud800"))
    assert answer.problem == "agg made a mistake (UnicodeEncodeError); please report it"
    assert server.log == []
    assert web.get(Request(server.url("/"))).status == 404


@pytest.mark.parametrize(("status", "permanent"), [(307, False), (308, True)])
def test_a_redirect_within_the_origin_repeats_the_post(
    server: PostServer, web: Web, status: int, permanent: bool
) -> None:
    server.put("/old", b"", status=status, headers={"Location": "/new"})
    server.put("/new", b"[2]")
    answer = web.get(Request(server.url("/old"), json=TEXT))
    assert (answer.status, answer.body, answer.url, answer.requests) == (200, b"[2]", server.url("/new"), 2)
    assert answer.permanent == (server.url("/new") if permanent else None)
    assert server.posted == [("/old", TEXT.encode()), ("/new", TEXT.encode())]
    assert server.log[1].headers == server.log[0].headers


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_would_make_it_a_get_is_the_answer(server: PostServer, web: Web, status: int) -> None:
    server.put("/old", b"", status=status, headers={"Location": "/new"})
    server.put("/new", b"[0]")
    answer = web.get(Request(server.url("/old"), json=TEXT))
    assert (answer.status, answer.problem, answer.url, answer.requests) == (status, None, server.url("/old"), 1)
    assert answer.headers["location"] == "/new"
    assert [seen.path for seen in server.log] == ["/old"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_post_goes_to_another_origin(
    server: PostServer, other: PostServer, web: Web, status: int, host: str
) -> None:
    goal = other if host == "127.0.0.1" else server
    server.put("/old", b"", status=status, headers={"Location": goal.url("/new", host=host)})
    answer = web.get(Request(server.url("/old"), json=TEXT))
    assert (answer.status, answer.problem, answer.requests) == (status, None, 1)
    assert (len(server.log), other.log) == (1, [])


def test_nor_does_it_by_way_of_a_redirect_within_the_origin(server: PostServer, other: PostServer, web: Web) -> None:
    server.put("/old", b"", status=308, headers={"Location": "/on"})
    server.put("/on", b"", status=307, headers={"Location": other.url("/new")})
    answer = web.get(Request(server.url("/old"), json=TEXT))
    assert (answer.status, answer.url, answer.requests) == (307, server.url("/on"), 2)
    assert other.log == []


@pytest.mark.parametrize("scheme", ["https", "ftp"])
def test_nor_to_another_scheme(server: PostServer, web: Web, scheme: str) -> None:
    server.put("/old", lambda visit: to(server.url("/new").replace("http", scheme), 307))
    assert web.get(Request(server.url("/old"), json=TEXT)).status == 307


def test_a_post_is_redirected_at_most_five_times(server: PostServer, web: Web) -> None:
    server.put("/", b"", status=307, headers={"Location": "/"})
    answer = web.get(Request(server.url("/"), json=TEXT))
    assert (answer.status, answer.problem, len(server.posted)) == (0, "more than 5 redirects", 6)


def test_a_login_goes_along(server: PostServer, web: Web) -> None:
    server.put("/count", b"[1]")
    request = Request(server.url("/count"), json="[]")
    assert web.get(replace(request, login="kari:secret")).status == 200
    assert "authorization" in server.log[0].headers
