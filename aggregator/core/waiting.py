"""Which posts wait for an answer: the verdict on one post, and the order of the list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aggregator.core.model import Bound, Observation, Openness, Reason, State, Verdict
from aggregator.core.shown import Listed

FRESH = timedelta(hours=48)


def judge(observations: Sequence[Observation], dated: datetime, now: datetime) -> Verdict:
    """What is believed of a post from what sources have said of it; `dated` is the post's own moment.

    A number above zero beats any zero. Zero is believed for two days, and only if asked after the post was there.
    """
    if commented := [seen for seen in observations if seen.count and seen.bound is not Bound.AT_MOST]:
        best = max(commented, key=lambda seen: seen.checked_at)
        return Verdict(State.UNKNOWN, Reason.COMMENTED, best.count, None, best.source, best.checked_at)
    if closed := [seen for seen in observations if seen.openness is Openness.CLOSED]:
        return Verdict(State.CLOSED, Reason.CLOSED, 0, 0, closed[0].source, closed[0].checked_at)
    if zeros := [seen for seen in observations if seen.count == 0 and seen.bound is not Bound.AT_LEAST]:
        best = max(zeros, key=lambda seen: seen.checked_at)
        if best.checked_at < dated or now - best.checked_at > FRESH:
            return Verdict(State.UNKNOWN, Reason.STALE, None, None, best.source, best.checked_at)
        return Verdict(State.WAITING, Reason.ZERO, 0, 0, best.source, best.checked_at)
    if observations:
        latest = max(observations, key=lambda seen: seen.checked_at)
        return Verdict(State.UNKNOWN, latest.reason or Reason.NOT_SAID, None, None, latest.source, latest.checked_at)
    return Verdict(State.UNKNOWN, Reason.NOT_SAID)


def rank(listed: Iterable[Listed], answered: Mapping[str, int]) -> tuple[Listed, ...]:
    """Most urgent first: a new blogger's first post, other posts of new bloggers, those answered least, the oldest.

    `answered` counts, by participant, the posts that are known to have comments.
    """
    return tuple(
        sorted(
            listed,
            key=lambda one: (
                not (one.new_blogger and one.first_post),
                not one.new_blogger,
                answered.get(one.post.participant, 0),
                one.post.dated,
                one.post.id,
            ),
        )
    )
