"""Processes that read bodies: each may take so much time and memory for one, and is ended when it takes more.

Reading is where a blog can do harm: a megabyte of spite costs feedparser half a minute. So it is done where that hurts
nobody: the body that broke the limit is unread, and its blog's own trouble; a new process goes on with the others.
"""

import hashlib
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from math import ceil
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from aggregator import __version__
from aggregator.core.found import Unread, Unreadable
from aggregator.core.http import Answer, Found, Reads
from aggregator.reading.body import read_body

_MEGABYTE = 1_000_000
_READERS = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one body may take: seconds of computing, seconds in all, megabytes of address space."""

    computing: int = 10
    seconds: int = 60
    memory: int = 200


def to_read(answer: Answer) -> bool:
    """Whether the body of this answer is still to be read."""
    return answer.request.reads is not None and answer.status == 200 and answer.body_hash is None


class Readers:
    """Two processes, or one where there is one processor, started when the first body comes. For one thread.

    Only a few bodies are handed to them at a time, so that what was read does not pile up either.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._pool: ProcessPool | None = None
        self._workers = min(os.cpu_count() or 1, _READERS)
        self._waiting: deque[tuple[Answer, Callable[[Answer], None]]] = deque()
        self._under_way = 0

    def read(self, answer: Answer, deliver: Callable[[Answer], None]) -> None:
        """Has the body read unless it is the `known` one; `deliver` gets the answer with what stands in it.

        That is called from another thread; `done` has to be called for each answer that came.
        """
        # Another version of agg may read more in the same body.
        body_hash = hashlib.sha256(__version__.encode() + answer.body).hexdigest()
        answer = replace(answer, body_hash=body_hash)
        self._waiting.append((answer, deliver))
        self._go_on()

    def done(self) -> None:
        """What was delivered has been taken: there is room for more."""
        self._under_way -= 1
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self._under_way < 2 * self._workers:
            self._under_way += 1
            self._start(*self._waiting.popleft())

    def _start(self, answer: Answer, deliver: Callable[[Answer], None]) -> None:
        bare = replace(answer, body=b"")
        if answer.body_hash == answer.request.known:
            deliver(bare)
            return
        pool = self._pool = self._pool or self._open()
        kind = answer.headers.get("content-type")
        given = (self._limits.computing, answer.request.reads, answer.body, kind, answer.url)
        future = pool.schedule(_read, args=given, timeout=self._limits.seconds)
        future.add_done_callback(lambda future: deliver(self._read(bare, future)))

    def _read(self, bare: Answer, future: "Future[tuple[Found | Unread, float]]") -> Answer:
        """The answer with what was read, or which limit ended the reading."""
        computing = float(self._limits.computing)
        try:
            found, computing = future.result()
        except TimeoutError:
            found = Unread(Unreadable.TIME)
        except ProcessExpired as end:
            found = Unread(_why_ended(end.exitcode or 0))
        except Exception as fault:  # a mistake of ours: this blog's trouble, and no other's
            found = Unread(Unreadable.STUMBLED, fault=type(fault).__name__)
        return replace(bare, found=found, computing=computing)

    def _open(self) -> ProcessPool:
        # From a server without threads, which has all that is needed: a new reader then costs next to nothing.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["aggregator.reading.body"])
        return ProcessPool(self._workers, initializer=_limit, initargs=[self._limits.memory], context=context)

    def close(self) -> None:
        """Ends the processes at once; what they had to read is never delivered."""
        self._waiting.clear()
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _why_ended(code: int) -> Unreadable:
    """What the exit code of a reader means: the number of a signal, negative, or what it said itself."""
    if code == -signal.SIGXCPU:
        return Unreadable.TIME
    # Without memory a process may end anywhere, or the system's last resort ends it.
    return Unreadable.MEMORY if code >= 0 or code == -signal.SIGKILL else Unreadable.CRASH


# -- inside a reader ------------------------------------------------------------------------------------------


def _limit(memory: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # its last words would be for nobody
    resource.setrlimit(resource.RLIMIT_AS, (memory * _MEGABYTE, memory * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(
    computing: int, reads: Reads, body: bytes, content_type: str | None, url: str
) -> tuple[Found | Unread, float]:
    """What `read_body` gives, and the seconds it took; the system ends the process that takes more than so many."""
    start = time.process_time()
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(start) + computing, hard))
    try:
        return read_body(reads, body, content_type, url), time.process_time() - start
    except MemoryError:
        os._exit(1)  # nothing more can be relied on
