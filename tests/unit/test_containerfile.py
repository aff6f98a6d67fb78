"""Containerfile: each instruction is one, what it copies is there and not ignored, and nobody is root in the end."""

import fnmatch
import json
import re
import tomllib
from pathlib import Path

from aggregator.cli import COMMANDS

ROOT = Path(__file__).parents[2]
KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def instructions() -> list[tuple[str, str]]:
    """Name and words of each instruction, continued lines joined."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def of(name: str) -> list[str]:
    return [words for one, words in instructions() if one == name]


def copied() -> list[str]:
    """What comes from the repository."""
    return [word for words in of("COPY") if not words.startswith("--from") for word in words.split()[:-1]]


def test_every_instruction_is_one_and_the_first_is_from() -> None:
    names = [name for name, _words in instructions()]
    assert set(names) <= KNOWN
    assert names[0] == "FROM"
    assert all(words.strip() for _name, words in instructions())
    for name in ("ENTRYPOINT", "CMD"):
        assert all(isinstance(json.loads(words), list) for words in of(name))


def test_stages_that_are_copied_from_have_been_named() -> None:
    named = {found[1] for words in of("FROM") if (found := re.search(r" AS (\w+)$", words))}
    used = {found[1] for words in of("COPY") if (found := re.match(r"--from=(\w+) ", words))}
    assert used
    assert used <= named


def test_what_it_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert copied()
    assert {one.removeprefix("./") for one in copied()} == kept
    assert all((ROOT / path).exists() for path in copied())


def test_all_that_the_wheel_is_built_from_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [project["project"]["readme"], *project["project"]["license-files"]]
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted += wheel["packages"]
    there = {one.removeprefix("./") for one in copied()}
    assert there >= {"pyproject.toml", *wanted}
    assert all(any(path == one or path.startswith(f"{one}/") for one in there) for path in wheel["shared-data"])
    installs = [words for words in of("RUN") if "pip install" in words]
    assert len(installs) == 1
    [constraints] = re.findall(r"--constraint (\S+)", installs[0])
    assert constraints in copied()
    [wheels] = re.findall(r"/wheels/(\S+)", installs[0])
    assert fnmatch.fnmatch(f"agg-{project['project']['version']}-py3-none-any.whl", wheels)


def test_in_the_end_nobody_is_root_and_the_course_is_a_volume() -> None:
    [user], [volume], [folder] = of("USER"), of("VOLUME"), of("WORKDIR")[-1:]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert volume == folder == "/course"
    names = [name for name, _words in instructions()]
    assert "RUN" not in names[names.index("USER") :]


def test_the_health_check_is_a_command_of_agg() -> None:
    [check] = of("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command[0] == json.loads(of("ENTRYPOINT")[0])[0] == "agg"
    assert set(command) & set(COMMANDS) == {"status"}
    assert "--exit-code" in command
