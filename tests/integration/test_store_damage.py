"""Damaged files, logs of changes without their index, and what is no file: every command works or says so in a line."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError
from aggregator.core.model import Kind
from aggregator.store import lock, open_store
from aggregator.store.problems import explain
from tests.support.build import NOW, found_post
from tests.support.command import Agg
from tests.support.crashes import Contents, State, contents, laid_out, state
from tests.support.memory import folder_in_memory
from tests.support.stored import save
from tests.support.storedcourse import StoredCourse, written

HOUR = timedelta(hours=1)
READING = (
    *("posts --all --json", "needs-comments", "digest", "comments --all", "status --comments"),
    *("why https://kari.example/1/", "backup copy.db"),
)
WRITING = ("posts well", "mark https://kari.example/1/ answered")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture
def course(tmp_path: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> StoredCourse:
    """A course with rows in most tables, as the current folder."""
    course = StoredCourse(tmp_path)
    monkeypatch.setenv("AGG_NOW", (NOW + HOUR).isoformat())
    for blog in ("kari", "ola"):
        for number in range(1, 9):
            course.post(blog, str(number), published=NOW - number * HOUR, text="Well, well. " * 40)
    for number in range(1, 6):
        comments = [written(str(n), f"Reader {n}", NOW, kind=Kind.COMMENT) for n in range(number)]
        course.comments("kari", str(number), *comments)
    return course


def check(agg: Agg, words: str) -> bool:
    """Whether a command works; if it does not, it says so in one line and with the right code."""
    run = agg(*words.split())
    assert "Traceback" not in run.err, run.err[-1500:]
    if run.code == 0:
        return True
    assert run.code in (75, 78), (words, run)
    assert run.err.count("\n") == 1, run.err
    assert run.err.isprintable() or run.err.rstrip("\n").isprintable()
    return False


DAMAGES: dict[str, Callable[[bytes, int], bytes]] = {
    "a byte": lambda good, at: good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :],
    "a bit": lambda good, at: good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :],
    "zeros": lambda good, at: good[:at] + bytes(16) + good[at + 16 :],
    "cut off": lambda good, at: good[:at],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_wherever_the_database_is_damaged_each_command_works_or_says_so(
    course: StoredCourse, agg: Agg, damage: Callable[[bytes, int], bytes]
) -> None:
    path = course.folder / "agg.db"
    good = path.read_bytes()
    refused = 0
    for number, at in enumerate(range(0, len(good), 2_999)):
        damaged = damage(good, at)
        for words in (READING[number % 7], READING[(number + 3) % 7], WRITING[number % 2]):
            path.write_bytes(damaged)
            if not check(agg, words):
                refused += 1
                assert words in WRITING or path.read_bytes() == damaged
            (course.folder / "copy.db").unlink(missing_ok=True)
    assert refused > 3


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update posts set dated = '2026-11-18T12:0x:00+00:00'", "posts --all"),
        ("update posts set dated = '2026-11-18T12:00:00'", "needs-comments"),
        ("update posts set categories = '[\"a'", "posts --all"),
        ("update posts set mark = 'marked'", "needs-comments"),
        ("update observations set openness = 'ajar'", "digest"),
        ("update observations set bound = '', count = 2", "digest"),
        ("update comments set kind = 'shout'", "comments --all"),
        ("update sites set resting = '[1]'", "status"),
        ("update sites set guids = '{'", "status"),
        ("update blogs set first_seen = 'x'", "status"),
        ("update posts set title = cast(x'41ff0a1b5b' as text)", "posts --all"),
        ("insert into troubles (blog_id, since, until, problem) values (1, 'then', null, 'gone')", "digest"),
        ("drop table sites", "needs-comments"),
    ],
)
def test_what_agg_has_never_written_is_damage_and_no_mistake_in_agg(
    course: StoredCourse, agg: Agg, statement: str, words: str
) -> None:
    with closing(sqlite3.connect(course.folder / "agg.db", isolation_level=None)) as db:
        db.execute(statement)
    assert not check(agg, words)


def test_what_only_the_check_of_the_whole_file_finds_is_told_where_somebody_stumbles(course: StoredCourse) -> None:
    path = course.folder / "agg.db"
    with pytest.raises(ZeroDivisionError), open_store(path):
        raise ZeroDivisionError
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma writable_schema = on")
        db.execute("update sqlite_schema set rootpage = 3 where name = 'posts_by_date'")
    with pytest.raises(StoreError, match="is damaged or no database"), open_store(path):
        raise ZeroDivisionError


def test_a_disk_that_cannot_be_read_is_not_called_full(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    told = explain(error, tmp_path)
    assert (told.exit_code, str(told)) == (
        78,
        f"{tmp_path}: cannot be read (disk I/O error). The disk may be failing; keep a backup on another one.",
    )


# -- the log of changes -----------------------------------------------------------------------------


@pytest.fixture
def killed(tmp_path: Path) -> tuple[State, list[Contents]]:
    """A folder as a killed fetch leaves it, its last four polls being in the log alone; and all states it has had."""
    folder = laid_out({}, tmp_path / "killed")
    path = folder / "agg.db"
    had: list[Contents] = []
    with open_store(path, create=True) as store:
        for number in range(5):
            posts = [found_post(f"{number} {n}", title=f"{number} {n}", text="x " * 2_000) for n in range(3)]
            save(store, *posts, now=NOW + number * HOUR)
            files = state(folder)
            had.append(contents(laid_out(files, tmp_path / f"after {number}") / "agg.db"))
            if number == 0:
                store._db.execute("pragma wal_checkpoint(truncate)")
    assert len(files["agg.db-wal"]) > 50_000
    return files, had


@pytest.mark.parametrize("index", ["as it was", "missing", "of zeros", "junk"])
def test_a_log_without_its_index_is_read_all_the_same(
    killed: tuple[State, list[Contents]], tmp_path: Path, index: str
) -> None:
    files, had = killed
    size = len(files["agg.db-shm"])
    index_now = {"as it was": files["agg.db-shm"], "of zeros": bytes(size), "junk": b"\xa5" * size}.get(index)
    rest = {name: data for name, data in files.items() if name != "agg.db-shm"}
    if index_now is not None:
        rest["agg.db-shm"] = index_now
    folder = laid_out(rest, tmp_path / "rest")
    with open_store(folder / "agg.db") as store:
        assert len(list(store.posts({"https://kari.example/feed/": "Kari"}))) == 15
    assert contents(folder / "agg.db") == had[-1]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_of_a_damaged_log_whole_polls_are_read_up_to_the_damage(
    killed: tuple[State, list[Contents]], tmp_path: Path, damage: Callable[[bytes, int], bytes]
) -> None:
    files, had = killed
    found = set()
    for at in range(0, len(files["agg.db-wal"]), 5_111):
        rest = {"agg.db": files["agg.db"], "agg.db-wal": damage(files["agg.db-wal"], at)}
        folder = laid_out(rest, tmp_path / f"damaged at {at}")
        with open_store(folder / "agg.db") as store:
            save(store, found_post("next", title="Next"), now=NOW + 9 * HOUR)
        posts = contents(folder / "agg.db")["posts"]
        [poll] = [n for n, one in enumerate(had) if posts[:-1] == one["posts"]]
        found.add(poll)
    assert found >= {0, 1, 2, 3}


# -- what is no file --------------------------------------------------------------------------------


@pytest.fixture(params=["FIFO", "device"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    if request.param == "device":
        yield Path("/dev/null")
    else:
        os.mkfifo(tmp_path / "fifo")
        yield tmp_path / "fifo"


def test_what_is_no_ordinary_file_is_refused_at_once(odd: Path) -> None:
    for create, scratch in ((False, False), (True, False), (False, True)):
        with pytest.raises(StoreError) as refused, open_store(odd, create=create, scratch=scratch):
            pass
        assert str(refused.value) == f"{odd} is no ordinary file. Name another one with --db."
    with pytest.raises(StoreError, match="no ordinary file"), lock(odd):
        pass
    assert not odd.with_name(odd.name + ".lock").exists()
