"""How many comments Isso counts, and who wrote them."""

from dataclasses import replace

import pytest

from aggregator.core.model import Bound, Comment, Finding, FoundComment, Reason
from tests.support.build import at, post
from tests.support.issothreads import HOME, KNOWN, SERVER, Web, old, row, seen, told
from tests.support.sources import NOW


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
