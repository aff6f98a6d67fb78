import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import isso
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.sources import NOW, ask, by_post, captured, shared

HOME = "https://kari.example/"
SERVER = "https://c.example/"
SITE = Site(HOME + "feed.xml", HOME, "Pelican", "atom10")
NEW = {"server": SERVER, "host": "kari.example"}
KNOWN = {**NEW, "ids": "path"}
SCRIPT = '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script>'
THREAD = SCRIPT + '<section id="isso-thread"></section>'
BARE = "<html><h1>Post 1</h1><h2>Post 2</h2><h2>Post 3</h2><p>No thread here</p></html>"


def named(name):
    return SCRIPT + f'<section id="isso-thread" data-isso-id="{name}"></section>'


def seen(count=0, **changes):
    return observation(count, **({"source": "isso"} | changes))


def old(number=1, **changes):
    """A post that was asked about before."""
    return post(number, observations=(seen(**changes),))


def row(number=1, *replies, **changes):
    """A comment as Isso lists it."""
    plain = {"id": number, "parent": None, "created": 1793939358.77, "mode": 1, "author": "Ola &amp; co"}
    plain |= {"website": "https://ola.example/?a=1&amp;b=2", "text": "<p>Well <b>said</b></p>", "hash": "90cd"}
    return plain | {"replies": list(replies), "total_replies": len(replies), "hidden_replies": 0} | changes


class Web:
    """A blog with pages, and an Isso server that counts and lists as the real one does: 0 for what it does not know."""

    def __init__(self, threads=None, pages=None, *, counts=None, instead=None):
        self.threads, self.pages, self.counts = threads or {}, pages or {}, counts
        self.instead = instead or {}
        self.paths = []

    def __call__(self, request):
        if not request.url.startswith(SERVER):
            self.paths.append(urlsplit(request.url).path)
            page = self.pages(request) if callable(self.pages) else self.pages.get(urlsplit(request.url).path, THREAD)
            return Answer(request, *page) if isinstance(page, tuple) else page
        parts = urlsplit(request.url)
        if parts.path in self.instead:
            return self.instead[parts.path]
        if parts.path == "/count":
            names = json.loads(request.json)
            return json.dumps(self.counts if self.counts is not None else [self.count(name) for name in names])
        rows = self.threads.get(parse_qs(parts.query)["uri"][0], [])
        return json.dumps({"id": None, "total_replies": 0, "hidden_replies": 0, "replies": rows, "config": {}})

    def count(self, name):
        rows = self.threads.get(name, [])
        return sum(one["mode"] == 1 for one in [*rows, *(reply for one in rows for reply in one["replies"])])


def told(web, *posts, params=KNOWN, **changes):
    answer, asked = ask(isso, SITE, posts, web, params=params, **changes)
    return by_post(answer), asked, answer


def asked_for(asked):
    """The threads whose counts were asked for."""
    return [name for request in asked if request.json for name in json.loads(request.json)]


# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "server"),
    [
        pytest.param(THREAD, SERVER, id="protocol-relative"),
        pytest.param(
            '<script data-isso="/isso/" src="/isso/js/embed.min.js">', "https://www.kari.example/isso/", id="relative"
        ),
        pytest.param('<script data-isso="https://c.example/isso">', SERVER + "isso/", id="no slash at the end"),
        pytest.param('<script data-isso="https://c.example/?a#b">', SERVER, id="query and fragment"),
        pytest.param('<script DATA-ISSO=" //c.example/ ">', SERVER, id="capitals and space"),
        pytest.param(
            '<div id="isso-thread"></div><script src="//c.example/js/embed.min.js">',
            SERVER,
            id="by the script's address",
        ),
        pytest.param('<script src="//c.example/js/embed.min.js">', None, id="such a script without a thread"),
        pytest.param('<div id="isso-thread"></div>', None, id="a thread without a server"),
        pytest.param('<script data-isso="javascript:alert(1)">', None, id="no address"),
        pytest.param('<div data-isso="//c.example/">', None, id="no script"),
        pytest.param('<script data-isso-id="/1/">', None, id="another attribute"),
        pytest.param('<script src="https://giscus.app/client.js">', None, id="giscus"),
        pytest.param("var remark_config = {host: 'https://c.example'}", None, id="words"),
        pytest.param("", None, id="empty"),
    ],
)
def test_isso_is_recognised_by_its_script(html, server):
    params = {"server": server, "host": "kari.example"} if server else None
    assert isso.recognises(SITE, read_page(html, "https://www.kari.example/1/")) == params


def test_without_a_page_isso_is_not_recognised():
    assert isso.recognises(replace(SITE, sources={"isso": KNOWN}), None) is None


def test_what_is_known_of_the_threads_is_kept_while_the_server_is_the_same():
    site = replace(SITE, sources={"isso": {**KNOWN, "id 1": "one"}})
    assert isso.recognises(site, read_page(THREAD, HOME + "2/")) == {**KNOWN, "id 1": "one"}
    assert isso.recognises(site, read_page(THREAD.replace("c.example", "d.example"), HOME)) == {
        "server": "https://d.example/",
        "host": "kari.example",
    }
    assert isso.recognises(site, read_page(THREAD, "https://ola.example/1/")) == {**NEW, "host": "ola.example"}


# -- which thread is whose --------------------------------------------------------------------------


def test_a_first_look_shows_that_threads_are_named_by_their_path():
    found, asked, answer = told(Web(), post(1), post(2), params=NEW, thorough=True)
    assert found == {1: Finding(1, 0, openness=Openness.OPEN), 2: Finding(2, 0, openness=Openness.OPEN)}
    assert asked_for(asked) == ["/1/", "/2/"]
    assert answer.params == KNOWN


def test_then_no_page_is_looked_at_and_one_request_does():
    found, asked, answer = told(Web(), old(1), old(2))
    assert found == {1: Finding(1, 0, openness=None), 2: Finding(2, 0, openness=None)}
    assert [request.url for request in asked] == [SERVER + "count"]
    assert answer.params == KNOWN


def test_a_new_post_is_looked_at():
    web = Web()
    found, _, _ = told(web, old(1), post(2))
    assert web.paths == ["/2/"]
    assert (found[1].openness, found[2].openness) == (None, Openness.OPEN)


def test_ten_pages_in_a_round_and_a_hundred_in_a_thorough_one():
    posts = [post(number) for number in range(1, 121)]
    for thorough, most in ((False, 10), (True, 100)):
        web = Web()
        found, asked, _ = told(web, *posts, thorough=thorough)
        assert len(web.paths) == most
        assert len(asked) == most + 2
        assert {finding.count for finding in found.values()} == {0}
        assert sum(finding.openness is Openness.OPEN for finding in found.values()) == most


def test_posts_never_asked_about_are_looked_at_first():
    posts = [post(number, observations=(seen(checked_at=NOW - timedelta(days=number)),)) for number in range(1, 101)]
    web = Web()
    told(web, *posts, post(101), thorough=True)
    assert web.paths[:3] == ["/101/", "/100/", "/99/"]
    assert "/1/" not in web.paths


@pytest.mark.parametrize("name", ["1", "/1", HOME + "1/", "a title", "/en/1/"])
def test_a_thread_with_a_name_of_its_own_is_asked_for_by_that_name(name):
    web = Web({name: [row()]}, {"/1/": named(name)})
    found, asked, answer = told(web, post(1), params=NEW, thorough=True)
    assert asked_for(asked) == [name]
    assert (found[1].count, found[1].listed) == (1, True)
    assert answer.params == {**NEW, "ids": "page", "id 1": name}
    found, asked, answer = told(web, old(1), params=answer.params)
    assert asked_for(asked) == [name]
    assert len(web.paths) == 1
    assert answer.params["id 1"] == name


def test_where_threads_have_names_no_name_is_guessed():
    web = Web(pages={"/1/": named("one"), "/2/": 503, "/3/": 404})
    found, asked, answer = told(web, post(1), post(2), post(3), post(4, url=None), params=NEW, thorough=True)
    assert asked_for(asked) == ["one"]
    reasons = {number: (finding.count, finding.reason) for number, finding in found.items()}
    assert reasons == {
        1: (0, None),
        2: (None, Reason.UNREACHABLE),
        3: (None, Reason.NOT_THERE),
        4: (None, Reason.NOT_LISTED),
    }
    assert answer.params == {**NEW, "ids": "page", "id 1": "one", "id 3": ""}
    web.paths.clear()
    told(web, old(1), old(2), old(3), params=answer.params)
    assert web.paths == ["/2/"]


def test_one_odd_page_shakes_the_rule_until_all_are_looked_at_again():
    web = Web(pages={"/2/": named("two")})
    found, asked, answer = told(web, old(1), post(2))
    assert asked_for(asked) == ["two"]
    assert (found[1].count, found[1].reason) == (None, Reason.NOT_LISTED)
    assert answer.params == {**NEW, "ids": "page", "id 2": "two"}
    web.pages = {}
    _, asked, answer = told(web, old(1), old(2), params=answer.params)
    assert sorted(asked_for(asked)) == ["/1/", "two"]
    assert answer.params["ids"] == "page"
    _, asked, answer = told(web, old(1), old(2), params=answer.params, thorough=True)
    assert answer.params == KNOWN


def test_the_slash_that_a_redirect_adds_belongs_to_the_name():
    web = Web(pages=lambda request: (request.url + "/", 200, {}, THREAD.encode()))
    _, asked, answer = told(web, post(1, url=HOME + "1"), params=NEW, thorough=True)
    assert asked_for(asked) == ["/1/"]
    assert answer.params == {**NEW, "ids": "page", "id 1": "/1/"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param(HOME + "1/?utm_source=rss#top", "/1/", id="query and fragment"),
        pytest.param("https://kari.example", "/", id="no path"),
        pytest.param(HOME + "s%C3%B8k/", "/s%C3%B8k/", id="quoted"),
        pytest.param(HOME + "søk/", "/s%C3%B8k/", id="as browsers write it"),
        pytest.param(HOME + "a b", "/a%20b", id="space"),
        pytest.param("https://www.kari.example/1/", "/1/", id="www"),
    ],
)
def test_a_path_is_written_as_browsers_do(url, name):
    _, asked, _ = told(Web(), post(1, url=url, observations=(seen(),)))
    assert asked_for(asked) == [name]


def test_a_post_that_lies_elsewhere_has_no_thread_here():
    post_elsewhere = post(1, url="https://news.example/1/")
    web = Web(pages={"/1/": BARE})
    found, asked, answer = told(web, post_elsewhere, old(2))
    assert asked_for(asked) == ["/2/"]
    assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_LISTED)
    assert answer.params == {**KNOWN, "id 1": ""}


def test_what_a_page_did_not_tell_is_not_guessed_later():
    found, asked, _ = told(Web(), old(1), old(2, count=None), params={**KNOWN, "id 2": ""})
    assert asked_for(asked) == ["/1/"]
    assert found[2] == Finding(2, None, openness=None, reason=Reason.NOT_LISTED)
    _, asked, _ = told(Web(), replace(old(1), url="https://news.example/1/"), old(2))
    assert asked_for(asked) == ["/2/"]


def test_a_thread_that_has_gone_from_its_page_is_not_asked_for():
    params = {**NEW, "ids": "page", "id 1": "one", "id 2": "two"}
    web = Web(pages={"/1/": named("one"), "/2/": BARE})
    found, asked, answer = told(web, old(1), old(2), params=params, thorough=True)
    assert asked_for(asked) == ["one"]
    assert found[2].openness is Openness.CLOSED
    assert answer.params == {**NEW, "ids": "page", "id 1": "one"}


def test_a_page_that_leads_to_the_front_page_tells_nothing_of_the_post():
    for html in (BARE, THREAD):
        web = Web(pages={"/1/": (HOME, 200, {}, html.encode())})
        found, _, _ = told(web, post(1), old(2))
        assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_LISTED)
        assert found[2].count == 0


def test_a_name_too_long_is_none():
    found, asked, _ = told(Web(pages={"/1/": named("x" * 3000)}), post(1), params=NEW, thorough=True)
    assert not asked_for(asked)
    assert found[1].count is None


def test_pages_that_are_gone_say_nothing_about_openness():
    found, _, _ = told(Web(pages={"/1/": 404}), post(1), old(2))
    assert found[1] == Finding(1, 0, openness=None)


def test_pages_that_are_not_html_say_nothing():
    pdf = (HOME + "1/", 200, {"content-type": "application/pdf"}, b"%PDF")
    found, asked, _ = told(Web(pages={"/1/": pdf}), post(1), params=NEW, thorough=True)
    assert not asked_for(asked)
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_UNDERSTOOD)


@pytest.mark.parametrize("status", [0, 429, 503])
def test_a_blog_that_is_overloaded_is_left_alone(status):
    web = Web(pages=lambda request: status)
    found, _, answer = told(web, *[post(number) for number in range(1, 31)], thorough=True)
    assert len(web.paths) == 10
    assert {finding.count for finding in found.values()} == {0}
    assert answer.refused is None


# -- whether anybody can comment --------------------------------------------------------------------


def test_a_page_without_a_thread_is_closed_where_others_have_one():
    web = Web(pages={"/2/": BARE, "/3/": BARE})
    found, _, answer = told(web, post(1), post(2), post(3), params=NEW, thorough=True)
    assert found[1].openness is Openness.OPEN
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    assert found[3] == Finding(3, 0, openness=Openness.CLOSED)
    assert answer.params == KNOWN


def test_a_new_post_without_a_thread_is_closed():
    found, _, answer = told(Web(pages={"/2/": BARE}), old(1), post(2))
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    assert answer.params == KNOWN


def test_new_posts_without_threads_are_closed_until_all_are_looked_at():
    web = Web(pages=lambda request: BARE)
    found, _, _ = told(web, old(1), post(2), post(3))
    assert [found[2].openness, found[3].openness] == [Openness.CLOSED, Openness.CLOSED]


def test_a_closed_post_keeps_its_comments():
    web = Web({"/2/": [row()]}, {"/2/": BARE})
    found, _, _ = told(web, old(1), post(2))
    assert (found[2].count, found[2].listed, found[2].openness) == (1, True, Openness.CLOSED)


def test_where_threads_have_names_a_closed_post_has_no_number():
    web = Web(pages={"/1/": named("one"), "/2/": BARE})
    found, _, answer = told(web, post(1), post(2), params=NEW, thorough=True)
    assert found[2] == Finding(2, None, openness=Openness.CLOSED, reason=Reason.NOT_LISTED)
    web.paths.clear()
    told(web, old(1), post(2, observations=(seen(None, openness=Openness.CLOSED),)), params=answer.params)
    assert web.paths == []


def test_where_no_page_has_a_thread_any_more_nothing_is_known():
    web = Web(pages=lambda request: BARE)
    found, asked, _ = told(web, old(1), old(2), post(3, url=None), thorough=True)
    assert not asked_for(asked)
    assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_THERE)
    assert {finding.count for finding in found.values()} == {None}


def test_a_thread_that_was_closed_and_opened_again_is_open():
    found, _, _ = told(Web(), old(1, openness=Openness.CLOSED), thorough=True)
    assert found[1].openness is Openness.OPEN


# -- how many, and who ------------------------------------------------------------------------------


def test_who_commented_is_listed():
    found, asked, _ = told(Web({"/1/": [row(3, row(4, parent=3, author=None, website=None))]}), old(1))
    assert asked[-1].url == SERVER + "?uri=%2F1%2F"
    first = FoundComment(
        "3",
        "Ola & co",
        "https://ola.example/?a=1&b=2",
        published=at("2026-11-06 04:29:18"),
        url=HOME + "1/#isso-3",
        text="Well said",
    )
    second = replace(first, key="4", author="", author_url=None, url=HOME + "1/#isso-4", parent="3")
    assert found[1] == Finding(1, 2, openness=None, comments=(first, second), listed=True)


@pytest.mark.parametrize("mode", [2, 4, 5, "1", None])
def test_what_is_not_published_is_no_comment(mode):
    found, _, _ = told(Web({"/1/": [row(3, row(4), mode=mode)]}), old(1))
    assert [comment.key for comment in found[1].comments] == ["4"]
    assert (found[1].count, found[1].listed) == (1, True)


def test_hidden_replies_make_a_list_incomplete():
    for rows in ([row(1, row(2), hidden_replies=1)], [row(1, row(2, hidden_replies=1))]):
        found, _, _ = told(Web({"/1/": rows}), old(1))
        assert (found[1].count, found[1].bound, found[1].listed) == (2, Bound.EXACT, False)


def test_a_list_shorter_than_the_count_is_not_believed_to_be_all():
    found, _, _ = told(Web(counts=[2]), old(1))
    assert found[1] == Finding(1, 2, openness=None)


def test_a_list_longer_than_the_count_is_newer():
    found, _, _ = told(Web({"/1/": [row(1), row(2)]}, counts=[1]), old(1))
    assert (found[1].count, found[1].listed) == (2, True)
    cut = [row(1, hidden_replies=1), row(2)]
    found, _, _ = told(Web({"/1/": cut}, counts=[1]), old(1))
    assert (found[1].count, found[1].bound, found[1].listed) == (2, Bound.AT_LEAST, False)


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(3, author=[1], website="javascript:x", created="soon", text=None, parent={}, replies="no")
    found, _, _ = told(Web({"/1/": [odd, row(None)]}, counts=[1]), post(1, url=HOME + "1/", observations=(seen(),)))
    assert found[1].comments == (FoundComment("3", url=HOME + "1/#isso-3"),)


@pytest.mark.parametrize("counts", [[None, 0], ["many", 0], [-1, 0], [True, 0], [1.5, 0], [{}, 0]])
def test_a_number_that_is_none_is_unknown(counts):
    found, _, answer = told(Web(counts=counts), old(1), old(2))
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_LISTED)
    assert found[2].count == 0
    assert answer.refused is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(404, Reason.NOT_THERE, id="404"),
        pytest.param(405, Reason.REFUSED, id="405"),
        pytest.param(429, Reason.TOO_MANY, id="429"),
        pytest.param(502, Reason.UNREACHABLE, id="502"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("[0]", Reason.NOT_UNDERSTOOD, id="too few"),
        pytest.param("[0, 0, 0]", Reason.NOT_UNDERSTOOD, id="too many"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no list"),
        pytest.param("null", Reason.NOT_UNDERSTOOD, id="null"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    web = Web({"/1/": [row()]}, instead={"/count": reply})
    found, asked, answer = told(web, old(1), old(2))
    assert len(asked) == 1
    assert answer.refused is not None
    assert answer.params == KNOWN
    assert found == {number: Finding(number, None, openness=None, reason=reason) for number in (1, 2)}


@pytest.mark.parametrize("reply", [404, 410, "<html>", "[]", "{}", '{"replies": 1}'])
def test_one_list_that_is_none_concerns_its_post_only(reply):
    web = Web({"/1/": [row()], "/2/": [row(2)]})
    found, _, answer = told(lambda r: reply if r.url.endswith("%2F1%2F") else web(r), old(1), old(2))
    assert found[1] == Finding(1, 1, openness=None)
    assert found[2].listed
    assert answer.refused is None


@pytest.mark.parametrize("status", [0, 401, 403, 405, 429, 500])
def test_where_lists_are_refused_no_more_are_asked_for(status):
    found, asked, answer = told(Web(counts=[1, 1], instead={"/": status}), old(1), old(2))
    assert [found[1].count, found[2].count] == [1, 1]
    assert len(asked) == 2
    assert (answer.refused is not None) == (status in (0, 429, 500))


def test_what_is_known_is_not_listed_again():
    web = Web({"/1/": [row(1)], "/2/": [row(2)], "/3/": [row(3)]})
    posts = [old(1, count=1, listed=True), old(2, count=1, listed=False), old(3, count=2, listed=True)]
    found, _, _ = told(web, *posts)
    assert [number for number, finding in found.items() if finding.listed] == [2, 3]
    found, _, _ = told(web, *posts, thorough=True)
    assert [number for number, finding in found.items() if finding.listed] == [1, 2, 3]


def test_that_comments_are_gone_is_seen_in_the_list():
    was = Comment(1, "isso", FoundComment("1"), NOW)
    posts = [replace(old(1), comments=(was,)), replace(old(2), comments=(replace(was, removed_at=NOW),))]
    found, asked, _ = told(Web(), *posts)
    assert (found[1].listed, found[2].listed, len(asked)) == (True, False, 2)


def test_ten_lists_in_a_round_and_a_hundred_in_a_thorough_one():
    posts = [old(number, count=0) for number in range(1, 121)]
    web = Web({f"/{number}/": [row(number)] for number in range(1, 121)})
    for thorough, most in ((False, 10), (True, 100)):
        found, _, _ = told(web, *posts, thorough=thorough)
        assert sum(finding.listed for finding in found.values()) == most
        assert {finding.count for finding in found.values()} == {1}


def test_a_blog_that_was_never_recognised_is_not_asked():
    found, asked, _ = told(Web(), post(1), params={})
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_THERE)
    assert not asked


# -- a real Isso ------------------------------------------------------------------------------------

CAPTURES = shared("captures")
needs_captures = pytest.mark.skipif(CAPTURES is None, reason="no captures beside the repository")
REAL = {"server": "http://127.0.0.1:8107/", "host": "127.0.0.1", "ids": "path"}


def real_truth():
    blogs = json.loads((CAPTURES / "truth-before.json").read_text())["blogs"]
    (blog,) = (one for one in blogs if one["id"] == "static")
    return dict(enumerate(blog["posts"], start=1))


def real_row(name):
    (row,) = (one for one in json.loads((CAPTURES / "index.json").read_text()) if one["name"] == "static/" + name)
    return row


def real_isso(request):
    """The answers as they were recorded, to the requests as they were recorded."""
    if request.json:
        assert json.loads(request.json) == json.loads(real_row("isso-count")["request_body"])[:12]
        whole = captured(CAPTURES / "static", "isso-count", request)
        return json.dumps(json.loads(whole.body)[:12])
    number = request.url.split("innlegg-")[1].removesuffix("%2F")
    return captured(CAPTURES / "static", f"isso-post-{number}", request) if number == "4" else 404


@needs_captures
def test_a_real_isso_tells_the_truth():
    truth = real_truth()
    posts = [post(number, url=real["url"], observations=(seen(),)) for number, real in truth.items()]
    found, asked, answer = told(real_isso, *posts, params=REAL)
    assert answer.refused is None
    assert {number: finding.count for number, finding in found.items()} == {
        number: len(real["comments"]) for number, real in truth.items()
    }
    assert len(asked) == 1 + sum(bool(real["comments"]) for real in truth.values())
    (number,) = (number for number, real in truth.items() if real["url"].endswith("innlegg-4/"))
    real = truth[number]["comments"]
    assert found[number].listed
    assert [comment.key for comment in found[number].comments] == [str(one["id"]) for one in real]
    assert [comment.author for comment in found[number].comments] == [one["author"] for one in real]
    assert [comment.author_url for comment in found[number].comments] == [one["author_url"] for one in real]
    assert [comment.parent or "0" for comment in found[number].comments] == [one["parent"] for one in real]


@needs_captures
def test_a_real_isso_does_not_tell_an_unknown_thread_from_an_empty_one():
    asked = json.loads(real_row("isso-count")["request_body"])
    counted = json.loads(captured(CAPTURES / "static", "isso-count").body)
    assert dict(zip(asked, counted, strict=True))["/nope/"] == 0
    assert json.loads(captured(CAPTURES / "static", "isso-count-absolute").body) == [0]


@needs_captures
def test_the_refusal_of_a_real_isso_is_understood():
    refusal = captured(CAPTURES / "static", "isso-count-get")
    found, _, answer = told(lambda _: refusal, old(1))
    assert (found[1].reason, answer.refused) == (Reason.REFUSED, refusal)


@needs_captures
def test_real_pages_without_isso_are_not_taken_for_it():
    for name in ("static/post-0-page", "static/home", "hugo/post-0-page", "mezzanine/post-0-page", "ghost/home"):
        folder, capture = name.split("/")
        html = captured(CAPTURES / folder, capture).body.decode()
        assert isso.recognises(SITE, read_page(html, HOME)) is None
