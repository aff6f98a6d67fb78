"""The database as a file: what is refused, and that nothing stored is ever lost."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError
from aggregator.store import Store, lock, open_store
from aggregator.store.version import APPLICATION_ID
from tests.support.build import KARI, NOW, found_post
from tests.support.stored import KARI_ONLY, save, stored

HOUR = timedelta(hours=1)
NOT_WRITABLE = "Give agg the right to write this file and its folder."
DAMAGED = "Put a backup in its place, or move it away: agg fetch then starts anew."
FOREIGN = "is the database of another program. Name another file with --db."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agg.db"


@pytest.fixture
def filled(path: Path) -> Path:
    """A database with forty posts on more pages than one."""
    with open_store(path, create=True) as store:
        save(store, *(found_post(str(n), published=NOW - n * HOUR, text=f"{n} " * 2_000) for n in range(40)))
        list(store.search("1", KARI_ONLY))
    return path


def refusal(path: Path, *, create: bool = False, scratch: bool = False) -> StoreError:
    """What is said of the file by whoever opens it and looks at everything."""
    with pytest.raises(StoreError) as refused, open_store(path, create=create, scratch=scratch) as store:
        everything(store)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)
    return refused.value


def everything(store: Store) -> object:
    return (
        *(stored(store), store.blogs(), store.histories(NOW, NOW), store.troubles(KARI_ONLY)),
        *(store.known_posts(KARI), store.validators(KARI, KARI), list(store.search("1", KARI_ONLY))),
    )


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -- making and finding -----------------------------------------------------------------------------


def test_a_missing_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "agg.db"
    with open_store(path, create=True) as store:
        save(store, found_post())
    assert list(files(path.parent)) == ["agg.db"]
    with closing(sqlite3.connect(path)) as connection:
        pragmas = [connection.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "journal_mode")]
    assert pragmas == [APPLICATION_ID, "wal"]


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    with open_store(path) as store:
        assert stored(store) == []
        save(store, found_post())
    with open_store(path) as store:
        assert len(stored(store)) == 1


def test_a_first_run_that_broke_off_at_once_is_gone_on_with(path: Path) -> None:
    raw(
        path, "create table _sqlite_migrations (id integer primary key, migration_set text, name text, applied_at text)"
    )
    with open_store(path, create=True) as store:
        save(store, found_post())
        assert len(stored(store)) == 1


def test_without_a_database_reading_commands_say_what_to_do(path: Path) -> None:
    with pytest.raises(StoreError) as refused, open_store(path):
        pass
    assert str(refused.value) == f"There is no database {path} yet. Run agg fetch first."
    assert refused.value.exit_code == 78
    assert not path.exists()


@pytest.mark.parametrize("create", [False, True], ids=["reading", "fetching"])
def test_a_folder_is_no_database(tmp_path: Path, create: bool) -> None:
    with pytest.raises(StoreError) as refused, open_store(tmp_path, create=create):
        pass
    assert str(refused.value) == f"{tmp_path} is a folder, not a database. Name a file with --db."
    assert files(tmp_path) == {}


@pytest.mark.parametrize("folder", ["/", ".", ".."])
def test_a_folder_cannot_be_locked(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="is a folder, not a database"), lock(Path(folder)):
        pass
    assert files(tmp_path) == {}


@pytest.mark.parametrize("name", ["file/agg.db", "x" * 300], ids=["below a file", "too long a name"])
def test_a_path_that_cannot_be_is_told_and_no_bug(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("text")
    path = tmp_path / name
    assert NOT_WRITABLE in str(refusal(path, create=True))
    with pytest.raises(StoreError, match=NOT_WRITABLE), lock(path):
        pass
    assert files(tmp_path) == {"file": b"text"}


def test_too_long_a_name_cannot_be_read_either(tmp_path: Path) -> None:
    assert NOT_WRITABLE in str(refusal(tmp_path / ("x" * 300)))
    assert NOT_WRITABLE in str(refusal(tmp_path / ("x" * 300), scratch=True))


# -- damaged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("create", [False, True], ids=["reading", "fetching"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda good: b"Dear diary, today I wrote no database.\n" * 200,
        lambda good: b"x\n",
        lambda good: b"\0" * 100 + good[100:],
        lambda good: b"\xa5" * 100 + good[100:],
        lambda good: good[: len(good) // 2],
        lambda good: good[:5_000],
        lambda good: good[:4_096] + b"\0" * (len(good) - 4_096),
    ],
    ids=["text", "one line", "no header", "another header", "half", "little more than a page", "all but a page"],
)
def test_a_damaged_file_is_refused_and_left_as_it_is(filled: Path, damage: object, create: bool) -> None:
    assert callable(damage)
    damaged = damage(filled.read_bytes())
    filled.write_bytes(damaged)
    refused = refusal(filled, create=create)
    assert DAMAGED in str(refused)
    assert refused.exit_code == 78
    assert files(filled.parent) == {"agg.db": damaged}


def test_whichever_page_is_overwritten_the_rest_is_true_or_refused(filled: Path) -> None:
    good = filled.read_bytes()
    with open_store(filled) as store:
        whole = everything(store)
    chance = random.Random(1)
    refused = 0
    for page in range(1, len(good) // 4_096):
        junk = chance.choice([b"\xff" * 4_096, bytes(4_096), chance.randbytes(4_096)])
        filled.write_bytes(good[: page * 4_096] + junk + good[(page + 1) * 4_096 :])
        try:
            with open_store(filled) as store:
                assert everything(store) == whole
        except StoreError:
            refused += 1
    assert refused > 5


def test_a_table_that_is_missing_is_told_and_no_bug(filled: Path) -> None:
    raw(filled, "drop table troubles")
    assert str(refusal(filled)) == f"{filled}: the database does not work: no such table: troubles"


# -- other people's ---------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["read", "create", "scratch"])
@pytest.mark.parametrize(
    "statements",
    [
        ["create table diary (day text)", "insert into diary values ('Monday')"],
        ["create table posts (id integer)", "pragma user_version = 1", "pragma journal_mode = wal"],
        ["create table diary (day text)", "pragma application_id = 7"],
        ["pragma application_id = 7"],
    ],
    ids=["tables", "tables with names like ours", "tables and an owner", "an owner and no tables yet"],
)
def test_the_database_of_another_program_is_left_as_it_is(path: Path, statements: list[str], how: str) -> None:
    raw(path, *statements)
    before = files(path.parent)
    refused = refusal(path, create=how == "create", scratch=how == "scratch")
    assert FOREIGN in str(refused)
    assert refused.exit_code == 78
    assert files(path.parent) == before
