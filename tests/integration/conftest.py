"""A blog server and Web to ask it, the command in this process, and a course that it has fetched already."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.web import Web
from tests.support.asking import LOOPBACK
from tests.support.blogserver import BlogServer
from tests.support.command import NOW, Agg, cron_environment, run


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with BlogServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(user_agent="agg/test", timeout=5, allow_networks=LOOPBACK) as web:
        yield web


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
