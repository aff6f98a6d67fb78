"""A user name and password in an address: sent to that place alone, and shown nowhere."""

import pytest

from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.blogserver import BlogServer

BASIC = "Basic a8OlcmU6c2VjOnJldC9A"  # kåre:sec:ret/@


def test_a_login_is_sent_but_never_shown(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=301, headers={"Location": "/new"})
    server.put("/new", b"x")
    login = server.url("/old").replace("//", "//k%C3%A5re:sec%3Aret%2F%40@")
    answer = web.get(Request(login))
    assert answer.status == 200
    assert [seen.headers.get("authorization") for seen in server.log] == [BASIC, BASIC]
    assert (answer.url, answer.permanent) == (server.url("/new"), None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_login_is_not_sent_to_another_place(server: BlogServer, web: Web, host: str) -> None:
    with BlogServer() as other:
        goal = other if host == "127.0.0.1" else server
        goal.put("/new", b"x")
        server.put("/old", b"", status=302, headers={"Location": goal.url("/new", host=host)})
        answer = web.get(Request(server.url("/old").replace("//", "//kari:secret@")))
        assert answer.status == 200
        assert "authorization" not in goal.log[-1].headers
        assert "authorization" in server.log[0].headers


def test_a_login_in_a_redirect_is_ignored(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=302, headers={"Location": server.url("/new").replace("//", "//evil:x@")})
    server.put("/new", b"x")
    answer = web.get(Request(server.url("/old")))
    assert (answer.status, answer.url) == (200, server.url("/new"))
    assert "authorization" not in server.log[1].headers


@pytest.mark.parametrize(
    "url", ["http://kari:secret@127.66.6.6/", "http://kari:secret@kari.invalid/", "ftp://kari:secret@x/"]
)
def test_a_login_is_in_no_problem(web: Web, url: str) -> None:
    answer = web.get(Request(url))
    assert answer.problem
    assert "secret" not in answer.problem + answer.url
