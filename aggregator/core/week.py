"""Weeks of the course: which stretch of time a digest is about, in the course's time zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.errors import UsageError
from aggregator.core.language import _
from aggregator.core.record import Struct, replace

CURRENT = "current"
GRACE = timedelta(hours=6)
# Python reads more of ISO 8601 (20261118, 2026-W47), where the end of a day could not be told from its beginning. The
# first and the last years are left out, for a week more would lead beyond the calendar.
MOMENT = re.compile(r"(?!000[01]|9999)\d{4}-\d\d-\d\d([Tt ].+)?")


class Week(Struct, frozen=True):
    """The stretch `start <= moment < end`, both aware and in UTC.

    `label` is `2026-W47` for an ISO week, else `2026-11-15/2026-11-22`. `grace`: a post dated inside and found up to
    so long after the end still belongs to it, because the fetch that finds Sunday's last post runs on Monday.
    Whatever is found later is shown as found late, by the week it was found in. `up_to_now` includes `end` itself.
    """

    label: str
    start: datetime
    end: datetime
    zone: ZoneInfo
    grace: timedelta = timedelta(0)
    up_to_now: bool = False

    def first_day(self) -> date:
        """The day it begins on, in the course's time zone."""
        return self.start.astimezone(self.zone).date()

    @property
    def number(self) -> int | None:
        """The number of an ISO week; `None` for any other stretch."""
        found = re.fullmatch(r"\d+-W(\d+)", self.label)
        return int(found[1]) if found else None

    @property
    def last_moment(self) -> datetime:
        """The last second inside."""
        return self.end if self.up_to_now else self.end - timedelta(seconds=1)

    def last_day(self) -> date:
        """The last day that is at least partly inside, in the course's time zone."""
        return self.last_moment.astimezone(self.zone).date()

    def holds(self, moment: datetime) -> bool:
        """Whether a post dated at the moment is one of the week's."""
        return self.start <= moment and self._before(moment, self.end)

    def finds(self, moment: datetime) -> bool:
        """Whether a post first seen at the moment was found in the week."""
        return self.start + self.grace <= moment and self.in_sight(moment)

    def in_sight(self, moment: datetime) -> bool:
        """Whether a post first seen at the moment had been found when the digest of the week was due."""
        return self._before(moment, self.end + self.grace)

    def _before(self, moment: datetime, end: datetime) -> bool:
        return moment <= end if self.up_to_now else moment < end


def rolling(now: datetime, zone: ZoneInfo, days: int = 7) -> Week:
    """The days up to now by the wall clock, so that a weekly run leaves no gap when the clocks change.

    It starts at a full minute: a run that comes some seconds later than last week's still meets the end of that one.
    """
    local = now.astimezone(zone)
    start = (local.replace(tzinfo=None) - timedelta(days=days)).replace(
        second=0, microsecond=0, tzinfo=zone, fold=local.fold
    )
    return _named(Week("", start.astimezone(UTC), now.astimezone(UTC), zone, up_to_now=True))


def iso_week(year: int, number: int, zone: ZoneInfo) -> Week:
    """Week `number` of the ISO 8601 year: Monday 00:00 to Monday 00:00. ValueError when the year has no such week."""
    monday = date.fromisocalendar(year, number, 1)
    return Week(
        f"{year}-W{number:02}",
        _midnight(monday, zone),
        _midnight(monday + timedelta(days=7), zone),
        zone,
        GRACE,
    )


def week_of(day: date, zone: ZoneInfo) -> Week:
    """The ISO week that holds the day."""
    year, number, _weekday = day.isocalendar()
    return iso_week(year, number, zone)


def week_before(week: Week) -> Week:
    """The ISO week before an ISO week; else as many days, by the wall clock, up to its beginning."""
    if week.number:
        return week_of(week.first_day() - timedelta(days=7), week.zone)
    days = max(1, round((week.end - week.start) / timedelta(days=1)))
    return _named(replace(rolling(week.start, week.zone, days), up_to_now=False))


def parse_week(text: str, now: datetime, zone: ZoneInfo) -> Week:
    """What somebody means by a week: `current`, `this`, `last`, `-2`, `2026-W47`, `W47`, `47` or a date in it.

    Raises UsageError for anything else, and for a week that has not begun.
    """
    word = text.strip()
    today = now.astimezone(zone).date()
    for pattern, read in FORMS:
        if found := re.fullmatch(pattern, word, re.IGNORECASE):
            try:
                week = read(found, today, now, zone)
            except (ValueError, OverflowError):
                break
            if week.start > now:
                raise UsageError(_("{week} has not begun yet.").format(week=week.label))
            return week
    said = _("“{text}” is no week. Write one as 2026-W47, as a date in it (2026-11-18), or as last, this or -2.")
    meant = re.fullmatch(r"(\d{4})[^\dW]{1,5}(0?[1-9]|[1-4]\d|5[0-3])", word)
    hint = " " + _("Did you mean {meant}?").format(meant=f"{meant[1]}-W{meant[2]:0>2}") if meant else ""
    raise UsageError(said.format(text=word) + hint)


def parse_window(since: str | None, until: str | None, now: datetime, zone: ZoneInfo) -> Week:
    """From `since` to the end of `until`, dates or moments in ISO 8601 without a zone; either may be missing.

    Without `until` it ends now; without `since` it is the seven days before the end.
    """
    end = _moment(until, zone, end=True) if until else now
    start = _moment(since, zone, end=False) if since else rolling(end, zone).start
    if start >= end:
        raise UsageError(_("Nothing lies between {since} and {until}.").format(since=since, until=until or _("now")))
    return _named(Week("", start, end, zone, GRACE) if until else Week("", start, end, zone, up_to_now=True))


def _named(week: Week) -> Week:
    return replace(week, label=f"{week.first_day()}/{week.last_day()}")


def _moment(text: str, zone: ZoneInfo, *, end: bool) -> datetime:
    """A date means its first moment, or with `end` the first moment after it."""
    bare = text.strip()
    try:
        if not MOMENT.fullmatch(bare):
            raise ValueError(bare)
        if len(bare) == len("2026-11-18"):
            return _midnight(date.fromisoformat(bare) + timedelta(days=end), zone)
        moment = datetime.fromisoformat(bare)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except ValueError:
        raise UsageError(
            _("“{text}” is no date. Write it as 2026-11-18 or 2026-11-18T09:00.").format(text=text)
        ) from None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _latest(number: int, today: date, zone: ZoneInfo) -> Week:
    """The latest week of that number which has begun."""
    year = today.isocalendar().year
    candidates = [
        iso_week(y, number, zone) for y in (year, year - 1) if 1 <= number <= date(y, 12, 28).isocalendar().week
    ]
    started = [week for week in candidates if week.first_day() <= today]
    if not started:
        raise ValueError(number)
    return started[0]


Reader = Callable[[re.Match[str], date, datetime, ZoneInfo], Week]
FORMS: tuple[tuple[str, Reader], ...] = (
    (CURRENT, lambda _found, _today, now, zone: rolling(now, zone)),
    ("this|denne", lambda _found, today, _now, zone: week_of(today, zone)),
    ("last|previous|forrige|siste", lambda _found, today, _now, zone: week_of(today - timedelta(days=7), zone)),
    (
        r"-(\d{1,4})",
        lambda found, today, _now, zone: week_of(today - timedelta(days=7 * int(found[1])), zone),
    ),
    (r"(\d{4})-?W(\d{1,2})", lambda found, _today, _now, zone: iso_week(int(found[1]), int(found[2]), zone)),
    (r"(?:W|uke |week )?(\d{1,2})", lambda found, today, _now, zone: _latest(int(found[1]), today, zone)),
    (r"\d{4}-\d\d-\d\d", lambda found, _today, _now, zone: week_of(date.fromisoformat(found[0]), zone)),
)
