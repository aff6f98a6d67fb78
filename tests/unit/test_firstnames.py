"""First names: no two alike, and nobody's whole name anywhere on the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.digest import Digest
from aggregator.core.firstnames import short_names, visitor, with_first_names
from aggregator.core.network import Member
from aggregator.core.pages import CoursePages
from aggregator.core.record import replace
from aggregator.core.talk import Conversation
from aggregator.render import site
from tests.support import sample, samplesite


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Kari Nordmann", "Ola Berg"], ["Kari", "Ola"]),
        (["Kari Nordmann", "Kari Berg"], ["Kari N.", "Kari B."]),
        (["Kari Nordmann", "kari berg", "Ola"], ["Kari N.", "kari b.", "Ola"]),
        (["Kari Nordmann", "Kari Nilsen", "Kari Berg"], ["Kari No.", "Kari Ni.", "Kari B."]),
        (["Kari Nordmann", "Kari Nordmann-Berg"], ["Kari Nordmann", "Kari Nordmann-B."]),
        (["Kari", "Kari Berg"], ["Kari", "Kari B."]),
        (["Kari B.", "Kari Berg"], ["Kari B.", "Kari Be."]),
        (["Lars Petter Dahl", "Anne van der Berg"], ["Lars", "Anne"]),
        (["Lars Petter Dahl", "Lars Erik Dahl", "Lars Moe"], ["Lars P. D.", "Lars E. D.", "Lars M."]),
        (["Anne van der Berg", "Anne Vik"], ["Anne B.", "Anne V."]),
        (["Nordmann, Kari", "Kari Berg"], ["Kari N.", "Kari B."]),
        (["Kari (IKT)", "Kari “Kaja” Dahl"], ["Kari I.", "Kari D."]),
        (["🌸 Kari Nordmann", "🌸", "👩‍🎓 Ola"], ["Kari", "🌸", "Ola"]),
        (["kari.n@school.example", "@ola@social.example"], ["kari.n", "ola"]),
        (["Student 1", "Student 2", "Student 12"], ["Student 1", "Student 2", "Student 12"]),
        (["Karin", "Kari Nordmann", "Kari Berg"], ["Karin", "Kari N.", "Kari B."]),
        (["B a", "B Aa a", "b A AA", "b"], ["B a", "B Aa a", "b AA", "b"]),
        ([".", ".,", "., ,"], [".", ".,", "., ,"]),
        (["Kari Nordmann", "Kari Nordmann"], ["Kari", "Kari"]),
        (["", "K. N."], ["", "K."]),
    ],
    ids=str,
)
def test_names_are_as_short_as_they_can_be(names: list[str], short: list[str]) -> None:
    for order in (names, names[::-1]):
        found = short_names(order)
        assert [found[name] for name in names] == short


@given(st.lists(st.text("Aab., @🌸", max_size=8), unique_by=str.casefold))
def test_no_two_names_become_alike(names: list[str]) -> None:
    short = short_names(names)
    assert len({one.casefold() for one in short.values()}) == len(names)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Per Hansen", "Per"),
        ("havneguten", "havneguten"),
        ("Kari Hansen", "Kari (visitor)"),
        ("KARI", "KARI (visitor)"),
        ("Ola N", "Ola"),
        ("🌸 Per", "Per"),
        ("🌻", "🌻"),
        ("🌸", "🌸 (visitor)"),
        ("per@social.example", "per"),
        ("", ""),
    ],
)
def test_a_visitor_is_called_by_the_first_word_and_never_taken_for_one_of_the_course(name: str, shown: str) -> None:
    assert visitor(name, ["Kari", "Ola N.", "🌸"]) == shown


def test_whoever_speaks_is_the_same_person_as_under_the_whole_name() -> None:
    """Who wrote what is known before names become short: by name, so that no sign-off has to be matched again."""
    found = _said_by("Kari Nordmann", "Kari Hansen", "Arne", "")
    assert [one.names for one in _lately(found).conversations] == [("Kari", "Kari (visitor)", "Arne", "")]


def test_a_facilitator_is_told_from_a_participant() -> None:
    found = _said_by("Kari Nordmann", "Kari Moe")
    member = Member("Kari Moe", facilitator=True, posts=None, given=1, received=0)
    members = (*found.network.members, member)
    named = replace(found, network=replace(found.network, members=members))
    assert [one.names for one in _lately(named).conversations] == [("Kari N.", "Kari M.")]
    assert with_first_names(named).network.members[-1].name == "Kari M."


def _said_by(*names: str) -> CoursePages:
    found = samplesite.course_pages()
    said = Conversation(sample.THANKS, len(names), names)
    return replace(found, lately=replace(found.lately, conversations=(said,)))


def _lately(found: CoursePages) -> Digest:
    return with_first_names(found).lately


def test_no_whole_name_is_on_the_pages() -> None:
    found = samplesite.course_pages()
    last_names = ("Nordmann", "O’Hara", "svært lange navnet")
    before = "".join(text for _path, text in site.pages(found))
    after = "".join(text + path for path, text in site.pages(with_first_names(samplesite.course_pages())))
    assert all(name in before for name in last_names)
    assert [name for name in last_names if name in after] == []
    assert "people/kari.html" in after
    assert "blogs in trouble" not in after.lower()
