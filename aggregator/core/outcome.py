"""What became of a post: whether somebody has answered it, how soon, and how much of that is known."""

from datetime import datetime, timedelta

from aggregator.core.commenters import By
from aggregator.core.model import Comment, Post, Reason, State, Verdict
from aggregator.core.record import Struct
from aggregator.core.verdict import Known

ANSWERS = (By.PARTICIPANT, By.FACILITATOR, By.VISITOR)


class Outcome(Struct, frozen=True):
    """Whether a post has been answered; `None` when nobody knows, or nobody could comment.

    The first answer came between `least` and `most` after the post; they are the same where it is known to the
    second, and `None` where nobody knows. `waited`: for so long it is known that nobody had answered.
    """

    answered: bool | None
    least: timedelta | None = None
    most: timedelta | None = None
    waited: timedelta | None = None

    def within(self, limit: timedelta) -> bool | None:
        """Whether the first answer came so soon; `None` when nobody knows, or that time is not over yet."""
        if self.most is not None and self.most <= limit:
            return True
        if (self.least is not None and self.least > limit) or (self.waited is not None and self.waited >= limit):
            return False
        return None


def outcome(post: Post, verdict: Verdict, known: Known, *, complete: bool) -> Outcome:
    """What became of the post, by its verdict and its comments, which are `complete` when there are no others.

    A post that was seen without an answer and is not watched any more has had none for as long as it was watched.
    """
    if verdict.state is State.ANSWERED:
        least, most = _first_answer(post, known, complete)
        return Outcome(True, least, most)
    if verdict.state in (State.WAITING, State.ONLY_OWN) or _seen_without(post, verdict):
        checked = verdict.checked_at if verdict.reason is not Reason.MARKED else None
        return Outcome(False, waited=checked - post.published if checked and post.published else None)
    return Outcome(None)


def _seen_without(post: Post, verdict: Verdict) -> bool:
    """Whether the last that is known, if it is old, is that nobody had answered."""
    checked = verdict.checked_at
    return verdict.reason is Reason.STALE and checked is not None and checked >= post.dated


def _first_answer(post: Post, known: Known, complete: bool) -> tuple[timedelta | None, timedelta | None]:
    """How long after the post its first answer came: at least, and at most."""
    spans = [when(comment) for comment, who in known if who.by in ANSWERS]
    if not spans or post.published is None:
        return None, None
    latest = min(end for _start, end in spans) - post.published
    if latest < timedelta(0):  # the post is dated anew, or a clock is wrong
        return None, None
    earliest = min(start - post.published if start else timedelta(0) for start, _end in spans)
    # Where comments may be missing, one of them may have been the first.
    return (max(timedelta(0), earliest) if complete else timedelta(0)), latest


def when(comment: Comment) -> tuple[datetime | None, datetime]:
    """Between which moments somebody wrote: the same twice where the comment has a date, else when it came to light.

    The first is `None` where nobody had looked before. A date after the comment was seen is none.
    """
    written = comment.said.published
    if written and written <= comment.first_seen:
        return written, written
    return comment.not_before, comment.first_seen
