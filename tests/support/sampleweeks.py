"""How four weeks of the invented course were answered; the last is the one that `sample` shows."""

from datetime import timedelta

from aggregator.core.health import Health
from aggregator.core.trend import WeekHealth
from aggregator.core.week import parse_week
from tests.support.build import OSLO, at

HOUR = timedelta(hours=1)


def _week(number: int, health: Health, new: int = 0, unanswered: int = 0) -> WeekHealth:
    return WeekHealth(parse_week(f"2026-W{number}", at("2026-11-22 12:00"), OSLO), health, new, unanswered)


WEEKS = (
    _week(44, Health(3, 3, 0, 3, 0, 3, (4 * HOUR, 4 * HOUR)), 2, 0),
    _week(45, Health(2)),
    _week(46, Health(6, 3, 3, 2, 4, 3, (7 * HOUR, 50 * HOUR)), 3, 1),
    _week(47, Health(13, 4, 5, 2, 1, 4, (26 * HOUR, 26 * HOUR)), 2, 1),
)
