"""Who has answered whom: an edge is a comment that somebody wrote, never a link in a text."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    everybody: Sequence[Participation],
    every: Iterable[Counted],
    facilitators: Mapping[str, str],
    now: datetime,
    *,
    only: Collection[str] | None = None,
) -> Network:
    """The network of all posts, or of `only` these people's: they, all facilitators, and whoever has answered there.

    What each has given and received is counted in the whole course.
    """
    counted = list(every)
    chosen = [one for one in counted if only is None or one.listed.post.participant in only]
    ties: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in (answer for one in chosen for answer in one.answers if answer.giver):
        ties[str(answer.giver), answer.receiver].append(answer)
    blogging = {one.participant: one for one in everybody}
    given = Counter(answer.giver for one in counted for answer in one.answers)
    teachers = set(facilitators.values())
    others = sorted({giver for giver, _receiver in ties} | teachers, key=str.casefold)
    names = dict.fromkeys([*(name for name in blogging if only is None or name in only), *others])
    return Network(
        title,
        now,
        tuple(_member(name, blogging.get(name), name in teachers, given[name]) for name in names),
        tuple(
            Tie(giver, receiver, len(found), min(one.latest for one in found), max(one.latest for one in found))
            for (giver, receiver), found in sorted(ties.items())
        ),
        sum(answer.giver is None for one in chosen for answer in one.answers),
        sum(one.unseen for one in chosen),
    )


def _member(name: str, blogging: Participation | None, facilitator: bool, given: int) -> Member:
    if blogging is None:
        return Member(name, facilitator, None, given, 0)
    return Member(
        name,
        facilitator,
        blogging.posts,
        given,
        blogging.received or 0,
        blogging.unmatched,
        unheard=bool(blogging.health.unanswered) and not blogging.health.answered,
    )
