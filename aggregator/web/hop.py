"""One exchange with one server: sets up libcurl for it, takes in what comes, and refuses what is too much."""

import re
import socket
from collections.abc import Callable
from typing import TypeVar

import pycurl

from aggregator.core.addresses import Network, allowed
from aggregator.core.language import _
from aggregator.core.record import Struct
from aggregator.web import problems
from aggregator.web.room import Room
from aggregator.web.target import Target

ACCEPT = (
    "Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.6, */*;q=0.1"
)
# A libcurl without brotli would ask for what it cannot unpack.
_PACKED = "gzip, deflate, br" if "brotli" in pycurl.version else "gzip, deflate"
_WEB_ONLY = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_VALIDATORS = ("etag", "last-modified")

_T = TypeVar("_T")


class Limits(Struct, frozen=True):
    """How much one request may take: seconds to connect, bytes unpacked, bytes of headers, redirects.

    `body` is for what a process of its own will read, `short` for what is read here. All answers together that are not
    dealt with yet may take `room` bytes; when they take more, those that are longer than `short` wait for their turn.
    """

    connect: float = 5.0
    body: int = 10_000_000
    short: int = 2_500_000
    room: int = 32_000_000
    headers: int = 256_000
    redirects: int = 5


class Settings(Struct, frozen=True):
    """What is the same for all requests. `proxies` are by scheme, or `all`; `services` as `Web` has them."""

    user_agent: str
    timeout: float
    networks: tuple[Network, ...]
    limits: Limits
    certificates: str
    proxies: dict[str, str]
    room: Room
    services: Callable[[str], str | None]


class _Dialled(socket.socket):
    """A socket that libcurl duplicates and keeps; this one goes as soon as it is handed over."""

    def __del__(self) -> None:
        if self.fileno() >= 0:  # it was opened at all
            self.close()


class Hop:
    """What came of one exchange so far. `problem` is set when it was broken off from our side.

    `limit`: how many bytes its body may have. `postponed`: it was broken off until there is room for it.
    """

    def __init__(self, settings: Settings, *, guarded: bool, limit: int) -> None:
        self.problem: str | None = None
        self.postponed = False
        self.body = bytearray()
        self._raw: dict[str, bytes] = {}
        self._header_bytes = 0
        self._settings = settings
        self._limit = limit
        self._guarded = guarded
        self._blocked: str | None = None
        self._dialled = False

    def set_up(self, easy: pycurl.Curl, target: Target, seconds: float, headers: list[str]) -> None:
        """Makes `easy` ready to get `target` within so many seconds, without its login."""
        limits = self._settings.limits
        easy.reset()
        easy.setopt(pycurl.URL, target.wire)
        easy.setopt(pycurl.PROTOCOLS, _WEB_ONLY)
        easy.setopt(pycurl.FOLLOWLOCATION, 0)
        easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        easy.setopt(pycurl.HTTP09_ALLOWED, 0)
        easy.setopt(pycurl.NOSIGNAL, 1)
        easy.setopt(pycurl.CAINFO, self._settings.certificates)
        easy.setopt(pycurl.TIMEOUT_MS, max(1, round(seconds * 1000)))
        easy.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, round(limits.connect * 1000)))
        easy.setopt(pycurl.USERAGENT, self._settings.user_agent.encode())
        easy.setopt(pycurl.ACCEPT_ENCODING, _PACKED)
        easy.setopt(pycurl.HTTPHEADER, [line.encode("latin-1") for line in headers])
        easy.setopt(pycurl.HEADERFUNCTION, self._kept(self._take_header, 0))
        easy.setopt(pycurl.WRITEFUNCTION, self._kept(self._take_body, 0))
        easy.setopt(pycurl.OPENSOCKETFUNCTION, self._kept(self._dial, pycurl.SOCKET_BAD))

    def why(self, easy: pycurl.Curl, code: int, target: Target) -> str | None:
        """Why the exchange failed, but for a time-out, in a sentence; `None` when it did not."""
        if self.problem or code == pycurl.E_OK:
            return self.problem
        if code == pycurl.E_COULDNT_CONNECT and self._blocked and not self._dialled:
            return problems.blocked(self._blocked)
        return problems.sentence(easy, code, target.host)

    @property
    def location(self) -> bytes | None:
        """Where the server sends us instead, in its own bytes."""
        return self._raw.get("location")

    @property
    def is_silent(self) -> bool:
        """Whether not even the first line has come."""
        return not self._header_bytes

    def headers(self) -> dict[str, str]:
        """The headers by lower-case name, without control characters; a validator with some is left out."""
        found = {name: value.decode("latin-1") for name, value in self._raw.items()}
        return {
            name: _CONTROLS.sub("", value)
            for name, value in found.items()
            if not (name in _VALIDATORS and _CONTROLS.search(value))
        }

    def _kept(self, callback: Callable[..., _T], failed: _T) -> Callable[..., _T]:
        """The callback so that an exception becomes the problem; libcurl would print and forget it."""

        def call(*given: object) -> _T:
            try:
                return callback(*given)
            except Exception as error:
                self.problem = problems.mistake(error)
                return failed

        return call

    def _take_header(self, line: bytes) -> int:
        self._header_bytes += len(line)
        if self._header_bytes > self._settings.limits.headers:
            size = self._settings.limits.headers // 1000
            self.problem = _("the answer's headers are larger than {size} kB").format(size=size)
            return 0
        if line.startswith(b"HTTP/"):  # 100 Continue and its like come before the answer
            self._raw.clear()
        before, colon, after = line.partition(b":")
        name, value = before.decode("latin-1").lower(), after.strip()
        if name == "link" and name in self._raw:
            value = self._raw[name] + b", " + value
        if colon:
            self._raw[name] = value
        return len(line)

    def _take_body(self, data: bytes) -> int:
        if len(self.body) + len(data) > self._limit:
            self.problem = _("the answer is larger than {size:g} MB").format(size=self._limit / 1_000_000)
            return 0
        room = self._settings.room
        if self.problem is None and room.is_full and len(self.body) > self._settings.limits.short:
            self.postponed = True
            return 0
        room.take(len(data))
        self.body += data
        return len(data)

    def end(self, *, kept: bool) -> None:
        """Its body is somebody's now, or nobody's."""
        (self._settings.room.keep if kept else self._settings.room.drop)(len(self.body))
        self.body = bytearray()

    def _dial(self, _purpose: int, address: pycurl.CurlSockAddr) -> socket.socket | int:
        """The socket for an address that a name resolved to; none for one that is not allowed."""
        ip = str(address.addr[0])
        if self._guarded and not allowed(ip, self._settings.networks):
            self._blocked = ip
            return pycurl.SOCKET_BAD
        self._dialled = True
        return _Dialled(address.family, address.socktype, address.protocol)
