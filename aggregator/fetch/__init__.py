"""Polls every blog at once and saves each as it answers. The only writer of what is fetched.

Answers come from the thread that drives the network; reading and saving happen here, one blog at a time. A blog that
cannot be read is a `Poll` with a problem, never the end of the fetch.

`feed` reads a blog's feed, `history` its older posts, `comments` asks about answers to its posts; `conversation` lets
all blogs do so at once.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from aggregator.core import polling
from aggregator.core.course import Course
from aggregator.core.forgetting import of_blogger
from aggregator.core.links import link_key
from aggregator.core.model import Blog, Change, Poll
from aggregator.core.record import replace
from aggregator.fetch.conversation import converse
from aggregator.fetch.exchange import Exchange
from aggregator.fetch.feed import Silent, give_up, offline, unusable
from aggregator.fetch.turn import Circumstances, Turn
from aggregator.fetch.visit import visit
from aggregator.store import Store

__all__ = ["Exchange", "run"]

PATIENT_EVERY = 5
"""At each so many-th attempt a blog that has never been read gets all its time: it may only be slow."""

SURELY_NOT_ALL = 2
"""More blogs than this do not break down at one and the same moment."""


def run(
    course: Course,
    store: Store,
    exchange: Exchange,
    now: datetime,
    *,
    only: Sequence[str] = (),
    force: bool = False,
    history: date | None = None,
    tell: Callable[[str, int], None] = lambda _name, _count: None,
) -> Iterator[Poll]:
    """Asks the blogs of the course (or of the participants named in `only`) and yields a Poll as each is saved.

    `force` asks whatever pause or interval is in force. `history`: reads older posts, too, back to that day;
    `tell` hears how many. Raises StoreError when the database cannot be written.
    """
    _adopt(course, store)
    around = Circumstances(course, store, now, force=force, history=history, tell=tell)
    blogs = store.blogs()
    known = (blogs[participant.address] for participant in course.participants if participant.address in blogs)
    interval = timedelta(0) if polling.clock_went_back(known, now) else course.fetch.interval
    turns: list[Turn] = []
    for participant in course.participants:
        if only and participant.name not in only:
            continue
        blog = replace(blogs.get(participant.address) or Blog(participant.address), participant=participant.name)
        plan = polling.plan(blog, now, interval, force=force or history is not None)
        if store.has_forgotten(of_blogger(participant)):
            yield Poll(participant.name, participant.address, "skipped", problem=polling.forgotten_problem())
        elif participant.problem:
            yield unusable(store, participant, blog, now)
        elif not plan.ask:
            yield Poll(
                participant.name, participant.address, "skipped", problem=blog.problem, wait_until=plan.wait_until
            )
        else:
            at_home = participant.is_home and blog.feed is None
            # A 304 hides comments, and from some servers everything.
            anew = history is not None or (force and (participant.name in only or participant.comments != "none"))
            patient = bool(only) or blog.failures % PATIENT_EVERY == PATIENT_EVERY - 1
            turns.append(Turn(participant, blog, blog, at_home=at_home, whole=plan.whole or anew, patient=patient))
    turns.sort(key=_first_things_first)
    yield from _polls(around, exchange, turns)


def _first_things_first(turn: Turn) -> tuple[float, bool]:
    """Whom the last fetch had no time for comes first; of equals those who may keep us waiting: the others go on."""
    asked = turn.before.last_asked
    return (asked.timestamp() if asked else 0.0), not turn.before.failures


def _polls(around: Circumstances, exchange: Exchange, turns: Sequence[Turn]) -> Iterator[Poll]:
    """The polls as blogs answer; last those that nobody answered, for if it is all of them, the fault is here."""
    silent: list[Silent] = []
    for outcome in converse(exchange, (visit(around, turn) for turn in turns)):
        if isinstance(outcome, Silent):
            silent.append(outcome)
        else:
            yield outcome
    reached = any(turn.reached for turn in turns)
    last_ok = max((one.turn.before.last_ok for one in silent if one.turn.before.last_ok), default=None)
    if reached or len(silent) <= SURELY_NOT_ALL or not last_ok:
        for one in silent:
            yield give_up(around.store, one.turn, one.answer, one.problem, around.now)
    else:
        # Nothing is kept of it, so that it is told each time; and once, not of each blog.
        change = Change.OFFLINE if around.now - last_ok >= polling.TELL_AFTER else None
        yield from (offline(one.turn, None if number else change) for number, one in enumerate(silent))


def _adopt(course: Course, store: Store) -> None:
    """A blog whose address was changed in feeds.toml keeps its posts: known by an old address, else by its blogger.

    Where a blog said that its feed is counts only for the same blogger: anybody's may name, or lead to, another's.
    """
    blogs = store.blogs()
    in_use = {participant.address for participant in course.participants}
    free = [blog for blog in blogs.values() if blog.address not in in_use]
    for participant in course.participants:
        if participant.address in blogs or participant.problem:
            continue
        key = link_key(participant.address)
        same = [blog for blog in free if blog.participant == participant.name]
        mine = [blog for blog in free if key == link_key(blog.address)]
        mine = mine or [blog for blog in same if key in _keys(blog)] or same
        if len(mine) == 1:
            store.rename(mine[0].address, participant.address)
            free.remove(mine[0])


def _keys(blog: Blog) -> set[str]:
    return {link_key(address) for address in (blog.feed, blog.moved_to) if address}
