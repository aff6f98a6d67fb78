"""The deadline of a whole fetch: nothing more is asked after it, and nobody is blamed for that."""

import time

import pytest

from aggregator.core.http import Reads, Request
from aggregator.fetch import Exchange
from aggregator.reading import Readers
from aggregator.web import Web
from tests.support.asking import LOOPBACK
from tests.support.blogserver import BlogServer, Page
from tests.support.feedtexts import rss


@pytest.mark.parametrize("deadline", [0.3, 0.0])
def test_what_is_still_in_the_queue_is_left_alone(server: BlogServer, deadline: float) -> None:
    server.put("/", lambda visit: Page(b"x") if visit.wait(0.2) else None)
    start = time.monotonic()
    with Web(user_agent="x", timeout=5, deadline=deadline, allow_networks=LOOPBACK, jobs=1) as web:
        for _ in range(20):
            web.ask(Request(server.url("/")))
        answers = list(web.answers())
        web.ask(Request(server.url("/")))
        answers += web.answers()
    assert len(answers) == 21
    asked = [one for one in answers if not one.unasked]
    assert len(asked) == len(server.log) == (2 if deadline else 0)
    assert {(one.status, one.requests) for one in answers if one.unasked} == {(429, 0)}
    assert time.monotonic() - start < 2


def test_a_redirect_is_not_followed_any_more(server: BlogServer) -> None:
    server.put("/", lambda visit: Page(status=302, headers={"Location": "/there"}) if visit.wait(0.3) else None)
    with Web(user_agent="x", timeout=5, deadline=0.1, allow_networks=LOOPBACK) as web:
        answer = web.get(Request(server.url("/")))
    assert (answer.unasked, answer.requests) == (True, 1)


def test_nothing_more_is_read_either(server: BlogServer) -> None:
    server.put("/", lambda visit: Page(rss("<title>a</title>").encode()) if visit.wait(0.3) else None)
    with Web(user_agent="x", timeout=5, deadline=0.1, allow_networks=LOOPBACK) as web, Readers() as readers:
        exchange = Exchange(web, readers)
        exchange.ask(Request(server.url("/"), reads=Reads.FEED))
        [answer] = exchange.answers()
    assert (answer.unasked, answer.found, answer.body) == (True, None, b"")


def test_how_long_an_answer_took(server: BlogServer, web: Web) -> None:
    server.put("/", lambda visit: Page(status=302, headers={"Location": "/there"}) if visit.wait(0.2) else None)
    server.put("/there", lambda visit: Page(b"x") if visit.wait(0.2) else None)
    assert 0.3 < web.get(Request(server.url("/"))).seconds < 1
    assert web.get(Request("ftp://kari.example/")).seconds == 0
