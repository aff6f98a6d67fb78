"""The list of blogs as OPML 2.0, and what newsboat makes of it."""

import shlex
import shutil
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.core.text import safe
from aggregator.render import opml
from aggregator.render.opml import BlogLink
from tests.support.build import at
from tests.support.spite import UNWANTED, spiteful

BLOGS = (
    BlogLink("Kari & Ola", "https://kari.example/feed/?a=1&b=2", "https://kari.example/", ("kommune", "gruppe 1")),
    BlogLink("Åse", "https://user:secret@aase.example/feed", None, ("a/b, c",)),
    BlogLink("Nobody", "ftp://nobody.example/"),
)


def outlines(text: str) -> list[dict[str, str]]:
    return [one.attrib for one in ElementTree.fromstring(text.encode()).iter("outline")]


def test_every_blog_has_a_line_in_its_order() -> None:
    assert outlines(opml.blogs("The course", BLOGS)) == [
        {
            "type": "rss",
            "text": "Kari & Ola",
            "title": "Kari & Ola",
            "xmlUrl": "https://kari.example/feed/?a=1&b=2",
            "htmlUrl": "https://kari.example/",
            "category": "kommune,gruppe 1",
        },
        {
            "type": "rss",
            "text": "Åse",
            "title": "Åse",
            "xmlUrl": "https://aase.example/feed",
            "category": "a-b c",
        },
    ]


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ((), None),
        (("kommune", "gruppe 1"), "kommune,gruppe 1"),
        (("a, b", "a b", "/a/"), "a b,-a-"),
        ((",", " "), None),
        ((",", "kommune"), "kommune"),
        (("<b>\x1b&\u202e",), "<b>&"),
    ],
)
def test_tags_are_categories_without_slashes(tags: tuple[str, ...], category: str | None) -> None:
    """As OPML 2.0 wants them: "To represent a tag, the category string should contain no slashes"."""
    [line] = outlines(opml.blogs("x", [BlogLink("Kari", "https://kari.example/feed", None, tags)]))
    assert line.get("category") == category


def test_a_line_has_a_text_even_without_a_name() -> None:
    [line] = outlines(opml.blogs("x", [BlogLink("\u200b", "https://kari.example/feed")]))
    assert line == {"type": "rss", "text": "", "xmlUrl": "https://kari.example/feed"}


@pytest.mark.parametrize(
    ("feed", "home", "shown"),
    [
        ("https://kari:hemmelig@kari.example/feed", "https://kari:hemmelig@kari.example/", True),
        ("javascript:alert(1)", None, False),
        ("exec:rm", None, False),
        ("|rm", None, False),
        ("", None, False),
    ],
)
def test_nothing_but_web_addresses_gets_out_and_no_login(feed: str, home: str | None, *, shown: bool) -> None:
    text = opml.blogs("x", [BlogLink("Kari", feed, home)])
    assert "hemmelig" not in text
    found = [(one["xmlUrl"], one["htmlUrl"]) for one in outlines(text)]
    assert found == ([("https://kari.example/feed", "https://kari.example/")] if shown else [])


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=12))
@example("\ufffe\uffff\ud800\x00\x0b")
@example("]]>&#0;\"'<")
def test_no_text_can_break_the_list(text: str) -> None:
    [line] = outlines(opml.blogs(text, [BlogLink(text, "https://kari.example/feed", text, (text, "x"))]))
    assert line["text"] == safe(text)
    assert line["category"].split(",")[-1] == "x"


def test_the_head_says_what_it_is_and_when_it_was_made() -> None:
    root = ElementTree.fromstring(opml.blogs("The <course>", BLOGS, at("2026-11-22 12:00")).encode())
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "The <course>")
    assert parsedate_to_datetime(root.findtext("head/dateCreated") or "") == at("2026-11-22 12:00")


def test_what_people_write_is_text() -> None:
    hostile = tuple(BlogLink(spiteful(one.name), one.feed, one.home, tuple(map(spiteful, one.tags))) for one in BLOGS)
    text = opml.blogs(spiteful("x"), hostile)
    assert not UNWANTED.search(text.replace("\n", ""))
    assert [one["text"] for one in outlines(text)] == [safe(spiteful("Kari & Ola")), safe(spiteful("Åse"))]


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_newsboat_imports_it(tmp_path: Path) -> None:
    (tmp_path / "blogs.opml").write_text(opml.blogs("The course", BLOGS), "utf-8")
    (tmp_path / "urls").touch()
    (tmp_path / "config").touch()
    files = {"-i": "blogs.opml", "-u": "urls", "-C": "config", "-c": "cache.db"}
    said = subprocess.run(
        ["newsboat", *(word for key, name in files.items() for word in (key, str(tmp_path / name)))],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert b"finished" in said.stdout + said.stderr
    lines = [shlex.split(line) for line in (tmp_path / "urls").read_text("utf-8").splitlines()]
    assert [line[0] for line in lines] == ["https://kari.example/feed/?a=1&b=2", "https://aase.example/feed"]
    # newsboat takes categories for tags since 2.33, and names since 2.41.
    for words, name, tags in zip(lines, ("Kari & Ola", "Åse"), (["kommune", "gruppe 1"], ["a-b c"]), strict=True):
        assert [word for word in words if word.startswith("~")] in ([], [f"~{name}"])
        assert [word for word in words[1:] if not word.startswith("~")] in ([], tags)
