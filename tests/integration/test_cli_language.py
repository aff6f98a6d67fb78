"""agg in Norwegian from its first word: help, and what is wrong with a command line."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from aggregator.cli import COMMANDS, assemble, speech, wording
from tests.support.command import Agg

TYPERS_OWN = (
    "Usage:",
    "Arguments:",
    "Options:",
    "Commands:",
    "[OPTIONS]",
    "[ARGS]",
    "default:",
    "env var:",
    "required",
)


def flat(text: str) -> str:
    """On one line, however it is broken for the terminal."""
    return " ".join(text.split())


def in_english(command: str | None) -> Iterator[str]:
    """Every text that help has for people, as the code has it: not asked of the code that translates it."""
    group: Any = get_command(assemble(()))
    one = group.commands[command] if command else group
    for text in (one.help, one.epilog, *(parameter.help for parameter in one.params)):
        yield from (flat(part) for part in (text or "").split("\n\n") if part and not part.startswith("Examples:"))
    yield from (flat(below.help).split(". ")[0] for below in getattr(one, "commands", {}).values())
    yield "Show this message and exit."


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_norwegian_in_every_text(command: str | None, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    words = [command] if command else []
    english, norwegian = agg(*words, "--help"), agg(*words, "--help", "--lang", "nb")
    assert (english.code, norwegian.code, english.err, norwegian.err) == (0, 0, "", "")
    texts = list(in_english(command))
    assert [text for text in texts if text not in flat(english.out)] == []
    assert [text for text in texts if text in flat(norwegian.out)] == []
    assert [word for word in TYPERS_OWN if word in norwegian.out] == []
    assert norwegian.out.startswith(f"Bruk: agg {command or '[VALG]'}")


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_are_what_is_typed_in_every_language(command: str, agg: Agg) -> None:
    def examples(shown: str) -> str:
        return flat(shown.partition("Examples:" if "Examples:" in shown else "Eksempler:")[2].partition("\n\n")[0])

    english, norwegian = agg(command, "-h").out, agg(command, "-h", "--lang=nb").out
    assert examples(english) == examples(norwegian)
    assert examples(english).startswith(f"agg {command}") == ("Examples:" in english)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_in_the_list_of_commands_no_sentence_is_cut_off(language: str, agg: Agg) -> None:
    shown = agg("--help", "--lang", language).out
    said = dict(re.findall(r"^  ([a-z-]+)  +(\S.*)$", shown, re.MULTILINE))
    assert [text for name, text in said.items() if name in COMMANDS and (text.endswith("...") or text[-1] != ".")] == []
    assert set(COMMANDS) <= set(said)


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_keeps_to_the_width_of_the_terminal(
    command: str, width: int, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = agg(*command.split(), "--help", "--lang", "nb").out
    lines = [line for line in shown.splitlines() if not line.startswith("  agg ")]  # examples are never broken
    assert [line for line in lines if len(line) > min(width, 80)] == []


NB, EN = 'title = "Kurs"\nlanguage = "nb"\n', 'language = "en"\n'
SOURCES = {
    "nothing": ("", {}, None, "Usage:"),
    "--lang before": ("--lang nb --help", {}, None, "Bruk:"),
    "--lang after": ("--help --lang=nb", {}, None, "Bruk:"),
    "--lang after a command": ("digest --help --lang no", {}, None, "Bruk:"),
    "nynorsk": ("digest --lang nn --help", {}, None, "Bruk:"),
    "a language of a country": ("--lang nb_NO digest --help", {}, None, "Bruk:"),
    "AGG_LANG": ("--help", {"AGG_LANG": "no"}, EN, "Bruk:"),
    "--lang beats AGG_LANG": ("--help --lang en", {"AGG_LANG": "nb"}, NB, "Usage:"),
    "feeds.toml": ("--help", {}, NB, "Bruk:"),
    "feeds.toml, for a command": ("digest -h", {}, NB, "Bruk:"),
    "feeds.toml, for no words at all": ("", {}, NB, "Bruk:"),
    "feeds.toml, for a wrong word": ("digset", {}, NB, "Bruk:"),
    "--lang beats feeds.toml": ("digest --help --lang en", {}, NB, "Usage:"),
    "feeds.toml beats the locale": ("--help", {"LANG": "nb_NO.UTF-8"}, EN, "Usage:"),
    "a broken feeds.toml": ("digest --help", {}, NB + "[[participants\n", "Bruk:"),
    "a feeds.toml that is none": ("digest --help", {}, "\0\0", "Usage:"),
    "a feeds.toml without a language": ("--help", {"LANG": "nb_NO.UTF-8"}, 'title = "Course"\n', "Bruk:"),
    "the locale": ("--help", {"LANG": "nb_NO.UTF-8"}, None, "Bruk:"),
    "another locale": ("--help", {"LANG": "de_DE.UTF-8"}, None, "Usage:"),
    "an unknown language": ("--help --lang de", {"LC_ALL": "no_NO"}, None, "Bruk:"),
    "LANGUAGE, which is gettext's and not ours": ("--help", {"LANGUAGE": "nb"}, None, "Usage:"),
}


@pytest.mark.parametrize(("words", "environment", "course", "expected"), SOURCES.values(), ids=SOURCES)
def test_help_speaks_the_language_of_the_course(
    words: str,
    environment: dict[str, str],
    course: str | None,
    expected: str,
    agg: Agg,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if course:
        Path("feeds.toml").write_text(f"[course]\n{course}", encoding="utf-8")
    shown = agg(*words.split())
    assert (shown.out + shown.err).startswith(expected)
    assert ("Options:" in shown.out) == (expected == "Usage:" and shown.code == 0)


@pytest.mark.parametrize(
    "words", ["-c elsewhere.toml digest -h", "digest -h --config=elsewhere.toml", "-celsewhere.toml"]
)
def test_help_finds_the_course_that_is_named(words: str, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("elsewhere.toml").write_text(f"[course]\n{NB}", encoding="utf-8")
    named = agg(*words.split())
    assert (named.out + named.err).startswith("Bruk:")
    monkeypatch.setenv("AGG_CONFIG", "elsewhere.toml")
    assert agg("fetch", "--help").out.startswith("Bruk:")
    assert agg("fetch", "--help", "-c", "none.toml").out.startswith("Usage:")


def test_whatever_stands_in_the_place_of_feeds_toml_help_comes(agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("folder").mkdir()
    os.mkfifo("pipe")
    for name in ("folder", "pipe", "none", "none/none", "x" * 5_000):
        assert agg("digest", "--help", "-c", name).out.startswith("Usage:")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    for home in ("/dev/null", "/" + "x" * 5_000):
        monkeypatch.setenv("HOME", home)
        assert agg("digest", "--help").out.startswith("Usage:")


def test_what_is_wrong_with_feeds_toml_is_said_in_its_language(agg: Agg) -> None:
    Path("feeds.toml").write_text(f"[course]\n{NB}titel = 1\n", encoding="utf-8")
    wrong = agg("status")
    assert (wrong.code, wrong.out) == (78, "")
    assert "ukjent nøkkel" in wrong.err


@pytest.mark.parametrize("wish", ["de", "norsk", "", "en,nb"])
def test_a_language_that_agg_does_not_speak_is_answered_with_those_it_does(
    wish: str, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, norwegian = agg("status", f"--lang={wish}"), agg("status", "--lang", wish, "-c", _norwegian())
    assert (english.code, norwegian.code, english.out, norwegian.out) == (2, 2, "", "")
    assert english.err == f"agg: --lang, AGG_LANG: agg does not speak “{wish}”. Write en or nb.\n"
    assert norwegian.err == f"agg: --lang, AGG_LANG: agg snakker ikke «{wish}». Skriv nb (bokmål) eller en (engelsk).\n"
    monkeypatch.setenv("AGG_LANG", wish)
    assert agg("status").code == (2 if wish else 78)
    assert agg("--help").code == 0


def _norwegian() -> Path:
    file = Path("norwegian.toml")
    file.write_text(f"[course]\n{NB}", encoding="utf-8")
    return file


MARKS = ("answered", "closed", "waiting", "auto")
WRONG = {
    "digest --formatt x": "Det finnes ikke noe valg --formatt. Mente du --format?",
    "posts -x": "Det finnes ikke noe valg -x.",
    "posts --xyzzy=1": "Det finnes ikke noe valg --xyzzy.",
    "digset": "Det finnes ingen kommando «digset». Mente du «digest»?",
    "zzz -v": "Det finnes ingen kommando «zzz».",
    "-v": "Det mangler en kommando.",
    "why": "Her mangler «INNLEGG».",
    "mark x": "Her mangler «TILSTAND». Velg mellom:\n\tanswered,\n\tclosed,\n\twaiting,\n\tauto",
    "status too much": "Dette er for mye: too much",
    "status --json=1": "«--json» skal ikke ha noen verdi.",
    "digest --since": "Etter «--since» mangler det en verdi.",
    "digest --format x": "Ugyldig verdi for «--format»: «x» er ikke blant «terminal», «markdown»,",
    "mark x y": "Ugyldig verdi for «TILSTAND»: «y» er ikke blant «answered», «closed»,",
    "--color red status": "Ugyldig verdi for «--color» (miljøvariabel: «AGG_COLOR»): «red» er ikke blant «auto»,",
    "assign --each x": "Ugyldig verdi for «--each»: «x» er ikke et helt tall.",
    "assign --each 0": "Ugyldig verdi for «--each»: 0 er utenfor det som er lov (1<=x<=100).",
}


@pytest.mark.parametrize(("words", "expected"), WRONG.items())
def test_wrong_use_is_told_in_norwegian(words: str, expected: str, agg: Agg) -> None:
    english, norwegian = agg(*words.split()), agg(*words.split(), "--lang=nb")
    assert (norwegian.code, norwegian.out) == (english.code, english.out) == (2, "")
    *usage, said = norwegian.err.split("Feil: ")
    assert said.startswith(expected)
    assert [
        line for line in english.err.splitlines() if line.strip(" \t,") not in ("", *MARKS) and line in norwegian.err
    ] == []
    if usage and usage[0]:
        assert re.fullmatch(r"Bruk: agg .*\nSkriv «agg .*-h» for å få hjelp\.\n\n", usage[0], re.DOTALL)


@pytest.mark.parametrize("words", WRONG)
def test_in_english_it_is_told_as_typer_does(words: str, agg: Agg) -> None:
    """So typer still has the words that are translated, and nothing of what it says is lost."""
    typers = CliRunner().invoke(assemble(words.split()), words.split())
    assert (typers.exit_code, typers.stdout) == (2, "")
    assert agg(*words.split()).err == typers.stderr


def test_every_complaint_that_is_translated_is_made_by_one_of_these(agg: Agg) -> None:
    said = [agg(*words.split()).err for words in WRONG]
    said.append("Path 'x' is not readable.")  # the administrator, who may run the tests, reads everything

    def made(template: str) -> bool:
        pattern = ".+?".join(map(re.escape, re.split(r"{\w+}", template)))
        return any(re.search(pattern, text, re.DOTALL) for text in said)

    assert [template for template in wording.COMPLAINTS if not made(template)] == []


def test_no_option_is_of_a_kind_of_which_typer_complains_in_other_words() -> None:
    group: Any = get_command(assemble(()))
    everything = [(name, one) for name, command in group.commands.items() for one in command.params] + [
        ("agg", one) for one in group.params
    ]
    kinds = ("str", "choice", "int range", "path", "boolean", "parse_language")
    odd = [(name, one.name, one.type.name) for name, one in everything if one.type.name not in kinds and not one.count]
    assert odd == [], "add what typer says of this kind to wording.COMPLAINTS, and a wrong value to WRONG"
    assert [(name, one.name) for name, one in everything if one.required and one.param_type_name == "option"] == []
    paths = [one.type for _name, one in everything if one.type.name == "path"]
    assert all(one.file_okay and one.dir_okay and not one.exists and not one.writable for one in paths)


def test_a_command_without_a_word_of_help_gets_none() -> None:
    app = typer.Typer()
    app.command()(lambda: None)
    command: Any = wording.translate(get_command(app), lambda text: f"{text}!")
    assert command.help in (None, "")
    assert command.options_metavar == "[OPTIONS]!"


def test_what_typer_may_say_one_day_stays_as_it_is() -> None:
    speech.choose("nb")
    assert wording.told("Error: 'x' has gone fishing.") == "Feil: 'x' has gone fishing."
    assert wording.told("No such luck.") == "No such luck."


def test_a_file_that_may_not_be_read_is_named_in_norwegian(agg: Agg) -> None:
    speech.choose("nb")
    said = wording.told("Error: Invalid value for '--db' (env var: 'AGG_DB'): Path 'x/y.db' is not readable.")
    assert said == "Feil: Ugyldig verdi for «--db» (miljøvariabel: «AGG_DB»): «x/y.db» kan ikke leses."
