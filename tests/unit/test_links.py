import pytest

from aggregator.core.links import is_home, link_key, related, same_origin, web_address

BASE = "https://blog.example/2026/feed.xml"


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        pytest.param("https://blog.example/a?b=%C3%A5#c", None, "https://blog.example/a?b=%C3%A5#c", id="as-given"),
        pytest.param("https://blåbær.example/ø", None, "https://blåbær.example/ø", id="idn-as-given"),
        pytest.param("post.html", BASE, "https://blog.example/2026/post.html", id="relative"),
        pytest.param("/post", BASE, "https://blog.example/post", id="from-the-root"),
        pytest.param("//other.example/x", BASE, "https://other.example/x", id="without-scheme"),
        pytest.param(" \x01https://blog.example/a\n", None, "https://blog.example/a", id="edges-are-stripped"),
        pytest.param("https://blog.example/a b\tc", None, "https://blog.example/a%20bc", id="spaces"),
        pytest.param('http://b.example/"onclick="x', None, "http://b.example/%22onclick=%22x", id="quotes"),
        pytest.param("https://b.example/\u202ex\x1b\ud800", None, "https://b.example/%E2%80%AEx%1B%3F", id="invisible"),
        pytest.param("https://kari:pw@b.example:8080/x", None, "https://b.example:8080/x", id="no-password"),
        pytest.param("http://[2001:db8::1]/x", None, "http://[2001:db8::1]/x", id="ipv6"),
        pytest.param("post", 'https://b.example/"a b/', "https://b.example/%22a%20b/post", id="unfit-base"),
        pytest.param("post", 'https://b.example"/', None, id="unfit-host-of-base"),
        pytest.param("post", None, None, id="relative-without-base"),
        pytest.param("post", "not an address", None, id="relative-to-nothing"),
        pytest.param("javascript:alert(1)", BASE, None, id="javascript"),
        pytest.param(" \x01Ja\tva\nScript:alert(1)", BASE, None, id="javascript-in-disguise"),
        pytest.param("data:text/html,x", BASE, None, id="data"),
        pytest.param("file:///etc/passwd", BASE, None, id="file"),
        pytest.param("http:///x", None, None, id="no-host"),
        pytest.param("http://./x", None, None, id="dots-are-no-host"),
        pytest.param("http://good.example\\@evil.example/", None, None, id="backslash-host"),
        pytest.param("http://e\u200bvil.example/", None, None, id="invisible-in-host"),
        pytest.param("http://[::1/", None, None, id="broken-ipv6"),
        pytest.param("http://b.example:99999/", None, None, id="port-too-high"),
        pytest.param("http://b.example/" + "x" * 2000, None, None, id="too-long"),
        pytest.param("http://b.example/" + " " * 900 + "x", None, None, id="too-long-when-quoted"),
        pytest.param("", BASE, None, id="empty"),
        pytest.param(None, BASE, None, id="none"),
    ],
)
def test_web_address(url, base, expected):
    assert web_address(url, base) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/2026/post",
        "http://www.blog.example/2026/post/",
        "HTTPS://Blog.Example:443/2026/post#respond",
        "http://blog.example:80/2026/post/?utm_source=x&utm_medium=rss&fbclid=1",
        "https://blog.example/2026/post/comment-page-2/#comment-7",
        "https://blog.example/2026/post?m=1&showComment=9&replytocom=3&cpage=2",
        "https://blog.example/2026/%70ost",
    ],
)
def test_same_post_same_key(url):
    assert link_key(url) == "blog.example/2026/post"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://b.example/?p=7&a=", "b.example?a=&p=7", id="query-sorted"),
        pytest.param("http://b.example:8080/x", "b.example:8080/x", id="other-port"),
        pytest.param("http://b.example/%C3%A6", "b.example/æ", id="unquoted"),
        pytest.param("http://b.example:x/", "http://b.example:x/", id="unreadable"),
        pytest.param("http://b.example/?a=1%262", "b.example?a=1%262", id="values-stay-apart"),
    ],
)
def test_link_key(url, expected):
    assert link_key(url) == expected


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://Blog.Example", True),
        ("https://blog.example:81/#x", True),
        ("https://blog.example/?p=1", False),
        ("https://blog.example/a", False),
        ("http://[", False),
    ],
)
def test_home(url, home):
    assert is_home(url) is home


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("https://Kari.example:443/feed", True),
        ("http://kari.example/", False),
        ("https://kari.example:8443/", False),
        ("https://ola.example/", False),
        ("https://kari.example:x/", False),
        ("https://[", False),
    ],
)
def test_a_login_goes_to_its_own_origin_only(other, expected):
    assert same_origin("https://kari.example/", other) is expected


REST = "https://api.w.org/"


@pytest.mark.parametrize(
    ("header", "relation", "address"),
    [
        pytest.param(f'<https://kari.example/wp-json/>; rel="{REST}"', REST, "https://kari.example/wp-json/", id="one"),
        pytest.param(f"</wp-json/>; rel={REST}", REST, "https://kari.example/wp-json/", id="bare and relative"),
        pytest.param(
            f'</a>; rel="alternate"; type="application/json", </wp-json/>; rel="{REST}"',
            REST,
            "https://kari.example/wp-json/",
            id="the second",
        ),
        pytest.param('</a>; rel="x next"', "next", "https://kari.example/a", id="one of several relations"),
        pytest.param('</a>; title="a, b"; REL=next', "next", "https://kari.example/a", id="a comma in a title"),
        pytest.param('</a>; rel="nextdoor"', "next", None, id="only the beginning"),
        pytest.param("</a>; title=next, </b>", "next", None, id="no relation"),
        pytest.param('<javascript:x>; rel="next"', "next", None, id="no address to keep"),
        pytest.param("", "next", None, id="nothing"),
        pytest.param("<" * 50_000, "next", None, id="spite"),
    ],
)
def test_what_a_link_header_names(header: str, relation: str, address: str | None) -> None:
    assert related(header, relation, "https://kari.example/feed/") == address
