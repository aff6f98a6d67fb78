"""Typer's words, put into ours and left as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from aggregator.cli import assemble, speech, wording

texts = st.text() | st.sampled_from(["'x'", "'--lang' (env var: 'X')", "'a', 'b'", "''", "'", "{name}", "a: b. c"])


@given(st.sampled_from(wording.COMPLAINTS), st.lists(texts, min_size=3, max_size=3))
def test_in_english_everything_is_told_as_it_was_said(template: str, parts: list[str]) -> None:
    said = re.sub(r"{\w+}", lambda _found: parts[0], template)
    for one in (said, f"Error: {said}", " ".join(parts)):
        assert wording.told(one) == one


@given(texts)
def test_in_norwegian_what_somebody_has_written_is_kept(text: str) -> None:
    speech.choose("nb")
    told = wording.told(f"Error: No such option: --{text}y")
    assert told.startswith("Feil: Det finnes ikke noe valg --")
    assert text.strip("'") in told


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("'x'", "«x»"),
        ("'-o' / '--output'", "«-o» / «--output»"),
        ("'a', 'b', 'c'", "«a», «b», «c»"),
        ("it's 'x'", "it's 'x'"),
        ('"it\'s"', '"it\'s"'),
        ("", ""),
    ],
)
def test_names_in_quotes_get_norwegian_ones(said: str, expected: str) -> None:
    speech.choose("nb")
    assert wording.told(said) == expected


def test_a_paragraph_is_said_as_one_line_and_examples_are_not_said_at_all() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text.upper()

    command = wording.translate(get_command(assemble(["assign"])), say)
    assert not [text for text in asked if "\n" in text or "agg assign" in text]
    [below] = command.commands.values()  # type: ignore[attr-defined]
    assert below.help.startswith("ASK PARTICIPANTS")
    assert below.examples[0] == "agg assign"  # type: ignore[attr-defined]
    assert all(one.help.isupper() for one in below.params if one.help)
