"""Which blogs have Isso, and which of its threads is whose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aggregator.comments import isso
from aggregator.core.model import Finding, Openness, Reason
from aggregator.core.page import read_page
from tests.support.build import post
from tests.support.issothreads import (
    BARE,
    HOME,
    KNOWN,
    NEW,
    SERVER,
    SITE,
    THREAD,
    Web,
    asked_for,
    named,
    old,
    row,
    seen,
    told,
)
from tests.support.sources import NOW

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
