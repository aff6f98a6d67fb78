"""Blogs that mean harm, each in a way of its own: what takes time, memory or patience of whoever reads them."""

import gzip
import json
from collections.abc import Callable, Mapping
from functools import cache, partial

from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.feedtexts import rss

LARGE = 9_900_000  # bytes; just less than agg takes
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
POSTS = 20

Malice = Callable[[BlogServer], None]
"""Puts a blog on a server; its feed is at /feed/."""


def _fill(unit: str) -> bytes:
    """As many of these as fit into a large feed."""
    return rss().replace("</channel>", unit * ((LARGE - 200) // len(unit)) + "</channel>").encode()


@cache
def _countless_posts() -> bytes:
    return _fill("<item><title>x</title></item>")


@cache
def _deep() -> bytes:
    return _fill("<a>")


@cache
def _angles() -> bytes:
    return rss().encode()[:-20] + b"<" * (LARGE - 500)


@cache
def _open_links() -> bytes:
    return rss().encode()[:-20] + b"<item><description>" + b"<a href='" * (LARGE // 10)


@cache
def _long_title() -> bytes:
    return rss("<title>" + "å" * (LARGE // 2 - 300) + "</title>").encode()


@cache
def _attributes() -> bytes:
    return rss("<a " + " ".join(f"a{number}=''" for number in range(100_000)) + "/>").encode()


@cache
def _entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return (f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>' + rss("<title>&a9;</title>")).encode()


@cache
def _countless_objects() -> bytes:
    return b'{"version":"https://jsonfeed.org/version/1.1","items":[' + b",".join([b"{}"] * (LARGE // 3 - 99)) + b"]}"


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(1_000_000_000), 1)


def body(make: Callable[[], bytes], server: BlogServer) -> None:
    """A feed with this body."""
    server.put("/feed/", make())


def packed(server: BlogServer) -> None:
    """A megabyte that unpacks to a thousand."""
    server.put("/feed/", _bomb(), headers={"Content-Encoding": "gzip"})


def endless(server: BlogServer) -> None:
    """A body without an end."""

    def send(visit: Visit) -> None:
        visit.send(HEAD + b"\r\n")
        while not visit.over.is_set():
            visit.send(b"<item>" * 10_000)

    server.put("/feed/", send)


def drip(start: bytes, server: BlogServer) -> None:
    """A byte now and then, for as long as anybody listens."""

    def send(visit: Visit) -> None:
        visit.send(start)
        while visit.wait(0.5):
            visit.send(b" ")

    server.put("/feed/", send)


def stalled(server: BlogServer) -> None:
    """Nearly all of a large body, and then nothing."""

    def send(visit: Visit) -> None:
        visit.send(HEAD + b"Content-Length: 9900000\r\n\r\n" + bytes(LARGE - 1_000))
        visit.wait(60)

    server.put("/feed/", send)


def headers(server: BlogServer) -> None:
    """Headers without an end."""

    def send(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            visit.send(b"X-%d: %s\r\n" % (number, b"x" * 900))

    server.put("/feed/", send)


def circle(server: BlogServer) -> None:
    """Redirects that never arrive."""
    server.put("*", b"", status=302, headers={"Location": "/feed/"})


def watched(answer: Callable[[Visit], Page | None], server: BlogServer) -> None:
    """A sound feed of WordPress's kind whose comments are asked for, in vain: every other answer is this one."""
    home = server.url("/", server.host)
    posts = "".join(
        f"<item><title>Post {number}</title><link>{home}{number}/</link><guid>{home}?p={number}</guid>"
        f"<wfw:commentRss>{home}{number}/feed/</wfw:commentRss></item>"
        for number in range(1, POSTS + 1)
    )
    spaces = 'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    channel = f"<channel><generator>https://wordpress.org/?v=6.9</generator>{posts}</channel>"
    link = {"Link": f'<{server.url("/wp-json/", server.host)}>; rel="https://api.w.org/"'}
    server.put("/feed/", f'<rss version="2.0" {spaces}>{channel}</rss>', headers=link)
    server.put("*", answer)


def _large_page(visit: Visit) -> Page:
    return Page(b"<html>" + b"<a b='c'>d</a>" * (LARGE // 15), "text/html")


def _large_json(visit: Visit) -> Page:
    return Page(json.dumps([{}] * 600_000).encode(), "application/json")


def _slow(visit: Visit) -> None:
    visit.send(HEAD)
    while visit.wait(0.5):
        visit.send(b"X")


MALICE: Mapping[str, Malice] = {
    "countless posts": partial(body, _countless_posts),
    "tags in tags in tags": partial(body, _deep),
    "nothing but <": partial(body, _angles),
    "links that never end": partial(body, _open_links),
    "a title of 10 MB": partial(body, _long_title),
    "100,000 attributes": partial(body, _attributes),
    "a billion laughs": partial(body, _entities),
    "countless JSON objects": partial(body, _countless_objects),
    "unpacks to a gigabyte": packed,
    "a body without end": endless,
    "headers without end": headers,
    "a dripping body": partial(drip, HEAD + b"\r\n"),
    "dripping headers": partial(drip, HEAD + b"X-Slow: "),
    "nothing at all": partial(drip, b""),
    "stops before its end": stalled,
    "redirects in a circle": circle,
    "comments in huge pages": partial(watched, _large_page),
    "comments in huge JSON": partial(watched, _large_json),
    "comments that drip": partial(watched, _slow),
}
