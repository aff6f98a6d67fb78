"""The list of blogs as OPML 2.0, and what newsboat makes of it."""

import shutil
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

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
            "category": "/kommune,/gruppe 1",
        },
        {
            "type": "rss",
            "text": "Åse",
            "title": "Åse",
            "xmlUrl": "https://aase.example/feed",
            "category": "/a-b  c",
        },
    ]


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
    said = subprocess.run(
        ["newsboat", "-i", tmp_path / "blogs.opml", "-u", tmp_path / "urls", "-c", tmp_path / "cache.db"],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert b"finished" in said.stdout + said.stderr
    urls = (tmp_path / "urls").read_text("utf-8").splitlines()
    assert [line.split(" ")[0] for line in urls] == ["https://kari.example/feed/?a=1&b=2", "https://aase.example/feed"]
