"""What the database's views `people`, `answers` and `waiting` show: drawn from feeds.toml at the end of a fetch."""

import hashlib
from datetime import datetime

from aggregator.core.commenters import PING, Commenter, Commenters
from aggregator.core.course import Course
from aggregator.core.model import Kind
from aggregator.core.people import belongs
from aggregator.report.background import commenters_of, names
from aggregator.report.waiting import needs_comments
from aggregator.store import Store
from aggregator.store.conclusions import Untold


def draw(course: Course, store: Store, now: datetime) -> None:
    """Brings the views up to date: what is new alone, unless feeds.toml says something else of people than before."""
    commenters = commenters_of(course, store)
    store.keep_members(course, commenters.facilitators(), _drawn_from(course, store), now)
    people = {participant.address: participant for participant in course.participants}
    belong = {post.id: belongs(post, people[post.blog], course) for post in store.posts_to_tell(names(course))}
    facilitators = commenters.facilitators()
    parts = [(one.id, _part(one, commenters, facilitators, people[one.blog].name)) for one in store.comments_to_tell()]
    store.save_conclusions(belong, parts)
    store.save_waiting(needs_comments(course, store, now).waiting)


def _part(one: Untold, commenters: Commenters, facilitators: dict[str, str], blogger: str) -> Commenter:
    if one.kind is Kind.PING:
        return PING
    by, name = commenters.signed(one.comment, one.post, blogger)
    return Commenter(by, facilitators.get(name, name) if name else None)


def _drawn_from(course: Course, store: Store) -> str:
    """All that bears on who wrote what, and on what belongs to the course, in short."""
    said = (
        *((p.name, p.address, p.tags, p.aliases, p.category) for p in course.participants),
        *(course.facilitators, course.starts, course.ends, course.timezone.key),
        *sorted(store.homes().items(), key=str),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()
