"""The constraints of `make lowest`: every dependency has a lowest version, and is held to it."""

import re
import tomllib
from pathlib import Path

from tools.lowest import lowest

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_lower_bounds_become_versions() -> None:
    wanted = ["rich>=14.3", "typer>=0.27,<0.29", "tzdata", "coverage[toml]>=7.10", "a-b.c>=1"]
    assert lowest(wanted) == ["rich==14.3", "typer==0.27", "coverage==7.10", "a-b.c==1"]


def test_every_dependency_but_the_time_zones_says_its_lowest_version() -> None:
    names = {re.split("[<>=]", one)[0] for one in PROJECT["dependencies"]}
    assert names - {one.partition("==")[0] for one in lowest(PROJECT["dependencies"])} == {"tzdata"}
