"""`agg schedule`: what it prints, what it writes, and what it refuses."""

import os
from pathlib import Path

import pytest

from aggregator.cli import installed
from aggregator.core.errors import StoreError, UsageError
from tests.support.command import Agg, Run
from tests.support.cron import times
from tests.support.storedcourse import StoredCourse

MAIL = '\n[mail]\nfrom = "agg@school.example"\nto = ["all@school.example"]\nserver = "smtp.school.example"\n'
FILES = ("agg-fetch.service", "agg-fetch.timer", "agg-digest.service", "agg-digest.timer")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer set to Oslo's time, an agg in /opt, and somebody who is not root."""
    monkeypatch.setattr(installed, "machine_zone", lambda: "Europe/Oslo")
    monkeypatch.setattr(installed, "program", lambda: ("/opt/agg/bin/agg",))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("AGG_NOW", "2026-11-23T12:00:00Z")


@pytest.fixture
def small(agg: Agg, tmp_path: Path) -> StoredCourse:
    """A course as the current folder."""
    return StoredCourse(tmp_path)


def add(course: StoredCourse, lines: str) -> None:
    with (course.folder / "feeds.toml").open("a") as file:
        file.write(lines)


def test_the_crontab_of_a_course(small: StoredCourse, agg: Agg) -> None:
    (small.folder / "page").mkdir()
    made = agg("schedule", "cron", "--every", "60", "--site", "page", "--digest", "fri 15:10")
    assert (made.code, made.err) == (0, "")
    agg_with = f"/opt/agg/bin/agg -c {small.folder}/feeds.toml"
    first, digest, last = [line for line in made.out.splitlines() if line[0:1].isdigit()]
    assert first.endswith(f" * * * * {agg_with} fetch")
    assert digest == f"10 15 * * 5 {agg_with} digest --week last"
    assert last.endswith(f" * * * * {agg_with} site {small.folder}/page")
    assert "\nPATH=/usr/local/bin:/usr/bin:/bin\n" in made.out
    assert "\n# MAILTO=\n" in made.out
    assert not [line for line in made.out.splitlines() if line and line[0] not in "#MP0123456789"]


def test_sunday_is_0_to_cron(small: StoredCourse, agg: Agg) -> None:
    assert times(agg("schedule", "cron", "--digest", "sun 20:00").out)[1] == "0 20 * * 0"


@pytest.mark.parametrize(
    ("machine", "fields", "said"),
    [
        ("Europe/Stockholm", "30 7 * * 1", []),
        ("UTC", "30 6 * * 1", ["At 07:30 in Europe/Oslo.", "set to UTC", "an hour earlier or later"]),
        (None, "30 7 * * 1", ["This is Europe/Oslo time"]),
    ],
)
def test_cron_goes_by_the_clock_of_the_machine(
    machine: str | None, fields: str, said: list[str], small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "machine_zone", lambda: machine)
    out = agg("schedule", "cron").out
    assert times(out)[1] == fields
    assert all(words in out for words in said)
    assert ("Europe/Oslo" in out) == bool(said)


@pytest.mark.parametrize(
    ("lines", "mailto"),
    [
        ('\n[fetch]\ncontact = "teacher@school.example"\n', "MAILTO=teacher@school.example"),
        (f'\n[fetch]\ncontact = "https://school.example"\n{MAIL}', "# MAILTO="),
        (f'{MAIL}reply_to = "Eva <eva@school.example>"\n', "MAILTO=eva@school.example"),
    ],
)
def test_cron_mails_to_whom_feeds_toml_names(lines: str, mailto: str, small: StoredCourse, agg: Agg) -> None:
    add(small, lines)
    assert f"\n{mailto}\n" in agg("schedule", "cron").out


def test_proxies_come_along(small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128/%7E")
    monkeypatch.setenv("no_proxy", "localhost,.example")
    monkeypatch.setenv("all_proxy", 'bad"\n')
    out = agg("schedule", "cron").out
    assert 'HTTPS_PROXY="http://proxy:3128/%7E"\nno_proxy="localhost,.example"\n' in out
    assert "all_proxy" not in out
    assert "login of the proxy" not in out
    units = agg("schedule", "systemd").out
    assert "\nEnvironment=HTTPS_PROXY=http://proxy:3128/%%7E\nEnvironment=no_proxy=localhost,.example\n" in units


@pytest.mark.parametrize("clock", ["cron", "systemd"])
def test_a_password_of_a_proxy_is_pointed_out(
    clock: str, small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://eva:secret@proxy:3128")
    lines = agg("schedule", clock).out.splitlines()
    place = lines.index("# The login of the proxy stands here, so let nobody else read this:")
    assert "eva:secret" in lines[place + 1]


def test_sending_needs_mail_and_tells_where_the_password_goes(small: StoredCourse, agg: Agg) -> None:
    refused = agg("schedule", "cron", "--send")
    said = "agg: --send: feeds.toml has no [mail]. Write from, to and server below [mail].\n"
    assert refused == Run(2, "", said)
    add(small, f'{MAIL}user = "course"\n')
    cron, units = agg("schedule", "cron", "--send").out, agg("schedule", "systemd", "--send").out
    assert "digest --week last --send\n" in cron
    assert "\n# AGG_MAIL_PASSWORD=\n" in cron
    assert units.count("\n# EnvironmentFile=\n") == 1
    add(small, 'password_command = ["sh", "-c", "echo x"]\n')
    assert "AGG_MAIL_PASSWORD" not in agg("schedule", "cron", "--send").out


def test_the_units_of_a_user_and_of_root(small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = agg("schedule", "systemd", "--db", small.folder / "agg.db").out
    assert [line for line in mine.splitlines() if line.startswith("# =")] == [f"# ===== {name} =====" for name in FILES]
    assert f"\nExecStart=/opt/agg/bin/agg -c {small.folder}/feeds.toml --db {small.folder}/agg.db fetch\n" in mine
    assert f"\nReadWritePaths={small.folder}\n" in mine
    assert "\nOnCalendar=Mon *-*-* 07:30:00 Europe/Oslo\n" in mine
    assert "#   loginctl enable-linger\n" in mine
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    root = agg("schedule", "systemd", "--digest", "none").out
    assert "#   systemctl enable --now agg-fetch.timer\n" in root
    assert "# User=\n" in root
    assert "--user" not in root
    assert "/etc/systemd/system" in root


def test_a_program_with_a_dollar_in_its_path_is_found_by_env(
    small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "program", lambda: ("/opt/$x/agg",))
    assert "\nExecStart=/usr/bin/env /opt/$$x/agg -c " in agg("schedule", "systemd").out


def test_nothing_of_all_is_hidden_in_a_tmp_of_its_own(
    small: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "full", lambda path: f"/srv/{path}")
    monkeypatch.setattr(installed, "database_folder", lambda _path: "/srv/course")
    assert agg("schedule", "systemd").out.count("\nPrivateTmp=yes\n") == 2
    monkeypatch.setattr(installed, "database_folder", lambda _path: "/tmp")
    assert "PrivateTmp" not in agg("schedule", "systemd").out


def test_files_are_written_and_never_over_others(small: StoredCourse, agg: Agg) -> None:
    names = ", ".join(FILES)
    for _twice in range(2):
        assert agg("schedule", "systemd", "-o", "units", "-v") == Run(0, "", f"Written to units: {names}\n")
    kept = (small.folder / "units" / FILES[2]).read_text()
    (small.folder / "units" / FILES[2]).write_text("mine")
    refused = agg("schedule", "systemd", "-o", "units", "--every", "60")
    assert refused == Run(2, "", f"agg: units/{FILES[1]}: says something else. --force writes over it.\n")
    assert (small.folder / "units" / FILES[2]).read_text() == "mine"
    assert agg("schedule", "systemd", "-o", "units").code == 2
    assert agg("schedule", "systemd", "-o", "units", "--force") == Run(0, "", "")
    assert (small.folder / "units" / FILES[2]).read_text() == kept
    assert agg("schedule", "cron", "-o", "units") == Run(0, "", "")
    assert (small.folder / "units" / "agg.crontab").read_text() == agg("schedule", "cron").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--every", "7"], "--every: not 7 minutes, but one of 5, 6,"),
        (["--digest", "soon"], "--digest: “soon” is no day and time. Write it as “mon 07:30”, or none."),
        (["--digest", "none", "--send"], "Give either --send or --digest none."),
        (["--force"], "--force goes with -o."),
        (["--site", "missing"], "There is no folder {here}/missing. Make it first."),
        (["--backup", "feeds.toml"], "There is no folder {here}/feeds.toml. Make it first."),
        (["-o", "feeds.toml"], "feeds.toml: cannot be written (File exists)."),
    ],
)
def test_what_cannot_be_is_told_in_one_line(words: list[str], said: str, small: StoredCourse, agg: Agg) -> None:
    wrong = agg("schedule", "cron", *words)
    assert (wrong.code, wrong.out, wrong.err.count("\n")) == (2, "", 1)
    assert wrong.err.startswith(f"agg: {said.format(here=small.folder)}")


def test_without_a_course_or_a_place_for_the_database_nothing_is_printed(
    agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert agg("schedule", "cron", "-c", "missing.toml").code == 78
    StoredCourse(tmp_path)
    lost = agg("schedule", "cron", "--db", "nowhere/agg.db")
    assert (lost.code, lost.out) == (78, "")
    assert f"there is no folder {tmp_path}/nowhere" in lost.err
    monkeypatch.setattr(os, "access", lambda *_given: False)  # root may write everywhere
    closed = agg("schedule", "cron")
    assert (closed.code, closed.out) == (78, "")
    assert "may not be written by you" in closed.err
    with pytest.raises(UsageError, match="may not be written"):
        installed.writable(tmp_path)
    with pytest.raises(StoreError, match="may not be written"):
        installed.database_folder(tmp_path / "agg.db")


def test_paths_that_no_line_can_hold(agg: Agg, tmp_path: Path) -> None:
    odd = tmp_path / "two\nlines"
    odd.mkdir()
    StoredCourse(odd)
    refused = agg("schedule", "cron", "-c", odd / "feeds.toml")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    StoredCourse(tmp_path)
    deep = tmp_path.joinpath(*["x" * 200] * 5)
    deep.mkdir(parents=True)
    assert "too long for a line of cron" in agg("schedule", "cron", "--site", deep).err
    assert agg("schedule", "systemd", "--site", deep).code == 0


def test_the_comments_are_in_the_course_s_language(small: StoredCourse, agg: Agg) -> None:
    assert "# Read the blogs." in agg("schedule", "cron").out
