import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from aggregator.cli import speech
from aggregator.config.addresses import problem_with
from aggregator.core.language import _, ngettext
from aggregator.core.model import Change, Poll
from aggregator.render.words import told
from tools.messages import MO, PACKAGE, PO, in_help, in_the_catalogue, in_the_code, up_to_date

SPOKEN = {message if isinstance(message, str) else message[0]: message for message in in_the_code()}
CATALOGUE = in_the_catalogue()
MENTIONED = re.compile(
    r"--[a-z-]+|[a-z]+\.toml|AGG_[A-Z]+|agg (?:comments|demo|digest|fetch|mark|needs-comments|posts|status|why)\b"
)
PATTERN = re.compile(r'\[\[?[a-z]+\]\]?|https?://[\w./]*|\b\w+ = ["{\d]\S*')


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def translations() -> Iterator[tuple[str, str]]:
    """Each Norwegian form that there is, with the English one that it stands for."""
    for message in CATALOGUE:
        if message.id:
            yield from (pair for pair in zip(forms(message.id), forms(message.string), strict=True) if pair[1])


def placeholders(text: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, spec, conversion) for _text, name, spec, conversion in Formatter().parse(text) if name)


def calls() -> Iterator[tuple[str, ast.expr]]:
    """What the code gives to `_` and `ngettext` as messages, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for message in node.args[:2]:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", message


def test_the_catalogue_has_the_messages_of_the_code_and_no_others():
    assert {forms(message.id) for message in CATALOGUE if message.id} == {forms(said) for said in SPOKEN.values()}


def test_messages_stand_word_for_word_where_they_are_said():
    found = list(calls())
    assert len(SPOKEN) > len(found) / 2 > 100
    odd = [where for where, given in found if not isinstance(given, ast.Constant) or not isinstance(given.value, str)]
    assert odd == []


def test_every_message_is_translated_in_all_its_forms():
    assert [message.id for message in CATALOGUE if message.id and not all(forms(message.string))] == []


def test_nothing_is_guessed_and_nothing_is_left_over():
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="nb")
    assert not catalogue.obsolete
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_have_the_same_placeholders():
    assert [pair for pair in translations() if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_options_commands_and_names_are_not_translated():
    assert [(e, n) for e, n in translations() if sorted(MENTIONED.findall(e)) != sorted(MENTIONED.findall(n))] == []


def test_help_calls_what_is_to_be_given_by_the_name_that_stands_there():
    names = {re.sub(r"\W", "", text): text for text in in_help() if re.fullmatch(r"\[?[A-Z]+\]?(\.\.\.)?", text)}
    assert names["POST"] == "POST"
    assert names["DAYS"] == "[DAYS]"

    def named(text: str) -> list[str]:
        return [name for name in re.findall(r"\b[A-Z]{3,}\b", text) if name in names]

    def norwegian(text: str) -> str:
        return str(CATALOGUE.get(text).string)

    wrong = [
        text
        for text in in_help()
        if any(re.sub(r"\W", "", norwegian(names[name])) not in norwegian(text) for name in named(text))
    ]
    assert wrong == []


def test_what_is_to_be_written_in_feeds_toml_is_not_translated():
    assert [(e, n) for e, n in translations() if sorted(PATTERN.findall(e)) != sorted(PATTERN.findall(n))] == []


def test_translations_begin_and_end_like_the_messages():
    def edges(text: str) -> tuple[bool, bool]:
        return text[0].isspace(), text[-1].isspace()

    assert [pair for pair in translations() if edges(pair[0]) != edges(pair[1])] == []


def test_quotes_are_norwegian():
    assert [norwegian for _english, norwegian in translations() if re.search("[“”„‘’']", norwegian)] == []


def test_the_compiled_catalogue_is_current():
    with MO.open("rb") as file:
        compiled = read_mo(file)
    assert {forms(m.id): forms(m.string) for m in compiled if m.id} == {
        forms(m.id): forms(m.string) for m in CATALOGUE if m.id and all(forms(m.string))
    }


def test_bringing_it_up_to_date_changes_nothing():
    assert [(m.id, m.string) for m in up_to_date(CATALOGUE) if m.id] == [(m.id, m.string) for m in CATALOGUE if m.id]


def test_a_message_that_gets_a_plural_comes_in_anew():
    old = in_the_catalogue()
    old.delete("{count} blog")
    old.add("{count} blog", "{count} blogg")
    assert up_to_date(old).get("{count} blog").string == ("", "")


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 kommentarer"), (1, "1 kommentar"), (2, "2 kommentarer"), (21, "21 kommentarer")]
)
def test_agg_speaks_norwegian_in_singular_and_plural(count, expected):
    speech.choose("nb")
    assert ngettext("{count} comment", "{count} comments", count).format(count=count) == expected
    assert _("nobody has answered yet") == "ingen har svart ennå"


@pytest.mark.parametrize("code", ["en", "nb"])
def test_an_address_that_cannot_be_used_is_named_once_in_every_language(code):
    speech.choose(code)
    said = told(
        Poll(
            "Kari",
            "ftp://kari.example/",
            "error",
            problem=problem_with("ftp://kari.example/"),
            change=Change.NEVER_WORKED,
        )
    )
    assert said.count("ftp://kari.example/") == 1


def test_no_message_hides_in_an_f_string() -> None:
    """There nobody finds it who collects messages, so that it would stay English."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext")
    ]
    assert hidden == []
