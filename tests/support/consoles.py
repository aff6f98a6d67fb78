"""The console blocks of a document: each command with what it prints for the sample course, 80 columns wide."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

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


def sample_course(folder: Path) -> Path:
    """The folder, after `agg demo --keep sample` in it."""
    run(folder, ["agg", "demo", "--keep", "sample"])
    return folder


def run(folder: Path, words: list[str], code: int = 0) -> str:
    """What a command that ends with this code and has nothing to complain of prints."""
    command = [sys.executable, "-m", "aggregator", *words[1:]]
    environment = ENVIRONMENT | {"HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, "")
    return re.sub(r"\x1b\[[\d;]*m", "", done.stdout)


def as_it_is_now(folder: Path, text: str) -> str:
    """The document with each console block as the commands in it print it."""
    return BLOCK.sub(lambda found: f"```console\n{PORT.sub('127.0.0.1', _told(folder, found[1]))}```", text)


def _told(folder: Path, block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ agg ")]
    assert commands, "a console block without a command"
    return "".join(f"{line}\n{run(folder, shlex.split(line[2:]))}" for line in commands)
