"""`agg needs-comments`, `agg posts` and `agg status`: who is meant, which posts, and for whom the output is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Agg

SGR = re.compile(r"\x1b\[[0-9;]*m")


def found(agg: Agg, words: str) -> Any:
    shown = agg(*words.split(), "--json")
    assert (shown.code, shown.err) == (0, "")
    return json.loads(shown.out)


def who(posts: list[dict[str, Any]]) -> set[str]:
    return {post["participant"] for post in posts}


def test_one_participant_s_posts(course: Path, agg: Agg) -> None:
    shown = agg("posts", "--json", "--participant", "tor-erik LUND")
    assert who(json.loads(shown.out)["posts"]) == {"Tor-Erik Lund"}
    two = agg("posts", "--json", "--participant", "Tor-Erik Lund", "--participant", "Ingrid Solbakken")
    assert who(json.loads(two.out)["posts"]) == {"Tor-Erik Lund", "Ingrid Solbakken"}


@pytest.mark.parametrize("words", [("posts", "--participant"), ("fetch", "--only")], ids=["posts", "fetch"])
def test_an_unknown_participant_is_wrong_use_with_a_suggestion(words: tuple[str, str], course: Path, agg: Agg) -> None:
    wrong = agg(*words, "Ingrid Solbakke")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("agg: ")
    assert "“Ingrid Solbakke”" in wrong.err
    assert "“Ingrid Solbakken”" in wrong.err
    assert "“" not in agg(*words, "Zzz").err.replace("“Zzz”", "")


def test_a_group_is_those_with_the_tag(course: Path, agg: Agg) -> None:
    everybody = who(found(agg, "posts")["posts"])
    some = who(found(agg, "posts --tag KOMMUNE")["posts"])
    assert set() < some < everybody
    assert who(found(agg, "needs-comments --group kommune")["waiting"]) <= some


@pytest.mark.parametrize("words", [("posts", "--tag"), ("needs-comments", "--group")], ids=["posts", "needs-comments"])
def test_an_unknown_tag_is_wrong_use_and_the_known_ones_are_named(
    words: tuple[str, str], course: Path, agg: Agg
) -> None:
    wrong = agg(*words, "komune")
    assert (wrong.code, wrong.out) == (2, "")
    assert "“komune”" in wrong.err
    assert "kommune" in wrong.err.replace("“komune”", "")


def test_in_a_course_without_tags_none_are_named(course: Path, agg: Agg) -> None:
    lines = (course / "feeds.toml").read_text().splitlines()
    (course / "feeds.toml").write_text("\n".join(line for line in lines if not line.startswith("tags")))
    assert "none" in agg("posts", "--tag", "kommune").err


def test_the_list_can_be_narrowed_to_new_bloggers_and_days_and_cut(course: Path, agg: Agg) -> None:
    toml = (course / "feeds.toml").read_text()
    (course / "feeds.toml").write_text(toml.replace("[course]", "[course]\nnew_posts = 1\nnew_days = 10"))
    whole = found(agg, "needs-comments")
    new = found(agg, "needs-comments --new")
    assert [post for post in whole["waiting"] if post["new_blogger"]] == new["waiting"]
    assert 0 < len(new["waiting"]) < len(whole["waiting"])
    assert len(new["unknown"]) < len(whole["unknown"])
    recent = found(agg, "needs-comments --days 3")["waiting"]
    assert [post for post in whole["waiting"] if post["days"] < 3] == recent
    assert set() < who(recent) < who(whole["waiting"])
    assert found(agg, "needs-comments --limit 2")["waiting"] == whole["waiting"][:2]


@pytest.mark.parametrize("words", ["--days 0", "--limit 0", "--days soon"])
def test_numbers_that_make_no_sense_are_wrong_use(words: str, course: Path, agg: Agg) -> None:
    assert agg("needs-comments", *words.split()).code == 2


def test_posts_of_a_week_and_with_words(course: Path, agg: Agg) -> None:
    assert found(agg, "posts --week")["posts"] == found(agg, "posts --week current")["posts"]
    last = found(agg, "posts --week last")["posts"]
    assert last
    assert {post["published"] >= "2026-11-09" and post["published"] < "2026-11-17" for post in last} == {True}
    assert found(agg, "posts --week -1")["posts"] == last
    assert [post["title"] for post in found(agg, "posts første forsøk")["posts"]] == ["Første forsøk"]
    assert len(found(agg, "posts --all")["posts"]) >= len(found(agg, "posts")["posts"])


def test_a_word_that_is_nowhere_finds_nothing(course: Path, agg: Agg) -> None:
    nothing = agg("posts", "utenfor-alt")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "")
    assert SGR.sub("", agg("posts", "utenfor-alt", "--color", "always").out) == "No posts found.\n"


@pytest.mark.parametrize(
    ("command", "columns"),
    [("needs-comments", 6), ("posts", 6), ("comments", 9), ("status", 7), ("status --comments", 8)],
)
def test_in_a_pipe_a_list_is_lines_of_columns(command: str, columns: int, course: Path, agg: Agg) -> None:
    lines = agg(*command.split()).out.splitlines()
    assert len(lines) > 5
    assert {line.count("\t") for line in lines} == {columns - 1}
    assert agg(*command.split(), "--color", "never").out.splitlines() == lines


@pytest.mark.parametrize("command", ["needs-comments", "posts", "comments", "status", "digest"])
def test_with_colour_always_it_is_as_on_a_terminal(
    command: str, course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    coloured = agg(command, "--color", "always").out
    assert "\x1b[" in coloured
    assert "\x1b" not in SGR.sub("", coloured)
    assert "\t" not in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert agg(command, "--color", "always").out == coloured  # who asks for colour on the command line gets it
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("AGG_COLOR", "always")
    assert agg(command).out == coloured


def test_the_width_of_the_terminal_counts(course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = agg("posts", "--color", "always").out
    monkeypatch.setenv("COLUMNS", "60")
    narrow = agg("posts", "--color", "always").out
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_status_shows_every_blog_in_the_order_of_feeds_toml(course: Path, agg: Agg) -> None:
    blogs = found(agg, "status")["blogs"]
    toml = (course / "feeds.toml").read_text()
    assert [f'name = "{blog["participant"]}"' for blog in blogs] == re.findall("^name = .*$", toml, re.MULTILINE)
    assert {blog["status"] for blog in blogs} >= {"ok", "error"}


def test_status_says_where_comments_are_known_from_if_one_wants_to_know(course: Path, agg: Agg) -> None:
    blogs = {blog["participant"]: blog for blog in found(agg, "status")["blogs"]}
    assert blogs["Grethe Haugland"]["comment_sources"] == ["feedfields", "ghost"]
    assert blogs["Håkon Bråten"]["comment_sources"] == ["isso"]
    shown = SGR.sub("", agg("status", "--comments", "--color", "always").out)
    assert "\n  comments: asks feedfields, ghost\n" in shown
    assert "comments known from" not in agg("status", "--color", "always").out
    assert "comments: asks isso" in [line.split("\t")[7] for line in agg("status", "--comments").out.splitlines()]


def test_status_follows_what_feeds_toml_says_of_comments(course: Path, agg: Agg) -> None:
    toml = (course / "feeds.toml").read_text()
    first, second, *_rest = toml.split("[[participants]]\n")[1:]
    toml = toml.replace(first, first.rstrip() + '\ncomments = "none"\n\n')
    (course / "feeds.toml").write_text(toml.replace(second, second.rstrip() + '\ncomments = "commentfeed"\n\n'))
    lines = agg("status", "--comments").out.splitlines()
    assert [line.split("\t")[7] for line in lines[:2]] == [
        "comments: not asked, as feeds.toml says",
        "comments: asks commentfeed, as feeds.toml says",
    ]
    assert [blog["comment_sources"] for blog in found(agg, "status")["blogs"]][:2] == [[], ["commentfeed"]]


def test_the_list_of_waiting_posts_is_apart_from_the_unknown(course: Path, agg: Agg) -> None:
    both = found(agg, "needs-comments")
    states = {name: {post["state"] for post in both[name]} for name in ("waiting", "unknown")}
    assert states == {"waiting": {"waiting", "only own"}, "unknown": {"unknown"}}
    assert {post["comments_by_others"] for post in both["waiting"]} == {0}
    assert {post["comments"] for post in both["waiting"] if post["state"] == "waiting"} == {0}
    assert 0 not in {post["comments"] for post in both["unknown"]}
