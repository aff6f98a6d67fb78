"""`agg schedule`: its lines and units do what they say, wherever the course lies."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.blogserver import BlogServer
from tests.support.command import Agg, Run
from tests.support.cron import as_cron_runs, commands
from tests.support.smallcourse import feed, write_course

NASTY = [
    "plain",
    "with spaces",
    'it\'s 100% "sure"',
    "$HOME `id` $(id) %h %%",
    "back\\slash \\\\ \\% \\'end\\",
    "blåbær og 日本 🎉",
    "-q; # & | < > * ? [a] {b} ~ !",
]


@pytest.fixture(params=NASTY)
def nasty(request: pytest.FixtureRequest, tmp_path: Path, server: BlogServer) -> Path:
    """A folder with such a name, in it a course of one blog, a folder for the page and one for copies."""
    folder = tmp_path / str(request.param)
    for path in (folder, folder / "page", folder / "copies"):
        path.mkdir()
    server.put("/kari", feed("Kari", 2, server.url("")))
    write_course(folder / "feeds.toml", server, ("kari",))
    return folder


def crontab_of(agg: Agg, folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    monkeypatch.setattr("shutil.which", lambda _name: None)  # the python of the tests, which measures what is covered
    words = ("--site", folder / "page", "--backup", folder / "copies", *more)
    made = agg("schedule", "cron", "-c", folder / "feeds.toml", *words)
    assert (made.code, made.err) == (0, "")
    return made.out


def test_every_line_runs_as_cron_runs_it(
    nasty: Path, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crontab = crontab_of(agg, nasty, monkeypatch)
    lines = commands(crontab)
    assert list(lines) == ["fetch", "digest", "site", "backup"]
    for job in ("fetch", "site", "backup"):
        assert as_cron_runs(crontab, lines[job], tmp_path) == Run(0, "", "")
    digest = as_cron_runs(crontab, lines["digest"], tmp_path)
    assert (digest.code, digest.err) == (0, "")
    assert digest.out
    assert (nasty / "agg.db").exists()
    assert (nasty / "page" / "index.html").exists()
    [copy] = (nasty / "copies").iterdir()
    assert copy.name in {f"agg-{day}.db" for day in range(1, 8)}


def test_no_line_has_a_backslash_that_crons_read_differently(
    nasty: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in commands(crontab_of(agg, nasty, monkeypatch)).values():
        assert set(re.findall(r"\\.{0,3}", line.replace("\\%", ""))) <= {"\\134"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_understands_the_units(nasty: Path, agg: Agg, tmp_path: Path) -> None:
    units = tmp_path / "units"
    words = ("--site", nasty / "page", "--backup", nasty / "copies", "-o", units)
    assert agg("schedule", "systemd", "-c", nasty / "feeds.toml", *words) == Run(0, "", "")
    files = sorted(units.iterdir())
    assert len(files) == 8
    verified = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, timeout=60, env={"PATH": os.defpath}
    )
    about_ours = [line for line in verified.stderr.splitlines() if "agg-" in line]
    assert (verified.returncode, about_ours) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_would_tell_of_a_unit_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "agg-fetch.service").write_text("[Service]\nType=oneshot\nExecStart=agg-is-nowhere fetch\n")
    verified = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "agg-fetch.service"], capture_output=True, text=True, timeout=60
    )
    assert verified.returncode or "agg-" in verified.stderr


def test_the_program_is_the_one_that_runs(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feeds.toml").write_text('[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed"\n')
    program = tmp_path / "bin" / "agg"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    assert f" {program} -c {tmp_path}/feeds.toml fetch\n" in agg("schedule", "cron").out
    program.unlink()
    monkeypatch.setenv("PATH", "/nonexistent")
    assert f" {sys.executable} -m aggregator -c {tmp_path}/feeds.toml fetch\n" in agg("schedule", "cron").out
