"""`agg network`: who has answered whom, in every form, on the screen and in a file."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse

TIES = [("Arne", "Kari Nordmann"), ("Kari Nordmann", "Ola Berg"), ("Ola Berg", "Kari Nordmann")]


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> StoredCourse:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return classmates(tmp_path)


def test_as_a_list(stored: StoredCourse, agg: Agg) -> None:
    rows = [line.split("\t") for line in agg("network").out.splitlines()]
    assert [(source, target) for source, target, *_more in rows] == TIES
    assert rows[0][2:] == ["1", "2026-11-10T13:00+01:00", "2026-11-10T13:00+01:00"]
    shown = agg("network", "--color", "always").out
    assert "Arne (facilitator) →" in shown
    assert "1 comment is by somebody whom feeds.toml does not know" in shown


def test_as_json(stored: StoredCourse, agg: Agg) -> None:
    told = json.loads(agg("network", "--format", "json").out)
    assert told == json.loads(agg("network", "--json").out)
    assert (told["schema"], told["unmatched"]) == (1, 1)
    assert [(one["source"], one["target"]) for one in told["edges"]] == TIES
    assert {one["name"]: one["part"] for one in told["nodes"]} == {
        "Kari Nordmann": "participant",
        "Ola Berg": "participant",
        "Eva Fjeld": "participant",
        "Arne": "facilitator",
    }


def test_of_a_group_only_comments_on_its_posts_count(stored: StoredCourse, agg: Agg) -> None:
    told = json.loads(agg("network", "--json", "--group", "ola").out)
    assert [(one["source"], one["target"]) for one in told["edges"]] == TIES[1:2]
    assert [one["name"] for one in told["nodes"]] == ["Ola Berg", "Arne", "Kari Nordmann"]
    assert told["unmatched"] == 0


def test_for_spreadsheets(stored: StoredCourse, agg: Agg) -> None:
    rows = list(csv.DictReader(io.StringIO(agg("network", "--format", "csv").out)))
    assert [(row["Source"], row["Target"]) for row in rows] == TIES
    assert {(row["Type"], row["Weight"]) for row in rows} == {("Directed", "1")}


def test_for_gephi(stored: StoredCourse, agg: Agg) -> None:
    graph = networkx.parse_graphml(agg("network", "--format", "graphml").out)
    label = graph.nodes(data="label")
    assert sorted((label[source], label[target]) for source, target in graph.edges) == TIES


def test_as_a_picture_in_a_file(stored: StoredCourse, agg: Agg) -> None:
    assert agg("network", "--format", "svg", "-o", "network.svg").out == ""
    picture = ElementTree.parse(stored.folder / "network.svg").getroot()
    texts = "".join(picture.itertext())
    assert all(name in texts for name in ("Kari Nordmann", "Ola Berg", "Eva Fjeld", "Arne"))
    assert agg("network", "--format", "svg", "-o", "-").out == (stored.folder / "network.svg").read_text("utf-8")


def test_the_form_is_what_the_file_is_called(stored: StoredCourse, agg: Agg) -> None:
    agg("network", "-o", "network.SVG")
    assert (stored.folder / "network.SVG").read_text("utf-8").startswith("<svg")
    agg("network", "-o", "network.csv", "--format", "graphml")
    assert "<graphml" in (stored.folder / "network.csv").read_text("utf-8")


def test_two_forms_at_once_are_too_many(stored: StoredCourse, agg: Agg) -> None:
    ended = agg("network", "--json", "--format", "csv")
    assert (ended.code, ended.out) == (2, "")
    assert "Give either --json or --format csv." in ended.err


def test_who_has_answered_outside_the_group_has_answered_somebody(stored: StoredCourse, agg: Agg) -> None:
    told = json.loads(agg("network", "--json", "--group", "kari").out)
    assert {one["name"]: one["given"] for one in told["nodes"]} == {"Kari Nordmann": 1, "Arne": 1, "Ola Berg": 1}
    assert {one["name"]: one["received"] for one in told["nodes"]}["Ola Berg"] == 1, "in another group"
    shown = agg("network", "--group", "kari", "--color", "always").out
    assert "Kari Nordmann →" not in shown, "her answer to Ola is not in this group"
    assert "Have answered nobody" not in shown


def test_a_list_in_a_file(stored: StoredCourse, agg: Agg) -> None:
    listed = agg("network").out
    agg("network", "-o", "network.tsv")
    assert (stored.folder / "network.tsv").read_text("utf-8") == listed
