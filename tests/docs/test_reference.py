"""docs/reference.md, the man page and the completions are those of the commands as they are."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from aggregator.cli import COMMANDS, COURSE, EVERY_DAY, MACHINE, assemble
from aggregator.cli.topics import exit_codes
from tools.reference import DOCS, files, man_page

ROOT = DOCS.parent
TREE = get_command(assemble([]))


@pytest.mark.parametrize("path", files())
def test_what_is_made_from_the_commands_is_current(path: str) -> None:
    assert (DOCS / path).read_text("utf-8") == files()[path], "run: make reference"


def test_every_command_stands_under_one_heading() -> None:
    assert sorted([*EVERY_DAY, *COURSE, *MACHINE]) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_that_can_be_parsed(name: str) -> None:
    command = TREE.commands[name]  # type: ignore[attr-defined]
    assert command.examples
    for one in command.examples:
        words = shlex.split(one.partition(" < ")[0])
        assert words[:2] == ["agg", name]
        with TREE.make_context("agg", words[1:]) as context:
            given = [*context._protected_args, *context.args]
            command.make_context(name, given[1:], parent=context)


def test_the_examples_of_agg_itself_are_commands() -> None:
    assert all(shlex.split(one)[1] in COMMANDS for one in TREE.examples)  # type: ignore[attr-defined]


@pytest.mark.parametrize("program", [["mandoc", "-Tlint", "-Wwarning"], ["groff", "-ww", "-z", "-man", "-Tutf8"]])
def test_the_man_page_is_sound(program: list[str], tmp_path: Path) -> None:
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    (tmp_path / "agg.1").write_text(man_page(TREE), "utf-8")
    ended = subprocess.run([*program, "agg.1"], cwd=tmp_path, capture_output=True, text=True, timeout=30)
    said = [line for line in (ended.stdout + ended.stderr).splitlines() if "missing date" not in line]
    assert said == []


def test_the_man_page_is_plain_and_has_every_command() -> None:
    page = man_page(TREE)
    assert page.isascii()
    assert all(f".SS agg {name.replace('-', chr(92) + '-')}" in page for name in COMMANDS)


def test_readme_and_admin_know_the_exit_codes() -> None:
    for text in ((ROOT / "README.md").read_text("utf-8"), (DOCS / "reference.md").read_text("utf-8")):
        assert all(re.search(rf"\b{code}\b", text) for code in exit_codes())


def complete(folder: Path, line: str) -> list[str]:
    """What bash offers at the end of this line, with the completions in docs."""
    script = f"""
        source {shlex.quote(str(DOCS / "completions" / "agg"))}
        COMP_WORDS=({line}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _agg_completion agg
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    bin_folder = Path(os.sys.executable).parent  # type: ignore[attr-defined]
    ended = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        env={"PATH": f"{bin_folder}:/usr/bin:/bin", "AGG_NOW": "2026-11-22T12:00:00Z", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert ended.stderr == ""
    return ended.stdout.split("\n")[:-1]


FEEDS = """\
[course]
facilitators = ["Arne"]
[[participants]]
name = "Åse Nordmann"
feed = "https://aase.example/"
tags = ["gruppe 1", "it"]
[[participants]]
name = "Ola O'Hara"
feed = "https://ola.example/"
"""


@pytest.mark.skipif(
    shutil.which("bash") is None or not (Path(os.sys.executable).parent / "agg").exists(),  # type: ignore[attr-defined]
    reason="there is no bash, or no agg beside Python",
)
def test_bash_completes_names_tags_and_weeks(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(FEEDS, "utf-8")
    here = "agg -c my.toml"
    assert complete(tmp_path, f"{here} posts --participant ''") == ["Åse\\ Nordmann", "Ola\\ O\\'Hara"]
    assert complete(tmp_path, f"{here} posts --participant 'Åse\\ N'") == ["Åse\\ Nordmann"]
    assert complete(tmp_path, f"{here} needs-comments --for A") == ["Arne"]
    assert complete(tmp_path, f"{here} people --group ''") == ["gruppe\\ 1", "it"]
    assert complete(tmp_path, f"{here} digest --week 2026-W4")[:2] == ["2026-W47", "2026-W46"]
    assert complete(tmp_path, "agg help we") == ["weeks"]
    assert complete(tmp_path, "agg add x --comments gh") == ["ghost"]
    assert complete(tmp_path, "agg needs-") == ["needs-comments"]
    assert complete(tmp_path, "agg posts --participant ''") in ([], [""])  # there is no feeds.toml here
    assert list(tmp_path.glob("agg.db*")) == []
