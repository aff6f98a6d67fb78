"""The README's console blocks show what the commands print for the sample course, in a terminal 80 columns wide."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PORT = re.compile(r"127\.0\.0\.1:\d+")
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "AGG_NOW": "2026-11-22T12:00:00+01:00",
    "AGG_LANG": "en",
    "AGG_COLOR": "always",
    "NO_COLOR": "1",
    "TERM": "dumb",
    "COLUMNS": "80",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `agg demo --keep sample` has been run."""
    folder = tmp_path_factory.mktemp("readme")
    run(folder, ["agg", "demo", "--keep", "sample"])
    return folder


def run(folder: Path, words: list[str]) -> str:
    command = [sys.executable, "-m", "aggregator", *words[1:]]
    environment = ENVIRONMENT | {"HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    return re.sub(r"\x1b\[[\d;]*m", "", done.stdout)


def told(folder: Path, block: str) -> str:
    """The block as it would be now: each command with what it prints."""
    commands = [line for line in block.splitlines() if line.startswith("$ agg ")]
    assert commands, "a console block without a command"
    return "".join(f"{line}\n{run(folder, shlex.split(line[2:]))}" for line in commands)


def test_every_console_block_shows_what_the_command_prints(sample: Path, pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 2
    now = BLOCK.sub(lambda found: f"```console\n{PORT.sub('127.0.0.1', told(sample, found[1]))}```", text)
    if pytestconfig.getoption("--update-golden"):
        README.write_text(now, encoding="utf-8")
    assert now == text


def test_the_commands_in_the_table_are_the_commands_of_agg() -> None:
    table = re.findall(r"^\| `agg ([a-z-]+)", README.read_text(encoding="utf-8"), re.MULTILINE)
    help_text = subprocess.run(
        [sys.executable, "-m", "aggregator", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    commands = re.findall(r"^  ([a-z-]+)  ", help_text.partition("Commands:")[2], re.MULTILINE)
    assert sorted(table) == sorted(commands)


def test_the_two_commands_for_plain_python_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", README.read_text(encoding="utf-8"))) <= targets
