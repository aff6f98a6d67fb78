"""`agg comments`: who has commented on what, of which time, and in which form."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.core.model import Kind
from tests.support.build import NOW, at
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, columns, written

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def stored(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredCourse:
    """Kari's posts with comments by everybody, one of Ola's with one, one of Eva's without."""
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    stored = StoredCourse(tmp_path)
    stored.post("kari", "new", published=NOW - 2 * DAY)
    stored.post("kari", "old", published=NOW - 200 * DAY)
    stored.post("ola", "1", published=NOW - 3 * DAY)
    stored.post("eva", "1", published=NOW - 3 * DAY)
    stored.comments(
        "kari",
        "new",
        written("1", "Ola Berg", NOW - 30 * MINUTE),
        written("2", "Passer-by", NOW - 20 * MINUTE, author_url="https://passer-by.example/"),
        written("3", "Arne", NOW - 10 * MINUTE),
        written("4", "Kari Nordmann", None),
        written("5", "Another page", NOW - 40 * MINUTE, kind=Kind.PING, text=""),
    )
    stored.comments("kari", "old", written("6", "Eva Fjeld", NOW - 199 * DAY), now=NOW - 199 * DAY)
    stored.comments("ola", "1", written("7", "karinor", NOW - 3 * DAY, url=None), now=NOW - 3 * DAY)
    return stored


def ids(agg: Agg, words: str) -> list[str]:
    """The numbers of the comments that are listed."""
    shown = agg("comments", "--json", *words.split())
    assert (shown.code, shown.err) == (0, "")
    answer = json.loads(shown.out)
    assert answer["schema"] == 1
    return [one["id"] for one in answer["comments"]]


def test_comments_newest_first_and_those_without_a_date_when_they_were_first_seen(
    stored: StoredCourse, agg: Agg
) -> None:
    assert ids(agg, "") == ["4", "3", "2", "1", "5", "7"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--all", "432157 6"),
        ("--participant Ola\u00a0Berg", "7"),
        ("--participant ola\u00a0berg --participant eva\u00a0fjeld", "7"),
        ("--participant Eva\u00a0Fjeld", ""),
        ("--tag KARI", "43215"),
        ("--tag kari --all", "432156"),
        ("--by Arne", "3"),
        ("--by arne --by ola\u00a0berg", "31"),
        ("--by Kari\u00a0Nordmann", "4"),
        ("--by Eva\u00a0Fjeld --all", "6"),
        ("--by Ola\u00a0Berg --participant Ola\u00a0Berg", ""),
        ("--unmatched", "27"),
        ("--unmatched --tag kari", "2"),
        ("--week", "432157"),
        ("--week this", "43215"),
        ("--week last", "7"),
        ("--week -1 --unmatched", "7"),
        ("--week 2026-05-03", "6"),
        ("--week 2026-W02", ""),
        ("--on https://kari.example/new/", "43215"),
        ("--on https://kari.example/old/", "6"),
        ("--on https://kari.example/old/ --week", ""),
        ("--week --on https://kari.example/new/", "43215"),
        ("--on https://kari.example/new/ --unmatched", "2"),
        ("--on https://eva.example/1/", ""),
        ("--on https://kari.example/new/ --participant Ola\u00a0Berg", ""),
    ],
)
def test_only_some_comments(words: str, expected: str, stored: StoredCourse, agg: Agg) -> None:
    given = [word.replace("\u00a0", " ") for word in words.split(" ")]
    shown = agg("comments", "--json", *given)
    assert (shown.code, shown.err) == (0, "")
    assert [one["id"] for one in json.loads(shown.out)["comments"]] == list(expected.replace(" ", ""))


ADDRESSES = {
    "another scheme": "http://kari.example/new/",
    "www": "https://www.kari.example/new/",
    "no trailing slash": "https://kari.example/new",
    "no scheme": "kari.example/new/",
    "no scheme but www": "www.kari.example/new",
    "a comment": "https://kari.example/new/#comment-7",
    "the page of a comment": "https://kari.example/new/comment-page-2/#comment-7",
    "tracked": "https://kari.example/new/?utm_source=mail&fbclid=x",
    "shouted": "HTTPS://KARI.EXAMPLE/new/",
    "spaces around": "  https://kari.example/new/ ",
    "the post's id": "new",
    "a comment's own address": "https://kari.example/#comment-2",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_post_is_meant_by_any_of_its_addresses(address: str, stored: StoredCourse, agg: Agg) -> None:
    shown = agg("comments", "--json", "--on", address)
    assert {one["post"] for one in json.loads(shown.out)["comments"]} == {"https://kari.example/new/"}


@pytest.mark.parametrize("address", ["https://kari.example/newer/", "https://eva.example/new/", "", "42"])
def test_an_address_that_no_post_has_is_wrong_use(address: str, stored: StoredCourse, agg: Agg) -> None:
    wrong = agg("comments", "--on", address)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == (
        f"agg: No stored post has the address “{address}”. agg posts --all lists those that are stored.\n"
    )


@pytest.mark.parametrize("words", ["--week 2026-W60", "--week=", "--tag nobody", "--participant Nobody", "--by Nobody"])
def test_what_is_not_there_is_wrong_use(words: str, stored: StoredCourse, agg: Agg) -> None:
    wrong = agg("comments", *words.split())
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("agg: ")


def test_of_two_posts_at_one_address_all_comments_are_listed(stored: StoredCourse, agg: Agg) -> None:
    stored.post("ola", "guest", url="https://kari.example/new/")
    stored.comments("ola", "guest", written("8", "Eva Fjeld", NOW - 50 * MINUTE))
    assert ids(agg, "--on https://kari.example/new/") == ["4", "3", "2", "1", "5", "8"]


def test_in_a_pipe_a_comment_is_a_line(stored: StoredCourse, agg: Agg) -> None:
    shown = agg("comments")
    assert (shown.code, shown.err) == (0, "")
    assert columns(shown.out, 0)[:2] == ["2026-11-18T13:00+01:00", "2026-11-18T12:50+01:00"]
    assert columns(shown.out, 1) == ["own", "facilitator", "visitor", "participant", "ping", "visitor"]
    assert columns(shown.out, 2) == ["Kari Nordmann", "Arne", "Passer-by", "Ola Berg", "Another page", "karinor"]
    assert columns(shown.out, 3) == ["Kari Nordmann"] * 5 + ["Ola Berg"]
    assert columns(shown.out, 4) == ["Post new"] * 5 + ["Post 1"]
    assert columns(shown.out, 6)[-2:] == ["https://kari.example/#comment-5", "https://ola.example/1/"]
    assert columns(shown.out, 8)[2] == "https://passer-by.example/"


def test_json_has_all_that_is_known_of_a_comment(stored: StoredCourse, agg: Agg) -> None:
    comments = json.loads(agg("comments", "--json", "--on", "https://kari.example/new/").out)["comments"]
    [visitor] = [one for one in comments if one["id"] == "2"]
    assert visitor == {
        "participant": "Kari Nordmann",
        "post": "https://kari.example/new/",
        "id": "2",
        "author": "Passer-by",
        "author_url": "https://passer-by.example/",
        "by": "visitor",
        "commenter": None,
        "published": "2026-11-18T11:40:00+00:00",
        "first_seen": "2026-11-18T12:00:00+00:00",
        "removed_at": None,
        "source": "wordpress",
        "url": "https://kari.example/#comment-2",
        "text": "Words 2.",
    }


def test_an_alias_in_feeds_toml_makes_a_visitor_a_participant_at_once(stored: StoredCourse, agg: Agg) -> None:
    assert ids(agg, "--unmatched --tag ola") == ["7"]
    stored.write(person='aliases = ["karinor"]\n')
    assert ids(agg, "--unmatched --tag ola") == []
    shown = SGR.sub("", agg("comments", "--tag", "ola", "--color", "always").out)
    assert shown.splitlines()[:3] == [
        "Kari Nordmann: Words 7.",
        "  on Ola Berg: Post 1",
        "  participant · 15 November 2026, 13:00 · signed “karinor”",
    ]


def test_who_commented_is_decided_by_the_whole_course(stored: StoredCourse, agg: Agg) -> None:
    """Whosever posts are listed."""
    assert columns(agg("comments", "--tag", "kari").out, 2) == columns(agg("comments").out, 2)[:5]


def test_a_comment_that_is_gone_is_not_listed(stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    later = NOW + timedelta(hours=1)
    stored.comments("ola", "1", now=later)
    assert "7" not in ids(agg, "")  # who looks back sees the answers that are known today
    monkeypatch.setenv("AGG_NOW", later.isoformat())
    assert "7" not in ids(agg, "--all")
    assert ids(agg, "--on https://ola.example/1/") == []


def test_a_comment_from_the_future_is_listed_as_of_when_it_was_seen(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("eva", "1", written("8", "Ola Berg", NOW + 2 * DAY))
    assert "8" in ids(agg, "")
    assert ids(agg, "--on https://eva.example/1/ --week") == ["8"]


def test_only_comments_on_the_course_s_own_posts(stored: StoredCourse, agg: Agg) -> None:
    stored.write(person='category = "course"\n')
    assert ids(agg, "--all") == ["7"]
    assert len(ids(agg, "--on https://kari.example/new/")) == 5  # asked for by its address


def test_a_week_begins_on_monday_in_the_course_s_time_zone(stored: StoredCourse, agg: Agg) -> None:
    edge = at("2026-11-15 23:00")
    stored.comments("eva", "1", written("8", "Ola", edge), written("9", "Ola", edge - timedelta(seconds=1)))
    assert ids(agg, "--week this --tag eva") == ["8"]
    assert ids(agg, "--week last --tag eva") == ["9"]


@pytest.mark.parametrize(("language", "nothing"), [("en", "No comments found.\n"), ("nb", "Fant ingen kommentarer.\n")])
def test_when_there_is_nothing_a_person_is_told(language: str, nothing: str, stored: StoredCourse, agg: Agg) -> None:
    words = ("comments", "--tag", "eva", "--lang", language)
    assert agg(*words).out == ""
    assert agg(*words, "--color", "always").out == nothing
    assert json.loads(agg(*words, "--json").out) == {"schema": 1, "comments": []}


@pytest.mark.parametrize("width", ["40", "60"])
def test_on_a_narrow_terminal_only_addresses_are_wider(
    width: str, stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.comments("eva", "1", written("8", "Somebody with a name of some length", NOW, text="Long words. " * 50))
    monkeypatch.setenv("COLUMNS", width)
    shown = SGR.sub("", agg("comments", "--color", "always").out)
    assert not [line for line in shown.splitlines() if len(line) > int(width) and "://" not in line]
    assert "  visitor · 18 November 2026, 13:00" in shown.splitlines()


def test_names_and_words_with_control_characters_are_harmless(stored: StoredCourse, agg: Agg) -> None:
    stored.comments("eva", "1", written("8", "Ola\x1b[2J\nBerg\t\u202e", NOW, text="a\x1b]0;x\x07\tb\nc\x9b31m"))
    line = agg("comments", "--tag", "eva").out
    assert line.count("\t") == 8
    assert line.count("\n") == 1
    for form in (line, SGR.sub("", agg("comments", "--tag", "eva", "--color", "always").out)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", form)


def test_before_the_first_fetch_it_says_what_to_do(agg: Agg, tmp_path: Path) -> None:
    StoredCourse(tmp_path)
    (tmp_path / "agg.db").unlink()
    for words in (("comments",), ("why", "https://kari.example/"), ("mark", "https://kari.example/", "answered")):
        missing = agg(*words)
        assert (missing.code, missing.out) == (78, "")
        assert "agg fetch" in missing.err
    assert not (tmp_path / "agg.db").exists()


def found(agg: Agg, *words: str) -> Any:
    return json.loads(agg(*words, "--json").out)


def test_the_sample_course_has_comments_by_everybody(course: Path, agg: Agg) -> None:
    comments = found(agg, "comments", "--all")["comments"]
    assert {one["by"] for one in comments} >= {"own", "participant", "facilitator", "visitor"}
    posts = {post["url"]: post for post in found(agg, "posts", "--all")["posts"]}
    for one in comments:
        state = posts[one["post"]]["state"]
        assert state == "answered" or one["by"] in ("own", "ping")
