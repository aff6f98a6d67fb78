"""What a round of questions to WordPress's REST API costs, and how lists of many pages are read."""

import json
from datetime import timedelta

import pytest

from aggregator.comments import wordpress
from aggregator.core.model import Bound, Comment, FoundComment, Kind, Openness, Reason
from tests.support.build import observation as seen
from tests.support.sources import NOW, ask, by_post
from tests.support.wordpressrest import HOME, SITE, Blog, comment, finding, known, one, shown, told

# -- what a round costs -----------------------------------------------------------------------------


def test_in_steady_state_one_request_is_enough():
    posts = [one(number, observations=(known(number % 2),)) for number in range(1, 101)]
    blog = Blog([], [comment(500, 4)])
    found = by_post(told(posts, blog))
    assert blog.routes == ["comments"]
    assert (found[4].count, found[5].count, found[4].openness) == (1, 0, None)


def test_the_thorough_round_confirms_everything():
    blog = Blog([shown(1)], [comment()])
    found = by_post(told([one(n, observations=(known(0),)) for n in (1, 2)], blog, thorough=True))
    assert blog.routes == ["posts", "comments"]
    assert (found[1].count, found[1].openness) == (1, Openness.UNKNOWN)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    ("said", "routes"),
    [
        pytest.param((), ["posts", "comments"], id="never asked"),
        pytest.param((seen(0),), ["posts", "comments"], id="another source has counted"),
        pytest.param((known(0),), ["comments"], id="counted"),
        pytest.param((known(None),), ["posts", "comments"], id="asked without success"),
        pytest.param((known(None, reason=Reason.NOT_LISTED),), [], id="not there"),
    ],
)
def test_a_post_is_confirmed_once(said, routes):
    blog = Blog([shown()])
    told([one(observations=said)], blog, now=one().first_seen + timedelta(days=2))
    assert blog.routes == routes


def test_a_young_post_that_is_not_there_yet_is_looked_for_again():
    blog = Blog([shown()])
    early = one().first_seen + timedelta(hours=23)
    assert finding(one(observations=(known(None, reason=Reason.NOT_LISTED),)), blog, now=early).count == 0


def test_the_author_is_looked_up_when_somebody_with_an_account_comes():
    stored = one(observations=(known(0),))
    blog = Blog([shown(author=3)], [comment(7, author=3), comment(8, author=4), comment(9)])
    found = finding(stored, blog)
    assert blog.routes == ["comments", "posts"]
    assert [said.own for said in found.comments] == [True, False, None]


def test_an_account_that_was_judged_before_needs_no_look():
    comments = tuple(Comment(1, "wordpress", said, NOW) for said in (own("7", "3", True), own("8", "4", False)))
    blog = Blog([shown(author=3)], [comment(7, author=3), comment(8, author=4)])
    found = finding(one(observations=(known(2),), comments=comments), blog)
    assert blog.routes == ["comments"]
    assert [said.own for said in found.comments] == [True, False]


def own(key, account, is_own):
    return FoundComment(key, author_id=account, own=is_own)


def test_more_than_a_hundred_posts_are_asked_for_in_turns():
    blog = Blog([shown(n % 50, id=n + 10, link=f"{HOME}{n}/") for n in range(1, 251)], [comment(700, 250)])
    found = by_post(told([one(n) for n in range(1, 251)], blog))
    assert blog.routes == 3 * ["posts"] + 3 * ["comments"]
    assert (found[250].count, sum(one.count for one in found.values())) == (1, 1)


def test_no_posts_cost_nothing():
    assert ask(wordpress, SITE, [], {})[1] == []


# -- paging -----------------------------------------------------------------------------------------


def test_further_pages_are_followed():
    blog = Blog([shown(1), shown(2)], [comment(n, 1 + n % 2) for n in range(1, 251)])
    found = by_post(told([one(1), one(2)], blog))
    assert blog.routes == ["posts", *3 * ["comments"]]
    assert [(found[n].count, found[n].listed, found[n].bound) for n in (1, 2)] == 2 * [(125, True, Bound.EXACT)]


def test_a_list_without_end_is_cut():
    blog = Blog([shown(1), shown(2)], [comment(n, 1) for n in range(1, 1102)])
    found = by_post(told([one(1), one(2)], blog))
    assert blog.routes == ["posts", *10 * ["comments"]]
    assert (found[1].count, found[1].bound, found[1].listed) == (1000, Bound.AT_LEAST, False)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    ("headers", "count", "listed"),
    [
        pytest.param({"x-wp-total": "2"}, 1, False, id="more than are shown"),
        pytest.param({"x-wp-total": "many", "x-wp-totalpages": "?"}, 1, True, id="no numbers, but less than a page"),
        pytest.param({"x-wp-totalpages": "2"}, 1, True, id="a second page with nothing new"),
    ],
)
def test_a_list_is_whole_when_the_numbers_say_so(headers, count, listed):
    found = finding(one(), Blog([shown()], [comment()], headers=headers))
    assert (found.count, found.listed) == (count, listed)


@pytest.mark.parametrize("junk", [None, 3, [], "x", {}, {"id": 8}, {"id": "8", "post": 11}, {"id": 8, "post": "11"}])
def test_a_list_with_something_else_in_it_is_not_whole(junk):
    blog = Blog([shown(1), shown(2)], instead={"comments": json.dumps([comment(7, 1), junk])})
    found = by_post(told([one(1), one(2)], blog))
    assert (found[1].count, found[1].bound, found[1].listed) == (1, Bound.AT_LEAST, False)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    "changes",
    [
        {"author_name": None, "author_url": 3, "content": "text", "date_gmt": [], "link": {}, "parent": "5"},
        {"author_name": 9 * "<b>x</b>" + 900 * "y", "content": {"rendered": None}, "type": None},
        {"content": {"rendered": 9_000 * "x"}},
    ],
)
def test_a_comment_of_odd_shape_is_still_a_comment(changes):
    [said] = finding(one(), Blog([shown()], [comment(**changes)])).comments
    assert said.key == "7"
    assert said.kind is Kind.COMMENT
    assert len(said.author) <= 200
    assert len(said.text) <= 2000
