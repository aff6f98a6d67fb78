"""What each participant has written, given and got, and who is new, silent, or cannot be heard."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from aggregator.core.answering import Answer, Counted
from aggregator.core.course import Course, Participant
from aggregator.core.health import Health, health
from aggregator.core.model import Blog
from aggregator.core.people import is_new
from aggregator.core.record import Struct
from aggregator.core.survey import Background
from aggregator.core.trend import WeekHealth


class Flag(StrEnum):
    """What is worth knowing of a participant at a glance."""

    NEVER = "never posted"
    SILENT = "silent"
    TROUBLE = "feed in trouble"
    NEW = "new"


class Participation(Struct, frozen=True):
    """A participant in numbers, up to a moment.

    `posts` of the course; `None` while the blog has never been read. `received` comments by others on these posts, as
    far as is known, `None` where nothing is known of any; `unmatched` of them are by people whom feeds.toml does not
    know; `given` are on others' posts. Beside these, `unseen`
    comments on the posts are known by their number alone: nobody can tell by whom they are. `last_sign` is the
    last post or comment, whichever is later; for `silent_days` whole days, as far as the blog could be read, there has
    been neither (of one who never wrote: since the course began, or the blog was first read).
    """

    participant: str
    address: str
    posts: int | None
    last_post: datetime | None
    received: int | None
    given: int
    unmatched: int
    unseen: int
    health: Health
    last_sign: datetime | None
    silent_days: int | None
    flags: tuple[Flag, ...]


def participations(
    background: Background, blogs: Mapping[str, Blog], counted: Sequence[Counted], now: datetime
) -> tuple[Participation, ...]:
    """All participants in the order of feeds.toml."""
    theirs: dict[str, list[Counted]] = defaultdict(list)
    given: dict[str, list[Answer]] = defaultdict(list)
    for one in counted:
        theirs[one.listed.post.participant].append(one)
        for answer in one.answers:
            if answer.giver:
                given[answer.giver].append(answer)
    return tuple(
        _participation(p, background, blogs.get(p.address) or Blog(p.address), theirs[p.name], given[p.name], now)
        for p in background.course.participants
    )


def _participation(
    participant: Participant,
    background: Background,
    blog: Blog,
    posts: Sequence[Counted],
    given: Sequence[Answer],
    now: datetime,
) -> Participation:
    read = blog.first_seen is not None
    received = [answer for one in posts for answer in one.answers]
    told = read and (not posts or bool(received) or any(one.outcome.answered is not None for one in posts))
    last_post = max((one.listed.post.dated for one in posts), default=None)
    signs = [*([last_post] if last_post else []), *(answer.latest for answer in given)]
    last_sign = max(signs, default=None)
    silent = _silent_days(last_sign, blog, background.course, now)
    troubled = bool(participant.problem or blog.problem)
    quiet = silent is not None and silent >= background.course.silent_days
    new = bool(posts) and is_new(background.history(participant.address), background.course, now)
    flags = {Flag.NEVER: read and not posts, Flag.SILENT: quiet, Flag.TROUBLE: troubled, Flag.NEW: new}
    return Participation(
        participant=participant.name,
        address=participant.address,
        posts=len(posts) if read else None,
        last_post=last_post,
        received=len(received) if told else None,
        given=len(given),
        unmatched=sum(answer.giver is None for answer in received),
        unseen=sum(one.unseen for one in posts),
        health=health(one.outcome for one in posts),
        last_sign=last_sign,
        silent_days=silent,
        flags=tuple(flag for flag, raised in flags.items() if raised),
    )


def _silent_days(last_sign: datetime | None, blog: Blog, course: Course, now: datetime) -> int | None:
    """For how many whole days nothing was heard; only as long as the blog could be read does anybody know."""
    if blog.last_ok is None or blog.first_seen is None:
        return None
    begun = datetime.combine(course.starts, time(), course.timezone) if course.starts else blog.first_seen
    return max(0, (min(now, blog.last_ok) - (last_sign or begun)) // timedelta(days=1))


def facilitating(counted: Iterable[Counted], facilitators: Mapping[str, str]) -> Counter[str]:
    """How many comments each facilitator has written on others' posts."""
    names = set(facilitators.values())
    written = Counter(answer.giver for one in counted for answer in one.answers if answer.giver in names)
    return Counter({name: written[name] for name in facilitators.values()})


class Figures(Struct, frozen=True):
    """The course as of a moment: its people, its facilitators with the comments they have given, and its weeks.

    `health` is that of all its posts. `unmatched` comments are by people whom feeds.toml does not know; of
    `unseen` ones there is only a number.
    """

    as_of: datetime
    people: tuple[Participation, ...]
    facilitators: tuple[tuple[str, int], ...]
    weeks: tuple[WeekHealth, ...]
    health: Health
    unmatched: int
    unseen: int = 0
