"""Which posts wait for an answer most urgently."""

from collections.abc import Iterable

from aggregator.core.shown import Listed


def rank(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """Most urgent first: first posts of new bloggers, their others, those least answered lately, the oldest."""
    return tuple(sorted(listed, key=_urgency))


def rank_for_reader(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """What one person could answer: first those who have answered that person, then those answered least."""
    return tuple(sorted(listed, key=lambda one: (not one.to_reader, one.answered_lately, *_urgency(one))))


def _urgency(one: Listed) -> tuple[object, ...]:
    return (
        not (one.new_blogger and one.first_post),
        not one.new_blogger,
        one.answered_lately,
        one.post.dated,
        one.post.id,
    )
