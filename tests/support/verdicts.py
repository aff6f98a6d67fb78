"""What sources have said of a post, who has commented on it, and where it stands then."""

from datetime import timedelta

from aggregator.core.commenters import Commenter
from aggregator.core.model import Openness
from aggregator.core.verdict import judge
from tests.support.build import NOW, comment, observation, post

HOUR = timedelta(hours=1)
WRITTEN = NOW - 5 * HOUR
OPEN, CLOSED, UNSAID = Openness.OPEN, Openness.CLOSED, Openness.UNKNOWN


def seen(count, hours_ago=1, source="feedfields", **changes):
    return observation(count, checked_at=NOW - hours_ago * HOUR, source=source, **changes)


def rest(count, hours_ago=1, **changes):
    return seen(count, hours_ago, "wordpress", **{"listed": True, "openness": UNSAID, **changes})


def widget(count, hours_ago=1, source="isso", **changes):
    return seen(count, hours_ago, source, **{"apart": True, "openness": UNSAID, **changes})


def by(*whose, source="wordpress", hours_ago=1):
    """Comments by these, as `known` wants them."""
    return [
        (comment(who, str(key), source=source, first_seen=NOW - hours_ago * HOUR), Commenter(who, None))
        for key, who in enumerate(whose)
    ]


def stands(observations, known=(), **changes):
    return judge(post(dated=WRITTEN, observations=tuple(observations), **changes), known, NOW)
