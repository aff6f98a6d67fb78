"""What came of a fetch, one line for each blog, for programs."""

import json
from collections import Counter
from collections.abc import Sequence

from aggregator.core.model import Poll
from aggregator.render import words
from aggregator.render.json.writing import seen


def poll(found: Poll) -> str:
    """One line about one blog, without its line break."""
    row = {
        "participant": found.participant,
        "feed": words.address(found.feed),
        "status": found.status,
        "new": found.new,
        "updated": found.updated,
        "comments": found.comments,
        "requests": found.requests,
        "problem": found.problem,
        "change": found.change,
        "moved_to": found.moved_to and words.address(found.moved_to),
    }
    return seen(json.dumps(row, ensure_ascii=False))


def summary(polls: Sequence[Poll]) -> str:
    """The last line of a fetch: how many blogs, how many of each status, and the sums."""
    statuses = Counter(found.status for found in polls)
    sums = {name: sum(getattr(found, name) for found in polls) for name in ("new", "updated", "comments", "requests")}
    counts = {status: statuses[status] for status in ("ok", "unchanged", "error", "gone", "skipped")}
    return json.dumps({"summary": {"blogs": len(polls), **counts, **sums}})
