"""Which thread of an Isso or a Remark42 is a post's: its page says so, or all pages name theirs after their address."""

from datetime import timedelta

import pytest

from aggregator.core.model import Finding, Openness, Reason
from aggregator.core.record import replace
from tests.support.build import post
from tests.support.issothreads import Isso
from tests.support.remark42threads import Remark42
from tests.support.sources import NOW
from tests.support.threadservers import BARE, HOME, asked_for, at_address

pytestmark = pytest.mark.parametrize("server", [Isso, Remark42])


def test_a_first_look_shows_that_threads_are_named_by_their_address(server):
    found, asked, answer = server().told(post(1), post(2), params=server.NEW, thorough=True)
    assert found == {1: Finding(1, 0, openness=Openness.OPEN), 2: Finding(2, 0, openness=Openness.OPEN)}
    assert asked_for(asked) == [server.name(1), server.name(2)]
    assert answer.params == server.KNOWN


def test_then_no_page_is_looked_at_and_one_request_does(server):
    found, asked, answer = server().told(server.old(1), server.old(2))
    assert found == {1: Finding(1, 0, openness=None), 2: Finding(2, 0, openness=None)}
    assert [request.url for request in asked] == [server.COUNTS_AT]
    assert answer.params == server.KNOWN


def test_a_blog_that_was_never_recognised_is_not_asked(server):
    found, asked, _ = server().told(post(1), params={})
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_THERE)
    assert not asked


# -- which pages are looked at ----------------------------------------------------------------------


def test_a_new_post_is_looked_at(server):
    web = server()
    found, _, _ = web.told(server.old(1), post(2))
    assert web.paths == ["/2/"]
    assert (found[1].openness, found[2].openness) == (None, Openness.OPEN)


@pytest.mark.parametrize(("thorough", "most"), [(False, 10), (True, 100)])
def test_ten_pages_in_a_round_and_a_hundred_in_a_thorough_one(server, thorough, most):
    web = server()
    found, asked, _ = web.told(*[post(number) for number in range(1, 121)], thorough=thorough)
    assert len(web.paths) == most
    assert len(asked) == most + 2
    assert {finding.count for finding in found.values()} == {0}
    assert sum(finding.openness is Openness.OPEN for finding in found.values()) == most


def test_posts_never_asked_about_are_looked_at_first(server):
    posts = [server.old(number, checked_at=NOW - timedelta(days=number)) for number in range(1, 101)]
    web = server()
    web.told(*posts, post(101), thorough=True)
    assert web.paths[:3] == ["/101/", "/100/", "/99/"]
    assert "/1/" not in web.paths


@pytest.mark.parametrize("status", [0, 429, 503])
def test_a_blog_that_is_overloaded_is_left_alone(server, status):
    web = server(pages=lambda request: status)
    found, _, answer = web.told(*[post(number) for number in range(1, 31)], thorough=True)
    assert len(web.paths) == 10
    assert {finding.count for finding in found.values()} == {0}
    assert answer.refused is None


# -- names of their own -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["1", "/1", HOME + "1", "https://ola.example/1/", "a title", "/en/1/"])
def test_a_thread_with_a_name_of_its_own_is_asked_for_by_that_name(server, name):
    web = server({name: [server.row()]}, {"/1/": server.named(name)})
    found, asked, answer = web.told(post(1), params=server.NEW, thorough=True)
    assert asked_for(asked) == [name]
    assert (found[1].count, found[1].listed) == (1, True)
    assert answer.params == {**server.NEW, "ids": "page", "id 1": name}
    found, asked, answer = web.told(server.old(1), params=answer.params)
    assert asked_for(asked) == [name]
    assert len(web.paths) == 1
    assert answer.params["id 1"] == name


def test_where_threads_have_names_no_name_is_guessed(server):
    web = server(pages={"/1/": server.named("one"), "/2/": 503, "/3/": 404})
    found, asked, answer = web.told(post(1), post(2), post(3), post(4, url=None), params=server.NEW, thorough=True)
    assert asked_for(asked) == ["one"]
    assert {number: (finding.count, finding.reason) for number, finding in found.items()} == {
        1: (0, None),
        2: (None, Reason.UNREACHABLE),
        3: (None, Reason.NOT_THERE),
        4: (None, Reason.NOT_LISTED),
    }
    assert answer.params == {**server.NEW, "ids": "page", "id 1": "one", "id 3": ""}
    web.paths.clear()
    web.told(server.old(1), server.old(2), server.old(3), params=answer.params)
    assert web.paths == ["/2/"]


def test_one_odd_page_shakes_the_rule_until_all_are_looked_at_again(server):
    web = server(pages={"/2/": server.named("two")})
    found, asked, answer = web.told(server.old(1), post(2))
    assert asked_for(asked) == ["two"]
    assert (found[1].count, found[1].reason) == (None, Reason.NOT_LISTED)
    assert answer.params == {**server.NEW, "ids": "page", "id 2": "two"}
    web.pages = {}
    _, asked, answer = web.told(server.old(1), server.old(2), params=answer.params)
    assert sorted(asked_for(asked)) == [server.name(1), "two"]
    assert answer.params["ids"] == "page"
    _, asked, answer = web.told(server.old(1), server.old(2), params=answer.params, thorough=True)
    assert answer.params == server.KNOWN


def test_the_slash_that_a_redirect_adds_belongs_to_the_name(server):
    web = server(pages={"/1": at_address(HOME + "1/", server.PAGE)})
    _, asked, answer = web.told(post(1, url=HOME + "1"), params=server.NEW, thorough=True)
    assert asked_for(asked) == [server.name(1)]
    assert answer.params == {**server.NEW, "ids": "page", "id 1": server.name(1)}


def test_a_name_too_long_is_none(server):
    web = server(pages={"/1/": server.named("x" * 3000)})
    found, asked, _ = web.told(post(1), params=server.NEW, thorough=True)
    assert not asked_for(asked)
    assert (found[1].count, found[1].openness) == (None, Openness.UNKNOWN)


# -- pages that tell nothing ------------------------------------------------------------------------


def test_a_post_that_lies_elsewhere_has_no_thread_here(server):
    web = server(pages={"/1/": BARE})
    found, asked, answer = web.told(post(1, url="https://news.example/1/"), server.old(2))
    assert asked_for(asked) == [server.name(2)]
    assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_LISTED)
    assert answer.params == {**server.KNOWN, "id 1": ""}


def test_what_a_page_did_not_tell_is_not_guessed_later(server):
    posts = [server.old(1), server.old(2, count=None)]
    found, asked, _ = server().told(*posts, params={**server.KNOWN, "id 2": ""})
    assert asked_for(asked) == [server.name(1)]
    assert found[2] == Finding(2, None, openness=None, reason=Reason.NOT_LISTED)
    _, asked, _ = server().told(replace(server.old(1), url="https://news.example/1/"), server.old(2))
    assert asked_for(asked) == [server.name(2)]


@pytest.mark.parametrize("bare", [True, False])
def test_a_page_that_leads_to_the_front_page_tells_nothing_of_the_post(server, bare):
    web = server(pages={"/1/": at_address(HOME, BARE if bare else server.PAGE)})
    found, _, _ = web.told(post(1), server.old(2))
    assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_LISTED)
    assert found[2].count == 0


@pytest.mark.parametrize("status", [404, 410])
def test_of_a_page_that_is_gone_no_number_is_believed_until_it_is_looked_at_again(server, status):
    web = server(pages={"/1/": status})
    found, _, answer = web.told(post(1), server.old(2))
    gone = Finding(1, None, openness=None, reason=Reason.NOT_THERE)
    assert (found[1], found[2].count) == (gone, 0)
    found, asked, _ = web.told(server.old(1), server.old(2), params=answer.params)
    assert (found[1].count, found[2].count, len(asked)) == (None, 0, 1)
    found, _, _ = server().told(server.old(1), server.old(2), params=answer.params, thorough=True)
    assert (found[1].count, found[2].count) == (0, 0)


def test_pages_that_are_not_html_say_nothing(server):
    web = server(pages={"/1/": at_address(HOME + "1/", "%PDF", "application/pdf")})
    found, asked, _ = web.told(post(1), params=server.NEW, thorough=True)
    assert not asked_for(asked)
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
