import json
from pathlib import Path
from typing import Any

import pytest

from aggregator.comments import forem
from aggregator.core.http import Request
from aggregator.core.model import Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.refusals import NOT_THERE, REFUSALS
from tests.support.sources import Reply, ask, by_post

CAPTURES = Path(__file__).parents[2] / "data/captures/forem"
DEV = "https://dev.to"
SITE = Site(f"{DEV}/feed/kari", f"{DEV}/kari")
PARAMS = {"site": DEV, "user": "kari"}
ARTICLES = f"{DEV}/api/articles?username=kari&per_page=100"
UNKNOWN = Openness.UNKNOWN


def thread(number: int) -> str:
    return f"{DEV}/api/comments?a_id={number}"


WEB: dict[str, Reply] = {
    ARTICLES: (CAPTURES / "articles.json").read_bytes(),
    thread(302): (CAPTURES / "comments-302.json").read_bytes(),
}
THIRD = post(3, url=f"{DEV}/kari/third-1a2b", dated=at("2026-11-16"))
SECOND = post(2, url=f"{DEV}/kari/second-3c4d", dated=at("2026-11-09"))
FIRST = post(1, url=f"{DEV}/kari/first-5e6f", dated=at("2026-11-02"))
PAGE = '<meta property="forem:name" content="Bikes"><meta property="forem:domain" content="{}">'


def article(number: int = 7, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": number,
        "url": f"{DEV}/kari/{number}",
        "comments_count": 0,
        "published_at": "2026-11-16T08:00:00Z",
        "user": {"username": "kari"},
    }
    return plain | changes


def one(number: int = 7, **changes: Any) -> Post:
    return post(number, url=f"{DEV}/kari/{number}", dated=at("2026-11-16"), **changes)


@pytest.mark.parametrize(
    ("feed", "home", "page", "expected"),
    [
        pytest.param(f"{DEV}/feed/kari", None, None, PARAMS, id="dev-to-feed"),
        pytest.param(f"{DEV}/feed/kari", f"{DEV}/other", None, PARAMS, id="the-feed-before-the-home"),
        pytest.param(f"{DEV}/rss/x", f"{DEV}/kari", None, PARAMS, id="dev-to-home"),
        pytest.param(f"{DEV}/feed", f"{DEV}/", None, None, id="everybodys-feed"),
        pytest.param(f"{DEV}/feed/tag/python", f"{DEV}/t/python", None, None, id="a-tags-feed"),
        pytest.param(f"{DEV}/feed", "https://kari.example/kari", None, None, id="home-elsewhere"),
        pytest.param("https://kari.example/feed/", f"{DEV}/kari", None, None, id="feed-elsewhere"),
        pytest.param("https://notdev.to/feed/kari", None, None, None, id="another-host"),
        pytest.param(
            "https://bikes.example/feed/kari",
            None,
            ("bikes.example", "bikes.example"),
            {"site": "https://bikes.example", "user": "kari"},
            id="another-forem",
        ),
        pytest.param("https://bikes.example/feed/kari", None, None, None, id="another-forem-unseen"),
        pytest.param(
            "https://bikes.example/feed/kari", None, ("bikes.example", "x.example"), None, id="domain-differs"
        ),
        pytest.param(
            "https://bikes.example/feed/kari", None, ("x.example", "bikes.example"), None, id="page-elsewhere"
        ),
    ],
)
def test_recognises(feed: str, home: str | None, page: tuple[str, str] | None, expected: dict[str, str] | None) -> None:
    seen = read_page(PAGE.format(page[1]), f"https://{page[0]}/kari/post") if page else None
    assert forem.recognises(Site(feed, home), seen) == expected


def test_a_domain_alone_is_no_forem() -> None:
    page = read_page('<meta property="forem:domain" content="kari.example">', "https://kari.example/post")
    assert forem.recognises(Site("https://kari.example/feed/kari"), page) is None


def test_the_capture_tells_of_every_post() -> None:
    told, asked = ask(forem, SITE, [THIRD, SECOND, FIRST], WEB, params=PARAMS)
    found = by_post(told)
    assert [request.url for request in asked] == [ARTICLES, thread(302)]
    assert found[3] == Finding(3, 0, openness=UNKNOWN)
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_LISTED)
    assert told.refused is None
    assert found[2] == Finding(
        2,
        3,
        openness=UNKNOWN,
        listed=True,
        comments=(
            FoundComment(
                "1a2",
                "Ola Hansen",
                f"{DEV}/ola",
                "ola",
                own=False,
                published=at("2026-11-09 10:00"),
                url=f"{DEV}/ola/comment/1a2",
                text="Well done!",
            ),
            FoundComment(
                "1a3",
                "Kari Nordmann",
                f"{DEV}/Kari",
                "Kari",
                own=True,
                published=at("2026-11-09 11:00"),
                url=f"{DEV}/Kari/comment/1a3",
                parent="1a2",
                text="Thanks.",
            ),
            FoundComment(
                "1a5",
                "Per",
                f"{DEV}/per_h",
                "per_h",
                own=False,
                published=at("2026-11-10 12:00"),
                url=f"{DEV}/per_h/comment/1a5",
                parent="1a4",
                text="Why?",
            ),
        ),
    )


def test_what_is_known_is_not_asked_again() -> None:
    known = post(2, url=SECOND.url, dated=SECOND.dated, observations=(observation(5, source="forem", listed=True),))
    told, asked = ask(forem, SITE, [known, THIRD], WEB, params=PARAMS)
    assert len(asked) == 1
    assert by_post(told)[2] == Finding(2, 5, openness=UNKNOWN)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param([], Reason.NOT_LISTED, id="nobody-of-that-name"),
        pytest.param([article(8)], Reason.NOT_LISTED, id="another-post"),
        pytest.param(
            [article(8, canonical_url=f"{DEV}/kari/7")], Reason.NOT_LISTED, id="canonical-is-not-the-forems-address"
        ),
        pytest.param([article(comments_count="many")], Reason.NOT_UNDERSTOOD, id="no-number"),
        pytest.param([article(id=None)], Reason.NOT_UNDERSTOOD, id="no-id"),
        pytest.param(["x", 4], Reason.NOT_LISTED, id="junk"),
    ],
)
def test_unknown(told: Any, reason: Reason) -> None:
    found, _ = ask(forem, SITE, [one()], {ARTICLES: json.dumps(told)}, params=PARAMS)
    assert found.findings == (Finding(7, None, openness=None, reason=reason),)


@pytest.mark.parametrize("params", [{}, {"site": DEV}, {"user": "kari"}, {"site": "ftp://dev.to", "user": "kari"}])
def test_nothing_to_ask_with(params: dict[str, str]) -> None:
    told, asked = ask(forem, SITE, [one()], WEB, params=params)
    assert (told.findings, asked) == ((Finding(7, None, openness=None, reason=Reason.NOT_SAID),), [])


@pytest.mark.parametrize(
    ("reply", "reason"),
    [*REFUSALS, NOT_THERE, ('{"error":"x"}', Reason.NOT_UNDERSTOOD)],
)
def test_refused(reply: Reply, reason: Reason) -> None:
    told, asked = ask(forem, SITE, [THIRD, SECOND], {ARTICLES: reply}, params=PARAMS)
    assert [(finding.count, finding.reason) for finding in told.findings] == [(None, reason)] * 2
    assert (len(asked), told.refused is not None) == (1, True)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param([], Finding(7, 1, openness=UNKNOWN), id="shorter-than-the-number"),
        pytest.param({"comments": []}, Finding(7, 1, openness=UNKNOWN), id="another-shape"),
        pytest.param([{"id_code": "1"}], Finding(7, 0, openness=UNKNOWN, listed=True), id="no-user"),
        pytest.param([{"id_code": "../1", "user": {"username": "x"}}], Finding(7, 1, openness=UNKNOWN), id="odd-code"),
    ],
)
def test_odd_lists(tree: Any, expected: Finding) -> None:
    web = {ARTICLES: json.dumps([article(comments_count=1)]), thread(7): json.dumps(tree)}
    assert ask(forem, SITE, [one()], web, params=PARAMS)[0].findings == (expected,)


def test_without_the_posts_account_nobody_knows_whose_comments_are_own() -> None:
    tree = [{"id_code": "1", "user": {"username": "kari"}}]
    web = {ARTICLES: json.dumps([article(comments_count=1, user=None)]), thread(7): json.dumps(tree)}
    [finding] = ask(forem, SITE, [one()], web, params=PARAMS)[0].findings
    assert (finding.comments[0].own, finding.comments[0].author) == (None, "kari")


def test_a_deep_or_endless_tree_is_cut() -> None:
    tree: list[Any] = []
    for number in range(400):
        tree = [{"id_code": f"{number}", "user": {"username": "ola"}, "children": tree}]
    wide = [{"id_code": f"{number}", "user": {"username": "ola"}} for number in range(6_000)]
    for many, count, listed in ((tree, 400, True), (wide, 5_000, False)):
        web = {ARTICLES: json.dumps([article(comments_count=1)]), thread(7): json.dumps(many)}
        [finding] = ask(forem, SITE, [one()], web, params=PARAMS)[0].findings
        assert (finding.count, finding.listed) == (count, listed)


def test_reads_on_until_the_post_is_met() -> None:
    def web(request: Request) -> str:
        return json.dumps([article()] if "page=2" in request.url else [article(number) for number in range(100, 200)])

    told, asked = ask(forem, SITE, [one()], web, params=PARAMS)
    assert told.findings == (Finding(7, 0, openness=UNKNOWN),)
    assert [request.url for request in asked] == [ARTICLES, f"{ARTICLES}&page=2"]
