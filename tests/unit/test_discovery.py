import pytest

from aggregator.core.discovery import charset_of, decode_page, find_feeds
from aggregator.core.found import FeedLink

ADDRESS = "https://blog.example/om/"


def link(href, kind="application/rss+xml", title="", rel="alternate"):
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            link("/feed/", title="Kari &amp; co"), [FeedLink("https://blog.example/feed/", "Kari & co")], id="rss"
        ),
        pytest.param(link("a", "application/atom+xml"), [FeedLink("https://blog.example/om/a")], id="atom"),
        pytest.param(link("a", "application/feed+json"), [FeedLink("https://blog.example/om/a")], id="json-feed"),
        pytest.param(link("a", "application/json"), [FeedLink("https://blog.example/om/a")], id="json"),
        pytest.param(
            link("a", " Application/RSS+XML; charset=x", rel="Feed ALTERNATE"),
            [FeedLink("https://blog.example/om/a")],
            id="case",
        ),
        pytest.param("<base href='/sub/'>" + link("a"), [FeedLink("https://blog.example/sub/a")], id="base"),
        pytest.param("<base href='javascript:x'>" + link("a"), [FeedLink("https://blog.example/om/a")], id="bad-base"),
        pytest.param(link("a") + link("a", title="again"), [FeedLink("https://blog.example/om/a")], id="once"),
        pytest.param(
            link("/comments/feed/") + link("/x", title="Kommentarer") + link("/feed/"),
            [
                FeedLink("https://blog.example/feed/"),
                FeedLink("https://blog.example/comments/feed/", "", True),
                FeedLink("https://blog.example/x", "Kommentarer", True),
            ],
            id="comments-last",
        ),
        pytest.param(link("/wp-json/wp/v2/pages/2", "application/json"), [], id="wordpress-rest"),
        pytest.param(link("javascript:alert(1)"), [], id="javascript"),
        pytest.param(link("a", "text/html") + link("b", rel="stylesheet") + "<link><a href=x>", [], id="other-links"),
        pytest.param("<!-- " + link("a"), [], id="in-a-comment"),
        pytest.param(link("a") + "<![<", [FeedLink("https://blog.example/om/a")], id="before-a-broken-declaration"),
    ],
)
def test_find_feeds(page, expected):
    assert list(find_feeds(page, ADDRESS)) == expected


def test_at_most_twenty():
    assert len(find_feeds("".join(link(f"/{n}") for n in range(50)), ADDRESS)) == 20


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param("blåbær".encode(), None, "blåbær", id="utf-8"),
        pytest.param("blåbær".encode("cp1252"), "text/html; charset=ISO-8859-1", "blåbær", id="header"),
        pytest.param("“x”".encode("cp1252"), "text/html; charset=latin1", "“x”", id="latin-1-is-windows-1252"),
        pytest.param('<meta charset="koi8-r">Б'.encode("koi8-r"), "text/html", '<meta charset="koi8-r">Б', id="meta"),
        pytest.param(
            b'<meta http-equiv=x content="text/html; charset=cp1252">\xe5',
            None,
            '<meta http-equiv=x content="text/html; charset=cp1252">å',
            id="meta-http-equiv",
        ),
        pytest.param("x".encode("utf-16"), "text/html; charset=utf-8", "x", id="byte-order-mark-wins"),
        pytest.param(b"\xef\xbb\xbfx", "text/html; charset=cp1252", "x", id="utf-8-with-mark"),
        pytest.param(b"a\xff", "text/html; charset=nonsense", "a\ufffd", id="unknown-charset"),
    ],
)
def test_decode_page(body, content_type, expected):
    assert decode_page(body, content_type) == expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/xml; charset=UTF-8", "utf-8"),
        ('text/xml; charset="koi8-r"', "koi8-r"),
        *[
            (f"text/xml; charset={name}", None)
            for name in ("punycode", "base64", "rot13", "undefined", "x", "a\0b", "unicode_escape")
        ],
        ("text/xml\r\nX: y; charset=", None),
        ("text/xml", None),
        (None, None),
    ],
)
def test_charset_of(content_type, expected):
    assert charset_of(content_type) == expected
