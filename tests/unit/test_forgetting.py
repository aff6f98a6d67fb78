"""Marks by which somebody is known again, and a course's last day in the database."""

from datetime import date

from aggregator.core import forgetting
from tests.support.build import course, participant


def test_spellings_of_a_name_have_one_mark() -> None:
    assert forgetting.of_name("Kåre  Nordmann") == forgetting.of_name("nordmann, KÅRE")
    assert forgetting.of_name("Kari") != forgetting.of_name("Ola")
    assert forgetting.of_name(" ?! ") is None


def test_addresses_and_accounts() -> None:
    assert forgetting.of_address("http://www.kari.example/") == forgetting.of_address("https://kari.example")
    assert forgetting.of_address(None) is forgetting.of_account("https://kari.example/", None) is None
    assert forgetting.of_account("https://a.example/", "1") != forgetting.of_account("https://b.example/", "1")


def test_a_participant_and_a_comment_have_marks_in_common() -> None:
    kari = participant("Kari Nordmann", "https://kari.example/feed/", aliases=("karinor",))
    marks = set(forgetting.of_participant(kari))
    assert marks & set(forgetting.of_comment("KariNor", None, "7", "https://ola.example/"))
    assert not marks & set(forgetting.of_comment("", None, None, "https://ola.example/"))
    assert forgetting.of_blogger(kari) < marks
    assert forgetting.only([None, "a", None]) == {"a"}


def test_how_long_anything_is_kept() -> None:
    assert course().kept_until() is None
    assert course(keep_days=3).kept_until() is None
    assert course(ends=date(2026, 12, 30), keep_days=3).kept_until() == date(2027, 1, 2)
