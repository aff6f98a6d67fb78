"""Blogs that truly ran, in a folder that may lie beside the repository: their recorded answers, and the truth."""

import json
from typing import Any

import pytest

from aggregator.core.http import Answer, Request
from aggregator.core.page import Page, read_page
from tests.support.sources import captured, shared

_CAPTURES = shared("captures")
needs_captures = pytest.mark.skipif(_CAPTURES is None, reason="no captures beside the repository")


def recorded(name: str, request: Request | None = None) -> Answer:
    """The answer of this name: `ghost/counts`."""
    assert _CAPTURES
    folder, _, name = name.rpartition("/")
    return captured(_CAPTURES / folder, name, request)


def recorded_page(name: str, url: str) -> Page:
    """The same as a page that is at this address."""
    return read_page(recorded(name).body.decode(), url)


def recorded_names(folder: str, pattern: str) -> list[str]:
    """Which answers of a blog there are."""
    assert _CAPTURES
    return sorted(path.stem for path in (_CAPTURES / folder).glob(f"{pattern}.body"))


def question(name: str) -> Any:
    """The JSON that was sent to get this answer."""
    assert _CAPTURES
    [row] = [one for one in json.loads((_CAPTURES / "index.json").read_text("utf-8")) if one["name"] == name]
    return json.loads(row["request_body"])


def true_posts(blog: str) -> dict[int, dict[str, Any]]:
    """The blog's posts as they were when their answers were recorded, numbered from 1, with their true comments."""
    assert _CAPTURES
    blogs = json.loads((_CAPTURES / "truth-before.json").read_text("utf-8"))["blogs"]
    [found] = [one for one in blogs if one["id"] == blog]
    return dict(enumerate(found["posts"], start=1))
