"""`agg why`: for one post the verdict, what each source said and when, and every comment."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.core.model import Openness, Reason
from aggregator.core.source import Site
from tests.support.build import NOW, found_post
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse, address, columns, written

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SGR = re.compile(r"\x1b\[[0-9;]*m")
POST = "https://kari.example/new/"


@pytest.fixture
def stored(agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredCourse:
    """A post of Kari's: the feed said 2 an hour ago, WordPress lists what there is now, of which one is gone."""
    monkeypatch.setenv("AGG_NOW", NOW.isoformat())
    stored = StoredCourse(tmp_path)
    stored.post("kari", "new", published=NOW - 2 * DAY)
    ola, gone = written("9", "Ola Berg", NOW - 3 * HOUR), written("10", "Spam", NOW - 2 * HOUR)
    stored.comments("kari", "new", ola, gone, now=NOW - HOUR)
    stored.comments("kari", "new", source="feedfields", now=NOW - HOUR, count=2, listed=False)
    stored.comments("kari", "new", ola, written("11", "Kari Nordmann", None), openness=Openness.OPEN)
    return stored


def told(agg: Agg, post: str = POST, *words: str) -> list[str]:
    """What a terminal shows, without its colours."""
    shown = agg("why", post, "--color", "always", *words)
    assert (shown.code, shown.err) == (0, "")
    return SGR.sub("", shown.out).splitlines()


def asked(agg: Agg, post: str = POST) -> dict[str, Any]:
    shown = agg("why", post, "--json")
    assert (shown.code, shown.err) == (0, "")
    answer: dict[str, Any] = json.loads(shown.out)
    return answer


def test_a_person_reads_the_verdict_the_sources_and_the_comments(stored: StoredCourse, agg: Agg) -> None:
    assert told(agg) == [
        "Kari Nordmann: Post new",
        "  https://kari.example/new/",
        "  answered: 2 comments (wordpress, 18 November 2026, 13:00)",
        "",
        "What the sources say",
        "  wordpress: 18 November 2026, 13:00 · 2 comments · all listed below ·",
        "    comments are open",
        "  feedfields: 18 November 2026, 12:00 · 2 comments",
        "",
        "Comments",
        "  Ola Berg: Words 9.",
        "    participant · 18 November 2026, 10:00 · wordpress",
        "    https://kari.example/#comment-9",
        "  Spam: Words 10.",
        "    visitor · 18 November 2026, 11:00 · gone since 18 November 2026, 13:00 ·",
        "    wordpress",
        "    https://kari.example/#comment-10",
        "  Kari Nordmann: Words 11.",
        "    own comment · first seen 18 November 2026, 13:00 · wordpress",
        "    https://kari.example/#comment-11",
    ]


def test_in_norwegian(stored: StoredCourse, agg: Agg) -> None:
    lines = told(agg, POST, "--lang", "nb")
    assert lines[2] == "  besvart: 2 kommentarer (wordpress, 18. november 2026 kl. 13.00)"
    assert "    egen kommentar · sett første gang 18. november 2026 kl. 13.00 · wordpress" in lines


def test_in_a_pipe_every_line_says_what_it_is(stored: StoredCourse, agg: Agg) -> None:
    shown = agg("why", POST).out
    assert columns(shown, 0) == ["verdict", "source", "source", "comment", "comment", "comment"]
    assert columns(shown, 1) == ["answered", "wordpress", "feedfields", "Ola Berg", "Spam", "Kari Nordmann"]
    assert columns(shown, 2)[:4] == [f"2026-11-18T{clock}+01:00" for clock in ("13:00", "13:00", "12:00", "10:00")]
    assert columns(shown, 3)[2:5] == ["2 comments", "participant", "visitor · gone since 18 November 2026, 13:00"]
    assert columns(shown, 4)[::5] == [POST, "https://kari.example/#comment-11"]


def test_json_has_it_all(stored: StoredCourse, agg: Agg) -> None:
    answer = asked(agg)
    assert set(answer) == {"schema", "post", "observations", "comments"}
    assert (answer["post"]["url"], answer["post"]["state"], answer["post"]["comments_by_others"]) == (
        POST,
        "answered",
        1,
    )
    assert [(one["source"], one["count"]) for one in answer["observations"]] == [("wordpress", 2), ("feedfields", 2)]
    assert [(one["id"], one["by"], bool(one["removed_at"])) for one in answer["comments"]] == [
        ("9", "participant", False),
        ("10", "visitor", True),
        ("11", "own", False),
    ]


def test_what_came_later_is_not_known_yet(stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGG_NOW", (NOW - HOUR).isoformat())
    assert [one["id"] for one in asked(agg)["comments"]] == ["9", "10"]


@pytest.mark.parametrize(
    "given",
    ["http://www.kari.example/new?utm_campaign=x", "kari.example/new", "https://kari.example/#comment-10", "new"],
    ids=["another scheme", "no scheme", "a comment's address", "the id"],
)
def test_a_post_is_meant_by_any_of_its_addresses(given: str, stored: StoredCourse, agg: Agg) -> None:
    assert asked(agg, given)["post"]["url"] == POST


@pytest.mark.parametrize("given", ["https://kari.example/", "nonsense", "", "https://[", "\x1b[2J"])
def test_an_address_that_no_post_has_is_wrong_use(given: str, stored: StoredCourse, agg: Agg) -> None:
    wrong = agg("why", given)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("agg: No stored post has the address “")
    assert "\x1b" not in wrong.err


def test_a_post_is_found_before_one_with_a_comment_of_that_address(stored: StoredCourse, agg: Agg) -> None:
    """On Mastodon an answer to a post is a post itself."""
    answer = stored.post("ola", "answer")
    stored.comments("kari", "new", written("12", "Ola Berg", NOW, url=answer))
    assert asked(agg, answer)["post"]["participant"] == "Ola Berg"


def test_of_several_bloggers_with_one_address_one_is_named(stored: StoredCourse, agg: Agg) -> None:
    stored.post("ola", "guest", url=POST)
    both = agg("why", POST)
    assert (both.code, both.out) == (2, "")
    assert both.err == (
        f"agg: 2 posts have the address “{POST}”. Say whose you mean with --participant: Kari Nordmann, Ola Berg.\n"
    )
    chosen = json.loads(agg("why", POST, "--participant", "ola berg", "--json").out)
    assert (chosen["post"]["participant"], chosen["post"]["id"]) == ("Ola Berg", "guest")
    assert agg("why", POST, "--participant", "Olav").code == 2


def test_of_several_posts_of_a_blog_with_one_address_one_is_named_by_its_id(stored: StoredCourse, agg: Agg) -> None:
    stored.posts("ola", *(found_post(guid, "https://ola.example/now/") for guid in ("micro:2", "micro:1")))
    both = agg("why", "https://ola.example/now/")
    assert (both.code, both.out) == (2, "")
    assert both.err.endswith("Name one by its id instead: micro:2, micro:1.\n")
    assert asked(agg, "micro:2")["post"]["id"] == "micro:2"


def test_a_post_of_which_nobody_has_said_anything(stored: StoredCourse, agg: Agg) -> None:
    lines = told(agg, stored.post("ola", "1"))
    assert lines[2] == "  not known: the blog says nothing about comments"
    assert lines[-1] == "  Nobody has been asked yet: run agg fetch."


def test_a_source_that_refuses_is_told_while_it_is_left_alone(
    stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(address("ola"), sources={"wordpress": {}}, resting={"wordpress": NOW + HOUR, "ghost": NOW + HOUR})
    url = stored.post("ola", "1")
    stored.comments("ola", "1", count=None, listed=False, reason=Reason.REFUSED, site=site)
    assert told(agg, url)[-2:] == [
        "  wordpress: 18 November 2026, 13:00 · the blog does not tell about its comments",
        "  wordpress: has refused and is left alone until 18 November, 14:00",
    ]
    monkeypatch.setenv("AGG_NOW", (NOW + HOUR).isoformat())
    assert told(agg, url)[-1].startswith("  wordpress: 18 November 2026, 13:00")


@pytest.mark.parametrize(
    ("more", "person", "expected"),
    [
        ("", 'category = "course"', "in no list: it is not in the category “course”"),
        (f"starts = {date(2026, 11, 17)}", "", "in no list: it was not written while the course runs"),
        ("window = 1", "", "not watched any more: it is older than 1 day"),
    ],
    ids=["category", "course", "window"],
)
def test_a_post_that_is_in_no_list_says_why(
    more: str, person: str, expected: str, stored: StoredCourse, agg: Agg
) -> None:
    stored.write(more, person=person)
    assert told(agg)[3].strip() == expected
    assert columns(agg("why", POST).out, 3)[0].endswith(f"; {expected}")
    assert "new" not in {one["id"] for one in json.loads(agg("posts", "--json").out)["posts"]}


def test_with_comments_switched_off_it_says_so(stored: StoredCourse, agg: Agg) -> None:
    stored.write(person='comments = "none"')
    assert told(agg)[2] == "  not known: feeds.toml says not to ask about comments"


@pytest.mark.parametrize("width", ["40", "60"])
def test_on_a_narrow_terminal_only_addresses_are_wider(
    width: str, stored: StoredCourse, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert not [line for line in told(agg) if len(line) > int(width) and "://" not in line]


def test_every_post_of_the_sample_course_can_be_explained(course: Path, agg: Agg) -> None:
    for post in json.loads(agg("posts", "--all", "--json").out)["posts"]:
        answer = asked(agg, post["url"])
        assert answer["post"]["state"] == post["state"]
        assert answer["observations"]
