"""The network as GraphML: what Gephi and networkx read is what was written."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import networkx
import pytest

from aggregator.core.network import Member, Network, Tie
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import graphml
from tests.support.build import NOW
from tests.support.networks import made_up, network
from tests.support.spite import SPITE, UNWANTED, spiteful

FIRST, LAST = (datetime(2026, 11, day, 12, 30, tzinfo=UTC) for day in (3, 17))
TWO = Network(
    "Blogging",
    NOW,
    (Member("Kari Nordmann", False, 4, 0, 3, 1), Member("Arne", True, None, 2, 0)),
    (Tie("Arne", "Kari Nordmann", 2, FIRST, LAST),),
    1,
)


def test_people_and_ties_have_what_is_known_of_them() -> None:
    graph = networkx.parse_graphml(graphml.network(TWO))
    kari = {"label": "Kari Nordmann", "part": "participant", "posts": 4, "given": 0, "received": 3, "unmatched": 1}
    arne = {"label": "Arne", "part": "facilitator", "given": 2, "received": 0, "unmatched": 0}
    assert graph.is_directed()
    assert kari.items() <= graph.nodes["n0"].items()
    assert arne.items() <= graph.nodes["n1"].items()
    assert "posts" not in graph.nodes["n1"]
    assert list(graph.edges(data=True)) == [
        ("n1", "n0", {"weight": 2, "first": "2026-11-03T12:30:00+00:00", "last": "2026-11-17T12:30:00+00:00"})
    ]


@pytest.mark.parametrize("people", [0, 10, 100])
def test_what_is_read_back_is_what_was_there(people: int) -> None:
    course = made_up(people) if people else network([], {})
    graph = networkx.parse_graphml(graphml.network(course))
    nodes = [graph.nodes[f"n{number}"] for number in range(len(graph))]
    assert [(one["label"], one["part"] == "facilitator", one["given"], one["received"]) for one in nodes] == [
        (one.name, one.facilitator, one.given, one.received) for one in course.members
    ]
    label = graph.nodes(data="label")
    assert sorted((label[source], label[target], weight) for source, target, weight in graph.edges(data="weight")) == [
        (one.source, one.target, one.comments) for one in course.ties
    ]


def test_a_time_that_nobody_knows_is_empty() -> None:
    graph = networkx.parse_graphml(graphml.network(replace(TWO, ties=(Tie("Arne", "Kari Nordmann", 2),))))
    assert not any(graph.edges["n1", "n0"][which] for which in ("first", "last"))


def test_it_is_the_same_each_time() -> None:
    assert graphml.network(made_up(40)) == graphml.network(made_up(40))


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
def test_any_name_is_text(spite: str) -> None:
    name = f"{spite}Kari{spite}"
    text = graphml.network(network([name, "Ola"], {(name, "Ola"): 1}))
    assert networkx.parse_graphml(text).nodes["n0"]["label"] == safe(name)
    assert not UNWANTED.search(text)


def test_all_spite_at_once() -> None:
    text = graphml.network(network([spiteful("Kari")], {}))
    assert ElementTree.fromstring(text) is not None
    assert not UNWANTED.search(text)
