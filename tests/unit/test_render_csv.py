"""The network as a list of edges: what spreadsheets and Gephi read is what was written."""

import csv as stdlib_csv
import io
from datetime import UTC, datetime

import pytest

from aggregator.core.network import Network, Tie
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import csv
from tests.support.networks import made_up, network
from tests.support.spite import SPITE, UNWANTED, spiteful


def rows(text: str) -> list[dict[str, str]]:
    return list(stdlib_csv.DictReader(io.StringIO(text, newline=""), strict=True))


def of_two(giver: str, receiver: str) -> Network:
    return network([giver, receiver], {(giver, receiver): 3})


def test_each_tie_is_a_line_under_the_heading_that_gephi_knows() -> None:
    first, last = (datetime(2026, 11, day, 12, 30, tzinfo=UTC) for day in (3, 17))
    found = replace(of_two("Kari Nordmann", "Åse Lund"), ties=(Tie("Kari Nordmann", "Åse Lund", 3, first, last),))
    assert csv.network(found) == (
        "Source,Target,Type,Weight,First,Last\n"
        "Kari Nordmann,Åse Lund,Directed,3,2026-11-03T12:30:00+00:00,2026-11-17T12:30:00+00:00\n"
    )


def test_what_is_read_back_is_what_was_there() -> None:
    course = made_up(40)
    assert [(row["Source"], row["Target"], int(row["Weight"])) for row in rows(csv.network(course))] == [
        (tie.source, tie.target, tie.comments) for tie in course.ties
    ]


def test_a_time_that_nobody_knows_is_empty() -> None:
    [row] = rows(csv.network(replace(of_two("Kari", "Ola"), ties=(Tie("Kari", "Ola", 1),))))
    assert (row["First"], row["Last"]) == ("", "")


def test_without_ties_there_is_the_heading() -> None:
    assert csv.network(network(["Kari"], {})) == "Source,Target,Type,Weight,First,Last\n"


@pytest.mark.parametrize("name", ["Lund, Kari", 'Kari "K" Lund', "Kari;Lund", "Kari'Lund"])
def test_marks_that_part_cells_do_not_part_names(name: str) -> None:
    [row] = rows(csv.network(of_two(name, "Ola")))
    assert row["Source"] == name


@pytest.mark.parametrize("name", ["=1+1", "@SUM(1)", "+SUM(1)", "-SUM(1)", "＝1", '"=1'])
def test_no_name_is_a_formula(name: str) -> None:
    [row] = rows(csv.network(of_two("Ola", name)))
    assert row["Target"] == f"'{name}"


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
def test_no_name_makes_a_line_or_a_cell(spite: str) -> None:
    name = f"{spite}Kari{spite}"
    text = csv.network(of_two(name, "Ola"))
    [row] = rows(text)
    assert row["Source"].removeprefix("'") == safe(name)
    assert text.count("\n") == 2
    assert not UNWANTED.search(text)


def test_all_spite_at_once() -> None:
    text = csv.network(of_two(spiteful("Kari"), spiteful("Ola")))
    assert len(rows(text)) == 1
    assert not UNWANTED.search(text)
