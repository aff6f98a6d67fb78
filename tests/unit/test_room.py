"""How much memory answers take."""

import pytest

from aggregator.web.room import Room


@pytest.mark.parametrize(
    ("coming", "come", "tight", "full"),
    [
        (0, 0, False, False),
        (0, 50, False, False),
        (0, 51, True, False),
        (100, 0, False, False),
        (101, 0, False, True),
        (50, 50, False, False),
        (40, 60, True, False),
        (40, 61, True, True),
    ],
)
def test_what_has_come_stops_the_asking_and_all_together_stops_large_answers(
    coming: int, come: int, tight: bool, full: bool
) -> None:
    room = Room(100)
    room.take(coming + come + 7 + 9)
    room.drop(7)
    room.keep(come + 9)
    room.give(9)
    assert (room.is_tight, room.is_full) == (tight, full)
