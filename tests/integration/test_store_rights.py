"""What happens where the database may not be written, or where there is no room for it."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from aggregator.core.errors import StoreError, StoreFull
from aggregator.store import lock, open_store
from tests.support.build import found_post
from tests.support.limits import no_file_over
from tests.support.stored import save, stored

NOT_WRITABLE = "Give agg the right to write this file and its folder."
FULL = "Nothing stored is lost; make room and run agg again."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agg.db"


def refusal(path: Path, *, create: bool = False) -> StoreError:
    """What is said of the file by whoever opens it and reads the posts."""
    with pytest.raises(StoreError) as refused, open_store(path, create=create) as store:
        stored(store)
    assert str(refused.value).startswith(f"{path}: ")
    return refused.value


# -- no right to write ------------------------------------------------------------------------------


@contextmanager
def ordinary_person() -> Iterator[None]:
    """For root, too, permissions hold for the while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def others() -> Iterator[Path]:
    """A database that everybody may read and only its owner write, in a folder where that is so, too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder / "agg.db", create=True) as store:
            save(store, found_post())
        (folder / "agg.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize("create", [False, True], ids=["reading", "fetching"])
def test_what_may_not_be_written_is_told(others: Path, create: bool) -> None:
    with ordinary_person():
        assert NOT_WRITABLE in str(refusal(others / "agg.db", create=create))
        with pytest.raises(StoreError, match=NOT_WRITABLE), lock(others / "agg.db"):
            pass
        with pytest.raises(StoreError, match=NOT_WRITABLE), open_store(others / "sub" / "agg.db", create=True):
            pass
    assert [file.name for file in others.iterdir()] == ["agg.db"]


def test_what_may_not_even_be_looked_for_is_told(others: Path) -> None:
    others.chmod(0o000)
    with ordinary_person():
        refused = refusal(others / "agg.db")
    assert NOT_WRITABLE in str(refused)
    assert refused.exit_code == 78


def test_a_file_that_may_not_be_written_in_a_folder_that_may_can_still_be_read(others: Path) -> None:
    others.chmod(0o777)
    with ordinary_person():
        with open_store(others / "agg.db") as store:
            assert len(stored(store)) == 1
        with pytest.raises(StoreError, match=NOT_WRITABLE), open_store(others / "agg.db", create=True) as store:
            save(store, found_post("2"))


# -- no room ----------------------------------------------------------------------------------------


def fill_up(path: Path, saved: set[str]) -> None:
    """Saves posts until no more fit; `saved` gets the guids of those that did."""
    with open_store(path, create=True) as store:
        for n in range(100):
            save(store, found_post(str(n), title=str(n), text=f"{n} " * 2_000))
            saved.add(str(n))


def test_when_no_more_can_be_written_what_was_saved_stays_and_the_next_run_goes_on(path: Path) -> None:
    saved: set[str] = set()
    with no_file_over(300_000), pytest.raises(StoreFull) as full:
        fill_up(path, saved)
    assert str(full.value).startswith(f"{path}: the disk is full or a size limit is reached (")
    assert str(full.value).endswith(FULL)
    assert full.value.exit_code == 75
    assert saved
    with open_store(path, create=True) as store:
        assert {post.guid for post in stored(store)} == saved
        save(store, found_post("after", title="After", text="x" * 400_000))
        assert len(stored(store)) == len(saved) + 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_first_run_without_room_leaves_nothing_in_the_way_of_the_next(path: Path) -> None:
    with no_file_over(6_000), pytest.raises(StoreFull, match=FULL), open_store(path, create=True):
        pass
    with open_store(path, create=True) as store:
        save(store, found_post())
        assert len(stored(store)) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT], ids=["disk full", "quota used up"])
def test_no_room_even_for_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_given: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreFull, match=FULL), lock(path):
        pass
