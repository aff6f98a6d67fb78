"""webmention.io: replies are comments, mentions pings, likes nothing; both forms of an address are asked about."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import webmention
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Kind, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import ask, by_post

CAPTURES = Path(__file__).resolve().parents[2] / "data" / "captures" / "webmention"
MENTIONS = (CAPTURES / "mentions.json").read_text("utf-8")
SITE = Site("https://kari.example/feed.xml", generator="Hugo -- gohugo.io")
HOME = "https://kari.example/"
PAGE = HOME + "posts/hello/"
ENDPOINT = "https://webmention.io/kari.example/webmention"


def recognised(html, site=SITE):
    return webmention.recognises(site, read_page(html, PAGE))


def hello(number=1, path="posts/hello/", **changes):
    return post(number, url=f"https://kari.example/{path}", **changes)


def mention(number=1, target=PAGE, kind="in-reply-to", **changes):
    return {"wm-id": number, "wm-target": target, "wm-property": kind, kind: target} | changes


def feed(*children, **paging):
    return json.dumps({"type": "feed", "name": "Webmentions", "children": list(children)} | paging)


def told_of(posts, web, addresses=None):
    """What is told of posts whose pages were read before: they are where the feed says, or at these addresses."""
    terms = {f"term {one.id}": (addresses or {}).get(one.id, one.url) for one in posts if one.url}
    return ask(webmention, SITE, posts, web, params=terms)


def asked(request):
    return parse_qs(urlsplit(request.url).query)


# -- recognition ------------------------------------------------------------------------------------


def test_a_page_that_names_its_endpoint():
    assert recognised((CAPTURES / "page.html").read_text("utf-8")) == {}


@pytest.mark.parametrize(
    "html",
    [
        f'<a rel="nofollow Webmention" href="{ENDPOINT}">send</a>',
        '<link rel="http://webmention.org/" href="http://webmention.io/kari/webmention/">',
    ],
)
def test_other_forms_of_the_link(html):
    assert recognised(html) == {}


LINK = f'<link rel="webmention" href="{ENDPOINT}">'


@pytest.mark.parametrize(
    ("html", "site"),
    [
        pytest.param(
            '<link rel="webmention" href="https://kari.example/webmention">', SITE, id="an endpoint of its own"
        ),
        pytest.param(
            '<link rel="webmention" href="https://webmention.io.example/k/webmention">', SITE, id="a like name"
        ),
        pytest.param(f'<link rel="pingback" href="{ENDPOINT}">', SITE, id="another relation"),
        pytest.param('<a href="https://webmention.io/">webmention.io</a>', SITE, id="a link to the service"),
        pytest.param('<link rel="webmention" href="https://webmention.io/">', SITE, id="no account"),
    ],
)
def test_other_blogs_are_not_its_business(html, site):
    assert recognised(html, site) is None
    assert webmention.recognises(SITE, None) is None


# -- what is told -----------------------------------------------------------------------------------


def test_replays_mentions():
    posts = [hello(), hello(2, "posts/quiet/"), hello(3, "posts/new/")]
    told, [request] = told_of(posts, lambda _: MENTIONS)
    found = by_post(told)
    assert [(one.count, one.listed, one.includes_pings) for one in found.values()] == [
        (2, True, True),
        (0, True, True),
        (0, True, True),
    ]
    reply, ping = found[1].comments
    assert (reply.key, reply.kind, reply.author) == ("webmention-900", Kind.COMMENT, "Ola Nordmann")
    assert (reply.author_url, reply.url, reply.text) == (
        "https://ola.example/",
        "https://ola.example/replies/1",
        "Well said, Kari!",
    )
    assert str(reply.published) == "2026-11-18 10:15:00+00:00"
    assert (ping.key, ping.kind, ping.author_url, str(ping.published)) == (
        "webmention-901",
        Kind.PING,
        None,
        "2026-11-18 11:00:00+00:00",
    )
    assert asked(request)["target[]"] == [
        f"https://kari.example/posts/{name}{slash}" for name in ("hello", "quiet", "new") for slash in ("/", "")
    ]


@pytest.mark.parametrize(
    ("url", "shown", "targets"),
    [
        pytest.param("a", "a", ["a", "a/"], id="no slash"),
        pytest.param("a.html", "a.html", ["a.html"], id="a file"),
        pytest.param(
            "p/a", "blog/a/", ["blog/a/", "blog/a", "p/a", "p/a/"], id="as the page has it, and as the feed has it"
        ),
        pytest.param("å.html", "%C3%A5.html", ["%C3%A5.html", "å.html"], id="as a browser writes it"),
    ],
)
def test_the_addresses_of_a_post(url, shown, targets):
    page = LINK.encode()
    posts = [post(1, url=HOME + url)]

    def web(request):
        return feed() if "webmention.io" in request.url else Answer(request, HOME + shown, 200, {}, page)

    told, [_page, request] = ask(webmention, SITE, posts, web)
    assert asked(request)["target[]"] == [HOME + target for target in targets]
    again, [request] = ask(webmention, SITE, posts, web, params=told.params)
    assert asked(request)["target[]"] == [HOME + target for target in targets]
    assert again.params is None


@pytest.mark.parametrize("url", [None, "https://kari.example/" + "x" * 600])
def test_a_post_that_the_service_cannot_know_is_unknown(url):
    told, requests = told_of([post(1, url=url)], lambda _: feed())
    assert (requests, by_post(told)[1].count, by_post(told)[1].reason) == ([], None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    ("child", "count"),
    [
        pytest.param(mention(), 1, id="a reply"),
        pytest.param(mention(kind="mention-of"), 1, id="a mention"),
        pytest.param(mention(kind="like-of"), 0, id="a like"),
        pytest.param(mention(kind="repost-of"), 0, id="a repost"),
        pytest.param(mention(kind="bookmark-of"), 0, id="a bookmark"),
        pytest.param(mention(kind="rsvp"), 0, id="an answer to an invitation"),
        pytest.param(
            {k: v for k, v in mention().items() if k != "wm-target"}, 1, id="without wm-target, as it once was"
        ),
        pytest.param(mention(target="http://www.kari.example/posts/hello"), 1, id="another form of the address"),
        pytest.param(mention(target="https://kari.example/other/"), None, id="a post that was not asked about"),
        pytest.param(mention(kind="like-of", target="https://kari.example/other/"), 0, id="a like of another post"),
        pytest.param(mention(number=None), None, id="without a number"),
        pytest.param(mention() | {"wm-property": ["x"]}, None, id="of no known kind"),
        pytest.param("junk", None, id="junk"),
    ],
)
def test_what_counts(child, count):
    told, _ = told_of([hello()], lambda _: feed(child))
    assert by_post(told)[1].count == count


def test_a_mention_that_nobody_can_place_makes_lists_lower_bounds():
    body = feed(mention(), mention(2, "https://old.example/1"))
    told, _ = told_of([hello(), hello(2, "b/")], lambda _: body)
    assert [(one.count, one.bound, one.listed) for one in told.findings] == [
        (1, Bound.AT_LEAST, False),
        (None, Bound.EXACT, False),
    ]


def test_a_mention_is_counted_once():
    told, _ = told_of([hello()], lambda _: feed(mention(), mention()))
    assert (by_post(told)[1].count, len(by_post(told)[1].comments)) == (1, 1)


# -- paging and cost --------------------------------------------------------------------------------


def test_all_pages_are_read():
    def web(request):
        number = int(asked(request)["page"][0])
        return feed(mention(number), paging={"page": number, "total-pages": 3})

    told, requests = told_of([hello()], web)
    assert [asked(one)["page"] for one in requests] == [["0"], ["1"], ["2"]]
    assert (by_post(told)[1].count, by_post(told)[1].listed) == (3, True)


def test_a_full_page_without_paging_has_a_next_one():
    full = feed(*(mention(n, kind="like-of") for n in range(100)))
    told, requests = told_of([hello()], lambda request: full if asked(request)["page"] == ["0"] else feed())
    assert (len(requests), by_post(told)[1].count) == (2, 0)


def test_a_list_without_end_is_no_zero():
    full = feed(*(mention(n, kind="like-of") for n in range(100)))
    told, requests = told_of([hello()], lambda _: full)
    assert (len(requests), by_post(told)[1].count, by_post(told)[1].reason) == (10, None, Reason.NOT_LISTED)


@pytest.mark.parametrize(("posts", "most"), [(25, 1), (26, 2), (100, 4)])
def test_one_request_asks_about_many_posts(posts, most):
    told, requests = told_of([hello(n, f"{n}/") for n in range(posts)], lambda _: feed())
    assert len(requests) == most
    assert all(len(asked(one)["target[]"]) <= 50 for one in requests)
    assert ({one.count for one in told.findings}, len(by_post(told))) == ({0}, posts)


def test_long_addresses_are_asked_about_in_parts():
    _, requests = told_of([hello(n, f"{'x' * 400}{n}/") for n in range(20)], lambda _: feed())
    assert len(requests) > 1
    assert all(len(one.url) < 8000 for one in requests)


# -- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(401, Reason.REFUSED, id="not public"),
        pytest.param(404, Reason.NOT_THERE, id="gone"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param(503, Reason.UNREACHABLE, id="overloaded"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a list"),
        pytest.param('{"error": "invalid_input"}', Reason.NOT_UNDERSTOOD, id="an error"),
        pytest.param('{"type": "feed", "children": {}}', Reason.NOT_UNDERSTOOD, id="no list of children"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    told, requests = told_of([hello(n, f"{n}/") for n in range(60)], lambda _: reply)
    assert (len(requests), {(one.count, one.reason) for one in told.findings}) == (1, {(None, reason)})
    assert told.refused is not None


def test_a_refusal_on_a_later_page_keeps_what_was_found():
    def web(request):
        return feed(mention(), paging={"total-pages": 2}) if asked(request)["page"] == ["0"] else 500

    told, _ = told_of([hello(), hello(2, "b/")], web)
    assert [(one.count, one.bound, one.reason) for one in told.findings] == [
        (1, Bound.AT_LEAST, None),
        (None, Bound.EXACT, Reason.UNREACHABLE),
    ]
    assert told.refused is not None


def test_junk_in_a_mention_does_no_harm():
    junk = mention(author="x", content=[], published=7, url="javascript:alert(1)")
    told, _ = told_of([hello()], lambda _: feed(junk))
    [found] = by_post(told)[1].comments
    assert (found.author, found.url, found.text) == ("", None, "")


def test_pages_are_read_in_turn():
    posts = [hello(n, f"{n}/") for n in range(30)]
    told, requests = ask(webmention, SITE, posts, lambda request: feed() if "webmention.io" in request.url else LINK)
    assert len(requests) == 11
    assert [one.reason for one in told.findings].count(Reason.TOO_MANY) == 20
