"""When agg runs by itself: which commands, and the minutes, hours and days of each, the same for cron and systemd."""

import re
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from aggregator.core.record import Struct

RHYTHMS = (5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Every so many minutes: what an hour or a day can be divided by."""

BUSY = frozenset({0, 30})
"""The minutes at which everybody else's jobs begin."""

_DAYS = (
    ("monday", "mandag"),
    ("tuesday", "tirsdag"),
    ("wednesday", "onsdag"),
    ("thursday", "torsdag"),
    ("friday", "fredag"),
    ("saturday", "lørdag"),
    ("sunday", "søndag"),
)
_BACKUP_HOUR = 3


class At(Struct, frozen=True):
    """A moment of each week; Monday is 0."""

    weekday: int
    hour: int
    minute: int


class Plan(Struct, frozen=True):
    """What is to run, and where everything is; paths are full. `db` and the folders are `None` where none was named.

    `zone` is the course's time zone, `machine` that of the computer if it is known. `writes` are the folders that agg
    changes files in. `password` says that the mail needs one from the environment, `system` that it is root's.
    """

    program: tuple[str, ...]
    config: str
    every: int
    zone: str
    machine: str | None = None
    db: str | None = None
    at: At | None = None
    send: bool = False
    site: str | None = None
    backup: str | None = None
    writes: tuple[str, ...] = ()
    mailto: str | None = None
    path: str = "/usr/local/bin:/usr/bin:/bin"
    proxies: tuple[tuple[str, str], ...] = ()
    deadline: int = 15
    password: bool = False
    system: bool = False


class Job(Struct, frozen=True):
    """A command and when it runs: at each of the minutes of each of the hours (none: of all), on a day or on all.

    `folder`: the command's last word is a file in it, named after the day of the week.
    """

    name: str
    words: tuple[str, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...] = ()
    weekday: int | None = None
    folder: str | None = None


def parse_at(text: str) -> At | None:
    """The moment in `mon 07:30`, the day in English or Norwegian, short or whole; `None` when it is none."""
    found = re.fullmatch(r"\s*(\w{3,})\.?,?\s+(\d\d?)[:.](\d\d)\s*", text, re.ASCII | re.IGNORECASE) or re.fullmatch(
        r"\s*([sl]ø\w+)\.?,?\s+(\d\d?)[:.](\d\d)\s*", text, re.IGNORECASE
    )
    if not found:
        return None
    word, hour, minute = found[1].lower(), int(found[2]), int(found[3])
    days = [place for place, names in enumerate(_DAYS) if any(name.startswith(word) for name in names)]
    return At(days[0], hour, minute) if days and hour < 24 and minute < 60 else None


def jobs(plan: Plan) -> tuple[Job, ...]:
    """Every command that runs. Their minutes come from the course's path, so that courses spread over the hour."""
    words = (*plan.program, "-c", plan.config, *(("--db", plan.db) if plan.db else ()))
    number = int.from_bytes(blake2b(plan.config.encode(), digest_size=8).digest(), "big")
    fetch, page = _minutes(plan.every, number)
    hours = _hours(plan.every, number)
    found = [Job("fetch", (*words, "fetch"), fetch, hours)]
    if plan.at:
        digest = (*words, "digest", "--week", "last", *(["--send"] if plan.send else []))
        found.append(Job("digest", digest, (plan.at.minute,), (plan.at.hour,), plan.at.weekday))
    if plan.site:
        found.append(Job("site", (*words, "site", plan.site), page, hours))
    if plan.backup:
        quiet = [minute for minute in range(60) if minute not in BUSY]
        found.append(
            Job("backup", (*words, "backup"), (quiet[number % len(quiet)],), (_BACKUP_HOUR,), folder=plan.backup)
        )
    return tuple(found)


def _minutes(every: int, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The minutes of a fetch, and those of the page after it; none of them is a busy one."""
    period = min(every, 60)
    later = max(1, min(8, period // 3))
    free = [
        (fetch, page)
        for first in range(1, period - later)
        if not BUSY & {*(fetch := _each(first, period)), *(page := _each(first + later, period))}
    ]
    return free[number % len(free)]


def _each(first: int, period: int) -> tuple[int, ...]:
    return tuple(range(first, 60, period))


def _hours(every: int, number: int) -> tuple[int, ...]:
    step = every // 60
    return tuple(range(number % step, 24, step)) if step > 1 else ()


def elsewhere(at: At, zone: ZoneInfo, machine: ZoneInfo, now: datetime) -> tuple[At, ...]:
    """What the clocks of the machine show at that moment in `zone`, the next time first, within the coming year."""
    today = now.astimezone(zone).date()
    first = today + timedelta(days=(at.weekday - today.weekday()) % 7)
    shown: dict[At, None] = {}
    for week in range(53):
        day = first + timedelta(weeks=week)
        there = datetime(day.year, day.month, day.day, at.hour, at.minute, tzinfo=zone).astimezone(machine)
        shown[At(there.weekday(), there.hour, there.minute)] = None
    return tuple(shown)
