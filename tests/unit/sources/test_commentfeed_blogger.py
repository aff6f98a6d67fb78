"""Blogger's feeds of comments, from captures of our own."""

import pytest

from aggregator.core.model import Reason
from tests.support.commentfeeds import BLOGGER, BLOGGER_HOME, BLOGGER_POSTS, blogger_post, capture, told_of, unsaid
from tests.support.sources import by_post

BLOGGER_ALL = f"{BLOGGER_HOME}feeds/comments/default?max-results=100"
BLOGGER_THIRD = f"{BLOGGER_HOME}feeds/803/comments/default?max-results=100"


def test_blogger():
    told, asked = told_of(BLOGGER_POSTS, {BLOGGER_ALL: capture("blogger-blog")}, BLOGGER)
    found = by_post(told)
    assert asked == [BLOGGER_ALL]
    assert {number: (one.count, one.listed, one.includes_pings) for number, one in found.items()} == {
        803: (2, True, False),
        802: (0, True, False),
        801: (1, True, False),
        800: (0, True, False),
    }
    assert [(one.key, one.author, one.own, one.author_id) for one in found[803].comments] == [
        ("904", "Kari", True, "500"),
        ("903", "Ola", False, "501"),
    ]
    assert (found[803].comments[1].text, found[801].comments[0].own) == ("Fint skrevet", None)


def test_blogger_s_author_is_known_by_profile_alone():
    posts = [blogger_post(803, "tre", author_url="https://kari.example/")]
    told, _asked = told_of(posts, {BLOGGER_ALL: capture("blogger-blog")}, BLOGGER)
    assert [one.own for one in told.findings[0].comments] == [None, None]


# -- the feed of all comments ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        pytest.param(b"<openSearch:totalResults>4<", b"<openSearch:totalResults>400<", 0, id="less than a page"),
        pytest.param(b"<openSearch:itemsPerPage>100<", b"<openSearch:itemsPerPage>4<", 0, id="a full page, but all"),
        pytest.param(
            b"<openSearch:totalResults>4</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>"
            b"<openSearch:itemsPerPage>100<",
            b"<openSearch:itemsPerPage>4<",
            None,
            id="a full page",
        ),
        pytest.param(b"<author>", b"<link rel='next' href='?start-index=101'/><author>", None, id="more pages"),
        pytest.param(b"blog-70.comments", b"blog-71.comments", None, id="another blog"),
        pytest.param(b"blog-70.comments", b"blog-70", 0, id="known by its own address"),
        pytest.param(b"blog-70.comments", b"blog-70.post803..comments", None, id="a post's comments"),
        pytest.param(b"ref='tag:blogger.com,1999:blog-70.post-802'", b"", None, id="a comment of no post"),
    ],
)
def test_blogger_has_to_prove_zero(old, new, count):
    body = capture("blogger-blog")
    assert old in body
    told, _asked = told_of([blogger_post(800, "null")], {BLOGGER_ALL: body.replace(old, new, 1)}, BLOGGER)
    assert told.findings[0].count == count


@pytest.mark.parametrize(("total", "count"), [(b"25", 0), (b"26", None)])
def test_blogger_s_page_may_be_shorter_than_it_says(total, count):
    head, entry, rest = capture("blogger-blog").partition(b"<entry>")
    one = entry + rest.partition(b"</entry>")[0] + b"</entry>"
    entries = b"".join(one.replace(b"904", str(9000 + number).encode()) for number in range(25))
    body = head.replace(b"totalResults>4<", b"totalResults>" + total + b"<") + entries + b"</feed>"
    told, _asked = told_of([blogger_post(800, "null")], {BLOGGER_ALL: body}, BLOGGER)
    assert told.findings[0].count == count


@pytest.mark.parametrize(
    "itself",
    ["https://www.blogger.com/feeds/71/comments/default", "https://www.blogger.com/feeds/70/posts/default", ""],
)
def test_blogger_has_to_say_whose_feed_it_is(itself):
    body = capture("blogger-blog").replace(b"blog-70.comments", b"blog-70")
    old = b"rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/70/comments/default?max-results=100'"
    assert old in body
    web = {BLOGGER_ALL: body.replace(old, f"rel='self' href='{itself}'".encode())}
    assert told_of([blogger_post(800, "null")], web, BLOGGER)[0].findings[0].count is None


def test_blogger_is_found_by_its_number_where_its_own_host_refuses():
    other = "https://www.blogger.com/feeds/70/comments/default?max-results=100"
    told, asked = told_of(BLOGGER_POSTS, {other: capture("blogger-blog")}, BLOGGER)
    assert (asked, told.params, told.findings[0].count) == ([BLOGGER_ALL, other], {"address": other}, 2)


# -- the feeds of single posts --------------------------------------------------------------------


def test_blogger_s_posts_by_themselves():
    second = BLOGGER_THIRD.replace("803", "802")
    web = {BLOGGER_THIRD: capture("blogger-post"), second: capture("blogger-empty")}
    told, _asked = told_of(BLOGGER_POSTS[:3], web, BLOGGER, params={"address": ""})
    assert [(one.count, one.listed) for one in told.findings] == [(2, True), (0, True), (None, False)]


def test_blogger_s_empty_feed_of_another_post_is_not_believed():
    web = {BLOGGER_THIRD: capture("blogger-empty")}
    told, _asked = told_of(BLOGGER_POSTS[:1], web, BLOGGER, params={"address": ""})
    assert told.findings == (unsaid(803, Reason.NOT_LISTED),)


def test_blogger_s_feed_of_a_post_is_asked_where_the_blog_says():
    where = "https://blog.example.org/feeds/803/comments/default?alt=atom"
    posts = [blogger_post(803, "tre", comments_feed=where)]
    _told, asked = told_of(posts, {}, BLOGGER, params={"address": ""})
    assert asked == [f"{where}&max-results=100"]
