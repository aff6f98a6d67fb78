"""The picture of a post: what feeds name as one, and what stands in the content."""

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest

from tests.support.feedtexts import atom, feed_of, rss

MEDIA = "http://search.yahoo.com/mrss/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
LINK = "<link>https://blog.example/2026/post/</link>"
WORDS = "<p>" + "Hva er personvern? " * 20 + "</p>"


def of_rss(item: str) -> str | None:
    spaces = f'<rss xmlns:media="{MEDIA}" xmlns:content="{CONTENT}"'
    [post] = feed_of(rss(LINK + item).replace("<rss", spaces, 1)).posts
    return post.picture


def of_atom(entry: str) -> str | None:
    [post] = feed_of(atom(f"<id>1</id><link href='/2026/post/'/>{entry}", media=MEDIA)).posts
    return post.picture


def of_json(**said: Any) -> str | None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", **said}]}
    [post] = feed_of(json.dumps(feed)).posts
    return post.picture


def described(html: str) -> str:
    return f"<description>{escape(html)}</description>"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param('<media:thumbnail url="https://x.example/a"/>', "https://x.example/a", id="thumbnail"),
        pytest.param("<media:thumbnail>https://x.example/a</media:thumbnail>", "https://x.example/a", id="as text"),
        pytest.param('<media:thumbnail url="/a.jpg"/>', "https://blog.example/a.jpg", id="relative"),
        pytest.param('<media:content url="https://x.example/a" medium="image"/>', "https://x.example/a", id="medium"),
        pytest.param('<media:content url="https://x.example/a" type="image/png"/>', "https://x.example/a", id="type"),
        pytest.param('<media:content url="https://x.example/a" medium="video"/>', None, id="another medium"),
        pytest.param('<media:content url="https://x.example/a" medium="image" type="video/mp4"/>', None, id="a film"),
        pytest.param('<media:content url="https://x.example/a"/>', None, id="of no kind"),
        pytest.param('<media:content medium="image"/>', None, id="no address"),
        pytest.param('<media:content url="http://x.example/a" medium="image"/>', None, id="no https"),
        pytest.param(
            '<media:group><media:content url="https://x.example/film" type="video/mp4"/>'
            '<media:thumbnail url="https://x.example/a" width="480" height="360"/></media:group>',
            "https://x.example/a",
            id="group",
        ),
        pytest.param(
            '<media:content url="https://x.example/b" medium="image"/><media:thumbnail url="https://x.example/a"/>',
            "https://x.example/a",
            id="thumbnail first",
        ),
        pytest.param(
            '<media:thumbnail url="https://x.example/b" width="16" height="16"/>'
            '<media:content url="https://2.gravatar.com/avatar/1" medium="image"/>'
            '<media:content url="https://x.example/a" medium="image"/>',
            "https://x.example/a",
            id="the first that fits",
        ),
        pytest.param('<enclosure url="https://x.example/a" type="image/jpeg"/>', "https://x.example/a", id="enclosure"),
        pytest.param('<enclosure url="https://x.example/a" type="audio/mpeg"/>', None, id="sound"),
        pytest.param('<enclosure url="https://x.example/a.jpg"/>', None, id="enclosure of no kind"),
        pytest.param('<itunes:image href="https://x.example/a"/>', "https://x.example/a", id="itunes"),
        pytest.param("<itunes:image/>", None, id="itunes without an address"),
        pytest.param(
            '<enclosure url="https://x.example/a" type="image/jpeg"/>' + described("<img src='/b.jpg'>"),
            "https://x.example/a",
            id="named before shown",
        ),
        pytest.param(
            '<enclosure url="http://x.example/a" type="image/jpeg"/>' + described("<img src='/b.jpg'>"),
            "https://blog.example/b.jpg",
            id="shown where none that is named fits",
        ),
    ],
)
def test_what_a_feed_names(item: str, expected: str | None) -> None:
    assert of_rss(item) == expected


def test_the_picture_of_the_whole_feed_is_none_of_a_post() -> None:
    head = (
        "<link>https://blog.example/</link><image><url>https://blog.example/logo.png</url></image>"
        '<itunes:image href="https://blog.example/logo.png"/>'
    )
    [post] = feed_of(rss(LINK, head=head)).posts
    assert post.picture is None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(described("<p><img src='https://x.example/a'></p>"), "https://x.example/a", id="escaped"),
        pytest.param(
            "<description><![CDATA[<img src='/a.jpg'>]]></description>", "https://blog.example/a.jpg", id="CDATA"
        ),
        pytest.param(described("<img src='a.jpg'>"), "https://blog.example/2026/post/a.jpg", id="beside the post"),
        pytest.param(
            f"<content:encoded><![CDATA[{WORDS}<img src='a.jpg'>]]></content:encoded>",
            "https://blog.example/2026/post/a.jpg",
            id="a long content",
        ),
        pytest.param(
            f"{described('<img src=/a.jpg>')}<content:encoded><![CDATA[{WORDS}]]></content:encoded>",
            "https://blog.example/a.jpg",
            id="in the short one alone",
        ),
        pytest.param(
            f"{described('<img src=/b.jpg>')}<content:encoded><![CDATA[{WORDS}<img src=/a.jpg>]]></content:encoded>",
            "https://blog.example/a.jpg",
            id="in both",
        ),
        pytest.param(described("Without"), None, id="nowhere"),
        pytest.param(described("<img width=1 height=1 src=/a.gif>"), None, id="nothing but a pixel"),
    ],
)
def test_what_a_content_shows(item: str, expected: str | None) -> None:
    assert of_rss(item) == expected


def test_a_post_without_an_address_has_the_base_of_its_feed() -> None:
    [post] = feed_of(rss(f"<title>x</title>{described('<img src=a.jpg>')}")).posts
    assert post.picture == "https://blog.example/a.jpg"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            '<link rel="enclosure" type="image/jpeg" href="../a.jpg"/>', "https://blog.example/a.jpg", id="enclosure"
        ),
        pytest.param(
            f'<content type="html">{escape("<img src=a.jpg>")}</content>',
            "https://blog.example/2026/post/a.jpg",
            id="html",
        ),
        pytest.param(
            f'<content type="html" xml:base="https://x.example/y/">{escape("<img src=a.jpg>")}</content>',
            "https://x.example/y/a.jpg",
            id="xml:base",
        ),
        pytest.param(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><img src="a.jpg"/></div></content>',
            "https://blog.example/2026/post/a.jpg",
            id="xhtml",
        ),
        pytest.param(f"<content>{escape('Write <img src=/a.jpg> for it.')}</content>", None, id="plain text"),
        pytest.param(
            f"<content>{escape('<p><img src=/a.jpg></p>')}</content>", "https://blog.example/a.jpg", id="undeclared"
        ),
    ],
)
def test_atom(entry: str, expected: str | None) -> None:
    assert of_atom(entry) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"image": "https://x.example/a", "banner_image": "https://x.example/b"}, "https://x.example/a"),
        ({"image": "http://x.example/a", "banner_image": "https://x.example/b"}, "https://x.example/b"),
        ({"url": "https://x.example/post/", "image": "a.jpg"}, "https://x.example/post/a.jpg"),
        ({"attachments": [{"url": "https://x.example/a", "mime_type": "image/png"}]}, "https://x.example/a"),
        ({"attachments": [{"url": "https://x.example/a", "mime_type": "audio/mpeg"}, "x"]}, None),
        ({"url": "https://x.example/post/", "content_html": "<img src=a.jpg>"}, "https://x.example/post/a.jpg"),
        ({"content_html": "<img src=a.jpg>"}, "https://blog.example/feeds/a.jpg"),
        ({"image": "https://x.example/a", "content_html": "<img src=/b.jpg>"}, "https://x.example/a"),
        ({"content_text": "<img src=/a.jpg>"}, None),
        ({"image": {"url": "https://x.example/a"}, "attachments": {}, "content_html": 1}, None),
    ],
)
def test_json_feed(said: dict[str, Any], expected: str | None) -> None:
    assert of_json(**said) == expected
