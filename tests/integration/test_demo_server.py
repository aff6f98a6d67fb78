"""The sample course over a real socket: conditional requests, redirects, silence."""

import http.client
import io
import socket
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

import feedparser
import pytest

from aggregator.demo import DemoServer
from aggregator.demo.course import BLOGS
from aggregator.demo.platforms import PLATFORMS

NOW = datetime(2026, 11, 22, 15, 30, 20, 123456, tzinfo=UTC)
Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(NOW) as running:
        yield running


def get(server: DemoServer, target: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=5)
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with connection.getresponse() as response:
        answer = response.status, response.headers, response.read()
    connection.close()
    return answer


def test_it_listens_on_loopback_alone(server: DemoServer) -> None:
    assert server.base.startswith("http://127.0.0.1:")


def test_every_feed_is_served_with_its_type_and_length(server: DemoServer) -> None:
    for blog in BLOGS:
        site = blog.site_at(timedelta(0))
        status, headers, body = get(server, f"/{site}/{PLATFORMS[blog.platform].feed}")
        assert status == (500 if blog.broken else 200)
        assert int(headers["Content-Length"]) == len(body)
        assert headers["Content-Type"]


def test_the_moment_decides_what_is_shown(server: DemoServer) -> None:
    def posts() -> int:
        return len(feedparser.parse(io.BytesIO(get(server, "/ingrid/feed/")[2])).entries)

    counts = []
    for days in (14, 7, 0):
        server.at(NOW - timedelta(days=days))
        counts.append(posts())
    assert counts == [1, 2, 4]


def test_a_moment_in_another_time_zone_is_the_same_moment(server: DemoServer) -> None:
    server.at(NOW - timedelta(days=7))
    expected = get(server, "/ingrid/feed/")[2]
    server.at((NOW - timedelta(days=7)).astimezone(timezone(timedelta(hours=5))))
    assert get(server, "/ingrid/feed/")[2] == expected


def test_a_new_comment_alone_is_not_modified_on_wordpress(server: DemoServer) -> None:
    server.at(NOW - timedelta(days=7))
    _, before, old = get(server, "/sunniva/feed/atom/")
    server.at(NOW)
    status, headers, body = get(
        server,
        "/sunniva/feed/atom/",
        If_None_Match=before["ETag"],
        If_Modified_Since=before["Last-Modified"],
    )
    assert (status, body, headers["ETag"]) == (304, b"", before["ETag"])
    assert get(server, "/sunniva/feed/atom/")[2] != old


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"If_None_Match": "{etag}"}, 304, id="the ETag"),
        pytest.param({"If_None_Match": '"other", {etag}'}, 304, id="one of several ETags"),
        pytest.param({"If_None_Match": '"other"'}, 200, id="another ETag"),
        pytest.param({"If_Modified_Since": "{modified}"}, 304, id="the date"),
        pytest.param({"If_Modified_Since": "Thu, 01 Jan 2026 00:00:00 GMT"}, 200, id="another date"),
        pytest.param({"If_None_Match": '"other"', "If_Modified_Since": "{modified}"}, 200, id="the ETag decides"),
    ],
)
def test_validators_are_compared(server: DemoServer, headers: dict[str, str], status: int) -> None:
    _, known, _ = get(server, "/ingrid/feed/")
    sent = {name: value.format(etag=known["ETag"], modified=known["Last-Modified"]) for name, value in headers.items()}
    assert get(server, "/ingrid/feed/", **sent)[0] == status


@pytest.mark.parametrize("target", ["/grethe-forklarer/rss/", "/ingrid/"], ids=["ETag only", "no validator"])
def test_a_date_alone_cannot_match_where_there_is_none(server: DemoServer, target: str) -> None:
    status, headers, _ = get(server, target, If_Modified_Since="Sun, 22 Nov 2026 15:30:20 GMT")
    assert (status, headers["Last-Modified"]) == (200, None)


def test_the_moved_blog_answers_with_its_new_address(server: DemoServer) -> None:
    status, headers, body = get(server, "/grethe/rss/")
    assert (status, headers["Location"], body) == (301, f"{server.base}/grethe-forklarer/rss/", b"")


def test_the_same_now_and_address_give_the_same_answer(server: DemoServer) -> None:
    first, second = get(server, "/siobhan/feeds/posts/default"), get(server, "/siobhan/feeds/posts/default")
    assert (first[1].items(), first[2]) == (second[1].items(), second[2])
    assert first[1]["Date"] == "Sun, 22 Nov 2026 15:30:20 GMT"


def test_nothing_is_printed_not_even_when_somebody_hangs_up(
    server: DemoServer, capfd: pytest.CaptureFixture[str]
) -> None:
    get(server, "/nobody/")
    with socket.create_connection(("127.0.0.1", urlsplit(server.base).port or 0)) as rude:
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        rude.sendall(b"GET /ingrid/feed/ HT")  # and no more: closing now resets the connection
    time.sleep(0.1)
    assert get(server, "/ingrid/feed/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_its_own_is_told(
    server: DemoServer, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLATFORMS, "wordpress", None)
    with pytest.raises(http.client.RemoteDisconnected):
        get(server, "/ingrid/feed/")
    assert "AttributeError" in capfd.readouterr().err


def test_it_stops_at_once_and_lets_go_of_the_port() -> None:
    with DemoServer(NOW) as server:
        get(server, "/ingrid/feed/")
        started = time.monotonic()
    assert time.monotonic() - started < 1
    with pytest.raises(ConnectionRefusedError):
        get(server, "/ingrid/feed/")
