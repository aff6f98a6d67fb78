"""A web server for invented blogs, each on a loopback address of its own. Runs as a process of its own.

    python -m tools.bench.farm --port 8800 --blogs 1000 [--tls FOLDER]

`/_set?more=.05&novalid=.2&round=1&latency=1&kind=wordpress` sets the scene: which share of the blogs has one more
post, which share sends no validators (every other of these has its feed made anew each round), whether blogs take
their time. `/_seen` says what was asked since the last `/_set`, `/_posts?blogs=100` how many posts there are to see.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import socket
import ssl
from collections import Counter
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tools.bench.blogs import Blog, World, feed, link, rest

_BIND_TO_DEVICE = 25
_SILENT, _BROKEN, _SLOW = 0.01, 0.03, 0.035


def host(number: int) -> str:
    """The address of a blog's own."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


class Farm:
    """The blogs, the scene, and what was asked."""

    def __init__(self, base: str, blogs: int) -> None:
        self.base = base  # such as http://{host}:8800
        self.blogs = blogs
        self.world = World()
        self.scene: dict[str, str] = {}
        self.seen: Counter[str] = Counter()
        self.asked: Counter[int] = Counter()
        self._made: dict[tuple[object, ...], tuple[bytes, str, str]] = {}

    def set(self, scene: dict[str, str]) -> None:
        """Sets the scene; what is not named is as at first."""
        self.scene, self.seen, self.asked = scene, Counter(), Counter()

    def _drawn(self, what: str, number: int) -> bool:
        return Random(f"{what}:{number}").random() < float(self.scene.get(what, 0))

    def fate(self, number: int) -> tuple[float, str]:
        """How long the blog takes to answer, and whether it is well, broken or silent."""
        if not int(self.scene.get("latency", 0)):
            return 0.0, "well"
        random = Random(f"fate:{number}")
        hurry = int(self.scene.get("hurry", 0))  # who is broken or silent is that, and nobody else takes any time
        drawn, delay = random.random(), 0.0 if hurry else min(4.0, random.lognormvariate(-1.61, 0.7))
        if drawn < _SILENT:
            return 0.0, "silent"
        return (delay, "broken") if drawn < _BROKEN else (5.0 if drawn < _SLOW and not hurry else delay, "well")

    def posts(self, blogs: int) -> int:
        """How many posts somebody has seen who has read all blogs that are well, at first and now."""
        well = (number for number in range(blogs) if self.fate(number)[1] == "well")
        return sum(self.world.how_many(number, int(self._drawn("more", number))) for number in well)

    def blog(self, number: int) -> Blog:
        """The blog as it is now."""
        rebuilt = int(self.scene.get("round", 0)) if self._drawn("novalid", number) and number % 2 else 0
        more = int(self._drawn("more", number))
        home = f"{self.base.format(host=host(number))}/b{number}/"
        return self.world.blog(number, home, more=more, rebuilt=rebuilt, kind=self.scene.get("kind"))

    def feed(self, number: int) -> tuple[bytes, str, str]:
        """The feed, packed, with its validators."""
        novalid = self._drawn("novalid", number)
        rebuilt = int(self.scene.get("round", 0)) if novalid and number % 2 else 0
        key = (number, self._drawn("more", number), rebuilt, self.scene.get("kind"))
        if key not in self._made:
            blog = self.blog(number)
            body = feed(blog).encode()
            etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
            self._made[key] = gzip.compress(body, 4, mtime=0), etag, format_datetime(blog.built, usegmt=True)
        return self._made[key]

    def answer(self, number: int, place: str, headers: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        """Status, headers and body for a path below a blog."""
        parts = urlsplit(place)
        root = f"{self.base.format(host=host(number))}/b{number}/wp-json/"
        if parts.path == "feed/":
            self.asked[number] += 1
            packed, etag, modified = self.feed(number)
            own = {"Content-Type": "application/xml; charset=UTF-8", "Link": f'<{root}>; rel="https://api.w.org/"'}
            if self._drawn("novalid", number):
                return "200 OK", own | {"Content-Encoding": "gzip"}, packed
            own |= {"ETag": etag, "Last-Modified": modified}
            if headers.get("if-none-match") == etag or headers.get("if-modified-since") == modified:
                return "304 Not Modified", own, b""
            return "200 OK", own | {"Content-Encoding": "gzip"}, packed
        blog = self.blog(number)
        if parts.path.startswith("wp-json/"):
            query = dict(parse_qsl(parts.query))
            found = rest(blog, parts.path.removeprefix("wp-json/"), query)
            if found is not None:
                return "200 OK", {"Content-Type": "application/json", "X-WP-TotalPages": "1"}, found
        for post in blog.posts:
            if link(blog, post).endswith(parts.path) and parts.path:
                page = (
                    f"<!doctype html><html><head><title>{post.title}</title><link rel='canonical' "
                    f"href='{link(blog, post)}'></head><body><h1>{post.title}</h1><form id='commentform' method='post' "
                    f"action='/wp-comments-post.php'><textarea name='comment'></textarea></form></body></html>"
                )
                return "200 OK", {"Content-Type": "text/html; charset=UTF-8"}, page.encode()
        return "404 Not Found", {}, b""


class Server(asyncio.Protocol):
    """One connection."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._came = b""

    def connection_made(self, transport: Any) -> None:
        """Somebody calls."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A request, or a part of one; who asks waits for the answer before asking more."""
        self._came += data
        if b"\r\n\r\n" not in self._came:
            return
        head, self._came = self._came.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines[1:])
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        path = lines[0].split(" ")[1]
        if path.startswith("/_"):
            self._send("200 OK", {}, json.dumps(self._control(path)).encode())
            return
        number, _, place = path.removeprefix("/b").partition("/")
        delay, fate = self._farm.fate(int(number))
        self._farm.seen["feed" if place == "feed/" else "other"] += 1
        self._farm.seen[fate] += 1
        if fate != "silent":
            asyncio.get_running_loop().call_later(delay, self._answer, int(number), place, headers, fate)

    def _answer(self, number: int, place: str, headers: dict[str, str], fate: str) -> None:
        if fate == "broken":
            self._farm.asked[number] += 1
            self._send("500 Internal Server Error", {}, b"")
            return
        status, own, body = self._farm.answer(number, place, headers)
        self._farm.seen[status[:3]] += 1
        if own.get("Content-Encoding") and "gzip" not in headers.get("accept-encoding", ""):
            own, body = {name: own[name] for name in own if name != "Content-Encoding"}, gzip.decompress(body)
        self._send(status, own, body)

    def _send(self, status: str, headers: dict[str, str], body: bytes) -> None:
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
        self._transport.write(f"HTTP/1.1 {status}\r\n{told}{length}\r\n".encode() + body)

    def _control(self, path: str) -> object:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/_set":
            self._farm.set(query)
            for number in range(int(query.get("blogs", 0))):
                self._farm.feed(number)
        if parts.path == "/_posts":
            return self._farm.posts(int(query["blogs"]))
        return {**self._farm.seen, "most": max(self._farm.asked.values(), default=0)}


def _listen(port: int) -> socket.socket:
    """A socket for all loopback addresses, and for nothing else."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, _BIND_TO_DEVICE, b"lo\0")
    listening.bind(("0.0.0.0", port))  # noqa: S104
    return listening


async def _serve(port: int, blogs: int, folder: str | None, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    farm = Farm(f"{'https' if folder else 'http'}://{{host}}:{port}", blogs)
    context = None
    if folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
    await loop.create_server(lambda: Server(farm), sock=_listen(port), backlog=4096, ssl=context)
    print("ready", flush=True)
    await asyncio.sleep(seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--blogs", type=int, default=100)
    parser.add_argument("--tls", metavar="FOLDER", help="speak https, with server.pem and server.key from there")
    parser.add_argument("--seconds", type=float, default=7200, help="stop by itself after so many")
    given = parser.parse_args()
    asyncio.run(_serve(given.port, given.blogs, given.tls, given.seconds))
