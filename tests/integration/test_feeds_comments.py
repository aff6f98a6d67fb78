"""What a feed says of the comments of a post."""

import pytest

from aggregator.core.found import CommentFields
from tests.support.feedtexts import atom_post, feed_of, rss, rss_post


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("", CommentFields(), id="silence"),
        pytest.param("<slash:comments>1,234</slash:comments>", CommentFields(slash="1,234"), id="verbatim"),
        pytest.param("<slash:comments></slash:comments>", CommentFields(), id="empty"),
        pytest.param(f"<slash:comments>{'9' * 6000}</slash:comments>", CommentFields(slash="9" * 100), id="capped"),
        pytest.param("<lj:reply-count>3</lj:reply-count>", CommentFields(lj="3"), id="livejournal"),
        pytest.param(
            "<comments>/p1#respond</comments>", CommentFields(link="https://blog.example/p1#respond"), id="link"
        ),
        pytest.param("<comments>javascript:x</comments>", CommentFields(), id="link-that-is-none"),
    ],
)
def test_comment_fields(item, expected):
    assert rss_post("<title>x</title>" + item).comment_fields == expected


THREAD = "http://purl.org/syndication/thread/1.0"
REPLIES = (
    '<link rel="replies" type="text/html" href="/1#c" {}:count="4"/><link rel="replies" href="/1.atom" {}:count="3"/>'
)


@pytest.mark.parametrize("prefix", ["thr", "thread", "x"])
def test_threads_with_any_prefix(prefix):
    post = atom_post(
        f"<id>1</id><{prefix}:total>4</{prefix}:total>" + REPLIES.format(prefix, prefix), **{prefix: THREAD}
    )
    assert post.comment_fields == CommentFields(
        thread_total="4", thread_counts=("4", "3"), link="https://blog.example/1#c"
    )


def test_threads_in_broken_xml():
    post = atom_post("<id>1</id>&nbsp;<thr:total>4</thr:total>" + REPLIES.format("thr", "thr"), thr=THREAD)
    assert (post.comment_fields.thread_total, post.comment_fields.thread_counts) == ("4", ("4", "3"))


def test_threads_as_the_vocabulary_of_one_element():
    replies = '<link rel="http://www.iana.org/assignments/relation/replies" type="text/html" href="/1#c"/>'
    post = atom_post(f'<id>1</id><total xmlns="{THREAD}">4</total>{replies}')
    assert post.comment_fields == CommentFields(thread_total="4", link="https://blog.example/1#c")


WFW = 'xmlns:wfw="http://wellformedweb.org/CommentAPI/"'


@pytest.mark.parametrize(
    ("item", "feed"),
    [
        pytest.param(f"<wfw:commentRss {WFW}>/1/feed/</wfw:commentRss>", "https://blog.example/1/feed/", id="wfw"),
        pytest.param(f"<wfw:commentRSS {WFW}>/1/feed/</wfw:commentRSS>", "https://blog.example/1/feed/", id="WFW"),
        pytest.param(f"<wfw:commentRss {WFW}>javascript:x</wfw:commentRss>", None, id="no address"),
        pytest.param(f"<wfw:comment {WFW}>/1/trackback/</wfw:comment>", None, id="where comments are sent"),
        pytest.param(
            '<atom:link rel="replies" type="application/atom+xml" href="/1.atom"/>',
            "https://blog.example/1.atom",
            id="replies",
        ),
        pytest.param('<atom:link rel="replies" type="text/html" href="/1"/>', None, id="a page of replies"),
        pytest.param('<atom:link rel="replies" href="/1"/>', None, id="replies of unknown type"),
    ],
)
def test_the_feed_of_a_post_s_comments(item, feed):
    (post,) = feed_of(rss("<title>x</title>" + item)).posts
    assert post.comment_fields.feed == feed


@pytest.mark.parametrize("kind", ["application/atom+xml", "application/rss+xml"])
def test_the_feed_of_a_post_s_comments_in_atom(kind):
    page = '<link rel="replies" type="text/html" href="/1#c"/>'
    post = atom_post(f'<id>1</id>{page}<link rel="replies" type="{kind}" href="1/comments"/>')
    assert post.comment_fields == CommentFields(
        link="https://blog.example/1#c", feed="https://blog.example/feeds/1/comments"
    )
