"""SECURITY.md names tests that are there, and the limits that are in force."""

import re
from pathlib import Path

import pytest

from aggregator import reading, web
from aggregator.core.course import FetchSettings
from aggregator.fetch.visit import LONGEST_VISIT, MOST_COMPUTING, MOST_ELSEWHERE

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
WEB, READING, FETCH = web.Limits(), reading.Limits(), FetchSettings()


def test_the_tests_that_it_names_are_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert len(named) > 15
    assert named <= {path.stem for path in (ROOT / "tests").rglob("test_*.py")}


def test_what_it_tells_to_type_can_be_typed() -> None:
    targets = set(re.findall(r"^make (\w+)", TEXT, re.MULTILINE))
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"fuzz", "siege"} <= targets


@pytest.mark.parametrize(
    "claim",
    [
        f"{WEB.connect:g} s to connect, {FETCH.timeout:g} s in all",
        f"{WEB.body / 1e6:g} MB unpacked ({WEB.short / 1e6:g} MB where",
        f"{WEB.headers / 1e3:g} kB of headers, {WEB.redirects} redirects",
        f"(and {MOST_COMPUTING:g} s of computing, in",
        f"At most {MOST_ELSEWHERE} requests of one visit",
        f"a fetch {FETCH.deadline.total_seconds() / 60:g} minutes",
        f"all answers together {WEB.room / 1e6:g} MB",
        f"{READING.computing} s of computing and {READING.memory} MB for one body",
    ],
)
def test_the_limits_are_those_in_force(claim: str) -> None:
    assert claim in " ".join(TEXT.split())


def test_the_readme_tells_the_same() -> None:
    told = " ".join(README.split())
    assert f"waits for one answer {FETCH.timeout:g} seconds at most (`timeout`) and takes {WEB.body / 1e6:g} MB" in told
    assert f"a fetch {FETCH.deadline.total_seconds() / 60:g} (`deadline`)" in told
    assert (LONGEST_VISIT, READING.computing) == (120, 10)
    assert f"take {READING.memory} MB" in told
