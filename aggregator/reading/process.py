"""A process that reads bodies, at the other end of a pipe that is its alone.

The system ends a process that breaks a limit at any moment. Whatever it shared with others (a queue, a lock) would
then stay half read, or locked, for all of them; so nothing is shared.
"""

import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from aggregator.core.found import Unread, Unreadable
from aggregator.core.http import Found
from aggregator.reading.work import Body, Limits, Reading

_MEGABYTE = 1_000_000
_LONGEST = 50  # bytes: a socket's path has 104 on macOS, and some 40 of them are multiprocessing's
_BYTES_IN_MAXRSS = 1 if sys.platform == "darwin" else 1_024

# From a server without threads, which alone loads all that reading needs: a new process then costs next to nothing.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["aggregator.reading.process", "aggregator.reading.body"])
_one_at_a_time = threading.Lock()  # whoever starts a process also asks after all others, and may take their exit code


class Reader:
    """A process that is started when there is something to read, and started anew when a body has ended it.

    For one thread; `close` is for any.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def read(self, body: Body) -> Reading:
        """What stands in the body, or which limit it broke. Takes no longer than the limits say."""
        try:
            pipe = self._send(body)
            if not pipe.poll(self._limits.seconds):
                self._end()
                return self._unread(Unreadable.TIME)
            reading: Reading = pipe.recv()
        except (EOFError, OSError):
            return self._unread(_why_ended(self._end()))
        if reading.last:
            self._end()
        return reading

    def close(self) -> None:
        """Ends the process at once: who waits for it gets something unread."""
        with _one_at_a_time:
            self._closed = True
            if self._process:
                self._process.kill()

    def _unread(self, why: Unreadable) -> Reading:
        return Reading(Unread(why), float(self._limits.computing))

    def _send(self, body: Body) -> Connection:
        """Hands the body over; to a new process if the one before has ended while it had nothing to do."""
        if self._pipe:
            with suppress(OSError):
                self._pipe.send(body)
                return self._pipe
            self._end()
        pipe = self._start()
        pipe.send(body)
        return pipe

    def _start(self) -> Connection:
        with _one_at_a_time:
            if self._closed:
                raise EOFError
            self._pipe, theirs = _PROCESSES.Pipe()
            self._process = _PROCESSES.Process(target=_serve, args=(theirs, self._limits), daemon=True)
            with _short_temporary_folder():
                self._process.start()
            theirs.close()
            return self._pipe

    def _end(self) -> int:
        """Ends the process if it has not ended, and says what of: the number of a signal, negative, or its own."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if not process or not pipe:
            return 0
        pipe.close()
        with _one_at_a_time:
            process.join(1)  # who has closed the pipe is about to end
            process.kill()
            process.join()
            return process.exitcode or 0


@contextmanager
def _short_temporary_folder() -> Iterator[None]:
    """Multiprocessing makes sockets in the folder for temporary files, and the path of a socket may not be long."""
    before = tempfile.tempdir
    if len(os.fsencode(tempfile.gettempdir())) > _LONGEST:
        tempfile.tempdir = "/tmp"  # noqa: S108 (multiprocessing makes a folder of its own there)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _why_ended(code: int) -> Unreadable:
    if code == -signal.SIGXCPU:
        return Unreadable.TIME
    # Without memory a process may end anywhere, or the system's last resort ends it.
    return Unreadable.MEMORY if code >= 0 or code == -signal.SIGKILL else Unreadable.CRASH


# -- inside the process ---------------------------------------------------------------------------------------


def _serve(pipe: Connection, limits: Limits) -> None:
    """Reads one body after the other, until nobody wants more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # its last words would be for nobody
    size = limits.memory * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    last = False
    with suppress(EOFError, OSError):
        while not last:
            try:
                found, computing = _read(pipe.recv(), limits.computing)
                # Memory that was taken is not all given back, and the next body is another blog's.
                last = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES_IN_MAXRSS > size // 2
                pipe.send(Reading(found, computing, last))
            except MemoryError:
                os._exit(1)  # nothing more can be relied on


def _read(body: Body, most: int) -> tuple[Found | Unread, float]:
    """What stands in the body, and the seconds it took; the system ends the process that takes more than so many."""
    from aggregator.reading.body import read_body

    start = time.process_time()
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(start) + most, hard))
    try:
        found = read_body(*body)
    except MemoryError:
        raise
    except Exception as fault:  # a mistake of ours: this blog's trouble, and no other's
        found = Unread(Unreadable.STUMBLED, fault=type(fault).__name__)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    return found, time.process_time() - start
