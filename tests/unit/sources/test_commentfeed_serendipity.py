"""Serendipity's feeds of comments, from captures of our own."""

import pytest

from aggregator.core.model import Reason
from tests.support.build import at
from tests.support.commentfeeds import S9Y, S9Y_ALL, S9Y_POSTS, capture, s9y_post, told_of
from tests.support.sources import by_post


def test_serendipity():
    told, asked = told_of(S9Y_POSTS, {S9Y_ALL: capture("serendipity-blog")}, S9Y)
    found = by_post(told)
    assert asked == [S9Y_ALL]
    assert {number: (one.count, one.listed, one.includes_pings) for number, one in found.items()} == {
        33: (2, True, False),
        32: (0, True, False),
        31: (1, True, False),
    }
    first, second = found[33].comments
    assert (first.key, first.author, first.own, first.text) == ("13", "Liv", None, "Takk for svar!")
    assert (second.url, second.published) == (
        "https://liv.example.org/archives/33-Tredje.html#c12",
        at("2026-11-18 09:00"),
    )


def test_serendipity_s_comments_are_joined_by_the_number_of_their_post():
    body = capture("serendipity-blog").replace(b"/archives/33-", b"/archives/2026/11/18/33-")
    told, _asked = told_of(S9Y_POSTS, {S9Y_ALL: body}, S9Y)
    assert [one.count for one in told.findings] == [2, 0, 1]


@pytest.mark.parametrize(
    ("body", "posts"),
    [
        pytest.param(capture("serendipity-blog").replace(b"wfw:comment>", b"wfw:x>"), S9Y_POSTS[1:2], id="no number"),
        pytest.param(capture("serendipity-blog"), [s9y_post(32, "Andre", comments_feed=None)], id="a post without one"),
        pytest.param(capture("serendipity-blog").replace(b"liv.ex", b"per.ex"), S9Y_POSTS[1:2], id="another blog"),
    ],
)
def test_serendipity_has_to_prove_zero(body, posts):
    told, _asked = told_of(posts, {S9Y_ALL: body}, S9Y)
    assert told.findings[0].count is None


def test_serendipity_s_posts_by_themselves():
    web = {f"{S9Y_ALL}&cid=33": capture("serendipity-post"), f"{S9Y_ALL}&cid=32": capture("serendipity-empty")}
    told, asked = told_of(S9Y_POSTS[:2], web, S9Y)
    assert asked == [S9Y_ALL, *web]
    assert [(one.count, one.reason) for one in told.findings] == [(2, None), (None, Reason.NOT_LISTED)]
