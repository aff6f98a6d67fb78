import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.comments import substack
from aggregator.core.http import Request
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.sources import NOW, Reply, ask, by_post

CAPTURES = Path(__file__).parents[2] / "data/captures/substack"
HOME = "https://letters.example.org"
SITE = Site(f"{HOME}/feed", HOME, "Substack")
PARAMS = {"site": HOME}
TREE = "all_comments=true&sort=oldest_first"


def archive(offset: int = 0) -> str:
    return f"{HOME}/api/v1/archive?sort=new&offset={offset}&limit=12"


def thread(number: int) -> str:
    return f"{HOME}/api/v1/post/{number}/comments?{TREE}"


WEB: dict[str, Reply] = {
    archive(): (CAPTURES / "archive.json").read_bytes(),
    thread(1002): (CAPTURES / "comments-1002.json").read_bytes(),
}
THIRD = post(3, url=f"{HOME}/p/third?utm_source=feed", dated=at("2026-11-16"))
SECOND = post(2, url=f"{HOME}/p/second", dated=at("2026-11-09"))
FIRST = post(1, url=f"{HOME}/p/first", dated=at("2026-11-02"))
PAID = post(4, url=f"{HOME}/p/paid", dated=at("2026-11-01"))
POSTS = [THIRD, SECOND, FIRST, PAID]


def letter(number: int, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": number,
        "canonical_url": f"{HOME}/p/{number}",
        "post_date": "2026-11-16T08:00:00Z",
        "audience": "everyone",
        "write_comment_permissions": "everyone",
        "comment_count": 0,
    }
    return plain | changes


def tell(told: Any, *posts: Post, **options: Any) -> dict[int, Finding]:
    found, _ = ask(substack, SITE, posts, {archive(): json.dumps(told)}, params=PARAMS, **options)
    return by_post(found)


def one(number: int = 7, **changes: Any) -> Post:
    return post(number, url=f"{HOME}/p/{number}", dated=at("2026-11-16"), **changes)


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param(SITE, PARAMS, id="generator-on-own-domain"),
        pytest.param(Site("https://x.example/rss", None, " substack "), {"site": "https://x.example"}, id="no-home"),
        pytest.param(Site("https://kari.substack.com/feed"), {"site": "https://kari.substack.com"}, id="host"),
        pytest.param(
            Site("https://feeds.example/kari", "https://kari.substack.com/"),
            {"site": "https://kari.substack.com"},
            id="home",
        ),
        pytest.param(Site("https://open.substack.com/feed"), None, id="not-a-publication"),
        pytest.param(Site("https://substack.com/feed"), None, id="substack-itself"),
        pytest.param(Site("https://notsubstack.com/feed"), None, id="other-host"),
        pytest.param(Site("https://substack.com.example/feed"), None, id="host-inside"),
        pytest.param(Site("https://kari.example/feed", None, "https://wordpress.org/?v=6"), None, id="wordpress"),
        pytest.param(Site("javascript:alert(1)", None, "Substack"), None, id="no-address"),
    ],
)
def test_recognises(site: Site, expected: dict[str, str] | None) -> None:
    page = read_page("<html></html>", "https://elsewhere.substack.com/p/x")
    assert substack.recognises(site, page) == expected
    assert substack.recognises(site, None) == expected


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


def test_a_zero_after_comments_is_shown_by_the_list() -> None:
    gone = Comment(7, "substack", FoundComment("5"), NOW)
    answers = {archive(): json.dumps([letter(7)]), thread(7): '{"comments": []}'}
    told, _ = ask(substack, SITE, [one(comments=(gone,))], answers, params=PARAMS, thorough=True)
    assert told.findings == (Finding(7, 0, openness=Openness.OPEN, listed=True),)


@pytest.mark.parametrize(
    ("changes", "openness"),
    [
        ({"write_comment_permissions": "everyone"}, Openness.OPEN),
        ({"write_comment_permissions": "none"}, Openness.CLOSED),
        ({"write_comment_permissions": "only_paid"}, Openness.UNKNOWN),
        ({"write_comment_permissions": "surprise"}, Openness.UNKNOWN),
        ({"write_comment_permissions": ["none"]}, Openness.UNKNOWN),
        ({"audience": "founding"}, Openness.UNKNOWN),
        ({"audience": "only_paid", "write_comment_permissions": "none"}, Openness.CLOSED),
    ],
)
def test_openness(changes: dict[str, Any], openness: Openness) -> None:
    assert tell([letter(7, **changes)], one()) == {7: Finding(7, 0, openness=openness)}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param([], Reason.NOT_LISTED, id="nothing"),
        pytest.param([letter(8)], Reason.NOT_LISTED, id="another-post"),
        pytest.param([letter(7, canonical_url=None)], Reason.NOT_LISTED, id="no-address"),
        pytest.param([7, None, "x"], Reason.NOT_LISTED, id="junk"),
        pytest.param([letter(7, comment_count=None)], Reason.NOT_UNDERSTOOD, id="no-count"),
        pytest.param([letter(7, comment_count=-1)], Reason.NOT_UNDERSTOOD, id="negative"),
        pytest.param([letter(7, comment_count=True)], Reason.NOT_UNDERSTOOD, id="true"),
        pytest.param([letter(7, id="../x")], Reason.NOT_UNDERSTOOD, id="odd-number"),
    ],
)
def test_unknown(told: Any, reason: Reason) -> None:
    assert tell(told, one()) == {7: Finding(7, None, openness=None, reason=reason)}


def test_posts_that_cannot_be_named_are_not_asked_for() -> None:
    told, asked = ask(substack, SITE, [post(1, url=None)], WEB, params=PARAMS)
    assert (told.findings, asked) == ((Finding(1, None, openness=None, reason=Reason.NOT_LISTED),), [])
    told, asked = ask(substack, SITE, [THIRD], WEB, params={})
    assert (told.findings, asked) == ((Finding(3, None, openness=None, reason=Reason.NOT_SAID),), [])


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (403, Reason.REFUSED),
        (404, Reason.NOT_THERE),
        (429, Reason.TOO_MANY),
        (503, Reason.UNREACHABLE),
        (0, Reason.UNREACHABLE),
        ("<html>Just a moment</html>", Reason.NOT_UNDERSTOOD),
        ('{"error": "no"}', Reason.NOT_UNDERSTOOD),
        ("[", Reason.NOT_UNDERSTOOD),
    ],
)
def test_refused(reply: Reply, reason: Reason) -> None:
    told, asked = ask(substack, SITE, POSTS, {archive(): reply}, params=PARAMS)
    assert {(finding.count, finding.reason) for finding in told.findings} == {(None, reason)}
    assert len(told.findings) == 4
    assert told.refused is not None
    assert len(asked) == 1


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


def full(first: int, date: str = "2026-11-16T08:00:00Z") -> str:
    return json.dumps([letter(number, post_date=date) for number in range(first, first + 12)])


def test_reads_on_until_the_post_is_met() -> None:
    told, asked = ask(substack, SITE, [one(115)], {archive(): full(100), archive(12): full(112)}, params=PARAMS)
    assert told.findings[0].count == 0
    assert [request.url for request in asked] == [archive(), archive(12)]


@pytest.mark.parametrize(
    ("date", "requests"), [("2026-11-16T08:00:00Z", 5), ("2026-11-15T12:00:00Z", 5), ("2026-11-13T08:00:00Z", 1)]
)
def test_reads_on_to_the_date_of_the_post_and_not_for_ever(date: str, requests: int) -> None:
    told, asked = ask(substack, SITE, [one(7)], lambda _: full(100, date), params=PARAMS)
    assert told.findings == (Finding(7, None, openness=None, reason=Reason.NOT_LISTED),)
    assert len(asked) == requests


def test_a_refusal_on_the_second_page_keeps_what_the_first_has_said() -> None:
    posts = [one(100), one(7)]
    told, asked = ask(substack, SITE, posts, {archive(): full(100), archive(12): 429}, params=PARAMS)
    found = by_post(told)
    assert (found[100].count, found[7].reason) == (0, Reason.TOO_MANY)
    assert told.refused is not None
    assert len(asked) == 2


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


def test_posts_without_a_list_come_before_those_with_one() -> None:
    def seen(number: int, listed: bool) -> Post:
        before = observation(0, source="substack", listed=listed, checked_at=NOW - timedelta(hours=number - 99))
        return one(number, observations=(before,))

    posts = [seen(110, True), seen(101, False), seen(102, False)]
    _, asked = ask(substack, SITE, posts, many, params=PARAMS)
    assert [request.url for request in asked[1:]] == [thread(102), thread(101), thread(110)]
