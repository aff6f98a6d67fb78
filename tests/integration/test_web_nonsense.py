"""Answers that are not HTTP, or break off."""

import pytest

from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.asking import close_at_once, raw
from tests.support.blogserver import BlogServer, Page, Visit

NOT_HTTP = "answered with something that is not HTTP"
BROKEN_OFF = "the connection broke off before the answer was whole"


def lines(count: int, line: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, line) for n in range(count)) + b"\r\nbody"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<rss version='2.0'></rss>", NOT_HTTP),
        (b"SSH-2.0-OpenSSH_9.2\r\n" + bytes(range(256)) * 20, NOT_HTTP),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nx\r\n0\r\n\r\n", BROKEN_OFF),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>", BROKEN_OFF),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<rss>", BROKEN_OFF),
        (b"", "the connection was closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<rss>", "the answer cannot be unpacked"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b"gzip, " * 500 + b"gzip\r\n\r\nx",
            "the answer cannot be unpacked",
        ),
        (lines(10_000, b"a" * 50), "the answer's headers are larger than 256 kB"),
        (lines(6_000, b"a"), "the answer has too many headers, or too large ones"),
        (lines(1, b"a" * 2_000_000), "the answer has too many headers, or too large ones"),
    ],
    ids=[
        *("HTTP/0.9", "another protocol", "odd chunk", "cut body", "cut chunk", "nothing", "not packed"),
        *("packed 501 times", "large headers", "many headers", "one large header"),
    ],
)
def test_nonsense_is_a_problem(server: BlogServer, web: Web, data: bytes, problem: str) -> None:
    server.put("/", raw(data))
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.problem, answer.body) == (0, problem, b"")


def test_endless_interim_answers_end(server: BlogServer, web: Web) -> None:
    def go_on(visit: Visit) -> None:
        while visit.wait(0.001):
            visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)

    server.put("/", go_on)
    assert web.get(Request(server.url("/"))).problem == "the answer's headers are larger than 256 kB"


def test_a_reset_in_the_body_is_a_problem(server: BlogServer, web: Web) -> None:
    def reset(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")
        visit.wait(0.05)
        visit.reset()

    server.put("/", reset)
    assert web.get(Request(server.url("/"))).problem == BROKEN_OFF
    assert len(server.log) == 1


def test_a_connection_that_died_in_between_is_no_problem(server: BlogServer, web: Web) -> None:
    closings = iter([close_at_once])
    server.put("/", b"x")
    server.put("/second", lambda visit: next(closings, lambda visit: Page(b"y"))(visit))
    assert web.get(Request(server.url("/"))).body == b"x"
    assert web.get(Request(server.url("/second"))).body == b"y"
    assert len(server.log) == 3
