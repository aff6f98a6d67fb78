"""The command `agg` for tests: in this process with its output caught, or as a process of its own as cron runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.cli import main

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Run:
    """What a run of agg came to."""

    code: int
    out: str
    err: str


class Agg:
    """`agg("posts", "--json")` runs the true `main()`, in the current folder and environment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Run:
        self._monkeypatch.setattr(sys, "argv", ["agg", *map(str, words)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Run(code, said.out, said.err)


def command(*words: str | Path) -> list[str]:
    """The words that start agg as a process of its own."""
    return [sys.executable, "-m", "aggregator", *map(str, words)]


def cron_environment(**more: str) -> dict[str, str]:
    """What little cron gives a command; and what measuring coverage needs."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE") or name == "PATH"}
    return kept | {"PYTHONPATH": str(REPOSITORY)} | more


def run(words: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """A whole run as a process of its own, without a terminal."""
    ended = subprocess.run(
        command(*words),
        cwd=folder,
        env=cron_environment() if environment is None else environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)
