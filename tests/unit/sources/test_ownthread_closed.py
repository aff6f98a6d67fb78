"""Posts without a thread on a blog with an Isso or a Remark42: nobody can comment on them, if others have threads."""

import pytest

from aggregator.core.model import Finding, Openness, Reason
from tests.support.build import post
from tests.support.issothreads import Isso
from tests.support.remark42threads import Remark42
from tests.support.threadservers import BARE, asked_for

pytestmark = pytest.mark.parametrize("server", [Isso, Remark42])


def test_a_page_without_a_thread_is_closed_where_others_have_one(server):
    web = server(pages={"/2/": BARE, "/3/": BARE})
    found, _, answer = web.told(post(1), post(2), post(3), params=server.NEW, thorough=True)
    assert found[1].openness is Openness.OPEN
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    assert found[3] == Finding(3, 0, openness=Openness.CLOSED)
    assert answer.params == server.KNOWN


@pytest.mark.parametrize("numbers", [(2,), (2, 3)])
def test_new_posts_without_threads_are_closed_until_all_are_looked_at(server, numbers):
    found, _, answer = server(pages=lambda request: BARE).told(server.old(1), *map(post, numbers))
    assert {number: found[number] for number in numbers} == {
        number: Finding(number, 0, openness=Openness.CLOSED) for number in numbers
    }
    assert answer.params == server.KNOWN


def test_a_closed_post_keeps_its_comments(server):
    web = server({server.name(2): [server.row()]}, {"/2/": BARE})
    found, _, _ = web.told(server.old(1), post(2))
    assert (found[2].count, found[2].listed, found[2].openness) == (1, True, Openness.CLOSED)


def test_where_threads_have_names_a_closed_post_has_no_number(server):
    web = server(pages={"/1/": server.named("one"), "/2/": BARE})
    found, _, answer = web.told(post(1), post(2), params=server.NEW, thorough=True)
    assert found[2] == Finding(2, None, openness=Openness.CLOSED, reason=Reason.NOT_LISTED)
    web.paths.clear()
    web.told(server.old(1), server.old(2, count=None, openness=Openness.CLOSED), params=answer.params)
    assert web.paths == []


def test_a_thread_that_has_gone_from_its_page_is_not_asked_for(server):
    params = {**server.NEW, "ids": "page", "id 1": "one", "id 2": "two"}
    web = server(pages={"/1/": server.named("one"), "/2/": BARE})
    found, asked, answer = web.told(server.old(1), server.old(2), params=params, thorough=True)
    assert asked_for(asked) == ["one"]
    assert found[2].openness is Openness.CLOSED
    assert answer.params == {**server.NEW, "ids": "page", "id 1": "one"}


def test_where_no_page_has_a_thread_any_more_nothing_is_known(server):
    posts = [server.old(1), server.old(2), post(3, url=None)]
    found, asked, _ = server(pages=lambda request: BARE).told(*posts, thorough=True)
    assert not asked_for(asked)
    assert found[1] == Finding(1, None, openness=Openness.UNKNOWN, reason=Reason.NOT_THERE)
    assert {finding.count for finding in found.values()} == {None}


def test_a_thread_that_was_closed_and_opened_again_is_open(server):
    found, _, _ = server().told(server.old(1, openness=Openness.CLOSED), thorough=True)
    assert found[1].openness is Openness.OPEN
