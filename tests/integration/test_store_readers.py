"""Readers at every moment of a write, and two writers: nobody sees half a change, and nobody is in another's way."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.found import FoundPost
from aggregator.core.model import Finding, FoundComment
from aggregator.core.source import Said, Site
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, found_post
from tests.support.filecalls import told
from tests.support.memory import folder_in_memory
from tests.support.stored import save, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "agg.db"
    with open_store(path, create=True) as store:
        save(store, *posts("old", 4), counts={"old 1": 0})
    return path


def posts(kind: str, count: int) -> list[FoundPost]:
    return [found_post(f"{kind} {n}", title=f"{kind} {n}", text=f"{kind} " * 3_000) for n in range(count)]


def poll(store: Store) -> None:
    save(store, *posts("new", 5), now=NOW + HOUR)


def findings(store: Store) -> None:
    comments = tuple(FoundComment(str(n), f"Commenter {n}", text="Words. " * 500) for n in range(9))
    said = [Finding(post.id, 9, comments=comments, listed=True) for post in stored(store)]
    store.save_findings(KARI, Site(KARI), [Said("wordpress", False, said)], NOW + HOUR)


def seen(path: Path) -> object:
    """What a command sees that reads now, and does not wait."""
    with open_store(path) as store:
        store._db.execute("pragma busy_timeout = 0")
        return store.blogs(), stored(store), store.sites()


@pytest.mark.parametrize("change", [poll, findings])
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a reader who has begun"])
def test_whoever_reads_during_a_write_sees_it_as_a_whole_or_not_at_all(
    path: Path, change: Callable[[Store], None], beside: bool
) -> None:
    views: list[object] = [seen(path)]

    def look(_name: str) -> int:
        views.append(seen(path))
        return 0

    with open_store(path) as begun, open_store(path, create=True) as writer:
        early = begun.posts({KARI: "Kari"})
        if beside:
            next(early)
        with told(look):
            change(writer)
        views.append(seen(path))
        list(early)
    before, after = views[0], views[-1]
    assert before != after
    assert len(views) > 10
    assert all(view in (before, after) for view in views)


def test_two_writers_wait_for_each_other_and_both_are_kept(path: Path) -> None:
    """As when somebody marks a post while a fetch saves."""

    def write(kind: str) -> None:
        with open_store(path, create=True) as store:
            for n in range(10):
                address = f"https://{kind}.example/feed/"
                save(store, found_post(f"{n}", title=f"{kind} {n}", text="x " * 3_000), address=address)

    writers = [threading.Thread(target=write, args=[kind]) for kind in ("ola", "eva", "ida")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select count(*) from posts").fetchone() == (4 + 30,)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
