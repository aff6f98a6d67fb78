"""docs/privacy.md tells to type what agg understands, and what it shows of feeds.toml can be used."""

import re
import shlex
from pathlib import Path

import pytest

from aggregator.config import read_course
from tests.support.command import Agg

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
TEXT = PRIVACY.read_text(encoding="utf-8")


def test_the_settings_are_settings() -> None:
    [toml] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    course = read_course(toml, "privacy.md", nobody_yet=True)
    assert course.kept_until() is not None


def test_the_commands_do_what_is_said(course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    file = course / "feeds.toml"
    file.write_text(file.read_text("utf-8").replace("Amina Warsame", "Kari Nordmann"), "utf-8")
    commands = re.findall(r"^agg .*$", TEXT, re.MULTILINE)
    assert len(commands) == 3
    for line in commands:
        words = shlex.split(line)[1:]
        assert agg(*words, *(["--yes"] if words == ["forget", "Kari Nordmann"] else [])).code == 0
    assert "Kari Nordmann" in (course / "kari.json").read_text("utf-8")
    assert "Kari Nordmann" not in file.read_text("utf-8")
