"""JSON that other programs may rely on (`schema` 1): times in ISO 8601 with offset; unknown is null, never zero."""

from aggregator.render.json.digest import digest
from aggregator.render.json.lists import comments, needs_comments, posts, status, why
from aggregator.render.json.people import network, people
from aggregator.render.json.polls import poll, summary

__all__ = [
    "comments",
    "digest",
    "needs_comments",
    "network",
    "people",
    "poll",
    "posts",
    "status",
    "summary",
    "why",
]
