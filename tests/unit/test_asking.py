"""Which comment sources are asked about which posts, and what becomes of what they say; without a network."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from aggregator.comments import asking
from aggregator.comments.answers import json_of
from aggregator.core.http import Answer, Request
from aggregator.core.model import Bound, Finding, FoundComment, Post, Reason
from aggregator.core.source import Round, Site, Told
from tests.support.build import NOW, observation, post
from tests.support.fakesources import Fake, drive, finding, site, use

ONE, TWO, THREE = post(1), post(2), post(3)
POSTS = (ONE, TWO, THREE)
HOUR = timedelta(hours=1)


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, Fake]:
    """The sources that there are, in their order; the feed first, as ever."""
    return use(monkeypatch)


def ask(
    known: Site, wanted: str = "auto", posts: Sequence[Post] = POSTS, *, thorough: bool = False
) -> tuple[asking.Asked, list[str]]:
    """What a round brings, and what was requested on the way."""
    return drive(asking.ask(known, wanted, posts, Round(NOW, thorough)))


def said(asked: asking.Asked) -> dict[str, dict[int, int | None]]:
    return {one.source: {found.post: found.count for found in one.findings} for one in asked.said}


def heard(sources: dict[str, Fake]) -> dict[str, list[int]]:
    return {name: posts for name, one in sources.items() for posts in one.heard}


# -- which sources ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "wanted", "expected"),
    [
        (["last", "feedfields", "best"], "auto", ["feedfields", "best", "last"]),
        (["feedfields", "best", "widget"], "auto", ["widget"]),
        (["other widget", "best", "widget"], "auto", ["widget", "other widget"]),
        (["best"], "next", ["next"]),
        (["best", "widget"], "best", ["best"]),
        (["best"], "widget", ["widget"]),
        (["best"], "none", []),
        (["best"], "no such source", []),
        ([], "auto", []),
        (["of another version", "best"], "auto", ["best"]),
    ],
)
def test_which_sources_are_chosen(sources: dict[str, Fake], known: list[str], wanted: str, expected: list[str]) -> None:
    assert asking.chosen(site(*known), wanted) == expected
    widgets = [name for name in expected if "widget" in name]
    assert asking.widgets(site(*known), wanted) == widgets
    assert asking.apart(site(*known), wanted) is bool(widgets)


def test_a_source_that_was_chosen_need_not_have_been_recognised(sources: dict[str, Fake]) -> None:
    asked, requests = ask(site("best"), "next")
    assert requests == ["https://next.example/"]
    assert sources["next"].given == [({}, Round(NOW))]
    assert asked.site.sources == {"best": {}}


# -- about which posts ------------------------------------------------------------------------------


def test_the_next_source_is_asked_about_what_the_one_before_could_not_tell(sources: dict[str, Fake]) -> None:
    sources["best"].counts = {1: 0, 2: None, 3: None}
    sources["next"].counts = {2: 0, 3: None}
    asked, requests = ask(site("feedfields", "best", "next", "last"))
    assert heard(sources) == {"feedfields": [1, 2, 3], "best": [1, 2, 3], "next": [2, 3], "last": [3]}
    assert requests == [f"https://{name}.example/" for name in ("feedfields", "best", "next", "last")]
    assert said(asked)["next"] == {2: 0, 3: None}
    assert said(asked)["last"] == {3: None}


@pytest.mark.parametrize(
    ("told", "left"),
    [
        pytest.param(finding(1, 0), False, id="zero"),
        pytest.param(finding(1, 2, listed=True), False, id="all are listed"),
        pytest.param(finding(1, 0, listed=True), False, id="there is nothing to list"),
        pytest.param(finding(1, 2), True, id="a number says not who"),
        pytest.param(finding(1, None), True, id="unknown"),
        pytest.param(finding(1, 0, bound=Bound.AT_LEAST), True, id="at least none"),
        pytest.param(finding(1, 2, bound=Bound.AT_LEAST), True, id="at least two"),
    ],
)
def test_what_settles_a_post(sources: dict[str, Fake], told: Finding, left: bool) -> None:
    sources["best"].tell = lambda _posts: Told((told,))
    ask(site("best", "next"), posts=[ONE])
    assert sources["next"].heard == ([[1]] if left else [])


@pytest.mark.parametrize(
    ("count", "checked", "left"),
    [(0, NOW, False), (0, NOW - HOUR, True), (1, NOW, True), (None, NOW, True)],
    ids=["zero by now", "zero an hour ago", "a comment", "nothing"],
)
def test_what_the_feed_has_just_said_spares_the_later_sources(
    sources: dict[str, Fake], count: int | None, checked: Any, left: bool
) -> None:
    told = post(1, observations=(observation(count, checked_at=checked),))
    ask(site("feedfields", "best", "next"), posts=[told])
    assert heard(sources) == {"feedfields": [1], "best": [1]} | ({"next": [1]} if left else {})


def test_every_widget_is_asked_about_every_post_and_nobody_else_is(sources: dict[str, Fake]) -> None:
    sources["widget"].counts = {1: 0, 2: 0, 3: 0}
    asked, _requests = ask(site("feedfields", "best", "widget", "other widget"))
    assert heard(sources) == {"widget": [1, 2, 3], "other widget": [1, 2, 3]}
    assert [(one.source, one.apart) for one in asked.said] == [("widget", True), ("other widget", True)]


def test_without_posts_nobody_is_asked(sources: dict[str, Fake]) -> None:
    assert ask(site("feedfields", "best", "widget"), posts=[])[1] == []


# -- what they say ----------------------------------------------------------------------------------


def test_of_a_post_that_a_source_does_not_mention_nothing_is_known(sources: dict[str, Fake]) -> None:
    sources["best"].tell = lambda _posts: Told((finding(2, 0),))
    asked, _requests = ask(site("best"))
    [one] = asked.said
    assert {found.post: (found.count, found.reason) for found in one.findings} == {
        1: (None, Reason.NOT_LISTED),
        2: (0, None),
        3: (None, Reason.NOT_LISTED),
    }
    assert len(one.findings) == 3


def test_what_the_feed_does_not_mention_stands(sources: dict[str, Fake]) -> None:
    sources["feedfields"].tell = lambda _posts: Told((finding(2, 0),))
    asked, _requests = ask(site("feedfields"))
    assert said(asked) == {"feedfields": {2: 0}}


@pytest.mark.parametrize("name", ["feedfields", "best", "widget"])
def test_of_a_post_that_it_was_not_asked_about_a_source_can_say_nothing(sources: dict[str, Fake], name: str) -> None:
    sources[name].tell = lambda _posts: Told((finding(1, 0), finding(3, 7), finding(99, 5)))
    asked, _requests = ask(site(name), posts=[ONE])
    assert said(asked) == {name: {1: 0}}


def test_nothing_is_settled_by_a_word_on_another_post(sources: dict[str, Fake]) -> None:
    sources["best"].counts = {1: 0}
    sources["next"].tell = lambda _posts: Told((finding(1, 3), finding(2, 0), finding(3, None)))
    asked, _requests = ask(site("best", "next", "last"))
    assert said(asked)["next"] == {2: 0, 3: None}
    assert sources["last"].heard == [[3]]


# -- what is kept of the blog -----------------------------------------------------------------------


def test_what_a_source_wants_to_know_next_time_is_kept(sources: dict[str, Fake]) -> None:
    sources["best"].tell = lambda _posts: Told(params={"api": "x"})
    sources["next"].tell = lambda _posts: Told(params=None)
    known = Site("https://kari.example/feed/", sources={"best": {"old": "1"}, "next": {"mine": "2"}})
    asked, _requests = ask(known)
    assert asked.site.sources == {"best": {"api": "x"}, "next": {"mine": "2"}}
    assert sources["next"].given[0][0] == {"mine": "2"}


@pytest.mark.parametrize(("thorough", "expected"), [(True, NOW), (False, NOW - HOUR)])
def test_a_thorough_round_is_noted(sources: dict[str, Fake], thorough: bool, expected: Any) -> None:
    asked, _requests = ask(site("best", thorough_at=NOW - HOUR), thorough=thorough)
    assert asked.site.thorough_at == expected
    assert sources["best"].given[0][1] == Round(NOW, thorough)


# -- floods -----------------------------------------------------------------------------------------


def test_of_a_flood_of_comments_the_first_are_kept_and_none_is_taken_for_removed(sources: dict[str, Fake]) -> None:
    many = tuple(FoundComment(str(number), "Ola") for number in range(3_000))
    sources["best"].tell = lambda _posts: Told((Finding(1, 3_000, comments=many, listed=True), finding(2, 3)))
    asked, _requests = ask(site("best"), posts=(ONE, TWO))
    [first, _second] = next(one.findings for one in asked.said if one.source == "best")
    assert (first.count, len(first.comments), first.listed) == (3_000, 2_000, False)


def test_json_with_more_objects_than_any_blog_has_comments_is_not_read() -> None:
    def said(rows: int) -> Answer:
        return Answer(Request("https://c.example/"), "https://c.example/", 200, body=json.dumps([{}] * rows).encode())

    assert json_of(said(20_000)) == [{}] * 20_000
    assert json_of(said(20_001)) is None
