"""The course's posts as lists need them: those that belong, each with its verdict and whether its blogger is new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from aggregator.core.commenters import Commenters
from aggregator.core.course import Course, Participant
from aggregator.core.model import History, Post, Reason, State, Verdict
from aggregator.core.people import belongs, is_new
from aggregator.core.record import Struct, replace
from aggregator.core.shown import Listed, WaitingList
from aggregator.core.verdict import Known, judge
from aggregator.core.waiting import rank, rank_for_reader


class Background(Struct, frozen=True):
    """What lists need to know besides the posts: the course, and each blog's posts in numbers, by its address.

    `commenters` knows who writes comments under which name. `unread`: the participants whose blogs have never been
    read. `in_trouble`: how many cannot be read now. `answered`: how many posts of each blog were answered lately.
    """

    course: Course
    histories: Mapping[str, History]
    commenters: Commenters
    unread: frozenset[str] = frozenset()
    in_trouble: int = 0
    answered: Mapping[str, int] = {}

    def history(self, address: str) -> History:
        """The blog's posts in numbers; all zero before its first poll."""
        return self.histories.get(address) or History()


def survey(background: Background, posts: Iterable[Post], as_of: datetime, now: datetime) -> Iterator[Listed]:
    """The posts that belong to the course and were in sight by `now`, when they are judged.

    Who is new is decided as of `as_of`.
    """
    return (one for one, _known in with_comments(background, posts, as_of, now))


def with_comments(
    background: Background, posts: Iterable[Post], as_of: datetime, now: datetime
) -> Iterator[tuple[Listed, Known]]:
    """The same with the comments that each post has, and who wrote them."""
    people = {participant.address: participant for participant in background.course.participants}
    new = {address: is_new(background.history(address), background.course, as_of) for address in people}
    for post in posts:
        participant = people.get(post.blog)
        if participant is None or not belongs(post, participant, background.course) or not _in_sight(post, now):
            continue
        known, history = known_comments(post, background.commenters), background.history(post.blog)
        listed = Listed(
            post,
            _verdict(post, participant, known, now),
            new_blogger=new[post.blog],
            first_post=new[post.blog] and post.id == history.first_id,
            days=max(0, (now - post.dated) // timedelta(days=1)),
            answered_lately=background.answered.get(post.blog, 0),
        )
        yield listed, known


def _in_sight(post: Post, now: datetime) -> bool:
    """Not when somebody looks back to a moment before it was found."""
    return post.dated <= now and (post.archive or post.first_seen <= now)


def verdict(post: Post, participant: Participant, commenters: Commenters, now: datetime) -> Verdict:
    """Where the post stands; unknown without further ado when feeds.toml says not to ask about its comments."""
    return _verdict(post, participant, known_comments(post, commenters), now)


def _verdict(post: Post, participant: Participant, known: Known, now: datetime) -> Verdict:
    if participant.comments == "none" and post.mark is None:
        return Verdict(State.UNKNOWN, Reason.SWITCHED_OFF)
    if participant.comments not in ("auto", "none"):
        # The one source that feeds.toml names is to be believed, and no other.
        post = replace(post, observations=tuple(o for o in post.observations if o.source == participant.comments))
    return judge(post, known, now)


def known_comments(post: Post, commenters: Commenters) -> Known:
    """The post's comments that are still there, and who wrote them."""
    return [(one, commenters.who(one.said, post)) for one in post.comments if one.removed_at is None]


def waiting_list(
    background: Background, listed: Sequence[Listed], now: datetime, reader: str | None = None
) -> WaitingList:
    """The posts that wait, most urgent first (for the reader, if there is one); apart the unknown, newest first."""
    waits = [one for one in listed if one.verdict.state in (State.WAITING, State.ONLY_OWN)]
    unknown = [one for one in listed if one.verdict.state is State.UNKNOWN]
    newest = tuple(sorted(unknown, key=lambda one: one.post.dated, reverse=True))
    ranked = rank(waits) if reader is None else rank_for_reader(waits)
    return WaitingList(now, ranked, newest, in_trouble=background.in_trouble, reader=reader)
