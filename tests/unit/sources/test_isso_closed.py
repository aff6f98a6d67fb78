"""Whether anybody can comment where Isso keeps the comments: pages with a thread and pages without."""

from aggregator.core.model import Finding, Openness, Reason
from tests.support.build import post
from tests.support.issothreads import BARE, KNOWN, NEW, Web, asked_for, named, old, row, seen, told


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
