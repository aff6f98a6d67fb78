"""Weeks beside each other: which posts belong to which, and who was new then."""

from itertools import pairwise

import pytest

from aggregator.core.record import replace
from aggregator.core.trend import trend, weeks_up_to
from aggregator.core.week import iso_week, parse_window, rolling, week_before
from tests.support.build import NOW, OSLO, at
from tests.support.counted import ANSWERED, DAY, UNANSWERED, UNKNOWN, background, counted, history


@pytest.mark.parametrize(
    ("week", "labels"),
    [
        (iso_week(2027, 2, OSLO), ["2026-W53", "2027-W01", "2027-W02"]),
        (rolling(NOW, OSLO), ["2026-10-28/2026-11-04", "2026-11-04/2026-11-11", "2026-11-11/2026-11-18"]),
        (parse_window("2026-11-16", "2026-11-17", NOW, OSLO), ["2026-11-12/2026-11-13", "2026-11-14/2026-11-15"]),
    ],
    ids=["ISO weeks", "the days up to now", "two days"],
)
def test_the_weeks_before_are_of_the_same_kind(week, labels):
    weeks = weeks_up_to(week)
    assert len(weeks) == 8
    assert [one.label for one in weeks if one.label in labels] == labels
    assert all(one.end == later.start for one, later in pairwise(weeks))
    assert weeks[-1] == week


def test_the_clock_change_moves_no_week():
    before = week_before(rolling(at("2026-10-28 12:00+01:00"), OSLO))
    assert (before.start, before.end) == (at("2026-10-14 12:00+02:00"), at("2026-10-21 12:00+02:00"))


def test_a_stretch_of_more_than_a_month_stands_alone():
    window = parse_window("2026-01-01", "2026-11-17", NOW, OSLO)
    assert weeks_up_to(window) == (window,)
    assert len(weeks_up_to(parse_window("0002-01-01", "0002-01-31", NOW, OSLO))) == 8


WEEKS = weeks_up_to(iso_week(2026, 47, OSLO))


def told(*found, histories=None, **course):
    known = background("Kari", "Ola", histories=histories or {}, **course)
    return trend(known, WEEKS, [one.listed.post for one in found], found)


def test_posts_stand_in_their_weeks_from_the_first_that_has_any():
    weeks = told(
        counted(1, "Kari", at("2026-11-02 09:00"), ANSWERED),
        counted(2, "Ola", at("2026-11-17 09:00"), UNANSWERED),
        counted(3, "Ola", at("2026-11-17 10:00"), ANSWERED),
        counted(4, "Ola", at("2026-08-01 10:00"), ANSWERED),
    )
    assert [(one.week.number, one.health.posts, one.health.answered) for one in weeks] == [
        (45, 1, 1),
        (46, 0, 0),
        (47, 2, 1),
    ]


def test_without_posts_there_is_the_week_alone():
    assert [(one.week.number, one.health.posts) for one in told()] == [(47, 0)]


def test_what_a_blog_held_without_a_date_is_of_no_week():
    undated = counted(1, "Kari", at("2026-11-17 09:00"))
    post = replace(undated.listed.post, archive=True, published=None)
    [week] = told(replace(undated, listed=replace(undated.listed, post=post)))
    assert week.health.posts == 0


def test_new_bloggers_are_those_who_were_new_then():
    """Kari had three posts by week 45, and more than that since."""
    started = at("2026-01-05 09:00")
    weeks = told(
        counted(1, "Kari", at("2026-11-02 09:00"), UNANSWERED),
        counted(2, "Kari", at("2026-11-10 09:00"), UNANSWERED),
        counted(3, "Ola", at("2026-11-11 09:00"), ANSWERED),
        counted(4, "Ola", at("2026-11-11 10:00"), UNANSWERED),
        counted(5, "Ola", at("2026-11-17 10:00"), UNKNOWN),
        histories={"Kari": history(4, started), "Ola": history(3, NOW - 7 * DAY)},
    )
    assert [(one.new_bloggers, one.new_unanswered) for one in weeks] == [(1, 1), (1, 0), (1, 0)]
