"""Lines for terminals: broken as Rich breaks them, and shown in the colours that Rich says there are."""

import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aggregator.core.text import safe
from aggregator.render import lines
from aggregator.render.lines import ALERT, NAME, Page, address, named, paragraph

TEXTS = st.text("ab æø–…日🎉\u0301", max_size=60) | st.text("abcdefg     ", max_size=200)


@given(TEXTS, st.integers(10, 60))
def test_a_paragraph_is_broken_as_rich_breaks_it(text: str, width: int) -> None:
    clean = safe(text)
    assume(clean)
    broken = Text(clean).wrap(Console(), max(width, lines.NARROWEST))
    for line in broken:
        line.rstrip()
    expected = [clean] if cell_len(clean) <= width else [line.plain for line in broken]
    assert Page(paragraph(text, width, 0)).plain.split("\n") == expected


def test_what_is_plain_is_safe_and_one_cell_wide() -> None:
    plain = [char for char in map(chr, range(0x20, 0x110000)) if lines._PLAIN.fullmatch(char)]
    assert len(plain) > 600
    assert [char for char in plain if cell_len(char) != 1] == []
    assert [char for char in plain if safe(f"a{char}a") != f"a{char}a"] == []
    assert safe("“" * 9) == "“" * 9


def test_no_text_from_outside_can_hold_a_mark() -> None:
    marks = "".join(mark for pair in lines._MARKS.values() for mark in pair)
    assert len(set(marks)) == len(marks) == 2 * len(lines._STYLES)
    assert safe(marks) == ""
    for made in (named(marks, marks, 80, 0), paragraph(f"x{marks}", 80, 0), address(marks + "x", 0)):
        assert not set(marks) & set(Page(made).plain)


def shown(**settings: object) -> str:
    out = io.StringIO()
    page = Page((*named("Kari:", "Hello", 80, 2), "", *paragraph("No answer", 80, 5, ALERT)))
    Console(file=out, width=40, **settings).print(page, soft_wrap=True)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"force_terminal": True, "color_system": "standard"},
            "  \x1b[1mKari:\x1b[0m Hello\n\n     \x1b[35mNo answer\x1b[0m\n",
        ),
        (
            {"force_terminal": True, "color_system": "truecolor"},
            "  \x1b[1mKari:\x1b[0m Hello\n\n     \x1b[35mNo answer\x1b[0m\n",
        ),
        (
            {"force_terminal": True, "color_system": "standard", "no_color": True},
            "  \x1b[1mKari:\x1b[0m Hello\n\n     No answer\n",
        ),
        ({"force_terminal": True, "color_system": None}, "  Kari: Hello\n\n     No answer\n"),
        ({}, "  Kari: Hello\n\n     No answer\n"),
    ],
    ids=["colours", "many colours", "NO_COLOR", "never", "no terminal"],
)
def test_a_page_has_the_styles_that_the_terminal_has(settings: dict[str, object], expected: str) -> None:
    assert shown(**settings) == expected


def test_a_name_that_is_broken_stays_bold_to_its_end() -> None:
    page = Page(named("Kari Nordmann Haugen:", "a b", 20, 2))
    assert page.plain == "  Kari Nordmann\n    Haugen: a b"
    mark, end = lines._MARKS[NAME]
    assert page.lines == (f"  {mark}Kari Nordmann{end}", f"    {mark}Haugen:{end} a b")
