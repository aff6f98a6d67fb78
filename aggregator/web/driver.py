"""The thread that drives libcurl. Only moves bytes: what answers mean is for the thread that asked."""

import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue

import pycurl

from aggregator.core.http import Answer
from aggregator.web import problems
from aggregator.web.room import Room
from aggregator.web.transfer import Transfer
from aggregator.web.turns import Lane, Turns

_EVENTS = {
    pycurl.POLL_IN: selectors.EVENT_READ,
    pycurl.POLL_OUT: selectors.EVENT_WRITE,
    pycurl.POLL_INOUT: selectors.EVENT_READ | selectors.EVENT_WRITE,
}


class Driver(threading.Thread):
    """Puts an Answer for each request into `arrived`, or the exception when the thread itself fails."""

    def __init__(
        self,
        jobs: int,
        per_host: int,
        gap: float,
        seconds: float,
        room: Room,
        arrived: SimpleQueue[Answer | BaseException],
    ) -> None:
        super().__init__(name="agg-web", daemon=True)
        self._arrived = arrived
        self._ends = time.monotonic() + seconds
        self._room = room
        self._asked: deque[Transfer] = deque()
        self._turns: Turns[Transfer] = Turns(jobs, per_host, gap)
        self._postponed: deque[Transfer] = deque()
        self._closed: dict[Lane, str | None] = {}  # what has asked to be left alone, and its Retry-After
        self._under_way: dict[pycurl.Curl, tuple[Transfer, Lane]] = {}
        self._spare: list[pycurl.Curl] = []
        self._awaited: deque[tuple[float, pycurl.Curl, Transfer]] = deque()  # who has to begin, by their moments
        self._stopping = False
        self._stopped = threading.Event()
        self._timer: float | None = None
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, jobs)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)

    def ask(self, transfer: Transfer) -> None:
        """Queues a request; for any thread."""
        self._asked.append(transfer)
        self._ring()

    @property
    def is_over(self) -> bool:
        """Whether the time for asking is up."""
        return time.monotonic() >= self._ends

    def look(self) -> None:
        """Lets it see that there is room again; for any thread."""
        self._ring()

    def stop(self) -> None:
        """Breaks off what is under way and waits until it has; for any thread."""
        self._stopping = True
        self._ring()
        self._stopped.wait()

    def run(self) -> None:
        """The thread itself."""
        try:
            while not self._stopping:
                self._begin()
                self._wait()
                self._collect()
        except BaseException as error:
            self._arrived.put(error)
        finally:
            for easy in self._under_way:
                self._multi.remove_handle(easy)
            self._stopped.set()
            # Waits for names that are still being looked up, maybe ten seconds; so nobody waits for this.
            self._multi.close()
            self._selector.close()
            self._bell.close()
            self._ear.close()

    def _ring(self) -> None:
        with suppress(OSError):  # rung so often that nothing more fits in, or nobody is left to hear it
            self._bell.send(b"!")

    def _begin(self) -> None:
        """Starts whatever may start."""
        while self._asked:
            self._queue(self._asked.popleft(), self._turns.add)
        while self._postponed and not self._room.is_full:
            self._queue(self._postponed.popleft(), self._turns.add_first)
        if self.is_over:
            for late in self._turns.clear_all():
                self._arrived.put(late.refuse())
        while not self._room.is_tight and (transfer := self._turns.next(time.monotonic())):
            self._start(transfer)

    def _queue(self, transfer: Transfer, add: Callable[[Lane, Transfer], None]) -> None:
        lane = transfer.lane
        if lane in self._closed:
            self._arrived.put(transfer.refuse(self._closed[lane]))
        else:
            add(lane, transfer)

    def _start(self, transfer: Transfer) -> None:
        easy = self._spare.pop() if self._spare else pycurl.Curl()
        lane = transfer.lane
        try:
            answer = transfer.prepare(easy)
        except Exception as error:
            answer = transfer.fail(problems.mistake(error))
        if answer:
            self._spare.append(easy)
            self._turns.done(lane)
            self._arrived.put(answer)
        else:
            self._under_way[easy] = transfer, lane
            self._multi.add_handle(easy)
            if transfer.patience:
                self._awaited.append((time.monotonic() + transfer.patience, easy, transfer))

    def _collect(self) -> None:
        """Takes what has ended from libcurl."""
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            for easy in good:
                self._end(easy, pycurl.E_OK)
            for easy, code, _words in bad:
                self._end(easy, code)
        while self._awaited and self._awaited[0][0] <= time.monotonic():
            _moment, easy, transfer = self._awaited.popleft()
            if transfer.is_silent and self._under_way.get(easy, (None,))[0] is transfer:
                self._end(easy, None)

    def _end(self, easy: pycurl.Curl, code: int | None) -> None:
        """What has ended with `code`, or (`None`) is ended for it has not begun in time."""
        transfer, lane = self._under_way.pop(easy)
        self._multi.remove_handle(easy)
        try:
            answer = transfer.give_up(easy) if code is None else transfer.finish(easy, code)
        except Exception as error:
            answer = transfer.fail(problems.mistake(error))
        easy.reset()
        self._spare.append(easy)
        self._turns.done(lane)
        if transfer.is_postponed:
            self._postponed.append(transfer)
        elif answer is None:
            self._queue(transfer, self._turns.add_first)
        else:
            self._arrived.put(answer)
            if _asks_for_peace(answer):
                self._close(lane, answer.headers.get("retry-after"))

    def _close(self, lane: Lane, retry_after: str | None) -> None:
        """Asks nothing more there: what waits for it is answered, and what is under way goes on to its end."""
        self._closed[lane] = retry_after or self._closed.get(lane)
        for transfer in self._turns.clear(lane):
            self._arrived.put(transfer.refuse(retry_after))

    def _wait(self) -> None:
        """Sleeps until a socket, libcurl's timer, the next turn or somebody who asks is due, and tells libcurl."""
        due = None if self._room.is_tight else self._turns.due()
        ends = None if self.is_over else self._ends
        awaited = self._awaited[0][0] if self._awaited else None
        moments = [moment for moment in (self._timer, due, ends, awaited) if moment is not None]
        seconds = max(0.0, min(moments) - time.monotonic()) if moments else None
        for key, events in self._selector.select(seconds):
            if key.fileobj is self._ear:
                self._ear.recv(4096)
            else:
                readable = pycurl.CSELECT_IN if events & selectors.EVENT_READ else 0
                writable = pycurl.CSELECT_OUT if events & selectors.EVENT_WRITE else 0
                self._multi.socket_action(key.fd, readable | writable)
        if self._timer is not None and self._timer <= time.monotonic():
            self._timer = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)

    def _watch(self, what: int, fd: int, _multi: object, _data: object) -> None:
        """Which sockets libcurl waits for; it calls this."""
        # Always anew: a number may come again for another socket, which the kernel's list would not know.
        if fd in self._selector.get_map():
            self._selector.unregister(fd)
        if what != pycurl.POLL_REMOVE:
            self._selector.register(fd, _EVENTS[what])

    def _set_timer(self, milliseconds: int) -> None:
        """When libcurl wants to be called though no socket stirs, or never (-1); it calls this."""
        self._timer = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000


def _asks_for_peace(answer: Answer) -> bool:
    return answer.status == 429 or (answer.status == 503 and bool(answer.headers.get("retry-after")))
