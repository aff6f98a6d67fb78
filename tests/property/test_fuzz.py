"""The fuzz target itself: it counts what it runs, and a reader that dies is a finding and not the end."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support import promises
from tests.support.mutations import Case, Seed, mutation, own_seeds
from tools import fuzz

ROOT = Path(__file__).parents[2]


def test_it_runs_and_says_what_came_of_it(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tools.fuzz", "--runs", "12", "--seed", "3", "--jobs", "2", "--save", str(tmp_path)]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert ended.stdout.startswith("12 runs in "), ended.stderr
    assert "from number 3, of " in ended.stdout
    assert ended.returncode == (0 if ended.stdout.endswith("\n0 findings\n") else 1)


def test_a_case_alone_is_kept_with_how_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "--only", "5", "--save", str(tmp_path)])
    fuzz.main()
    assert (tmp_path / "5.body").read_bytes() == mutation(5, fuzz.all_seeds()).body
    assert "again: python -m tools.fuzz --only 5" in (tmp_path / "5.txt").read_text("utf-8")


def test_what_is_too_slow_unsafe_or_dies_is_counted_as_a_finding() -> None:
    tally = fuzz.Tally()
    tally.add(fuzz.Result(1, "feed", 0.5, memory=7))
    tally.add(fuzz.Result(2, "died", 10.0, ("takes more than 10 seconds",)))
    tally.add(fuzz.Result(3, "feed", 0.1, ("title has '\\x1b'",), memory=5))
    said = fuzz.summary(tally, range(1, 4), len(own_seeds()), 1.0)
    assert "slowest: 2, 10.00 seconds" in said
    assert "1 × title has '\\x1b': 3" in said
    assert said.endswith("2 findings")


def test_a_reader_that_dies_or_hangs_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100))
    killed = []

    class Dying(fuzz.Worker):
        def __init__(self, left: range) -> None:
            super().__init__(left)
            if next(numbers) == 0:
                self._process.kill()
                killed.append(left)

    monkeypatch.setattr(fuzz, "Worker", Dying)
    came = list(fuzz.results(range(40, 45), 1, float("inf")))
    assert [one.number for one in came] == [40, 41, 42, 43, 44]
    assert came[0].broken == ("the reader dies (-9)",)
    assert not any(one.word == "died" for one in came[1:])
    assert killed == [range(40, 45)]


@pytest.mark.parametrize(("code", "said"), [(-24, "takes more than 10 seconds"), (-11, "the reader dies (-11)")])
def test_of_what_a_reader_died(code: int, said: str) -> None:
    assert fuzz._death(code) == said


def spin(_case: Case) -> NoReturn:
    while True:
        pass


def test_who_computes_too_long_is_interrupted_and_feedparser_alone_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "SECONDS", 0.1)
    trap = Seed("trap", b"<?xml" + b" encoding=''" * 10_000).as_it_is("feed")
    assert promises.outcome(trap) == promises.Outcome("broke a limit")
    monkeypatch.setattr(promises, "read", spin)
    [told] = promises.outcome(trap).broken
    assert told.startswith("takes more than 0.5 seconds (")
