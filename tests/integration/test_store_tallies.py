"""Each blog's posts in numbers, which triggers keep: always what counting them would give."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Finding, History, State
from aggregator.store import Store, open_store, rows
from tests.support.build import KARI, NOW, found_post
from tests.support.oldstore import first_version
from tests.support.stored import save
from tests.support.storedfindings import OLA, SITE, say

DAY = timedelta(days=1)
EVA = "https://eva.example/feed/"
MOMENTS = ((NOW, NOW), (NOW + 9 * DAY, NOW + 9 * DAY), (NOW - 2 * DAY, NOW + 9 * DAY), (NOW + 9 * DAY, NOW - DAY))
KNOWN = "dated <= :as_of and (archive or first_seen <= :found_before)"
COUNTED = f"""
    select address, sum(known), min(iif(known, dated, null)), max(iif(known, dated, null)),
        (select id from posts where blog_id = seen.blog_id and {KNOWN} order by dated, id limit 1),
        sum(archive), min(iif(archive, dated, null)), max(iif(archive, dated, null)),
        exists (select 1 from sites where sites.blog_id = seen.blog_id and history = '')
    from (select *, {KNOWN} known from posts) seen join blogs on blogs.id = blog_id group by blog_id
"""


def check(store: Store) -> None:
    for as_of, found_before in MOMENTS:
        moments = {"as_of": rows.stamp(as_of), "found_before": rows.stamp(found_before)}
        counted = {}
        for address, posts, first, last, number, archive, *of_archive, whole in store._db.execute(COUNTED, moments):
            counted[address] = History(
                *(posts, rows.moment(first), rows.moment(last), number, archive),
                *(*map(rows.moment, of_archive), bool(whole)),
            )
        assert store.histories(as_of, found_before) == counted


def numbers(store: Store) -> list[int]:
    return [row[0] for row in store._db.execute("select id from posts")]


def polled(store: Store, dice: random.Random) -> None:
    address, when = dice.choice([KARI, EVA]), NOW - dice.randrange(-5, 5) * DAY
    found = [
        found_post(
            f"{address}{dice.randrange(30)}", None, title=str(dice.random()), published=when - dice.randrange(9) * DAY
        )
        for _ in range(dice.randrange(4))
    ]
    counts = {str(post.guid): dice.choice([None, 0, 1, 2]) for post in found if dice.random() < 0.7}
    save(store, *found, now=when, address=address, counts=counts)


def found(store: Store, dice: random.Random) -> None:
    if known := numbers(store):
        comments = (OLA,) * dice.randrange(2)
        finding = Finding(dice.choice(known), dice.choice([None, 0, len(comments)]), comments=comments, listed=True)
        say(store, finding, source=dice.choice(["wordpress", "isso"]), apart=dice.random() < 0.3)


def left_apart(store: Store, dice: random.Random) -> None:
    store.save_places(dice.choice([KARI, EVA]), [], "feedfields")
    store.save_look(KARI, SITE, ["wordpress"])


def marked(store: Store, dice: random.Random) -> None:
    if known := numbers(store):
        store.mark(dice.choice(known), State.ANSWERED, NOW)


def renamed(store: Store, dice: random.Random) -> None:
    store.rename(KARI, "https://kari.example/moved/")
    store.rename("https://kari.example/moved/", KARI)


def changed_by_hand(store: Store, dice: random.Random) -> None:
    statement = dice.choice(
        [
            "delete from posts where id = ?",
            "delete from comments where post_id = ?",
            "delete from observations where post_id = ?",
            "update posts set archive = not archive, dated = '2026-01-02T03:04:05+00:00' where id = ?",
            "delete from blogs where id = (select blog_id from posts where id = ?)",
        ]
    )
    if known := numbers(store):
        number = dice.choice(known)
        store._db.execute(statement, [number]).fetchall()


STEPS: tuple[Callable[[Store, random.Random], None], ...] = (
    *(polled, polled, polled, found, found, found),
    *(left_apart, marked, renamed, changed_by_hand),
)


@pytest.mark.parametrize("seed", range(12))
def test_the_numbers_are_those_that_counting_gives(tmp_path: Path, seed: int) -> None:
    dice, counted = random.Random(seed), 0
    with open_store(tmp_path / "agg.db", create=True) as store:
        for _step in range(60):
            dice.choice(STEPS)(store, dice)
            check(store)
            counted += len(store.histories(NOW, NOW))
    assert counted > 20


def test_the_numbers_of_an_old_database_are_counted_once(tmp_path: Path) -> None:
    first_version(tmp_path / "agg.db")
    with open_store(tmp_path / "agg.db") as store:
        check(store)
        assert store.histories(NOW, NOW)[KARI].posts == 5
        store._db.execute("delete from posts where id = 2")
        check(store)
        assert store.histories(NOW, NOW)[KARI].posts == 4
