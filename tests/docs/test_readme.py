"""The README's console blocks show what the commands print for the sample course, in a terminal 80 columns wide."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.consoles import BLOCK, as_it_is_now, sample_course

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `agg demo --keep sample` has been run."""
    return sample_course(tmp_path_factory.mktemp("readme"))


def test_every_console_block_shows_what_the_command_prints(sample: Path, pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 2
    now = as_it_is_now(sample, text)
    if pytestconfig.getoption("--update-golden"):
        README.write_text(now, encoding="utf-8")
    assert now == text


def test_the_commands_in_the_table_are_the_commands_of_agg() -> None:
    table = re.findall(r"^\| `agg ([a-z-]+)", README.read_text(encoding="utf-8"), re.MULTILINE)
    help_text = subprocess.run(
        [sys.executable, "-m", "aggregator", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    commands = re.findall(r"^  ([a-z-]+)  ", help_text.partition("Every day:")[2], re.MULTILINE)
    assert sorted(table) == sorted(commands)


def test_the_two_commands_for_plain_python_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", README.read_text(encoding="utf-8"))) <= targets
