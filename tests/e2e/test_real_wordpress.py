"""Four real WordPress blogs with a known truth, read by the true command. Skipped where they do not run.

The program `platforms/rig` of the shared folder starts them and tells the truth about them; nothing here changes them.
AGG_RIG_FEEDS names other feeds of the rig, separated by spaces.
"""

import html
import json
import os
import re
import socket
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener
from xml.etree import ElementTree

import pytest

from tests.support.command import command, cron_environment

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
RIG = Path(os.environ.get("AGG_SHARED") or BESIDE) / "platforms" / "rig"
FEEDS = (
    "http://127.0.0.1:8101/feed/",
    "http://127.0.0.1:8102/?feed=rss2",
    "http://127.0.0.1:8103/blogg/feed/",
    "http://127.0.0.1:8104/feed/",
)
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
COUNT = "{http://purl.org/rss/1.0/modules/slash/}comments"
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "”": '"', "“": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Told:
    """A post as its blog tells of it. `count` is `None` where nobody can comment and nobody has."""

    guid: str
    title: str
    url: str
    published: datetime
    author: str
    categories: tuple[str, ...] = ()
    count: int | None = None

    def plain(self) -> "Told":
        """With a title that says the same with and without WordPress's typography, and only what all sources tell."""
        return replace(self, title=self.title.translate(STRAIGHT), categories=(), count=None)


def answers(feed: str) -> bool:
    parts = urlsplit(feed)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def feeds() -> list[str]:
    """The feeds' addresses, if rig and blogs are there."""
    wanted = os.environ.get("AGG_RIG_FEEDS", "").split() or list(FEEDS)
    if not RIG.exists() or not all(map(answers, wanted)):
        pytest.skip("no rig with real WordPress blogs")
    return wanted


@pytest.fixture(scope="module")
def read(feeds: list[str]) -> dict[str, list[Told]]:
    """What the feeds say, read by the standard library alone."""
    opener = build_opener(ProxyHandler({}))
    found = {}
    for feed in feeds:
        with opener.open(feed, timeout=20) as answer:
            found[feed] = [_told(item) for item in ElementTree.fromstring(answer.read()).iter("item")]
    return found


def _told(item: ElementTree.Element) -> Told:
    count = item.findtext(COUNT)
    return Told(
        guid=item.findtext("guid", ""),
        title=without_markup(item.findtext("title", "")),
        url=item.findtext("link", ""),
        published=parsedate_to_datetime(item.findtext("pubDate", "")).astimezone(UTC),
        author=item.findtext(CREATOR, ""),
        categories=tuple(one.text or "" for one in item.findall("category")),
        count=None if count is None else int(count),
    )


def without_markup(title: str) -> str:
    return html.unescape(re.sub(r"</?\w+>", "", title))


@pytest.fixture(scope="module")
def truth(feeds: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """By feed and guid, what WordPress itself has in its database."""
    told = subprocess.run([RIG, "--only", "wordpress", "truth"], capture_output=True, timeout=120)
    if told.returncode:
        pytest.skip("the rig does not tell the truth")
    blogs = {blog["feed"]: blog["posts"] for blog in json.loads(told.stdout)["blogs"]}
    return {feed: {post["guid"]: post for post in blogs[feed]} for feed in feeds}


@pytest.fixture(scope="module")
def course(feeds: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of these blogs, fetched."""
    folder = tmp_path_factory.mktemp("wordpress")
    tables = "".join(f'\n[[participants]]\nname = "{feed}"\nfeed = "{feed}"\n' for feed in feeds)
    (folder / "feeds.toml").write_text('[fetch]\nallow_networks = ["127.0.0.1/32"]\n' + tables)
    assert agg(folder, "fetch") == ""
    return folder


def agg(folder: Path, *words: str) -> str:
    """What agg says now, as cron would run it; its exit code is 0."""
    ended = subprocess.run(
        command(*words),
        cwd=folder,
        env=cron_environment(HOME=str(folder)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def stored(course: Path) -> dict[str, list[Told]]:
    """What agg has kept of each feed's posts, newest first."""
    question = """
        select address, guid, posts.title, url, published, author, categories
        from posts join blogs on blogs.id = blog_id order by published desc, guid
    """
    found: dict[str, list[Told]] = {}
    with closing(sqlite3.connect(course / "agg.db")) as db:
        for address, guid, title, url, published, author, categories in db.execute(question):
            moment = datetime.fromisoformat(published).astimezone(UTC)
            found.setdefault(address, []).append(Told(guid, title, url, moment, author, tuple(json.loads(categories))))
    return found


def without_counts(posts: Sequence[Told]) -> list[Told]:
    by_guid = sorted(posts, key=lambda post: post.guid)
    return [replace(post, count=None) for post in sorted(by_guid, key=lambda post: post.published, reverse=True)]


def test_every_post_of_every_feed_is_kept_as_the_feed_tells_it(course: Path, read: dict[str, list[Told]]) -> None:
    assert stored(course) == {feed: without_counts(posts) for feed, posts in read.items()}


def test_every_post_is_what_wordpress_itself_has(course: Path, truth: dict[str, dict[str, dict[str, Any]]]) -> None:
    for feed, posts in stored(course).items():
        assert [post.plain() for post in posts] == [_true(truth[feed][post.guid]) for post in posts]


def _true(post: dict[str, Any]) -> Told:
    title = ("Protected: " if post["password"] else "") + without_markup(post["title"])
    moment = datetime.fromisoformat(post["date"]).astimezone(UTC)
    return Told(post["guid"], title, post["url"], moment, post["author"]).plain()
