"""Whose turn it is: so many requests at once in all, so many of one host, hosts one after the other.

A service that many blogs share is asked by one request at a time, with a gap between the starts of two.
"""

from collections import Counter, OrderedDict, deque
from typing import Generic, NamedTuple, TypeVar

_T = TypeVar("_T")


class Lane(NamedTuple):
    """What has a queue of its own: a host and port, or by its name a service `shared` by many hosts."""

    name: str
    shared: bool = False


class Turns(Generic[_T]):
    """A queue for each lane. `next` gives out what may start; each of those is given back by `done`.

    `gap` is in seconds. The moments that are given and told are those of one clock that never goes back.
    """

    def __init__(self, jobs: int, per_host: int, gap: float) -> None:
        self._jobs = jobs
        self._per_host = per_host
        self._gap = gap
        self._waiting: dict[Lane, deque[_T]] = {}
        self._running: Counter[Lane] = Counter()
        self._ready: OrderedDict[Lane, None] = OrderedDict()
        self._not_before: dict[Lane, float] = {}

    def add(self, lane: Lane, job: _T) -> None:
        """Queues a job behind the others of its lane."""
        self._waiting.setdefault(lane, deque()).append(job)
        self._offer(lane)

    def add_first(self, lane: Lane, job: _T) -> None:
        """Queues a job that has begun already before all others."""
        self._waiting.setdefault(lane, deque()).appendleft(job)
        self._offer(lane)
        if lane in self._ready:
            self._ready.move_to_end(lane, last=False)

    def next(self, now: float) -> _T | None:
        """A job that may start now; `None` when none may."""
        lane = self._next_lane(now)
        if lane is None:
            return None
        del self._ready[lane]
        queue = self._waiting[lane]
        job = queue.popleft()
        if not queue:
            del self._waiting[lane]
        self._running[lane] += 1
        if lane.shared:
            self._not_before[lane] = now + self._gap
        self._offer(lane)
        return job

    def due(self) -> float | None:
        """The moment to call `next` again after it gave none; `None` when only `add` and `done` change that."""
        if self._is_full():
            return None
        return min((self._not_before[lane] for lane in self._ready if lane in self._not_before), default=None)

    def done(self, lane: Lane) -> None:
        """A job of this lane has ended."""
        self._running[lane] -= 1
        if not self._running[lane]:
            del self._running[lane]
        self._offer(lane)

    def clear_all(self) -> list[_T]:
        """Takes back all jobs that have not started."""
        return [job for lane in list(self._waiting) for job in self.clear(lane)]

    def clear(self, lane: Lane) -> list[_T]:
        """Takes back all jobs of this lane that have not started."""
        self._ready.pop(lane, None)
        return list(self._waiting.pop(lane, ()))

    def _next_lane(self, now: float) -> Lane | None:
        if self._is_full():
            return None
        return next((lane for lane in self._ready if self._not_before.get(lane, now) <= now), None)

    def _is_full(self) -> bool:
        return self._running.total() >= self._jobs

    def _offer(self, lane: Lane) -> None:
        most = 1 if lane.shared else self._per_host
        if lane in self._waiting and self._running[lane] < most:
            self._ready.setdefault(lane)
