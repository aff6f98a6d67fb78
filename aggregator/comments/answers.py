"""Reads answers with suspicion, for all comment sources: what is no complete answer in a known shape is a reason."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from aggregator.core.http import Answer
from aggregator.core.model import Finding, FoundComment, Post, Reason
from aggregator.core.page import Page
from aggregator.core.text import safe

_T = TypeVar("_T")
_COUNT_LIMIT = 1_000_000
_OBJECTS_LIMIT = 20_000
_KEY_LIMIT = 200
_DIGITS_LIMIT = 20
PAGES_AT_ONCE = 5  # so that what stands on them does not fill the memory


def json_of(answer: Answer) -> Any:
    """The JSON of a 200 answer; `None` when it is anything else (also for the JSON `null`, which says nothing).

    Nor of one with more than 20,000 objects: no course's blog has so many comments, and each costs time and memory.
    """
    if answer.status != 200 or not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return None
    if answer.body.count(b"{") > _OBJECTS_LIMIT:
        return None
    try:
        return json.loads(answer.body.decode(json.detect_encoding(answer.body), "replace"))
    except (ValueError, RecursionError):
        return None


def page_of(answer: Answer) -> Page | None:
    """The web page in an answer; `None` when it is anything else."""
    return answer.found if isinstance(answer.found, Page) else None


def why_not(answer: Answer) -> Reason:
    """Why an answer says nothing: by its status, else that it cannot be understood."""
    match answer.status:
        case 0:
            return Reason.UNREACHABLE
        case 401 | 403 | 405 | 451:
            return Reason.REFUSED
        case 404 | 410:
            return Reason.NOT_THERE
        case 429:
            return Reason.TOO_MANY
        case status if status >= 500:
            return Reason.UNREACHABLE
    return Reason.NOT_UNDERSTOOD


def is_busy(answer: Answer) -> bool:
    """Whether a server, and not just one of its pages, cannot answer now, or asks to be left alone."""
    return answer.status in (0, 429) or answer.status >= 500


def unknown(posts: Iterable[Post], reason: Reason) -> tuple[Finding, ...]:
    """A finding for each post that nothing is known, and why. Whether it is open, what was said before stands."""
    return tuple(Finding(post.id, None, openness=None, reason=reason) for post in posts)


def left_out(
    posts: Iterable[Post], found: Mapping[int, Finding], reason: Reason = Reason.TOO_MANY
) -> tuple[Finding, ...]:
    """A finding for each post. TOO_MANY leaves what is known of those whose turn it was not."""
    return tuple(found.get(post.id) or Finding(post.id, None, openness=None, reason=reason) for post in posts)


def count_of(value: object) -> int | None:
    """A number of comments as JSON has it: a whole number, or one in digits; `None` for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 7:
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 0 <= value < _COUNT_LIMIT else None


def text_of(value: object) -> str:
    """A text as JSON has it, or a whole number in digits; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def key_of(value: object) -> str:
    """An identifier as JSON has it: a text without white space or anything invisible, or a whole number; else empty."""
    text = text_of(value)
    return text if len(text) <= _KEY_LIMIT and safe(text) == text and " " not in text else ""


def number_key(value: object) -> str:
    """An identifier that is a whole number, also in digits; empty for anything else."""
    text = text_of(value)
    return text if text.isascii() and text.isdecimal() and len(text) <= _DIGITS_LIMIT else ""


def each_once(comments: Iterable[FoundComment]) -> tuple[FoundComment, ...]:
    """The comments in their order, of each key the first."""
    found: dict[str, FoundComment] = {}
    for one in comments:
        found.setdefault(one.key, one)
    return tuple(found.values())


def objects(value: object) -> list[dict[str, Any]]:
    """The JSON objects of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def batches(things: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The things in their order, so many at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))
