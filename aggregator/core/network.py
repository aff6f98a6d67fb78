"""Who has answered whom: an edge is a comment that somebody wrote, never a link in a text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from aggregator.core.answering import Answer, Counted
from aggregator.core.participation import Participation
from aggregator.core.record import Struct


class Member(Struct, frozen=True):
    """A participant or facilitator of the course.

    `posts` are those that belong to the course; `None` for a facilitator who has no blog in it. `given` counts the
    comments on all posts of others in the course, `received` those of others on the own posts; `unmatched` of these are
    by people whom feeds.toml does not know. `unheard`: some posts are known to have no answer, and none to have one.
    """

    name: str
    facilitator: bool
    posts: int | None
    given: int
    received: int
    unmatched: int = 0
    unheard: bool = False


class Tie(Struct, frozen=True):
    """That `source` has written `comments` on posts of `target`, the first and the last as far as is known."""

    source: str
    target: str
    comments: int
    first: datetime | None = None
    last: datetime | None = None


class Network(Struct, frozen=True):
    """Who has answered whom up to a moment.

    `unmatched` comments are by people whom feeds.toml does not know; of `unseen` ones there is only a number.
    """

    title: str
    as_of: datetime
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    unmatched: int
    unseen: int = 0


def build(
    title: str,
    people: Sequence[Participation],
    counted: Iterable[Counted],
    facilitators: Mapping[str, str],
    now: datetime,
    given: Mapping[str, int] | None = None,
) -> Network:
    """The network of these posts: all of these people, all facilitators, and whoever else has answered.

    `given`: how many comments each has written, also on other posts, where there are others.
    """
    posts = list(counted)
    answers = [answer for one in posts for answer in one.answers]
    ties: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.giver:
            ties[answer.giver, answer.receiver].append(answer)
    teachers = set(facilitators.values())
    blogging = {one.participant: one for one in people}
    named = [*blogging, *sorted({giver for giver, _receiver in ties} | teachers, key=str.casefold)]
    written = given or Counter(answer.giver for answer in answers if answer.giver)
    received = Counter(answer.receiver for answer in answers)
    unheard = {one.participant for one in people if one.health.unanswered and not one.health.answered}
    unmatched = Counter(answer.receiver for answer in answers if answer.giver is None)
    return Network(
        title,
        now,
        tuple(
            Member(
                name,
                facilitator=name in teachers,
                posts=blogging[name].posts if name in blogging else None,
                given=written.get(name, 0),
                received=received[name],
                unmatched=unmatched[name],
                unheard=name in unheard,
            )
            for name in dict.fromkeys(named)
        ),
        tuple(
            Tie(giver, receiver, len(found), min(one.latest for one in found), max(one.latest for one in found))
            for (giver, receiver), found in sorted(ties.items())
        ),
        unmatched.total(),
        sum(one.unseen for one in posts),
    )
