"""Who joins a course: a blog somebody has named becomes a participant, with what there is to say about that.

Pure: `cli.joining` asks the blogs, and people where there is a choice.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from aggregator.core.course import Participant
from aggregator.core.feedkind import FeedKind
from aggregator.core.links import host_of, link_key
from aggregator.core.probe import FeedSeen, Probe
from aggregator.core.record import Struct, replace
from aggregator.core.text import safe


class Notice(StrEnum):
    """What is worth telling of somebody who joins."""

    COMMENTS_FEED = "the address is of a feed of comments; that of the posts was taken"
    ONLY_COMMENTS = "the address is of a feed of comments, and none of posts was found"
    CATEGORY = "the feed is of one category"
    SEVERAL = "the page has several feeds"
    EMPTY = "the feed has no posts"
    MOVED = "the address has moved for good"
    PROBLEM = "the blog cannot be read"
    NAMED = "nobody has said a name"
    NAMED_BY_ADDRESS = "nobody has said a name, nor the blog"
    SAME_NAME = "the name was taken"


class Joining(Struct, frozen=True):
    """Somebody who joins, with what there is to say of it, and what a look at the blog has found (if there was one)."""

    participant: Participant
    probe: Probe | None = None
    feed: FeedSeen | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether posts can be read at the address."""
        return self.feed is not None


def join(participant: Participant, probe: Probe, feed: FeedSeen | None) -> Joining:
    """The participant with the feed that was chosen among those a look has found; `None` when there is none."""
    notices: list[Notice] = []
    of_comments = probe.itself is not None and probe.itself.kind is FeedKind.COMMENTS
    if feed is None:
        notices.append(Notice.ONLY_COMMENTS if of_comments else Notice.PROBLEM)
        return Joining(participant, probe, None, tuple(notices))
    if of_comments:
        notices.append(Notice.COMMENTS_FEED)
    elif len(probe.feeds) > 1:
        notices.append(Notice.SEVERAL)
    elif probe.moved_to and link_key(probe.moved_to) != link_key(participant.address):
        notices.append(Notice.MOVED)
    if feed.kind is FeedKind.CATEGORY:
        notices.append(Notice.CATEGORY)
    if not feed.posts:
        notices.append(Notice.EMPTY)
    return Joining(replace(participant, address=feed.address, is_home=False), probe, feed, tuple(notices))


def likely_name(joining: Joining) -> str:
    """What somebody is called who has not said it: the author of all posts, else the blog's title, else the host."""
    feed = joining.feed
    found = (feed.author, feed.title) if feed else ()
    usable = (" ".join(safe(one).split()) for one in found if one and "@" not in one)
    return next(filter(None, usable), "") or host_of(joining.participant.address) or joining.participant.address


def with_name(joining: Joining, taken: Collection[str]) -> Joining:
    """With a name, and one that nobody else has: a number tells them apart."""
    name, notices = joining.participant.name, list(joining.notices)
    if not name:
        name = likely_name(joining)
        notices.append(Notice.NAMED if joining.feed else Notice.NAMED_BY_ADDRESS)
    if name.casefold() in taken:
        numbers = (f"{name} {number}" for number in range(2, len(taken) + 3))
        name = next(one for one in numbers if one.casefold() not in taken)
        notices.append(Notice.SAME_NAME)
    return replace(joining, participant=replace(joining.participant, name=name), notices=tuple(notices))


def already(course: Iterable[Participant], addresses: Iterable[str]) -> Participant | None:
    """Who of the course has one of these addresses."""
    keys = {link_key(address) for address in addresses if address}
    return next((one for one in course if link_key(one.address) in keys), None)
