"""Where a post stands: what is believed from what sources have said of it, and from the comments they list."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from aggregator.core.commenters import By, Commenter
from aggregator.core.model import Bound, Comment, Observation, Openness, Post, Reason, State, Verdict

FRESH = timedelta(hours=48)

Known = Sequence[tuple[Comment, Commenter]]
"""The comments of a post that are still there, and who wrote them."""

# Of several reasons the one that a person can do something about.
_WEIGHT = (
    *(Reason.ELSEWHERE, Reason.TOO_MANY, Reason.UNREACHABLE, Reason.REFUSED, Reason.NOT_UNDERSTOOD, Reason.NOT_THERE),
    *(Reason.NOT_LISTED, Reason.ODD_COUNT, Reason.NO_FORM, Reason.NOT_SAID),
)
_NOT_ANSWERS = (By.OWN, By.PING)


def judge(post: Post, known: Known, now: datetime) -> Verdict:
    """What is believed of the post at this moment.

    A comment by somebody else answers it, whatever any number says. A number above those of the author's own comments
    and pings is an answer by nobody knows whom. Zero is believed for two days, if asked after the post was there.
    Where comments are kept apart from the blog (a widget), every such place has to say so.
    """
    others = sum(who.by not in _NOT_ANSWERS for _comment, who in known)
    if post.mark and not _overtaken(post, known):
        return Verdict(post.mark, Reason.MARKED, None, others or None, None, post.marked_at)
    if others:
        return _answered(post, known, others)
    places = [_best(place) for place in _places(post.observations)]
    open_questions = _open_questions(post, known, places)
    if _closed(post.observations):
        said = (seen for seen in post.observations if seen.openness is Openness.CLOSED)
        latest = max(said, key=lambda seen: (seen.apart, seen.checked_at))
        count = max((seen.count or 0 for seen in places), default=0)
        return Verdict(State.CLOSED, Reason.CLOSED, count, 0, latest.source, latest.checked_at)
    if open_questions:
        best = max(open_questions, key=lambda seen: (seen.count or 0, seen.checked_at))
        return Verdict(State.UNKNOWN, Reason.COMMENTED, best.count, None, best.source, best.checked_at)
    return _quiet(post, known, places, now)


def all_told(post: Post, known: Known) -> bool:
    """Whether these are all comments that the post has, as far as any source says."""
    places = [_best(place) for place in _places(post.observations)]
    return bool(places) and all(_says(seen) for seen in places) and not _open_questions(post, known, places)


def _open_questions(post: Post, known: Known, places: Iterable[Observation]) -> list[Observation]:
    return [seen for seen in places if _unaccounted(seen, post, known)]


def _overtaken(post: Post, known: Known) -> bool:
    """Whether somebody has answered since a person said that the post waits."""
    if post.mark is not State.WAITING or post.marked_at is None:
        return False
    return any(c.first_seen > post.marked_at and who.by not in _NOT_ANSWERS for c, who in known)


def _answered(post: Post, known: Known, others: int) -> Verdict:
    comments = [comment for comment, who in known if who.by is not By.PING]
    latest = _lister(post, known) or max((seen for seen in post.observations if seen.count), key=_newest, default=None)
    return Verdict(
        State.ANSWERED,
        Reason.ANSWERED,
        len(comments),
        others,
        latest.source if latest else comments[-1].source,
        latest.checked_at if latest else comments[-1].first_seen,
    )


def _lister(post: Post, known: Known) -> Observation | None:
    """The newest word of those who list the comments that are known."""
    listers = {comment.source for comment, _who in known}
    return max((seen for seen in post.observations if seen.count and seen.source in listers), key=_newest, default=None)


def _places(observations: Sequence[Observation]) -> list[list[Observation]]:
    """What was said of each place where comments are kept: the blog itself, and each that is apart from it.

    Where there are places apart, the blog itself only matters if it has comments.
    """
    apart = [[seen] for seen in observations if seen.apart]
    own = [seen for seen in observations if not seen.apart]
    return [*apart, own] if own and (not apart or any(seen.count for seen in own)) else apart


def _newest(seen: Observation) -> tuple[datetime, bool, bool]:
    """The newest word counts; of one moment, a list beats a number, and any source beats what the feed says."""
    return seen.checked_at, seen.listed, seen.source not in ("feedfields", "page")


def _best(place: Sequence[Observation]) -> Observation:
    """The word that counts for one place: a number, if there is one."""
    told = [seen for seen in place if _says(seen)]
    return max(told, key=_newest) if told else min(place, key=lambda seen: _weight(seen.reason))


def _says(seen: Observation) -> bool:
    """Whether the observation says anything; "at least none" and "at most three" do not."""
    if seen.count is None:
        return False
    return seen.bound is Bound.EXACT or (seen.bound is Bound.AT_LEAST) == bool(seen.count)


def _weight(reason: Reason | None) -> int:
    return _WEIGHT.index(reason) if reason in _WEIGHT else len(_WEIGHT)


def _unaccounted(seen: Observation, post: Post, known: Known) -> bool:
    """Whether there are comments about which nobody knows who wrote them."""
    if not seen.count or seen.bound is Bound.AT_MOST or (seen.listed and seen.bound is Bound.EXACT):
        return False
    if seen.bound is Bound.AT_LEAST:
        return True
    apart = {one.source for one in post.observations if one.apart}
    place = {seen.source} if seen.apart else None
    mine = [who for c, who in known if (c.source in place if place else c.source not in apart)]
    counted = [who for who in mine if seen.includes_pings or who.by is not By.PING]
    return seen.count > len(counted)


def _closed(observations: Sequence[Observation]) -> bool:
    """Whether the newest word about it is that nobody can comment; where comments are kept apart, in every place."""
    if apart := [seen for seen in observations if seen.apart]:
        return all(seen.openness is Openness.CLOSED for seen in apart)
    said = [seen for seen in observations if seen.openness is not Openness.UNKNOWN]
    if not said:
        return False
    return max(said, key=lambda seen: (seen.checked_at, seen.openness is Openness.CLOSED)).openness is Openness.CLOSED


def _nowhere_to_comment(observations: Sequence[Observation]) -> Observation | None:
    """Who looked for a place to comment and saw none, while nobody says that there is one. A widget brings its own."""
    if any(seen.openness is Openness.OPEN or seen.apart for seen in observations):
        return None
    return next((seen for seen in observations if seen.reason is Reason.NO_FORM), None)


def _is_gone(seen: Observation) -> bool:
    """Whether the post's own page was not there."""
    return seen.source == "page" and seen.reason is Reason.NOT_THERE


def _quiet(post: Post, known: Known, places: Iterable[Observation], now: datetime) -> Verdict:
    """A post without a known answer: waiting if every place says so, and not too long ago."""
    every = list(places)
    silent = [seen for seen in every if not _says(seen)]
    if not every or silent:
        seen = min(silent, key=lambda seen: _weight(seen.reason), default=None)
        if seen is None:
            return Verdict(State.UNKNOWN, Reason.NOT_SAID)
        return Verdict(State.UNKNOWN, seen.reason or Reason.NOT_SAID, None, None, seen.source, seen.checked_at)
    oldest = min(every, key=lambda seen: seen.checked_at)
    if oldest.checked_at < post.dated or now - oldest.checked_at > FRESH:
        return Verdict(State.UNKNOWN, Reason.STALE, None, None, oldest.source, oldest.checked_at)
    if gone := next((seen for seen in post.observations if _is_gone(seen)), None):
        return Verdict(State.UNKNOWN, Reason.NOT_THERE, None, None, gone.source, gone.checked_at)
    if unseen := _nowhere_to_comment(post.observations):
        return Verdict(State.UNKNOWN, Reason.NO_FORM, None, None, unseen.source, unseen.checked_at)
    if any(who.by is By.OWN for _comment, who in known):
        own, seen = sum(who.by is By.OWN for _comment, who in known), _lister(post, known) or oldest
        return Verdict(State.ONLY_OWN, Reason.ONLY_OWN, own, 0, seen.source, seen.checked_at)
    if any(seen.count for seen in every):
        return Verdict(State.ONLY_OWN, Reason.ONLY_PINGS, 0, 0, oldest.source, oldest.checked_at)
    return Verdict(State.WAITING, Reason.ZERO, 0, 0, oldest.source, oldest.checked_at)
