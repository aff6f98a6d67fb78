"""What is wrong with a course's blogs, its machine and its settings. Pure: `cli.check` looks, and asks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from aggregator.core.course import Course, Participant
from aggregator.core.feedkind import FeedKind
from aggregator.core.links import link_key, same_site
from aggregator.core.probe import FeedSeen, Probe
from aggregator.core.record import Struct

CLOCK = timedelta(minutes=5)
"""By so much a clock may be wrong; caches and slow answers cost less."""

FETCHED = timedelta(days=1)
"""A fetch from cron comes more often than this."""

LITTLE, NEXT_TO_NOTHING = 200_000_000, 20_000_000
"""Bytes left on the disk."""


class Level(IntEnum):
    """How bad it is. A note is worth knowing, trouble wants somebody to act; with what is broken agg cannot work."""

    FINE = 0
    NOTE = 1
    TROUBLE = 2
    BROKEN = 3


class Finding(StrEnum):
    """What there is to say; `render.checkup` has the sentences."""

    # of a blog
    BLOG_FINE = "fine"
    ADDRESS = "address"
    NOT_THERE = "not there"
    GONE = "gone"
    REFUSED = "refused"
    SERVER_ERROR = "server error"
    SILENT = "no answer"
    NO_FEED = "no feed"
    COMMENTS_FEED = "feed of comments"
    CATEGORY_FEED = "feed of a category"
    EMPTY = "no posts"
    MOVED = "moved"
    SAME_BLOG = "same blog"
    OTHER_PERSON = "somebody else's"
    ALL_SILENT = "no blog answers"
    # of the file
    FILE_FINE = "file fine"
    OVER = "course over"
    NO_CONTACT = "no contact"
    PASSWORD_SHOWN = "password readable"  # noqa: S105
    # of the machine
    CLOCK_FINE = "clock fine"
    CLOCK_WRONG = "clock wrong"
    OTHER_ZONE = "other time zone"
    DISK_FINE = "disk fine"
    DISK_LOW = "disk low"
    DISK_FULL = "disk full"
    # of the database
    NO_DATABASE = "no database"
    DATABASE_FINE = "database fine"
    DATABASE_BROKEN = "database broken"
    NOT_WRITABLE = "not writable"
    FETCH_RUNS = "a fetch runs"
    NEVER_FETCHED = "never fetched"
    LONG_AGO = "fetched long ago"
    FETCHED_LATELY = "fetched lately"
    # of the mail
    MAIL_FINE = "mail fine"
    MAIL_TROUBLE = "mail trouble"


class Part(StrEnum):
    """What was looked at."""

    FILE = "file"
    BLOG = "blog"
    MACHINE = "machine"
    DATABASE = "database"
    MAIL = "mail"


class Checked(Struct, frozen=True):
    """One thing that was looked at, and what there is to say of it.

    `who` is the participant whose blog it is about, `address` the blog's. `words` are those of whoever found it (a
    problem, an error), or a name or number that belongs to the sentence.
    """

    part: Part
    level: Level
    finding: Finding
    who: str = ""
    address: str = ""
    words: str = ""


def worst(checked: Iterable[Checked]) -> Level:
    """The worst of what was found."""
    return max((one.level for one in checked), default=Level.FINE)


def blogs(course: Course, looks: Sequence[tuple[Participant, Probe]]) -> list[Checked]:
    """What there is to say of each blog of the course, in the order of feeds.toml; at least one thing of each."""
    by_name = {blog.name: (blog, probe) for blog, probe in looks}
    if len(looks) > 1 and not any(probe.status for _blog, probe in looks):
        words = next(iter({probe.problem or "" for _blog, probe in looks}))
        return [Checked(Part.BLOG, Level.BROKEN, Finding.ALL_SILENT, words=words)]
    found: list[Checked] = []
    for one in course.participants:
        if one.problem:
            found.append(Checked(Part.BLOG, Level.TROUBLE, Finding.ADDRESS, one.name, one.address, one.problem))
        elif one.name in by_name:
            probe = by_name[one.name][1]
            said = [*_of_answer(one, probe), *_of_others(course, one, probe, looks)]
            found += said or [Checked(Part.BLOG, Level.FINE, Finding.BLOG_FINE, one.name, one.address)]
    return found


def _of_answer(blog: Participant, probe: Probe) -> Iterator[Checked]:
    """What the answer of the blog itself tells."""

    def told(level: Level, finding: Finding, words: str = "") -> Checked:
        return Checked(Part.BLOG, level, finding, blog.name, blog.address, words)

    feed = probe.itself or next(iter(probe.feeds), None)
    if feed is None:
        yield told(Level.TROUBLE, _why(probe), probe.problem or "")
    elif feed.kind is FeedKind.COMMENTS:
        yield told(Level.TROUBLE, Finding.COMMENTS_FEED)
    elif not feed.posts:
        yield told(Level.NOTE, Finding.EMPTY)
    elif feed.kind is FeedKind.CATEGORY and not blog.category:
        yield told(Level.NOTE, Finding.CATEGORY_FEED, feed.category or "")
    if feed and not blog.is_home and probe.moved_to and link_key(probe.moved_to) != link_key(blog.address):
        yield told(Level.NOTE, Finding.MOVED, probe.moved_to)


def _why(probe: Probe) -> Finding:
    match probe.status:
        case 0:
            return Finding.SILENT
        case 404:
            return Finding.NOT_THERE
        case 410:
            return Finding.GONE
        case 401 | 403 | 429 | 451:
            return Finding.REFUSED
        case 200:
            return Finding.NO_FEED
        case _:
            return Finding.SERVER_ERROR


def _of_others(
    course: Course, blog: Participant, probe: Probe, looks: Sequence[tuple[Participant, Probe]]
) -> Iterator[Checked]:
    """Whether it looks like the blog of another participant."""
    feed = _feed(probe)
    if feed is None:
        return
    for other, seen in looks:
        theirs = _feed(seen)
        if other.name != blog.name and theirs and _same(feed, theirs):
            yield Checked(Part.BLOG, Level.TROUBLE, Finding.SAME_BLOG, blog.name, blog.address, other.name)
            return
    author = feed.author.casefold()
    names = {name.casefold(): one.name for one in course.participants for name in (one.name, *one.aliases)}
    if author and names.get(author, blog.name) != blog.name:
        yield Checked(Part.BLOG, Level.TROUBLE, Finding.OTHER_PERSON, blog.name, blog.address, names[author])


def _feed(probe: Probe) -> FeedSeen | None:
    return probe.itself or next(iter(probe.feeds), None)


def _same(one: FeedSeen, other: FeedSeen) -> bool:
    """Whether both are feeds of one blog: at one address, or with the same posts on one site."""
    if link_key(one.address) == link_key(other.address):
        return True
    shared = one.links & other.links
    return len(shared) * 2 > max(len(one.links), len(other.links)) and same_site(one.address, other.address)


def clock(looks: Iterable[tuple[Participant, Probe]]) -> Checked | None:
    """Whether this machine's clock is right, by those of the blogs' servers; `None` when none says its time."""
    ahead = [probe.clock for _blog, probe in looks if probe.clock is not None]
    if not ahead:
        return None
    off = median(one.total_seconds() for one in ahead)
    if abs(off) <= CLOCK.total_seconds():
        return Checked(Part.MACHINE, Level.FINE, Finding.CLOCK_FINE)
    return Checked(Part.MACHINE, Level.TROUBLE, Finding.CLOCK_WRONG, words=str(round(off / 60)))


def last_fetch(asked: Iterable[datetime | None], now: datetime) -> Checked:
    """When a blog was last asked, which tells whether cron runs."""
    last = max(filter(None, asked), default=None)
    if last is None:
        return Checked(Part.DATABASE, Level.NOTE, Finding.NEVER_FETCHED)
    late = now - last > FETCHED
    level, finding = (Level.TROUBLE, Finding.LONG_AGO) if late else (Level.FINE, Finding.FETCHED_LATELY)
    return Checked(Part.DATABASE, level, finding, words=last.isoformat())


def time_zone(here: str, course: Course, now: datetime) -> Checked | None:
    """That the machine, and so cron, has another time than the course; `None` when it is the same."""
    if now.astimezone(ZoneInfo(here)).utcoffset() == now.astimezone(course.timezone).utcoffset():
        return None
    return Checked(Part.MACHINE, Level.NOTE, Finding.OTHER_ZONE, words=here)


def disk(free: int) -> Checked:
    """Whether there is room; `free` in bytes."""
    words = str(free // 1_000_000)
    if free < NEXT_TO_NOTHING:
        return Checked(Part.MACHINE, Level.BROKEN, Finding.DISK_FULL, words=words)
    if free < LITTLE:
        return Checked(Part.MACHINE, Level.TROUBLE, Finding.DISK_LOW, words=words)
    return Checked(Part.MACHINE, Level.FINE, Finding.DISK_FINE, words=words)


def settings(course: Course, now: datetime) -> list[Checked]:
    """What feeds.toml leaves out that one may want, and whether the course is over."""
    found = [Checked(Part.FILE, Level.FINE, Finding.FILE_FINE, words=str(len(course.participants)))]
    if course.ends and now.astimezone(course.timezone).date() > course.ends:
        found.append(Checked(Part.FILE, Level.NOTE, Finding.OVER, words=course.ends.isoformat()))
    if not course.fetch.contact:
        found.append(Checked(Part.FILE, Level.NOTE, Finding.NO_CONTACT))
    return found
