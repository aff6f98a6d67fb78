"""What was said in a week under the course's posts: the conversations, who took part, and who is a stranger."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from aggregator.core.commenters import By, Commenter
from aggregator.core.model import Comment
from aggregator.core.outcome import ANSWERS, when
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.verdict import Known
from aggregator.core.week import Week

Commented = tuple[Listed, Known]
"""A post with all its comments, and who wrote them."""


class Conversation(Struct, frozen=True):
    """A post under which several people wrote in a week, its author perhaps among them.

    `comments` were certainly written in the week; `names` are of those who wrote them, in the order of their first
    ones: as in feeds.toml, else as signed; an empty one is of somebody who left no name.
    """

    listed: Listed
    comments: int
    names: tuple[str, ...]


class Stranger(Struct, frozen=True):
    """Somebody who commented in a week and whom feeds.toml does not know: as signed, how often, on whose posts."""

    name: str
    comments: int
    participants: tuple[str, ...]


def conversations(commented: Iterable[Commented], week: Week) -> tuple[Conversation, ...]:
    """The posts with at least two comments of the week by at least two people, those with the most first.

    A comment counts only if it was certainly written in the week: by its date, or because somebody had looked before.
    """
    found = []
    for listed, known in commented:
        said = sorted((moment, _name(one, who, listed)) for one, who in known if (moment := _written(one, who, week)))
        names = {name.casefold(): name for _moment, name in reversed(said)}
        if len(said) > 1 and len(names) > 1:
            in_order = tuple(dict.fromkeys(names[name.casefold()] for _moment, name in said))
            found.append((said[-1][0], Conversation(listed, len(said), in_order)))
    found.sort(key=lambda pair: (pair[1].comments, pair[0], pair[1].listed.post.id), reverse=True)
    return tuple(one for _moment, one in found)


def strangers(commented: Iterable[Commented], week: Week) -> tuple[Stranger, ...]:
    """Those whom nobody knows with comments that came to light in the week, the most frequent first."""
    signed: dict[str, Counter[str]] = defaultdict(Counter)
    on: dict[str, dict[str, None]] = defaultdict(dict)
    for listed, known in commented:
        for comment, who in known:
            if who.by is By.VISITOR and week.holds(when(comment)[1]):
                key = comment.said.author.casefold()
                signed[key][comment.said.author] += 1
                on[key][listed.post.participant] = None
    every = [Stranger(_usual(spelt), spelt.total(), tuple(on[key])) for key, spelt in signed.items()]
    return tuple(sorted(every, key=lambda one: (-one.comments, one.name.casefold())))


def _usual(spelt: Counter[str]) -> str:
    """As they sign most often."""
    return min(spelt, key=lambda name: (-spelt[name], name))


def writers(commented: Iterable[Commented], week: Week, facilitators: Mapping[str, str]) -> frozenset[str]:
    """The participants and facilitators who have certainly commented on others' posts in the week.

    `facilitators` gives the participant that each is, else their own name.
    """
    return frozenset(
        facilitators.get(who.name, who.name)
        for _listed, known in commented
        for one, who in known
        if who.name and who.by in ANSWERS and _written(one, who, week)
    )


def _written(comment: Comment, who: Commenter, week: Week) -> datetime | None:
    """When it was written, at the latest, if that was certainly in the week."""
    earliest, latest = when(comment)
    if who.by is By.PING or earliest is None or not (week.holds(earliest) and week.holds(latest)):
        return None
    return latest


def _name(comment: Comment, who: Commenter, listed: Listed) -> str:
    return listed.post.participant if who.by is By.OWN else who.name or comment.said.author
