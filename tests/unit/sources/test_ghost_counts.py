"""How many comments Ghost counts, and how often its lists of them are asked for."""

from datetime import timedelta

import pytest

from aggregator.comments import ghost
from aggregator.core.model import Comment, Finding, FoundComment, Openness, Reason
from aggregator.core.record import replace
from tests.support.ghostapi import COUNTS, SITE, Blog, guid, key, one, row, seen, told
from tests.support.refusals import NOT_THERE, REFUSALS
from tests.support.sources import NOW, ask, by_post

# -- how many ---------------------------------------------------------------------------------------


def test_no_comment_is_zero_and_one_request_for_all_posts():
    found, asked, _ = told(Blog(), one(1), one(2))
    assert found == {1: Finding(1, 0, openness=Openness.OPEN), 2: Finding(2, 0, openness=Openness.OPEN)}
    assert [request.url for request in asked] == [f"{COUNTS}?ids={guid(1)},{guid(2)}"]


def test_a_hundred_posts_at_a_time():
    found, asked, _ = told(Blog(), *[one(number) for number in range(1, 202)])
    assert len(asked) == 3
    assert {one.count for one in found.values()} == {0}


@pytest.mark.parametrize(
    "name", ["", "1", guid(1)[:-1], guid(1) + "0", "https://kari.example/1/", "G" * 24, guid(1) + "\n"]
)
def test_a_guid_that_is_no_id_of_ghost_is_unknown(name):
    found, asked, _ = told(Blog(), one(1, guid=name), one(2))
    assert found[1] == Finding(1, None, openness=Openness.OPEN, reason=Reason.NOT_LISTED)
    assert found[2].count == 0
    assert name not in asked[0].url.split("=")[1].split(",")


@pytest.mark.parametrize("count", [None, -1, "many", 1.5, True, [], {}])
def test_a_count_that_is_none_or_not_there_is_unknown(count):
    found, _, answer = told(Blog(counts={guid(1): count, guid(2): 0, guid(9): 4}), one(1), one(2), one(3))
    assert {number: finding.count for number, finding in found.items()} == {1: None, 2: 0, 3: None}
    assert found[3].reason is Reason.NOT_LISTED
    assert answer.refused is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        *REFUSALS,
        NOT_THERE,  # before version 5.9
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a list"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="nothing that was asked for"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    found, asked, answer = told(Blog(instead={"/counts/": reply}), one(1), one(2), thorough=True)
    assert len(asked) == 1
    assert answer.refused is not None
    assert {one: (finding.count, finding.reason, finding.openness) for one, finding in found.items()} == {
        1: (None, reason, None),
        2: (None, reason, None),
    }


def test_a_refusal_of_the_second_hundred_leaves_what_the_first_told():
    blog = Blog()
    found, asked, answer = told(lambda r: 429 if guid(101) in r.url else blog(r), *map(one, range(1, 102)))
    assert len(asked) == 2
    assert answer.refused.status == 429
    assert [found[100].count, found[101].count, found[101].reason] == [0, None, Reason.TOO_MANY]


def test_a_blog_chosen_by_hand_is_asked_at_its_home():
    found, asked, _ = told(Blog(), one(), params={})
    assert found[1].count == 0
    assert asked[0].url.startswith(COUNTS)
    answer, asked = ask(ghost, replace(SITE, home=None), [one()], Blog(), params={})
    assert by_post(answer)[1].reason is Reason.NOT_THERE
    assert not asked


# -- how often --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "thorough", "read"),
    [
        pytest.param(seen(1, listed=True), False, False, id="nothing new"),
        pytest.param(seen(1, listed=True), True, True, id="nothing new in a thorough round"),
        pytest.param(seen(1, listed=False), False, True, id="not listed"),
        pytest.param(seen(2, listed=True), False, True, id="another number"),
        pytest.param(seen(1, listed=True, source="page"), False, True, id="another source"),
    ],
)
def test_a_list_is_read_when_something_has_changed(before, thorough, read):
    posts = [one(1, observations=(before,)), one(2, observations=(seen(0),))]
    found, asked, _ = told(Blog({guid(1): [row(1)]}), *posts, thorough=thorough)
    assert (found[1].count, found[1].listed, found[1].openness) == (1, read, Openness.OPEN)
    assert len(asked) == 1 + read


def test_that_comments_are_gone_is_seen_in_the_list():
    old = Comment(1, "ghost", FoundComment(key(1)), NOW)
    found, asked, _ = told(Blog(), one(1, comments=(old,)), one(2, comments=(replace(old, removed_at=NOW),)))
    assert found[1] == Finding(1, 0, openness=Openness.OPEN, listed=True)
    assert not found[2].listed
    assert len(asked) == 2


def test_ten_lists_in_a_round_and_a_hundred_in_a_thorough_one():
    posts = [one(number) for number in range(1, 121)]
    blog = Blog({guid(number): [row(number)] for number in range(1, 121)})
    for thorough, most in ((False, 10), (True, 100)):
        found, asked, _ = told(blog, *posts, thorough=thorough)
        assert len(asked) == 2 + most
        assert sum(finding.listed for finding in found.values()) == most
        assert {finding.count for finding in found.values()} == {1}


def test_pages_count_towards_the_bound():
    posts = [one(number) for number in range(1, 9)]
    blog = Blog({guid(number): [row(number * 10 + more) for more in range(4)] for number in range(1, 9)}, per_page=1)
    found, asked, _ = told(blog, *posts)
    assert len(asked) == 11
    assert [finding.listed for finding in found.values()] == [True, True, *[False] * 6]


def test_posts_never_asked_about_come_first():
    ago = [timedelta(days=number) for number in range(12)]
    posts = [one(number + 1, observations=(seen(2, checked_at=NOW - ago[number]),)) for number in range(11)]
    found, _, _ = told(Blog({guid(number): [row(number)] for number in range(1, 13)}), *posts, one(12))
    assert [number for number, finding in found.items() if not finding.listed] == [1, 2]
