"""The comments on a Substack's letters: what is told of them, and whose list is read in a round."""

import json
from datetime import timedelta
from typing import Any

import pytest

from aggregator.comments import substack
from aggregator.core.http import Request
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Openness, Post
from tests.support.build import at, observation, post
from tests.support.sources import NOW, Reply, ask, by_post
from tests.support.substackletters import HOME, PARAMS, POSTS, SECOND, SITE, THIRD, WEB, archive, letter, one, thread


def test_the_capture_tells_of_every_post() -> None:
    told, asked = ask(substack, SITE, POSTS, WEB, params=PARAMS)
    found = by_post(told)
    assert [request.url for request in asked] == [archive(), thread(1002)]
    assert found[3] == Finding(3, 0, openness=Openness.OPEN)
    assert found[1] == Finding(1, 0, openness=Openness.CLOSED)
    assert found[4] == Finding(4, 4, openness=Openness.UNKNOWN)
    second = found[2]
    assert (second.count, second.bound, second.listed, second.openness) == (3, Bound.EXACT, True, Openness.OPEN)
    assert not second.includes_pings
    assert told.refused is None
    assert second.comments == (
        FoundComment(
            "9001",
            "Ola Hansen",
            "https://substack.com/@olahansen",
            "602",
            own=False,
            published=at("2026-11-09 10:00"),
            url=f"{HOME}/p/second/comment/9001",
            text="Is 3 < 4 & so on?\nI like it.",
        ),
        FoundComment(
            "9002",
            "Kari Nordmann",
            "https://substack.com/@karinordmann",
            "501",
            own=True,
            published=at("2026-11-09 11:00"),
            url=f"{HOME}/p/second/comment/9002",
            parent="9001",
            text="Thank you!",
        ),
        FoundComment(
            "9004",
            "Per",
            None,
            "603",
            own=False,
            published=at("2026-11-10 12:00"),
            url=f"{HOME}/p/second/comment/9004",
            parent="9003",
            text="I do not agree.",
        ),
    )


# -- what is a comment, and when these are all -----------------------------------------------------


def test_a_zero_after_comments_is_shown_by_the_list() -> None:
    gone = Comment(7, "substack", FoundComment("5"), NOW)
    answers = {archive(): json.dumps([letter(7)]), thread(7): '{"comments": []}'}
    told, _ = ask(substack, SITE, [one(comments=(gone,))], answers, params=PARAMS, thorough=True)
    assert told.findings == (Finding(7, 0, openness=Openness.OPEN, listed=True),)


@pytest.mark.parametrize(
    ("reply", "refused"),
    [(404, False), (403, False), ("<html>", False), ('{"x": 1}', False), (429, True), (500, True)],
)
def test_a_list_that_is_not_there_leaves_the_number(reply: Reply, refused: bool) -> None:
    told, _ = ask(substack, SITE, [SECOND, THIRD], WEB | {thread(1002): reply}, params=PARAMS)
    assert by_post(told) == {2: Finding(2, 3, openness=Openness.OPEN), 3: Finding(3, 0, openness=Openness.OPEN)}
    assert bool(told.refused) is refused


def test_a_list_shorter_than_the_number_is_not_all() -> None:
    answers = {
        archive(): json.dumps([letter(7, comment_count=2)]),
        thread(7): json.dumps({"comments": [{"id": 1, "body": "Hi", "name": "Ola"}, {"body": "no number"}, None]}),
    }
    [finding] = ask(substack, SITE, [one()], answers, params=PARAMS)[0].findings
    assert (finding.count, finding.listed, [c.key for c in finding.comments]) == (2, False, ["1"])
    assert finding.comments[0].own is None


@pytest.mark.parametrize(
    "gone",
    [{"deleted": True}, {"deleted": True, "body": None}, {"status": "moderator_removed"}, {"status": "x", "body": 5}],
)
def test_what_was_deleted_is_no_comment(gone: dict[str, Any]) -> None:
    tree = {"comments": [{"id": 1, "body": "Hi", "status": "ok", "children": 5} | gone]}
    answers = {archive(): json.dumps([letter(7, comment_count=1)]), thread(7): json.dumps(tree)}
    [finding] = ask(substack, SITE, [one()], answers, params=PARAMS)[0].findings
    assert finding == Finding(7, 0, openness=Openness.OPEN, listed=True)


@pytest.mark.parametrize(
    "odd",
    [{"body": ""}, {"body": None}, {"body": 5}, {"deleted": "false"}, {"status": 7}, {"status": "\x00"}, {"id": -1}],
)
def test_what_cannot_be_understood_is_not_taken_for_deleted(odd: dict[str, Any]) -> None:
    tree = {"comments": [{"id": 1, "body": "Hi", "status": "ok"} | odd]}
    answers = {archive(): json.dumps([letter(7, comment_count=1)]), thread(7): json.dumps(tree)}
    assert ask(substack, SITE, [one()], answers, params=PARAMS)[0].findings == (Finding(7, 1, openness=Openness.OPEN),)


# -- whose list is read ---------------------------------------------------------------------------


def test_what_is_known_is_not_asked_again() -> None:
    known = observation(3, source="substack", listed=True)
    same = post(2, url=SECOND.url, dated=SECOND.dated, observations=(known,))
    told, asked = ask(substack, SITE, [same, THIRD], WEB, params=PARAMS)
    assert [request.url for request in asked] == [archive()]
    assert by_post(told)[2] == Finding(2, 3, openness=Openness.OPEN)
    _, asked = ask(substack, SITE, [same], WEB, params=PARAMS, thorough=True)
    assert len(asked) == 2


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(observation(3, source="page", listed=True), id="another-source"),
        pytest.param(observation(2, source="substack", listed=True), id="another-number"),
        pytest.param(observation(3, source="substack"), id="no-list"),
    ],
)
def test_the_list_is_read_where_it_is_not_known(known: Any) -> None:
    changed = post(2, url=SECOND.url, dated=SECOND.dated, observations=(known,))
    assert len(ask(substack, SITE, [changed], WEB, params=PARAMS)[1]) == 2


def many(request: Request) -> str:
    if "/archive" in request.url:
        return json.dumps([letter(number, comment_count=1) for number in range(100, 130)][: 12 * 3])
    return '{"comments": [{"id": 1, "body": "Hi"}]}'


@pytest.mark.parametrize(("thorough", "lists"), [(False, 10), (True, 30)])
def test_lists_are_asked_for_in_turn(thorough: bool, lists: int) -> None:
    posts = [
        one(number, observations=(observation(0, source="substack", checked_at=NOW - timedelta(hours=number)),))
        for number in range(100, 129)
    ] + [one(129)]
    told, asked = ask(substack, SITE, posts, many, params=PARAMS, thorough=thorough)
    trees = [request.url for request in asked if "/comments" in request.url]
    assert len(trees) == lists
    assert trees[:3] == [thread(129), thread(128), thread(127)]
    assert sum(finding.listed for finding in told.findings) == lists
    assert {finding.count for finding in told.findings} == {1}


def test_lists_are_read_in_turn() -> None:
    def seen(number: int) -> Post:
        before = observation(0, source="substack", checked_at=NOW - timedelta(hours=number - 99))
        return one(number, observations=(before,))

    posts = [seen(101), seen(110), one(105)]
    _, asked = ask(substack, SITE, posts, many, params=PARAMS)
    assert [request.url for request in asked[1:]] == [thread(105), thread(110), thread(101)]
