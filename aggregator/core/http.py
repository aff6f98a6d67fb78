"""A request and its answer, as `web` takes and gives them and comment sources plan and read them."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from aggregator.core.commentfeed import FoundCommentFeed
from aggregator.core.found import FoundFeed, Unread
from aggregator.core.page import Page
from aggregator.core.record import Struct, field

_T = TypeVar("_T")

Found = FoundFeed | FoundCommentFeed | Page
"""What can be read in a body."""


class Reads(StrEnum):
    """As what the body of an answer is to be read, by a process that may take so much time and memory, and no more."""

    FEED = "feed"
    COMMENTS = "comments"
    PAGE = "page"


class Request(Struct, frozen=True):
    """A GET of `url`; `etag` and `modified` are sent back byte for byte as validators (RFC 9110 §13.1).

    With `json` it is a POST of that text as application/json, which only asks: some comment servers count that way.
    `login` is `user:password`, percent-encoded, for this origin only. It is no part of `url`, so that it shows nowhere.
    `untried`: nothing has ever been read there, so that it is not worth while to wait for a beginning as long as usual.
    `reads`: as what the body of a 200 is read before the answer is handed on; `known` is the hash of the body that was
    read last, and is not read again; `recall` gives the hashes of the items of a feed that were read before (see
    `feeds`), when another body has come.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    login: str | None = None
    json: str | None = None
    reads: Reads | None = None
    known: str | None = None
    untried: bool = False
    recall: Callable[[], Collection[str]] = tuple


class Answer(Struct, frozen=True):
    """What came of a request.

    `status` is the HTTP status, or 0 when there was no whole answer; then `problem` says in a sentence why.
    `url` is the address the body came from after redirects; `permanent` the address to ask from now on when the
    redirects up to there were all permanent (301, 308), else `None`. Header names are in lower case.
    `body` is unpacked. `requests` counts what was sent, redirects included; `seconds` is how long that took.
    `unasked`: it is no server's answer, for its last target was not asked (see `left_alone`).
    Of a request that `reads`, a 200 has no body: `found` is what stands in it (`None` when it is the `known` one),
    `body_hash` tells it from others, and `computing` is how many seconds of computing the reading took.
    """

    request: Request
    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    permanent: str | None = None
    problem: str | None = None
    requests: int = 1
    seconds: float = 0.0
    computing: float = 0.0
    unasked: bool = False
    found: Found | Unread | None = None
    body_hash: str | None = None


def left_alone(request: Request, url: str = "", retry_after: str | None = None) -> Answer:
    """The answer to what is not asked, because a service wants to be left alone or no time is left: like a 429."""
    headers = {"retry-after": retry_after} if retry_after else {}
    return Answer(request, url or request.url, 429, headers, requests=0, unasked=True)


Conversation = Generator[Sequence[Request], Sequence[Answer], _T]
"""Yields requests to be asked at once, is sent their answers in the same order, returns what came of it."""
