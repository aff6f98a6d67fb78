"""Who commented on a Ghost: its lists of comments and of replies."""

import json

import pytest

from aggregator.core.model import Bound, Finding, FoundComment, Openness
from tests.support.build import at
from tests.support.ghostapi import HOME, Blog, guid, key, one, row, told


def test_who_commented_is_listed():
    found, _, _ = told(Blog({guid(1): [row(1, row(2, member={"id": "m2", "name": "Kari"}))]}), one())
    assert found[1] == Finding(
        1,
        2,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                key(1),
                "Ola & co",
                author_id="8eaa18ae",
                published=at("2026-11-19 10:00"),
                url=f"{HOME}1/#ghost-comments-{key(1)}",
                text="Well said & done",
            ),
            FoundComment(
                key(2),
                "Kari",
                author_id="m2",
                published=at("2026-11-19 10:00"),
                url=f"{HOME}1/#ghost-comments-{key(2)}",
                parent=key(1),
                text="Well said & done",
            ),
        ),
        listed=True,
    )


def test_a_reply_to_a_reply_names_it():
    found, _, _ = told(Blog({guid(1): [row(1, row(2), row(3, in_reply_to_id=key(2)))]}), one())
    assert [comment.parent for comment in found[1].comments] == [None, key(1), key(2)]


@pytest.mark.parametrize("status", ["hidden", "deleted", None, ""])
def test_what_is_not_published_is_no_comment(status):
    found, _, _ = told(Blog({guid(1): [row(1, row(2), status=status)]}), one())
    assert [comment.key for comment in found[1].comments] == [key(2)]
    assert (found[1].count, found[1].listed) == (1, True)


def test_a_member_who_has_left_has_no_name():
    found, _, _ = told(Blog({guid(1): [row(1, member=None)]}), one(url=None))
    (comment,) = found[1].comments
    assert (comment.author, comment.author_id, comment.own, comment.url) == ("", None, None, None)


def test_all_pages_of_a_list_are_read():
    found, asked, _ = told(Blog({guid(1): [row(number) for number in range(1, 8)]}, per_page=3), one())
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (7, True, 7)
    assert len(asked) == 4


def test_a_list_that_goes_on_too_long_is_not_whole():
    found, asked, _ = told(Blog({guid(1): [row(number) for number in range(1, 20)]}, per_page=1), one(), thorough=True)
    assert (found[1].count, found[1].bound, found[1].listed) == (19, Bound.EXACT, False)
    assert len(found[1].comments) == 10
    assert len(asked) == 11


def test_replies_beyond_the_first_are_fetched():
    replies = [row(number) for number in range(2, 7)]
    blog = Blog({guid(1): [row(1, *replies[:3], count={"replies": 5})]}, replies={key(1): replies})
    found, asked, _ = told(blog, one())
    assert (found[1].count, found[1].listed) == (6, True)
    assert [comment.key for comment in found[1].comments] == [key(number) for number in range(1, 7)]
    assert asked[-1].url == f"{HOME}members/api/comments/{key(1)}/replies/?limit=100&page=1"


def test_replies_that_go_on_too_long_are_not_all():
    replies = [row(number) for number in range(2, 20)]
    blog = Blog({guid(1): [row(1, count={"replies": 18})]}, replies={key(1): replies}, per_page=1, counts={guid(1): 3})
    found, _, _ = told(blog, one(), thorough=True)
    assert (found[1].count, found[1].bound, found[1].listed) == (11, Bound.AT_LEAST, False)


def test_when_replies_cannot_be_fetched_the_list_is_not_whole():
    blog = Blog(
        {guid(1): [row(1, row(2), count={"replies": 2})]},
        replies={key(1): [row(2), row(3)]},
        instead={"/replies/": (500,)},
    )
    found, _, answer = told(blog, one())
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (3, False, 2)
    assert answer.refused.status == 500


def test_a_list_shorter_than_the_count_is_not_believed_to_be_all():
    found, _, _ = told(Blog({guid(1): []}, counts={guid(1): 1}), one())
    assert found[1] == Finding(1, 1, openness=Openness.OPEN)


def test_a_list_longer_than_the_count_is_newer():
    found, _, _ = told(Blog({guid(1): [row(1), row(2)]}, counts={guid(1): 1}), one())
    assert (found[1].count, found[1].listed) == (2, True)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html>", id="html"),
        pytest.param("[]", id="a list"),
        pytest.param('{"comments": 1}', id="no list"),
        pytest.param("{}", id="empty"),
        pytest.param((404,), id="404"),
    ],
)
def test_one_list_that_is_none_concerns_its_post_only(body):
    blog = Blog({guid(1): [row(1)], guid(2): [row(2)]}, instead={f"post/{guid(1)}": body})
    found, _, answer = told(blog, one(1), one(2))
    assert found[1] == Finding(1, 1, openness=Openness.OPEN)
    assert found[2].listed
    assert answer.refused is None


@pytest.mark.parametrize("status", [0, 401, 403, 405, 429, 500])
def test_where_lists_are_refused_no_more_are_asked_for(status):
    blog = Blog({guid(number): [row(number)] for number in (1, 2)}, instead={"comments/post/": (status,)})
    found, asked, answer = told(blog, one(1), one(2))
    assert [found[1].count, found[2].count] == [1, 1]
    assert len(asked) == 2
    assert (answer.refused is not None) == (status in (0, 429, 500))


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"comments": [1, None, "x", {}], "meta": {"pagination": {"next": None}}}, id="rows"),
        pytest.param({"comments": [row(1, id="x")], "meta": {"pagination": {"next": None}}}, id="an id"),
        pytest.param({"comments": [row(1, id=None)], "meta": {"pagination": {"next": None}}}, id="no id"),
        pytest.param({"comments": [row(1)]}, id="no meta"),
        pytest.param({"comments": [row(1)], "meta": []}, id="meta"),
        pytest.param({"comments": [row(1)], "meta": {"pagination": {"next": "2"}}}, id="next"),
    ],
)
def test_a_list_in_an_odd_shape_is_not_whole(odd):
    found, asked, _ = told(Blog(counts={guid(1): 1}, instead={"comments/post/": json.dumps(odd)}), one())
    assert (found[1].count, found[1].listed) == (1, False)
    assert len(asked) == 2


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(1, member=[1], html=None, created_at=7, in_reply_to_id={}, replies="no", count="no")
    found, _, _ = told(Blog(counts={guid(1): 1}, threads={guid(1): [odd]}), one())
    assert found[1].comments == (FoundComment(key(1), url=f"{HOME}1/#ghost-comments-{key(1)}"),)
