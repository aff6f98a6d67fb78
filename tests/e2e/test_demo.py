"""`agg demo` as somebody meets it who tries agg for the first time: all that the sample course promises is there."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.demo.course import BLOGS
from tests.support.command import NOW, Run, cron_environment, run

AT_NOW = cron_environment(AGG_NOW=NOW.isoformat())
EDITED = next(post for blog in BLOGS for post in blog.posts if post.edited)
MOVED = next(blog for blog in BLOGS if blog.moved)
MIXED = next(blog for blog in BLOGS if blog.category)
PRIVATE = [post.title for post in MIXED.posts if MIXED.category not in post.categories]
CLOSED = [post.title for blog in BLOGS if blog.platform == "wordpress" for post in blog.posts if post.closed]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "sample"


@pytest.fixture(scope="module")
def demo(kept: Path) -> Run:
    """A demo whose course is kept."""
    start = time.monotonic()
    shown = run(["demo", "--keep", kept], kept.parent, AT_NOW)
    assert (shown.code, shown.err) == (0, "")
    assert time.monotonic() - start < 10
    return shown


def below(heading: str, text: str) -> str:
    """The lines of a section, up to the next empty line."""
    return text.partition(f"\n{heading}\n")[2].partition("\n\n")[0]


def after(command: str, demo: Run) -> str:
    """What the demo shows of a command."""
    return demo.out.partition(f"\n$ {command}\n")[2].partition("\n$ ")[0]


def test_the_blogs_are_read_three_times(demo: Run) -> None:
    visits = [int(line.rpartition(": ")[2].split()[0]) for line in demo.out.splitlines()[1:4]]
    assert all(visits)
    assert sum(visits) == sum(len(blog.posts) for blog in BLOGS)


def test_a_new_blogger_s_first_post_waits_at_the_top(demo: Run) -> None:
    first, why, *_ = after("agg needs-comments", demo).partition("  1. ")[2].splitlines()
    assert (first, why.strip()) == (
        "Tor-Erik Lund: Første forsøk",
        "first post by a new blogger, 2 days without an answer",
    )
    assert "Tor-Erik Lund: Første forsøk" in below("First posts by new bloggers", demo.out)


def test_a_post_that_turned_up_late_is_shown_apart(demo: Run) -> None:
    late = below("Found late", demo.out).splitlines()
    assert late[:2] == ["  Siobhan Keane: A draft about saying sorry", "    13 November"]


def test_the_blog_in_trouble_is_named_and_only_that(demo: Run) -> None:
    assert below("Blogs in trouble", demo.out) == (
        "  Per Arild Nygård: since 15 November: the blog's server has an error (500)"
    )


def test_who_has_not_posted_is_named(demo: Run) -> None:
    assert "  Vegard Moen: has not posted yet" in below("No post this week", demo.out).splitlines()


def test_what_is_private_or_closed_to_comments_is_not_shown(demo: Run, kept: Path) -> None:
    assert PRIVATE
    assert CLOSED
    listed = run(["posts", "--all"], kept, AT_NOW).out
    assert not [title for title in PRIVATE if title in demo.out + listed]
    assert not [title for title in CLOSED if title in after("agg needs-comments", demo)]
    assert all(title in listed for title in CLOSED)


@pytest.mark.usefixtures("demo")
def test_an_edited_post_is_one_post_with_its_new_text(kept: Path) -> None:
    question = "select text from texts join posts on posts.id = post_id where title = ?"
    with closing(sqlite3.connect(kept / "agg.db")) as db:
        texts = [text for (text,) in db.execute(question, [EDITED.title])]
    assert len(texts) == 1
    assert texts[0].endswith(EDITED.addition)


@pytest.mark.usefixtures("demo")
def test_the_blog_that_moved_is_followed(kept: Path) -> None:
    assert MOVED.moved
    status = json.loads(run(["status", "--json"], kept, AT_NOW).out)
    moved = {blog["participant"]: blog["moved_to"] for blog in status["blogs"] if blog["moved_to"]}
    assert list(moved) == [MOVED.participant]
    assert f"/{MOVED.moved[1]}/" in moved[MOVED.participant]
    assert "Når svaret er nei" in run(["posts", "--participant", MOVED.participant], kept, AT_NOW).out


def test_the_real_clock_will_do(tmp_path: Path) -> None:
    shown = run(["demo"], tmp_path, cron_environment(HOME=str(tmp_path)))
    assert (shown.code, shown.err) == (0, "")
    assert "\n  1. Tor-Erik Lund: Første forsøk\n" in after("agg needs-comments", shown)
    assert not list(tmp_path.iterdir())
