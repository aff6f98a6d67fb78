"""Feeds that are empty, broken or hostile, and what is no feed at all."""

import os
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.found import FoundPost, Unreadable
from aggregator.feeds import POSTS_LIMIT, NotAFeed
from tests.support.feedtexts import feed_of, rss, rss_post


def test_at_most_five_thousand_posts():
    posts = feed_of(rss(*(f"<guid>{n}</guid>" for n in range(POSTS_LIMIT + 1)))).posts
    assert (len(posts), posts[-1].guid) == (POSTS_LIMIT, str(POSTS_LIMIT - 1))


def test_a_post_that_says_nothing_is_none():
    assert (
        feed_of(rss("", "<pubDate>Wed, 05 Nov 2025 14:00:00 GMT</pubDate>", "<title>x</title>")).posts[0].title == "x"
    )


def test_a_feed_without_posts_is_a_feed():
    feed = feed_of(rss())
    assert (feed.posts, feed.version, feed.sound) == ((), "rss20", True)


@pytest.mark.parametrize(
    ("body", "posts", "sound"),
    [
        pytest.param(rss("<title>a</title>", "<title>b</title>")[:-16], 2, False, id="cut"),
        pytest.param(rss("<title>a&nbsp;b</title>", "<title>b</title>"), 2, True, id="undeclared-entity"),
        pytest.param("\n\n " + rss("<title>a</title>"), 1, True, id="space-before-the-declaration"),
        pytest.param(rss("<title>a</title>") + "<!-- cached -->", 1, True, id="comment-after-the-end"),
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(body, posts, sound):
    feed = feed_of(body)
    assert (len(feed.posts), feed.sound) == (posts, sound)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param("å".encode("cp1252"), "text/xml; charset=windows-1252", id="header"),
        pytest.param("å".encode(), "text/xml; charset=us-ascii", id="header-is-wrong"),
        pytest.param("å".encode(), "text/xml; charset=punycode", id="header-names-no-character-set"),
        pytest.param("å".encode(), "text/html", id="wrong-type"),
        pytest.param("å".encode(), None, id="no-type"),
    ],
)
def test_encodings(body, content_type):
    before, after = rss("<title>@</title>").encode().split(b"@")
    assert feed_of(before + body + after, content_type).posts[0].title == "å"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(
            "<!DOCTYPE html><html><body>Hei",
            Unreadable.WEB_PAGE,
            id="page",
        ),
        pytest.param("Ikke noe her", Unreadable.NO_FEED, id="text"),
        pytest.param("", Unreadable.NO_FEED, id="nothing"),
        pytest.param('{"a": 1}', Unreadable.OTHER_JSON, id="json"),
        pytest.param("[]", Unreadable.OTHER_JSON, id="json-list"),
        pytest.param("{" * 9, Unreadable.NO_FEED, id="nearly-json"),
        pytest.param('{"a":' * 100_000, Unreadable.NO_FEED, id="deep-json"),
        pytest.param("[" * 100_000 + "]" * 100_000, Unreadable.NO_FEED, id="deeper-json"),
        pytest.param(rss("<a " + " ".join(f'a{n}="1"' for n in range(300)) + "/>"), Unreadable.TRAP, id="attributes"),
        pytest.param(rss("<category>x</category>" * 5_001), Unreadable.TRAP, id="categories"),
        pytest.param(rss(f"<itunes:keywords>{'a,' * 20_000}</itunes:keywords>"), Unreadable.TRAP, id="keywords"),
        pytest.param(rss("".join(f'<x xmlns:n{n}="x"/>' for n in range(600))), Unreadable.TRAP, id="prefixes"),
    ],
)
def test_no_feed(body, why):
    with pytest.raises(NotAFeed) as found:
        feed_of(body)
    assert (found.value.why, found.value.fault) == (why, "")


def test_what_breaks_feedparser_is_no_feed():
    body = b'<?xml version="1.0" encoding="punycode"?>' + rss("<title>-&#229;-</title>").encode()
    with pytest.raises(NotAFeed) as found:
        feed_of(body)
    assert (found.value.why, found.value.fault) == (Unreadable.STUMBLED, "UnicodeError")


def test_a_body_that_names_a_file_does_not_open_it(tmp_path):
    secret = tmp_path / "feed.xml"
    secret.write_text(rss("<title>secret</title>"))
    with pytest.raises(NotAFeed):
        feed_of(os.fsencode(secret))


def test_nothing_hostile_gets_out():
    bad = "A&#x9b;2J&#x202e;[red]x[/red]&amp;#27;]0;"
    author = f"<dc:creator>{bad}</dc:creator><category>{bad}</category><description>{bad}</description>"
    post = rss_post(f"<title>{bad}</title>{author}")
    for text in (post.title, post.author, post.text, *post.categories):
        assert text == "A›2J[red]x[/red]]0;"


PIECES = [
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<title>",
    "<link href='x'>",
    "&nbsp;",
    "<![CDATA[",
    "]]>",
    "<feed>",
]
PIECES += [
    "<entry>",
    "<id>",
    "<guid>",
    "{",
    '"version"',
    ":",
    "[",
    "é",
    "<?xml?>",
    "<!DOCTYPE x [",
    "<!ENTITY a 'b'>",
    "]>",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.binary(max_size=8))
def test_any_body_is_a_feed_or_is_none(pieces, tail):
    with suppress(NotAFeed):
        assert all(isinstance(post, FoundPost) for post in feed_of("".join(pieces).encode() + tail).posts)
