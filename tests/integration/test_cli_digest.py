"""`agg digest`: every way to name a week, every form, and writing to a file."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.support import atomrules
from tests.support.command import Agg

ROLLING = "2026-11-15/2026-11-22"
SPELLINGS = {
    "": ROLLING,
    "--week": ROLLING,
    "--week current": ROLLING,
    "--week=current": ROLLING,
    "--week this": "2026-W47",
    "--week denne": "2026-W47",
    "--week last": "2026-W46",
    "--week -1": "2026-W46",
    "--week=-2": "2026-W45",
    "--week 2026-W47": "2026-W47",
    "--week=2026-W47": "2026-W47",
    "--week 2026W46": "2026-W46",
    "--week w46": "2026-W46",
    "--week 46": "2026-W46",
    "--week 2026-11-12": "2026-W46",
    "--since 2026-11-10 --until 2026-11-12": "2026-11-10/2026-11-12",
    "--since 2026-11-10": "2026-11-10/2026-11-22",
    "--until 2026-11-12": "2026-11-06/2026-11-12",
}


def label(printed: str) -> str:
    found: str = json.loads(printed)["week"]["label"]
    return found


@pytest.mark.parametrize(("words", "expected"), SPELLINGS.items())
def test_a_week_is_named(words: str, expected: str, course: Path, agg: Agg) -> None:
    before, after = agg("digest", *words.split(), "--format", "json"), agg("digest", "--format=json", *words.split())
    assert label(before.out) == expected
    assert before == after


def test_a_week_with_a_space_is_one_word(course: Path, agg: Agg) -> None:
    assert label(agg("digest", "--format", "json", "--week", "uke 46").out) == "2026-W46"


def test_a_lonely_week_leaves_the_options_around_it_alone(course: Path, agg: Agg) -> None:
    assert label(agg("digest", "--week", "-o", "out.json", "--format", "json").out or Path("out.json").read_text()) == (
        ROLLING
    )
    assert label(agg("digest", "--week", "-v", "--format", "json").out) == ROLLING


@pytest.mark.parametrize(
    "words",
    [
        "--week soon",
        "--week 2026-W54",
        "--week 99",
        "--week 2027-W01",
        "--week=",
        "--week last --since 2026-11-10",
        "--since 2026-11-12 --until 2026-11-10",
        "--since yesterday",
        "--format htlm",
        "extra",
    ],
)
def test_what_is_no_week_is_wrong_use(words: str, course: Path, agg: Agg) -> None:
    wrong = agg("digest", *words.split())
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err
    assert "Traceback" not in wrong.err


def test_each_form_tells_of_the_same_week(course: Path, agg: Agg) -> None:
    words = ("digest", "--week", "2026-W47", "--format")
    forms = {form: agg(*words, form) for form in ("terminal", "markdown", "json")}
    assert {run.code for run in forms.values()} == {0}
    assert "\nWeek 47, 16–22 November 2026\n" in forms["terminal"].out
    assert "\n**Week 47, 16–22 November 2026** · " in forms["markdown"].out
    assert label(forms["json"].out) == "2026-W47"
    first = json.loads(forms["json"].out)["first_posts"][0]
    assert f"{first['participant']}: {first['title']}\n" in forms["terminal"].out
    assert f"- {first['participant']}: [{first['title']}]({first['url']})\n" in forms["markdown"].out


def test_without_a_terminal_it_is_eighty_wide_and_plain(
    course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = agg("digest").out
    monkeypatch.setenv("COLUMNS", "40")
    assert agg("digest").out == plain
    assert "\x1b" not in plain
    assert max(len(line) for line in plain.splitlines() if "://" not in line) in range(70, 81)


@pytest.mark.parametrize("options", ["--week 2026-W47", "--week", "--since 2026-11-16"])
def test_as_a_feed_it_holds_every_post_of_the_week(options: str, course: Path, agg: Agg) -> None:
    told = json.loads(agg("digest", *options.split(), "--format", "json").out)
    text = agg("digest", *options.split(), "--format", "atom").out
    assert atomrules.broken(text) == []
    links = [link for post in atomrules.posts(text) for link in post.findall(f"{atomrules.ATOM}link")]
    addresses = [str(link.get("href")) for link in links if link.get("rel") == "alternate"]
    posts = [post for person in told["participants"] for post in person["posts"]] + told["late"]
    assert sorted(addresses) == sorted(post["url"] for post in posts)
    assert addresses


@pytest.mark.parametrize("form", ["terminal", "markdown", "json", "atom"])
def test_a_file_holds_what_would_have_been_printed(form: str, course: Path, agg: Agg) -> None:
    printed = agg("digest", "--format", form)
    written = agg("digest", "--format", form, "--output", "week.out")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (course / "week.out").read_text(encoding="utf-8") == printed.out


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(course: Path, agg: Agg) -> None:
    target = course / "out" / "week.md"
    target.parent.mkdir()
    target.write_text("old\n" * 10_000)
    reader = target.open()
    agg("digest", "--format", "markdown", "-o", target)
    with reader:
        assert reader.read() == "old\n" * 10_000  # who was reading meets no half of the new one
    assert target.read_text().startswith("# ")
    assert [path.name for path in target.parent.iterdir()] == ["week.md"]


def test_a_file_has_the_rights_that_the_user_gives_new_files(course: Path, agg: Agg) -> None:
    mask = os.umask(0o027)
    try:
        agg("digest", "-o", "week.txt")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((course / "week.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("target", ["feeds.toml/week.md", "missing/week.md", "folder"])
def test_a_file_that_cannot_be_written_is_wrong_use(target: str, course: Path, agg: Agg) -> None:
    (course / "folder").mkdir()
    before = sorted(path.name for path in course.rglob("*"))
    wrong = agg("digest", "--output", target)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith(f"agg: {target}: ")
    assert sorted(path.name for path in course.rglob("*") if "-wal" not in path.name) == before
