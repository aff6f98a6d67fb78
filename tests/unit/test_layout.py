"""Places in the picture of the network: nobody covers anybody, and those who answer each other are neighbours."""

from itertools import combinations
from statistics import mean
from typing import Any

import networkx
import numpy as np
import pytest

from aggregator.core import layout
from aggregator.core.layout import Part, Places, Size
from aggregator.core.network import Network
from aggregator.core.record import replace
from tests.support.networks import made_up, network

WIDE = 700.0


def boxes(found: Network) -> dict[str, Size]:
    return {one.name: (len(one.name) * 8.0, 30.0 + one.received % 7 * 4) for one in found.members}


def placed(found: Network) -> Places:
    return layout.places(found, boxes(found), WIDE)


def overlapping(part: Part, sizes: dict[str, Size]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, other in combinations(part.spots, 2)
        if all(
            abs(part.spots[one][way] - part.spots[other][way]) < (sizes[one][way] + sizes[other][way]) / 2
            for way in (0, 1)
        )
    ]


def circle(people: int) -> Network:
    names = [f"Person {number}" for number in range(people)]
    return network(names, dict.fromkeys(zip(names, names[1:] + names[:1], strict=True), 1))


def star(people: int) -> Network:
    names = [f"Person {number}" for number in range(people)]
    return network(names, {(names[0], other): 2 for other in names[1:]})


@pytest.fixture(params=["10", "40", "100", "pair", "circle", "star"])
def course(request: pytest.FixtureRequest) -> Network:
    made = {"pair": lambda: circle(2), "circle": lambda: circle(30), "star": lambda: star(30)}
    return made.get(request.param, lambda: made_up(int(request.param)))()


def test_nobody_covers_anybody(course: Network) -> None:
    found = placed(course)
    assert not overlapping(found.tied, boxes(course))
    assert not overlapping(found.alone, boxes(course))


def test_everybody_is_there_once_with_or_without_ties(course: Network) -> None:
    found = placed(course)
    named = {name for tie in course.ties for name in (tie.source, tie.target)}
    assert set(found.tied.spots) == named
    assert set(found.alone.spots) == {one.name for one in course.members} - named


def test_everybody_is_inside(course: Network) -> None:
    sizes = boxes(course)
    found = placed(course)
    for part in (found.tied, found.alone):
        for name, (x, y) in part.spots.items():
            wide, high = sizes[name]
            assert wide / 2 <= x <= part.width - wide / 2
            assert high / 2 <= y <= part.height - high / 2


def test_the_picture_is_wide_enough_and_no_wall_or_tower(course: Network) -> None:
    found = placed(course)
    assert found.tied.width >= WIDE
    assert found.alone.width == found.tied.width
    assert 1 / 3 < found.tied.height / found.tied.width < 1


def test_the_same_network_has_the_same_places(course: Network) -> None:
    assert placed(course) == placed(course)


@pytest.mark.parametrize("people", [10, 40, 100])
def test_what_a_processor_rounds_differently_makes_no_other_picture(
    people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = made_up(people)
    beginning = networkx.random_layout

    def elsewhere(*given: Any, **more: Any) -> dict[str, Any]:
        """Where they begin, with each moved a hair's breadth, this way or that."""
        found = beginning(*given, **more)
        return {name: np.float64(spot) + by * (-1) ** number for number, (name, spot) in enumerate(found.items())}

    monkeypatch.setattr(networkx, "random_layout", elsewhere)
    by = 0.0
    exact = placed(course).tied.spots
    by = 1e-13
    rounded = placed(course).tied.spots
    assert all(rounded[name] == pytest.approx(spot, abs=0.01) for name, spot in exact.items())


@pytest.mark.parametrize("people", [40, 100])
def test_those_who_answer_each_other_are_neighbours(people: int) -> None:
    course = made_up(people)
    spots = {name: np.array(spot) for name, spot in placed(course).tied.spots.items()}
    teachers = {one.name for one in course.members if one.facilitator}
    near = mean(
        float(np.linalg.norm(spots[tie.source] - spots[tie.target]))
        for tie in course.ties
        if tie.source not in teachers
    )
    far = mean(float(np.linalg.norm(one - other)) for one, other in combinations(spots.values(), 2))
    assert near < far * 0.6


def test_in_the_rows_those_who_wait_for_an_answer_come_first() -> None:
    course = network([f"Person {number}" for number in range(40)], {})
    rows = placed(course).alone
    waiting = {one.name for one in course.members if one.unheard}
    in_order = sorted(rows.spots, key=lambda name: rows.spots[name][::-1])
    assert set(in_order[: len(waiting)]) == waiting
    assert 0 < len(waiting) < len(in_order)
    assert len({y for _x, y in rows.spots.values()}) > 1


def test_a_name_wider_than_the_picture_has_a_row_of_its_own() -> None:
    course = network(["Kari", "Ola"], {})
    found = layout.places(course, {one.name: (900.0, 30.0) for one in course.members}, WIDE)
    assert found.alone.width > 900
    assert len({y for _x, y in found.alone.spots.values()}) == len(course.members)


def test_nobody_at_all_takes_no_room() -> None:
    found = placed(replace(network([], {}), members=()))
    assert (found.tied.height, found.alone.height) == (0, 0)
    assert not found.tied.spots
    assert not found.alone.spots


def test_boxes_much_wider_than_high_have_room_too() -> None:
    course = made_up(40)
    wide = {one.name: (600.0, 20.0) for one in course.members}
    assert not overlapping(layout.places(course, wide, WIDE).tied, wide)


def test_pushing_apart_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_PUSHES", 2)
    course = made_up(100)
    found = placed(course)
    assert len(found.tied.spots) + len(found.alone.spots) == len(course.members)
