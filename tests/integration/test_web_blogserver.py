"""The server that the other tests ask."""

import pytest

from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.asking import ask
from tests.support.blogserver import BlogServer, Page


def test_a_removed_page_is_not_there(server: BlogServer, web: Web) -> None:
    server.put("/", b"x", etag='"1"', modified="Wed, 05 Nov 2025 10:00:00 GMT", headers={"Content-Type": "text/xml"})
    answer = web.get(Request(server.url("/"), '"2"', "Wed, 05 Nov 2025 10:00:00 GMT"))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml")
    server.remove("/")
    assert web.get(Request(server.url("/"), '"1"')).status == 404
    assert [(seen.path, seen.status) for seen in server.log] == [("/", 200), ("/", 404)]


def make_a_mistake() -> None:
    with BlogServer() as server:
        server.put("/", lambda visit: Page(b"x" * (1 // 0)))
        ask(server.url("/"))


def test_a_mistake_in_a_function_is_raised_in_the_end() -> None:
    with pytest.raises(ZeroDivisionError):
        make_a_mistake()
