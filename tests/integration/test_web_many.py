"""Many requests at once: how many, in which order, and how they end."""

import threading
import time
from contextlib import ExitStack

from aggregator.core.http import Request
from aggregator.web import Web
from tests.support.asking import LOOPBACK, hang
from tests.support.blogserver import BlogServer, Page, Visit


class Crowd:
    """Counts how many visits there are at once, and the most there ever were."""

    def __init__(self, stay: float = 0.05) -> None:
        self.most = self._now = 0
        self._stay = stay
        self._lock = threading.Lock()

    def __call__(self, visit: Visit) -> Page:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        visit.wait(self._stay)
        with self._lock:
            self._now -= 1
        return Page(b"x")


def test_a_host_is_asked_by_two_at_once(server: BlogServer, web: Web) -> None:
    crowd = Crowd()
    server.put("/", crowd)
    for _ in range(8):
        web.ask(Request(server.url("/")))
    assert [answer.status for answer in web.answers()] == [200] * 8
    assert crowd.most == 2


def test_redirects_to_one_host_count_there(web: Web) -> None:
    crowd = Crowd()
    with ExitStack() as servers:
        shared = servers.enter_context(BlogServer())
        shared.put("/", crowd)
        for _ in range(6):
            blog = servers.enter_context(BlogServer())
            blog.put("/", b"", status=302, headers={"Location": shared.url("/")})
            web.ask(Request(blog.url("/")))
        assert [answer.requests for answer in web.answers()] == [2] * 6
    assert crowd.most == 2


def test_so_many_jobs_run_at_once(server: BlogServer) -> None:
    crowd = Crowd()
    server.put("/", crowd)
    with Web(user_agent="x", allow_networks=LOOPBACK, jobs=3, per_host=9) as web:
        for _ in range(9):
            web.ask(Request(server.url("/")))
        assert len(list(web.answers())) == 9
    assert crowd.most == 3


def test_hosts_take_turns(server: BlogServer) -> None:
    server.put("/", Crowd(stay=0.02))
    with BlogServer() as other, Web(user_agent="x", allow_networks=LOOPBACK, jobs=1) as web:
        other.put("/", b"x")
        for url in [server.url("/")] * 5 + [other.url("/")]:
            web.ask(Request(url))
        order = [answer.url for answer in web.answers()]
    assert order.index(other.url("/")) <= 2


def test_many_hosts_are_asked_at_once(web: Web) -> None:
    with ExitStack() as servers:
        for _ in range(32):
            blog = servers.enter_context(BlogServer())
            blog.put("/", Crowd(stay=0.2))
            web.ask(Request(blog.url("/")))
        start = time.monotonic()
        assert [answer.status for answer in web.answers()] == [200] * 32
        assert time.monotonic() - start < 2


def test_more_may_be_asked_while_answers_come(server: BlogServer, web: Web) -> None:
    for n in range(5):
        server.put(f"/{n}", str(n))
    web.ask(Request(server.url("/0")))
    bodies = []
    for answer in web.answers():
        bodies.append(answer.body)
        if len(bodies) < 5:
            web.ask(Request(server.url(f"/{len(bodies)}")))
    assert bodies == [b"0", b"1", b"2", b"3", b"4"]


def test_one_address_may_be_asked_several_times(server: BlogServer, web: Web) -> None:
    server.put("/", b"x")
    asked = [Request(server.url("/")) for _ in range(3)]
    for request in asked:
        web.ask(request)
    assert {id(answer.request) for answer in web.answers()} == {id(request) for request in asked}


def test_nothing_asked_is_nothing_answered(web: Web) -> None:
    assert list(web.answers()) == []


def test_close_ends_at_once_what_hangs(server: BlogServer) -> None:
    server.put("/", hang)
    with Web(user_agent="x", allow_networks=LOOPBACK) as web:
        for _ in range(5):
            web.ask(Request(server.url("/")))
        time.sleep(0.1)
        start = time.monotonic()
        web.close()
        assert time.monotonic() - start < 0.3
        assert list(web.answers()) == []
