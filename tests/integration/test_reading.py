"""The processes that read bodies: what they read, and what becomes of a body that takes too much of them."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from aggregator.core.commentfeed import FoundCommentFeed
from aggregator.core.found import FoundFeed, Unread, Unreadable
from aggregator.core.http import Answer, Reads, Request
from aggregator.core.page import Page
from aggregator.reading import Limits, Readers, process, to_read
from aggregator.reading.process import Body, Reader
from tests.support.feedtexts import rss

URL = "https://kari.example/feed/"
SOUND = rss("<title>a</title>").encode()
COUNTLESS = rss(*["<title>x</title>"] * 300_000).encode()  # several seconds, and some 300 MB


def answer(body: bytes, reads: Reads | None = Reads.FEED, known: str | None = None, **changes: Any) -> Answer:
    return Answer(Request(URL, reads=reads, known=known), URL, **{"status": 200, "body": body} | changes)


def read(readers: Readers, *answers: Answer) -> list[Answer]:
    """The answers as they were delivered, in the order in which they were given."""
    arrived: SimpleQueue[tuple[int, Answer]] = SimpleQueue()
    for number, one in enumerate(answers):
        readers.read(one, lambda got, number=number: arrived.put((number, got)))  # type: ignore[misc]
    found: dict[int, Answer] = {}
    for _ in answers:
        number, got = arrived.get(timeout=30)
        found[number] = got
        readers.done()
    return [found[number] for number in range(len(answers))]


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers() as readers:
        yield readers


def test_each_body_is_read_as_what_was_asked_for(readers: Readers) -> None:
    found = read(readers, *(answer(SOUND, reads) for reads in (Reads.FEED, Reads.COMMENTS, Reads.PAGE)))
    assert [type(one.found) for one in found] == [FoundFeed, FoundCommentFeed, Page]
    assert [one.body for one in found] == [b"", b"", b""]
    assert found[0].request == Request(URL, reads=Reads.FEED)


@pytest.mark.parametrize(
    ("body", "reads", "kind", "found"),
    [
        pytest.param(b"x", Reads.FEED, "text/plain", Unread(Unreadable.NO_FEED), id="no feed"),
        pytest.param(b"x", Reads.COMMENTS, None, Unread(Unreadable.NO_FEED), id="no feed of comments"),
        pytest.param(b"x", Reads.PAGE, "image/png", Unread(Unreadable.NO_PAGE), id="no page"),
        pytest.param(
            b'<html><link rel="alternate" type="application/rss+xml" href="/f"></html>',
            Reads.FEED,
            "text/html",
            Unread(Unreadable.WEB_PAGE, ("https://kari.example/f",)),
            id="a page in place of a feed",
        ),
    ],
)
def test_what_cannot_be_read(readers: Readers, body: bytes, reads: Reads, kind: str | None, found: Unread) -> None:
    headers = {"content-type": kind} if kind else {}
    assert read(readers, answer(body, reads, headers=headers))[0].found == found


def test_the_known_body_is_not_read_again(readers: Readers) -> None:
    [first] = read(readers, answer(SOUND))
    [same, other] = read(readers, answer(SOUND, known=first.body_hash), answer(SOUND + b" ", known=first.body_hash))
    assert (same.found, same.body_hash, same.body) == (None, first.body_hash, b"")
    assert isinstance(other.found, FoundFeed)
    assert other.body_hash != first.body_hash


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (answer(SOUND), True),
        (answer(SOUND, None), False),
        (answer(b"", status=304), False),
        (answer(SOUND, body_hash="x"), False),
    ],
    ids=["a feed", "nothing to read", "not modified", "read already"],
)
def test_which_answers_are_to_be_read(one: Answer, expected: bool) -> None:
    assert to_read(one) is expected


def test_a_body_that_takes_too_long_is_unread_and_the_others_are_read() -> None:
    start = time.monotonic()
    with Readers(Limits(computing=1)) as readers:
        found = read(readers, answer(COUNTLESS), *[answer(SOUND)] * 9, answer(COUNTLESS), answer(SOUND))
    assert [one.found for one in found if isinstance(one.found, Unread)] == [Unread(Unreadable.TIME)] * 2
    assert sum(isinstance(one.found, FoundFeed) for one in found) == 10
    assert {one.computing == 1 for one in found if isinstance(one.found, Unread)} == {True}
    assert all(0 <= one.computing < 0.5 for one in found if isinstance(one.found, FoundFeed))
    assert time.monotonic() - start < 20


def test_a_body_that_takes_too_much_memory_is_unread_and_the_others_are_read() -> None:
    with Readers(Limits(computing=60, memory=150)) as readers:
        found = read(readers, answer(COUNTLESS), *[answer(SOUND)] * 9)
    assert found[0].found == Unread(Unreadable.MEMORY)
    assert all(isinstance(one.found, FoundFeed) for one in found[1:])


def test_a_reader_that_is_killed_costs_one_body(readers: Readers) -> None:
    read(readers, answer(SOUND))
    arrived: SimpleQueue[Answer] = SimpleQueue()
    readers.read(answer(COUNTLESS), arrived.put)
    [busy] = computing()
    os.kill(busy, signal.SIGSEGV)
    assert arrived.get(timeout=30).found == Unread(Unreadable.CRASH)
    readers.done()
    assert isinstance(read(readers, answer(SOUND))[0].found, FoundFeed)


def test_closing_ends_what_is_under_way_at_once() -> None:
    start = time.monotonic()
    with Readers() as readers:
        for _ in range(9):
            readers.read(answer(COUNTLESS), lambda _: None)
        time.sleep(0.3)
    assert time.monotonic() - start < 3
    assert computing() == []


def computing() -> list[int]:
    """Which of the processes that came from this one compute now."""
    before = {number: seconds_of(number) for number in children(os.getpid())}
    time.sleep(0.5)
    return [number for number, seconds in before.items() if seconds_of(number) > seconds + 0.1]


def children(parent: int) -> list[int]:
    """The numbers of all processes that came from this one, however long ago."""
    numbers = [int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()]
    mine = [number for number in numbers if _fields(number)[1:2] == [str(parent)]]
    return [*mine, *(one for number in mine for one in children(number))]


def seconds_of(number: int) -> float:
    """How long a process has computed."""
    times = _fields(number)[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def _fields(number: int) -> list[str]:
    """What Linux tells of a process behind its name (proc(5)): its state, its parent …; nothing when it has ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def test_readers_that_are_ended_at_any_moment_keep_nobody_waiting() -> None:
    large = rss(*["<title>x</title>"] * 300, "<description>" + "x" * 5_000_000 + "</description>").encode()
    bodies = [COUNTLESS, large, SOUND, b"<" * 3_000_000] * 6
    with Readers(Limits(computing=1, memory=110)) as readers:
        found = read(readers, *map(answer, bodies))
    assert len(found) == 24
    assert all(isinstance(one.found, FoundFeed) for one in found[2::4])
    assert {one.found.why for one in found if isinstance(one.found, Unread)} <= {Unreadable.TIME, Unreadable.MEMORY}


def test_a_reader_that_took_much_memory_is_not_asked_again() -> None:
    many = rss(*["<title>x</title>"] * 50_000).encode()
    reader = Reader(Limits(computing=60, memory=130))  # enough for these, but more than half of it
    try:
        read_in_turn = [reader.read(Body(Reads.FEED, body, None, URL)) for body in (SOUND, many, SOUND)]
    finally:
        reader.close()
    assert [isinstance(one.found, FoundFeed) for one in read_in_turn] == [True] * 3
    assert [one.last for one in read_in_turn] == [False, True, False]


def test_the_limit_of_computing_is_for_reading_alone() -> None:
    """Else it could end the process over the body that comes next, which is another blog's."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    process._read(Body(Reads.FEED, SOUND, None, URL), 10)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_what_nobody_has_thought_of_keeps_nobody_waiting(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object, _body: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("aggregator.reading.process.Reader._send", fail)
    assert [one.found for one in read(readers, *[answer(SOUND)] * 5)] == [
        Unread(Unreadable.STUMBLED, fault="RuntimeError")
    ] * 5
