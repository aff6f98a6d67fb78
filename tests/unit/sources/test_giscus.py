"""giscus: recognised by its script, asked by a term, and never believed about another post's discussion."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import giscus
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, FoundComment, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import NOW, ask, by_post

CAPTURES = Path(__file__).resolve().parents[2] / "data" / "captures" / "giscus"
DISCUSSION = (CAPTURES / "discussion.json").read_text("utf-8")
MISSING = (CAPTURES / "missing.json").read_bytes()
SITE = Site("https://kari.example/feed.xml")
PAGE = "https://kari.example/posts/hello/"
PARAMS = {
    "host": "https://giscus.app",
    "repo": "kari/blog",
    "category": "Announcements",
    "mapping": "pathname",
    "strict": "1",
    "page": PAGE,
}
LOOSE = PARAMS | {"strict": "0"}
BY_TITLE = PARAMS | {"mapping": "title"}


def recognised(html, url=PAGE):
    return giscus.recognises(SITE, read_page(html, url))


def hello(number=1, path="posts/hello/", **changes):
    return post(number, url=f"https://kari.example/{path}", **changes)


def missing(request):
    return Answer(request, request.url, 404, {"content-type": "application/json"}, MISSING)


def asked(request):
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def discussion(**changes):
    read = json.loads(DISCUSSION)
    return json.dumps(read | {"discussion": read["discussion"] | changes})


EMPTY = discussion(totalCommentCount=0, totalReplyCount=0, comments=[])


def script(**attributes):
    named = " ".join(f'data-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script src="https://giscus.app/client.js" {named}></script>'


# -- recognition ------------------------------------------------------------------------------------


def test_a_page_with_the_script_tells_where_to_ask():
    assert recognised((CAPTURES / "page.html").read_text("utf-8")) == PARAMS


CHIRPY = """<script>const attributes = { src: 'https://giscus.app/client.js', 'data-repo': 'kari/blog',
 'data-category': 'Announcements', "data-mapping": "title", 'data-strict' : '1' };</script>"""
WRITTEN = """s.src = "https://giscus.app/client.js"; s.setAttribute("data-repo", "kari/blog");
s.setAttribute("data-strict", "1");"""
WIDGET = (
    '<giscus-widget repo="kari/blog" categoryId="x" category="Announcements" mapping="url" strict="1"></giscus-widget>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(CHIRPY, PARAMS | {"mapping": "title"}, id="an object of attributes"),
        pytest.param(f"<script>{WRITTEN}</script>", PARAMS | {"category": ""}, id="setAttribute"),
        pytest.param(WIDGET, PARAMS | {"mapping": "url"}, id="the web component"),
        pytest.param(
            script(repo="kari/blog", repo_id="R", strict="1").replace("giscus.app", "talk.example"),
            PARAMS | {"host": "https://talk.example", "category": ""},
            id="a host of one's own",
        ),
        pytest.param(
            script(repo="kari/blog", repo_id="R", mapping="odd"), LOOSE | {"category": "", "strict": ""}, id="odd"
        ),
    ],
)
def test_other_forms_of_the_widget(html, expected):
    assert recognised(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            '<script src="https://utteranc.es/client.js" repo="kari/blog" issue-term="url"></script>', id="utterances"
        ),
        pytest.param('<a href="https://giscus.app/client.js">giscus</a>', id="a link"),
        pytest.param(script(repo="no repository", repo_id="R"), id="no repository"),
        pytest.param(
            '<script src="https://x.example/client.js" data-repo="kari/blog"></script>', id="another client.js"
        ),
        pytest.param("<script>load('https://giscus.app/client.js')</script>", id="a loader without attributes"),
        pytest.param("", id="an empty page"),
    ],
)
def test_other_pages_are_not_its_business(html):
    assert recognised(html) is None


def test_no_page_no_widget():
    assert giscus.recognises(SITE, None) is None


# -- terms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "url", "sample", "term"),
    [
        pytest.param("pathname", "https://kari.example/posts/a/", PAGE, "posts/a/", id="path"),
        pytest.param(
            "pathname", "https://kari.example/2026/a.html", "https://kari.example/x.html", "2026/a", id="extension"
        ),
        pytest.param("pathname", "https://kari.example/posts/a", PAGE, "posts/a/", id="the blog adds a slash"),
        pytest.param(
            "pathname",
            "https://kari.example/posts/a/",
            "https://kari.example/x",
            "posts/a",
            id="the blog takes it away",
        ),
        pytest.param(
            "pathname", "https://kari.example/blåbær/", PAGE, "bl%C3%A5b%C3%A6r/", id="as a browser writes it"
        ),
        pytest.param("pathname", "https://kari.example/bl%C3%A5/", PAGE, "bl%C3%A5/", id="already so"),
        pytest.param("pathname", "https://kari.example/", PAGE, "index", id="front page"),
        pytest.param("pathname", "https://www.kari.example/a/?utm_source=x", PAGE, "a/", id="www"),
        pytest.param("url", "http://kari.example/a?utm_source=x&p=1", PAGE, "https://kari.example/a/?p=1", id="url"),
    ],
)
def test_terms_that_follow_from_the_address(mapping, url, sample, term):
    told, requests = ask(
        giscus, SITE, [post(1, url=url)], missing, params=PARAMS | {"mapping": mapping, "page": sample}
    )
    assert [asked(one) for one in requests] == [
        {"repo": "kari/blog", "term": term, "category": "Announcements", "number": "0", "strict": "true", "first": "50"}
    ]
    assert told.params is None


@pytest.mark.parametrize("url", [None, "https://feedproxy.example/kari/1", "mailto:kari@kari.example"])
def test_an_address_that_is_not_the_blogs_is_not_asked_about(url):
    told, requests = ask(giscus, SITE, [post(1, url=url)], missing, params=PARAMS)
    assert (requests, by_post(told)[1].count, by_post(told)[1].reason) == ([], None, Reason.NOT_LISTED)


OWN_PAGE = '<title> Hello\n there </title><meta property="og:title" content="Hello">' + script(
    repo="kari/blog", repo_id="R", mapping="{}", term="12"
)


@pytest.mark.parametrize(
    ("mapping", "name", "term"),
    [
        ("title", "term", "Hello there"),
        ("og:title", "term", "Hello"),
        ("specific", "term", "12"),
        ("number", "number", "12"),
    ],
)
def test_terms_that_stand_on_the_page_are_read_once(mapping, name, term):
    def web(request):
        return OWN_PAGE.format(mapping) if "kari.example" in request.url else discussion()

    params = PARAMS | {"mapping": mapping}
    told, requests = ask(giscus, SITE, [hello()], web, params=params)
    assert (len(requests), asked(requests[1])[name], by_post(told)[1].count) == (2, term, 2)
    again, requests = ask(giscus, SITE, [hello()], web, params=told.params)
    assert (len(requests), again.params) == (1, None)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<p>Nothing</p>", Reason.SWITCHED_OFF, id="no widget"),
        pytest.param(f"<title>{'x' * 300}</title>" + CHIRPY, Reason.SWITCHED_OFF, id="a title too long to know"),
        pytest.param(404, Reason.NOT_THERE, id="no page"),
    ],
)
def test_a_page_without_a_term_says_nothing(page, reason):
    told, requests = ask(giscus, SITE, [hello()], lambda _: page, params=BY_TITLE)
    assert (len(requests), by_post(told)[1].count, by_post(told)[1].reason, told.refused) == (1, None, reason, None)


# -- what is told -----------------------------------------------------------------------------------


def test_replays_a_discussion():
    told, _ = ask(giscus, SITE, [hello()], lambda _: DISCUSSION, params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.bound, found.listed, found.openness) == (2, Bound.EXACT, True, Openness.OPEN)
    first, second = found.comments
    assert (first.key, first.author, first.author_url) == ("DC_kwDOExample1", "ola", "https://github.com/ola")
    assert (first.text, first.own, first.parent) == (
        "Well\nsaid\n, Kari!",
        None,
        None,
    ) or first.text == "Well said, Kari!"
    assert (second.author, second.parent) == ("kari", "DC_kwDOExample1")
    assert first.published is not None


def test_no_discussion_yet_is_zero():
    told, _ = ask(giscus, SITE, [hello()], missing, params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.openness, found.reason, told.refused) == (0, Openness.OPEN, None, None)


def test_an_empty_discussion_is_zero_and_a_locked_one_closed():
    told, _ = ask(
        giscus, SITE, [hello()], lambda _: discussion(totalCommentCount=0, comments=[], locked=True), params=PARAMS
    )
    assert (by_post(told)[1].count, by_post(told)[1].openness) == (0, Openness.CLOSED)


KNOWN = Comment(1, "giscus", FoundComment("DC_1"), NOW)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"comments": (KNOWN,)}, None, id="it had comments"),
        pytest.param({"observations": (observation(1, source="giscus"),)}, None, id="it was counted"),
        pytest.param({"comments": (replace(KNOWN, removed_at=NOW),)}, 0, id="they were deleted"),
        pytest.param({"comments": (replace(KNOWN, source="feed"),)}, 0, id="another source's"),
    ],
)
def test_a_discussion_that_github_has_lost_is_not_zero(changes, count):
    told, _ = ask(giscus, SITE, [hello(**changes)], missing, params=PARAMS)
    assert by_post(told)[1].count == count


def test_a_number_without_a_discussion_is_unknown():
    params = PARAMS | {"mapping": "number", "term 1": "99"}
    told, _ = ask(giscus, SITE, [hello()], missing, params=params)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_THERE)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"totalCommentCount": 60}, id="more comments than are listed"),
        pytest.param(
            {"comments": [{"id": "a", "replyCount": 2, "replies": []}], "totalCommentCount": 1}, id="more replies"
        ),
        pytest.param(
            {"comments": [{"id": "a", "replyCount": 0}, {"replyCount": 0}], "totalCommentCount": 2}, id="no id"
        ),
    ],
)
def test_a_list_that_was_cut_is_a_lower_bound(changes):
    told, _ = ask(giscus, SITE, [hello()], lambda _: discussion(**changes), params=PARAMS)
    assert (by_post(told)[1].bound, by_post(told)[1].listed) == (Bound.AT_LEAST, False)


# -- searches that may find another post's discussion -------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "count", "reason"),
    [
        pytest.param(DISCUSSION, DISCUSSION, 2, None, id="confirmed"),
        pytest.param(DISCUSSION, None, None, Reason.NOT_LISTED, id="somebody else's"),
        pytest.param(EMPTY, DISCUSSION, 2, None, id="another one was in the way"),
        pytest.param(EMPTY, None, 0, None, id="nothing anywhere"),
        pytest.param(None, None, 0, None, id="nothing found"),
    ],
)
def test_a_search_for_words_is_confirmed_by_the_hash(first, second, count, reason):
    def web(request):
        return (second if asked(request)["strict"] == "true" else first) or missing(request)

    told, requests = ask(giscus, SITE, [hello()], web, params=LOOSE)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (count, reason)
    assert len(requests) == (2 if first else 1)


def test_what_was_confirmed_before_is_not_asked_twice():
    known = hello(observations=(observation(2, source="giscus", listed=True),))
    told, requests = ask(giscus, SITE, [known], lambda _: DISCUSSION, params=LOOSE)
    assert (len(requests), by_post(told)[1].count) == (1, 2)


# -- refusals, junk, cost -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(403, Reason.REFUSED, id="not installed"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param(500, Reason.UNREACHABLE, id="failed"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param(404, Reason.NOT_THERE, id="a 404 that is not giscus's"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no discussion"),
        pytest.param('{"discussion": null}', Reason.NOT_UNDERSTOOD, id="null"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    posts = [hello(number) for number in range(1, 5)]
    told, requests = ask(giscus, SITE, posts, lambda _: reply, params=PARAMS)
    assert len(requests) == 1
    assert {found.reason for found in told.findings} == {reason}
    assert {found.count for found in told.findings} == {None}
    assert told.refused is not None


def test_a_refusal_later_keeps_what_was_told():
    def web(request):
        return 429 if "posts/2" in asked(request)["term"] else missing(request)

    told, _ = ask(giscus, SITE, [hello(n, f"posts/{n}/") for n in (1, 2)], web, params=PARAMS)
    assert [found.count for found in told.findings] == [0, None]
    assert told.refused
    assert told.refused.status == 429


def test_what_could_not_be_confirmed_for_a_refusal_is_unknown():
    def web(request):
        return 429 if asked(request)["strict"] == "true" else DISCUSSION

    told, _ = ask(giscus, SITE, [hello()], web, params=LOOSE)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.TOO_MANY)


def test_after_a_refusal_nothing_is_confirmed():
    def web(request):
        return 429 if "posts/2" in asked(request)["term"] else DISCUSSION

    told, requests = ask(giscus, SITE, [hello(n, f"posts/{n}/") for n in (1, 2)], web, params=LOOSE)
    assert (len(requests), [found.count for found in told.findings]) == (2, [None, None])


@pytest.mark.parametrize(
    "changes",
    [{"totalCommentCount": -1}, {"totalCommentCount": "many"}, {"comments": None}, {"comments": {"a": 1}}],
)
def test_junk_is_not_understood(changes):
    told, _ = ask(giscus, SITE, [hello()], lambda _: discussion(**changes), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_UNDERSTOOD)


def test_junk_among_the_comments_does_no_harm():
    rows = [None, 5, {"id": "a", "author": "x", "createdAt": [], "bodyHTML": 7, "replies": "y", "replyCount": 0}]
    told, _ = ask(giscus, SITE, [hello()], lambda _: discussion(comments=rows, totalCommentCount=1), params=PARAMS)
    assert [one.key for one in by_post(told)[1].comments] == ["a"]


@pytest.mark.parametrize(
    ("thorough", "params", "most"), [(False, PARAMS, 10), (True, PARAMS, 100), (False, BY_TITLE, 10)]
)
def test_a_round_is_bounded_and_goes_in_turn(thorough, params, most):
    old = observation(0, source="giscus", checked_at=NOW - timedelta(days=2))
    posts = [
        hello(n, f"p/{n}/", observations=(replace(old, checked_at=old.checked_at + timedelta(minutes=n)),))
        for n in range(130)
    ]
    posts[77] = hello(77, "p/77/")

    def web(request):
        return OWN_PAGE.format("title") if "/api/" not in request.url else missing(request)

    told, requests = ask(giscus, SITE, posts, web, params=params, thorough=thorough)
    assert len(requests) == most
    assert len(by_post(told)) == 130
    assert by_post(told)[77].count == 0
    assert by_post(told)[0].count == 0
    assert by_post(told)[129].reason is Reason.TOO_MANY


def test_without_parameters_nothing_is_asked():
    told, requests = ask(giscus, SITE, [hello()], missing)
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_UNDERSTOOD)
