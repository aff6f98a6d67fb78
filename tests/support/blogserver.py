"""A small web server on loopback that tests fill with blogs: pages, validators, packing, odd behaviour."""

import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """What stands at a path."""

    body: bytes = b""
    content_type: str = RSS
    etag: str | None = None
    modified: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """A request as it came, header names in lower case; `status` 0 when a function answered in raw bytes."""

    path: str
    headers: Mapping[str, str]
    status: int


@dataclass(frozen=True)
class Visit:
    """A request that a function answers: by a Page, or in raw bytes, and then the connection is closed."""

    path: str
    headers: Mapping[str, str]
    over: threading.Event
    _connection: socket.socket

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def wait(self, seconds: float) -> bool:
        """Sleeps, at most until the server is closed; whether it still is open."""
        return not self.over.wait(seconds)

    def reset(self) -> None:
        """Ends the connection by RST in place of FIN."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


Function = Callable[[Visit], Page | None]


class BlogServer:
    """`with BlogServer() as server: server.put("/feed/", b"…")`; with a `certificate` (PEM, with key) over https.

    `log` holds every request in the order of the answers. A path not put there, or removed, answers 404. An
    exception of a function that is not a broken connection is raised when the server is closed.
    """

    def __init__(self, host: str = "127.0.0.1", certificate: Path | None = None) -> None:
        self.log: list[Seen] = []
        self._pages: dict[str, Page | Function] = {}
        self._over = threading.Event()
        self._mistakes: list[BaseException] = []
        self._server = _Server((host, 0), _Handler)
        self._server.blogs = self
        self._scheme = "http"
        if certificate:
            self._scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The handshake is made by the connection's own thread, so that a bad one disturbs no other.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        return str(self._server.server_address[0])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def put(
        self,
        path: str,
        body: str | bytes | Function = b"",
        *,
        content_type: str = RSS,
        etag: str | None = None,
        modified: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Puts a page at a path, or a function that answers each request for it."""
        if callable(body):
            self._pages[path] = body
        else:
            whole = body.encode() if isinstance(body, str) else body
            self._pages[path] = Page(whole, content_type, etag, modified, status, headers or {})

    def remove(self, path: str) -> None:
        del self._pages[path]

    def find(self, path: str) -> Page | Function:
        """What stands at a path; one without its query will do, else what was put at `*`."""
        nothing = Page(b"Not found", "text/plain", status=404)
        found = self._pages.get(path) or self._pages.get(path.partition("?")[0])
        return found or self._pages.get("*") or nothing

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self._mistakes and error is None:
            raise self._mistakes[0]

    def visit(self, path: str, headers: Mapping[str, str], connection: socket.socket) -> Visit:
        return Visit(path, headers, self._over, connection)

    def mistake(self, error: BaseException) -> None:
        self._mistakes.append(error)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    blogs: BlogServer

    def __init__(self, address: tuple[str, int], handler: type["_Handler"]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Without HTTPServer's look-up of our own name."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Reached only by errors below the handler: broken connections and handshakes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = self.server.blogs.find(self.path)
        if callable(found):
            answered = self._ask(found, headers)
            if answered is None:
                self.server.blogs.log.append(Seen(self.path, headers, 0))
                self.close_connection = True
                return
            found = answered
        status = 304 if _unchanged(found, headers) else found.status
        self.server.blogs.log.append(Seen(self.path, headers, status))
        self._answer(found, status, packed="gzip" in headers.get("accept-encoding", ""))

    def _ask(self, function: Function, headers: Mapping[str, str]) -> Page | None:
        try:
            return function(self.server.blogs.visit(self.path, headers, self.connection))
        except OSError:
            return None
        except BaseException as error:
            self.server.blogs.mistake(error)
            return None

    def _answer(self, page: Page, status: int, *, packed: bool) -> None:
        given = {name.lower() for name in page.headers}
        self.send_response(status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        for name, text in (("ETag", page.etag), ("Last-Modified", page.modified)):
            if text:
                self.send_header(name, text)
        body = page.body
        if status == 304:
            self.end_headers()
            return
        if packed and body and "content-encoding" not in given:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        if "content-type" not in given:
            self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server's name)
        """Quiet."""


def _unchanged(page: Page, headers: Mapping[str, str]) -> bool:
    """RFC 9110 §13.2.2: If-None-Match goes before If-Modified-Since."""
    if page.status != 200:
        return False
    if "if-none-match" in headers:
        return page.etag is not None and headers["if-none-match"] == page.etag
    return page.modified is not None and headers.get("if-modified-since") == page.modified
