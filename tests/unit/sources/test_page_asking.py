import json
from datetime import timedelta

import pytest

from aggregator.comments import page
from aggregator.core.http import Answer, Request
from aggregator.core.model import Finding, Openness, Reason
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import NOW, ask, by_post, captured, shared

URL = "https://kari.example/1/"
OTHER = "https://kari.example/2/"
SITE = Site(feed="https://kari.example/feed/")
NOT_SAID = Finding(1, None, reason=Reason.NOT_SAID)


def counting(count: int, url: str = URL) -> str:
    """A page that counts the comments of the post at this address."""
    thing = json.dumps({"@type": "BlogPosting", "url": url, "commentCount": count})
    return f'<html><script type="application/ld+json">{thing}</script></html>'


def said(html: object) -> Finding:
    told, asked = ask(page, SITE, [post(1)], {URL: html})
    assert [request.url for request in asked] == [URL]
    return by_post(told)[1]


# -- the answer must be the post --------------------------------------------------------------------


def answer(url: str = URL, status: int = 200, kind: str = "text/html; charset=utf-8", html: str = "") -> Answer:
    return Answer(Request(URL), url, status, {"content-type": kind}, (html or counting(0)).encode())


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        pytest.param(answer(), Finding(1, 0, includes_pings=True), id="the post"),
        pytest.param(answer("https://www.kari.example/1?utm_source=x"), Finding(1, 0, includes_pings=True), id="same"),
        pytest.param(
            answer("https://kari.example/"),
            Finding(1, None, openness=None, reason=Reason.NOT_LISTED),
            id="the front page",
        ),
        pytest.param(answer(OTHER), Finding(1, None, openness=None, reason=Reason.NOT_LISTED), id="another post"),
        pytest.param(
            answer(kind="application/json"), Finding(1, None, openness=None, reason=Reason.NOT_UNDERSTOOD), id="no HTML"
        ),
        pytest.param(answer(status=206), Finding(1, None, openness=None, reason=Reason.NOT_UNDERSTOOD), id="a part"),
        pytest.param(answer(status=404), Finding(1, None, openness=None, reason=Reason.NOT_LISTED), id="not found"),
    ],
)
def test_only_the_posts_own_page_counts(reply, found):
    assert said(reply) == found


GONE = observation(None, source="page", reason=Reason.NOT_THERE, checked_at=NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"in_feed_at": NOW}, 404, Reason.NOT_LISTED),
        ({"in_feed_at": NOW - timedelta(days=1)}, 404, Reason.NOT_THERE),
        ({"in_feed_at": NOW - timedelta(days=1)}, 410, Reason.NOT_THERE),
        ({"in_feed_at": NOW - timedelta(days=1)}, 503, Reason.UNREACHABLE),
        ({"in_feed_at": NOW - timedelta(days=1), "dated": NOW - timedelta(days=90)}, 404, Reason.NOT_LISTED),
        ({"dated": NOW - timedelta(days=90), "observations": (GONE,)}, 404, Reason.NOT_THERE),
    ],
    ids=["in the feed", "missing from it", "gone", "down", "pushed out of it", "gone before, pushed out since"],
)
def test_a_page_that_is_gone_counts_where_the_feed_misses_the_post(changes, status, reason):
    feed = {"feed_at": NOW, "feed_begins": NOW - timedelta(days=30)}
    told, _ = ask(page, SITE, [post(1, **changes)], lambda _: status, thorough=True, **feed)
    assert by_post(told)[1].reason is reason


@pytest.mark.parametrize("status", [0, 401, 403, 405, 429, 500, 503])
def test_a_site_that_refuses_is_not_asked_on(status):
    told, asked = ask(page, SITE, [post(1), post(2)], lambda _: status)
    assert told.refused is not None
    assert told.refused.status == status
    assert (len(asked), {found.count for found in told.findings}) == (1, {None})
    assert len({found.reason for found in told.findings}) == 1


def test_a_post_that_is_gone_does_not_end_the_asking():
    told, asked = ask(page, SITE, [post(1), post(2)], {OTHER: counting(2, OTHER)})
    assert (told.refused, len(asked), by_post(told)[2].count) == (None, 2, 2)


# -- which posts are asked about --------------------------------------------------------------------


def looked(hours: float, count: int | None = 0, **more: object):
    return (observation(count, source="page", checked_at=NOW - timedelta(hours=hours), **more),)


@pytest.mark.parametrize(("thorough", "most"), [(False, 3), (True, 30)])
def test_few_pages_are_asked_for(thorough, most):
    posts = [post(number) for number in range(1, 41)]
    told, asked = ask(page, SITE, posts, lambda _: "<html></html>", thorough=thorough)
    assert len(asked) == most
    assert set(by_post(told)) == set(range(1, 41))
    unasked = [found for found in told.findings if found.reason is Reason.TOO_MANY]
    assert (len(unasked), {(found.count, found.openness) for found in unasked}) == (40 - most, {(None, None)})


def test_those_never_looked_at_come_first_then_the_oldest():
    posts = [
        post(1, observations=looked(30)),
        post(2, observations=looked(50)),
        post(3),
        post(4, observations=looked(1, None, reason=Reason.TOO_MANY)),
        post(5, observations=looked(19)),
    ]
    _, asked = ask(page, SITE, posts, lambda _: "<html></html>")
    assert sorted(request.url[-2] for request in asked[:2]) == ["3", "4"]
    assert [request.url[-2] for request in asked[2:]] == ["2"]


@pytest.mark.parametrize(
    ("hours", "thorough", "requests"), [(19, False, 0), (21, False, 1), (1, True, 1), (19, True, 1)]
)
def test_a_page_is_not_asked_for_often(hours, thorough, requests):
    _, asked = ask(page, SITE, [post(1, observations=looked(hours))], {URL: "<html></html>"}, thorough=thorough)
    assert len(asked) == requests


@pytest.mark.parametrize("count", [2, 0, None], ids=["the number stands", "and so does zero", "unknown as before"])
def test_what_was_said_before_stands_while_nobody_looks(count):
    told, asked = ask(page, SITE, [post(1, observations=looked(5, count))], {})
    assert (told.findings, asked) == ((Finding(1, None, reason=Reason.TOO_MANY, openness=None),), [])


def test_a_post_without_an_address_is_unknown():
    told, asked = ask(page, SITE, [post(1, url=None)], {}, thorough=True)
    assert (told.findings, asked) == ((NOT_SAID,), [])


# -- real pages -------------------------------------------------------------------------------------

REAL = {
    "page-elavegan.com-Peanut.html": ("https://elavegan.com/peanut-butter-truffles/", 18, Openness.OPEN),
    "page-ethify.org.vegetarier.html": (
        "http://ethify.org/content/vegetarier-zu-sein-bedarf-trend-oder-eigene-entscheidung",
        0,
        Openness.UNKNOWN,
    ),
    "page-rosa-mag.de.womanking.html": (
        "https://rosa-mag.de/sheila-atim-the-woman-king-zeigt-weibliche-staerke-in-all-ihren-facetten/",
        0,
        Openness.OPEN,
    ),
    "gen-wp619-page-wp-post.html": ("http://ann.example.org/2026/11/post-3/", None, Openness.OPEN),
    "page-jovelstefan.de.gefallt.html": ("http://www.jovelstefan.de/2011/09/11/gefallt-mir/", None, Openness.UNKNOWN),
    "page-publikum.net-HPV-Impfungen.html": (
        "https://publikum.net/japan-und-die-hpv-impfungen/",
        None,
        Openness.UNKNOWN,
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_pages(name):
    corpus = shared("corpus")
    if corpus is None:
        pytest.skip("no real pages beside the repository")
    url, count, openness = REAL[name]
    told, _ = ask(page, SITE, [post(1, url=url)], {url: (corpus / name).read_bytes()})
    assert (told.findings[0].count, told.findings[0].openness) == (count, openness)


def test_recorded_pages_are_never_misread():
    folder = shared("captures")
    if folder is None:
        pytest.skip("no recorded answers beside the repository")
    blogs = json.loads((folder / "truth-before.json").read_text("utf-8"))["blogs"]
    seen = 0
    for blog in blogs:
        place = folder / (f"wordpress-{blog['id']}" if blog["platform"] == "wordpress" else blog["id"])
        for true in blog["posts"]:
            if not (place / f"post-{true['id']}-page.body").is_file():
                continue
            recorded = captured(place, f"post-{true['id']}-page", Request(true["url"]))
            found = said_of(recorded, true["url"])
            seen += 1
            assert found.count in (None, len(true["comments"])), true["url"]
            expected = {Openness.UNKNOWN, Openness.OPEN if true["open"] else Openness.CLOSED}
            assert found.openness in expected, true["url"]
            has_form = blog["platform"] == "wordpress" and true["open"] and not true["password"]
            assert (found.openness is Openness.OPEN) == has_form, true["url"]
    assert seen > 20


def said_of(recorded: Answer, url: str) -> Finding:
    told, _ = ask(page, SITE, [post(1, url=url)], lambda _: recorded)
    return told.findings[0]
