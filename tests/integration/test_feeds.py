"""Whole feeds as they stand in tests/data/feeds, and JSON Feeds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.core.found import CommentFields, FoundPost
from tests.support.feedtexts import feed_of, unmarked

DATA = Path(__file__).parent.parent / "data" / "feeds"


def test_wordpress():
    feed = feed_of((DATA / "wordpress.xml").read_bytes(), "application/rss+xml; charset=UTF-8")
    assert (feed.title, feed.home, feed.version) == ("Karis blogg & notater", "https://kari.example", "rss20")
    assert feed.generator == "https://wordpress.org/?v=6.1.9"
    assert "http://purl.org/rss/1.0/modules/slash/" in feed.vocabularies
    assert feed.sound
    assert unmarked(feed).posts == (
        FoundPost(
            guid="https://kari.example/?p=12",
            url="https://kari.example/2026/11/testing/",
            title="Testing & feiling",
            author="Kari Nordmann",
            published=datetime(2026, 11, 16, 8, tzinfo=UTC),
            categories=("Forvaltning", "R&D"),
            text="Første avsnitt.\nAndre avsnitt, med lenke.",
            comment_fields=CommentFields(
                slash="2",
                link="https://kari.example/2026/11/testing/#comments",
                feed="https://kari.example/2026/11/testing/feed/",
            ),
        ),
        FoundPost(
            guid="https://kari.example/?p=9",
            url="https://kari.example/2026/10/stengt/",
            title="Stengt",
            author="Gjest",
            published=datetime(2026, 10, 28, 11, tzinfo=UTC),
            text="Ingen kommentarer her.",
        ),
    )


def test_blogger():
    feed = feed_of((DATA / "blogger.xml").read_bytes())
    assert (feed.title, feed.home, feed.version) == ("Ola <3 tall", "https://ola.example/", "atom10")
    assert feed.generator == "Blogger 7.00 http://www.blogger.com"
    first, second = unmarked(feed).posts
    assert first == FoundPost(
        guid="tag:blogger.com,1999:blog-1.post-7",
        url="https://ola.example/2026/11/tall.html",
        title="Tall & tanker",
        author="Ola Nordmann",
        published=datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        updated=datetime(2026, 11, 19, 8, 30, tzinfo=UTC),
        categories=("statistikk",),
        text="Ett\nto",
        comment_fields=CommentFields(
            thread_total="4",
            thread_counts=("4",),
            link="https://ola.example/2026/11/tall.html#comment-form",
            feed="https://ola.example/feeds/7/comments/default",
        ),
    )
    assert (second.title, second.text, second.author) == ("a <b>c</b>", "1 < 2\nog 3", "Ola")
    assert (second.published, second.updated) == (None, datetime(2026, 11, 10, 9, 30, tzinfo=UTC))


def test_rdf():
    feed = feed_of((DATA / "rdf.xml").read_bytes(), "text/xml")
    (post,) = feed.posts
    assert feed.version == "rss10"
    assert (post.url, post.author, post.text) == ("https://nynorsk.example/p1", "Siri", "Blå")
    assert post.updated == datetime(2026, 11, 7, tzinfo=UTC)


def test_json_feed():
    feed = feed_of((DATA / "jsonfeed.json").read_bytes(), "application/feed+json")
    assert (feed.title, feed.home, feed.version, feed.generator) == ("Notater", "https://json.example/", "json11", "")
    assert unmarked(feed).posts == (
        FoundPost(
            guid="https://json.example/1",
            url="https://blog.example/1",
            title="Ett <b>",
            author="Per, Pål",
            published=datetime(2026, 11, 16, 7, tzinfo=UTC),
            updated=datetime(2026, 11, 17, 8, tzinfo=UTC),
            categories=("a", "7"),
            text="Hei\ndu",
        ),
        FoundPost(guid="2", url=None, author="Gro", text="Uten tittel: 1 < 2"),
        FoundPost(guid="https://json.example/3", url="https://json.example/3", author="Liv", text="Sammendrag"),
    )


def test_json_feed_with_wrong_types_everywhere():
    items = [
        {"id": None, "title": [7], "url": [], "authors": "x", "tags": {}, "date_published": 0},
        "str",
        None,
        {"id": [1]},
    ]
    wrong = {"version": "https://jsonfeed.org/version/1", "title": {}, "items": [*items, {"id": "a", "author": []}]}
    feed = feed_of(json.dumps(wrong))
    assert (feed.title, feed.home, feed.version) == ("", None, "json1")
    assert feed.posts == (FoundPost(guid="a", url=None),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_feed_in_another_encoding(encoding):
    body = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "å"}]}'.encode(encoding)
    if encoding == "utf-16":
        body = body[2:]
    assert feed_of(body).posts[0].guid == "å"
