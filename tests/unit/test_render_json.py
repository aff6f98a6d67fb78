"""JSON that other programs may rely on, in golden files; unknown is null and never zero."""

import json as stdlib_json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from aggregator.cli import speech
from aggregator.core.model import Poll
from aggregator.render import json
from tests.support import sample
from tests.support.build import at
from tests.support.golden import Golden

POLLS = (
    Poll("Arvid", "https://arvid.example/feed/", "ok", new=2, updated=1, requests=1),
    Poll("Bjørg", "https://bjørg.example/feed/", "unchanged", requests=1),
    Poll("Torunn", "https://torunn.example/feed/", "error", requests=1, problem="no answer"),
    Poll("Håkon", "https://håkon.example/feed/", "gone", requests=1, problem="the blog is gone for good (410)"),
    Poll("Solveig", "https://solveig.example/feed/", "skipped", wait_until=at("2026-11-22 14:00")),
)
ANSWERS = {
    "week": lambda: json.digest(sample.week()),
    "empty-week": lambda: json.digest(sample.empty_week()),
    "needs-comments": lambda: json.needs_comments(sample.waiting()),
    "posts": lambda: json.posts(sample.posts()),
    "status": lambda: json.status(sample.status()),
}


def fetched() -> str:
    return "".join(line + "\n" for line in [*map(json.poll, POLLS), json.summary(POLLS)])


@pytest.mark.parametrize("name", ANSWERS)
def test_it_looks_as_in_the_golden_file(name: str, golden: Golden) -> None:
    golden.check(f"{name}.json", ANSWERS[name]())


def test_a_fetch_is_a_line_for_each_blog_and_a_summary(golden: Golden) -> None:
    golden.check("fetch.jsonl", fetched())
    *polls, summary = map(stdlib_json.loads, fetched().splitlines())
    assert [poll["status"] for poll in polls] == ["ok", "unchanged", "error", "gone", "skipped"]
    assert summary["summary"] == {
        "blogs": 5,
        **dict.fromkeys(("ok", "unchanged", "error", "gone", "skipped"), 1),
        "new": 2,
        "updated": 1,
        "requests": 4,
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_names_its_schema(name: str) -> None:
    assert stdlib_json.loads(ANSWERS[name]())["schema"] == 1


@pytest.mark.parametrize("name", ANSWERS)
def test_only_the_sentences_change_with_the_language(name: str) -> None:
    english = _without_sentences(stdlib_json.loads(ANSWERS[name]()))
    speech.choose("nb")
    assert _without_sentences(stdlib_json.loads(ANSWERS[name]())) == english


def _without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_sentences(one) for key, one in value.items() if key != "why"}
    return [_without_sentences(one) for one in value] if isinstance(value, list) else value


POST = {"participant", "feed", "id", "title", "url", "author", "published", "updated", "first_seen", "categories"} | {
    *("excerpt", "state", "reason", "comments", "comments_by_others", "source", "checked_at")
}


def test_a_post_has_these_fields() -> None:
    posts = stdlib_json.loads(ANSWERS["posts"]())["posts"]
    lists = stdlib_json.loads(ANSWERS["needs-comments"]())
    assert {frozenset(one) for one in posts} == {frozenset(POST)}
    assert {frozenset(one) for one in lists["unknown"]} == {frozenset(POST)}
    assert set(lists["waiting"][0]) == POST | {"why", "new_blogger", "first_post", "days", "comment_url"}


def test_what_nobody_knows_is_null_and_what_is_none_is_zero() -> None:
    counts = {one["id"]: (one["comments"], one["comments_by_others"]) for one in _posts()}
    assert counts["Bjørg-3"] == (None, None)
    assert counts["Arvid-1"] == (3, None)
    assert counts["Sam O’Hara-7"] == (0, 0)


def _posts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stdlib_json.loads(ANSWERS["posts"]())["posts"]
    return found


def test_every_time_has_an_offset() -> None:
    times = [one[name] for one in _posts() for name in ("published", "first_seen", "checked_at")]
    assert all(datetime.fromisoformat(time).utcoffset() is not None for time in times)


def test_no_password_is_shown() -> None:
    address = "https://kari:secret@kari.example/feed/"
    one = replace(sample.FIRST, post=replace(sample.FIRST.post, blog=address))
    shown = json.posts([one]) + json.poll(Poll("Kari", address, "ok")) + json.status(sample.status())
    assert "secret" not in shown
    assert '"feed": "https://kari.example/feed/"' in shown


def test_a_post_without_an_address_has_null() -> None:
    assert _posts()[0]["url"] is None
