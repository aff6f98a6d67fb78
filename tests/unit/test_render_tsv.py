"""Lists for pipes, in golden files; columns are a promise."""

import pytest

from aggregator.cli import speech
from aggregator.render import tsv
from tests.support import sample, samplecomments, samplefigures
from tests.support.build import OSLO
from tests.support.golden import Golden

LISTS = {
    "needs-comments": (lambda: tsv.needs_comments(sample.waiting(), OSLO), 6),
    "needs-comments-for": (lambda: tsv.needs_comments(samplefigures.for_reader(), OSLO), 6),
    "people": (lambda: tsv.people(samplefigures.figures(), OSLO), 10),
    "network": (lambda: tsv.network(samplefigures.network(), OSLO), 5),
    "assign": (lambda: tsv.assigned(samplefigures.round_of_answers(), OSLO), 6),
    "assign-check": (lambda: tsv.checked(samplefigures.checked(), OSLO), 8),
    "posts": (lambda: tsv.posts(sample.posts(), OSLO), 6),
    "status": (lambda: tsv.status(sample.status(), OSLO), 7),
    "status-comments": (lambda: tsv.status(sample.status(), OSLO, comments=True), 8),
    "comments": (lambda: tsv.comments(samplecomments.comments(), OSLO), 9),
    "why-answered": (lambda: tsv.why(samplecomments.answered(), OSLO), 5),
    "why-marked": (lambda: tsv.why(samplecomments.marked(), OSLO, samplecomments.outside()), 5),
    "why-unasked": (lambda: tsv.why(samplecomments.unasked(), OSLO), 5),
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
    assert english == ["waiting"] * 4 + ["only own"] * 2 + ["waiting"] + ["unknown"] * 8


def test_an_empty_list_is_empty() -> None:
    assert tsv.posts([], OSLO) == ""
    assert tsv.status([], OSLO) == ""
    assert tsv.comments([], OSLO) == ""


def test_who_wrote_a_comment_is_the_same_word_in_every_language() -> None:
    english = [line.split("\t")[1] for line in tsv.comments(samplecomments.comments(), OSLO).splitlines()]
    speech.choose("nb")
    assert [line.split("\t")[1] for line in tsv.comments(samplecomments.comments(), OSLO).splitlines()] == english
    assert set(english) == {"own", "participant", "facilitator", "visitor", "ping"}


def test_why_begins_with_the_verdict_and_ends_with_the_comments() -> None:
    lines = [line.split("\t") for line in tsv.why(samplecomments.answered(), OSLO).splitlines()]
    assert [line[0] for line in lines] == ["verdict"] + ["source"] * 3 + ["comment"] * 5
    assert lines[0][1] == "answered"
    assert [line[2] for line in lines[1:4]] == sorted([line[2] for line in lines[1:4]], reverse=True)
    assert [line[2] for line in lines[4:]] == sorted(line[2] for line in lines[4:])


def test_nothing_of_a_comment_is_cut() -> None:
    assert samplecomments.LONG in tsv.comments(samplecomments.comments(), OSLO)


def test_no_password_is_shown() -> None:
    assert "secret" not in tsv.status(sample.status(), OSLO)
