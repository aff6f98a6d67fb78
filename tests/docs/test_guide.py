"""The guides show what agg prints, in both languages, and tell to type what agg understands."""

import html
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from aggregator.cli import COMMANDS, assemble
from aggregator.roster import read_roster
from tests.support.consoles import sample_course
from tools.screenshots import FOLDER, SHOWN, printed

DOCS = FOLDER.parent
GUIDES = {"en": DOCS / "guide.md", "nb": DOCS / "guide.nb.md"}
ESCAPES = re.compile(r"\x1b\[[\d;]*m")
MACHINE = re.compile(r"\d+ MB")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_course(tmp_path_factory.mktemp("guide"))


@pytest.mark.parametrize("language", GUIDES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_pictures_show_what_agg_prints(course: Path, name: str, language: str) -> None:
    svg = (FOLDER / f"{name}.{language}.svg").read_text("utf-8")
    rows = re.findall(r"<text [^>]*>([^<]*)</text>", svg)
    shown = "".join(html.unescape("".join(rows)).split())
    said = "".join(ESCAPES.sub("", printed(course, language, SHOWN[name])).split())
    assert shown == "".join(f"agg$agg{shlex.join(SHOWN[name])}".split()) + said, "run: make screenshots"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.name)
def test_the_pictures_are_small_and_fetch_nothing(path: Path) -> None:
    svg = path.read_text("utf-8")
    assert len(svg) < 60_000
    assert set(re.findall(r"https?://[^\s\"'<)]+", svg)) - set(re.findall(r">[^<]*?(https?://[^\s<]+)", svg)) <= {
        "http://www.w3.org/2000/svg"
    }
    assert "@import" not in svg
    assert "url(h" not in svg


@pytest.mark.parametrize("language", GUIDES)
def test_every_picture_and_link_is_there(language: str) -> None:
    text = GUIDES[language].read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert all(link.startswith("https://") or (DOCS / link).is_file() for link in links)
    assert {link for link in links if link.endswith(".svg")} == {f"pictures/{name}.{language}.svg" for name in SHOWN}


@pytest.mark.parametrize("language", GUIDES)
def test_what_is_to_be_typed_can_be_typed(language: str) -> None:
    text = GUIDES[language].read_text("utf-8")
    typed = re.findall(r"^agg .*$|(?<=`)agg [^`]+(?=`)", text, re.MULTILINE)
    assert len(typed) > 30
    tree = get_command(assemble([]))
    for line in typed:
        words = shlex.split(line)[1:]
        with tree.make_context("agg", words) as context:
            name, *given = [*context._protected_args, *context.args]
            assert name in COMMANDS, line
            if given:
                tree.commands[name].make_context(name, given, parent=context)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", GUIDES)
def test_the_table_can_be_imported(language: str) -> None:
    [table] = re.findall(r"```text\n(.*?)```", GUIDES[language].read_text("utf-8"), re.DOTALL)
    found = read_roster(table.encode(), "class.csv")
    assert [(one.name, one.address, len(one.tags)) for one in found.blogs] == [
        ("Kari Nordmann", "https://kari.example/", 1),
        ("Ola Nordmann", "ola.example", 1),
    ]


def test_both_guides_say_the_same() -> None:
    def shape(language: str) -> list[str]:
        lines = GUIDES[language].read_text("utf-8").splitlines()
        return [line.split()[0] for line in lines if line.startswith(("#", "```", "!", "- ", "**"))]

    def commands(language: str) -> list[str]:
        text = GUIDES[language].read_text("utf-8").replace("agg --lang nb ", "agg ")
        return [" ".join(one.split()[:2]) for one in re.findall(r"^agg .*$|(?<=`)agg [^`]+(?=`)", text, re.MULTILINE)]

    assert len(shape("en")) == len(shape("nb"))
    assert commands("en") == commands("nb")
