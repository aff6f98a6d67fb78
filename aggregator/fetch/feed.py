"""Polls one blog's feed: what to ask, what an answer means, and what of it is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime

from aggregator.comments import asking, feedfields
from aggregator.core import identity, polling
from aggregator.core.course import Participant
from aggregator.core.found import FoundFeed, FoundPost, Unread, Unreadable
from aggregator.core.http import Answer, Reads, Request
from aggregator.core.language import _
from aggregator.core.links import same_origin
from aggregator.core.model import Blog, Change, Finding, Poll
from aggregator.core.record import Struct, replace
from aggregator.core.sighting import Sighting, sight
from aggregator.core.source import Site
from aggregator.fetch.site import disbelieved, seen_in_feed
from aggregator.fetch.turn import Circumstances, Turn
from aggregator.store import Store, Validators


class Silent(Struct, frozen=True):
    """A blog from which there was no answer at all."""

    turn: Turn
    answer: Answer

    @property
    def problem(self) -> str:
        """Why, in a sentence."""
        return self.answer.problem or ""


class _Read(Struct, frozen=True):
    """A feed, what it tells of the blog's platform, and its posts with what it says of their comments."""

    feed: FoundFeed
    site: Site
    found: tuple[tuple[FoundPost, Finding], ...]


def first_request(store: Store, turn: Turn) -> Request:
    """What to ask the blog first."""
    return _request(store, turn, whole=turn.whole)


def next_step(around: Circumstances, turn: Turn, answer: Answer) -> Poll | Request | Silent:
    """What an answer leads to: a finished poll that is saved, or the next thing to ask for this blog."""
    if answer.unasked:
        # The blog's service has asked for fewer visits while it was asked about others, or no time is left.
        return Poll(turn.participant.name, turn.participant.address, "skipped", requests=turn.requests)
    if not answer.status:
        return _fall_back(around.store, turn, answer.problem or "") or Silent(turn, answer)
    return _judge(around.store, turn, answer, around.now)


def _request(store: Store, turn: Turn, *, whole: bool) -> Request:
    address = turn.participant.address
    url = turn.blog.feed or address
    etag, modified = (None, None) if whole else store.validators(address, url)
    login = turn.participant.login if same_origin(url, address) else None

    def recall() -> Collection[str]:
        turn.known = store.remembered(address)
        return turn.known

    return Request(
        *(url, etag, modified, login),
        reads=Reads.FEED,
        known=turn.blog.body_hash,
        untried=turn.blog.last_ok is None and not turn.patient and not turn.reached,
        recall=recall,
    )


def offline(turn: Turn, change: Change | None) -> Poll:
    """Nobody at all could be reached, so the fault is here: nothing is kept, and no blog gets a pause for it."""
    problem, who = _("no blog could be reached: is this machine online?"), turn.participant
    return Poll(who.name, who.address, "error", requests=turn.requests, problem=problem, change=change)


def unusable(store: Store, participant: Participant, blog: Blog, now: datetime) -> Poll:
    """A participant whose address in feeds.toml cannot be asked: told once, and nothing is sent."""
    after = polling.failed(blog, participant.problem or "", now)
    return _finish(store, Turn(participant, blog, replace(after, not_before=None), at_home=False), now)


def _judge(store: Store, turn: Turn, answer: Answer, now: datetime) -> Poll | Request:
    """What an answer means: a finished poll, or the next thing to ask for this blog."""
    problem = polling.status_problem(answer)
    if answer.status == 304 and not (answer.request.etag or answer.request.modified):
        problem = _("the blog says that nothing is new, though it was asked for everything (304)")
    if problem:
        return _fail(store, turn, answer, problem, now)
    if answer.status == 304:
        turn.blog = polling.succeeded(_follow(turn, answer), "unchanged", now)
        return _finish(store, turn, now)
    if isinstance(answer.found, FoundFeed):
        try:
            read = _read(store, turn, answer, _with_remembered(turn, answer.found))
        except Exception as fault:  # a mistake of ours, or spite: this blog's trouble, and no other's
            return _unread(store, turn, answer, Unread(Unreadable.STUMBLED, fault=type(fault).__name__), now)
        turn.blog = _follow(turn, answer)
        return _save(store, turn, answer, read, now)
    if isinstance(answer.found, Unread):
        return _unread(store, turn, answer, answer.found, now)
    turn.blog = replace(polling.succeeded(_follow(turn, answer), "unchanged", now), whole_at=now)
    return _finish(store, turn, now, validators=_validators(answer), same_body=True)


def _read(store: Store, turn: Turn, answer: Answer, feed: FoundFeed) -> _Read:
    """The feed in the answer: its posts, each once, with what it says of their comments, and of the blog's platform.

    No zero is believed where comments are kept apart from the blog.
    """
    site = seen_in_feed(store.site(turn.participant.address), feed, answer)
    apart = asking.apart(site, turn.participant.comments)
    findings = dict(zip(map(id, feed.posts), feedfields.read(feed), strict=True))
    found = [(post, findings[id(post)]) for post in identity.unique(feed.posts)]
    return _Read(feed, site, tuple((post, disbelieved(said) if apart else said) for post, said in found))


def _with_remembered(turn: Turn, feed: FoundFeed) -> FoundFeed:
    """The feed with the posts that the reader has left out, for it had been told of them."""
    if not turn.known:
        return feed
    known, turn.known = turn.known, {}
    return replace(feed, posts=identity.identified(known.get(post.item or "", post) for post in feed.posts))


def _follow(turn: Turn, answer: Answer) -> Blog:
    """Remembers where permanent redirects lead, to ask there from now on; feeds.toml is never rewritten.

    A feed that answers at the address in feeds.toml again has come back.
    """
    if turn.participant.is_home:
        return turn.blog if turn.at_home or not answer.permanent else replace(turn.blog, feed=answer.permanent)
    if answer.permanent:
        return replace(turn.blog, feed=answer.permanent, moved_to=answer.permanent)
    return replace(turn.blog, moved_to=None) if answer.request.url == turn.participant.address else turn.blog


def _unread(store: Store, turn: Turn, answer: Answer, found: Unread, now: datetime) -> Poll | Request:
    """No feed but perhaps a web page: a home page leads to its feed, any other is told with the feed it names."""
    if turn.at_home and found.feeds and found.feeds[0] != turn.remembered:
        turn.at_home = False
        turn.blog = replace(turn.blog, feed=found.feeds[0])
        return _request(store, turn, whole=True)
    problem = polling.unread_problem(found, at_home=turn.at_home)
    return _fail(store, turn, answer, problem, now)


def _fail(store: Store, turn: Turn, answer: Answer, problem: str, now: datetime) -> Poll | Request:
    gone = answer.status == 410
    return _fall_back(store, turn, problem, gone=gone) or give_up(store, turn, answer, problem, now)


def _fall_back(store: Store, turn: Turn, problem: str, *, gone: bool = False) -> Request | None:
    """When a remembered address fails, the one in feeds.toml may know better; `None` when it was asked already."""
    if turn.remembered or turn.before.feed in (None, turn.participant.address):
        return None
    turn.remembered, turn.problem, turn.gone = turn.blog.feed, problem, gone
    turn.blog, turn.at_home = replace(turn.blog, feed=None), turn.participant.is_home
    return _request(store, turn, whole=True)


def give_up(store: Store, turn: Turn, answer: Answer, problem: str, now: datetime) -> Poll:
    """A failed poll. A blog that had moved is gone only if both addresses say so, and its new one stays remembered."""
    gone = answer.status == 410 and (turn.gone or not turn.remembered)
    pause = polling.retry_after(answer, now)
    after = polling.failed(turn.blog, turn.problem or problem, now, retry_after=pause, gone=gone)
    turn.blog = replace(after, feed=turn.remembered, moved_to=turn.before.moved_to)
    return _finish(store, turn, now)


def _save(store: Store, turn: Turn, answer: Answer, read: _Read, now: datetime) -> Poll:
    """Saves a feed that was read. Of a broken one nothing is kept that spares the next reading: more may follow."""
    known = identity.match(store.known_posts(turn.participant.address), [post for post, _finding in read.found])
    until = store.archive_until(turn.blog)
    sightings = [sight(post, match, said, until, now) for (post, said), match in zip(read.found, known, strict=True)]
    turn.blog = replace(
        polling.succeeded(turn.blog, "ok", now),
        title=read.feed.title,
        body_hash=answer.body_hash if read.feed.sound else None,
        whole_at=now,
        first_seen=turn.blog.first_seen or now,
    )
    validators = _validators(answer)
    if not read.feed.sound:
        validators = replace(validators, etag=None, modified=None)
    return _finish(store, turn, now, sightings, validators, site=read.site)


def _validators(answer: Answer) -> Validators:
    headers = answer.headers
    return Validators(answer.request.url, headers.get("etag"), headers.get("last-modified"), answer.status)


def _finish(
    store: Store,
    turn: Turn,
    now: datetime,
    sightings: Sequence[Sighting] = (),
    validators: Validators | None = None,
    *,
    same_body: bool = False,
    site: Site | None = None,
) -> Poll:
    change: Change | None = polling.change(turn.before, turn.blog, now)
    blog = turn.blog = polling.remember(turn.blog, change)
    store.save_poll(
        blog,
        now,
        sightings=sightings,
        source=feedfields.NAME,
        validators=validators,
        same_body=same_body,
        site=site,
    )
    return Poll(
        turn.participant.name,
        turn.participant.address,
        blog.status or "error",
        sum(sighting.id is None for sighting in sightings),
        sum(sighting.changed for sighting in sightings),
        requests=turn.requests,
        problem=blog.problem,
        change=change,
        moved_to=blog.moved_to,
    )
