"""feeds.toml is changed at somebody's command: all that was not asked for stays as it is written."""

import tomllib
from pathlib import Path

import pytest

from aggregator.config import edit, read_course
from aggregator.core.course import Participant
from aggregator.core.errors import ConfigError
from tests.support.build import participant

FILE = """\
# top
[course]
title = "x"


# ---- The participants ----

[[participants]]
name = "Kari"   # first
feed = "https://kari.example/"

# This one is odd.
[[participants]]
name = "Ola"
feed = "https://user:secret@ola.example/feed"
tags = [
    "a",
    "b",
]
# aliases = ["x"]

# Third
[[participants]]
name = "Per"
home = "https://per.example/"
# the end

# Written by hand.
"""
LISTED = """\
participants = [
  {name = "Kari", feed = "https://kari.example/"},  # first
  {name = "Ola", feed = "https://ola.example/"},
]

[course]
title = "x"
"""
SAMPLE = (Path(__file__).parents[2] / "feeds.toml").read_text(encoding="utf-8")
NEW = Participant('Åse "x" \\', "https://aase.example/", is_home=True, tags=("a", "b, c"), comments="none")


def names(text: str) -> list[str]:
    return [one.name for one in read_course(text, "x", nobody_yet=True).participants]


def gone(before: str, after: str) -> list[str]:
    """The lines that are gone, when no other changed."""
    lines, kept = before.splitlines(), after.splitlines()
    out = []
    for line in lines:
        if kept and kept[0] == line:
            kept.pop(0)
        else:
            out.append(line)
    assert kept == []
    return out


def test_who_is_added_stands_last_and_nothing_else_changes() -> None:
    after = edit.add(FILE, [NEW, participant("N", login="u:p")])
    assert after.startswith(FILE)
    assert tomllib.loads(after)["participants"][3:] == [
        {"name": 'Åse "x" \\', "home": "https://aase.example/", "tags": ["a", "b, c"], "comments": "none"},
        {"name": "N", "feed": "https://u:p@n.example/feed/"},
    ]
    assert after[len(FILE) :].startswith("\n[[participants]]\nname = ")


def test_a_file_without_participants_gets_its_first() -> None:
    assert edit.add("", [participant("N")]) == '[[participants]]\nname = "N"\nfeed = "https://n.example/feed/"\n'
    assert names(edit.add("[course]\ntitle = 'x'", [participant("N")])) == ["N"]
    assert names(edit.add("[course]\ntitle = 'x'\n\n", [participant("N")])) == ["N"]


def test_a_file_from_windows_keeps_the_ends_of_its_lines() -> None:
    after = edit.add(FILE.replace("\n", "\r\n"), [participant("N")])
    assert after.count("\n") == after.count("\r\n") == FILE.count("\n") + 4
    assert edit.remove(after, "N") == FILE.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Kari", ["[[participants]]", 'name = "Kari"   # first', 'feed = "https://kari.example/"', ""]),
        ("Ola", FILE.splitlines()[11:21]),
        ("Per", ["# Third", "[[participants]]", 'name = "Per"', 'home = "https://per.example/"', "# the end"]),
    ],
)
def test_who_is_removed_goes_with_what_is_said_above(name: str, lines: list[str]) -> None:
    after = edit.remove(FILE, name)
    assert sorted(gone(FILE, after)) == sorted(lines)
    assert names(after) == [one for one in ("Kari", "Ola", "Per") if one != name]
    assert "# Written by hand." in after


def test_everybody_can_go() -> None:
    text = FILE
    for name in ("Per", "Kari", "Ola"):
        text = edit.remove(text, name)
    assert names(text) == []
    assert text.startswith(FILE[: FILE.index("[[part")].rstrip("\n"))


def test_each_of_the_sample_file_can_go_alone() -> None:
    for name in names(SAMPLE):
        assert names(edit.remove(SAMPLE, name)) == [one for one in names(SAMPLE) if one != name]
        assert "# This one shows all" in edit.remove(SAMPLE, name) or name == "Internet Archive"


def test_a_new_address_takes_the_place_of_the_old() -> None:
    after = edit.move(FILE, {"Kari": "https://new.example/feed", "Per": "https://per2.example/"})
    changed = [pair for pair in zip(FILE.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert changed == [
        ('feed = "https://kari.example/"', 'feed = "https://new.example/feed"'),
        ('home = "https://per.example/"', 'home = "https://per2.example/"'),
    ]


def test_a_login_goes_nowhere_else() -> None:
    same = edit.move(FILE, {"Ola": "https://ola.example/rss"})
    assert '"https://user:secret@ola.example/rss"' in same
    for other in ("https://other.example/rss", "http://ola.example/rss"):
        assert "secret" not in edit.move(FILE, {"Ola": other})


def test_a_list_in_one_value_can_be_changed_too() -> None:
    assert names(edit.add(LISTED, [participant("N")])) == ["Kari", "Ola", "N"]
    assert "# first" in edit.add(LISTED, [participant("N")])
    assert names(edit.remove(LISTED, "Kari")) == ["Ola"]
    assert names(edit.remove(edit.remove(LISTED, "Kari"), "Ola")) == []
    assert '"https://new.example/"' in edit.move(LISTED, {"Ola": "https://new.example/"})


def test_what_cannot_be_changed_safely_is_left_alone() -> None:
    odd = '[[participants]]\nname = "Kari"\ncategory = """\n[course]\n"""\nfeed = "https://kari.example/"\n'
    with pytest.raises(ConfigError, match="editor"):
        edit.remove(odd + '[[participants]]\nname = "Ola"\nfeed = "https://ola.example/"\n', "Kari")
