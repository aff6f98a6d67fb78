from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from aggregator.core.errors import UsageError
from aggregator.core.week import CURRENT, Week, iso_week, parse_week, parse_window, rolling
from tests.support.build import NOW, OSLO, at

HOUR = timedelta(hours=1)
NEW_YORK = ZoneInfo("America/New_York")


def hours(week: Week) -> float:
    return (week.end - week.start) / HOUR


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("current", "2026-11-11/2026-11-18"),
        ("this", "2026-W47"),
        ("denne", "2026-W47"),
        ("last", "2026-W46"),
        ("forrige", "2026-W46"),
        ("-0", "2026-W47"),
        ("-1", "2026-W46"),
        ("-2", "2026-W45"),
        ("-52", "2025-W47"),
        ("2026-W47", "2026-W47"),
        ("2026W47", "2026-W47"),
        ("2026-w7", "2026-W07"),
        ("2026-W07", "2026-W07"),
        ("2020-W53", "2020-W53"),
        ("W47", "2026-W47"),
        ("47", "2026-W47"),
        ("uke 47", "2026-W47"),
        ("Uke 7", "2026-W07"),
        ("week 47", "2026-W47"),
        ("48", "2025-W48"),  # this year's has not begun, so last year's is meant
        ("52", "2025-W52"),
        ("2026-11-18", "2026-W47"),
        ("2026-11-16", "2026-W47"),
        ("2026-11-15", "2026-W46"),
        ("2026-11-22", "2026-W47"),  # not yet here, but its week has begun
        ("2026-01-01", "2026-W01"),
        ("2021-01-03", "2020-W53"),
        ("2024-12-30", "2025-W01"),
        ("  LAST  ", "2026-W46"),
    ],
)
def test_a_week_can_be_named_in_many_ways(said, expected):
    assert parse_week(said, NOW, OSLO).label == expected


@pytest.mark.parametrize(
    "said",
    [
        *("", "next", "yesterday", "uke", "W", "2026", "2026-47", "47-2026", "+1", "--1", "1.5", "this week"),
        *("0", "W0", "54", "99", "2026-W00", "2026-W54", "2025-W53", "0000-W01", "0001-W01", "9999-W52"),
        *("2026-13-01", "2026-02-30", "18.11.2026", "2026-11-18T09:00", "-99999"),
        "53",  # 2025 has none, and 2026's has not begun
    ],
)
def test_what_is_no_week_is_refused_with_examples(said):
    with pytest.raises(UsageError, match=r"is no week\. Write one as 2026-W47"):
        parse_week(said, NOW, OSLO)


@pytest.mark.parametrize("said", ["2026-W48", "2026W53", "2026-11-23", "2027-01-01", "9998-W01"])
def test_a_week_that_has_not_begun_is_refused(said):
    with pytest.raises(UsageError, match=r"-W\d\d has not begun yet"):
        parse_week(said, NOW, OSLO)


def test_the_refusal_quotes_what_was_said():
    with pytest.raises(UsageError, match="“nxet”"):
        parse_week(" nxet ", NOW, OSLO)


@pytest.mark.parametrize(
    ("now", "said", "expected"),
    [
        pytest.param("2026-12-31 12:00", "53", "2026-W53", id="a year of 53 weeks"),
        pytest.param("2027-01-03 12:00", "this", "2026-W53", id="January in last year's last week"),
        pytest.param("2027-01-03 12:00", "last", "2026-W52", id="and the week before"),
        pytest.param("2027-01-04 12:00", "last", "2026-W53", id="last crosses the year"),
        pytest.param("2027-03-01 12:00", "53", "2026-W53", id="only last year has week 53"),
        pytest.param("2024-12-30 12:00", "this", "2025-W01", id="December in next year's first week"),
        pytest.param("2024-12-30 12:00", "1", "2025-W01", id="number of next year's first week"),
        pytest.param("2026-11-15 22:59", "this", "2026-W46", id="a minute before midnight in Oslo"),
        pytest.param("2026-11-15 23:00", "this", "2026-W47", id="midnight in Oslo"),
        pytest.param("2026-11-15 23:00", "2026-W47", "2026-W47", id="a week begins with its first moment"),
    ],
)
def test_years_end_and_days_begin_in_the_course_s_own_zone(now, said, expected):
    assert parse_week(said, at(now), OSLO).label == expected


@pytest.mark.parametrize(
    ("week", "start", "end", "length"),
    [
        pytest.param((2026, 47), "2026-11-15 23:00", "2026-11-22 23:00", 168, id="an ordinary week"),
        pytest.param((2026, 13), "2026-03-22 23:00", "2026-03-29 22:00", 167, id="the clocks go forward"),
        pytest.param((2026, 43), "2026-10-18 22:00", "2026-10-25 23:00", 169, id="the clocks go back"),
        pytest.param((2026, 53), "2026-12-27 23:00", "2027-01-03 23:00", 168, id="over the new year"),
        pytest.param((2026, 1), "2025-12-28 23:00", "2026-01-04 23:00", 168, id="from the old year"),
    ],
)
def test_an_iso_week_is_monday_to_monday_by_the_wall_clock(week, start, end, length):
    one = iso_week(*week, OSLO)
    assert (one.start, one.end, hours(one)) == (at(start), at(end), length)
    assert (one.first_day().isoweekday(), one.last_day().isoweekday()) == (1, 7)


@pytest.mark.parametrize(("year", "number"), [(2025, 53), (2026, 0), (2026, 54)])
def test_a_week_that_its_year_does_not_have(year, number):
    with pytest.raises(ValueError, match="week"):
        iso_week(year, number, OSLO)


@pytest.mark.parametrize(
    ("now", "start", "length"),
    [
        pytest.param("2026-11-18 12:00", "2026-11-11 12:00", 168, id="ordinary"),
        pytest.param("2026-11-18 12:00:59", "2026-11-11 12:00", 168 + 59 / 3600, id="from a full minute"),
        pytest.param("2026-03-31 06:00", "2026-03-24 07:00", 167, id="clocks went forward"),
        pytest.param("2026-10-27 07:00", "2026-10-20 06:00", 169, id="clocks went back"),
        pytest.param("2026-04-05 00:30", "2026-03-29 01:30", 167, id="02:30 that did not exist"),
        pytest.param("2026-11-01 01:30", "2026-10-25 00:30", 169, id="02:30 that came twice: the first"),
        pytest.param("2026-10-25 01:30", "2026-10-18 00:30", 169, id="now the second 02:30"),
        pytest.param("2027-01-03 12:00", "2026-12-27 12:00", 168, id="over the new year"),
    ],
)
def test_the_current_week_is_seven_days_by_the_wall_clock(now, start, length):
    week = parse_week(CURRENT, at(now), OSLO)
    assert (week.start, week.end, hours(week)) == (at(start), at(now), length)


def test_the_current_week_includes_this_very_moment_and_has_no_grace():
    week = rolling(NOW, OSLO)
    assert (week.holds(NOW), week.holds(NOW + timedelta(seconds=1))) == (True, False)
    assert (week.in_sight(NOW), week.in_sight(NOW + timedelta(seconds=1))) == (True, False)
    assert (week.holds(week.start), week.holds(week.start - timedelta(seconds=1))) == (True, False)
    assert (week.first_day(), week.last_day()) == (date(2026, 11, 11), date(2026, 11, 18))


def test_a_moment_belongs_to_the_week_it_begins_and_not_to_the_one_it_ends():
    week, following = iso_week(2026, 47, OSLO), iso_week(2026, 48, OSLO)
    assert week.end == following.start
    assert (week.holds(week.end), following.holds(week.end)) == (False, True)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param("2026-11-16 04:59:59", "46", id="on Monday before six: still the week before"),
        pytest.param("2026-11-16 05:00", "47", id="on Monday at six"),
        pytest.param("2026-11-23 04:59:59", "47", id="on the next Monday before six"),
        pytest.param("2026-11-23 05:00", "48", id="on the next Monday at six"),
    ],
)
def test_what_is_found_within_six_hours_of_monday_is_found_in_the_week_before(found, expected):
    assert [n for n in (46, 47, 48) if iso_week(2026, n, OSLO).finds(at(found))] == [int(expected)]


@pytest.mark.parametrize(
    ("since", "until", "start", "end", "label"),
    [
        pytest.param(None, None, "2026-11-11 12:00", "2026-11-18 12:00", "2026-11-11/2026-11-18", id="neither"),
        pytest.param(
            "2026-11-10", None, "2026-11-09 23:00", "2026-11-18 12:00", "2026-11-10/2026-11-18", id="since a date"
        ),
        pytest.param(
            None, "2026-11-10", "2026-11-03 23:00", "2026-11-10 23:00", "2026-11-04/2026-11-10", id="until a date"
        ),
        pytest.param(
            "2026-11-01", "2026-11-01", "2026-10-31 23:00", "2026-11-01 23:00", "2026-11-01/2026-11-01", id="a day"
        ),
        pytest.param(
            "2026-10-25", "2026-10-25", "2026-10-24 22:00", "2026-10-25 23:00", "2026-10-25/2026-10-25", id="25 hours"
        ),
        pytest.param(
            "2026-11-18T09:00", None, "2026-11-18 08:00", "2026-11-18 12:00", "2026-11-18/2026-11-18", id="a moment"
        ),
        pytest.param(
            " 2026-11-17 09:00 ",
            "2026-11-18t00:00",
            "2026-11-17 08:00",
            "2026-11-17 23:00",
            "2026-11-17/2026-11-17",
            id="two moments",
        ),
        pytest.param(
            "2026-11-17T09:00Z",
            "2026-11-17T12:00+02:00",
            "2026-11-17 09:00",
            "2026-11-17 10:00",
            "2026-11-17/2026-11-17",
            id="zones of their own",
        ),
    ],
)
def test_a_window_from_since_to_until(since, until, start, end, label):
    week = parse_window(since, until, NOW, OSLO)
    assert (week.start, week.end, week.label) == (at(start), at(end), label)
    assert week.up_to_now == (until is None)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        pytest.param("2026-11-18T13:00", None, "2026-11-18T13:00 and now", id="since this moment"),
        pytest.param("2027-01-01", None, "2027-01-01 and now", id="since the future"),
        pytest.param("2026-11-10", "2026-11-09", "2026-11-10 and 2026-11-09", id="backwards"),
    ],
)
def test_an_empty_window_is_refused(since, until, said):
    with pytest.raises(UsageError, match=f"Nothing lies between {said}"):
        parse_window(since, until, NOW, OSLO)


@pytest.mark.parametrize(
    "said",
    [
        *("yesterday", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-18T25:00", "2026-11-18 noon"),
        *("20261118", "2026-W47", "2026-W47-3", "18.11.2026"),  # ends of such could not be told from beginnings
        *("0001-01-01", "0001-01-05T00:00Z", "9999-12-31", "9999-12-31T23:59:59Z"),  # beyond the calendar
    ],
)
@pytest.mark.parametrize("place", ["since", "until"])
def test_what_is_no_date_is_refused(said, place):
    with pytest.raises(UsageError, match=r"is no date\. Write it as 2026-11-18"):
        parse_window(*((said, None) if place == "since" else (None, said)), NOW, NEW_YORK)


def test_the_first_and_the_last_dates_that_can_be_said():
    assert parse_window(None, "0002-01-01", NOW, NEW_YORK).label == "0001-12-26/0002-01-01"
    assert parse_window("2026-11-01", "9998-12-31", NOW, OSLO).label == "2026-11-01/9998-12-31"
