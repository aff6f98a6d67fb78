"""Asks about the answers to one blog's posts, and saves them: the watching.

At every fetch the posts that have no answer yet and are still in the course's window are asked about. Once a day, or
when forced, it is all posts in the window, thoroughly: comments come late from moderation, and some are deleted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aggregator.comments import asking, feedfields
from aggregator.core.http import Conversation
from aggregator.core.model import Observation, Openness, Post, Reason, State
from aggregator.core.people import belongs
from aggregator.core.record import replace
from aggregator.core.source import Round, Site
from aggregator.core.survey import verdict
from aggregator.fetch.turn import Circumstances, Turn

THOROUGH_EVERY = timedelta(days=1)
_SETTLED = frozenset({State.ANSWERED, State.CLOSED})
_WAITING = frozenset({State.WAITING, State.ONLY_OWN})
_NATIVE = ("feedfields", "page")


def inquire(around: Circumstances, turn: Turn) -> Conversation[int]:
    """Looks at the blog if that is due, asks its comment sources, saves what they say; returns the new comments."""
    participant, store, now = turn.participant, around.store, around.now
    site = store.site(participant.address) if participant.comments != "none" else None
    if site is None:
        return 0
    thorough = around.force or _thorough_due(site, now, around.course.fetch.interval)
    if thorough and participant.comments != "feedfields" and asking.look_due(site, now, force=around.force):
        newest = store.newest_posts(participant.address, asking.PAGES)
        site = yield from asking.look(site, newest, now)
        store.save_look(participant.address, site, _NATIVE if asking.apart(site, participant.comments) else ())
    store.save_places(participant.address, asking.widgets(site, participant.comments), feedfields.NAME)
    posts = [post for post in _posts(around, turn) if thorough or _waits(around, turn, post)]
    if not posts:
        return 0
    if around.force:
        site = replace(site, resting={})
    this = _round(around, turn, thorough=thorough)
    asked = yield from asking.ask(site, participant.comments, posts, this)
    new = store.save_findings(participant.address, asked.site, asked.said, now)
    if thorough and participant.comments == "auto":
        looked = yield from asking.ask_pages(asked.site, list(_in_doubt(around, turn, asked.site, this)), this)
        store.save_findings(participant.address, looked.site, looked.said, now)
    return new


def _round(around: Circumstances, turn: Turn, *, thorough: bool) -> Round:
    this = Round(around.now, thorough, turn.blog.whole_at)
    held = (post.dated for post in _posts(around, turn) if not this.has_left_feed(post))
    return replace(this, feed_begins=min(held, default=None))


def _in_doubt(around: Circumstances, turn: Turn, site: Site, this: Round) -> Iterable[Post]:
    """Posts without an answer whose own page knows better, and was not asked yet."""
    for post in _posts(around, turn):
        page = next((seen for seen in post.observations if seen.source == "page"), None)
        if page and page.checked_at == around.now:
            continue
        state = verdict(post, turn.participant, around.commenters, around.now).state
        if state is not State.ANSWERED and (
            _may_be_gone(page, state, vanished=this.has_vanished(post))
            or ("page" in site.sources and _may_be_closed(post, page, state))
        ):
            yield post


def _may_be_gone(page: Observation | None, state: State, *, vanished: bool) -> bool:
    """Whether somebody may have deleted the post: it is missing among the newest, or its page was not there before.

    Numbers of comments do not tell: most platforms count zero for what they do not know.
    """
    return (vanished and state in _WAITING) or (page is not None and page.reason is Reason.NOT_THERE)


def _may_be_closed(post: Post, page: Observation | None, state: State) -> bool:
    """Whether the post waits, or is closed by the word of its page, and no source says that it is open.

    Neither WordPress's feed nor its REST interface tells of those that were closed with a comment or a ping on them.
    """
    doubted = page is not None and (page.openness is Openness.CLOSED or page.reason is Reason.NO_FORM)
    told = any(seen.apart or (seen.openness is Openness.OPEN and seen is not page) for seen in post.observations)
    return not told and (state in _WAITING or doubted)


def _thorough_due(site: Site, now: datetime, interval: timedelta) -> bool:
    return site.thorough_at is None or not timedelta(0) <= now - site.thorough_at < THOROUGH_EVERY - interval


def _posts(around: Circumstances, turn: Turn) -> Iterable[Post]:
    """The blog's posts that belong to the course and are still in the window."""
    participant = turn.participant
    since = around.now - timedelta(days=around.course.window_days)
    found = around.store.posts({participant.address: participant.name}, since=since)
    return (post for post in found if belongs(post, participant, around.course))


def _waits(around: Circumstances, turn: Turn, post: Post) -> bool:
    return verdict(post, turn.participant, around.commenters, around.now).state not in _SETTLED
