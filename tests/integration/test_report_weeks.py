"""Digests over weeks of real fetches: no post is missed, none shown twice, and a week that is over stays as it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator import report
from aggregator.core.digest import Digest
from aggregator.core.week import Week, iso_week
from tests.support.build import OSLO, at
from tests.support.classroom import Classroom, item, open_classroom

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

FIRST = at("2026-11-01 12:00+01:00")  # Sunday of W44
NAMES = ("Kari", "Ola", "Siri", "Per")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


@dataclass
class Autumn:
    """A course whose blogs are fetched twice a day. What each feed shows is written down before it happens."""

    room: Classroom
    feeds: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in NAMES})

    def publish(self, name: str, guid: str, published: datetime | None, comments: int = 0) -> None:
        self.feeds[name].insert(0, item(guid, published=published, comments=comments))
        self.room.put(name, *self.feeds[name][:5])

    def break_down(self, name: str) -> None:
        self.room.server.put(f"/{name.casefold()}/", "Sorry.", status=500)

    def digest(self, week: Week, now: datetime) -> Digest:
        return report.week_digest(self.room.course, self.room.store, week, now)


def lived(autumn: Autumn) -> Iterator[datetime]:
    """Three weeks, W45 to W47; yields the moment of every fetch."""
    happens: dict[datetime, list[Callable[[], None]]] = {
        FIRST: [
            lambda: autumn.publish("Kari", "kari-archive", at("2026-10-20")),
            lambda: autumn.publish("Ola", "ola-undated-archive", None),
            lambda: autumn.publish("Siri", "siri-archive", at("2026-10-28")),
        ],
        at("2026-11-03 12:00+01:00"): [
            lambda: autumn.publish("Kari", "kari-W45", at("2026-11-03 10:00+01:00")),
            lambda: autumn.publish("Per", "per-first", at("2026-11-02 00:00+01:00")),
        ],
        at("2026-11-06 12:00+01:00"): [lambda: autumn.break_down("Ola")],
        # Found on Monday before the digest is due, but written on Sunday.
        at("2026-11-09 00:00+01:00"): [lambda: autumn.publish("Kari", "kari-sunday", at("2026-11-08 23:30+01:00"))],
        # Written on Sunday, found on Monday noon: too late for its week.
        at("2026-11-09 12:00+01:00"): [lambda: autumn.publish("Siri", "siri-late", at("2026-11-08 22:00+01:00"))],
        at("2026-11-11 12:00+01:00"): [
            lambda: autumn.publish("Ola", "ola-late", at("2026-11-05")),
            lambda: autumn.publish("Siri", "siri-undated", None),
        ],
        at("2026-11-12 00:00+01:00"): [lambda: autumn.break_down("Kari")],
        at("2026-11-13 12:00+01:00"): [lambda: autumn.publish("Per", "per-future", at("2026-12-24"))],
        at("2026-11-16 12:00+01:00"): [
            lambda: autumn.publish("Kari", "kari-midnight", at("2026-11-16 00:00+01:00")),
        ],
        at("2026-11-18 12:00+01:00"): [lambda: autumn.publish("Ola", "ola-W47", at("2026-11-17"), comments=2)],
    }  # fmt: skip
    for step in range(48):
        now = FIRST + step * DAY / 2
        for event in happens.pop(now, []):
            event()
        autumn.room.fetch(now, force=True)
        yield now
    assert not happens


def weeks() -> list[Week]:
    return [iso_week(2026, number, OSLO) for number in (44, 45, 46, 47)]


def lasting(digest: Digest) -> object:
    """What may not change in a week that is over: everything but answers, and how long ago all was."""
    numbers = digest.numbers
    return (
        (digest.title, digest.week, digest.over),
        (numbers.posts, numbers.bloggers, numbers.participants, numbers.first_posts),
        [one.post.guid for one in digest.first_posts],
        [
            (n, [(one.post.guid, one.new_blogger, one.first_post) for one in posts])
            for n, posts in digest.by_participant
        ],
        [(one.post.guid, one.new_blogger, one.first_post) for one in digest.late],
        digest.silent,
        [(trouble.participant, trouble.since, trouble.problem) for trouble in digest.troubles],
    )


def shown(digest: Digest) -> tuple[list[str], list[str]]:
    return (
        sorted(one.post.guid for _name, posts in digest.by_participant for one in posts),
        sorted(one.post.guid for one in digest.late),
    )


def test_a_week_printed_later_is_the_same(room: Classroom) -> None:
    room.enrol(*NAMES)
    autumn = Autumn(room)
    printed: dict[str, object] = {}
    printings = 0
    for now in lived(autumn):
        for week in weeks():
            if week.end + week.grace <= now + 6 * HOUR:  # for the first time six hours after midnight
                digest = lasting(autumn.digest(week, max(now, week.end + week.grace)))
                assert digest == printed.setdefault(week.label, digest)
                printings += 1
    assert list(printed) == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    assert printings > 60


def test_each_post_is_in_one_digest_and_the_archive_in_its_own_weeks(room: Classroom) -> None:
    room.enrol(*NAMES)
    autumn = Autumn(room)
    [*_moments, now] = lived(autumn)
    digests = {week.label: shown(autumn.digest(week, now)) for week in weeks()}
    assert digests == {
        "2026-W44": (["siri-archive"], []),
        "2026-W45": (["kari-W45", "kari-sunday", "per-first"], []),
        "2026-W46": (["per-future", "siri-undated"], ["ola-late", "siri-late"]),
        "2026-W47": (["kari-midnight", "ola-W47"], []),
    }
    stored = {post.guid for post in room.stored()}
    assert stored - {guid for pair in digests.values() for guids in pair for guid in guids} == {
        "kari-archive",
        "ola-undated-archive",
    }


def test_who_was_silent_and_whose_blog_could_not_be_read_is_told_as_of_the_weeks_end(room: Classroom) -> None:
    room.enrol(*NAMES)
    autumn = Autumn(room)
    [*_moments, now] = lived(autumn)
    told = {week.label: autumn.digest(week, now) for week in weeks()}
    assert {label: [one.participant for one in digest.silent] for label, digest in told.items()} == {
        "2026-W44": ["Kari", "Ola"],
        "2026-W45": ["Siri"],
        "2026-W46": ["Ola"],
        "2026-W47": ["Siri", "Per"],
    }
    assert {label: [one.participant for one in digest.troubles] for label, digest in told.items()} == {
        "2026-W44": ["Per"],
        "2026-W45": ["Ola"],
        "2026-W46": ["Kari"],
        "2026-W47": [],
    }


def test_answers_do_change_a_week_that_is_over(room: Classroom) -> None:
    week = iso_week(2026, 45, OSLO)
    autumn = Autumn(room)
    autumn.publish("Kari", "1", at("2026-11-03"))
    room.fetch(at("2026-11-08 20:00"))
    due = week.end + week.grace
    before = autumn.digest(week, due)
    assert (before.numbers.waiting, before.numbers.comments) == (1, 0)
    room.put("Kari", item("1", published=at("2026-11-03"), comments=2))
    room.fetch(due + DAY)
    after = autumn.digest(week, due + DAY)
    assert (after.numbers.waiting, after.numbers.comments, after.numbers.with_comments) == (0, 2, 1)
    assert lasting(after) == lasting(before)
