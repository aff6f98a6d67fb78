"""Polls every blog at once and saves each as it answers. The only writer of what is fetched.

Answers come from the thread that drives the network; reading and saving happen here, one blog at a time. A blog that
cannot be read is a `Poll` with a problem, never the end of the fetch.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.comments import feedfields
from aggregator.core import identity, polling
from aggregator.core.course import Course, Participant
from aggregator.core.discovery import decode_page, find_feeds
from aggregator.core.http import Answer, Request
from aggregator.core.language import _
from aggregator.core.links import link_key
from aggregator.core.model import Blog, Change, Finding, FoundFeed, FoundPost, Poll
from aggregator.core.text import excerpt
from aggregator.feeds import NotAFeed, read_feed
from aggregator.store import Sighting, Store
from aggregator.web import Web

SURELY_NOT_ALL = 2
"""More blogs than this do not break down at one and the same moment."""


@dataclass(slots=True)
class _Turn:
    """One participant's turn: the blog as it was before, and what has been asked for it so far."""

    participant: Participant
    before: Blog
    blog: Blog
    at_home: bool
    requests: int = 0


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
        blog = blogs.get(participant.address) or Blog(participant.address)
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
        yield _offline(turn) if offline else _fail(store, turn, answer, answer.problem or "", now)


def _ask(turns: dict[int, _Turn], web: Web, turn: _Turn, request: Request) -> None:
    turns[id(request)] = turn
    web.ask(request)


def _request(store: Store, turn: _Turn, *, whole: bool) -> Request:
    url = turn.blog.feed or turn.participant.address
    etag, modified = (None, None) if whole or turn.at_home else store.validators(url)
    return Request(url, etag, modified)


def _adopt(course: Course, store: Store) -> None:
    """When feeds.toml now has the address a blog had moved to, its posts stay the blog's."""
    blogs = store.blogs()
    in_use = {participant.address for participant in course.participants}
    moved = {
        link_key(blog.moved_to): blog.address for blog in blogs.values() if blog.moved_to and blog.address not in in_use
    }
    for address in in_use - blogs.keys():
        if old := moved.pop(link_key(address), None):
            store.rename(old, address)


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
    turn.blog = _follow(turn, answer)
    if answer.status == 304:
        turn.blog = polling.succeeded(turn.blog, "unchanged", now)
        return _finish(store, turn, now)
    body_hash = hashlib.sha256(answer.body).hexdigest()
    if body_hash == turn.blog.body_hash:
        turn.blog = replace(polling.succeeded(turn.blog, "unchanged", now), whole_at=now)
        return _finish(store, turn, now, validators=_validators(answer), same_body=True)
    try:
        feed = read_feed(answer.body, answer.headers.get("content-type"), answer.url)
    except NotAFeed as error:
        return _page(store, turn, answer, error, now)
    return _save(store, turn, answer, feed, body_hash, now)


def _fail(store: Store, turn: _Turn, answer: Answer, problem: str, now: datetime) -> Poll:
    """A failed poll. What was found out about the address is forgotten, so that next time feeds.toml's is asked."""
    after = polling.failed(
        turn.blog, problem, now, retry_after=polling.retry_after(answer, now), gone=answer.status == 410
    )
    turn.blog = replace(after, feed=None, moved_to=turn.before.moved_to)
    return _finish(store, turn, now)


def _follow(turn: _Turn, answer: Answer) -> Blog:
    """Remembers where permanent redirects lead, to ask there from now on; feeds.toml is never rewritten.

    A feed that answers at the address in feeds.toml again has come back.
    """
    if turn.participant.is_home:
        return turn.blog if turn.at_home or not answer.permanent else replace(turn.blog, feed=answer.permanent)
    if answer.permanent:
        return replace(turn.blog, feed=answer.permanent, moved_to=answer.permanent)
    return replace(turn.blog, moved_to=None) if answer.request.url == turn.participant.address else turn.blog


def _page(store: Store, turn: _Turn, answer: Answer, error: NotAFeed, now: datetime) -> Poll | Request:
    """No feed but perhaps a web page: a home page leads to its feed, any other is told with the feed it names."""
    links = find_feeds(decode_page(answer.body, answer.headers.get("content-type")), answer.url) if error.page else ()
    posts = [link.url for link in links if not link.comments]
    if turn.at_home and posts:
        turn.at_home = False
        turn.blog = replace(turn.blog, feed=posts[0])
        return _request(store, turn, whole=True)
    if posts:
        problem = _("this is a web page. Its feed is {feed}: write that in feeds.toml").format(feed=posts[0])
    elif turn.at_home:
        problem = _("no feed was found on this page. Write the feed's own address in feeds.toml")
    else:
        problem = str(error)
    return _fail(store, turn, answer, problem, now)


def _save(store: Store, turn: _Turn, answer: Answer, feed: FoundFeed, body_hash: str, now: datetime) -> Poll:
    """Saves a feed that was read. Of a broken one nothing is kept that spares the next reading: more may follow."""
    found = identity.unique(feed.posts)
    known = identity.match(store.known_posts(turn.participant.address), found)
    findings = {id(feed.posts[finding.index]): finding for finding in _findings(turn.participant, feed)}
    sightings = [_sighting(post, match, findings.get(id(post)), now) for post, match in zip(found, known, strict=True)]
    new = sum(sighting.id is None for sighting in sightings)
    updated = sum(sighting.changed for sighting in sightings)
    turn.blog = replace(
        polling.succeeded(turn.blog, "ok", now),
        title=feed.title,
        body_hash=body_hash if feed.sound else None,
        whole_at=now,
        first_seen=turn.blog.first_seen or now,
        posts_at_first=turn.blog.posts_at_first if turn.blog.first_seen else len(found),
    )
    validators = _validators(answer) if feed.sound else (answer.request.url, None, None, answer.status)
    return _finish(store, turn, now, sightings, validators, new=new, updated=updated)


def _findings(participant: Participant, feed: FoundFeed) -> list[Finding]:
    return [] if participant.comments == "none" else feedfields.read(feed)


def _sighting(found: FoundPost, known: identity.Known | None, finding: Finding | None, now: datetime) -> Sighting:
    dated, content = found.published or found.updated or now, identity.content_hash(found)
    return Sighting(
        id=known.id if known else None,
        found=found,
        identity=identity.identify(found),
        content=content,
        dated=min(dated, now),  # a date in the future counts as first seen
        excerpt=excerpt(found.text),
        comment_url=found.comment_fields.link or found.url,
        changed=known is not None and known.content != content,
        finding=finding,
    )


def _validators(answer: Answer) -> tuple[str, str | None, str | None, int]:
    return (
        answer.request.url,
        answer.headers.get("etag"),
        answer.headers.get("last-modified"),
        answer.status,
    )


def _finish(
    store: Store,
    turn: _Turn,
    now: datetime,
    sightings: Sequence[Sighting] = (),
    validators: tuple[str, str | None, str | None, int] | None = None,
    *,
    new: int = 0,
    updated: int = 0,
    same_body: bool = False,
) -> Poll:
    change = polling.change(turn.before, turn.blog, now)
    turn.blog = polling.remember(turn.blog, change)
    store.save_poll(
        turn.blog,
        now,
        sightings=sightings,
        source=feedfields.NAME,
        validators=validators,
        same_body=same_body,
    )
    return _poll(turn, change, new=new, updated=updated)


def _poll(turn: _Turn, change: Change | None = None, *, new: int = 0, updated: int = 0) -> Poll:
    blog = turn.blog
    return Poll(
        turn.participant.name,
        turn.participant.address,
        blog.status or "error",
        new,
        updated,
        turn.requests,
        blog.problem,
        change,
        blog.moved_to,
    )
