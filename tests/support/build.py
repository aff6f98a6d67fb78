"""Small builders of the nouns of `core.model`: say what a test is about, the rest is sensible.

The world they share: Wednesday 18 November 2026, 12:00 UTC, in ISO week 47 of a course in Europe/Oslo.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aggregator.core.commenters import Commenters
from aggregator.core.course import Course, Participant
from aggregator.core.found import CommentFields, FoundFeed, FoundPost
from aggregator.core.model import (
    Blog,
    Bound,
    Comment,
    FoundComment,
    Observation,
    Openness,
    Post,
    Reason,
    State,
    Verdict,
)
from aggregator.core.record import replace
from aggregator.core.shown import Listed

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
KARI = "https://kari.example/feed/"


def at(text: str) -> datetime:
    """The moment a text like `2026-11-18 09:00` names, in UTC unless it has an offset of its own."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def participant(name: str = "Kari", address: str | None = None, **changes: Any) -> Participant:
    """A participant whose feed is at `https://<name>.example/feed/`."""
    return Participant(name, address or f"https://{name.casefold()}.example/feed/", **changes)


def course(*participants: Participant | str, **changes: Any) -> Course:
    """A course of these participants, or of Kari alone, in Europe/Oslo."""
    people = tuple(participant(one) if isinstance(one, str) else one for one in participants or ("Kari",))
    return replace(Course("Blogging for everybody", people, OSLO), **changes)


def blog(address: str = KARI, **changes: Any) -> Blog:
    """A blog that was read without trouble an hour before NOW."""
    asked = NOW - timedelta(hours=1)
    calm = Blog(address, status="ok", first_seen=asked, last_asked=asked, last_ok=asked, whole_at=asked)
    return replace(calm, **changes)


def new_blog(address: str = KARI, **changes: Any) -> Blog:
    """A blog that was never asked."""
    return replace(Blog(address), **changes)


def found_post(guid: str | None = "1", url: str | None = "", **changes: Any) -> FoundPost:
    """A post in Kari's feed: its address follows from its guid unless it is given; `fields` are its comment fields."""
    address = f"https://kari.example/{guid or 'post'}/" if url == "" else url
    fields = CommentFields(**changes.pop("fields", {}))
    plain = FoundPost(guid, address, title="Hello", author="Kari", published=NOW - timedelta(hours=2), text="A text.")
    return replace(plain, comment_fields=fields, **changes)


def found_feed(*posts: FoundPost, **changes: Any) -> FoundFeed:
    """An RSS feed of an unknown program with these posts."""
    return replace(FoundFeed("Kari writes", "https://kari.example/", "rss20", "", posts), **changes)


def post(number: int = 1, *, by: str = "Kari", dated: datetime = NOW - timedelta(hours=2), **changes: Any) -> Post:
    """A stored post, dated as its feed says and found ten minutes later."""
    address = participant(by).address
    found = changes.get("first_seen", dated + timedelta(minutes=10))
    url = f"https://{by.casefold()}.example/{number}/"
    plain = Post(
        id=number,
        blog=address,
        participant=by,
        guid=f"{by}-{number}",
        url=url,
        title=f"Post {number}",
        author=by,
        published=dated,
        updated=None,
        first_seen=found,
        dated=dated,
        archive=False,
        categories=(),
        excerpt="A text.",
        comment_url=f"{url}#comments",
        in_feed_at=found,
    )
    return replace(plain, **changes)


def observation(count: int | None = 0, **changes: Any) -> Observation:
    """What the feed said of a post's comments an hour before NOW."""
    asked = NOW - timedelta(hours=1)
    reason = Reason.NOT_SAID if count is None else None
    return replace(Observation("feedfields", count, Bound.EXACT, False, Openness.OPEN, reason, asked), **changes)


def comment(author: str = "Ola", key: str = "1", *, on: int = 1, source: str = "wordpress", **changes: Any) -> Comment:
    """A stored comment, written and first seen an hour before NOW; `removed_at` and `first_seen` are the store's."""
    asked = NOW - timedelta(hours=1)
    kept = {name: changes.pop(name) for name in ("first_seen", "removed_at") if name in changes}
    said = replace(FoundComment(key, author, published=asked, text="Well said."), **changes)
    return replace(Comment(on, source, said, asked), **kept)


def commenters(*people: Participant | str, **changes: Any) -> Commenters:
    """Who comments under which name in a course of these participants."""
    return Commenters(course(*people, **changes), {})


WAITING = Verdict(State.WAITING, Reason.ZERO, 0, 0, "feedfields", NOW - timedelta(hours=1))


def listed(one: Post | None = None, verdict: Verdict = WAITING, **changes: Any) -> Listed:
    """A post in a list: waiting, by somebody who is not new, as old as it is at NOW."""
    shown = one or post()
    plain = Listed(shown, verdict, new_blogger=False, first_post=False, days=(NOW - shown.dated) // timedelta(days=1))
    return replace(plain, **changes)
