"""`agg check`: everything that can be wrong, with an exit code that says the worst."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.store import lock
from tests.support.blogserver import BlogServer
from tests.support.command import Agg
from tests.support.mailserver import MailServer
from tests.support.town import SETTINGS, settle

PERSON = '[[participants]]\nname = "{name}"\n{key} = "{address}"\ncomments = "feedfields"\n'


@pytest.fixture
def town(server: BlogServer, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> BlogServer:
    settle(server)
    monkeypatch.setenv("AGG_NOW", "2026-11-20T12:00:00+00:00")
    return server


def write(folder: Path, server: BlogServer, more: str = "", **blogs: str) -> None:
    text = SETTINGS.replace("interval", 'contact = "teacher@school.example"\ninterval') + more
    for name, path in blogs.items():
        key = "home" if path.count("/") == 2 else "feed"
        text += PERSON.format(name=name, key=key, address=server.url(path))
    (folder / "feeds.toml").write_text(text)


def levels(agg: Agg, *words: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")[:3]) for line in agg("check", *words).out.splitlines()]


def test_all_is_well(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, kari="/kari/", ola="/ola/feed/")
    before = agg("check")
    assert before.code == 0
    assert "There is no database" not in before.err
    agg("fetch")
    said = agg("check")
    assert (said.code, said.err) == (0, "")
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert {level for level, part, *_ in rows if part != "machine"} == {"fine"}
    assert "Blogs\n✓ 2 blogs can be read" in agg("--color", "always", "check").out.replace("\x1b[0m", "").replace(
        "\x1b[1;4m", ""
    ).replace("\x1b[1;32m", "")


def test_it_changes_nothing(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, kari="/kari/")
    agg("check")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.toml"]
    agg("fetch")
    before = (tmp_path / "agg.db").read_bytes()
    agg("check")
    assert (tmp_path / "agg.db").read_bytes() == before


def test_trouble_has_words_to_forward(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, kari="/kari/", dead="/dead/", jon="/jon/comments/feed/")
    said = agg("check")
    assert said.code == 1
    rows = {line.split("\t")[2]: line.split("\t") for line in said.out.splitlines() if line.split("\t")[1] == "blog"}
    assert rows["kari"][0] == "fine"
    assert rows["dead"][4:] == [
        "there is nothing at this address (404)",
        f"There is nothing at the address of your blog that we have: {town.url('/dead/')}. Did you change it?"
        " Please tell us.",
    ]
    assert rows["jon"][0] == "trouble"
    only = agg("check", "--participant", "KARI")
    assert (only.code, only.out.count("\n")) == (0, 1)


def test_offline_nobody_is_asked(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, dead="/dead/")
    assert agg("check", "--offline").code == 0
    assert town.log == []


def test_json_has_all_of_it(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, dead="/dead/", kari="/kari/")
    found = json.loads(agg("check", "--json").out)
    assert (found["schema"], found["worst"]) == (1, "trouble")
    assert {one["part"] for one in found["checked"]} == {"file", "blog", "machine", "database"}


def test_a_broken_file_is_all_there_is_to_say(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("[course]\ntitel = 1\n")
    said = agg("check")
    assert said.code == 78
    assert "feeds.toml:2" in said.err


def test_a_broken_database_is_the_worst(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, kari="/kari/")
    (tmp_path / "agg.db").write_bytes(b"This is no database at all, and was never one." * 100)
    said = agg("check")
    assert said.code == 78
    assert ("broken", "database", "") in levels(agg)


def test_what_others_could_read_is_told(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    write(tmp_path, town, kari="/kari/feed/")
    file = tmp_path / "feeds.toml"
    file.write_text(file.read_text().replace("http://127", "http://kari:secret@127"))
    file.chmod(0o644)
    said = agg("check")
    assert said.code == 1
    assert "chmod 600 feeds.toml" in said.out
    assert "secret" not in said.out
    file.chmod(0o600)
    assert agg("check").code == 0


def test_cron_that_has_stopped_is_noticed(
    town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, town, kari="/kari/")
    agg("fetch")
    with lock(tmp_path / "agg.db"):
        assert "a fetch is running" in agg("check").out
    monkeypatch.setenv("AGG_NOW", "2026-11-23T12:00:00+00:00")
    said = agg("check")
    assert said.code == 1
    assert "the last fetch was on 20 November 2026" in said.out
    with closing(sqlite3.connect(tmp_path / "agg.db")) as db:
        db.execute("update blogs set last_asked = null")
        db.commit()
    assert "no blog was asked yet" in agg("check").out


def test_the_clock_is_compared_unless_it_is_replaced(
    town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, town, kari="/kari/")
    assert "clock" not in agg("check").out
    monkeypatch.delenv("AGG_NOW")
    assert "the clock is right." in agg("check").out


def test_what_may_not_be_written_is_the_worst(
    town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, town, kari="/kari/")
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    said = agg("check")
    assert said.code == 78
    assert f"may not be written: {tmp_path}" in said.out
    assert agg("--db", "new/folder/agg.db", "check").code == 0  # it is made when it is needed


def test_the_mail_server_is_greeted_and_nothing_is_sent(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    with MailServer() as server:
        mail = '[mail]\nfrom = "a@b.example"\nto = ["c@d.example"]\nserver = "127.0.0.1"\nsecurity = "none"\n'
        mail += f"port = {server.port}\n"
        write(tmp_path, town, mail, kari="/kari/")
        said = agg("check")
        assert said.code == 0
        assert ("fine", "mail", "") in levels(agg)
        assert server.mails == []
        assert ("fine", "mail", "") not in levels(agg, "--offline")
    assert agg("check").code == 1
    assert ("trouble", "mail", "") in levels(agg)
