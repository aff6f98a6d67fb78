"""Which blogs are asked for feeds of their comments, and where their feed of all comments is."""

import pytest

from aggregator.comments import commentfeed
from aggregator.core.model import Reason
from aggregator.core.source import Site
from tests.support.commentfeeds import (
    ALL,
    ALL_RSS,
    HOME,
    WORDPRESS,
    comment,
    feed,
    of_post,
    redirected,
    told_of,
    unsaid,
    written,
)

# -- recognition ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param(WORDPRESS, {}, id="WordPress"),
        pytest.param(Site("https://x.example/feed/", wordpress=True), {}, id="WordPress without its generator"),
        pytest.param(Site("https://x.example/", generator="Blogger 7.00 http://www.blogger.com"), {}, id="Blogger"),
        pytest.param(
            Site("https://x.example/", guids=("tag:blogger.com,1999:blog-1.post-2",)), {}, id="Blogger's guids"
        ),
        pytest.param(Site("https://x.example/", generator="Serendipity 2.5.0 - http://www.s9y.org/"), {}, id="s9y"),
        pytest.param(Site("https://x.example/", generator="Dotclear"), {}, id="Dotclear"),
        pytest.param(Site("https://x.example/"), None, id="no word"),
        pytest.param(Site("https://x.example/", generator="Hugo 0.1"), None, id="Hugo"),
        pytest.param(Site("https://x.example/", generator="Better than Blogger"), None, id="Blogger by the way"),
        pytest.param(Site("https://x.example/", guids=("https://x.example/blog-1.post-2",)), None, id="other guids"),
    ],
)
def test_recognised(site, expected):
    assert commentfeed.recognises(site, None) == expected


def test_unknown_software_is_left_alone_though_its_posts_have_feeds():
    told, asked = told_of([written()], {}, Site(f"{HOME}/feed/", HOME))
    assert (told.findings, asked) == ((unsaid(1, Reason.NOT_SAID),), [])


def test_no_posts_no_question():
    assert told_of([], {})[1] == []


# -- where it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "home", "asked"),
    [
        pytest.param("/feed/", HOME, [ALL, ALL_RSS], id="pretty"),
        pytest.param("/feed/atom/", HOME, [ALL, ALL_RSS], id="pretty Atom"),
        pytest.param("/category/kurs/feed/", HOME, [ALL, ALL_RSS], id="a category's feed"),
        pytest.param("/feed/", None, [ALL, ALL_RSS], id="no front page known"),
        pytest.param(
            "/blogg/feed/",
            f"{HOME}/blogg",
            [f"{HOME}/blogg/comments/feed/atom/", f"{HOME}/blogg/comments/feed/"],
            id="folder",
        ),
        pytest.param(
            "/index.php/feed/",
            HOME,
            [f"{HOME}/index.php/comments/feed/atom/", f"{HOME}/index.php/comments/feed/"],
            id="index.php",
        ),
        pytest.param(
            "/?feed=rss2", HOME, [f"{HOME}/?feed=comments-atom", f"{HOME}/?feed=comments-rss2"], id="plain permalinks"
        ),
        pytest.param("/kari", HOME, [ALL, f"{HOME}/?feed=comments-atom"], id="a feed somewhere else"),
    ],
)
def test_where_wordpress_has_its_feed_of_comments(address, home, asked):
    site = Site(HOME + address, home, wordpress=True)
    told, requests = told_of([written(comments_feed=None)], {}, site)
    assert requests == asked
    assert (told.params, told.refused.status) == ({"address": ""}, 404)


def test_what_worked_is_remembered():
    told, asked = told_of([written()], {ALL_RSS: feed()})
    assert (asked, told.params) == ([ALL, ALL_RSS], {"address": ALL_RSS})
    told, asked = told_of([written()], {ALL_RSS: feed()}, params=told.params)
    assert (asked, told.params, told.findings[0].count) == ([ALL_RSS], None, 0)


def test_what_works_no_more_is_forgotten():
    told, asked = told_of([written()], {ALL: feed()}, params={"address": ALL_RSS})
    assert (asked, told.params) == ([ALL_RSS, f"{HOME}/1/feed/"], {})


def test_where_there_is_none_nobody_asks_again():
    told, asked = told_of([written()], {f"{HOME}/1/feed/": of_post(1)}, params={"address": ""})
    assert (asked, told.params, told.findings[0].count) == ([f"{HOME}/1/feed/"], None, 0)


# -- what is there instead ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("<!doctype html><title>Kari</title><p>Hei", id="page"),
        pytest.param(feed(home=""), id="a feed of nothing"),
        pytest.param(feed(home="https://other.example/"), id="another blog's"),
        pytest.param(feed(comment(9), home=f"{HOME}/1/#comments"), id="a post's"),
        pytest.param(redirected(f"{HOME}/feed/atom/", feed()), id="redirected to the feed of posts"),
        pytest.param(feed(f"<id>{HOME}/?p=1</id>"), id="a feed of posts"),
        pytest.param(feed(comment(9), f"<id>{HOME}/?p=2</id>"), id="a feed of posts and comments"),
        pytest.param("{}", id="JSON"),
        pytest.param("", id="nothing"),
        pytest.param(403, id="forbidden"),
        pytest.param(410, id="gone"),
    ],
)
def test_what_is_not_the_feed_of_all_comments(reply):
    told, asked = told_of([written(comments_feed=None)], dict.fromkeys((ALL, ALL_RSS), reply))
    assert (told.findings[0].count, len(asked)) == (None, 2)
    assert told.refused.request.url == ALL


@pytest.mark.parametrize(("home", "count"), [(HOME, 0), (f"{HOME}/1/#comments", None), ("https://x.example/", None)])
def test_a_blog_whose_front_page_is_not_known(home, count):
    site = Site(f"{HOME}/feed/", wordpress=True, feed_posts=10)
    told, _asked = told_of([written(comments_feed=None)], {ALL: feed(home=home)}, site)
    assert told.findings[0].count == count


def test_a_redirect_to_https_and_www_is_none():
    url = "https://www.kari.example/comments/feed/atom"
    assert told_of([written()], {ALL: redirected(url, feed())})[0].findings[0].count == 0


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, Reason.TOO_MANY), (500, Reason.UNREACHABLE), (503, Reason.UNREACHABLE), (0, Reason.UNREACHABLE)],
)
def test_a_busy_blog_is_left_alone_at_once(status, reason):
    told, asked = told_of([written(1), written(2)], lambda _request: status)
    assert asked == [ALL]
    assert {one.reason for one in told.findings} == {reason}
    assert (told.refused.status, told.params) == (status, None)
