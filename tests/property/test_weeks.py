"""Weeks tile time, in every time zone: no moment lies in none of them, and none in two."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.errors import UsageError
from aggregator.core.week import Week, iso_week, parse_week, parse_window, rolling, week_of
from tests.support.build import OSLO

APIA = ZoneInfo("Pacific/Apia")  # had no 30 December 2011
CHATHAM = ZoneInfo("Pacific/Chatham")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour of summer time
HAVANA = ZoneInfo("America/Havana")  # changes its clocks at midnight

common = st.sampled_from([OSLO, ZoneInfo("America/New_York"), APIA, CHATHAM, LORD_HOWE, HAVANA, ZoneInfo("UTC")])
zones = common | st.timezones()
moments = st.datetimes(datetime(1970, 1, 5), datetime(2090, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
days = st.dates(date(2, 1, 1), date(9998, 12, 20))
PIECES = ("2026", "-", "W", "w", "47", "53", "last", "this", "uke ", "week ", "-1", "-9999", "T09:00", "11", "18", " ")
said = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=20)


@given(moments, zones)
@example(datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC), APIA)
@example(datetime(2011, 12, 30, 10, tzinfo=UTC), APIA)
def test_every_moment_lies_in_one_week_and_is_found_in_one(moment: datetime, zone: ZoneInfo) -> None:
    week = week_of(moment.astimezone(zone).date(), zone)
    around = [week_of(week.first_day() + timedelta(days=7 * n), zone) for n in (-2, -1, 0, 1, 2)]
    assert [one for one in around if one.holds(moment)] == [week]
    assert len([one for one in around if one.finds(moment)]) == 1


@given(days, zones)
def test_a_week_begins_where_the_one_before_ends(day: date, zone: ZoneInfo) -> None:
    weeks = [week_of(day + timedelta(days=7 * n), zone) for n in (-1, 0, 1)]
    assert all(one.end == other.start for one, other in pairwise(weeks))
    assert all(timedelta(days=5) < week.end - week.start < timedelta(days=9) for week in weeks)
    assert weeks[1].first_day() <= day <= weeks[1].last_day()


@given(st.integers(2, 9998), st.integers(1, 53), zones)
def test_the_weeks_of_a_year_have_their_numbers(year: int, number: int, zone: ZoneInfo) -> None:
    if number > date(year, 12, 28).isocalendar().week:
        number = 1
    week = iso_week(year, number, zone)
    assert week.number == number
    assert week == week_of(date.fromisocalendar(year, number, 4), zone)


@given(moments, zones)
def test_what_is_printed_of_a_week_names_it_again(moment: datetime, zone: ZoneInfo) -> None:
    week = week_of(moment.astimezone(zone).date(), zone)
    day = moment.astimezone(zone).date()
    later = week.end + timedelta(days=400)
    for written in (week.label, week.label.lower(), week.label.replace("-", ""), day.isoformat(), f" {week.label} "):
        assert parse_week(written, later, zone) == week
    assert parse_week(f"W{week.number}", moment, zone) == parse_week("this", moment, zone) == week


@given(moments, zones, st.integers(0, 300))
def test_so_many_weeks_ago_is_that_far_back(moment: datetime, zone: ZoneInfo, number: int) -> None:
    before = parse_week(f"-{number}", moment, zone)
    assert before == week_of(moment.astimezone(zone).date() - timedelta(days=7 * number), zone)


@given(said, moments, zones)
def test_any_words_are_a_week_that_has_begun_or_are_refused(words: str, moment: datetime, zone: ZoneInfo) -> None:
    with suppress(UsageError):
        assert parse_week(words, moment, zone).start <= moment


@given(said | days.map(str), said | st.none() | days.map(str), moments, zones)
def test_any_window_is_a_stretch_of_time_or_is_refused(
    since: str, until: str | None, moment: datetime, zone: ZoneInfo
) -> None:
    with suppress(UsageError):
        window = parse_window(since, until, moment, zone)
        assert window.start < window.end
        assert window.first_day() <= window.last_day()


@given(days, days, zones)
def test_a_window_of_days_begins_with_the_first_and_ends_with_the_last(one: date, other: date, zone: ZoneInfo) -> None:
    first, last = sorted((one, other))
    window = parse_window(str(first), str(last), datetime(9999, 1, 1, tzinfo=UTC), zone)
    assert window.start == parse_window(str(first), str(first), window.end, zone).start
    assert window.end == parse_window(str(last), str(last), window.end, zone).end


@given(moments, zones, st.integers(0, 59))
def test_weekly_runs_leave_no_gap(moment: datetime, zone: ZoneInfo, late: int) -> None:
    local = moment.replace(second=0, microsecond=0, tzinfo=zone)
    following = (local.replace(tzinfo=None) + timedelta(days=7)).replace(second=late, tzinfo=zone)
    assert rolling(following, zone).start <= rolling(local, zone).end


@given(moments, zones)
def test_the_current_week_is_seven_days_up_to_now(moment: datetime, zone: ZoneInfo) -> None:
    week: Week = rolling(moment, zone)
    assert week.end == moment
    assert timedelta(days=5) < week.end - week.start < timedelta(days=9)
    assert week.holds(moment)
