"""The command in this process, and a course that it has fetched already."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import NOW, Agg, cron_environment, run


@pytest.fixture
def agg(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], signals: None, tmp_path: Path
) -> Iterator[Agg]:
    """The command, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("no_proxy", "")  # agg demo changes it
    return Agg(monkeypatch, capsys)


@pytest.fixture(scope="session")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample course as `agg demo --keep` leaves it at NOW: feeds.toml, and a database with three weeks of posts."""
    folder = tmp_path_factory.mktemp("fetched") / "course"
    ended = run(["demo", "--keep", folder], folder.parent, cron_environment(AGG_NOW=NOW.isoformat(), AGG_LANG="en"))
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture
def course(fetched: Path, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fetched course as the current folder, at NOW."""
    shutil.copytree(fetched, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    return tmp_path
