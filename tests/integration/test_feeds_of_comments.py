"""Feeds of comments, as WordPress and Blogger write them, and what is no feed at all."""

from datetime import UTC, datetime

import pytest

from aggregator.core.commentfeed import FeedComment, FoundCommentFeed
from aggregator.core.model import FoundComment
from aggregator.feeds import POSTS_LIMIT, NotAFeed, read_comments
from tests.support.feedtexts import atom, rss

ADDRESS = "https://blog.example/comments/feed/"
THREAD = "http://purl.org/syndication/thread/1.0"
SEARCH = "http://a9.com/-/spec/opensearchrss/1.0/"


def comments_of(body: str | bytes) -> FoundCommentFeed:
    return read_comments(body.encode() if isinstance(body, str) else body, None, ADDRESS)


def test_rss():
    item = (
        "<title>By: Ola</title><link>https://blog.example/1/#comment-7</link>"
        "<dc:creator>Ola (ola@example.org)</dc:creator><pubDate>Wed, 18 Nov 2026 09:00:00 +0000</pubDate>"
        '<guid isPermaLink="false">https://blog.example/?p=1#comment-7</guid>'
        "<description>&lt;p&gt;Takk!&lt;/p&gt;</description>"
    )
    (said,) = comments_of(rss(item)).comments
    assert said == FeedComment(
        FoundComment(
            "https://blog.example/?p=1#comment-7",
            author="Ola",
            published=datetime(2026, 11, 18, 9, tzinfo=UTC),
            url="https://blog.example/1/#comment-7",
            text="Takk!",
        ),
        title="By: Ola",
        refs=("https://blog.example/?p=1", "https://blog.example/1/"),
        markup="<p>Takk!</p>",
    )


@pytest.mark.parametrize("prefix", ["thr", "x"])
def test_atom(prefix):
    entry = (
        "<id>https://blog.example/?p=1#comment-8</id><author><name>Ola</name><uri>https://ola.example/</uri></author>"
        "<updated>2026-11-18T09:00:00Z</updated>"
        f'<{prefix}:in-reply-to ref="https://blog.example/?p=1#comment-7" href="/1/#comment-7"/>'
    )
    (said,) = comments_of(atom(entry, **{prefix: THREAD})).comments
    assert said.comment.author_url == "https://ola.example/"
    assert said.comment.published == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert said.comment.parent == "https://blog.example/?p=1#comment-7"
    assert said.refs == ("https://blog.example/?p=1", "https://blog.example/1/")


def test_what_is_said_of_the_whole():
    head = (
        '<link rel="alternate" href="/1/#comments"/><link rel="self" href="/1/feed/"/><link rel="next" href="?page=2"/>'
        "<id>tag:1</id><s:totalResults>70</s:totalResults><s:itemsPerPage>25</s:itemsPerPage>"
    )
    feed = comments_of(atom(head=head, s=SEARCH))
    assert (feed.home, feed.itself, feed.id) == (
        "https://blog.example/1/#comments",
        "https://blog.example/1/feed/",
        "tag:1",
    )
    assert (feed.total, feed.per_page, feed.older, feed.comments) == (70, 25, f"{ADDRESS}?page=2", ())


def test_numbers_that_are_none():
    feed = comments_of(atom(head="<s:totalResults>many</s:totalResults><s:itemsPerPage>-1</s:itemsPerPage>", s=SEARCH))
    assert (feed.total, feed.per_page) == (None, None)


def test_where_comments_are_sent_names_the_post():
    place = "https://blog.example/wfwcomment.php?cid=7"
    item = f'<guid>1</guid><wfw:comment xmlns:wfw="http://wellformedweb.org/CommentAPI/">{place}</wfw:comment>'
    (said,) = comments_of(rss(item)).comments
    assert said.refs == ("1", place)


def test_an_empty_link_is_no_home():
    assert comments_of(rss(head="<link></link>")).home is None


def test_removed_comments_are_told_wherever_their_mark_stands():
    mark = '<gd:extendedProperty name="blogger.contentRemoved" value="true"/>'
    other = '<gd:extendedProperty name="blogger.itemClass" value="pid-7"/>'
    marks = [mark + other, other + mark, other, "<title>name='blogger.contentRemoved'?</title>"]
    entries = [f"<id>tag:{number}</id>{said}" for number, said in enumerate(marks)]
    feed = comments_of(atom(*entries, gd="http://schemas.google.com/g/2005"))
    assert [one.removed for one in feed.comments] == [True, True, False, False]


def test_long_comments_are_cut():
    (said,) = comments_of(rss(f"<guid>1</guid><description>{'x' * 5000}</description>")).comments
    assert len(said.comment.text) == len(said.markup) == 2000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("<!doctype html><title>Hei</title>", id="page"),
        pytest.param('{"version": "https://jsonfeed.org/version/1", "items": []}', id="JSON"),
        pytest.param("<rss" + "".join(f" a{n}='1'" for n in range(300)) + "/>", id="trap"),
        pytest.param(b"\x00\xff" * 100, id="bytes"),
    ],
)
def test_what_is_no_feed(body):
    with pytest.raises(NotAFeed):
        comments_of(body)


def test_a_feed_that_was_cut_is_not_sound():
    whole = rss("<guid>1</guid>", "<guid>2</guid>")
    assert comments_of(whole).sound
    assert not comments_of(whole[: whole.index("2</guid>")]).sound


def test_so_many_that_not_all_are_read_is_not_sound():
    feed = comments_of(rss(*(["<guid>1</guid>"] * (POSTS_LIMIT + 1))))
    assert (len(feed.comments), feed.sound) == (POSTS_LIMIT, False)
