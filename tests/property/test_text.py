"""Foreign text: whatever comes, what is kept of it is plain, short and soon done."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.text import TITLE_LIMIT, excerpt, plain_lines, plain_text, safe, title_text, without_mail
from tests.support.spite import UNWANTED, texts

MARKUP = (
    *(
        "<",
        ">",
        "</",
        "<b>",
        "</b>",
        "<B",
        "<p>",
        "<br/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<a href='",
        '"',
        "'",
        "<script>",
    ),
    *(
        "&",
        "&#",
        "&#x1b;",
        "&amp;",
        "&amp;amp;",
        "&lt;",
        "&#155;",
        "&#x202e;",
        "&#xD800;",
        "&#x110000;",
        ";",
        "\n",
        "\r",
    ),
    *("a@b.example", "@", "(", "[", "]", "\u0301", "\u200d", "\ufe0f", "\u20dd", "x", " ", "\u2028", "👩"),
)
anything = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=120),
    st.lists(st.sampled_from(MARKUP), max_size=25).map("".join),
    texts,
)
REPEATED = (
    *("<", "&", "&#", "&#x", "&amp;", "<a href='", "<a ", "<b>", "</b>", "<b></b>", "<p>", "<!--", "<![CDATA[", "<?"),
    *("\u0301", "a\u0301", "\u200d", "\ufe0f", "[", "](", "\n", " ", "\x00", "\ud800", "…\u0301", "\u20dd", "<svg><p>"),
    *("a@", "@", "a@b", "<x@y>", "&lt;b&gt;", "\U0001f468\u200d", "\x85", "x", "<table>", "<div><a>", "<math><mi>"),
)
CLEANERS: tuple[Callable[[str], str], ...] = (safe, title_text, plain_text, plain_lines, excerpt, without_mail)


def is_clean_line(text: str) -> bool:
    return not UNWANTED.search(text) and "\n" not in text and text == text.strip()


@given(anything)
def test_safe_is_one_clean_line_and_stays_so(text: str) -> None:
    clean = safe(text)
    assert is_clean_line(clean)
    assert len(clean.splitlines()) <= 1
    assert clean == safe(clean)
    assert len(clean) <= len(text)
    clean.encode()


@given(anything)
@example("z" + "\u0301\u200d" * 30)
def test_marks_do_not_pile_up(text: str) -> None:
    assert not re.search("[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0\u200d]{5}", safe(text))


@given(anything, st.booleans())
def test_a_title_is_a_clean_line_of_at_most_500_characters(text: str, markup: bool) -> None:
    for raw in (text, text * 40):
        title = title_text(raw, markup)
        assert is_clean_line(title)
        assert len(title) <= TITLE_LIMIT


@given(anything)
def test_a_title_without_markup_is_read_the_same_again(text: str) -> None:
    title = title_text(text, markup=False)
    assert title_text(title, markup=False) == title == safe(text)


@given(anything, st.integers(1, 200))
def test_a_text_is_clean_lines_within_its_limit(text: str, limit: int) -> None:
    for clean in (plain_text(text, limit), plain_lines(text, limit)):
        assert all(is_clean_line(line) and line for line in clean.split("\n")) or clean == ""
        assert len(clean) <= limit
    lines = plain_lines(text)
    assert plain_lines(lines) == lines


@given(anything, st.integers(2, 60))
def test_an_excerpt_is_a_clean_line_that_fits(text: str, width: int) -> None:
    line = excerpt(text, width)
    assert not UNWANTED.search(line)
    assert "\n" not in line
    assert len(line) <= width
    assert line.endswith("…") or line == safe(text[: width * 10])


@given(anything)
def test_no_mail_address_stays_in_a_name(text: str) -> None:
    name = without_mail(text)
    assert without_mail(name) == name
    assert not re.search(r"(?<![^\s])\w+@\w", name)
    assert "@" in text or name == text


@given(st.sampled_from(["kari@b.example", "k.n+x@b.example"]), st.sampled_from(["Kari", "Ola Nordmann", "Å"]))
def test_the_name_beside_a_mail_address_stays(mail: str, name: str) -> None:
    forms = (f"{mail} ({name})", f"{name} <{mail}>", f'"{name}" <{mail}>', f"{name}, {mail}", f"<{mail}> {name}")
    assert {without_mail(form) for form in forms} == {name}


def seconds(clean: Callable[[str], str], text: str) -> float:
    """What it costs in computing."""
    start = time.process_time()
    clean(text)
    return time.process_time() - start


@pytest.mark.parametrize("clean", CLEANERS, ids=lambda clean: clean.__name__)
def test_eight_times_the_text_costs_about_eight_times_as_much(clean: Callable[[str], str]) -> None:
    for piece in REPEATED:
        few = (piece * 10_000)[:10_000]
        if seconds(clean, few * 8) > 0.03:  # less says nothing, and hurts nobody
            once = min(seconds(clean, few) for _ in range(3))
            assert min(seconds(clean, few * 8) for _ in range(3)) < 24 * once + 0.03, piece
