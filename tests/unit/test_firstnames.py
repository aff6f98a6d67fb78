"""First names: no two alike, and nobody's whole name anywhere on the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.firstnames import short_names, with_first_names
from aggregator.render import site
from tests.support import samplesite


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Kari Nordmann", "Ola Berg"], ["Kari", "Ola"]),
        (["Kari Nordmann", "Kari Berg"], ["Kari N.", "Kari B."]),
        (["Kari Nordmann", "kari berg", "Ola"], ["Kari N.", "kari b.", "Ola"]),
        (["Kari Nordmann", "Kari Nilsen", "Kari Berg"], ["Kari Nordmann", "Kari Nilsen", "Kari B."]),
        (["Kari", "Kari Berg"], ["Kari", "Kari B."]),
        (["Kari B.", "Kari Berg"], ["Kari B.", "Kari Berg"]),
        (["Lars Petter Dahl", "Anne van der Berg"], ["Lars", "Anne"]),
        (["Kari Nordmann", "Kari Nordmann"], ["Kari", "Kari"]),
        (["", "K. N."], ["", "K."]),
    ],
    ids=str,
)
def test_names_are_as_short_as_they_can_be(names: list[str], short: list[str]) -> None:
    found = short_names(names)
    assert [found[name] for name in names] == short


@given(st.lists(st.text("Aab .", max_size=6), unique_by=str.casefold))
def test_no_two_names_become_alike(names: list[str]) -> None:
    short = short_names(names)
    assert len({one.casefold() for one in short.values()}) == len(names)


def test_no_whole_name_is_on_the_pages() -> None:
    found = samplesite.course_pages()
    last_names = ("Nordmann", "O’Hara", "svært lange navnet")
    before = "".join(text for _path, text in site.pages(found))
    after = "".join(text + path for path, text in site.pages(with_first_names(samplesite.course_pages())))
    assert all(name in before for name in last_names)
    assert [name for name in last_names if name in after] == []
    assert "people/kari.html" in after
    assert "blogs in trouble" not in after.lower()
