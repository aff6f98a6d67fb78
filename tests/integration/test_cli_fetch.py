"""`agg fetch`: what it says, to whom, and with which exit code."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator import report
from aggregator.store import lock
from tests.support.blogserver import BlogServer
from tests.support.build import at
from tests.support.command import Agg
from tests.support.smallcourse import feed, write_course
from tests.support.wordpressblog import WordPressBlog


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with BlogServer() as server:
        for name in ("kari", "ola"):
            server.put(f"/{name}", feed(name, 2, server.url(f"/{name}")))
        yield server


@pytest.fixture
def blogs(server: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlogServer:
    """A course of Kari and Ola in the current folder."""
    write_course(tmp_path / "feeds.toml", server, ("kari", "ola"))
    monkeypatch.setenv("AGG_NOW", "2026-11-20T12:00:00+00:00")
    return server


def stored(path: Path) -> int:
    with closing(sqlite3.connect(path / "agg.db")) as db:
        count: int = db.execute("select count(*) from posts").fetchone()[0]
        return count


def test_a_run_that_goes_well_says_nothing(blogs: BlogServer, agg: Agg, tmp_path: Path) -> None:
    first, second = agg("fetch"), agg("fetch")
    assert (first.code, first.out, first.err) == (second.code, second.out, second.err) == (0, "", "")
    assert stored(tmp_path) == 4


def test_who_wants_to_know_hears_of_every_blog(blogs: BlogServer, agg: Agg) -> None:
    said = agg("fetch", "-v")
    assert said.out == ""
    *each, summary = said.err.splitlines()
    assert sorted(each) == ["kari: 2 new posts", "ola: 2 new posts"]
    assert summary == "2 blogs: 4 new posts."


def test_the_sum_tells_what_is_worth_telling(blogs: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("fetch")
    blogs.put("/kari", feed("kari", 2, blogs.url("/kari")).replace("Post 1", "Post 1, better"))
    blogs.remove("/ola")
    summary = agg("fetch", "-v").err.splitlines()[-1]
    assert summary == "2 blogs: 0 new posts, 1 edited, 1 blog in trouble (agg status)."
    write_course(tmp_path / "feeds.toml", blogs, ("kari",))
    toml = (tmp_path / "feeds.toml").read_text()
    (tmp_path / "feeds.toml").write_text(toml.replace("interval = 0", "interval = 60"))
    skipped = agg("fetch", "-v").err.splitlines()
    assert skipped[0].startswith("kari: left alone until ")
    assert "--force" in skipped[1]


def test_a_blog_that_never_worked_is_told_once_even_without_a_terminal(blogs: BlogServer, agg: Agg) -> None:
    blogs.remove("/ola")
    first, second = agg("fetch"), agg("fetch", "--force")
    assert (first.code, first.out) == (0, "")
    assert first.err.startswith("ola: ")
    assert len(first.err.splitlines()) == 1
    assert (second.code, second.err) == (0, "")


def test_quiet_is_quiet_about_changes_too(blogs: BlogServer, agg: Agg) -> None:
    blogs.remove("/ola")
    assert agg("fetch", "-q").err == ""


@pytest.mark.parametrize(
    ("gone", "words", "code"),
    [
        ("", "", 0),
        ("", "--fail-on any", 0),
        ("ola", "", 0),
        ("ola", "--fail-on any", 1),
        ("ola", "--fail-on all", 0),
        ("ola", "--only ola", 1),
        ("ola", "--only kari --fail-on any", 0),
        ("kari ola", "", 1),
        ("kari ola", "--json", 1),
    ],
)
def test_the_exit_code_tells_of_failure(gone: str, words: str, code: int, blogs: BlogServer, agg: Agg) -> None:
    for name in gone.split():
        blogs.remove(f"/{name}")
    assert agg("fetch", *words.split()).code == code


def test_blogs_in_trouble_fail_also_while_they_are_left_alone(blogs: BlogServer, agg: Agg) -> None:
    blogs.remove("/kari")
    blogs.remove("/ola")
    assert agg("fetch").code == 1
    assert agg("fetch").code == 1


def test_json_is_a_line_for_each_blog_and_a_summary(blogs: BlogServer, agg: Agg) -> None:
    blogs.remove("/ola")
    said = agg("fetch", "--json", "-v")
    assert said.err == ""
    *polls, summary = map(json.loads, said.out.splitlines())
    assert {poll["participant"]: (poll["status"], poll["new"]) for poll in polls} == {
        "kari": ("ok", 2),
        "ola": ("error", 0),
    }
    assert summary["summary"]["blogs"] == 2
    assert {poll["comments"] for poll in polls} == {0}
    assert summary["summary"]["comments"] == 0


def test_a_dry_run_asks_and_stores_nothing(blogs: BlogServer, agg: Agg, tmp_path: Path) -> None:
    dry = agg("fetch", "--dry-run", "-v")
    assert dry.code == 0
    assert dry.err.splitlines()[-1] == "2 blogs: 4 new posts, nothing stored (--dry-run)."
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.toml"]
    agg("fetch")
    blogs.put("/kari", feed("kari", 3, blogs.url("/kari")))
    with lock(tmp_path / "agg.db"):  # it needs none, as it writes nothing
        assert agg("fetch", "--dry-run", "-v").err.splitlines()[-1].startswith("2 blogs: 1 new post, ")
    assert stored(tmp_path) == 4


def test_while_another_fetch_runs_cron_hears_nothing(blogs: BlogServer, agg: Agg, tmp_path: Path) -> None:
    with lock(tmp_path / "agg.db"):
        silent, loud = agg("fetch"), agg("fetch", "-v")
    assert (silent.code, silent.out, silent.err) == (75, "", "")
    assert (loud.code, loud.out) == (75, "")
    assert loud.err.startswith("agg: ")
    assert not blogs.log


def test_others_may_read_while_a_fetch_runs(blogs: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("fetch")
    with lock(tmp_path / "agg.db"):
        assert agg("posts").code == 0


def test_only_one_and_whatever_the_pause(blogs: BlogServer, agg: Agg) -> None:
    agg("fetch", "--only", "KARI")
    assert {seen.path for seen in blogs.log} == {"/kari"}
    blogs.remove("/kari")
    agg("fetch", "--only", "kari")
    asked = len(blogs.log)
    agg("fetch", "--only", "kari")
    assert len(blogs.log) == asked
    agg("fetch", "--only", "kari", "--force")
    assert len(blogs.log) == asked + 1


def test_a_mistake_in_agg_itself_is_said_to_be_one(
    blogs: BlogServer, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise ZeroDivisionError("as if")

    agg("fetch")
    monkeypatch.setattr(report, "status", mistaken)
    ended = agg("status")
    assert (ended.code, ended.out) == (70, "")
    assert "ZeroDivisionError: as if" in ended.err
    assert "mistake in agg itself" in ended.err.splitlines()[-1]


def test_one_and_the_same_trouble_of_all_is_said_once(blogs: BlogServer, agg: Agg) -> None:
    blogs.remove("/kari")
    blogs.remove("/ola")
    said = agg("fetch", "--color", "always", "-q")
    assert (said.code, said.err) == (1, "")
    assert agg("fetch", "--force", "--color", "always").err.splitlines()[-1] == "there is nothing at this address (404)"


# -- comments and older posts ----------------------------------------------------------------------------------------

MOMENT = at("2026-11-20 12:00")
WEEK = timedelta(days=7)


@pytest.fixture
def wordpress(server: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WordPressBlog:
    """Kari's blog, the course's only one: ten posts, one a week, three in a feed; the newest has two comments."""
    blog = WordPressBlog(server)
    blog.window = 3
    for number in range(1, 11):
        blog.publish(number, MOMENT - (10 - number) * WEEK)
    blog.comment(10, "Ola", when=MOMENT)
    blog.comment(10, "Eva", when=MOMENT)
    course = '[fetch]\nallow_networks = ["127.0.0.1/32"]\ninterval = 0\n[[participants]]\nname = "Kari"\n'
    (tmp_path / "feeds.toml").write_text(f'{course}feed = "{blog.home}feed/"\n')
    monkeypatch.setenv("AGG_NOW", (MOMENT + timedelta(hours=1)).isoformat())
    return blog


def test_new_comments_are_counted_for_each_blog_and_in_the_sum(wordpress: WordPressBlog, agg: Agg) -> None:
    poll, summary = map(json.loads, agg("fetch", "--json").out.splitlines())
    assert (poll["new"], poll["comments"]) == (3, 2)
    assert (summary["summary"]["new"], summary["summary"]["comments"]) == (3, 2)
    assert poll["requests"] == summary["summary"]["requests"] == len(wordpress.server.log)
    wordpress.comment(9, "Ola", when=MOMENT)
    assert agg("fetch", "-v").err.splitlines()[-1] == "1 blog: 0 new posts, 1 new comment."
    poll, summary = map(json.loads, agg("fetch", "--json").out.splitlines())
    assert (poll["comments"], summary["summary"]["comments"]) == (0, 0)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", 3),
        ("--history", 10),
        ("--history all", 10),
        ("--history -v", 10),
        ("--history --only Kari", 10),
        ("--only Kari --history", 10),
        ("-c feeds.toml --history", 10),
        ("--history --lang nb", 10),
        ("--history=2026-10-20", 6),
        ("--history 2026-10-20", 6),
        ("--history 2026-10-20 --only Kari", 6),
        ("--history 20261020", 6),
        ("--history 2026-11-20", 6),
    ],
)
def test_older_posts_back_to_a_day_or_all(
    words: str, expected: int, wordpress: WordPressBlog, agg: Agg, tmp_path: Path
) -> None:
    """Whole pages of the feed are read, so that some more may come; the second page, too, as the first is the feed."""
    assert agg("fetch", *words.split()).code == 0
    assert stored(tmp_path) == expected


@pytest.mark.parametrize(
    "words",
    ["--history soon", "--history=", "--history 2026-13-01", "--history 31.8.2026", "--history Kari", "--history -5"],
)
def test_a_day_that_is_none_is_wrong_use_and_nobody_is_asked(
    words: str, wordpress: WordPressBlog, agg: Agg, tmp_path: Path
) -> None:
    wrong = agg("fetch", *words.split())
    assert (wrong.code, wrong.out) == (2, "")
    text = words.replace("=", " ").removeprefix("--history ")
    assert wrong.err == f"agg: --history: “{text}” is no day. Write it as 2026-08-31, or leave it out for all posts.\n"
    assert not wordpress.server.log
    assert not (tmp_path / "agg.db").exists()


def test_two_days_are_one_too_many(wordpress: WordPressBlog, agg: Agg) -> None:
    assert agg("fetch", "--history", "2026-08-31", "2026-09-01").code == 2
    assert not wordpress.server.log
