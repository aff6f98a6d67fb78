"""`agg import`, `agg export`, `agg init`: courses come from lists, and go into them."""

import json
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from aggregator.config import load_course
from aggregator.core.course import Participant
from tests.support.blogserver import BlogServer
from tests.support.command import Agg
from tests.support.terminals import answering
from tests.support.town import SETTINGS, settle

TEN = """\
# What the participants have sent
Kari Nordmann {base}/kari/
Ola: {base}/ola/feed/
{base}/mona/
Jon <{base}/jon/category/jobb/feed/>
{base}/kari/comments/feed/
Dead {base}/dead/
Elin {base}/elin/comments/feed/
Per, who has no blog yet
Kari Nordmann {base}/empty/feed/
ftp.example ftp://kari.example/
"""


@pytest.fixture
def town(server: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlogServer:
    settle(server)
    (tmp_path / "feeds.toml").write_text(SETTINGS)
    (tmp_path / "ten.txt").write_text(TEN.format(base=server.url("")))
    monkeypatch.setenv("AGG_NOW", "2026-11-20T12:00:00+00:00")
    return server


def people(folder: Path) -> tuple[Participant, ...]:
    return load_course(folder / "feeds.toml", nobody_yet=True).participants


def short(folder: Path, server: BlogServer) -> list[tuple[str, str]]:
    return [(one.name, one.address.removeprefix(server.url(""))) for one in people(folder)]


FOUND = [
    ("Kari Nordmann", "/kari/feed/"),
    ("Ola", "/ola/feed/"),
    ("Mona A", "/mona/a.xml"),
    ("Jon", "/jon/category/jobb/feed/"),
    ("Dead", "/dead/"),
    ("Kari Nordmann 2", "/empty/feed/"),
]


def test_a_list_of_addresses_becomes_a_course(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    said = agg("import", "ten.txt", "--tag", "2026")
    assert (said.code, said.out) == (1, "")  # two lines were not read
    assert short(tmp_path, town) == FOUND
    assert {one.tags for one in people(tmp_path)} == {("2026",)}
    assert "6 participants added to feeds.toml." in said.err
    assert "Dead: " in said.err
    assert "line 9: there is no address" in said.err
    assert "line 11" in said.err
    assert "is there already (Kari Nordmann)" in said.err
    assert "no feed of posts was found" in said.err
    assert "Called “Kari Nordmann 2”" in said.err


def test_a_second_time_adds_nobody(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("import", "ten.txt")
    before = (tmp_path / "feeds.toml").read_text()
    said = agg("import", "ten.txt")
    assert said.code == 1
    assert "0 participants added" in said.err
    assert (tmp_path / "feeds.toml").read_text() == before


def test_of_many_lines_that_cannot_be_read_some_are_named(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    blogs = "".join(f"Kari {n} https://kari{n}.example/\n" for n in range(12))
    (tmp_path / "long.txt").write_text(blogs + "nobody\n" * 13)
    said = agg("import", "long.txt", "--offline")
    assert said.code == 1
    assert said.err.count("there is no address") == 10
    assert "… and 3 more lines like these." in said.err


def test_nothing_is_asked_offline(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "ten.txt").write_text(f"Kari {town.url('/kari/')}\n")
    assert agg("import", "ten.txt", "--offline").code == 0
    assert people(tmp_path) == (Participant("Kari", town.url("/kari/"), is_home=True),)
    assert town.log == []


def test_a_try_changes_nothing(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "ten.txt").write_text(f"Kari {town.url('/kari/')}\n")
    said = agg("import", "ten.txt", "--dry-run")
    assert tomllib.loads(said.out) == {"participants": [{"name": "Kari", "feed": town.url("/kari/feed/")}]}
    assert (tmp_path / "feeds.toml").read_text() == SETTINGS


def test_a_table_with_a_wrong_source_is_told(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f"name,feed,comments\nKari,{town.url('/kari/feed/')},gohst\n")
    said = agg("import", "x.csv")
    assert "line 2: There is no source of comments “gohst”." in said.err
    assert [one.comments for one in people(tmp_path)] == ["auto"]


def test_stdin_is_a_list_too(town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(monkeypatch, f"Kari {town.url('/kari/feed/')}"):
        assert agg("import", "-", "-q").code == 0
    assert short(tmp_path, town) == [("Kari", "/kari/feed/")]


@pytest.mark.parametrize("file", ["nowhere.txt", ".", "feeds.toml"])
def test_what_cannot_be_read_is_told(town: BlogServer, agg: Agg, file: str) -> None:
    said = agg("import", file)
    assert said.code == 2
    assert said.err.startswith(f"agg: {file}: ")


@pytest.mark.parametrize("form", ["opml", "csv", "json"])
def test_what_is_exported_can_be_imported(town: BlogServer, agg: Agg, tmp_path: Path, form: str) -> None:
    agg("import", "ten.txt", "--tag", "kommune", "--tag", "gruppe 1")
    agg("fetch")
    before = people(tmp_path)
    assert agg("export", form, "-o", "list").code == 0
    (tmp_path / "feeds.toml").write_text(SETTINGS)
    assert agg("import", "list", "--offline").code == 0
    # Of who is known by a home page alone OPML has no feed.
    assert people(tmp_path) == tuple(one for one in before if form != "opml" or not one.is_home)


def test_opml_has_the_feeds_that_are_read(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    blogs = "".join(
        f'[[participants]]\nname = "{name}"\nhome = "{town.url(f"/{name}/")}"\n' for name in ("kari", "dead")
    )
    (tmp_path / "feeds.toml").write_text(SETTINGS + blogs)
    before = agg("export", "opml")
    assert "<outline" not in before.out
    assert before.err == "Left out, for agg fetch has not found their feeds yet: kari, dead.\n"
    agg("fetch")
    after = agg("export", "opml")
    assert f'xmlUrl="{town.url("/kari/feed/")}" htmlUrl="{town.url("/kari/")}"' in after.out
    assert after.err.endswith(": dead.\n")


def test_passwords_stay_here(town: BlogServer, agg: Agg) -> None:
    agg("add", "https://user:secret@kari.example/feed/", "--offline", "--name", "Kari")
    for form in ("opml", "csv", "json"):
        said = agg("export", form)
        assert "secret" not in said.out
        assert "kari.example" in said.out or form == "opml"
        assert "1 address has a password" in said.err


def test_export_is_of_one_person_or_of_all(town: BlogServer, agg: Agg) -> None:
    assert agg("export", "person").code == agg("export", "csv", "Kari").code == agg("export", "xml").code == 2


def test_json_is_for_programs(town: BlogServer, agg: Agg) -> None:
    agg("add", town.url("/kari/"), "--name", "Kari", "--tag", "a")
    assert json.loads(agg("export", "json").out) == {
        "schema": 1,
        "course": "The course",
        "participants": [
            {
                "name": "Kari",
                "feed": town.url("/kari/feed/"),
                "tags": ["a"],
                "aliases": [],
                "category": None,
                "comments": "auto",
            }
        ],
    }


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_newsboat_reads_our_list_and_we_read_newsboats(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("import", "ten.txt", "--tag", "kommune")
    agg("fetch")
    agg("export", "opml", "-o", "blogs.opml")
    ours = [one for one in people(tmp_path) if not one.is_home]
    files = {"-u": "urls", "-C": "config", "-c": "cache.db"}
    for name in ("urls", "config"):
        (tmp_path / name).touch()

    def newsboat(*words: str) -> str:
        places = [word for key, name in files.items() for word in (key, str(tmp_path / name))]
        ended = subprocess.run(
            ["newsboat", *places, *words],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return ended.stdout

    newsboat("-i", str(tmp_path / "blogs.opml"))
    lines = (tmp_path / "urls").read_text("utf-8").splitlines()
    assert [shlex.split(line)[0] for line in lines] == [one.address for one in ours]
    # What somebody writes beside them in newsboat: old versions of it take neither tags nor names from OPML.
    told = [f'{shlex.split(line)[0]} "kommune" "~{one.name}"\n' for line, one in zip(lines, ours, strict=True)]
    (tmp_path / "urls").write_text("".join(told), "utf-8")
    (tmp_path / "feeds.toml").write_text(SETTINGS)
    assert agg("import", "urls", "--offline").code == 0
    assert people(tmp_path) == tuple(ours)
    (tmp_path / "exported.opml").write_text(newsboat("-e"), "utf-8")
    (tmp_path / "feeds.toml").write_text(SETTINGS)
    agg("import", "exported.opml", "--offline")
    assert [one.address for one in people(tmp_path)] == [one.address for one in ours]


def test_a_course_begins_with_a_list(
    town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "feeds.toml").unlink()
    said = agg("init", "ten.txt", "--language", "en")
    assert said.code == 1
    assert [one.name for one in people(tmp_path)][:2] == ["Kari Nordmann", "Ola"]
    assert len(people(tmp_path)) == 8  # nobody may read blogs of this machine unless allow_networks says so
    assert said.err.count("allow_networks") == 8
    assert said.err.endswith("feeds.toml is written.\n8 participants are in it.\n")
