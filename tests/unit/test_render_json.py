"""JSON that other programs may rely on, in golden files; unknown is null and never zero."""

import json as stdlib_json
from datetime import datetime
from typing import Any

import pytest

from aggregator.cli import speech
from aggregator.core.model import Poll
from aggregator.core.record import replace
from aggregator.render import json
from aggregator.render.json import rounds as json_rounds
from tests.support import sample, samplecomments, samplefigures
from tests.support.build import at
from tests.support.golden import Golden

POLLS = (
    Poll("Arvid", "https://arvid.example/feed/", "ok", new=2, updated=1, requests=3, comments=4),
    Poll("Bjørg", "https://bjørg.example/feed/", "unchanged", requests=1),
    Poll("Torunn", "https://torunn.example/feed/", "error", requests=1, problem="no answer"),
    Poll("Håkon", "https://håkon.example/feed/", "gone", requests=1, problem="the blog is gone for good (410)"),
    Poll("Solveig", "https://solveig.example/feed/", "skipped", wait_until=at("2026-11-22 14:00")),
)
ANSWERS = {
    "week": lambda: json.digest(sample.week()),
    "empty-week": lambda: json.digest(sample.empty_week()),
    "needs-comments": lambda: json.needs_comments(sample.waiting()),
    "needs-comments-for": lambda: json.needs_comments(samplefigures.for_reader()),
    "people": lambda: json.people(samplefigures.figures()),
    "network": lambda: json.network(samplefigures.network()),
    "assign": lambda: json_rounds.assigned(samplefigures.round_of_answers()),
    "assign-check": lambda: json_rounds.checked(samplefigures.checked()),
    "posts": lambda: json.posts(sample.posts()),
    "status": lambda: json.status(sample.status()),
    "comments": lambda: json.comments(samplecomments.comments()),
    "why-answered": lambda: json.why(samplecomments.answered()),
    "why-marked": lambda: json.why(samplecomments.marked()),
    "why-unasked": lambda: json.why(samplecomments.unasked()),
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
        "comments": 4,
        "requests": 6,
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
    *("excerpt", "picture", "state", "reason", "comments", "comments_by_others", "source", "checked_at")
}


def test_a_post_has_these_fields() -> None:
    posts = stdlib_json.loads(ANSWERS["posts"]())["posts"]
    lists = stdlib_json.loads(ANSWERS["needs-comments"]())
    assert {frozenset(one) for one in posts} == {frozenset(POST)}
    assert {frozenset(one) for one in lists["unknown"]} == {frozenset(POST)}
    assert set(lists["waiting"][0]) == POST | {
        "why",
        "new_blogger",
        "first_post",
        "days",
        "comment_url",
        "answered_lately",
    }


COMMENT = {"participant", "post", "id", "author", "author_url", "by", "commenter", "published", "first_seen"} | {
    *("removed_at", "source", "url", "text")
}


@pytest.mark.parametrize("name", ["comments", "why-answered"])
def test_a_comment_has_these_fields(name: str) -> None:
    comments = stdlib_json.loads(ANSWERS[name]())["comments"]
    assert {frozenset(one) for one in comments} == {frozenset(COMMENT)}
    by_key = {one["id"]: one for one in comments}
    assert by_key["4"]["post"] == sample.THANKS.post.url
    assert (by_key["4"]["author"], by_key["4"]["commenter"]) == ("karinor", "Kari Nordmann")
    assert (by_key["2"]["commenter"], by_key["2"]["by"]) == (None, "visitor")
    assert (by_key["1"]["removed_at"], by_key["2"]["removed_at"]) == ("2026-11-22T12:57:00+00:00", None)


def test_a_comment_on_a_post_without_an_address_names_its_id() -> None:
    one = samplecomments.comments()[0]
    bare = replace(one, post=replace(one.post, url=None))
    assert stdlib_json.loads(json.comments([bare]))["comments"][0]["post"] == one.post.guid


def test_why_has_all_that_is_known_of_a_post() -> None:
    answered, marked = (stdlib_json.loads(ANSWERS[name]()) for name in ("why-answered", "why-marked"))
    assert set(answered["post"]) == POST | {"marked", "marked_at"}
    assert (answered["post"]["marked"], answered["post"]["marked_at"]) == (None, None)
    assert (marked["post"]["marked"], marked["post"]["state"]) == ("waiting", "waiting")
    assert marked["post"]["marked_at"] == marked["post"]["checked_at"]
    assert {frozenset(one) for one in answered["observations"]} == {frozenset(OBSERVATION)}
    assert [(one["source"], one["count"], one["reason"]) for one in answered["observations"]] == [
        ("feedfields", 3, None),
        ("wordpress", 3, None),
        ("wpcom", None, "refused"),
    ]
    assert [(one["bound"], one["openness"]) for one in marked["observations"]] == [("at least", "open")]


OBSERVATION = {"source", "checked_at", "count", "bound", "includes_pings", "listed", "apart", "openness", "reason"}


def test_the_sources_asked_about_a_blog_are_in_their_order() -> None:
    arvid, torunn, *_others, sam = stdlib_json.loads(ANSWERS["status"]())["blogs"]
    assert arvid["comment_sources"] == ["feedfields", "wordpress", "commentfeed"]
    assert arvid["resting_sources"] == {"wordpress": "2026-11-23T09:05:00+00:00"}
    assert (torunn["comment_sources"], torunn["looked_at"]) == ([], None)
    assert (sam["comment_sources"], sam["resting_sources"], sam["looked_at"]) == ([], {}, None)


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
