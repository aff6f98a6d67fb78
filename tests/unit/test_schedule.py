"""When each command runs: minutes spread over the hour, the digest by the right clock, words that mean a moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aggregator.core.record import replace
from aggregator.core.schedule import BUSY, RHYTHMS, At, Job, Plan, elsewhere, jobs, parse_at

MONDAY = At(0, 7, 30)
PLAN = Plan(("/bin/agg",), "/course/feeds.toml", 30, "Europe/Oslo", at=MONDAY, site="/page", backup="/copies")
WINTER = datetime(2026, 11, 23, 12, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon 07:30", MONDAY),
        (" Monday, 7.30 ", MONDAY),
        ("man. 07:30", MONDAY),
        ("Thu 23:59", At(3, 23, 59)),
        ("torsdag 00:00", At(3, 0, 0)),
        ("lørdag 9:00", At(5, 9, 0)),
        ("SØN 9:00", At(6, 9, 0)),
        *(
            (wrong, None)
            for wrong in ("", "mon", "07:30", "mo 07:30", "mon 24:00", "mon 7:60", "monkey 7:30", "sør 7:30")
        ),
    ],
)
def test_a_day_and_time(text: str, expected: At | None) -> None:
    assert parse_at(text) == expected


@pytest.mark.parametrize("every", RHYTHMS)
def test_fetches_are_evenly_apart_and_never_when_everybody_s_jobs_begin(every: int) -> None:
    for number in range(40):
        fetch, digest, site, backup = jobs(replace(PLAN, config=f"/course{number}/feeds.toml", every=every))
        moments = [60 * hour + minute for hour in fetch.hours or range(24) for minute in fetch.minutes]
        assert {later - one for one, later in zip(moments, [*moments[1:], moments[0] + 1440], strict=True)} == {every}
        assert not BUSY & {*fetch.minutes, *site.minutes, *backup.minutes}
        assert all(0 < page - one <= 8 for one, page in zip(fetch.minutes, site.minutes, strict=True))
        assert (fetch.hours, digest.hours, backup.hours) == (site.hours, (7,), (3,))


def test_courses_are_spread_and_each_keeps_its_minutes() -> None:
    plans = [replace(PLAN, config=f"/srv/{name}/feeds.toml") for name in range(100)]
    firsts = [jobs(plan)[0].minutes for plan in plans]
    assert len(set(firsts)) > 15
    assert firsts == [jobs(plan)[0].minutes for plan in plans]


def test_each_command_in_full() -> None:
    words = ("/bin/agg", "-c", "/course/feeds.toml", "--db", "/data/agg.db")
    fetch, digest, site, backup = jobs(replace(PLAN, db="/data/agg.db", send=True))
    assert fetch.words == (*words, "fetch")
    assert digest == Job("digest", (*words, "digest", "--week", "last", "--send"), (30,), (7,), 0)
    assert site.words == (*words, "site", "/page")
    assert (backup.words, backup.folder) == ((*words, "backup"), "/copies")


def test_what_nobody_asked_for_does_not_run() -> None:
    assert [job.name for job in jobs(replace(PLAN, at=None, site=None, backup=None))] == ["fetch"]
    assert jobs(PLAN)[1].words[-1] == "last"


@pytest.mark.parametrize(
    ("at", "machine", "expected"),
    [
        (MONDAY, "Europe/Stockholm", [MONDAY]),
        (MONDAY, "UTC", [At(0, 6, 30), At(0, 5, 30)]),
        (At(0, 0, 30), "UTC", [At(6, 23, 30), At(6, 22, 30)]),
        (At(6, 23, 0), "Asia/Kolkata", [At(0, 3, 30), At(0, 2, 30)]),
    ],
)
def test_the_clock_of_the_machine(at: At, machine: str, expected: list[At]) -> None:
    assert elsewhere(at, OSLO, ZoneInfo(machine), WINTER) == tuple(expected)
    assert elsewhere(at, OSLO, ZoneInfo(machine), WINTER.replace(month=7)) == tuple(reversed(expected))
