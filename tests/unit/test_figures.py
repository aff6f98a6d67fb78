"""The words and drawings about how well people are answered."""

from datetime import timedelta

import pytest

from aggregator.core.health import Health
from aggregator.core.record import replace
from aggregator.render import figures
from tests.support.build import OSLO, at
from tests.support.sampleweeks import WEEKS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(0), "0 minutes"),
        (MINUTE, "1 minute"),
        (89 * MINUTE, "89 minutes"),
        (90 * MINUTE, "2 hours"),
        (26 * HOUR, "26 hours"),
        (48 * HOUR, "2 days"),
        (20 * DAY, "20 days"),
    ],
)
def test_a_stretch_of_time_in_the_unit_that_fits(time: timedelta, words: str) -> None:
    assert figures.duration(time) == words


@pytest.mark.parametrize(
    ("median", "words"),
    [
        (None, ""),
        ((5 * HOUR, 5 * HOUR), "5 hours"),
        ((5 * HOUR, 5 * HOUR + MINUTE), "5 hours"),
        ((2 * HOUR, 3 * DAY), "between 2 hours and 3 days"),
        ((timedelta(0), 3 * DAY), "at most 3 days"),
    ],
    ids=str,
)
def test_a_time_that_is_not_known_exactly_is_told_so(median: tuple[timedelta, timedelta] | None, words: str) -> None:
    assert figures.first_answer(Health(1, 1, median=median)) == words


def test_what_nobody_knows_is_no_share() -> None:
    assert figures.answered(Health(3)) == "not known"
    assert figures.soon(Health(3)) == "too early to say, or not known"
    assert figures.percent(None) == ""
    assert figures.answered(Health(3, 1, 2)) == "33% (1 of 3)"


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([0, 0.5, 1, None], "▁▅█·"),
        ([0.124, 0.126, 0.99], "▁▂█"),
        ([0.25, 0.5, 1], "▃▅█"),
        ([], ""),
    ],
)
def test_a_drawing_has_a_bar_for_each_value(values: list[float | None], drawn: str) -> None:
    assert figures.drawing(values) == drawn


def test_a_week_alone_is_not_drawn() -> None:
    assert figures.health(WEEKS[-1:])[0] == ("Answered", "44% (4 of 9)")
    assert figures.drawn_weeks(WEEKS[-1:]) == ""
    assert figures.health(WEEKS)[0] == ("Answered", "44% (4 of 9) █·▅▄")


def test_a_week_without_posts_is_left_out() -> None:
    empty = replace(WEEKS[-1], health=Health())
    assert figures.health([*WEEKS[:-1], empty]) == figures.health([]) == []
    assert figures.drawn_weeks([*WEEKS[:-1], empty]) == ""


def test_days_in_a_table_are_short(language: str) -> None:
    assert figures.short_day(at("2026-11-18 23:30"), OSLO) == {"en": "19 Nov", "nb": "19. nov."}[language]
    assert figures.short_day(at("2026-06-18 12:00"), OSLO) == {"en": "18 Jun", "nb": "18. juni"}[language]
