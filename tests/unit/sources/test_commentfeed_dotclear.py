"""Dotclear's feeds of comments, from captures of our own."""

import pytest

from aggregator.core.model import Bound, Kind, Reason
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.commentfeeds import DOTCLEAR, DOTCLEAR_ALL, DOTCLEAR_POSTS, capture, told_of, unsaid
from tests.support.sources import by_post


def test_dotclear():
    web = {DOTCLEAR_ALL: capture("dotclear-blog"), f"{DOTCLEAR_ALL}/42": capture("dotclear-empty")}
    told, asked = told_of(DOTCLEAR_POSTS, web, DOTCLEAR)
    found = by_post(told)
    assert asked == [DOTCLEAR_ALL, f"{DOTCLEAR_ALL}/41"]
    assert {number: (one.count, one.listed, one.bound is Bound.EXACT) for number, one in found.items()} == {
        43: (2, True, True),
        42: (0, True, True),
        41: (1, False, False),
    }
    assert [(one.key, one.kind, one.author) for one in found[43].comments] == [
        ("23", Kind.PING, "Ola sin blogg"),
        ("22", Kind.COMMENT, "Ola"),
    ]
    assert found[43].includes_pings


def test_dotclear_s_posts_by_themselves():
    web = {f"{DOTCLEAR_ALL}/43": capture("dotclear-post"), f"{DOTCLEAR_ALL}/42": capture("dotclear-empty")}
    told, _asked = told_of(DOTCLEAR_POSTS[:2], web, DOTCLEAR, params={"address": ""})
    assert [(one.count, one.listed) for one in told.findings] == [(2, True), (0, True)]


def test_dotclear_s_empty_feed_of_another_post_is_not_believed():
    web = {f"{DOTCLEAR_ALL}/43": capture("dotclear-empty")}
    told, _asked = told_of(DOTCLEAR_POSTS[:1], web, DOTCLEAR, params={"address": ""})
    assert told.findings == (unsaid(43, Reason.NOT_LISTED),)


@pytest.mark.parametrize(
    ("address", "feed_", "asked"),
    [
        pytest.param("https://x.example/feed/atom", None, "https://x.example/feed/atom/comments", id="Atom"),
        pytest.param(
            "https://x.example/index.php?feed/rss2",
            "https://x.example/index.php?feed/rss2/comments/7",
            "https://x.example/index.php?feed/rss2/comments",
            id="by query",
        ),
    ],
)
def test_where_dotclear_has_its_feed_of_comments(address, feed_, asked):
    site = Site(address, "https://x.example/", "Dotclear")
    _told, requests = told_of([post(comments_feed=feed_)], {}, site)
    assert requests[0] == asked
