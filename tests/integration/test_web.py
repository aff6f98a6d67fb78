"""What an answer says: its status, headers, validators and body."""

import gzip
import zlib
from collections.abc import Callable

import pytest

from aggregator.core.http import Request
from aggregator.web import Web, user_agent
from tests.support.asking import raw
from tests.support.blogserver import BlogServer


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
