"""`agg status --exit-code`: what monitoring hears."""

from pathlib import Path

import pytest

from tests.support.command import NOW, Agg


@pytest.mark.parametrize(
    ("moment", "code"), [("2026-11-22T11:00:00Z", 0), ("2026-11-23T11:00:00Z", 0), ("2026-11-23T11:00:01Z", 1)]
)
def test_it_ends_with_1_when_no_blog_has_been_read_for_a_day(
    moment: str, code: int, course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NOW.isoformat().startswith("2026-11-22T11:00:00")
    monkeypatch.setenv("AGG_NOW", moment)
    for form in ([], ["--json"]):
        plain, asked = agg("status", *form), agg("status", "--exit-code", *form)
        assert (plain.code, asked.code) == (0, code)
        assert plain.out == asked.out
        assert bool(asked.err) == bool(code)


def test_before_the_first_fetch_there_is_nothing_that_works(course: Path, agg: Agg) -> None:
    (course / "agg.db").unlink()
    blank = agg("status", "--exit-code")
    assert blank.code == 1
    assert blank.out
    assert "agg fetch" in blank.err
