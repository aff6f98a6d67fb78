"""`agg init`: a course begins, with questions at a terminal and without elsewhere."""

from pathlib import Path

import pytest

from aggregator.cli import installed
from aggregator.config import load_course
from tests.support.command import Agg
from tests.support.terminals import answering

GIVEN = ("--title", "Vårt kurs", "--language", "nb", "--timezone", "Europe/Oslo", "--starts", "2026-10-05")


def test_a_course_begins_without_questions(agg: Agg, tmp_path: Path) -> None:
    said = agg("init", *GIVEN, "--ends", "2026-12-18")
    assert (said.code, said.out) == (0, "")
    course = load_course(tmp_path / "feeds.toml", nobody_yet=True)
    assert (course.title, course.language, str(course.timezone)) == ("Vårt kurs", "nb", "Europe/Oslo")
    assert (str(course.starts), str(course.ends)) == ("2026-10-05", "2026-12-18")
    assert "agg add" in agg("status").err
    again = agg("init")
    assert again.code == 2
    assert "feeds.toml" in again.err


def test_without_a_terminal_the_usual_is_taken(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Europe/Paris")
    assert agg("-c", "deep/down/my.toml", "init").code == 0
    course = load_course(tmp_path / "deep/down/my.toml", nobody_yet=True)
    assert (course.title, course.language, str(course.timezone)) == ("Our course", "en", "Europe/Paris")


def test_a_norwegian_course_is_in_norway_unless_the_machine_knows_better(
    agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone, expected in (("Etc/UTC", "Europe/Oslo"), ("Europe/Rome", "Europe/Rome")):
        monkeypatch.setenv("TZ", zone)
        agg("-c", f"{expected[-4:]}.toml", "init", "--language", "nb")
        assert str(load_course(tmp_path / f"{expected[-4:]}.toml", nobody_yet=True).timezone) == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--timezone", "Oslo"), "“Oslo”. Did you mean Europe/Oslo?"),
        (("--timezone", "Nowhere/Such"), "Write it as Europe/Oslo."),
        (("--starts", "5.10.2026"), "“5.10.2026” is no day"),
        (("--starts", "2026-10-05", "--ends", "2026-10-04"), "cannot end on 2026-10-04"),
        (("--language", "fr"), "fr"),
        (("--title", "\u200b"), "A title is"),
        (("nowhere.csv",), "nowhere.csv: cannot be read"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    agg: Agg, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    said = agg("init", *words)
    assert said.code == 2
    assert why in said.err
    assert not (tmp_path / "feeds.toml").exists()


def test_where_no_file_can_be_it_says_so(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = agg("-c", "file/feeds.toml", "init")
    assert (said.code, said.err) == (2, "agg: file/feeds.toml: cannot be written (File exists).\n")


def test_at_a_terminal_it_asks_for_what_was_not_said(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(monkeypatch, "nb", "", "Oslo", "Europe/Oslo", "2026-10-05", "2026-01-01", "") as said:
        assert agg("init").code == 0
    course = load_course(tmp_path / "feeds.toml", nobody_yet=True)
    assert (course.language, str(course.timezone), str(course.starts), course.ends) == (
        "nb",
        "Europe/Oslo",
        "2026-10-05",
        None,
    )
    assert "Europe/Oslo" in said()
    (tmp_path / "feeds.toml").unlink()
    with answering(monkeypatch, "en", "x"):
        assert agg("init").code == 130
    assert not (tmp_path / "feeds.toml").exists()


def test_a_list_that_says_what_it_is_called_names_the_course(agg: Agg, tmp_path: Path) -> None:
    text = (
        '<opml version="2.0"><head><title>{}</title></head><body><outline xmlUrl="https://k.example/f"/></body></opml>'
    )
    for title, expected in (("Vårt kurs", "Vårt kurs"), ("newsboat - Exported Feeds", "Our course")):
        (tmp_path / "x.opml").write_text(text.format(title), "utf-8")
        agg("init", "x.opml", "--offline")
        assert load_course(tmp_path / "feeds.toml").title == expected
        (tmp_path / "feeds.toml").unlink()


def test_the_time_zone_of_whoever_sits_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ")
    assert installed.zone_here(tmp_path) is None
    (tmp_path / "timezone").write_text("Europe/Paris\n")
    assert installed.zone_here(tmp_path) == "Europe/Paris"
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert installed.zone_here(tmp_path) == "Europe/Paris"
    monkeypatch.setenv("TZ", ":Europe/Oslo")
    assert installed.zone_here(tmp_path) == "Europe/Oslo"
