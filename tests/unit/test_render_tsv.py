"""Lists for pipes, in golden files; columns are a promise."""

import pytest

from aggregator.cli import speech
from aggregator.render import tsv
from tests.support import sample
from tests.support.build import OSLO
from tests.support.golden import Golden

LISTS = {
    "needs-comments": (lambda: tsv.needs_comments(sample.waiting(), OSLO), 6),
    "posts": (lambda: tsv.posts(sample.posts(), OSLO), 6),
    "status": (lambda: tsv.status(sample.status(), OSLO), 7),
}


@pytest.mark.parametrize("name", LISTS)
def test_it_looks_as_in_the_golden_file(name: str, language: str, golden: Golden) -> None:
    golden.check(f"{language}/{name}.tsv", LISTS[name][0]())


@pytest.mark.parametrize("name", LISTS)
def test_every_line_has_the_same_columns(name: str) -> None:
    render, columns = LISTS[name]
    assert {len(line.split("\t")) for line in render().splitlines()} == {columns}


def test_an_unknown_number_is_empty_and_none_is_zero() -> None:
    comments = {line.split("\t")[2]: line.split("\t")[4] for line in tsv.posts(sample.posts(), OSLO).splitlines()}
    assert comments["Just now"] == "0"
    assert comments["Åpningstider & andre gåter"] == "3"
    assert comments["Regnet igjen, og bussen var full av folk som ville hjem."] == ""


def test_dates_have_the_course_s_offset() -> None:
    assert tsv.posts(sample.posts()[:1], OSLO).startswith("2026-11-22T12:30+01:00\t")


def test_states_are_the_same_words_in_every_language() -> None:
    english = [line.split("\t")[0] for line in tsv.needs_comments(sample.waiting(), OSLO).splitlines()]
    speech.choose("nb")
    assert [line.split("\t")[0] for line in tsv.needs_comments(sample.waiting(), OSLO).splitlines()] == english
    assert english == ["waiting"] * 4 + ["unknown"] * 6


def test_an_empty_list_is_empty() -> None:
    assert tsv.posts([], OSLO) == ""
    assert tsv.status([], OSLO) == ""


def test_no_password_is_shown() -> None:
    assert "secret" not in tsv.status(sample.status(), OSLO)
