"""`agg backup`: what it says, its exit codes, and that what is put back works with every command."""

import os
import pty
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.command import NOW, Agg, Run, command, cron_environment, run
from tests.support.crashes import contents, state
from tests.support.limits import no_file_over
from tests.support.smallcourse import feed, write_course
from tests.support.storedcourse import StoredCourse

AT_NOW = cron_environment(AGG_NOW=NOW.isoformat())
COMMANDS = ("posts --all", "comments --all", "needs-comments", "digest", "status --comments", "posts forsøk")


@pytest.fixture
def small(agg: Agg, tmp_path: Path) -> StoredCourse:
    """A course with one post as the current folder."""
    course = StoredCourse(tmp_path)
    course.post("kari", "1")
    return course


def test_cron_hears_nothing_of_a_backup_that_is_made_and_made_again(small: StoredCourse, agg: Agg) -> None:
    for guid in ("2", "3"):
        assert agg("backup", "mon.db") == Run(0, "", "")
        assert contents(small.folder / "mon.db") == contents(small.folder / "agg.db")
        small.post("kari", guid)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The database is backed up in mon.db.\n"), ("nb", "Databasen er sikkerhetskopiert til mon.db.\n")],
)
def test_who_wants_to_hear_does(small: StoredCourse, agg: Agg, language: str, said: str) -> None:
    small.write(language=language)
    assert agg("backup", "mon.db", "-v") == Run(0, "", said)
    assert agg("-q", "backup", "mon.db") == Run(0, "", "")


def test_a_person_at_a_terminal_hears_one_line(small: StoredCourse) -> None:
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        command("backup", "mon.db"), cwd=small.folder, env=AT_NOW, stdout=subprocess.PIPE, stderr=theirs, timeout=30
    )
    os.close(theirs)
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert os.read(ours, 1_000) == b"The database is backed up in mon.db.\r\n"
    os.close(ours)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("-", "A backup goes into a file, not to the screen or a pipe. Name one."),
        (".", ". is a folder. Name a file in it, such as agg-backup.db."),
        ("", ". is a folder. Name a file in it, such as agg-backup.db."),
        ("folder", "folder is a folder. Name a file in it, such as folder/agg-backup.db."),
        ("missing/", "missing is a folder. Name a file in it, such as missing/agg-backup.db."),
        ("missing/mon.db", "There is no folder {here}/missing. Make it, or see whether its disk is connected."),
        ("agg.db", "{here}/agg.db belongs to the database itself. Name another file."),
        (
            "feeds.toml",
            "{here}/feeds.toml is no backup made by agg and stays as it is. Name another file, or move it away.",
        ),
        ("/dev/null", "/dev/null is no ordinary file. Name another one."),
    ],
)
def test_what_is_no_place_for_a_backup_is_told_in_one_line(small: StoredCourse, agg: Agg, file: str, said: str) -> None:
    (small.folder / "folder").mkdir()
    before = state(small.folder)
    assert agg("backup", file) == Run(2, "", f"agg: {said.format(here=small.folder)}\n")
    assert state(small.folder) == before


def test_without_a_file_or_a_database_it_says_so(agg: Agg, tmp_path: Path) -> None:
    StoredCourse(tmp_path)
    assert agg("backup").code == 2
    (tmp_path / "agg.db").unlink()
    missing = agg("backup", "mon.db")
    assert missing == Run(78, "", f"agg: There is no database {tmp_path}/agg.db yet. Run agg fetch first.\n")


def test_a_damaged_database_and_a_full_disk_have_codes_of_their_own(small: StoredCourse, agg: Agg) -> None:
    with no_file_over(40_000):
        full = agg("backup", "mon.db")
    assert (full.code, full.err.count("\n")) == (75, 1)
    assert "mon.db: the disk is full or a size limit is reached" in full.err
    (small.folder / "agg.db").write_bytes((small.folder / "agg.db").read_bytes()[:9_000])
    damaged = agg("backup", "mon.db")
    assert (damaged.code, damaged.err.count("\n")) == (78, 1)
    assert "agg.db: is damaged or no database" in damaged.err
    assert not (small.folder / "mon.db").exists()


def test_a_mistake_in_feeds_toml_stops_no_backup(small: StoredCourse, agg: Agg) -> None:
    (small.folder / "feeds.toml").write_text("[course\n")
    assert agg("backup", "mon.db") == Run(0, "", "")
    (small.folder / "feeds.toml").unlink()
    assert agg("backup", "tue.db", "--db", "agg.db") == Run(0, "", "")
    assert contents(small.folder / "mon.db") == contents(small.folder / "tue.db")


def test_what_is_put_back_works_with_every_command(course: Path, agg: Agg) -> None:
    before = [agg(*words.split()) for words in COMMANDS]
    url = before[0].out.splitlines()[0].split("\t")[5]
    assert agg("backup", "kept.db").code == 0
    agg("mark", url, "closed")
    assert [agg(*words.split()) for words in COMMANDS] != before
    shutil.copy(course / "kept.db", course / "agg.db")
    assert [agg(*words.split()) for words in COMMANDS] == before
    assert agg("why", url).code == 0
    assert agg("mark", url, "closed").code == 0
    assert agg("backup", "kept.db").code == 0


# -- beside a fetch ---------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with BlogServer() as server:
        server.put("/kari", feed("kari", 2, server.url("/kari")))
        yield server


def test_while_a_fetch_runs_the_others_work_with_what_it_has_saved(server: BlogServer, tmp_path: Path) -> None:
    asked, answer = threading.Event(), threading.Event()

    def late(_visit: Visit) -> Page:
        asked.set()
        answer.wait(30)
        return Page(feed("ola", 1, server.url("/ola")).encode())

    server.put("/ola", late)
    write_course(tmp_path / "feeds.toml", server, ("kari", "ola"))
    with subprocess.Popen(command("fetch", "-v"), cwd=tmp_path, env=AT_NOW, stderr=subprocess.PIPE, text=True) as agg:
        assert agg.stderr
        assert agg.stderr.readline() == "kari: 2 new posts\n"
        assert asked.wait(10)
        for words in ("backup mon.db", "needs-comments", "digest", "status", "posts number"):
            shown = run(words.split(), tmp_path, AT_NOW)
            assert (shown.code, shown.err) == (0, ""), words
        assert run(["fetch"], tmp_path, AT_NOW).code == 75
        answer.set()
        assert agg.wait(20) == 0
    assert len(contents(tmp_path / "mon.db")["posts"]) == 2
    assert len(contents(tmp_path / "agg.db")["posts"]) == 3
    (tmp_path / "mon.db").replace(tmp_path / "agg.db")
    again = run(["fetch", "-v"], tmp_path, AT_NOW)
    assert again.err.splitlines()[-1].startswith("2 blogs: 1 new post")
