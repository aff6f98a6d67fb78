"""The fields of one post: its guid, address, author, title, text, date and categories."""

from datetime import UTC, datetime

import pytest

from tests.support.feedtexts import atom, atom_post, feed_of, rss, rss_post


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


def test_categories_are_capped():
    many = "".join(f"<category>{n}{'x' * 200}</category>" for n in range(80))
    categories = rss_post("<title>x</title>" + many).categories
    assert len(categories) == 50
    assert max(map(len, categories)) == 100
