"""Polls every blog at once and saves each as it answers. The only writer of what is fetched.

Answers come from the thread that drives the network; reading and saving happen here, one blog at a time. A blog that
cannot be read is a `Poll` with a problem, never the end of the fetch.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator import __version__
from aggregator.comments import feedfields
from aggregator.core import identity, polling
from aggregator.core.course import Course, Participant
from aggregator.core.discovery import decode_page, find_feeds
from aggregator.core.http import Answer, Request
from aggregator.core.language import _
from aggregator.core.links import link_key, same_origin
from aggregator.core.model import Blog, Change, Finding, FoundFeed, FoundPost, Poll
from aggregator.core.sighting import Sighting, sight
from aggregator.feeds import NotAFeed, read_feed
from aggregator.store import Store, Validators
from aggregator.web import Web

SURELY_NOT_ALL = 2
"""More blogs than this do not break down at one and the same moment."""


@dataclass(slots=True)
class _Turn:
    """One participant's turn: the blog as it was before, and what has been asked for it so far.

    When a remembered address has failed (a feed found on the home page, or where a redirect led), `remembered` is
    that address and `problem` what was wrong there; then the address in feeds.toml is asked.
    """

    participant: Participant
    before: Blog
    blog: Blog
    at_home: bool
    requests: int = 0
    remembered: str | None = None
    problem: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class _NoFeed:
    """An answer that is no feed: why, and the feeds of posts that it names if it is a web page."""

    reason: str
    feeds: tuple[str, ...] = ()


def run(
    course: Course, store: Store, web: Web, now: datetime, *, only: Sequence[str] = (), force: bool = False
) -> Iterator[Poll]:
    """Asks the blogs of the course (or of the participants named in `only`) and yields a Poll as each is saved.

    `force` asks whatever pause or interval is in force. Raises StoreError when the database cannot be written.
    """
    _adopt(course, store)
    blogs = store.blogs()
    turns: dict[int, _Turn] = {}
    for participant in course.participants:
        if only and participant.name not in only:
            continue
        blog = replace(blogs.get(participant.address) or Blog(participant.address), participant=participant.name)
        plan = polling.plan(blog, now, course.fetch.interval, force=force)
        if participant.problem:
            yield _unusable(store, participant, blog, now)
        elif not plan.ask:
            yield Poll(
                participant.name,
                participant.address,
                "skipped",
                problem=blog.problem,
                wait_until=plan.wait_until,
            )
        else:
            turn = _Turn(participant, blog, blog, at_home=participant.is_home and blog.feed is None)
            _ask(turns, web, turn, _request(store, turn, whole=plan.whole))
    yield from _answers(store, web, turns, now)


def _answers(store: Store, web: Web, turns: dict[int, _Turn], now: datetime) -> Iterator[Poll]:
    """The polls as answers arrive; last those that nobody answered, for if it is all of them, the fault is here."""
    silent: list[tuple[_Turn, Answer]] = []
    reached = False
    for answer in web.answers():
        turn = turns.pop(id(answer.request))
        turn.requests += answer.requests
        if not answer.status:
            if request := _fall_back(store, turn, answer.problem or ""):
                _ask(turns, web, turn, request)
            else:
                silent.append((turn, answer))
            continue
        reached = True
        outcome = _judge(store, turn, answer, now)
        if isinstance(outcome, Request):
            _ask(turns, web, turn, outcome)
        else:
            yield outcome
    offline = not reached and len(silent) > SURELY_NOT_ALL and any(turn.before.last_ok for turn, _answer in silent)
    for turn, answer in silent:
        yield _offline(turn) if offline else _give_up(store, turn, answer, answer.problem or "", now)


def _ask(turns: dict[int, _Turn], web: Web, turn: _Turn, request: Request) -> None:
    turns[id(request)] = turn
    web.ask(request)


def _request(store: Store, turn: _Turn, *, whole: bool) -> Request:
    address = turn.participant.address
    url = turn.blog.feed or address
    etag, modified = (None, None) if whole else store.validators(url)
    return Request(url, etag, modified, turn.participant.login if same_origin(url, address) else None)


def _adopt(course: Course, store: Store) -> None:
    """A blog whose address was changed in feeds.toml keeps its posts: known by an old address, else by its blogger."""
    blogs = store.blogs()
    in_use = {participant.address for participant in course.participants}
    free = [blog for blog in blogs.values() if blog.address not in in_use]
    for participant in course.participants:
        if participant.address in blogs or participant.problem:
            continue
        key = link_key(participant.address)
        mine = [blog for blog in free if key in _keys(blog)] or [b for b in free if b.participant == participant.name]
        if len(mine) == 1:
            store.rename(mine[0].address, participant.address)
            free.remove(mine[0])


def _keys(blog: Blog) -> set[str]:
    return {link_key(address) for address in (blog.address, blog.feed, blog.moved_to) if address}


def _offline(turn: _Turn) -> Poll:
    """Nobody at all could be reached, so the fault is here: nothing is kept, and no blog gets a pause for it."""
    problem = _("no blog could be reached: is this machine online?")
    return Poll(turn.participant.name, turn.participant.address, "error", requests=turn.requests, problem=problem)


def _unusable(store: Store, participant: Participant, blog: Blog, now: datetime) -> Poll:
    """A participant whose address in feeds.toml cannot be asked: told once, and nothing is sent."""
    after = polling.failed(blog, participant.problem or "", now)
    return _finish(store, _Turn(participant, blog, replace(after, not_before=None), at_home=False), now)


def _judge(store: Store, turn: _Turn, answer: Answer, now: datetime) -> Poll | Request:
    """What an answer means: a finished poll, or the next thing to ask for this blog."""
    problem = polling.status_problem(answer)
    if answer.status == 304 and not (answer.request.etag or answer.request.modified):
        problem = _("the blog says that nothing is new, though it was asked for everything (304)")
    if problem:
        return _fail(store, turn, answer, problem, now)
    if answer.status == 304:
        turn.blog = polling.succeeded(_follow(turn, answer), "unchanged", now)
        return _finish(store, turn, now)
    # Another version of agg may read more in the same body.
    body_hash = hashlib.sha256(__version__.encode() + answer.body).hexdigest()
    if body_hash == turn.blog.body_hash:
        turn.blog = replace(polling.succeeded(_follow(turn, answer), "unchanged", now), whole_at=now)
        return _finish(store, turn, now, validators=_validators(answer), same_body=True)
    try:
        feed = _read(answer)
        found = _found(feed) if isinstance(feed, FoundFeed) else []
    except Exception as fault:  # a mistake of ours, or spite: this blog's trouble, and no other's
        feed = _NoFeed(_("agg stumbles over this feed ({fault}). Please report it").format(fault=type(fault).__name__))
    if isinstance(feed, _NoFeed):
        return _page(store, turn, answer, feed, now)
    turn.blog = _follow(turn, answer)
    return _save(store, turn, answer, feed, found, body_hash, now)


def _read(answer: Answer) -> FoundFeed | _NoFeed:
    kind = answer.headers.get("content-type")
    try:
        return read_feed(answer.body, kind, answer.url)
    except NotAFeed as error:
        links = find_feeds(decode_page(answer.body, kind), answer.url) if error.page else ()
        return _NoFeed(str(error), tuple(link.url for link in links if not link.comments))


def _found(feed: FoundFeed) -> list[tuple[FoundPost, Finding]]:
    """The posts of the feed, each once, with what it says of their comments."""
    findings = {id(feed.posts[finding.index]): finding for finding in feedfields.read(feed)}
    return [(post, findings[id(post)]) for post in identity.unique(feed.posts)]


def _follow(turn: _Turn, answer: Answer) -> Blog:
    """Remembers where permanent redirects lead, to ask there from now on; feeds.toml is never rewritten.

    A feed that answers at the address in feeds.toml again has come back.
    """
    if turn.participant.is_home:
        return turn.blog if turn.at_home or not answer.permanent else replace(turn.blog, feed=answer.permanent)
    if answer.permanent:
        return replace(turn.blog, feed=answer.permanent, moved_to=answer.permanent)
    return replace(turn.blog, moved_to=None) if answer.request.url == turn.participant.address else turn.blog


def _page(store: Store, turn: _Turn, answer: Answer, page: _NoFeed, now: datetime) -> Poll | Request:
    """No feed but perhaps a web page: a home page leads to its feed, any other is told with the feed it names."""
    if turn.at_home and page.feeds and page.feeds[0] != turn.remembered:
        turn.at_home = False
        turn.blog = replace(turn.blog, feed=page.feeds[0])
        return _request(store, turn, whole=True)
    if page.feeds and not turn.at_home:
        problem = _("this is a web page. Its feed is {feed}: write that in feeds.toml").format(feed=page.feeds[0])
    elif turn.at_home:
        problem = _("no feed was found on this page. Write the feed's own address in feeds.toml")
    else:
        problem = page.reason
    return _fail(store, turn, answer, problem, now)


def _fail(store: Store, turn: _Turn, answer: Answer, problem: str, now: datetime) -> Poll | Request:
    gone = answer.status == 410
    return _fall_back(store, turn, problem, gone=gone) or _give_up(store, turn, answer, problem, now)


def _fall_back(store: Store, turn: _Turn, problem: str, *, gone: bool = False) -> Request | None:
    """When a remembered address fails, the one in feeds.toml may know better; `None` when it was asked already."""
    if turn.remembered or turn.before.feed in (None, turn.participant.address):
        return None
    turn.remembered, turn.problem, turn.gone = turn.blog.feed, problem, gone
    turn.blog, turn.at_home = replace(turn.blog, feed=None), turn.participant.is_home
    return _request(store, turn, whole=True)


def _give_up(store: Store, turn: _Turn, answer: Answer, problem: str, now: datetime) -> Poll:
    """A failed poll. A blog that had moved is gone only if both addresses say so, and its new one stays remembered."""
    gone = answer.status == 410 and (turn.gone or not turn.remembered)
    pause = polling.retry_after(answer, now)
    after = polling.failed(turn.blog, turn.problem or problem, now, retry_after=pause, gone=gone)
    turn.blog = replace(after, feed=turn.remembered, moved_to=turn.before.moved_to)
    return _finish(store, turn, now)


def _save(
    store: Store,
    turn: _Turn,
    answer: Answer,
    feed: FoundFeed,
    found: Sequence[tuple[FoundPost, Finding]],
    body_hash: str,
    now: datetime,
) -> Poll:
    """Saves a feed that was read. Of a broken one nothing is kept that spares the next reading: more may follow."""
    known = identity.match(store.known_posts(turn.participant.address), [post for post, _finding in found])
    until = store.archive_until(turn.blog)
    sightings = [sight(post, match, said, until, now) for (post, said), match in zip(found, known, strict=True)]
    turn.blog = replace(
        polling.succeeded(turn.blog, "ok", now),
        title=feed.title,
        body_hash=body_hash if feed.sound else None,
        whole_at=now,
        first_seen=turn.blog.first_seen or now,
    )
    validators = _validators(answer)
    if not feed.sound:
        validators = replace(validators, etag=None, modified=None)
    return _finish(store, turn, now, sightings, validators)


def _validators(answer: Answer) -> Validators:
    headers = answer.headers
    return Validators(answer.request.url, headers.get("etag"), headers.get("last-modified"), answer.status)


def _finish(
    store: Store,
    turn: _Turn,
    now: datetime,
    sightings: Sequence[Sighting] = (),
    validators: Validators | None = None,
    *,
    same_body: bool = False,
) -> Poll:
    change: Change | None = polling.change(turn.before, turn.blog, now)
    blog = turn.blog = polling.remember(turn.blog, change)
    store.save_poll(blog, now, sightings=sightings, source=feedfields.NAME, validators=validators, same_body=same_body)
    return Poll(
        turn.participant.name,
        turn.participant.address,
        blog.status or "error",
        sum(sighting.id is None for sighting in sightings),
        sum(sighting.changed for sighting in sightings),
        turn.requests,
        blog.problem,
        change,
        blog.moved_to,
    )
