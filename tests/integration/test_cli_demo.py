"""`agg demo`: the main job without a network, and nothing left behind."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.command import NOW, Agg, cron_environment, run

PORT = re.compile(r"127\.0\.0\.1:\d+")


def test_it_shows_the_main_job_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Also where the folder for temporary files has a longer path than a socket may have."""
    temporary = tmp_path / ("temp" * 25)
    temporary.mkdir()
    (tmp_path / "here").mkdir()
    environment = cron_environment(TMPDIR=str(temporary), HOME=str(tmp_path / "home"))
    shown = run(["demo"], tmp_path / "here", environment)
    assert (shown.code, shown.err) == (0, "")
    assert "\n$ agg digest --week --facilitator\n" in shown.out
    assert "\n$ agg needs-comments\n" in shown.out
    assert "Tor-Erik Lund: Første forsøk\n" in shown.out
    assert "\x1b" not in shown.out
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["here", temporary.name]


def test_the_same_moment_gives_the_same_text(agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    first, second = agg("demo"), agg("demo")
    assert first.code == second.code == 0
    assert PORT.sub("", first.out) == PORT.sub("", second.out)


def test_it_needs_no_feeds_toml_and_minds_none(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("broken")
    shown = agg("demo")
    assert shown.code == 0
    assert "agg digest --week" in shown.out


def test_a_proxy_in_the_environment_does_not_get_in_the_way(agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    shown = agg("demo").out
    assert " 0 new posts" not in shown


def test_what_it_prints_is_what_the_commands_print(fetched: Path, tmp_path: Path) -> None:
    environment = cron_environment(AGG_NOW=NOW.isoformat(), AGG_LANG="en")
    demo = PORT.sub("", run(["demo"], tmp_path, environment).out)
    digest = PORT.sub("", run(["digest", "--facilitator"], fetched, environment).out)
    assert digest in demo


def test_kept_it_can_be_played_with(agg: Agg, tmp_path: Path) -> None:
    kept = agg("demo", "--keep", "deep/sample")
    assert kept.code == 0
    assert "deep/sample" in kept.out
    folder = tmp_path / "deep" / "sample"
    assert {path.name for path in folder.iterdir()} >= {"feeds.toml", "agg.db"}
    for command in ("posts", "status", "digest", "needs-comments", "comments"):
        shown = agg(command, "-c", folder / "feeds.toml")
        assert (shown.code, shown.err) == (0, "")
        assert shown.out


def test_the_list_labels_what_only_the_author_has_answered_and_says_what_nobody_can_know(
    agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    waiting, _, unknown = agg("demo").out.partition("$ agg needs-comments")[2].partition("Could not tell, ")
    labels = {line.partition(". ")[2]: label for line, label in pairwise(waiting.splitlines())}
    assert "only the author has commented" in labels["Ingrid Solbakken: Det jeg lærte av en sint kommentar"]
    assert "author" not in labels["Elin Sandvik: Tre ting vi aldri skriver"]  # where there is but a pingback
    assert "Amina Warsame" not in waiting
    assert {line.partition(":")[0] for line in unknown.splitlines() if line[2:3].isupper()} == {"  Line Fossum"}


def test_who_is_not_in_feeds_toml_can_be_found(course: Path, agg: Agg) -> None:
    found = json.loads(agg("comments", "--unmatched", "--json").out)["comments"]
    assert [one["author"] for one in found] == ["havneguten"]
    toml = (course / "feeds.toml").read_text("utf-8")
    (course / "feeds.toml").write_text(
        toml.replace('"Vegard Moen"', '"Vegard Moen"\naliases = ["havneguten"]'), "utf-8"
    )
    assert json.loads(agg("comments", "--unmatched", "--json").out)["comments"] == []


def test_an_empty_folder_will_do(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert agg("demo", "--keep", "empty").code == 0


def test_a_folder_with_something_in_it_is_left_as_it_was(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "feeds.toml").write_text("mine")
    wrong = agg("demo", "--keep", "full")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("agg: full ")
    assert [(path.name, path.read_text()) for path in (tmp_path / "full").iterdir()] == [("feeds.toml", "mine")]


def test_a_file_is_no_folder(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in ("file", "file/below"):
        wrong = agg("demo", "--keep", place)
        assert (wrong.code, wrong.out) == (2, "")
        assert wrong.err.startswith(f"agg: {place}: ")


def test_colour_and_language_can_be_had(agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    assert "\x1b[" in agg("demo", "--color", "always").out
    assert "\nDe siste sju dagene til 22. november 2026 kl. " in agg("demo", "--lang", "nb").out
