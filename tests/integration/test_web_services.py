"""Services that many blogs share: one request at a time, with gaps; and who asks to be left alone is left alone."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from aggregator.core.http import Answer, Request
from aggregator.web import Web
from tests.support.asking import LOOPBACK
from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.postserver import PostServer

BUSY = {"Retry-After": "7200"}


class Guests:
    """Counts how many visits there are at once, and keeps when each came."""

    def __init__(self, stay: float = 0.03) -> None:
        self.most = self._now = 0
        self.came: list[float] = []
        self._stay = stay
        self._lock = threading.Lock()

    def __call__(self, visit: Visit) -> Page:
        with self._lock:
            self.came.append(time.monotonic())
            self._now += 1
            self.most = max(self.most, self._now)
        visit.wait(self._stay)
        with self._lock:
            self._now -= 1
        return Page(b"x")

    def gaps(self) -> list[float]:
        return [later - sooner for sooner, later in zip(self.came, self.came[1:], strict=False)]


def one_service(*servers: BlogServer) -> Callable[[str], str | None]:
    """These servers are blogs of one service, and there is no other."""
    places = {f"127.0.0.1:{server.port}" for server in servers}
    return lambda place: "shared.example" if place in places else None


def asking(*shared: BlogServer, gap: float = 0.0, jobs: int = 32) -> Web:
    return Web(
        user_agent="agg/test", timeout=5, allow_networks=LOOPBACK, services=one_service(*shared), gap=gap, jobs=jobs
    )


def all_answers(web: Web, *urls: str) -> list[Answer]:
    for url in urls:
        web.ask(Request(url))
    return list(web.answers())


def test_a_service_is_asked_by_one_at_a_time(server: BlogServer) -> None:
    guests = Guests()
    server.put("/", guests)
    with BlogServer() as other, asking(server, other) as web:
        other.put("/", guests)
        answers = all_answers(web, *[server.url("/"), other.url("/")] * 4)
    assert [answer.status for answer in answers] == [200] * 8
    assert guests.most == 1


def test_there_is_a_gap_between_two_requests_to_a_service(server: BlogServer) -> None:
    guests = Guests(stay=0)
    server.put("/", guests)
    with BlogServer() as other, asking(server, other, gap=0.2) as web:
        other.put("/", guests)
        all_answers(web, *[server.url("/"), other.url("/")] * 2)
    assert len(guests.came) == 4
    assert all(0.15 < gap < 0.4 for gap in guests.gaps())


def test_the_gap_holds_between_one_question_and_the_next(server: BlogServer) -> None:
    guests = Guests(stay=0)
    server.put("/", guests)
    with asking(server, gap=0.2) as web:
        for _ in range(3):
            web.get(Request(server.url("/")))
    assert all(gap > 0.15 for gap in guests.gaps())


def test_nobody_else_waits_for_the_gap(server: BlogServer) -> None:
    guests = Guests(stay=0)
    server.put("/", b"x")
    with BlogServer() as other, asking(server, gap=0.4, jobs=1) as web:
        other.put("/", guests)
        start = time.monotonic()
        all_answers(web, *[server.url("/")] * 2, *[other.url("/")] * 5)
    assert len(guests.came) == 5
    assert guests.came[-1] - start < 0.35


def test_waiting_for_the_gap_takes_no_work_and_nothing_from_the_deadline(server: BlogServer) -> None:
    server.put("/", b"x")
    services = one_service(server)
    with Web(user_agent="x", allow_networks=LOOPBACK, services=services, gap=0.8, timeout=0.5) as web:
        work = time.process_time()
        answers = all_answers(web, *[server.url("/")] * 3)
        work = time.process_time() - work
    assert [answer.status for answer in answers] == [200] * 3
    assert work < 0.5  # of 1.6 seconds


def test_redirects_to_a_service_count_there(server: BlogServer) -> None:
    guests = Guests(stay=0)
    server.put("/", guests)
    with ExitStack() as servers, asking(server, gap=0.1) as web:
        blogs = [servers.enter_context(BlogServer()) for _ in range(4)]
        for blog in blogs:
            blog.put("/", b"", status=302, headers={"Location": server.url("/")})
        answers = all_answers(web, *(blog.url("/") for blog in blogs))
    assert [answer.requests for answer in answers] == [2] * 4
    assert guests.most == 1
    assert all(gap > 0.07 for gap in guests.gaps())


def test_redirects_within_a_service_keep_the_gap(server: BlogServer) -> None:
    guests = Guests(stay=0)

    def on(visit: Visit) -> Page:
        guests(visit)
        return Page(status=302, headers={"Location": "/new"})

    server.put("/", on)
    server.put("/new", guests)
    with asking(server, gap=0.2) as web:
        assert web.get(Request(server.url("/"))).requests == 2
    assert guests.gaps()[0] > 0.15


def test_the_known_services_are_spared_unless_told_otherwise(
    server: BlogServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    guests = Guests(stay=0.05)
    urls = [f"http://{name}.wordpress.com/" for name in ("kari", "ola", "public-api")]
    for url in urls:
        server.put(url, guests)
    with Web(user_agent="x") as web:
        assert [answer.status for answer in all_answers(web, *urls)] == [200] * 3
    assert guests.most == 1
    assert all(gap > 0.2 for gap in guests.gaps())


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_asks_for_it_is_left_alone(server: BlogServer, status: int) -> None:
    server.put("/busy", b"", status=status, headers=BUSY)
    server.put("/", b"x")
    with BlogServer() as other, BlogServer() as stranger, asking(server, other) as web:
        other.put("/", b"x")
        stranger.put("/", b"x")
        first, *rest = all_answers(web, server.url("/busy"), *[server.url("/"), other.url("/")] * 3)
        later = web.get(Request(other.url("/")))
        assert web.get(Request(stranger.url("/"))).status == 200
        assert (len(server.log), other.log) == (1, [])
    assert (first.status, first.requests) == (status, 1)
    spared = [*rest, later]
    assert {(one.status, one.requests, one.problem, one.body, one.permanent) for one in spared} == {
        (429, 0, None, b"", None)
    }
    assert all(one.headers == {"retry-after": "7200"} and one.url == one.request.url for one in spared)


def test_a_429_counts_without_a_time_too(server: BlogServer) -> None:
    server.put("/", b"", status=429)
    with asking(server) as web:
        _first, second = all_answers(web, *[server.url("/")] * 2)
    assert (second.status, second.requests, second.headers, len(server.log)) == (429, 0, {}, 1)


@pytest.mark.parametrize(
    ("status", "headers"), [(503, {}), (503, {"Retry-After": ""}), (500, BUSY), (403, BUSY), (200, BUSY)]
)
def test_other_answers_keep_nobody_from_asking(server: BlogServer, status: int, headers: dict[str, str]) -> None:
    server.put("/", b"", status=status, headers=headers)
    with asking(server) as web:
        answers = all_answers(web, *[server.url("/")] * 3)
    assert [(answer.status, answer.requests) for answer in answers] == [(status, 1)] * 3


def test_a_host_that_is_no_service_is_left_alone_by_itself(server: BlogServer, web: Web) -> None:
    server.put("/", b"", status=429, headers=BUSY)
    with BlogServer() as other:
        other.put("/", b"x")
        web.get(Request(server.url("/")))
        answers = all_answers(web, server.url("/a"), other.url("/"))
    assert sorted((answer.status, answer.requests) for answer in answers) == [(200, 1), (429, 0)]
    assert len(server.log) == 1


def test_what_is_under_way_is_not_broken_off(server: BlogServer, web: Web) -> None:
    refused = threading.Event()

    def refuse(visit: Visit) -> Page:
        refused.set()
        return Page(status=429)

    server.put("/slow", lambda visit: Page(b"x") if refused.wait(3) and visit.wait(0.1) else None)
    server.put("/busy", refuse)
    answers = all_answers(web, server.url("/slow"), server.url("/busy"), server.url("/third"))
    assert {answer.url: (answer.status, answer.requests) for answer in answers} == {
        server.url("/slow"): (200, 1),
        server.url("/busy"): (429, 1),
        server.url("/third"): (429, 0),
    }


def test_a_second_refusal_does_not_take_the_time_away(server: BlogServer, web: Web) -> None:
    server.put("/", b"", status=429, headers=BUSY)
    server.put("/slow", lambda visit: Page(status=429) if visit.wait(0.2) else None)
    all_answers(web, server.url("/slow"), server.url("/"))
    assert len(server.log) == 2
    assert web.get(Request(server.url("/"))).headers == {"retry-after": "7200"}


def test_a_redirect_to_a_service_that_is_left_alone_ends_there(server: BlogServer) -> None:
    server.put("/", b"", status=429, headers=BUSY)
    with BlogServer() as blog, asking(server) as web:
        blog.put("/", b"", status=301, headers={"Location": server.url("/kari")})
        web.get(Request(server.url("/")))
        answer = web.get(Request(blog.url("/")))
    assert (answer.status, answer.requests, answer.url) == (429, 1, server.url("/kari"))
    assert (answer.permanent, answer.headers) == (None, {"retry-after": "7200"})
    assert len(server.log) == 1


def test_a_redirect_to_a_service_that_refuses_closes_that_one(server: BlogServer) -> None:
    server.put("/", b"", status=429, headers=BUSY)
    with BlogServer() as blog, asking(server) as web:
        blog.put("/", b"", status=302, headers={"Location": server.url("/")})
        blog.put("/other", b"x")
        assert web.get(Request(blog.url("/"))).status == 429
        assert web.get(Request(blog.url("/other"))).status == 200
        assert web.get(Request(server.url("/"))).requests == 0


def test_posts_queue_and_are_spared_like_all_others() -> None:
    guests = Guests()
    with PostServer() as server, asking(server) as web:
        server.put("/", guests)
        server.put("/busy", b"", status=429)
        for _ in range(3):
            web.ask(Request(server.url("/"), json="[]"))
        assert [answer.status for answer in web.answers()] == [200] * 3
        web.get(Request(server.url("/busy"), json="[]"))
        assert web.get(Request(server.url("/"), json="[]")).requests == 0
    assert (guests.most, len(server.posted)) == (1, 4)


def test_the_next_run_asks_again(server: BlogServer) -> None:
    server.put("/", b"", status=429, headers=BUSY)
    for _ in range(2):
        with asking(server) as web:
            assert web.get(Request(server.url("/"))).requests == 1
