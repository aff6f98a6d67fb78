"""The web server of the sample course, on loopback only. What it answers is decided in `pages`."""

import sys
import threading
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any

from aggregator.demo.answer import Page
from aggregator.demo.pages import page_at
from aggregator.demo.platforms.markup import http_date

_MOST_POSTED = 100_000


class DemoServer:
    """Serves the sample course of `now` at `base` (no slash at its end) while it is entered."""

    def __init__(self, now: datetime) -> None:
        self._server = _Server(now.astimezone(UTC).replace(microsecond=0))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.base = self._server.base

    def at(self, moment: datetime) -> None:
        """From now on the blogs answer as they did at `moment`; at first it is `now`."""
        self._server.moment = moment.astimezone(UTC).replace(microsecond=0)

    def __enter__(self) -> "DemoServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64  # every blog is asked at once

    def __init__(self, now: datetime) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.now = self.moment = now
        self.base = f"http://127.0.0.1:{self.server_port}"

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for our name, which takes seconds on a machine without a network.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Somebody who hangs up in the middle of an answer is no news.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        self._answer(self.rfile.read(min(int(length), _MOST_POSTED)) if length.isdecimal() else b"")

    def _answer(self, posted: bytes | None) -> None:
        page = page_at(self.path, self.server.base, self.server.now, self.server.moment, posted)
        unchanged = posted is None and _unchanged(self.headers, page)
        body = b"" if unchanged else page.body
        self.send_response(304 if unchanged else page.status)
        for name, value in _headers(page, unchanged):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "agg-demo"

    def date_time_string(self, *_: object) -> str:
        # The course's clock, so that the same moment gives the same bytes.
        return http_date(self.server.moment)

    def log_message(self, *_: object) -> None:
        pass


def _unchanged(asked: Message, page: Page) -> bool:
    """Whether the page is as the validators say; the ETag alone decides when sent (RFC 9110 §13.2.2)."""
    if "If-None-Match" in asked:
        return page.etag in [tag.strip() for tag in asked["If-None-Match"].split(",")]
    return page.modified is not None and asked["If-Modified-Since"] == page.modified


def _headers(page: Page, unchanged: bool) -> list[tuple[str, str]]:
    headers = [("ETag", page.etag), ("Last-Modified", page.modified), ("Location", page.location)]
    if not unchanged:
        headers += [("Content-Type", page.content_type), ("Content-Length", str(len(page.body)))]
    return [*((name, value) for name, value in headers if value is not None), *page.headers]
