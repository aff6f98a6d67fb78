"""What agg loads to do its work: each of these libraries costs every run that loads it time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aggregator.cli import options
from aggregator.core import week
from aggregator.store import open_store

FEEDS = '[course]\ntimezone = "UTC"\n[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed"\n'
READING = frozenset({"feedparser", "multiprocessing", "nh3", "sqlite_utils", "urllib.request", "dateutil", "certifi"})
ASKING = frozenset({"pycurl", "aggregator.web", "aggregator.fetch", "aggregator.comments.wordpress"})
SHOWING = frozenset({"rich", "aggregator.render.terminal"})


def loaded(folder: Path, *words: str) -> set[str]:
    """The names of all modules that agg loads for these words, and of the packages that they are in."""
    # Measuring coverage would load much.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "aggregator", *words],
        cwd=folder,
        env=environment | {"AGG_NOW": "2026-11-22T12:00:00Z"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "Traceback" not in told.stderr
    names = [line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if line.startswith("import time:")]
    return {".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 2)}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with a course, and a database in which nothing is yet."""
    (tmp_path / "feeds.toml").write_text(FEEDS)
    with open_store(tmp_path / "agg.db", create=True):
        return tmp_path


@pytest.mark.parametrize("words", ["--help", "fetch --help", "--help --lang nb", "fetch --help --lang nb", "ftech"])
def test_help_needs_nothing_but_the_command_line(course: Path, words: str) -> None:
    unneeded = {*READING, *ASKING, *SHOWING, "sqlite3", "tomllib", "zoneinfo", "msgspec"}
    assert not loaded(course, *words.split()) & unneeded


def test_the_version_needs_not_even_that(course: Path) -> None:
    assert not {name for name in loaded(course, "--version") if name.startswith(("typer", "aggregator."))} - {
        "aggregator.__main__"
    }


@pytest.mark.parametrize("words", ["posts", "needs-comments", "status --json", "comments"])
def test_a_list_for_a_pipe_loads_neither_the_web_nor_the_terminal(course: Path, words: str) -> None:
    assert not loaded(course, *words.split()) & {*READING - {"nh3"}, *ASKING, *SHOWING, "pydantic"}


def test_a_fetch_in_which_nobody_is_asked_loads_no_reader(course: Path) -> None:
    assert not loaded(course, "fetch", "--dry-run", "--only", "Kari") & READING - {"nh3", "certifi"}


def test_the_options_know_the_current_week_by_its_name() -> None:
    assert options.CURRENT == week.CURRENT
