"""agg as a process of its own: pipes, terminals, signals, and the little that cron gives it."""

import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.store import lock
from tests.support.blogserver import BlogServer, Visit
from tests.support.command import NOW, command, cron_environment, run
from tests.support.smallcourse import feed, write_course

AT_NOW = cron_environment(AGG_NOW=NOW.isoformat())


def test_cron_s_bare_environment_is_enough(fetched: Path) -> None:
    shown = run(["posts"], fetched, AT_NOW)
    assert (shown.code, shown.err) == (0, "")
    assert "Første forsøk" in shown.out


def test_a_locale_that_knows_no_norwegian_letters_stops_nothing(fetched: Path) -> None:
    shown = run(["posts"], fetched, AT_NOW | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert shown.code == 0
    assert "forsøk" in shown.out or r"fors\xf8k" in shown.out


@pytest.mark.parametrize(
    "words",
    [
        *("posts", "posts --json", "comments --all", "comments --all --json", "digest", "digest --format markdown"),
        *("status", "-h"),
    ],
)
def test_a_reader_that_has_gone_stops_it_without_a_word(words: str, fetched: Path) -> None:
    gone, pipe = os.pipe()
    os.close(gone)
    ended = subprocess.run(
        command(*words.split()), cwd=fetched, env=AT_NOW, stdout=pipe, stderr=subprocess.PIPE, timeout=30
    )
    os.close(pipe)
    assert ended.stderr == b""
    assert ended.returncode in (0, 1)


def test_the_first_line_is_enough_for_head(fetched: Path) -> None:
    script = f'"{command()[0]}" -m aggregator digest | head -n 1'
    ended = subprocess.run(["sh", "-c", script], cwd=fetched, env=AT_NOW, capture_output=True, timeout=30)
    assert (ended.stdout.decode(), ended.stderr) == ("Sosiale medier i offentlig sektor\n", b"")


@pytest.mark.parametrize("words", ["posts", "digest", "status", "needs-comments --json"])
def test_output_that_is_closed_from_the_beginning_stops_nothing(words: str, fetched: Path) -> None:
    script = f'"{command()[0]}" -m aggregator {words} >&- 2>&-'
    ended = subprocess.run(["sh", "-c", script], cwd=fetched, env=AT_NOW, capture_output=True, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def on_terminal(words: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """What a terminal of 80 columns shows of a run, stderr and all."""
    ours, theirs = pty.openpty()
    try:
        agg = subprocess.Popen(command(*words), cwd=folder, env=environment, stdout=theirs, stderr=theirs)
        os.close(theirs)
        shown = b"".join(_until_closed(ours))
        return agg.wait(30), shown.decode().replace("\r\n", "\n")
    finally:
        os.close(ours)


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65_536)
        except OSError:  # Linux says so when the last writer has gone
            return
        if not data:
            return
        yield data


def test_on_a_terminal_there_is_colour_unless_one_wants_none(fetched: Path) -> None:
    person = AT_NOW | {"TERM": "xterm-256color", "COLUMNS": "80"}
    code, coloured = on_terminal(["needs-comments"], fetched, person)
    assert code == 0
    assert "\x1b[35m" in coloured
    for plain in (["--color", "never"], []):
        environment = person if plain else person | {"NO_COLOR": "1"}
        _, shown = on_terminal(["needs-comments", *plain], fetched, environment)
        assert "\x1b[35m" not in shown
        assert "\t" not in shown


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with BlogServer() as server:
        server.put("/kari", feed("kari", 2, server.url("/kari")))
        yield server


def test_a_person_sees_how_far_it_is_and_one_line_at_the_end(server: BlogServer, tmp_path: Path) -> None:
    write_course(tmp_path / "feeds.toml", server, ("kari",))
    code, shown = on_terminal(["fetch"], tmp_path, AT_NOW | {"TERM": "xterm-256color", "COLUMNS": "80"})
    assert code == 0
    assert "Reading blogs" in shown
    *_bar, summary, suggestion = shown.splitlines()
    assert summary.endswith("1 blog: 2 new posts.")
    assert "Next: agg needs-comments" in suggestion


def test_on_a_terminal_one_hears_that_another_fetch_runs(server: BlogServer, tmp_path: Path) -> None:
    write_course(tmp_path / "feeds.toml", server, ("kari",))
    with lock(tmp_path / "agg.db"):
        code, shown = on_terminal(["fetch"], tmp_path, AT_NOW)
    assert code == 75
    assert shown.startswith("agg: ")


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "Stopped. What had arrived by then is kept.\n"),
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 143, ""),
    ],
    ids=["Ctrl-C", "SIGTERM", "its terminal is closed"],
)
def test_a_fetch_that_is_stopped_keeps_what_it_has(
    number: int, code: int, said: str, server: BlogServer, tmp_path: Path
) -> None:
    asked = threading.Event()

    def hang(visit: Visit) -> None:
        asked.set()
        visit.wait(30)

    server.put("/ola", hang)
    write_course(tmp_path / "feeds.toml", server, ("kari", "ola"))
    with subprocess.Popen(
        command("fetch", "-v"), cwd=tmp_path, env=AT_NOW, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as agg:
        assert agg.stderr
        assert agg.stdout
        assert agg.stderr.readline() == "kari: 2 new posts\n"
        assert asked.wait(10)
        agg.send_signal(number)
        assert agg.wait(10) == code
        assert agg.stderr.read() == said
        assert agg.stdout.read() == ""
    with closing(sqlite3.connect(tmp_path / "agg.db")) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("select count(*) from posts").fetchone() == (2,)
    server.put("/ola", feed("ola", 1, server.url("/ola")))
    assert run(["fetch", "-v"], tmp_path, AT_NOW).err.splitlines()[-1] == "2 blogs: 1 new post."


def test_what_is_marked_is_said_on_a_terminal_and_in_a_pipe_and_is_no_data(fetched: Path, tmp_path: Path) -> None:
    shutil.copytree(fetched, tmp_path, dirs_exist_ok=True)
    title, url = run(["posts", "--all"], tmp_path, AT_NOW).out.splitlines()[0].split("\t")[2::3]
    code, shown = on_terminal(["mark", url, "answered"], tmp_path, AT_NOW | {"TERM": "xterm-256color"})
    assert (code, shown.count("\n")) == (0, 1)
    assert shown.endswith(f": “{title}” is marked as answered.\n")
    piped = run(["mark", url, "answered"], tmp_path, AT_NOW)
    assert (piped.code, piped.out, piped.err) == (0, "", shown)


def test_a_full_disk_under_the_output_is_one_line(fetched: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command("posts"), cwd=fetched, env=AT_NOW, stdout=full, stderr=subprocess.PIPE, timeout=30, text=True
        )
    assert (ended.returncode, ended.stderr) == (75, "agg: No space left on device\n")


def test_a_digest_goes_into_a_pipe_and_through_a_link(fetched: Path, tmp_path: Path) -> None:
    shutil.copytree(fetched, tmp_path, dirs_exist_ok=True)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    assert run(["digest", "-o", "pipe"], tmp_path, AT_NOW).code == 0
    reader.join(30)
    assert pipe.is_fifo()
    (tmp_path / "week.txt").symlink_to("real.txt")
    assert run(["digest", "-o", "week.txt"], tmp_path, AT_NOW).code == 0
    assert (tmp_path / "week.txt").is_symlink()
    shown = run(["digest", "-o", "-"], tmp_path, AT_NOW).out
    assert [read[0], (tmp_path / "real.txt").read_text("utf-8")] == [shown, shown]
