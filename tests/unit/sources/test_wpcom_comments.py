"""What WordPress.com tells of comments: how many, whether open, and who wrote them."""

import json

import pytest

from aggregator.core.model import Finding, FoundComment, Kind, Openness, Reason
from tests.support.build import at
from tests.support.sources import by_post
from tests.support.wpcomapi import CAPTURES, ELSEWHERE, HOME, Blog, one, stored, told

# -- counts -----------------------------------------------------------------------------------------


def test_zero_and_open():
    blog = Blog()
    assert one(31, blog) == Finding(31, 0, includes_pings=True, openness=Openness.OPEN, listed=True)
    assert blog.asked == ["posts"]


def test_zero_and_closed():
    assert one(19) == Finding(19, 0, includes_pings=True, openness=Openness.CLOSED, listed=True)


@pytest.mark.parametrize("said", ["no", None, 1, 0])
def test_open_is_only_what_is_said_so(said):
    assert one(31, Blog(posts=posts_with({"comments_open": said, "comment_count": 0}))).openness is Openness.UNKNOWN


@pytest.mark.parametrize(
    "discussion", [None, [], {}, {"comment_count": None}, {"comment_count": "x"}, {"comment_count": -1}]
)
def test_a_post_without_a_number_of_comments_is_unknown(discussion):
    found = one(31, Blog(posts=posts_with(discussion)))
    assert (found.count, found.reason) == (None, Reason.NOT_LISTED)


def posts_with(discussion, **changes):
    row = json.loads((CAPTURES / "posts.json").read_text())["posts"][0]
    return json.dumps({"found": 1, "posts": [row | {"discussion": discussion} | changes]})


@pytest.mark.parametrize(
    ("kept", "is_ours"),
    [
        pytest.param({}, True, id="as it is"),
        pytest.param({"guid": "http://old.example/?p=31", "url": "https://kari.example/1/"}, True, id="moved"),
        pytest.param({"published": None}, True, id="by its address"),
        pytest.param({"guid": "tag:31"}, True, id="without a number"),
        pytest.param({"guid": "tag:31", "url": "https://kari.example/1/"}, False, id="with nothing in common"),
        pytest.param({"guid": "http://kari.wordpress.com/?p=28"}, False, id="the number of another post"),
        pytest.param({"guid": "http://kari.wordpress.com/?p=99"}, False, id="a number that is not shown"),
    ],
)
def test_only_a_post_that_the_api_shows_can_be_zero(kept, is_ours):
    found = one(31, stored=kept)
    assert (found.count, found.reason) == ((0, None) if is_ours else (None, Reason.NOT_LISTED))


# -- comments ---------------------------------------------------------------------------------------


def test_who_has_commented():
    assert one(28) == Finding(
        28,
        2,
        includes_pings=True,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                "64",
                "Kari Nordmann",
                "http://kari.wordpress.com",
                "501",
                True,
                published=at("2026-11-15 09:00"),
                url=HOME + "2026/11/14/answered/#comment-64",
                parent="63",
                text="Thank you, Ola!",
            ),
            FoundComment(
                "63",
                "Ola & Per",
                "https://ola.example.org/",
                published=at("2026-11-14 20:05"),
                url=HOME + "2026/11/14/answered/#comment-63",
                text="Well said & done.",
            ),
        ),
        listed=True,
    )


def test_pings_are_told_apart():
    found = one(22)
    assert (found.count, found.listed, [said.kind for said in found.comments]) == (1, True, [Kind.PING])


def test_a_post_whose_comments_are_not_all_among_the_newest_is_asked_for_by_itself():
    blog = Blog()
    found = one(25, blog)
    assert blog.asked == ["posts", "comments", "replies-25"]
    assert (found.count, found.listed) == (4, True)
    assert [(said.key, said.kind, said.own) for said in found.comments] == [
        ("61", Kind.COMMENT, False),
        ("60", Kind.PING, None),
        ("59", Kind.COMMENT, None),
        ("58", Kind.COMMENT, False),
    ]


def test_accounts_elsewhere_prove_only_who_is_the_same():
    found = one(25, site=ELSEWHERE)
    assert [said.own for said in found.comments] == [None, None, None, None]
    assert [said.own for said in one(28, site=ELSEWHERE).comments] == [True, None]


def test_all_posts_at_once():
    blog = Blog()
    found = by_post(told([stored(n) for n in (31, 28, 25, 22, 19)], blog))
    assert blog.asked == ["posts", "comments", "replies-25"]
    assert {n: (one.count, len(one.comments)) for n, one in found.items()} == {
        31: (0, 0),
        28: (2, 2),
        25: (4, 4),
        22: (1, 1),
        19: (0, 0),
    }
    assert all(one.listed for one in found.values())


def test_wordpress_own_comment_is_nobodys():
    row = json.loads((CAPTURES / "comments.json").read_text())["comments"][-1]
    row |= {
        "ID": 1,
        "type": "comment",
        "author": {"ID": 0, "name": "A WordPress Commenter", "URL": "https://wordpress.org/"},
    }
    found = one(22, Blog(comments=json.dumps({"found": 1, "comments": [row]})))
    assert (found.count, found.comments, found.listed) == (0, (), True)


@pytest.mark.parametrize(
    "junk", [{}, {"ID": "55", "post": {"ID": 22}}, {"ID": 70}, {"ID": 70, "post": 22}, {"ID": 70, "post": {"ID": 9}}, 3]
)
def test_a_list_with_something_else_in_it(junk):
    rows = json.loads((CAPTURES / "comments.json").read_text())["comments"]
    found = one(22, Blog(comments=json.dumps({"comments": [*rows, junk]})))
    assert (found.count, found.listed) == (1, True)


@pytest.mark.parametrize(
    "changes", [{"author": None}, {"author": {"ID": "x", "name": 3, "URL": []}}, {"content": 3, "date": {}}]
)
def test_a_comment_of_odd_shape_is_still_a_comment(changes):
    rows = [row | changes for row in json.loads((CAPTURES / "comments.json").read_text())["comments"]]
    assert one(22, Blog(comments=json.dumps({"comments": rows}))).count == 1
