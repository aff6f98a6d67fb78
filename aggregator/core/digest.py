"""A week of the course as one value, which every output form renders. Nothing is decided after this."""

import math
from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta

from aggregator.core.model import Post, State, Trouble, Verdict
from aggregator.core.people import last_in_course
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.survey import Background, waiting_list
from aggregator.core.talk import Commented, Conversation, Stranger, conversations, strangers, writers
from aggregator.core.trend import WeekHealth
from aggregator.core.week import Week


class Numbers(Struct, frozen=True):
    """The week in numbers: `waiting`, `with_comments`, `closed` and `unknown` add up to its `posts`.

    `comments` is the sum of the counts that are known.
    """

    posts: int
    bloggers: int
    participants: int
    first_posts: int
    waiting: int
    with_comments: int
    comments: int
    closed: int
    unknown: int


class Silent(Struct, frozen=True):
    """A participant without a known post in the week; `last_post` is `None` when there never was one by its end.

    `read` is false when the blog has never been read, so that nobody knows. `commented`: on others' posts, in the week.
    """

    participant: str
    last_post: datetime | None
    read: bool = True
    commented: bool = False


class Digest(Struct, frozen=True):
    """A week: `by_participant` and `late` hold all its posts, the other lists point out some of them.

    `weeks`: how its posts were answered, the last one, and those of the weeks before it. `older`: how many posts wait
    that are none of the week's and not found late in it; known only of a week that reaches up to now.
    """

    title: str
    week: Week
    as_of: datetime
    over: bool
    numbers: Numbers
    first_posts: tuple[Listed, ...]
    waiting: tuple[Listed, ...]
    by_participant: tuple[tuple[str, tuple[Listed, ...]], ...]
    late: tuple[Listed, ...]
    silent: tuple[Silent, ...]
    troubles: tuple[Trouble, ...]
    weeks: tuple[WeekHealth, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    older: int = 0


def in_week(post: Post, week: Week) -> bool:
    """Whether the post is one of the week: dated in it, and found before the digest of the week was due.

    What a blog already held when it was first read (its archive) belongs to the weeks it is dated in; without dates,
    to none.
    """
    if post.archive:
        return week.holds(post.dated) and (post.published or post.updated) is not None
    return week.holds(post.dated) and week.in_sight(post.first_seen)


def found_late(post: Post, week: Week) -> bool:
    """Whether the post is dated before the week and came to light in it, so that no digest has shown it yet."""
    return week.finds(post.first_seen) and post.dated < week.start and not post.archive


def build(
    background: Background,
    week: Week,
    now: datetime,
    listed: Iterable[Listed],
    troubles: Sequence[Trouble],
    weeks: Sequence[WeekHealth] = (),
    commented: Sequence[Commented] = (),
) -> Digest:
    """The digest of a week from its posts, as of now: a week that is over changes only by answers that came since.

    `listed` are at least the posts of the week, and where it reaches up to now those that are still watched.
    `commented` are at least the posts under which somebody wrote in it.
    """
    chosen = sorted(listed, key=lambda one: (one.post.dated, one.post.id))
    posts = [one for one in chosen if in_week(one.post, week)]
    late = [one for one in chosen if found_late(one.post, week)]
    waiting = waiting_list(background, [*posts, *late], now)
    by_participant: dict[str, list[Listed]] = {}
    for one in posts:
        by_participant.setdefault(one.post.participant, []).append(one)
    names = sorted(by_participant, key=str.casefold)
    firsts = tuple(one for one in posts if one.first_post)
    answered = [one.verdict for one in posts if _has_comments(one.verdict)]
    lasting = tuple(one for one in troubles if _lasts(one, min(week.end, now), background.unread))
    return Digest(
        title=background.course.title,
        week=week,
        as_of=now,
        over=not week.up_to_now and week.end + week.grace <= now,
        numbers=Numbers(
            posts=len(posts),
            bloggers=len(names),
            participants=len(background.course.participants),
            first_posts=len(firsts),
            waiting=sum(waits(one.verdict) for one in posts),
            with_comments=len(answered),
            comments=sum(verdict.comments or 0 for verdict in answered),
            closed=sum(one.verdict.state is State.CLOSED for one in posts),
            unknown=sum(one.verdict.state is State.UNKNOWN and not one.verdict.comments for one in posts),
        ),
        first_posts=firsts,
        waiting=waiting.waiting,
        by_participant=tuple((name, tuple(by_participant[name])) for name in names),
        late=tuple(late),
        silent=_silent(background, {*names, *(one.participant for one in lasting)}, commented, week),
        troubles=lasting,
        weeks=tuple(weeks) if posts else (),
        conversations=conversations(commented, week),
        strangers=strangers(commented, week),
        older=_older(background, chosen, [*posts, *late], now) if week.holds(now) else 0,
    )


def _older(background: Background, chosen: Sequence[Listed], shown: Sequence[Listed], now: datetime) -> int:
    """How many posts wait that are watched, but not shown."""
    since = now - timedelta(days=background.course.window_days)
    ids = {one.post.id for one in shown}
    return sum(waits(one.verdict) and one.post.dated >= since and one.post.id not in ids for one in chosen)


def waits(verdict: Verdict) -> bool:
    """Whether nobody but the author has answered."""
    return verdict.state in (State.WAITING, State.ONLY_OWN)


def _has_comments(verdict: Verdict) -> bool:
    """Whether somebody has answered, for all that is known; the author alone does not count."""
    return verdict.state is State.ANSWERED or (verdict.state is State.UNKNOWN and bool(verdict.comments))


def _silent(background: Background, heard: set[str], commented: Sequence[Commented], week: Week) -> tuple[Silent, ...]:
    """Those not heard from though their blogs could be read, the longest silence first; last who never posted.

    A blog that was never read, and of which no trouble is known either, is said to be unread.
    """
    writing = writers(commented, week, background.commenters.facilitators()) if commented else frozenset()
    quiet = [
        Silent(
            p.name,
            last_in_course(background.history(p.address), background.course),
            p.name not in background.unread,
            p.name in writing,
        )
        for p in background.course.participants
        if p.name not in heard
    ]
    return tuple(sorted(quiet, key=lambda one: one.last_post.timestamp() if one.last_post else math.inf))


def _lasts(trouble: Trouble, end: datetime, unread: Set[str]) -> bool:
    """Whether the blog could not be read as the week ended. One that was never read was not readable then, either."""
    if trouble.participant in unread:
        return trouble.until is None
    return trouble.since <= end and (trouble.until is None or trouble.until > end)
