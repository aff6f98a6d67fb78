"""`agg help`, and what a shell is offered when somebody presses Tab."""

from pathlib import Path

import pytest

from aggregator.cli import COMMANDS
from aggregator.cli.topics import exit_codes
from aggregator.config.keys import KEYS
from tests.support.command import Agg

FEEDS = """\
[course]
facilitators = ["Arne"]
[[participants]]
name = "Åse Nordmann"
feed = "https://aase.example/"
tags = ["gruppe 1", "it"]
"""


def test_alone_it_is_the_help_of_agg(agg: Agg) -> None:
    assert agg("help").out == agg("--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_of_a_command_it_is_its_help(command: str, agg: Agg) -> None:
    assert agg("help", command).out == agg(command, "--help").out


def test_exit_codes(agg: Agg) -> None:
    said = agg("help", "exit-codes").out
    assert all(f"\n{code:5}  {meaning[:40]}" in said for code, meaning in exit_codes().items())


def test_all_that_can_stand_in_feeds_toml(agg: Agg) -> None:
    said = agg("help", "config").out
    assert all(f"\n  {name}\n" in said for keys in KEYS.values() for name in keys)
    assert 'Without it: "UTC"' in said
    assert all(len(line) < 90 for line in said.splitlines())


def test_weeks(agg: Agg) -> None:
    said = agg("help", "weeks").out
    assert "--week 2026-W47" in said
    for line in said.splitlines():
        if line.startswith("  --"):
            words = line.split("  ")[1].strip().split()
            assert agg("-c", "nowhere.toml", "digest", *words).code == 78  # understood: there is only no course


def test_topics_are_norwegian_too(agg: Agg) -> None:
    for topic in ("exit-codes", "config", "weeks"):
        assert agg("help", topic).out != agg("help", topic, "--lang", "nb").out
    assert "Ei uke" not in agg("help", "weeks").out


@pytest.mark.parametrize(("topic", "hint"), [("wekks", "“weeks”"), ("digst", "“digest”"), ("quux", "There are: fetch")])
def test_of_what_there_is_no_help_it_says_what_there_is(agg: Agg, topic: str, hint: str) -> None:
    said = agg("help", topic)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err


def offered(agg: Agg, monkeypatch: pytest.MonkeyPatch, line: str, shell: str = "bash") -> list[str]:
    words = line.split("|")
    with monkeypatch.context() as patch:
        patch.setenv("_AGG_COMPLETE", f"complete_{shell}")
        patch.setenv("COMP_WORDS", " ".join(words))
        patch.setenv("COMP_CWORD", str(len(words) - 1))
        said = agg()
    assert said.err == ""
    return said.out.splitlines()


def test_names_tags_weeks_sources_and_topics_are_offered(
    agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGG_NOW", "2026-11-22T12:00:00Z")
    (tmp_path / "feeds.toml").write_text(FEEDS, "utf-8")
    assert offered(agg, monkeypatch, "agg|posts|--participant|") == ["Åse\\ Nordmann"]
    assert offered(agg, monkeypatch, "agg|needs-comments|--for|A") == ["Arne"]
    assert offered(agg, monkeypatch, "agg|posts|--tag|") == ["gruppe\\ 1", "it"]
    assert offered(agg, monkeypatch, "agg|digest|--week|")[:3] == ["last", "this", "2026-W47"]
    assert offered(agg, monkeypatch, "agg|add|x|--comments|gh") == ["ghost"]
    assert offered(agg, monkeypatch, "agg|help|exit") == ["exit-codes"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.toml"]


@pytest.mark.parametrize("text", ["", "[course", "[[participants]]\nname = 1"])
def test_a_course_that_cannot_be_read_offers_nothing_and_says_nothing(
    agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "feeds.toml").write_text(text)
    assert offered(agg, monkeypatch, "agg|posts|--participant|") in ([], [""])
