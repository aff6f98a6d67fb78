"""Many large answers at once: they wait for each other, none is lost, and short ones go past."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from aggregator.core.http import Reads, Request
from aggregator.core.record import replace
from aggregator.web import Limits, Web
from tests.support.asking import LOOPBACK
from tests.support.blogserver import BlogServer, Visit

LARGE = b"A" * 300_000
SMALL = Limits(body=1_000_000, short=100_000, room=600_000)


@contextmanager
def web(jobs: int = 16) -> Iterator[Web]:
    with Web(user_agent="x", timeout=5, allow_networks=LOOPBACK, limits=SMALL, jobs=jobs, per_host=jobs) as found:
        yield found


def test_large_answers_all_arrive(server: BlogServer) -> None:
    server.put("/", LARGE)
    with web() as web_:
        for _ in range(20):
            web_.ask(Request(server.url("/"), reads=Reads.FEED))
        answers = list(web_.answers())
    assert [(one.problem, len(one.body)) for one in answers] == [(None, len(LARGE))] * 20


def test_nothing_is_asked_while_answers_wait_to_be_dealt_with(server: BlogServer) -> None:
    server.put("/", LARGE)
    with web(jobs=1) as web_:
        for _ in range(9):
            web_.ask(Request(server.url("/"), reads=Reads.FEED))
        answers = web_.answers()
        next(answers)
        threading.Event().wait(0.4)
        waiting = len(server.log)
        assert len(list(answers)) == 8
    assert waiting < 4
    assert len(server.log) == 9


def test_what_is_promised_takes_its_room_until_it_is_delivered(server: BlogServer) -> None:
    server.put("/", LARGE)
    with web(jobs=1) as web_:
        for _ in range(5):
            web_.ask(Request(server.url("/"), reads=Reads.FEED))
        answers = web_.answers()
        promised = [(web_.promise(answer), answer) for answer in islice(answers, 2)]
        threading.Event().wait(0.4)
        assert len(server.log) == 2
        for deliver, one in promised:
            deliver(replace(one, body=b"", body_hash="read"))
        found = list(answers)
    assert sum(one.body_hash is not None for one in found) == 2
    assert [len(one.body) for one in found if one.body_hash is None] == [len(LARGE)] * 3


def test_short_answers_go_past_large_ones_that_take_their_time(server: BlogServer) -> None:
    hurry = threading.Event()

    def large(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + LARGE[:250_000])
        hurry.wait(5)
        visit.send(LARGE[250_000:])

    server.put("/large", large)
    server.put("/short", b"short")
    with web() as web_:
        for _ in range(6):
            web_.ask(Request(server.url("/large"), reads=Reads.FEED))
        threading.Event().wait(0.2)
        web_.ask(Request(server.url("/short")))
        arriving = web_.answers()
        assert next(arriving).body == b"short"
        hurry.set()
        answers = list(arriving)
    assert [(one.problem, len(one.body)) for one in answers] == [(None, len(LARGE))] * 6
    assert sum(one.requests for one in answers) > 6  # some were broken off and asked for once more


def test_a_large_answer_that_keeps_others_waiting_is_ended_by_its_deadline(server: BlogServer) -> None:
    def stuck(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + LARGE[:250_000])
        visit.wait(10)

    server.put("/stuck", stuck)
    server.put("/large", LARGE)
    with Web(user_agent="x", timeout=0.5, allow_networks=LOOPBACK, limits=SMALL, jobs=16, per_host=16) as web_:
        for path in ["/stuck"] * 8 + ["/large"] * 4:
            web_.ask(Request(server.url(path), reads=Reads.FEED))
        answers = list(web_.answers())
    slow = [one for one in answers if one.request.url.endswith("stuck")]
    assert {one.problem for one in slow} == {"no answer within 0.5 s"}
    assert len(answers) == 12


def test_who_was_broken_off_for_want_of_room_has_all_its_time_again(server: BlogServer) -> None:
    def stuck(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + LARGE[:270_000])
        visit.wait(10)

    def slow(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + LARGE[:50_000])
        visit.wait(0.7)
        visit.send(LARGE[50_000:])

    server.put("/stuck", stuck)
    server.put("/slow", slow)
    with Web(user_agent="x", timeout=1, allow_networks=LOOPBACK, limits=SMALL, jobs=16, per_host=16) as web_:
        for path in ("/stuck", "/stuck", "/slow"):
            web_.ask(Request(server.url(path), reads=Reads.FEED))
        [one] = [one for one in web_.answers() if one.request.url.endswith("slow")]
    assert (one.problem, len(one.body), one.requests) == (None, len(LARGE), 2)
