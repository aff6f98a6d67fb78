"""How JSON is written: moments, what cannot be seen, and what is told of a post wherever one stands."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from aggregator.core.shown import Listed
from aggregator.render import words

SCHEMA = 1
# What JSON allows as it stands but no terminal or editor should meet: C1, bidi and other invisible characters.
UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]"
)


def post_row(one: Listed) -> dict[str, object]:
    """What is told of a post."""
    found, verdict = one.post, one.verdict
    return {
        "participant": found.participant,
        "feed": words.address(found.blog),
        "id": found.guid,
        "title": found.title,
        "url": found.url,
        "author": found.author,
        "published": time(found.published),
        "updated": time(found.updated),
        "first_seen": time(found.first_seen),
        "categories": found.categories,
        "excerpt": found.excerpt,
        "picture": found.picture,
        "state": verdict.state,
        "reason": verdict.reason,
        "comments": verdict.comments,
        "comments_by_others": verdict.comments_by_others,
        "source": verdict.source,
        "checked_at": time(verdict.checked_at),
    }


def shown_row(one: Listed) -> dict[str, object]:
    """The same, with what makes its blogger new, and where one comments."""
    return post_row(one) | {
        "new_blogger": one.new_blogger,
        "first_post": one.first_post,
        "comment_url": one.post.comment_url,
    }


def time(moment: datetime | None) -> str | None:
    """A moment in ISO 8601 with its offset."""
    return moment.isoformat(timespec="seconds") if moment else None


def dump(value: Mapping[str, object]) -> str:
    """The whole, as it is printed."""
    return seen(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def seen(written: str) -> str:
    """The same JSON with what cannot be seen, which stands in strings alone, written by its number."""
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], written)
