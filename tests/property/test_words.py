"""What people write: feeds.toml and the command line. Whatever stands there is understood, or refused in words."""

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from aggregator.cli import assemble
from aggregator.cli.call import Call
from aggregator.cli.options import Color, parse_since
from aggregator.config import load_course, read_course
from aggregator.core.errors import AggError, ConfigError, UsageError
from tests.support.mutations import Seed, mutation

ROOT = Path(__file__).parents[2]
COURSES = [Seed(path.name, path.read_bytes()) for path in (ROOT / "feeds.toml", *ROOT.glob("tests/data/config/*.toml"))]

SAID = """
fetch digest posts comments why mark status needs-comments backup -- -v -q -vq --week --week= last -1 --history --since
2026-11-01 --lang nb --lang=xx -l --color always --days 3 --limit -5 --json --format --tag Kari answered -c
https://kari.example/1/ --only --force --help --version å --x -
"""
words = st.lists(st.sampled_from((*SAID.split(), "", " ", "\x1b[2J")), max_size=7)
texts = st.text(max_size=30) | st.from_regex(r"\d{1,5}-\d{1,2}-\d{1,2}(T\d\d:\d\d([+-]\d\d:\d\d)?)?", fullmatch=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words")


def problems_of(path: Path) -> tuple[str, ...] | None:
    """What is wrong with the file; `None` when it is a course."""
    try:
        load_course(path)
    except ConfigError as error:
        return error.problems
    return None


@given(st.integers(0, 10**9))
def test_a_broken_feeds_toml_is_a_course_or_a_list_of_problems(folder: Path, number: int) -> None:
    path = folder / "feeds.toml"
    path.write_bytes(mutation(number, COURSES).body)
    problems = problems_of(path)
    assert problems is None or problems
    for problem in problems or ():
        assert problem.startswith(f"{path}:")
        assert all(line.isprintable() for line in problem.split("\n"))


@given(st.integers(0, 10**9))
def test_a_course_that_was_read_names_only_addresses_of_the_web(number: int) -> None:
    text = mutation(number, COURSES).body.decode("utf-8", "replace")
    with suppress(ConfigError):
        for person in read_course(text, "feeds.toml").participants:
            assert person.problem or person.address.startswith(("http://", "https://"))
            assert person.problem or "@" not in person.address.split("/")[2]


@given(texts | st.sampled_from(["all", "2026-W47", "20261118", "0000-00-00"]))
def test_how_far_back_is_a_day_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert isinstance(parse_since(text), date)


@given(texts.filter(lambda text: text and "\x00" not in text and text.isprintable()))
def test_the_clock_that_is_given_is_a_moment_or_refused(text: str) -> None:
    with pytest.MonkeyPatch.context() as environment, suppress(UsageError):
        environment.setenv("AGG_NOW", text)
        now: datetime = Call(None, None, None, 0, Color.AUTO).now
        assert (now.tzinfo, now.microsecond) == (UTC, 0)


@settings(max_examples=50)
@given(words)
def test_any_words_are_obeyed_or_refused(folder: Path, said: list[str]) -> None:
    place = ["-c", str(folder / "nowhere.toml"), "--db", str(folder / "nowhere.db")]
    line = [*place, *said]
    result = CliRunner().invoke(assemble(line), line)
    assert isinstance(result.exception, AggError | SystemExit | None)
    assert isinstance(result.exception, AggError) or result.exit_code in (0, 2)


@settings(max_examples=20)
@given(st.permutations(["--lang=nb", "-q", "--color=never", "status", "-v"]))
def test_the_order_of_options_plays_no_part(folder: Path, said: list[str]) -> None:
    line = [f"--config={folder / 'nowhere.toml'}", *said]
    result = CliRunner().invoke(assemble(line), line)
    assert isinstance(result.exception, ConfigError)
    assert "finnes ikke" in result.exception.problems[0]
