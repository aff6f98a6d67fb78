"""Rounds of answers: made anew, or as they are remembered, with who has done what."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from aggregator.core.answering import Counted
from aggregator.core.assignment import Answerer, Ask, Plan, assign
from aggregator.core.course import Course, Participant
from aggregator.core.model import State
from aggregator.core.participation import Flag, Participation
from aggregator.core.round import Assigned, Left, Round, Shown, Task, task
from aggregator.core.waiting import rank
from aggregator.report.background import names
from aggregator.report.counted import CountedCourse
from aggregator.store import Store

_WAITS = (State.WAITING, State.ONLY_OWN)


class Rounds:
    """The rounds of a course: those remembered, and a new one."""

    def __init__(self, course: Course, store: Store, now: datetime) -> None:
        self._course, self._now = course, now
        self._every = CountedCourse(course, store, now)
        self._counted = {one.listed.post.id: one for one in self._every.counted}
        self._names = names(course)
        self._kept = store.rounds()

    def newest(self, within: Sequence[str] = ()) -> list[Shown]:
        """The rounds of the newest week that has any; with tags, only that of these groups."""
        chosen = [one for one in self._kept if not within or one.within == tuple(within)]
        week = max((one.week for one in chosen), default="")
        return [self._shown(one) for one in chosen if one.week == week]

    def kept_for(self, week: str, within: Sequence[str]) -> Shown | None:
        """The round that the week and these groups have."""
        kept = (one for one in self._kept if (one.week, one.within) == (week, tuple(within)))
        return next(map(self._shown, kept), None)

    def made(
        self, week: str, within: Sequence[str], *, each: int, most: int | None, seed: int, days: int | None
    ) -> Shown:
        """A new round, which is not kept yet: it would take the place of the one that its week and groups have."""
        others = [one for one in self._kept if (one.week, one.within) != (week, tuple(within))]
        within_tags = {tag.casefold() for tag in within}
        members = [p for p in self._course.participants if not within_tags or _tags(p) & within_tags]
        left = {one.participant: why for one in self._every.people if (why := _left(one))}
        waiting = self._waiting({p.name for p in members}, days)
        plan = assign(
            [Ask(one.listed.post.id, one.listed.post.participant) for one in waiting],
            [self._answerer(p, others, waiting, week) for p in members if p.name not in left],
            each=each,
            most=most,
            may=_groups(members, within_tags),
            seed=seed,
        )
        asked = tuple(Assigned(self._address(one.answerer), one.post) for one in plan.given)
        found = Round(week, tuple(within), self._now, each, most, seed, asked)
        return self._shown(found, others, plan, [(p.name, left[p.name]) for p in members if p.name in left])

    def _waiting(self, bloggers: set[str], days: int | None) -> list[Counted]:
        """What waits, most urgent first, as `agg needs-comments` lists it."""
        since = self._now - timedelta(days=self._course.window_days if days is None else days)
        found = rank(
            one.listed
            for one in self._every.counted
            if one.listed.verdict.state in _WAITS
            and one.listed.post.dated >= since
            and one.listed.post.participant in bloggers
        )
        return [self._counted[one.post.id] for one in found]

    def _answerer(
        self, participant: Participant, kept: Sequence[Round], waiting: Sequence[Counted], week: str
    ) -> Answerer:
        """Nobody gets what they wrote, have answered, or were asked to answer this week in a round of other groups."""
        name = participant.name
        asked = {
            one.post
            for round_ in kept
            for one in round_.assigned
            if round_.week == week and one.answerer == participant.address
        }
        before = Counter(
            self._counted[one.post].listed.post.participant
            for round_ in kept
            for one in round_.assigned
            if one.answerer == participant.address and one.post in self._counted
        )
        writer = self._every.background.commenters.writer
        except_for = frozenset(
            one.listed.post.id
            for one in waiting
            if writer(one.listed.post) == name or name in {answer.giver for answer in one.answers}
        )
        return Answerer(name, before, except_for | asked)

    def _shown(
        self,
        found: Round,
        others: Sequence[Round] | None = None,
        plan: Plan | None = None,
        left: Sequence[tuple[str, Left]] = (),
    ) -> Shown:
        rounds = self._kept if others is None else [*others, found]
        return Shown(
            found,
            self._tasks(found),
            remembered=plan is None,
            share=plan.share if plan else 0,
            above=plan.above if plan else (),
            short=tuple((self._counted[post].listed, missing) for post, missing in plan.short) if plan else (),
            left=tuple(left),
            totals=self._totals(rounds),
        )

    def _tasks(self, found: Round) -> tuple[Task, ...]:
        """By answerer in the order of feeds.toml, then by urgency; without posts and people that have left."""
        tasks = [
            task(self._names[one.answerer], self._counted[one.post])
            for one in found.assigned
            if one.answerer in self._names and one.post in self._counted
        ]
        urgency = {one.post.id: place for place, one in enumerate(rank(each.listed for each in tasks))}
        people = {name: place for place, name in enumerate(self._names.values())}
        return tuple(sorted(tasks, key=lambda one: (people[one.answerer], urgency[one.listed.post.id])))

    def _totals(self, rounds: Sequence[Round]) -> tuple[tuple[str, int, int], ...]:
        """How many posts everybody was asked to answer, and how many of these are done."""
        tasks = [one for found in rounds for one in self._tasks(found)]
        asked = Counter(one.answerer for one in tasks)
        done = Counter(one.answerer for one in tasks if one.done is one.done.DONE)
        return tuple((name, asked[name], done[name]) for name in self._names.values() if asked[name])

    def _address(self, name: str) -> str:
        return next(address for address, one in self._names.items() if one == name)


def _left(one: Participation) -> Left | None:
    if Flag.TROUBLE in one.flags:
        return Left.TROUBLE
    if one.posts is None:
        return Left.UNREAD
    return Left.SILENT if Flag.SILENT in one.flags else None


def _tags(participant: Participant) -> set[str]:
    return {tag.casefold() for tag in participant.tags}


def _groups(members: Sequence[Participant], within: set[str]) -> Callable[[str, str], bool]:
    """Whether one may answer another: with tags, only those who have one of them in common."""
    tags: Mapping[str, set[str]] = {one.name: _tags(one) & within for one in members}
    return lambda answerer, blogger: not within or bool(tags[answerer] & tags[blogger])
