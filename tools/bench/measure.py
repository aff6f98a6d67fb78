"""What a command costs: time on the clock, processor time of all its processes, memory of all its processes."""

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_SUBREAPER = 36  # prctl(2)
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Cost(NamedTuple):
    """Seconds on the clock, seconds of processor time, megabytes at the worst moment, and the exit code."""

    wall: float
    cpu: float
    memory: float
    code: int


def adopt() -> None:
    """From now on the processes that a command leaves behind are ours to wait for, so that theirs counts, too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)


def run(words: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float = 900) -> Cost:
    """Runs the command to its end, or for so many seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "said.txt").open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        too_long = threading.Timer(seconds, process.kill)
        too_long.start()
        code = process.wait()  # without a time-out, for which Python would look every now and then
        too_long.cancel()
        wall = time.perf_counter() - start
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-process.pid, 0)  # its group's: others of ours go on
        memory = watch.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, memory, code)


class _Watch(threading.Thread):
    """Adds up the resident memory of a session's processes, twenty times a second. What they share counts each time."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._most = 0
        self._stopped = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._stopped.wait(0.05):
            self._most = max(self._most, sum(map(self._memory, Path("/proc").glob("[0-9]*/stat"))))

    def _memory(self, process: Path) -> int:
        with suppress(OSError, IndexError):
            fields = process.read_text().rpartition(")")[2].split()
            return int(fields[21]) * _PAGE if int(fields[3]) == self._session else 0
        return 0

    def stop(self) -> float:
        """The most that it has seen, in megabytes."""
        self._stopped.set()
        self.join()
        return self._most / 1e6
