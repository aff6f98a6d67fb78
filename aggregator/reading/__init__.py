"""Processes that read bodies: each may take so much time and memory for one, and is ended when it takes more.

Reading is where a blog can do harm: a megabyte of spite costs feedparser half a minute. So it is done where that hurts
nobody: the body that broke the limit is unread, and its blog's own trouble; a new process goes on with the others.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

from aggregator import __version__
from aggregator.core.found import Unread, Unreadable
from aggregator.core.http import Answer
from aggregator.core.record import replace
from aggregator.reading.work import Body, Limits, Reading

if TYPE_CHECKING:
    from aggregator.reading.process import Reader

__all__ = ["Limits", "Readers", "to_read"]

_READERS = 2

_Given = tuple[Answer, frozenset[str], Callable[[Answer], None]]
"""An answer with a body, which of its items are known, and who gets the answer with what stands in the body."""


def to_read(answer: Answer) -> bool:
    """Whether the body of this answer is still to be read."""
    return answer.request.reads is not None and answer.status == 200 and answer.body_hash is None


class Readers:
    """Two processes, or one where there is one processor, started when the first body comes. For one thread.

    Only a few bodies are handed to them at a time, so that what was read does not pile up either.
    """

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        self._limits = limits
        self._count = min(os.cpu_count() or 1, _READERS)
        self._readers: list[Reader] = []
        self._threads: list[Thread] = []
        self._given: SimpleQueue[_Given | None] = SimpleQueue()
        self._waiting: deque[tuple[Answer, Callable[[Answer], None]]] = deque()
        self._under_way = 0
        self._closed = False

    def read(self, answer: Answer, deliver: Callable[[Answer], None]) -> None:
        """Has the body read unless it is the `known` one; `deliver` gets the answer with what stands in it.

        That is called from another thread; `done` has to be called for each answer that came.
        """
        # Another version of agg may read more in the same body.
        body_hash = hashlib.sha256(__version__.encode() + answer.body).hexdigest()
        self._waiting.append((replace(answer, body_hash=body_hash), deliver))
        self._go_on()

    def done(self) -> None:
        """What was delivered has been taken: there is room for more."""
        self._under_way -= 1
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self._under_way < 2 * self._count:
            self._under_way += 1
            answer, deliver = self._waiting.popleft()
            if answer.body_hash == answer.request.known:
                deliver(replace(answer, body=b""))
            else:
                self._open()
                self._given.put((answer, frozenset(answer.request.recall()), deliver))

    def _open(self) -> None:
        if not self._readers:
            from aggregator.reading.process import Reader  # most fetches need none

            self._readers = [Reader(self._limits) for _ in range(self._count)]
            self._threads = [Thread(target=self._work, args=[one], daemon=True) for one in self._readers]
            for thread in self._threads:
                thread.start()

    def _work(self, reader: "Reader") -> None:
        """What the thread beside each process does: hands it bodies, and waits."""
        while (given := self._given.get()) and not self._closed:
            _have_read(reader, *given)
            del given  # it would stay until the next one comes

    def close(self) -> None:
        """Ends the processes at once; what they had to read is never delivered."""
        self._waiting.clear()
        self._closed = True
        for _thread in self._threads:
            self._given.put(None)
        for reader in self._readers:
            reader.close()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _have_read(reader: "Reader", answer: Answer, known: frozenset[str], deliver: Callable[[Answer], None]) -> None:
    assert answer.request.reads is not None  # noqa: S101 (see `to_read`)
    body = Body(answer.request.reads, answer.body, answer.headers.get("content-type"), answer.url, known)
    try:
        reading = reader.read(body)
    except Exception as fault:  # a mistake of ours, which must not keep anybody waiting
        reading = Reading(Unread(Unreadable.STUMBLED, fault=type(fault).__name__), 0.0)
    deliver(replace(answer, body=b"", found=reading.found, computing=reading.computing))
