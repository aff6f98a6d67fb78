"""A Substack's archive: which post is which letter, how many comments each has, and how far it is read."""

import json
from typing import Any

import pytest

from aggregator.comments import substack
from aggregator.core.model import Finding, Openness, Post, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import Reply, ask, by_post
from tests.support.substackletters import PARAMS, POSTS, SITE, THIRD, WEB, archive, letter, one


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


# -- what a letter says ---------------------------------------------------------------------------


def tell(told: Any, *posts: Post, **options: Any) -> dict[int, Finding]:
    found, _ = ask(substack, SITE, posts, {archive(): json.dumps(told)}, params=PARAMS, **options)
    return by_post(found)


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


# -- refusals -------------------------------------------------------------------------------------


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


# -- further pages --------------------------------------------------------------------------------


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
