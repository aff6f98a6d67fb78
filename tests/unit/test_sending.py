"""Which week a mail counts for, and whether it may be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from aggregator.core.sending import Mailed, Ready, course_name, name_and_address, ready, week_of_mail
from aggregator.core.week import parse_week, parse_window, rolling
from tests.support.build import OSLO, at

NOW = at("2026-11-22 12:00")


@pytest.mark.parametrize(
    ("mailed", "expected"),
    [
        (None, Ready.YES),
        (Mailed("2026-W47", "<x>", NOW), Ready.UNSURE),
        (Mailed("2026-W47", "<x>", NOW, NOW), Ready.SENT),
    ],
)
def test_whether_a_mail_may_be_sent(mailed: Mailed | None, expected: Ready) -> None:
    assert ready(mailed) is expected


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-22 20:00+01:00", "2026-W47"),  # Sunday evening
        ("2026-11-23 07:00+01:00", "2026-W47"),  # Monday morning: most of the seven days are last week's
        ("2026-11-25 07:00+01:00", "2026-W47"),
        ("2026-11-26 11:59+01:00", "2026-W47"),
        ("2026-11-26 12:00+01:00", "2026-W48"),
        ("2026-11-27 15:00+01:00", "2026-W48"),
        ("2027-01-03 20:00+01:00", "2026-W53"),
        ("2027-01-04 07:00+01:00", "2026-W53"),
        ("2027-01-08 07:00+01:00", "2027-W01"),
    ],
)
def test_the_seven_days_up_to_now_count_for_the_week_that_most_of_them_lie_in(now: str, week: str) -> None:
    assert week_of_mail(rolling(at(now), OSLO)) == week


@pytest.mark.parametrize("minutes", [*range(0, 168 * 60, 5 * 60), *range((3 * 24 + 11) * 60, (3 * 24 + 13) * 60, 15)])
@pytest.mark.parametrize("monday", [datetime(2026, 3, 2, tzinfo=OSLO), datetime(2026, 9, 28, tzinfo=OSLO)], ids=str)
def test_who_sends_once_a_week_at_the_same_hour_meets_each_week_once(monday: datetime, minutes: int) -> None:
    """Also when the clocks change, on 29 March and 25 October, and about Thursday noon, where a week's mail begins."""
    first = monday + timedelta(minutes=minutes)  # by the wall clock, as cron has it
    mails = [week_of_mail(rolling((first + number * timedelta(days=7)).astimezone(UTC), OSLO)) for number in range(8)]
    start = int(mails[0][-2:])
    assert mails == [f"2026-W{start + number:02}" for number in range(8)]


def test_a_calendar_week_and_a_stretch_count_for_themselves() -> None:
    assert week_of_mail(parse_week("last", NOW, OSLO)) == "2026-W46"
    assert week_of_mail(parse_week("2026-W40", NOW, OSLO)) == "2026-W40"
    assert week_of_mail(parse_window("2026-11-01", "2026-11-15", NOW, OSLO)) == "2026-11-01/2026-11-15"
    assert week_of_mail(parse_window("2026-11-02", None, NOW, OSLO)) == "2026-11-02/2026-11-22"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("a@b.example", ("", "a@b.example")),
        ("Our course <a@b.example>", ("Our course", "a@b.example")),
        ("[Kurs] (2026 <a@b.example>", ("[Kurs] (2026", "a@b.example")),
    ],
)
def test_a_name_may_stand_before_an_address(written: str, parts: tuple[str, str]) -> None:
    assert name_and_address(written) == parts


def test_a_course_has_one_name_for_programs() -> None:
    assert course_name("Kurs", "a@b.example") == course_name("Kurs", "a@b.example")
    assert course_name("Kurs", "a@b.example") != course_name("Kurs 2", "a@b.example")
    assert course_name("\ud800", "a@b.example").isalnum()
