"""How many comments an Isso or a Remark42 counts, and whose lists are read: those that have changed, in turn."""

import pytest

from aggregator.core.model import Comment, Finding, FoundComment, Reason
from aggregator.core.record import replace
from tests.support.issothreads import Isso
from tests.support.refusals import NOT_THERE, REFUSALS
from tests.support.remark42threads import Remark42
from tests.support.sources import NOW

pytestmark = pytest.mark.parametrize("server", [Isso, Remark42])


def test_a_hundred_posts_at_a_time(server):
    found, asked, _ = server().told(*[server.old(number) for number in range(1, 202)])
    assert len(asked) == 3
    assert {finding.count for finding in found.values()} == {0}


@pytest.mark.parametrize("count", [None, "many", -1, True, 1.5, {}])
def test_a_number_that_is_none_is_unknown(server, count):
    found, _, answer = server(counts={server.name(1): count}).told(server.old(1), server.old(2))
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_LISTED)
    assert found[2].count == 0
    assert answer.refused is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [*REFUSALS, NOT_THERE, pytest.param(400, Reason.NOT_UNDERSTOOD, id="400"), ("{}", Reason.NOT_UNDERSTOOD)],
)
def test_a_refusal_ends_the_asking(server, reply, reason):
    web = server({server.name(1): [server.row()]}, instead={server.COUNTS_AT: reply})
    found, asked, answer = web.told(server.old(1), server.old(2))
    assert len(asked) == 1
    assert answer.refused is not None
    assert answer.params == server.KNOWN
    assert found == {number: Finding(number, None, openness=None, reason=reason) for number in (1, 2)}


# -- lists ------------------------------------------------------------------------------------------


def test_a_list_shorter_than_the_count_is_not_believed_to_be_all(server):
    found, _, _ = server(counts={server.name(1): 2}).told(server.old(1))
    assert found[1] == Finding(1, 2, openness=None)


def test_a_list_longer_than_the_count_is_newer(server):
    web = server({server.name(1): [server.row(1), server.row(2)]}, counts={server.name(1): 1})
    found, _, _ = web.told(server.old(1))
    assert (found[1].count, found[1].listed) == (2, True)


@pytest.mark.parametrize(
    "reply", [404, 410, "<html>", "[]", "{}", '{"replies": 1, "comments": 1}', '{"replies": null, "comments": null}']
)
def test_one_list_that_is_none_concerns_its_post_only(server, reply):
    threads = {server.name(1): [server.row(1)], server.name(2): [server.row(2)]}
    found, _, answer = server(threads, instead={"%2F1%2F": reply}).told(server.old(1), server.old(2))
    assert found[1] == Finding(1, 1, openness=None)
    assert found[2].listed
    assert answer.refused is None


@pytest.mark.parametrize("status", [0, 401, 403, 405, 429, 500])
def test_where_lists_are_refused_no_more_are_asked_for(server, status):
    threads = {server.name(number): [server.row(number)] for number in (1, 2)}
    found, asked, answer = server(threads, instead={server.LISTS: status}).told(server.old(1), server.old(2))
    assert [found[1].count, found[2].count] == [1, 1]
    assert len(asked) == 2
    assert (answer.refused is not None) == (status in (0, 429, 500))


@pytest.mark.parametrize(("thorough", "read"), [(False, [2, 3]), (True, [1, 2, 3])])
def test_what_is_known_is_not_listed_again(server, thorough, read):
    web = server({server.name(number): [server.row(number)] for number in (1, 2, 3)})
    posts = [
        server.old(1, count=1, listed=True),
        server.old(2, count=1, listed=False),
        server.old(3, count=2, listed=True),
    ]
    found, _, _ = web.told(*posts, thorough=thorough)
    assert [number for number, finding in found.items() if finding.listed] == read


def test_that_comments_are_gone_is_seen_in_the_list(server):
    was = Comment(1, server.SOURCE.NAME, FoundComment("1"), NOW)
    removed = replace(was, removed_at=NOW)
    posts = [replace(server.old(1), comments=(was,)), replace(server.old(2), comments=(removed,))]
    found, asked, _ = server().told(*posts)
    assert found[1] == Finding(1, 0, openness=None, listed=True)
    assert (found[2].listed, len(asked)) == (False, 2)


@pytest.mark.parametrize(("thorough", "most"), [(False, 10), (True, 100)])
def test_ten_lists_in_a_round_and_a_hundred_in_a_thorough_one(server, thorough, most):
    web = server({server.name(number): [server.row(number)] for number in range(1, 121)})
    found, _, _ = web.told(*[server.old(number, count=0) for number in range(1, 121)], thorough=thorough)
    assert sum(finding.listed for finding in found.values()) == most
    assert {finding.count for finding in found.values()} == {1}
