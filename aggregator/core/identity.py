"""Which stored post a post in a feed is: by guid, else by link, else by title and date.

Same link with a new guid is the same post, and so are same title and date at a new host, for blogs migrate. A guid or
link that several posts of a blog share identifies none of them alone; nor does a link to the blog's front page.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from aggregator.core.found import FoundPost
from aggregator.core.links import is_home, link_key
from aggregator.core.record import Struct, replace


class Identity(Struct, frozen=True):
    """What a post can be recognised by.

    `key` is its link as `link_key` has it. `trace` is a hash of title and date; without a date, of title and link.
    """

    guid: str | None
    key: str | None
    trace: str


class Known(Struct, frozen=True):
    """A stored post as `match` needs it: its number, its identity, the hash of its content, and that of its item."""

    id: int
    identity: Identity
    content: str
    item: str | None = None


@lru_cache(maxsize=256)  # each post of a feed is asked about three times in a row
def identify(found: FoundPost) -> Identity:
    """The identity of a post in a feed."""
    key = link_key(found.url) if found.url and not is_home(found.url) else None
    when = found.published.isoformat() if found.published else key or ""
    return Identity(found.guid, key, _hash(found.title or found.text, when))


def content_hash(found: FoundPost) -> str:
    """Changes when a reader would call the post edited; not with tracking parameters or restamped dates."""
    return _hash(found.title, found.author, found.text, *found.categories, link_key(found.url) if found.url else "")


def identified(posts: Iterable[FoundPost]) -> tuple[FoundPost, ...]:
    """The posts that say anything; a guid that all of them share is none."""
    real = [post for post in posts if post.guid or post.url or post.title or post.text or post.item]
    if len(real) > 1 and real[0].guid and len({post.guid for post in real}) == 1:
        return tuple(replace(post, guid=None, item=None) for post in real)
    return tuple(real)


def unique(found: Iterable[FoundPost]) -> list[FoundPost]:
    """The posts of a feed, each once: repeated ones share guid and link, or all that they have of an identity."""
    seen: dict[object, FoundPost] = {}
    for post in found:
        identity = identify(post)
        seen.setdefault(_guid_and_link(identity) or identity, post)
    return list(seen.values())


def match(known: Sequence[Known], found: Sequence[FoundPost]) -> list[Known | None]:
    """For each post of a feed the stored post it is, or `None` for a new one. No stored post is given twice."""
    identities = [identify(post) for post in found]
    result: list[Known | None] = [None] * len(found)
    left = {post.id: post for post in known}
    held = {stored.item: stored for stored in known if stored.item}
    for place, one in enumerate(found):  # what is written as it was before, is what it was before
        if one.item and one.item in held:
            result[place] = left.pop(held.pop(one.item).id)
    for same in SAMENESS:
        shared = _shared(same, identities) | _shared(same, [post.identity for post in known])
        index = {mark: post for post in left.values() if (mark := same(post.identity)) not in shared}
        for place, identity in enumerate(identities):
            if result[place] is None and (post := index.pop(same(identity), None)):
                result[place] = left.pop(post.id)
    return result


def _guid_and_link(identity: Identity) -> object | None:
    return (identity.guid, identity.key) if identity.guid and identity.key else None


# From the surest sign to the weakest: each is asked only of posts that the ones before could not place. The first sees
# to it that a feed read again brings nothing new, even where every single sign of a post is shared with others.
SAMENESS: tuple[Callable[[Identity], object | None], ...] = (
    lambda identity: identity,
    _guid_and_link,
    lambda identity: identity.guid,
    lambda identity: identity.key,
    lambda identity: identity.trace,
)


def _shared(same: Callable[[Identity], object | None], identities: Sequence[Identity]) -> set[object | None]:
    """The marks that several posts bear, and the lack of one: they tell nothing apart."""
    return {None} | {mark for mark, count in Counter(map(same, identities)).items() if count > 1}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
