"""What Remark42's counts and lists tell of comments; see test_ownthread_lists for whose lists are read."""

import json

import pytest

from aggregator.core.model import FoundComment, Openness, Reason
from tests.support.remark42threads import Remark42
from tests.support.threadservers import HOME

old, row = Remark42.old, Remark42.row
FIRST = HOME + "1/"


@pytest.mark.parametrize(("said", "openness"), [(True, Openness.CLOSED), (False, None), ("yes", None)])
def test_a_post_that_is_read_only_is_closed(said, openness):
    found, _, _ = Remark42({FIRST: [row()]}, info={"read_only": said}).told(old(1))
    assert (found[1].listed, found[1].openness) == (True, openness)


def test_deleted_comments_are_none():
    found, _, _ = Remark42({FIRST: [row(1, delete=True), row(2, pid="c-1")]}).told(old(1))
    assert [(comment.key, comment.parent) for comment in found[1].comments] == [("c-2", "c-1")]
    assert (found[1].count, found[1].listed) == (1, True)


def test_comments_of_somebody_shut_out_are_counted_but_not_shown():
    found, _, _ = Remark42({FIRST: [row(1, delete=True), row(2)]}, counts={FIRST: 2}).told(old(1))
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (1, True, 1)


def test_comments_of_another_page_are_left_out():
    rows = [row(1, locator={"url": HOME + "2/"}), row(2, locator={"url": FIRST}), row(3, locator=7)]
    found, _, _ = Remark42({FIRST: rows}).told(old(1))
    assert [comment.key for comment in found[1].comments] == ["c-2", "c-3"]
    assert not found[1].listed


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(1, user=["Ola"], time=7, text=None, pid={})
    found, _, _ = Remark42({FIRST: [odd, row(2, id=None)]}).told(old(1))
    assert found[1].comments == (FoundComment("c-1", url=FIRST + "#remark42__comment-c-1"),)


def test_a_number_that_is_not_there_is_unknown():
    counts = json.dumps([{"url": FIRST, "count": 0}, {"url": HOME + "9/", "count": 1}, "x", {}])
    found, _, answer = Remark42(instead={"/counts": counts}).told(old(1), old(2))
    assert (found[1].count, found[2].count, found[2].reason) == (0, None, Reason.NOT_LISTED)
    assert answer.refused is None


def test_of_a_site_that_it_does_not_know_the_server_tells_nothing():
    found, _, answer = Remark42(instead={"/counts": "[]"}).told(old(1))
    assert (found[1].reason, answer.refused is not None) == (Reason.NOT_UNDERSTOOD, True)
