"""What is no TOML in feeds.toml, and the words a person is told about it."""

import pytest

from aggregator.config import read_course
from aggregator.core.errors import ConfigError


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_course(text, "f")
    return list(caught.value.problems)


VALUE = 'this value cannot be read. Text stands in quotes: name = "Kari Nordmann"'
TWICE = (
    "this key or table stands here for the second time. Delete one of the two, or write [[participants]], "
    "in double brackets, before each participant."
)
ENDLESS = "a text that begins here or above does not end. Write a quote where it ends."
BRACKETS = "brackets do not match. Write [course], [fetch] or [[participants]]."
OTHER = "this is no TOML. Is a quote, a bracket or a = missing here, or on the line above?"
SYNTAX = {
    "name": '1: there must be a = between a key and its value: name = "Kari Nordmann"',
    "\n\nname = Kari": f"3: {VALUE}",
    "a = “Kari”": f"1: {VALUE}",
    'a = "b\nc = 1': "1: the line ends before the text does. Write a quote where the text ends.",
    "a = 'b\nc = 1": f"2: {ENDLESS}",
    'a = """b\n\n': f"1: {ENDLESS}",
    "a = 1\na = 2\n": f"2: {TWICE}",
    "[a]\n[a]": f"2: {TWICE}",
    "a = []\n[[a]]": f"2: {TWICE}",
    "[course\n": f"1: {BRACKETS}",
    "[[course]\n": f"1: {BRACKETS}",
    "a = [1\nb = 2": "2: a list that begins here or above does not end. Write a ] where it ends.",
    "= 1": "1: a line begins with a key, with a [, or with a # when it is for people only.",
    "a = 2026-02-30": "1: there is no such day. Write year, month, day: starts = 2026-10-05",
    "a = 1 b = 2": "1: there is more after the value. Write each key on its own line.",
    'a = "C:\\x"': "1: write \\\\ in place of \\, or put the text in single quotes.",
    "\na = " + "1" * 5000: f"2: {OTHER}",
    "a = " + "[" * 9999: "1: there are too many brackets within brackets. Delete some.",
}


@pytest.mark.parametrize(("text", "expected"), SYNTAX.items(), ids=lambda text: text[:20])
def test_syntax_problem(text, expected):
    assert problems(text) == [f"f:{expected}"]
