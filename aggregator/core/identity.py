"""Which stored post a post in a feed is: by guid, else by link, else by title and date.

Same link with a new guid is the same post, for hosts migrate. Same guid with another link inside one feed is another
post. A link to the blog's front page identifies nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aggregator.core.links import is_home, link_key
from aggregator.core.model import FoundPost


@dataclass(frozen=True, slots=True)
class Identity:
    """What a post can be recognised by. `key` is its link as `link_key` has it, `trace` a hash of title and date."""

    guid: str | None
    key: str | None
    trace: str


@dataclass(frozen=True, slots=True)
class Known:
    """A stored post as `match` needs it: its number, its identity, and the hash of its content."""

    id: int
    identity: Identity
    content: str


def identify(found: FoundPost) -> Identity:
    """The identity of a post in a feed."""
    key = link_key(found.url) if found.url and not is_home(found.url) else None
    trace = _hash(
        found.title, found.published.isoformat() if found.published else "", "" if found.title else found.text
    )
    return Identity(found.guid, key, trace)


def content_hash(found: FoundPost) -> str:
    """Changes when a reader would call the post edited; not with tracking parameters or restamped dates."""
    return _hash(found.title, found.author, found.text, *found.categories, link_key(found.url) if found.url else "")


def unique(found: Iterable[FoundPost]) -> list[FoundPost]:
    """The posts of a feed, each once: repeated ones share guid and link."""
    seen: dict[object, FoundPost] = {}
    for post in found:
        identity = identify(post)
        one = (identity.guid, identity.key) if identity.guid or identity.key else identity.trace
        seen.setdefault(one, post)
    return list(seen.values())


def match(known: Sequence[Known], found: Sequence[FoundPost]) -> list[Known | None]:
    """For each post of a feed the stored post it is, or `None` for a new one. No stored post is given twice."""
    identities = [identify(post) for post in found]
    result: list[Known | None] = [None] * len(found)
    left = {post.id: post for post in known}
    for same in SAMENESS:
        index = {mark: post for post in reversed(left.values()) if (mark := same(post.identity)) is not None}
        for place, identity in enumerate(identities):
            mark = same(identity)
            if result[place] is None and mark is not None and (post := index.pop(mark, None)):
                result[place] = left.pop(post.id)
    return result


# From the surest sign to the weakest: each is asked only of posts that the ones before could not place.
SAMENESS: tuple[Callable[[Identity], object | None], ...] = (
    lambda identity: (identity.guid, identity.key) if identity.guid and identity.key else None,
    lambda identity: identity.guid,
    lambda identity: identity.key,
    lambda identity: None if identity.guid or identity.key else identity.trace,
)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
