"""docs/platforms.md and the code say the same, captures say where they come from, and links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.comments import NAMES, elsewhere
from aggregator.comments.sources import SOURCES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/platforms.md").read_text(encoding="utf-8")
CAPTURES = sorted(path for path in (ROOT / "tests/data/captures").iterdir() if path.is_dir())
COLUMNS = 5
WITHOUT_A_SOURCE = (
    *("Medium", "Wix", "Tumblr", "Weebly", "Hashnode", "YouTube", "Drupal", "Plone", "Movable Type", "TypePad"),
    *("LiveJournal", "Dreamwidth", "WriteFreely", "write.as", "Hugo", "Jekyll", "Pelican"),
)
# What the replays read that were recorded from the real software.
CONFIRMED = {"wordpress", "feedfields", "commentfeed", "page", "ghost", "isso"}


def section(title: str) -> str:
    """The part of the page under this heading."""
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def rows() -> list[list[str]]:
    """The cells of the table, without its head."""
    lines = [line for line in section("Platforms and sources").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named() -> dict[str, list[str]]:
    """The rows of sources, by the name of the source."""
    return {found[1]: row for row in rows() if (found := re.match(r"`([a-z0-9]+)`$", row[1]))}


def in_words(text: str) -> set[str]:
    return set(re.findall(r"`([a-z0-9]+)`", text))


def test_there_is_one_table_and_its_rows_are_whole() -> None:
    assert len(re.findall(r"^\|[-| ]+\|$", PAGE, re.MULTILINE)) == 1
    assert all(len(row) == COLUMNS and all(row) for row in rows())


def test_every_source_has_a_row_in_the_order_in_which_they_are_asked() -> None:
    assert list(named()) == list(NAMES)
    assert all(row[1] == "–" for row in rows() if row not in named().values())


@pytest.mark.parametrize("name", NAMES)
def test_widgets_are_marked(name: str) -> None:
    assert named()[name][0].endswith("(widget)") == SOURCES[name].WIDGET


@pytest.mark.parametrize("platform", WITHOUT_A_SOURCE)
def test_platforms_without_a_source_are_said_to_be_unknown(platform: str) -> None:
    [row] = [row for row in rows() if row[1] == "–" and re.search(rf"\b{re.escape(platform)}\b", row[0])]
    assert re.match("unknown|feed:", row[2])


def test_the_list_of_widgets_that_cannot_be_asked_is_that_of_the_code() -> None:
    code = {*elsewhere._TAGS.values(), *elsewhere._CLASSES.values(), *elsewhere._IDS.values()}
    code |= {*elsewhere._SOURCES, *elsewhere._CALLS}
    told = section("Widgets that cannot be asked").split("\n\n")[1].partition("; and Disqus")[0]
    assert sorted(" ".join(told.split()).split(", "), key=str.lower) == sorted(code, key=str.lower)


def test_it_is_said_of_every_source_whether_a_real_answer_was_seen() -> None:
    real, made = section("How sure this is").split("**Tested only")
    assert in_words(real) == CONFIRMED
    assert in_words(made) == set(NAMES) - CONFIRMED - {"elsewhere"}
    assert all(word in made for word in ("Blogger", "Serendipity", "Dotclear"))


@pytest.mark.parametrize("folder", CAPTURES, ids=lambda path: path.name)
def test_every_capture_says_where_its_format_is_documented(folder: Path) -> None:
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert re.search(r"\bdocument(s|ed)?\b|\bformat is read from the source\b|\bFormats?:", told)
    assert re.search(r"\b(made up|invented)\b", told, re.IGNORECASE)
    assert re.search(r"\blive (service|server)\b", told)
    assert folder.name in set(NAMES) - CONFIRMED | {"commentfeed"}


def links() -> Iterator[tuple[Path, str]]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from ((path, found) for found in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in found)


def headings(path: Path) -> set[str]:
    """The headings of a page as the links to them have them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    ("page", "link"), list(links()), ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_links_lead_to_something(page: Path, link: str) -> None:
    name, _, heading = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    assert target.exists()
    assert not heading or heading in headings(target)
