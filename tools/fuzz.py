"""Reads broken feeds and pages for as long as you like: python -m tools.fuzz --minutes 10. No part of agg itself.

Each case is made from its number alone (tests/support/mutations.py), and read in another process. What raises, breaks
a promise (tests/support/promises.py), computes for too long anywhere but in feedparser, dies or hangs is a finding: it
is saved, and comes again with `--only NUMBER`, as long as the same seeds are there.
"""

import argparse
import multiprocessing
import resource
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.support.mutations import Case, Seed, corpus_seeds, mutation, own_seeds
from tests.support.promises import outcome

LIMIT = 10  # seconds of computing after which the system ends a worker
SILENCE = 60  # seconds after which a worker hangs
MEMORY = 1_000_000_000  # bytes of address space; reading one body never needs as much
PROGRESS = 10  # seconds
CAUSES_SHOWN = 30

_PROCESSES = multiprocessing.get_context("spawn")
_BYTES_IN_MAXRSS = 1 if sys.platform == "darwin" else 1_024


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case: in a word, in seconds of computing, and what was wrong with it."""

    number: int
    word: str
    seconds: float = 0.0
    broken: tuple[str, ...] = ()
    memory: int = 0


@dataclass(slots=True)
class Tally:
    """What has come of all cases so far."""

    runs: int = 0
    words: Counter[str] = field(default_factory=Counter)
    slowest: Result = Result(-1, "none")
    memory: int = 0
    findings: dict[str, list[int]] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Counts one more."""
        self.runs += 1
        self.words[result.word] += 1
        self.memory = max(self.memory, result.memory)
        self.slowest = max(self.slowest, result, key=lambda one: one.seconds)
        for cause in result.broken:
            self.findings.setdefault(cause, []).append(result.number)


# -- in a worker ----------------------------------------------------------------------------------------------


def all_seeds() -> list[Seed]:
    """Our own feeds and pages, and the real ones where they lie beside the repository."""
    return [*own_seeds(), *corpus_seeds()]


def work(pipe: Connection, numbers: range) -> None:
    """Reads the cases with these numbers in turn, and sends what came of each."""
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seeds = all_seeds()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        for number in numbers:
            pipe.send(examined(mutation(number, seeds)))
    pipe.close()


def examined(case: Case) -> Result:
    """Reads one case under a limit of computing time."""
    start = time.process_time()
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(start) + LIMIT, hard))
    came = outcome(case)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES_IN_MAXRSS
    return Result(case.number, came.word, seconds, came.broken, memory)


# -- around the workers ---------------------------------------------------------------------------------------


class Worker:
    """A process and the numbers that it still has to do."""

    def __init__(self, numbers: range) -> None:
        self.left = numbers
        self.pipe, theirs = _PROCESSES.Pipe(duplex=False)
        self._process = _PROCESSES.Process(target=work, args=(theirs, numbers), daemon=True)
        self._process.start()
        theirs.close()
        self.heard = time.monotonic()

    def result(self) -> Result:
        """What came of its next number; that it has died is one, too."""
        number, self.left = self.left[0], self.left[1:]
        self.heard = time.monotonic()
        try:
            result: Result = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            return Result(number, "died", LIMIT, (_death(self._process.exitcode),))
        return result

    def hung(self) -> bool:
        """Whether nothing has been heard of it for too long."""
        return time.monotonic() - self.heard > SILENCE

    def end(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _death(code: int | None) -> str:
    """What a worker died of: of time, when the system has ended it, or of a crash."""
    return f"takes more than {LIMIT} seconds" if code == -signal.SIGXCPU else f"the reader dies ({code})"


def results(numbers: range, jobs: int, until: float) -> Iterator[Result]:
    """What came of the numbers, in the order in which it comes, up to a moment of the monotonic clock."""
    workers = [Worker(numbers[job::jobs]) for job in range(min(jobs, len(numbers)))]
    try:
        while workers and time.monotonic() < until:
            talking = wait([worker.pipe for worker in workers], timeout=1)
            for worker in list(workers):
                if worker.pipe in talking:
                    result = worker.result()
                elif worker.hung():
                    worker.end()
                    result = worker.result()
                else:
                    continue
                yield result
                _go_on(workers, worker, again=result.word == "died")
    finally:
        for worker in workers:
            worker.end()


def _go_on(workers: list[Worker], worker: Worker, *, again: bool) -> None:
    """Lets a worker go that is done; another does what one that has died left."""
    if again or not worker.left:
        workers.remove(worker)
        worker.end()
    if again and worker.left:
        workers.append(Worker(worker.left))


# -- the command ----------------------------------------------------------------------------------------------


def save(folder: Path, result: Result, case: Case) -> None:
    """Keeps a finding: its body, and beside it what was wrong and how it was made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{result.number}.body").write_bytes(case.body)
    said = [
        *result.broken,
        f"read as {case.reads}, {result.word}, {result.seconds:.2f} seconds of computing",
        f"content type {case.content_type!r}, address {case.address}",
        f"made from {case.seed}: {', '.join(case.changes)}",
        f"again: python -m tools.fuzz --only {result.number}",
    ]
    (folder / f"{result.number}.txt").write_text("\n".join(said) + "\n", "utf-8", "backslashreplace")


def summary(tally: Tally, numbers: range, seeds: int, seconds: float) -> str:
    """What came of it all, in lines."""
    slow = tally.slowest
    lines = [
        f"{tally.runs} runs in {seconds:.0f} seconds, from number {numbers.start}, of {seeds} seeds",
        ", ".join(f"{word}: {count}" for word, count in tally.words.most_common()),
        f"slowest: {slow.number}, {slow.seconds:.2f} seconds of computing ({slow.word})",
        f"largest memory: {tally.memory / 1e6:.0f} MB",
    ]
    causes = sorted(tally.findings.items(), key=lambda one: -len(one[1]))
    for cause, found in causes[:CAUSES_SHOWN]:
        lines.append(f"{len(found)} × {cause}: {', '.join(map(str, found[:5]))}".encode("utf-8", "replace").decode())
    lines.append(f"{len({number for found in tally.findings.values() for number in found})} findings")
    return "\n".join(lines)


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=0, metavar="N", help="so many cases")
    parser.add_argument("--minutes", type=float, default=0, metavar="M", help="so long; without --runs or this, 1")
    parser.add_argument("--seed", type=int, default=None, metavar="S", help="the first number; else one by chance")
    parser.add_argument("--only", type=int, default=None, metavar="NUMBER", help="just this case")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="processes at once (2)")
    parser.add_argument("--save", type=Path, default=Path("build/fuzz"), metavar="FOLDER", help="for findings")
    return parser.parse_args()


def chosen(given: argparse.Namespace) -> tuple[range, float]:
    """The numbers to do, and for how many seconds at most."""
    if given.only is not None:
        return range(given.only, given.only + 1), float("inf")
    first = secrets.randbelow(10**9) if given.seed is None else given.seed
    if given.runs:
        return range(first, first + given.runs), given.minutes * 60 or float("inf")
    return range(first, first + 10**9), (given.minutes or 1) * 60


def main() -> int:
    """Runs what was asked for; 1 when there are findings."""
    given = options()
    numbers, most = chosen(given)
    seeds, tally, start = all_seeds(), Tally(), time.monotonic()
    told = start
    with suppress(KeyboardInterrupt):
        for result in results(numbers, max(1, given.jobs), start + most):
            tally.add(result)
            if result.broken or given.only is not None:
                save(given.save, result, mutation(result.number, seeds))
            if time.monotonic() - told > PROGRESS:
                told = time.monotonic()
                sys.stderr.write(f"{told - start:.0f} s: {tally.runs} runs, {len(tally.findings)} causes\n")
    sys.stdout.write(summary(tally, numbers, len(seeds), time.monotonic() - start) + "\n")
    if tally.findings:
        sys.stdout.write(f"saved in {given.save}\n")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
