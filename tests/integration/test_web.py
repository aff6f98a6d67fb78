import errno
import gzip
import resource
import socket
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.http import Answer, Request
from aggregator.web import Limits, Web, problems, user_agent
from aggregator.web.target import literal, read_target
from tests.support.blogserver import BlogServer, Page, Visit

LOOPBACK = ("127.0.0.1/32",)
NOT_HTTP = "answered with something that is not HTTP"
BROKEN_OFF = "the connection broke off before the answer was whole"
UNUSABLE = "the address cannot be asked; it must begin with http:// or https:// and a host"


def not_public(ip: str) -> str:
    return f'{ip} is not a public address; if it is meant, write below [fetch]: allow_networks = ["{ip}"]'


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with BlogServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(user_agent="agg/test", timeout=5, allow_networks=LOOPBACK) as web:
        yield web


def ask(url: str, **settings: object) -> Answer:
    with Web(user_agent="agg/test", **{"timeout": 5, "allow_networks": LOOPBACK, **settings}) as web:  # type: ignore[arg-type]
        return web.get(Request(url))


def raw(data: bytes) -> Callable[[Visit], None]:
    return lambda visit: visit.send(data)


def close_at_once(visit: Visit) -> None:
    """Says nothing at all."""


def hang(visit: Visit) -> None:
    visit.wait(10)


def to(location: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": location})


# -- answers ----------------------------------------------------------------------------------------


def test_a_page_comes_with_status_headers_and_body(server: BlogServer, web: Web) -> None:
    server.put("/feed/", "<rss>blåbær</rss>", etag='"1"')
    request = Request(server.url("/feed/"))
    answer = web.get(request)
    assert answer.request is request
    assert (answer.status, answer.problem, answer.requests, answer.permanent) == (200, None, 1, None)
    assert (answer.url, answer.body.decode()) == (server.url("/feed/"), "<rss>blåbær</rss>")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert answer.headers["etag"] == '"1"'


def test_the_request_says_who_asks_and_what_for(server: BlogServer, web: Web) -> None:
    server.put("/", b"x", headers={"Set-Cookie": "a=b"})
    web.get(Request(server.url("/")))
    web.get(Request(server.url("/")))
    sent = server.log[1].headers
    assert sent["user-agent"] == "agg/test"
    assert sent["accept"].startswith("application/atom+xml, application/rss+xml")
    assert sent["accept"].endswith("text/html;q=0.6, */*;q=0.1")
    assert sent["accept-encoding"].startswith("gzip, deflate")
    assert sent.keys() == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (None, "agg/0.1.0 (course blog reader)"),
        ("arne@example.no", "agg/0.1.0 (course blog reader; +arne@example.no)"),
    ],
)
def test_the_user_agent_has_a_contact_when_there_is_one(contact: str | None, expected: str) -> None:
    assert user_agent("0.1.0", contact) == expected


@pytest.mark.parametrize("status", [204, 300, 404, 410, 429, 500, 503, 999])
def test_a_bad_status_is_an_answer_and_no_problem(server: BlogServer, web: Web, status: int) -> None:
    server.put("/", b"", status=status, headers={"Retry-After": "60"})
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.problem, answer.headers["retry-after"]) == (status, None, "60")


def test_a_redirect_that_leads_nowhere_is_an_answer(server: BlogServer, web: Web) -> None:
    server.put("/", b"", status=302)
    assert web.get(Request(server.url("/"))).status == 302


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('W/"a,b==/+;c"', None),
        ("no quotes, æ", None),
        (None, "Wed, 05 Nov 2025 10:00:00 GMT"),
        (None, "sometime last week"),
        ('"x"', "Wed, 05 Nov 2025 10:00:00 GMT"),
    ],
)
def test_validators_go_back_byte_for_byte(server: BlogServer, web: Web, etag: str | None, modified: str | None) -> None:
    server.put("/", b"x", etag=etag, modified=modified)
    first = web.get(Request(server.url("/")))
    again = Request(server.url("/"), first.headers.get("etag"), first.headers.get("last-modified"))
    second = web.get(again)
    assert (second.status, second.body, second.problem) == (304, b"", None)
    assert server.log[1].headers.get("if-none-match") == etag
    assert server.log[1].headers.get("if-modified-since") == modified


@pytest.mark.parametrize("validator", ["", '"a"\r\nX-Evil: 1', '"a\x1b"', '"\x85"', "x" * 8193, "日"], ids=repr)
def test_a_validator_that_cannot_be_sent_is_left_out(server: BlogServer, web: Web, validator: str) -> None:
    server.put("/", b"x")
    assert web.get(Request(server.url("/"), validator, validator)).status == 200
    assert server.log[0].headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}


def brotli(data: bytes) -> bytes:
    """One uncompressed meta-block (RFC 7932 §9.2)."""
    return ((len(data) - 1) << 4 | 1 << 20).to_bytes(3, "little") + data + b"\x03"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("br", brotli),
    ],
)
def test_a_packed_body_is_unpacked(server: BlogServer, web: Web, coding: str, pack: Callable[[bytes], bytes]) -> None:
    server.put("/", pack(b"<rss>" * 999), headers={"Content-Encoding": coding})
    answer = web.get(Request(server.url("/")))
    if coding not in server.log[0].headers["accept-encoding"] + "GZIP":
        pytest.skip("this libcurl does not know it and did not ask for it")
    assert (answer.problem, answer.body) == (None, b"<rss>" * 999)


def test_header_values_are_plain_text(server: BlogServer, web: Web) -> None:
    head = (
        b"HTTP/1.1 200 \x1b[31mboom\r\nX-ESC: a\x1b]0;b\x07\x9bc\r\nX-Latin: \xe5\r\nX-Twice: 1\r\nx-twice: 2\r\n"
        b'Link: <a>; rel=next\r\nLINK: <b>\r\nETag: "\x1b"\r\nX-Folded: a\r\n  folded\r\n'
    )
    server.put("/", raw(head + b"Content-Length: 2\r\n\r\nok"))
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.body) == (200, b"ok")
    assert answer.headers == {
        "x-esc": "a]0;bc",
        "x-latin": "å",
        "x-twice": "2",
        "link": "<a>; rel=next, <b>",
        "x-folded": "a folded",
        "content-length": "2",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.0 200 OK\r\n\r\nbody",
        b"HTTP/1.1 200\r\ncontent-LENGTH: 4\r\n\r\nbody",
        b"HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;ext=1\r\nbo\r\n2\r\ndy\r\n0\r\nX-End: 1\r\n\r\n",
    ],
    ids=["HTTP/1.0", "no reason phrase", "100 before", "chunks and trailer"],
)
def test_odd_but_honest_answers_are_read(server: BlogServer, web: Web, data: bytes) -> None:
    server.put("/", raw(data))
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.body, answer.problem) == (200, b"body", None)
    assert "x-early" not in answer.headers


# -- addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "word",
        "--output=x",
        "file:///etc/passwd",
        "ftp://kari.example/feed",
        "javascript:alert(1)",
        "exec:touch x",
        "http:///feed",
        "http://",
        "http://[::bad",
        "http://kari.example:port/",
        "http://kari.example:99999/",
        "http://kari.example\\@evil.example/",
        "http://" + "å" * 70 + ".example/",
        "http://kari:%00@kari.example/",
        "http://kari.example/" + "x" * 2000,
        "http://kari%2eexample/",
    ],
)
def test_an_unusable_address_is_an_answer_with_a_problem(web: Web, url: str) -> None:
    request = Request(url)
    assert web.get(request) == Answer(request, "", problem=UNUSABLE, requests=0)


@given(st.text(), st.sampled_from(["", "http://", "http://å", "http://kari.example", "//"]))
def test_any_text_can_be_looked_at_as_an_address(text: str, start: str) -> None:
    target = read_target(start + text, "https://kari:secret@kari.example/blog/")
    assert target is None or (target.wire.isascii() and target.wire.isprintable() and "#" not in target.shown)


def test_letters_beyond_ascii_are_encoded_on_the_way(server: BlogServer) -> None:
    server.put("/bl%C3%A5 b%C3%A6r".replace(" ", "%20"), b"x")
    url = server.url("/blå bær?ø=%C3%A5#frag", host="blåbær.localhost")
    answer = ask(url)
    assert (answer.status, answer.problem) == (200, None)
    assert answer.url == server.url("/blå%20bær?ø=%C3%A5", host="blåbær.localhost")
    assert server.log[0].path == "/bl%C3%A5%20b%C3%A6r?%C3%B8=%C3%A5"
    assert server.log[0].headers["host"] == f"xn--blbr-roah.localhost:{server.port}"


@pytest.mark.parametrize(
    ("host", "ip"),
    [
        ("127.66.6.6", "127.66.6.6"),
        ("2130706433", "127.0.0.1"),
        ("0177.0x0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("10.66.66.66", "10.66.66.66"),
        ("169.254.169.254", "169.254.169.254"),
    ],
)
def test_an_address_that_is_not_public_is_not_connected_to(server: BlogServer, host: str, ip: str) -> None:
    answer = ask(server.url("/", host=host), allow_networks=())
    assert (answer.status, answer.problem) == (0, not_public(ip))
    assert (answer.requests, server.log) == (0, [])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0x42.1542", "127.66.6.6"),
        ("127.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("::1", "::1"),
        ("kari.example", None),
        ("blåbær.example", None),
        ("12.kari.example", None),
    ],
)
def test_a_literal_address_is_read_however_it_is_written(host: str, expected: str | None) -> None:
    assert literal(host) == expected


def test_a_name_for_an_address_that_is_not_public_is_not_connected_to(server: BlogServer) -> None:
    answer = ask(server.url("/", host="localhost"), allow_networks=())
    assert "is not a public address" in str(answer.problem)
    assert server.log == []


def test_of_several_addresses_of_a_name_an_allowed_one_is_used(server: BlogServer, web: Web) -> None:
    server.put("/", b"x")
    assert web.get(Request(server.url("/", host="localhost"))).status == 200


def test_an_allowed_address_of_the_sixth_version_is_connected_to() -> None:
    try:
        server = BlogServer(host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with server:
        server.put("/", b"x")
        assert ask(server.url("/", host="[::1]")).problem == not_public("::1")
        assert ask(server.url("/", host="[::1]"), allow_networks=["::1"]).status == 200


def test_a_name_that_does_not_exist(web: Web) -> None:
    answer = web.get(Request("http://kari.invalid/"))
    assert answer.problem == "the address does not exist (no such host: kari.invalid)"
    assert answer.requests == 0


# -- redirects --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (302, False), (303, False), (307, False), (308, True)])
def test_redirects_are_followed_and_permanent_ones_remembered(
    server: BlogServer, web: Web, status: int, permanent: bool
) -> None:
    server.put("/old", b"gone", status=status, headers={"Location": server.url("/new")})
    server.put("/new", b"here")
    answer = web.get(Request(server.url("/old")))
    assert (answer.status, answer.body, answer.url, answer.requests) == (200, b"here", server.url("/new"), 2)
    assert answer.permanent == (server.url("/new") if permanent else None)


@pytest.mark.parametrize(("first", "second"), [(301, 302), (302, 301)])
def test_one_temporary_redirect_makes_the_way_temporary(server: BlogServer, web: Web, first: int, second: int) -> None:
    server.put("/a", b"", status=first, headers={"Location": "/b"})
    server.put("/b", b"", status=second, headers={"Location": "/c"})
    server.put("/c", b"x")
    answer = web.get(Request(server.url("/a")))
    assert (answer.status, answer.permanent, answer.requests) == (200, None, 3)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/blog/new"),
        ("../new", "/new"),
        ("//{place}/new#top", "/new"),
        ("?page=2", "/blog/feed?page=2"),
        ("/bl\u00e5 b\u00e6r", "/bl%E5%20b%E6r"),
        ("/\u00c3\u0085", "/%C3%85"),
        ("/x\x1b]0;PWNED\x07y", "/x%1B]0;PWNED%07y"),
    ],
)
def test_where_a_redirect_leads(server: BlogServer, web: Web, location: str, path: str) -> None:
    place = f"127.0.0.1:{server.port}"
    server.put("/blog/feed", lambda visit: to(location.format(place=place)))
    server.put("/blog/feed?page=2", b"x")
    server.put(path, b"x")
    answer = web.get(Request(server.url("/blog/feed")))
    assert (answer.status, answer.url, answer.problem) == (200, server.url(path), None)


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "file:///etc/passwd", "http://[::bad", "http://:80/", "ftp://x"]
)
def test_a_redirect_to_what_cannot_be_asked_is_a_problem(server: BlogServer, web: Web, location: str) -> None:
    server.put("/", b"", status=302, headers={"Location": location})
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.problem) == (0, "redirects to an address that cannot be asked")


def test_at_most_five_redirects(server: BlogServer, web: Web) -> None:
    for n in range(7):
        server.put(f"/{n}", b"", status=301, headers={"Location": f"/{n + 1}"})
    server.put("/7", b"x")
    assert web.get(Request(server.url("/2"))).status == 200
    answer = web.get(Request(server.url("/1")))
    assert (answer.status, answer.problem, answer.requests) == (0, "more than 5 redirects", 6)


def test_a_circle_of_redirects_ends(server: BlogServer, web: Web) -> None:
    server.put("/a", b"", status=302, headers={"Location": "/b", "Set-Cookie": "rig=1"})
    server.put("/b", b"", status=302, headers={"Location": "/a"})
    assert web.get(Request(server.url("/a"))).problem == "more than 5 redirects"
    assert len(server.log) == 6


def test_validators_are_sent_to_the_first_address_only(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=302, headers={"Location": "/new"})
    server.put("/new", b"x", etag='"1"')
    assert web.get(Request(server.url("/old"), '"1"', "yesterday")).status == 200
    assert [("if-none-match" in seen.headers, "if-modified-since" in seen.headers) for seen in server.log] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize("hops", [1, 2])
def test_a_redirect_to_an_address_that_is_not_public_is_blocked(server: BlogServer, web: Web, hops: int) -> None:
    server.put("/1", b"", status=302, headers={"Location": "/2"})
    server.put("/2", b"", status=302, headers={"Location": "http://2135033350/"})
    answer = web.get(Request(server.url(f"/{3 - hops}")))
    assert (answer.status, answer.problem) == (0, not_public("127.66.6.6"))
    assert answer.requests == hops


# -- user names and passwords -----------------------------------------------------------------------

BASIC = "Basic a8OlcmU6c2VjOnJldC9A"  # kåre:sec:ret/@


def test_a_login_is_sent_but_never_shown(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=301, headers={"Location": "/new"})
    server.put("/new", b"x")
    login = server.url("/old").replace("//", "//k%C3%A5re:sec%3Aret%2F%40@")
    answer = web.get(Request(login))
    assert answer.status == 200
    assert [seen.headers.get("authorization") for seen in server.log] == [BASIC, BASIC]
    assert (answer.url, answer.permanent) == (server.url("/new"), None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_login_is_not_sent_to_another_place(server: BlogServer, web: Web, host: str) -> None:
    with BlogServer() as other:
        goal = other if host == "127.0.0.1" else server
        goal.put("/new", b"x")
        server.put("/old", b"", status=302, headers={"Location": goal.url("/new", host=host)})
        answer = web.get(Request(server.url("/old").replace("//", "//kari:secret@")))
        assert answer.status == 200
        assert "authorization" not in goal.log[-1].headers
        assert "authorization" in server.log[0].headers


def test_a_login_in_a_redirect_is_ignored(server: BlogServer, web: Web) -> None:
    server.put("/old", b"", status=302, headers={"Location": server.url("/new").replace("//", "//evil:x@")})
    server.put("/new", b"x")
    answer = web.get(Request(server.url("/old")))
    assert (answer.status, answer.url) == (200, server.url("/new"))
    assert "authorization" not in server.log[1].headers


@pytest.mark.parametrize(
    "url", ["http://kari:secret@127.66.6.6/", "http://kari:secret@kari.invalid/", "ftp://kari:secret@x/"]
)
def test_a_login_is_in_no_problem(web: Web, url: str) -> None:
    answer = web.get(Request(url))
    assert answer.problem
    assert "secret" not in answer.problem + answer.url


# -- too much, too slow, nonsense -------------------------------------------------------------------


@pytest.mark.parametrize(("size", "problem"), [(2_000_000, None), (2_000_001, "the answer is larger than 2 MB")])
@pytest.mark.parametrize("packed", [True, False])
def test_the_limit_is_for_the_unpacked_body(server: BlogServer, size: int, problem: str | None, packed: bool) -> None:
    body = b"A" * size
    headers = {"Content-Encoding": "gzip"} if packed else {"Content-Encoding": "identity"}
    server.put("/", gzip.compress(body) if packed else body, headers=headers)
    answer = ask(server.url("/"), limits=Limits(body=2_000_000))
    assert (answer.problem, len(answer.body)) == (problem, 0 if problem else size)


def test_a_bomb_is_left_at_ten_megabytes(server: BlogServer, web: Web) -> None:
    server.put("/", gzip.compress(bytes(60_000_000), 1), headers={"Content-Encoding": "gzip"})
    assert web.get(Request(server.url("/"))).problem == "the answer is larger than 10 MB"


def test_an_endless_body_is_left_at_the_limit(server: BlogServer) -> None:
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            visit.send(b"A" * 65_536)

    server.put("/", endless)
    assert ask(server.url("/"), limits=Limits(body=1_000_000)).problem == "the answer is larger than 1 MB"


def lines(count: int, line: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, line) for n in range(count)) + b"\r\nbody"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<rss version='2.0'></rss>", NOT_HTTP),
        (b"SSH-2.0-OpenSSH_9.2\r\n" + bytes(range(256)) * 20, NOT_HTTP),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nx\r\n0\r\n\r\n", BROKEN_OFF),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>", BROKEN_OFF),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<rss>", BROKEN_OFF),
        (b"", "the connection was closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<rss>", "the answer cannot be unpacked"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b"gzip, " * 500 + b"gzip\r\n\r\nx",
            "the answer cannot be unpacked",
        ),
        (lines(10_000, b"a" * 50), "the answer's headers are larger than 256 kB"),
        (lines(6_000, b"a"), "the answer has too many headers, or too large ones"),
        (lines(1, b"a" * 2_000_000), "the answer has too many headers, or too large ones"),
    ],
    ids=[
        *("HTTP/0.9", "another protocol", "odd chunk", "cut body", "cut chunk", "nothing", "not packed"),
        *("packed 501 times", "large headers", "many headers", "one large header"),
    ],
)
def test_nonsense_is_a_problem(server: BlogServer, web: Web, data: bytes, problem: str) -> None:
    server.put("/", raw(data))
    answer = web.get(Request(server.url("/")))
    assert (answer.status, answer.problem, answer.body) == (0, problem, b"")


def test_endless_interim_answers_end(server: BlogServer, web: Web) -> None:
    def go_on(visit: Visit) -> None:
        while visit.wait(0.001):
            visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)

    server.put("/", go_on)
    assert web.get(Request(server.url("/"))).problem == "the answer's headers are larger than 256 kB"


def test_a_reset_in_the_body_is_a_problem(server: BlogServer, web: Web) -> None:
    def reset(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")
        visit.wait(0.05)
        visit.reset()

    server.put("/", reset)
    assert web.get(Request(server.url("/"))).problem == BROKEN_OFF
    assert len(server.log) == 1


def test_a_connection_that_died_in_between_is_no_problem(server: BlogServer, web: Web) -> None:
    closings = iter([close_at_once])
    server.put("/", b"x")
    server.put("/second", lambda visit: next(closings, lambda visit: Page(b"y"))(visit))
    assert web.get(Request(server.url("/"))).body == b"x"
    assert web.get(Request(server.url("/second"))).body == b"y"
    assert len(server.log) == 3


def drip(start: bytes) -> Callable[[Visit], None]:
    def send(visit: Visit) -> None:
        visit.send(start)
        while visit.wait(0.05):
            visit.send(b"a")

    return send


@pytest.mark.parametrize(
    "function",
    [
        drip(b"HTTP/1.1 200 "),
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n<rss>"),
        hang,
        lambda visit: to(visit.path) if visit.wait(0.2) else None,
    ],
    ids=["status line", "header", "body", "silence", "redirects"],
)
def test_the_deadline_is_for_the_whole_request(server: BlogServer, function: Callable[[Visit], Page | None]) -> None:
    server.put("/", function)
    start = time.monotonic()
    answer = ask(server.url("/"), timeout=0.5)
    assert answer.problem == "no answer within 0.5 s"
    assert 0.4 < time.monotonic() - start < 2


def test_waiting_in_the_queue_takes_nothing_from_the_deadline(server: BlogServer) -> None:
    server.put("/", lambda visit: Page(b"x" if visit.wait(0.2) else b""))
    with Web(user_agent="x", timeout=0.5, allow_networks=LOOPBACK, jobs=1) as web:
        for _ in range(4):
            web.ask(Request(server.url("/")))
        assert [answer.status for answer in web.answers()] == [200] * 4


def test_there_is_a_shorter_limit_for_connecting() -> None:
    with ExitStack() as sockets:
        full = sockets.enter_context(closing(socket.create_server(("127.0.0.1", 0), backlog=0)))
        for _ in range(4):  # nobody accepts them, so there is no room for the next
            waiting = sockets.enter_context(closing(socket.socket()))
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        answer = ask(f"http://127.0.0.1:{full.getsockname()[1]}/", limits=Limits(connect=0.3))
    assert (answer.problem, answer.requests) == ("no connection within 0.3 s", 0)


def test_a_port_where_nobody_listens(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert web.get(Request(f"http://127.0.0.1:{port}/")).problem == "the connection was refused"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.ECONNREFUSED, "the connection was refused"),
        (errno.EHOSTUNREACH, "no connection could be made"),
        (0, "no connection could be made"),
    ],
)
def test_why_there_is_no_connection(number: int, problem: str) -> None:
    assert problems.no_connection(number) == problem


# -- many at once -----------------------------------------------------------------------------------


class Crowd:
    """Counts how many visits there are at once, and the most there ever were."""

    def __init__(self, stay: float = 0.05) -> None:
        self.most = self._now = 0
        self._stay = stay
        self._lock = threading.Lock()

    def __call__(self, visit: Visit) -> Page:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        visit.wait(self._stay)
        with self._lock:
            self._now -= 1
        return Page(b"x")


def test_a_host_is_asked_by_two_at_once(server: BlogServer, web: Web) -> None:
    crowd = Crowd()
    server.put("/", crowd)
    for _ in range(8):
        web.ask(Request(server.url("/")))
    assert [answer.status for answer in web.answers()] == [200] * 8
    assert crowd.most == 2


def test_redirects_to_one_host_count_there(web: Web) -> None:
    crowd = Crowd()
    with ExitStack() as servers:
        shared = servers.enter_context(BlogServer())
        shared.put("/", crowd)
        for _ in range(6):
            blog = servers.enter_context(BlogServer())
            blog.put("/", b"", status=302, headers={"Location": shared.url("/")})
            web.ask(Request(blog.url("/")))
        assert [answer.requests for answer in web.answers()] == [2] * 6
    assert crowd.most == 2


def test_so_many_jobs_run_at_once(server: BlogServer) -> None:
    crowd = Crowd()
    server.put("/", crowd)
    with Web(user_agent="x", allow_networks=LOOPBACK, jobs=3, per_host=9) as web:
        for _ in range(9):
            web.ask(Request(server.url("/")))
        assert len(list(web.answers())) == 9
    assert crowd.most == 3


def test_hosts_take_turns(server: BlogServer) -> None:
    server.put("/", Crowd(stay=0.02))
    with BlogServer() as other, Web(user_agent="x", allow_networks=LOOPBACK, jobs=1) as web:
        other.put("/", b"x")
        for url in [server.url("/")] * 5 + [other.url("/")]:
            web.ask(Request(url))
        order = [answer.url for answer in web.answers()]
    assert order.index(other.url("/")) <= 2


def test_many_hosts_are_asked_at_once(web: Web) -> None:
    with ExitStack() as servers:
        for _ in range(32):
            blog = servers.enter_context(BlogServer())
            blog.put("/", Crowd(stay=0.2))
            web.ask(Request(blog.url("/")))
        start = time.monotonic()
        assert [answer.status for answer in web.answers()] == [200] * 32
        assert time.monotonic() - start < 2


def test_more_may_be_asked_while_answers_come(server: BlogServer, web: Web) -> None:
    for n in range(5):
        server.put(f"/{n}", str(n))
    web.ask(Request(server.url("/0")))
    bodies = []
    for answer in web.answers():
        bodies.append(answer.body)
        if len(bodies) < 5:
            web.ask(Request(server.url(f"/{len(bodies)}")))
    assert bodies == [b"0", b"1", b"2", b"3", b"4"]


def test_one_address_may_be_asked_several_times(server: BlogServer, web: Web) -> None:
    server.put("/", b"x")
    asked = [Request(server.url("/")) for _ in range(3)]
    for request in asked:
        web.ask(request)
    assert {id(answer.request) for answer in web.answers()} == {id(request) for request in asked}


def test_nothing_asked_is_nothing_answered(web: Web) -> None:
    assert list(web.answers()) == []


def test_close_ends_at_once_what_hangs(server: BlogServer) -> None:
    server.put("/", hang)
    with Web(user_agent="x", allow_networks=LOOPBACK) as web:
        for _ in range(5):
            web.ask(Request(server.url("/")))
        time.sleep(0.1)
        start = time.monotonic()
        web.close()
        assert time.monotonic() - start < 0.3
        assert list(web.answers()) == []


# -- https ------------------------------------------------------------------------------------------


def certificate(folder: Path, name: str) -> Path:
    file = folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
    try:
        made = subprocess.run(
            [*command.split(), "-addext", f"subjectAltName={name}", "-keyout", "-", "-out", "-"],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("no openssl command here")
    file.write_bytes(made.stdout)
    return file


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlogServer]:
    file = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with BlogServer(certificate=file) as server:
        yield server


def test_https_with_a_trusted_certificate(trusted: BlogServer) -> None:
    trusted.put("/", b"x")
    assert ask(trusted.url("/")).body == b"x"


def test_a_redirect_may_lead_to_https_but_not_back(trusted: BlogServer, server: BlogServer) -> None:
    trusted.put("/ok", b"x")
    trusted.put("/back", b"", status=301, headers={"Location": server.url("/")})
    server.put("/ok", b"", status=301, headers={"Location": trusted.url("/ok")})
    assert ask(server.url("/ok")).permanent == trusted.url("/ok")
    answer = ask(trusted.url("/back"))
    assert (answer.problem, answer.requests) == ("redirects from https to http, which is not safe", 1)


def test_a_certificate_for_another_name_is_a_problem(trusted: BlogServer) -> None:
    answer = ask(trusted.url("/", host="localhost"))
    assert answer.problem == "the certificate is not valid: it is not for localhost"


def test_a_certificate_that_nobody_signed_is_a_problem(trusted: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    answer = ask(trusted.url("/"))
    assert answer.problem == "the certificate is not valid: it is signed by nobody but itself"
    assert trusted.log == []


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (10, "it has expired"),
        (9, "it is not valid yet"),
        (20, "it is signed by somebody unknown"),
        (23, "it could not be checked"),
    ],
)
def test_other_reasons_why_a_certificate_is_refused(result: int, why: str) -> None:
    assert problems.bad_certificate(result, "kari.example") == f"the certificate is not valid: {why}"


def test_a_missing_certificate_file_is_named(
    trusted: BlogServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    assert ask(trusted.url("/")).problem == "the trusted certificates cannot be read; look at SSL_CERT_FILE"


def test_https_where_http_is_spoken(server: BlogServer, web: Web) -> None:
    answer = web.get(Request(server.url("/").replace("http:", "https:")))
    assert answer.problem == "no secure connection could be made"


# -- proxies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_a_proxy_is_asked_for_names(server: BlogServer, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, server.url(""))
    server.put("http://kari.example/feed/", b"x")
    assert ask("http://kari.example/feed/", allow_networks=()).body == b"x"


def test_a_proxy_is_not_asked_for_addresses_that_are_not_public(
    server: BlogServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    answer = ask("http://2852039166/", allow_networks=())
    assert (answer.problem, server.log) == (not_public("169.254.169.254"), [])


def test_without_the_proxy_the_guard_stands(server: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.setenv("no_proxy", "localhost")
    answer = ask(server.url("/", host="localhost"), allow_networks=())
    assert "is not a public address" in str(answer.problem)
    assert server.log == []


def test_a_proxy_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://kari:secret@proxy.invalid:3128")
    assert ask("http://kari.example/").problem == "the proxy that the environment names does not exist"


# -- mistakes ---------------------------------------------------------------------------------------


def test_running_out_of_files_is_a_problem_in_words(server: BlogServer, web: Web) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        answer = web.get(Request(server.url("/")))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert answer.problem == "no connection could be opened: Too many open files"


@pytest.mark.parametrize("limits", [Limits(headers="x"), Limits(body="x"), Limits(connect="x")])  # type: ignore[arg-type]
def test_a_mistake_of_ours_becomes_the_problem(
    server: BlogServer, limits: Limits, capfd: pytest.CaptureFixture[str]
) -> None:
    server.put("/", b"x")
    assert ask(server.url("/"), limits=limits).problem == "agg made a mistake (TypeError); please report it"
    assert capfd.readouterr().err == ""


def test_a_failure_of_the_thread_is_raised_where_answers_are_waited_for() -> None:
    with pytest.raises(TypeError), Web(user_agent="x", per_host="2") as web:  # type: ignore[arg-type]
        web.get(Request("http://127.0.0.1/"))


# -- the server of these tests ----------------------------------------------------------------------


def test_a_removed_page_is_not_there(server: BlogServer, web: Web) -> None:
    server.put("/", b"x", etag='"1"', modified="Wed, 05 Nov 2025 10:00:00 GMT", headers={"Content-Type": "text/xml"})
    answer = web.get(Request(server.url("/"), '"2"', "Wed, 05 Nov 2025 10:00:00 GMT"))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml")
    server.remove("/")
    assert web.get(Request(server.url("/"), '"1"')).status == 404
    assert [(seen.path, seen.status) for seen in server.log] == [("/", 200), ("/", 404)]


def make_a_mistake() -> None:
    with BlogServer() as server:
        server.put("/", lambda visit: Page(b"x" * (1 // 0)))
        ask(server.url("/"))


def test_a_mistake_in_a_function_is_raised_in_the_end() -> None:
    with pytest.raises(ZeroDivisionError):
        make_a_mistake()
