"""However a run ends, each of its changes is there as a whole or not at all, and the next run goes on from there.

SQLite's own method: a run ends before the first, the second, ... call that changes a file, or finds no room from there.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Finding, FoundComment, State
from aggregator.core.polling import failed
from aggregator.core.record import replace
from aggregator.core.source import Said, Site
from aggregator.store import Store, Validators, open_store
from tests.support.build import KARI, NOW, found_post
from tests.support.crashes import contents, endings, full_disks, laid_out, state
from tests.support.memory import folder_in_memory
from tests.support.oldstore import first_version
from tests.support.stored import KARI_ONLY, SOURCE, save, sightings, stored

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
OLA = "https://ola.example/feed/"
SITE = Site(KARI, home="https://kari.example/", generator="WordPress", wordpress=True, sources={"wordpress": {}})


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


def comment(key: str) -> FoundComment:
    return FoundComment(key, f"Commenter {key}", text=f"Words {key}. " * 50)


def say(store: Store, *keys: str) -> None:
    """The whole list of comments on each post of Kari."""
    found = [Finding(post.id, len(keys), comments=tuple(map(comment, keys)), listed=True) for post in stored(store)]
    store.save_findings(KARI, SITE, [Said("wordpress", False, found), Said("isso", True, found)], LATER)


def prepare(path: Path) -> None:
    """Two blogs, one of them in trouble, with posts, comments, and a word from each source."""
    with open_store(path, create=True) as store:
        for address in (OLA, KARI):
            posts = [found_post(str(n), title=f"Post {n}", text=f"{n} " * 3_000) for n in range(4)]
            save(store, *posts, address=address, counts={"1": 0, "2": 3})
        store.save_poll(failed(store.blogs()[OLA], "gone away", NOW), NOW)
        say(store, "1", "2")


# -- what a fetch saves, and what else is written ---------------------------------------------------


def poll(store: Store) -> None:
    """New posts, an edit, numbers of comments, and how to ask next time."""
    posts = [found_post(str(n), title=f"Post {n}", text=f"{n} new " * 2_000) for n in range(3, 7)]
    blog = replace(store.blogs()[KARI], last_ok=LATER, whole_at=LATER)
    seen = sightings(store, posts, LATER, KARI, {"3": 2, "4": 0})
    said = Validators(KARI, '"2"', None, 200)
    store.save_poll(blog, LATER, sightings=seen, source=SOURCE, validators=said, site=SITE)


def poll_of_a_new_blog(store: Store) -> None:
    save(store, *(found_post(str(n), title=f"Post {n}") for n in range(3)), address="https://eva.example/feed/")


def poll_of_the_same_body(store: Store) -> None:
    blog = replace(store.blogs()[KARI], last_ok=LATER, whole_at=LATER)
    store.save_poll(blog, LATER, source=SOURCE, same_body=True)


def poll_that_fails(store: Store) -> None:
    store.save_poll(replace(store.blogs()[KARI], failing_since=LATER, problem="no answer", failures=1), LATER)


def older(store: Store) -> None:
    posts = [found_post(f"old {n}", title=f"Old {n}", published=NOW - 90 * 24 * HOUR) for n in range(9)]
    store.save_older(store.blogs()[KARI], SITE, sightings(store, posts, LATER, KARI, {}), SOURCE, LATER)


CHANGES: dict[str, Callable[[Store], object]] = {
    "a poll": poll,
    "a poll of a new blog": poll_of_a_new_blog,
    "a poll of the same body": poll_of_the_same_body,
    "a poll that fails": poll_that_fails,
    "older posts": older,
    "findings": lambda store: say(store, "2", "3"),
    "a look": lambda store: store.save_look(KARI, SITE, ["isso"]),
    "places": lambda store: store.save_places(KARI, [], SOURCE),
    "a new address": lambda store: store.rename(OLA, "https://ola.example/new/"),
    "a mark": lambda store: store.mark(stored(store)[0].id, State.ANSWERED, LATER),
    "a search": lambda store: list(store.search("3", KARI_ONLY)),
}


def changed(change: Callable[[Store], object]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        with open_store(folder / "agg.db", create=True) as store:
            change(store)

    return act


def opened(folder: Path) -> None:
    with open_store(folder / "agg.db", create=True):
        pass


def prepare_without_log(path: Path) -> None:
    """The same as it is after a backup was put back: SQLite then keeps a journal of what was there before."""
    prepare(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma journal_mode = delete")


def found(folder: Path) -> None:
    with open_store(folder / "agg.db") as store:
        list(store.search("3", KARI_ONLY))


RUNS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "making the database": (lambda _path: None, opened),
    "renewing an old database": (first_version, opened),
    "a search in what was put back": (prepare_without_log, found),
} | {name: (prepare, changed(change)) for name, change in CHANGES.items()}
"""For each, what was there before and what is done."""

every_run = pytest.mark.parametrize(("before", "act"), RUNS.values(), ids=RUNS)


@every_run
def test_wherever_a_run_ends_the_next_one_goes_on(
    before: Callable[[Path], None], act: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = laid_out({}, tmp_path / "run")
    before(folder / "agg.db")
    old = contents(folder / "agg.db")
    left = endings(folder, lambda: act(folder))
    new = contents(folder / "agg.db")
    assert old != new
    assert len(left) > 5
    for number, files in enumerate(left):
        rest = laid_out(files, tmp_path / str(number))
        assert contents(rest / "agg.db") in (old, new)
        act(rest)
        assert contents(rest / "agg.db") == new


@every_run
def test_wherever_the_disk_is_full_the_next_run_goes_on(
    before: Callable[[Path], None], act: Callable[[Path], None], tmp_path: Path
) -> None:
    before(tmp_path / "agg.db")
    old, files = contents(tmp_path / "agg.db"), state(tmp_path)
    told: list[bool] = []
    for place, said in full_disks(tmp_path, files, act):
        kept = contents(place / "agg.db")
        told.append(said is not None)
        act(place)
        new = contents(place / "agg.db")
        assert kept in (old, new)
        assert said is None or (said.exit_code in (75, 78) and "\n" not in str(said))
    assert contents(place / "agg.db") == new != old
    assert len(told) > 5
    assert told[0]
    assert not told[-1]
