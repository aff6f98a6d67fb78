"""Letters of a Substack: its archive, the comments on them, and the posts that its feed has told of."""

from pathlib import Path
from typing import Any

from aggregator.core.model import Post
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.sources import Reply

HOME = "https://letters.example.org"
SITE = Site(f"{HOME}/feed", HOME, "Substack")
PARAMS = {"site": HOME}
_CAPTURES = Path(__file__).parents[1] / "data" / "captures" / "substack"


def archive(offset: int = 0) -> str:
    """Where the letters from this one on are listed."""
    return f"{HOME}/api/v1/archive?sort=new&offset={offset}&limit=12"


def thread(number: int) -> str:
    """Where the comments on a letter are listed."""
    return f"{HOME}/api/v1/post/{number}/comments?all_comments=true&sort=oldest_first"


# What was captured, and the posts in it.
WEB: dict[str, Reply] = {
    archive(): (_CAPTURES / "archive.json").read_bytes(),
    thread(1002): (_CAPTURES / "comments-1002.json").read_bytes(),
}
THIRD = post(3, url=f"{HOME}/p/third?utm_source=feed", dated=at("2026-11-16"))
SECOND = post(2, url=f"{HOME}/p/second", dated=at("2026-11-09"))
FIRST = post(1, url=f"{HOME}/p/first", dated=at("2026-11-02"))
PAID = post(4, url=f"{HOME}/p/paid", dated=at("2026-11-01"))
POSTS = [THIRD, SECOND, FIRST, PAID]


def letter(number: int = 7, **changes: Any) -> dict[str, Any]:
    """A letter as the archive lists it, open and without comments."""
    plain = {
        "id": number,
        "canonical_url": f"{HOME}/p/{number}",
        "post_date": "2026-11-16T08:00:00Z",
        "audience": "everyone",
        "write_comment_permissions": "everyone",
        "comment_count": 0,
    }
    return plain | changes


def one(number: int = 7, **changes: Any) -> Post:
    """The post that is this letter."""
    return post(number, url=f"{HOME}/p/{number}", dated=at("2026-11-16"), **changes)
