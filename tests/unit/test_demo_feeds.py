"""The feeds of the sample course: each is written and counted as its platform does, at each moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aggregator.demo.course import BLOGS
from aggregator.demo.model import SampleBlog, ShownPost, ago, shown
from aggregator.demo.pages import Page
from aggregator.demo.platforms import PLATFORMS
from tests.support.samplecourse import BASE, BY_SITE, NOW, TODAY, feed_of, get, posts_in

MOMENTS = {"before the course": ago(40), "two weeks ago": ago(14), "one week ago": ago(7), "now": TODAY}


@pytest.mark.parametrize("then", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("blog", BLOGS, ids=BY_SITE)
def test_a_feed_holds_the_posts_of_the_moment(blog: SampleBlog, then: timedelta) -> None:
    page = feed_of(blog, then)
    if blog.broken_at(then):
        assert page.status == 500
        return
    found, expected = posts_in(page), shown(blog, NOW, then + blog.cached)
    assert [post["title"] for post in found] == [post.title for post in expected]
    assert len({post["id"] for post in found}) == len(found)
    for post, right in zip(found, expected, strict=True):
        assert post["text"].count("<p>") == len(right.body)
        assert get(post["link"].removeprefix(BASE), then).status == 200
        if "published_parsed" in post:
            assert datetime(*post["published_parsed"][:6], tzinfo=UTC) == right.published


def counted(post: dict[str, Any]) -> int | None:
    said = {key: post[key] for key in ("slash_comments", "thr_total") if key in post}
    assert len(said) < 2
    return int(*said.values()) if said else None


def right_count(platform: str, post: ShownPost) -> int | None:
    if platform in ("ghost", "substack", "hugo", "microblog"):
        return None
    if platform == "blogger":
        return post.comments
    count = post.comments + post.pings
    return count if count or not post.closed else None


@pytest.mark.parametrize("then", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("blog", [blog for blog in BLOGS if not blog.broken], ids=lambda blog: blog.site)
def test_a_feed_counts_comments_as_its_platform_does(blog: SampleBlog, then: timedelta) -> None:
    expected = [right_count(blog.platform, post) for post in shown(blog, NOW, then + blog.cached)]
    assert [counted(post) for post in posts_in(feed_of(blog, then))] == expected


@pytest.mark.parametrize(
    ("site", "counts"),
    [
        ("ingrid", [0, 1, None, 3]),
        ("tor-erik", [0]),
        ("amina", [0]),
        ("elin", [0, 1, 1]),
        ("siobhan", [0, 3, 0, 2]),
        ("sunniva", [1, 2]),
        ("daniel", [None, None]),
        ("vegard", []),
    ],
)
def test_the_counts_of_now(site: str, counts: list[int | None]) -> None:
    assert [counted(post) for post in posts_in(feed_of(BY_SITE[site]))] == counts


def test_wordpress_says_respond_where_nobody_has_commented() -> None:
    links = [post.get("comments", "").partition("#")[2] for post in posts_in(feed_of(BY_SITE["ingrid"]))]
    assert links == ["respond", "comments", "", "comments"]


def test_wordpress_atom_repeats_the_count_on_both_replies_links() -> None:
    first = posts_in(feed_of(BY_SITE["sunniva"]))[0]
    assert [link["count"] for link in first["links"] if link["rel"] == "replies"] == ["1", "1"]


def test_wordpress_atom_says_nothing_where_comments_are_closed() -> None:
    atom = PLATFORMS["wordpress-atom"].write
    body, kind = atom(BY_SITE["ingrid"], shown(BY_SITE["ingrid"], NOW, TODAY), f"{BASE}/ingrid/")
    assert [counted(post) for post in posts_in(Page(200, body, kind))] == [0, 1, None, 3]


def test_a_long_wordpress_post_is_cut_in_the_summary() -> None:
    summaries = [post["summary"] for post in posts_in(feed_of(BY_SITE["ingrid"]))]
    assert [summary.endswith(" […]") for summary in summaries] == [False, True, False, False]


@pytest.mark.parametrize(
    ("site", "before", "after", "same"),
    [
        pytest.param("sunniva", ago(3, 10), ago(3, 8), True, id="WordPress: a comment alone"),
        pytest.param("ingrid", ago(1, 5), ago(1, 4), False, id="WordPress: a post"),
        pytest.param("elin", ago(3, 7), ago(3, 5), False, id="WordPress: an edit"),
        pytest.param("vegard", ago(7), TODAY, False, id="WordPress: no post yet, so the date is today's"),
        pytest.param("siobhan", ago(6, 13), ago(6, 11), False, id="Blogger: a comment alone"),
        pytest.param("siobhan", ago(5), ago(4), True, id="Blogger: nothing"),
        pytest.param("daniel", ago(17, 5), ago(17, 3), True, id="Substack: a comment the feed does not count"),
        pytest.param("line", ago(2), ago(1), False, id="micro.blog: a post"),
        pytest.param("haakon", ago(7), ago(3), True, id="Hugo: a comment, which Isso keeps"),
        pytest.param("haakon", ago(3), ago(2), False, id="Hugo: a post"),
    ],
)
def test_validators_follow_what_the_platform_looks_at(
    site: str, before: timedelta, after: timedelta, same: bool
) -> None:
    first, second = feed_of(BY_SITE[site], before), feed_of(BY_SITE[site], after)
    assert first.etag
    assert ((first.etag, first.modified) == (second.etag, second.modified)) is same


def test_wordpress_keeps_its_validators_although_the_count_changed() -> None:
    before, after = feed_of(BY_SITE["sunniva"], ago(7)), feed_of(BY_SITE["sunniva"])
    assert (before.etag, before.modified) == (after.etag, after.modified)
    assert before.body != after.body


def test_a_feed_out_of_a_cache_does_not_know_the_newest_comment() -> None:
    blog = BY_SITE["amina"]
    assert [post.comments for post in shown(blog, NOW, TODAY)] == [1]
    assert [counted(post) for post in posts_in(feed_of(blog))] == [0]
    assert [counted(post) for post in posts_in(feed_of(blog, ago(-1)))] == [1]
