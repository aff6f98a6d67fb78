"""The posts that wait for an answer: for everybody, or for one person who could answer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from aggregator.core.answering import count
from aggregator.core.commenters import Commenters, Signed
from aggregator.core.course import Course
from aggregator.core.record import replace
from aggregator.core.shown import Listed, WaitingList
from aggregator.core.survey import Background, waiting_list, with_comments
from aggregator.core.verdict import Known
from aggregator.report.background import background_of, posts_of
from aggregator.store import Reading


def needs_comments(
    course: Course,
    store: Reading,
    now: datetime,
    *,
    days: int | None = None,
    only_new: bool = False,
    reader: str | None = None,
    whole: Course | None = None,
) -> WaitingList:
    """The posts that wait, and those nobody can tell about: of the last days (the course's window unless given).

    `only_new`: only those of new bloggers. `reader`: only those that this participant or facilitator could answer.
    Whose comments they are is decided by the `whole` course where `course` is part of it.
    """
    background = background_of(course, store, now, now, whole)
    watched = now - timedelta(days=course.window_days)
    since = watched if days is None else now - timedelta(days=days)
    answered = _answered(course, store, background.commenters, min(since, watched))
    background = replace(background, answered=Counter(answered.values()))
    surveyed = with_comments(background, posts_of(course, store, since=since, without=answered), now, now)
    wanted = (pair for pair in surveyed if pair[0].new_blogger or not only_new)
    if reader is None:
        return waiting_list(background, [one for one, _known in wanted], now)
    whole_background = background_of(whole or course, store, now, now)
    listed = _for_reader(whole_background, store, wanted, reader, now)
    return waiting_list(background, list(listed), now, reader)


def _answered(course: Course, store: Reading, commenters: Commenters, since: datetime) -> dict[int, str]:
    """Posts on which somebody else has commented, with their blogs: of most posts, lists need not know more."""
    bloggers = {p.address: p.name for p in course.participants if p.comments != "none"}
    return store.marked_answered(bloggers, since) | {
        post: blog
        for post, blog, author, author_url, commenter, url, own in store.bylines(bloggers, since)
        if commenters.is_others(Signed(commenter, url, own), Signed(author, author_url), bloggers[blog])
    }


def _for_reader(
    background: Background, store: Reading, surveyed: Iterable[tuple[Listed, Known]], reader: str, now: datetime
) -> Iterator[Listed]:
    """Those that are not the reader's own, and not answered by the reader; with what the reader has got in return."""
    facilitators = background.commenters.facilitators()
    name = facilitators.get(reader, reader)
    own = replace(background.course, participants=tuple(p for p in background.course.participants if p.name == name))
    theirs = count(with_comments(background, posts_of(own, store), now, now), facilitators)
    got = Counter(answer.giver for one in theirs for answer in one.answers)
    for one, known in surveyed:
        writers = {one.post.participant, background.commenters.writer(one.post)}
        givers = {facilitators.get(who.name, who.name) for _comment, who in known if who.name}
        if name not in writers | givers:
            yield replace(one, to_reader=got[one.post.participant])
