"""Which posts wait for an answer most urgently."""

from collections.abc import Iterable, Mapping

from aggregator.core.shown import Listed


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
