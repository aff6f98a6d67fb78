"""Feeds of comments and of categories are told from those of posts, and blogs have their feeds at usual places."""

import re

import pytest

from aggregator.core.feedkind import FeedKind, category_of, kind_of, usual_places
from aggregator.core.found import FoundFeed, FoundPost
from aggregator.feeds import NotAFeed, read_feed
from tests.support.corpus import Sample, samples


def feed(*links: str) -> FoundFeed:
    return FoundFeed("x", None, "rss20", "", tuple(FoundPost(None, link) for link in links))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://kari.example/feed/", FeedKind.POSTS),
        ("https://kari.example/comments/feed/", FeedKind.COMMENTS),
        ("https://kari.example/?feed=comments-rss2", FeedKind.COMMENTS),
        ("https://kari.blogspot.com/feeds/comments/default", FeedKind.COMMENTS),
        ("https://kari.blogspot.com/feeds/123/comments/default?alt=rss", FeedKind.COMMENTS),
        ("https://kari.blogspot.com/feeds/posts/default", FeedKind.POSTS),
        ("https://kari.example/index.php?/feed/atom/comments", FeedKind.COMMENTS),
        ("https://kari.example/rss.php?type=comments", FeedKind.COMMENTS),
        ("https://kari.example/comments.xml", FeedKind.COMMENTS),
        ("https://kari.example/category/jobb/feed/", FeedKind.CATEGORY),
        ("https://kari.example/comments-on-life/feed/", FeedKind.POSTS),
        ("https://kari.example/feed/?cat=5", FeedKind.CATEGORY),
        ("https://kari.blogspot.com/feeds/posts/default/-/Jobb", FeedKind.CATEGORY),
        ("https://kari.tumblr.com/tagged/jobb/rss", FeedKind.CATEGORY),
    ],
)
def test_addresses_tell_the_kind(address: str, kind: FeedKind) -> None:
    assert kind_of(feed("https://kari.example/1/"), address) is kind
    assert kind_of(feed(), address) is kind


@pytest.mark.parametrize("mark", ["#comment-12", "#c12", "#kommentar-3", "?showComment=1730000000#x", "#isso-2"])
def test_posts_that_are_comments_make_a_feed_of_comments(mark: str) -> None:
    links = [f"https://kari.example/{n}/{mark}" for n in (1, 2)]
    assert kind_of(feed(*links), "https://kari.example/x.xml") is FeedKind.COMMENTS
    assert kind_of(feed(links[0], "https://a.example/", "https://b.example/"), "https://x.example/") is FeedKind.POSTS


def test_the_category_is_named() -> None:
    assert category_of("https://kari.example/category/sm%C3%A5ting/feed/") == "småting"
    assert category_of("https://kari.example/?feed=rss2&category_name=jobb") == "jobb"
    assert category_of("https://kari.example/feed/") is None


def test_where_feeds_may_be() -> None:
    assert usual_places("https://kari.example")[0] == "https://kari.example/feed/"
    assert usual_places("https://kari.example/index.html")[0] == "https://kari.example/feed/"
    assert usual_places("https://school.example/~kari/blog")[1] == "https://school.example/~kari/blog/rss/"
    assert "https://kari.example/?format=rss" in usual_places("https://kari.example/")
    assert usual_places("https://medium.com/@kari") == ("https://medium.com/feed/@kari",)


OF_COMMENTS = {"ffp-18d1bc71cc221963.xml", "rss2email-7035-feed.rss", "rss2email-feed.rss"}
"""Feeds of comments among the real ones that do not say so in their names."""


@pytest.mark.skipif(not samples(), reason="no folder of real feeds beside the repository")
def test_real_feeds_of_comments_in_any_language_are_told_from_those_of_posts() -> None:
    small = [one for one in samples() if one.path.stat().st_size < 150_000]

    def is_of_comments(sample: Sample) -> bool:
        try:
            feed = read_feed(sample.path.read_bytes(), None, "https://x.example/feed")
        except NotAFeed:
            return False
        return kind_of(feed, "https://x.example/feed") is FeedKind.COMMENTS

    named = {
        one.path.name
        for one in small
        if re.search(r"^gen-.*(-comments-(?!zero|nonexistent|json)|isso-thread)", one.path.name)
    }
    assert {one.path.name for one in small if is_of_comments(one)} == named | OF_COMMENTS
