"""docs/admin.md shows what commands print, and tells to type what agg understands."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from aggregator.core import errors
from tests.support.command import Agg
from tests.support.consoles import BLOCK, as_it_is_now, sample_course

ROOT = Path(__file__).parents[2]
ADMIN = ROOT / "docs" / "admin.md"


def test_every_console_block_shows_what_the_command_prints(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    text = ADMIN.read_text(encoding="utf-8")
    assert BLOCK.findall(text)
    now = as_it_is_now(sample_course(tmp_path_factory.mktemp("admin")), text)
    if pytestconfig.getoption("--update-golden"):
        ADMIN.write_text(now, encoding="utf-8")
    assert now == text


def test_what_it_tells_to_schedule_can_be_scheduled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], signals: None
) -> None:
    commands = re.findall(r"^agg .* schedule .*$", ADMIN.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    monkeypatch.chdir(tmp_path)
    toml = '[[participants]]\nname = "K"\nfeed = "https://k.example/"\n'
    mail = '[mail]\nfrom = "a@b.example"\nto = ["c@d.example"]\nserver = "s.example"\n'
    for folder in ("srv/course", "var/www/html/course", "backup/course"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "srv/course/feeds.toml").write_text(mail + toml)
    agg = Agg(monkeypatch, capsys)
    for line in commands:
        words = [f"{tmp_path}{word}" if word.startswith("/") else word for word in shlex.split(line)[1:]]
        assert agg(*words).code == 0
    assert len(list((tmp_path / "units").iterdir())) == 4


def test_its_exit_codes_are_those_of_agg() -> None:
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", ADMIN.read_text(encoding="utf-8"), re.MULTILINE)}
    kinds = (errors.AggError, errors.UsageError, errors.ConfigError, errors.StoreFull, errors.MailError, errors.Locked)
    assert table == {0, 1} | {kind.exit_code for kind in kinds}


def test_the_python_it_names_is_the_one_that_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["requires-python"].removeprefix(">=")
    assert f"| Python | {needed} or newer" in ADMIN.read_text(encoding="utf-8")


def test_its_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", ADMIN.read_text(encoding="utf-8"))
    assert links
    assert all((ADMIN.parent / link).is_file() for link in links)
