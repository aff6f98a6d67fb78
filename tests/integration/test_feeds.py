"""Whole feeds as they stand in tests/data/feeds, and small ones with one oddity each."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.model import CommentFields, FoundPost
from aggregator.feeds import POSTS_LIMIT, NotAFeed, read_feed

DATA = Path(__file__).parent.parent / "data" / "feeds"
ADDRESS = "https://blog.example/feeds/all.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:lj="http://www.livejournal.org/rss/lj/1.0/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def feed_of(body, content_type=None):
    return read_feed(body.encode() if isinstance(body, str) else body, content_type, ADDRESS)


def rss(*items, head="<link>https://blog.example/</link>"):
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel><title>t</title>{head}{inside}</channel></rss>'


def atom(*entries, head="", **spaces):
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{declared}><title>t</title>{head}{inside}</feed>'


def rss_post(item):
    (post,) = feed_of(rss(item)).posts
    return post


def atom_post(entry, **spaces):
    (post,) = feed_of(atom(entry, **spaces)).posts
    return post


def test_wordpress():
    feed = feed_of((DATA / "wordpress.xml").read_bytes(), "application/rss+xml; charset=UTF-8")
    assert (feed.title, feed.home, feed.version) == ("Karis blogg & notater", "https://kari.example", "rss20")
    assert feed.generator == "https://wordpress.org/?v=6.1.9"
    assert "http://purl.org/rss/1.0/modules/slash/" in feed.vocabularies
    assert feed.sound
    assert feed.posts == (
        FoundPost(
            guid="https://kari.example/?p=12",
            url="https://kari.example/2026/11/testing/",
            title="Testing & feiling",
            author="Kari Nordmann",
            published=datetime(2026, 11, 16, 8, tzinfo=UTC),
            categories=("Forvaltning", "R&D"),
            text="Første avsnitt.\nAndre avsnitt, med lenke.",
            comment_fields=CommentFields(slash="2", link="https://kari.example/2026/11/testing/#comments"),
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
    first, second = feed.posts
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
            thread_total="4", thread_counts=("4",), link="https://ola.example/2026/11/tall.html#comment-form"
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
    assert feed.posts == (
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


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("<guid>\n abc </guid><title>x</title>", "abc", id="stripped"),
        pytest.param("<guid>/relative</guid><title>x</title>", "/relative", id="never-made-absolute"),
        pytest.param("<guid></guid><title>x</title>", None, id="empty"),
        pytest.param("<title>x</title>", None, id="missing"),
    ],
)
def test_guid(item, expected):
    assert rss_post(item).guid == expected


def test_long_guids_are_cut_but_differ():
    first, second = feed_of(rss(*(f"<guid>{'x' * 1200}{end}</guid>" for end in "ab"))).posts
    assert first.guid != second.guid
    assert first.guid.startswith("x" * 900)
    assert len(first.guid) <= 1000


def test_guid_of_every_post_is_no_identity():
    same = "<guid isPermaLink='false'>same</guid><link>https://blog.example/{}</link>"
    assert [post.guid for post in feed_of(rss(same.format(1), same.format(2))).posts] == [None, None]
    assert rss_post(same.format(1)).guid == "same"
    assert [post.guid for post in feed_of(rss(same, same, "<guid>other</guid>")).posts] == ["same", "same", "other"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("<link>https://blog.example/a</link>", "https://blog.example/a", id="link"),
        pytest.param("<link>a</link>", "https://blog.example/a", id="relative-to-the-home-page"),
        pytest.param("<guid>https://blog.example/g</guid>", "https://blog.example/g", id="permalink-guid"),
        pytest.param("<guid>abc</guid>", None, id="guid-that-is-no-address"),
        pytest.param('<guid isPermaLink="false">https://blog.example/g</guid>', None, id="guid-says-it-is-no-link"),
        pytest.param("<link>javascript:alert(1)</link><guid>x</guid>", None, id="javascript"),
        pytest.param(
            "<link>https://proxy.example/~3/x</link><feedburner:origLink>https://blog.example/a</feedburner:origLink>",
            "https://blog.example/a",
            id="feedburner",
        ),
        pytest.param(
            '<atom:link rel="alternate" type="text/x" href="a.x"/><atom:link rel="alternate" href="a.html"/>',
            "https://blog.example/a.html",
            id="html-first",
        ),
    ],
)
def test_url(item, expected):
    assert rss_post("<title>x</title>" + item).url == expected


def test_relative_links_without_a_home_page_follow_the_address():
    (post,) = feed_of(rss("<link>a</link>", head="")).posts
    assert post.url == "https://blog.example/feeds/a"
    assert atom_post("<id>1</id><link href='../b'/>").url == "https://blog.example/b"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("<dc:creator>Kari</dc:creator>", "Kari", id="creator"),
        pytest.param("<author>kari@blog.example (Kari N.)</author>", "Kari N.", id="address-and-name"),
        pytest.param("<author>Kari N. &lt;kari@blog.example&gt;</author>", "Kari N.", id="name-and-address"),
        pytest.param("<author>kari@blog.example</author>", "", id="bare-address"),
        pytest.param("<dc:creator>@kari@social.example</dc:creator>", "@kari@social.example", id="handle"),
        pytest.param("<dc:creator>Kari (Oslo)</dc:creator>", "Kari (Oslo)", id="brackets-stay"),
        pytest.param("<dc:creator>Kari</dc:creator><dc:creator>Ola</dc:creator>", "Kari, Ola", id="two"),
        pytest.param("", "", id="none"),
    ],
)
def test_author(item, expected):
    assert rss_post("<title>x</title>" + item).author == expected


def test_author_of_the_feed_stands_in():
    head = "<author><name>Redaksjonen</name></author>"
    own = "<id>1</id><author><name>Kari</name></author>"
    assert [post.author for post in feed_of(atom(own, "<id>2</id>", head=head)).posts] == ["Kari", "Redaksjonen"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("<title type='html'>A &amp;lt;em&amp;gt;b</title>", "A <em>b", id="html-escaped-twice"),
        pytest.param("<title type='text'>A &lt;em&gt;b&lt;/em&gt;</title>", "A <em>b</em>", id="text-is-literal"),
        pytest.param(
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>b</b></div></title>", "A b", id="xhtml"
        ),
        pytest.param("<id>1</id>", "", id="missing"),
    ],
)
def test_atom_title(entry, expected):
    assert atom_post("<id>1</id>" + entry).title == expected


def test_atom_text_that_forgot_to_say_html():
    assert atom_post("<id>1</id><content>&lt;p&gt;Hei&lt;/p&gt;</content>").text == "Hei"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("2025-02-30T12:00:00Z", None),
        ("Wed, 05 Nov 2025 12:00:00 +9999", None),
        ("2020/1/10 14:33:00", datetime(2020, 1, 10, 14, 33, tzinfo=UTC)),
        ("Wed, 05 Nov 2025 14:00:00 CEST", datetime(2025, 11, 5, 12, tzinfo=UTC)),
        ("2004년 05월 28일  01:31:15", None),
    ],
)
def test_published(raw, expected):
    assert rss_post(f"<title>x</title><pubDate>{raw}</pubDate>").published == expected


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


def test_categories_are_capped():
    many = "".join(f"<category>{n}{'x' * 200}</category>" for n in range(80))
    categories = rss_post("<title>x</title>" + many).categories
    assert len(categories) == 50
    assert max(map(len, categories)) == 100


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
    ("body", "reason", "page"),
    [
        pytest.param(
            "<!DOCTYPE html><html><body>Hei",
            "this is a web page, not a feed. Write the feed's own address in feeds.toml",
            True,
            id="page",
        ),
        pytest.param("Ikke noe her", "there is no feed in the answer", False, id="text"),
        pytest.param("", "there is no feed in the answer", False, id="nothing"),
        pytest.param('{"a": 1}', "this is JSON, but no feed", False, id="json"),
        pytest.param("[]", "this is JSON, but no feed", False, id="json-list"),
        pytest.param("{" * 9, "there is no feed in the answer", False, id="nearly-json"),
        pytest.param('{"a":' * 100_000, "there is no feed in the answer", False, id="deep-json"),
        pytest.param("[" * 100_000 + "]" * 100_000, "there is no feed in the answer", False, id="deeper-json"),
        pytest.param(
            rss("<a " + " ".join(f'a{n}="1"' for n in range(300)) + "/>"), "is a trap", False, id="attributes"
        ),
        pytest.param(rss("<category>x</category>" * 5_001), "is a trap", False, id="categories"),
        pytest.param(rss(f"<itunes:keywords>{'a,' * 20_000}</itunes:keywords>"), "is a trap", False, id="keywords"),
        pytest.param(rss("".join(f'<x xmlns:n{n}="x"/>' for n in range(600))), "is a trap", False, id="prefixes"),
    ],
)
def test_no_feed(body, reason, page):
    with pytest.raises(NotAFeed, match=reason) as found:
        feed_of(body)
    assert found.value.page is page


def test_what_breaks_feedparser_is_no_feed():
    body = b'<?xml version="1.0" encoding="punycode"?>' + rss("<title>-&#229;-</title>").encode()
    with pytest.raises(NotAFeed, match=r"cannot be read \(UnicodeError\)"):
        feed_of(body)


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
