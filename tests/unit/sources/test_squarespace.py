import json
from pathlib import Path
from typing import Any

import pytest

from aggregator.comments import squarespace
from aggregator.core.http import Request
from aggregator.core.model import Finding, Openness, Post, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from aggregator.feeds import NotAFeed, read_feed
from tests.support.build import at, post
from tests.support.corpus import samples
from tests.support.sources import Reply, ask, by_post

CAPTURES = Path(__file__).parents[2] / "data/captures/squarespace"
HOME = "https://www.example.org"
GENERATOR = "Site-Server v@build.version@ (http://www.squarespace.com)"
SITE = Site(f"{HOME}/journal?format=rss", HOME, GENERATOR)
PARAMS = {"blog": f"{HOME}/journal"}
BLOG = f"{HOME}/journal?format=json"
GUID = "59da89f28419c28f51bedd83:5a31dc5a9140b73f73e58370:5f0ca67a2a34c20dba19180{}"
ZEROTH_PAGE = f"{HOME}/journal/zeroth?format=json"
WEB: dict[str, Reply] = {
    BLOG: (CAPTURES / "blog.json").read_bytes(),
    ZEROTH_PAGE: (CAPTURES / "post.json").read_bytes(),
}


def one(number: int, name: str, dated: str, **changes: Any) -> Post:
    plain = {"guid": GUID.format(number), "url": f"{HOME}/journal/{name}", "dated": at(dated)}
    return post(number, **plain | changes)


THIRD = one(3, "third", "2026-11-16")
SECOND = one(2, "second", "2026-11-09")
FIRST = one(1, "first", "2026-11-02")
ZEROTH = one(4, "zeroth", "2026-10-26", guid=GUID.format(0))


def item(number: int = 3, **changes: Any) -> dict[str, Any]:
    plain = {"id": GUID.format(number)[-24:], "publishOn": 1794816000000, "publicCommentCount": 0, "commentState": 1}
    return plain | changes


def blog(*items: Any, **more: Any) -> str:
    return json.dumps({"items": items} | more)


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param(SITE, PARAMS, id="the-feeds-page"),
        pytest.param(Site(f"{HOME}/?format=rss", None, GENERATOR), {"blog": f"{HOME}/"}, id="front-page"),
        pytest.param(Site("https://feeds.example/x", HOME, GENERATOR), {}, id="feed-elsewhere"),
        pytest.param(Site(f"{HOME}/journal?format=atom", HOME, GENERATOR), {}, id="no-page-of-a-feed"),
        pytest.param(Site(f"{HOME}/atom.xml", HOME, "Squarespace"), None, id="squarespace-5"),
        pytest.param(Site(f"{HOME}/feed/", HOME, "https://wordpress.org/?v=6"), None, id="wordpress"),
        pytest.param(Site(f"{HOME}/blog?format=rss", HOME, ""), None, id="no-generator"),
    ],
)
def test_recognises_by_the_feed(site: Site, expected: dict[str, str] | None) -> None:
    page = read_page("<script>var x = 1;</script>", f"{HOME}/journal/third")
    assert squarespace.recognises(site, page) == expected
    assert squarespace.recognises(site, None) == expected


def test_recognises_by_a_page() -> None:
    page = read_page((CAPTURES / "page.html").read_text("utf-8"), f"{HOME}/journal/third")
    assert squarespace.recognises(Site("https://feeds.example/x", HOME), page) == PARAMS
    bare = read_page("<script>Static.SQUARESPACE_CONTEXT = {};</script>", f"{HOME}/journal/third")
    assert squarespace.recognises(Site("https://feeds.example/x", HOME), bare) == {}


def test_the_capture_tells_of_every_post() -> None:
    told, asked = ask(squarespace, SITE, [THIRD, SECOND, FIRST, ZEROTH], WEB, params=PARAMS)
    assert [request.url for request in asked] == [BLOG, ZEROTH_PAGE]
    assert by_post(told) == {
        3: Finding(3, 0, openness=Openness.OPEN),
        2: Finding(2, 2, openness=Openness.OPEN),
        1: Finding(1, 0, openness=Openness.CLOSED),
        4: Finding(4, 1, openness=Openness.OPEN),
    }
    assert told.refused is None


def test_steady_state_is_one_request() -> None:
    more = json.loads((CAPTURES / "blog.json").read_bytes()) | {"pagination": {"nextPageOffset": 1793606400000}}
    told, asked = ask(squarespace, SITE, [THIRD, FIRST], {BLOG: json.dumps(more)}, params=PARAMS)
    assert [request.url for request in asked] == [BLOG]
    assert {finding.count for finding in told.findings} == {0}


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"guid": "x"}, 0, id="by-address"),
        pytest.param({"guid": "x", "url": "http://example.org/journal/third/"}, 0, id="by-address-without-www"),
        pytest.param({"guid": GUID.format(9)}, None, id="the-number-is-another"),
        pytest.param({"guid": "x", "url": f"{HOME}/journal/other"}, None, id="another-address"),
        pytest.param({"guid": "x", "url": None}, None, id="no-address"),
    ],
)
def test_which_post_it_is(changes: dict[str, Any], count: int | None) -> None:
    [finding] = ask(squarespace, SITE, [one(3, "third", "2026-11-16", **changes)], WEB, params=PARAMS)[0].findings
    assert finding.count == count


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(blog(item(commentState=1)), Finding(3, 0, openness=Openness.OPEN), id="open"),
        pytest.param(blog(item(commentState=2)), Finding(3, 0, openness=Openness.CLOSED), id="closed"),
        pytest.param(blog(item(commentState=None)), Finding(3, 0), id="state-not-said"),
        pytest.param(
            blog(item(), websiteSettings={"commentsEnabled": False}),
            Finding(3, 0, openness=Openness.CLOSED),
            id="no-comments-here",
        ),
        pytest.param(
            blog(item(), websiteSettings={"disqusShortname": "kari"}),
            Finding(3, None, reason=Reason.ELSEWHERE),
            id="disqus",
        ),
        pytest.param(
            blog(item(), websiteSettings={"disqusShortName": "kari"}),
            Finding(3, None, reason=Reason.ELSEWHERE),
            id="disqus-spelt-otherwise",
        ),
        pytest.param(blog(item(), websiteSettings=[]), Finding(3, 0, openness=Openness.OPEN), id="odd-settings"),
        pytest.param(
            blog(item(publicCommentCount=None)),
            Finding(3, None, openness=None, reason=Reason.NOT_UNDERSTOOD),
            id="no-number",
        ),
        pytest.param(
            blog(item(publicCommentCount=None, commentCount=0)),
            Finding(3, None, openness=None, reason=Reason.NOT_UNDERSTOOD),
            id="not-the-public-number",
        ),
        pytest.param(blog(), Finding(3, None, openness=None, reason=Reason.NOT_THERE), id="nothing-listed"),
        pytest.param("{}", Finding(3, None, openness=None, reason=Reason.NOT_THERE), id="no-list"),
        pytest.param(blog(4, None), Finding(3, None, openness=None, reason=Reason.NOT_THERE), id="junk"),
    ],
)
def test_what_the_blogs_page_says(answer: str, expected: Finding) -> None:
    told, _ = ask(squarespace, SITE, [THIRD], {BLOG: answer}, params=PARAMS)
    assert told.findings == (expected,)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (401, Reason.REFUSED),
        (429, Reason.TOO_MANY),
        (500, Reason.UNREACHABLE),
        ("<html>", Reason.NOT_UNDERSTOOD),
        ("[]", Reason.NOT_UNDERSTOOD),
    ],
)
def test_refused(reply: Reply, reason: Reason) -> None:
    told, asked = ask(squarespace, SITE, [THIRD, SECOND], {BLOG: reply}, params=PARAMS)
    assert by_post(told) == {number: Finding(number, None, openness=None, reason=reason) for number in (2, 3)}
    assert (len(asked), told.refused is not None) == (1, True)


@pytest.mark.parametrize("params", [{}, PARAMS])
def test_the_posts_own_pages_serve_without_the_blogs(params: dict[str, str]) -> None:
    told, _ = ask(squarespace, SITE, [ZEROTH], {ZEROTH_PAGE: WEB[ZEROTH_PAGE]}, params=params)
    assert told.findings == (Finding(4, 1, openness=Openness.OPEN),)


@pytest.mark.parametrize(
    ("reply", "reason", "refused"),
    [
        (404, Reason.NOT_THERE, False),
        ("", Reason.NOT_UNDERSTOOD, False),
        ("<html>", Reason.NOT_UNDERSTOOD, False),
        (403, Reason.REFUSED, False),
        (429, Reason.TOO_MANY, True),
        (502, Reason.UNREACHABLE, True),
        ('{"item": []}', Reason.NOT_UNDERSTOOD, False),
        ('{"item": {"id": "9", "publicCommentCount": 0}}', Reason.NOT_UNDERSTOOD, False),
    ],
)
def test_a_posts_page_that_tells_nothing(reply: Reply, reason: Reason, refused: bool) -> None:
    told, _ = ask(squarespace, SITE, [THIRD, ZEROTH], WEB | {ZEROTH_PAGE: reply}, params=PARAMS)
    found = by_post(told)
    assert (found[3].count, found[4]) == (0, Finding(4, None, openness=None, reason=reason))
    assert bool(told.refused) is refused


def test_pages_that_all_refuse_are_left_alone() -> None:
    told, asked = ask(squarespace, SITE, [THIRD, SECOND], lambda _: "<html>", params={})
    assert (len(asked), told.refused is not None) == (1, True)


def test_links_to_elsewhere_are_not_asked_for() -> None:
    away = one(5, "x", "2026-11-16", url="https://news.example/story")
    told, asked = ask(squarespace, SITE, [THIRD, away], WEB, params=PARAMS)
    assert by_post(told)[5] == Finding(5, None, openness=None, reason=Reason.NOT_LISTED)
    assert [request.url for request in asked] == [BLOG]


@pytest.mark.parametrize(("day", "requests"), [("2026-11-16", 5), ("2026-11-20", 1)])
def test_reads_on_to_the_date_of_the_post_and_not_for_ever(day: str, requests: int) -> None:
    missing = one(9, "nine", day, guid=GUID.format(9))

    def web(request: Request) -> Any:
        return 404 if "nine" in request.url else blog(item(8), pagination={"nextPageOffset": 1794816000000})

    _, asked = ask(squarespace, SITE, [missing], web, params=PARAMS)
    assert sum("/journal?" in request.url for request in asked) == requests


def test_reads_on_until_the_post_is_met() -> None:
    second = f"{BLOG}&offset=1794816000000"
    web = {BLOG: blog(item(8), pagination={"nextPageOffset": 1794816000000}), second: WEB[BLOG]}
    told, asked = ask(squarespace, SITE, [SECOND], web, params=PARAMS)
    assert told.findings[0].count == 2
    assert [request.url for request in asked] == [BLOG, second]


@pytest.mark.parametrize(("thorough", "requests"), [(False, 11), (True, 101)])
def test_takes_turns(thorough: bool, requests: int) -> None:
    posts = [one(number, f"p{number}", "2026-11-16", guid="x") for number in range(1, 121)]

    def web(request: Request) -> Any:
        path = request.url.removeprefix(HOME).removesuffix("?format=json")
        return blog() if path == "/journal" else json.dumps({"item": item(fullUrl=path)})

    told, asked = ask(squarespace, SITE, posts, web, params=PARAMS, thorough=thorough)
    assert len(asked) == requests
    counts = [(finding.count, finding.reason) for finding in told.findings]
    assert counts.count((0, None)) == requests - 1
    assert counts.count((None, Reason.TOO_MANY)) == 121 - requests


@pytest.mark.skipif(not samples(), reason="no corpus beside the repository")
def test_recognises_the_real_feeds_and_no_others() -> None:
    found = {}
    for sample in samples():
        body = sample.path.read_bytes()
        if b"squarespace" not in body.lower():
            continue
        try:
            feed = read_feed(body, None, "https://corpus.example/feed")
        except NotAFeed:
            continue
        params = squarespace.recognises(Site("https://corpus.example/feed", feed.home, feed.generator), None)
        if params is not None:
            found[sample.path.name] = params
    assert found == {
        "ffp-fwrarejazzvinylcollector.xml": {},
    }
