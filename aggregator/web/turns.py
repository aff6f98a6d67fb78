"""Whose turn it is: so many requests at once in all, so many of one host, hosts one after the other."""

from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Turns(Generic[_T]):
    """A queue for each host. `next` gives out what may start; each of those is given back by `done`."""

    def __init__(self, jobs: int, per_host: int) -> None:
        self._jobs = jobs
        self._per_host = per_host
        self._waiting: dict[str, deque[_T]] = {}
        self._running: Counter[str] = Counter()
        self._ready: OrderedDict[str, None] = OrderedDict()

    def add(self, host: str, job: _T) -> None:
        """Queues a job behind the others of its host."""
        self._waiting.setdefault(host, deque()).append(job)
        self._offer(host)

    def add_first(self, host: str, job: _T) -> None:
        """Queues a job that has begun already before all others."""
        self._waiting.setdefault(host, deque()).appendleft(job)
        self._offer(host)
        if host in self._ready:
            self._ready.move_to_end(host, last=False)

    def next(self) -> _T | None:
        """A job that may start now; `None` when none may."""
        if not self._ready or self._running.total() >= self._jobs:
            return None
        host, _nothing = self._ready.popitem(last=False)
        queue = self._waiting[host]
        job = queue.popleft()
        if not queue:
            del self._waiting[host]
        self._running[host] += 1
        self._offer(host)
        return job

    def done(self, host: str) -> None:
        """A job of this host has ended."""
        self._running[host] -= 1
        if not self._running[host]:
            del self._running[host]
        self._offer(host)

    def _offer(self, host: str) -> None:
        if host in self._waiting and self._running[host] < self._per_host:
            self._ready.setdefault(host)
