"""Too much and too slow: the limits of size and of time, and connections that cannot be made."""

import errno
import gzip
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, closing

import pytest

from aggregator.core.http import Reads, Request
from aggregator.web import Limits, Web, problems
from tests.support.asking import LOOPBACK, ask, hang, to
from tests.support.blogserver import BlogServer, Page, Visit


@pytest.mark.parametrize(("size", "problem"), [(2_000_000, None), (2_000_001, "the answer is larger than 2 MB")])
@pytest.mark.parametrize("packed", [True, False])
def test_the_limit_is_for_the_unpacked_body(server: BlogServer, size: int, problem: str | None, packed: bool) -> None:
    body = b"A" * size
    headers = {"Content-Encoding": "gzip"} if packed else {"Content-Encoding": "identity"}
    server.put("/", gzip.compress(body) if packed else body, headers=headers)
    answer = ask(server.url("/"), limits=Limits(short=2_000_000))
    assert (answer.problem, len(answer.body)) == (problem, 0 if problem else size)


@pytest.mark.parametrize(("reads", "limit"), [*((one, "10") for one in Reads), (None, "2.5")])
def test_what_a_reader_reads_may_be_longer(server: BlogServer, web: Web, reads: Reads | None, limit: str) -> None:
    server.put("/", gzip.compress(bytes(60_000_000), 1), headers={"Content-Encoding": "gzip"})
    assert web.get(Request(server.url("/"), reads=reads)).problem == f"the answer is larger than {limit} MB"


def test_an_endless_body_is_left_at_the_limit(server: BlogServer) -> None:
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            visit.send(b"A" * 65_536)

    server.put("/", endless)
    assert ask(server.url("/"), limits=Limits(short=1_000_000)).problem == "the answer is larger than 1 MB"


def drip(start: bytes) -> Callable[[Visit], None]:
    def send(visit: Visit) -> None:
        visit.send(start)
        while visit.wait(0.05):
            visit.send(b"a")

    return send


@pytest.mark.parametrize(
    "function",
    [
        drip(b"HTTP/1.1 200 "),
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n<rss>"),
        hang,
        lambda visit: to(visit.path) if visit.wait(0.2) else None,
    ],
    ids=["status line", "header", "body", "silence", "redirects"],
)
def test_the_deadline_is_for_the_whole_request(server: BlogServer, function: Callable[[Visit], Page | None]) -> None:
    server.put("/", function)
    start = time.monotonic()
    answer = ask(server.url("/"), timeout=0.5)
    assert answer.problem == "no answer within 0.5 s"
    assert 0.4 < time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (hang, "no answer within 0.35 s"),
        (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n<rss>"), "no answer within 1 s"),
        (lambda visit: Page(b"late") if visit.wait(0.2) else None, None),
        (lambda visit: to("/drip"), "no answer within 1 s"),
    ],
    ids=["silence", "a body that drips", "late", "redirected"],
)
def test_who_has_never_answered_has_to_begin_sooner(
    server: BlogServer, function: Callable[[Visit], Page | None], problem: str | None
) -> None:
    server.put("/", function)
    server.put("/drip", hang)
    start = time.monotonic()
    with Web(user_agent="x", timeout=1, allow_networks=LOOPBACK) as web:
        assert web.get(Request(server.url("/"), untried=True)).problem == problem
    assert problem != "no answer within 0.35 s" or time.monotonic() - start < 0.8


def test_waiting_in_the_queue_takes_nothing_from_the_deadline(server: BlogServer) -> None:
    server.put("/", lambda visit: Page(b"x" if visit.wait(0.2) else b""))
    with Web(user_agent="x", timeout=0.5, allow_networks=LOOPBACK, jobs=1) as web:
        for _ in range(4):
            web.ask(Request(server.url("/")))
        assert [answer.status for answer in web.answers()] == [200] * 4


def test_there_is_a_shorter_limit_for_connecting() -> None:
    with ExitStack() as sockets:
        full = sockets.enter_context(closing(socket.create_server(("127.0.0.1", 0), backlog=0)))
        for _ in range(4):  # nobody accepts them, so there is no room for the next
            waiting = sockets.enter_context(closing(socket.socket()))
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        answer = ask(f"http://127.0.0.1:{full.getsockname()[1]}/", limits=Limits(connect=0.3))
    assert (answer.problem, answer.requests) == ("no connection within 0.3 s", 0)


def test_a_port_where_nobody_listens(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert web.get(Request(f"http://127.0.0.1:{port}/")).problem == "the connection was refused"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.ECONNREFUSED, "the connection was refused"),
        (errno.EHOSTUNREACH, "no connection could be made"),
        (0, "no connection could be made"),
    ],
)
def test_why_there_is_no_connection(number: int, problem: str) -> None:
    assert problems.no_connection(number) == problem
