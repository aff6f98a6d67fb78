"""What Isso's counts and lists tell of comments; see test_ownthread_lists for whose lists are read."""

import pytest

from aggregator.core.model import Bound, Finding, FoundComment, Reason
from aggregator.core.record import replace
from tests.support.build import at
from tests.support.issothreads import Isso
from tests.support.threadservers import HOME

old, row = Isso.old, Isso.row


def test_who_commented_is_listed():
    found, asked, _ = Isso({"/1/": [row(3, row(4, parent=3, author=None, website=None))]}).told(old(1))
    assert asked[-1].url == Isso.SERVER + "?uri=%2F1%2F"
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
    found, _, _ = Isso({"/1/": [row(3, row(4), mode=mode)]}).told(old(1))
    assert [comment.key for comment in found[1].comments] == ["4"]
    assert (found[1].count, found[1].listed) == (1, True)


@pytest.mark.parametrize("rows", [[row(1, row(2), hidden_replies=1)], [row(1, row(2, hidden_replies=1))]])
def test_hidden_replies_make_a_list_incomplete(rows):
    found, _, _ = Isso({"/1/": rows}).told(old(1))
    assert (found[1].count, found[1].bound, found[1].listed) == (2, Bound.EXACT, False)


def test_an_incomplete_list_longer_than_the_count_is_a_least_number():
    found, _, _ = Isso({"/1/": [row(1, hidden_replies=1), row(2)]}, counts={"/1/": 1}).told(old(1))
    assert (found[1].count, found[1].bound, found[1].listed) == (2, Bound.AT_LEAST, False)


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(3, author=[1], website="javascript:x", created="soon", text=None, parent={}, replies="no")
    found, _, _ = Isso({"/1/": [odd, row(None)]}, instead={"/count": "[1]"}).told(old(1))
    assert found[1].comments == (FoundComment("3", url=HOME + "1/#isso-3"),)


@pytest.mark.parametrize("reply", ["[0]", "[0, 0, 0]"])
def test_counts_of_other_threads_than_those_asked_for_are_not_understood(reply):
    found, asked, answer = Isso(instead={"/count": reply}).told(old(1), old(2))
    assert {finding.reason for finding in found.values()} == {Reason.NOT_UNDERSTOOD}
    assert (len(asked), answer.refused is not None) == (1, True)
