"""A request and its answer, as `web` takes and gives them and comment sources plan and read them."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Request:
    """A GET of `url`; `etag` and `modified` are sent back byte for byte as validators (RFC 9110 §13.1).

    With `json` it is a POST of that text as application/json, which only asks: some comment servers count that way.
    `login` is `user:password`, percent-encoded, for this origin only. It is no part of `url`, so that it shows nowhere.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    login: str | None = None
    json: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request.

    `status` is the HTTP status, or 0 when there was no whole answer; then `problem` says in a sentence why.
    `url` is the address the body came from after redirects; `permanent` the address to ask from now on when the
    redirects up to there were all permanent (301, 308), else `None`. Header names are in lower case.
    `body` is unpacked. `requests` counts what was sent, redirects included.
    """

    request: Request
    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    permanent: str | None = None
    problem: str | None = None
    requests: int = 1


Conversation = Generator[Sequence[Request], Sequence[Answer], _T]
"""Yields requests to be asked at once, is sent their answers in the same order, returns what came of it."""
