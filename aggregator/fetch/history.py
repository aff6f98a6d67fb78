"""Reads a blog's older posts, page by page, back to a day or to the blog's beginning.

WordPress pages its feed with `?paged=2`; other feeds name the next page themselves (RFC 5005; Blogger with
`start-index`). So many pages in one fetch; the next one goes on where this one ended.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.comments import asking, feedfields
from aggregator.core import identity
from aggregator.core.found import FoundFeed, FoundPost
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.identity import Identity
from aggregator.core.record import replace
from aggregator.core.sighting import Sighting, sight
from aggregator.core.source import Site
from aggregator.fetch.site import disbelieved
from aggregator.fetch.turn import Circumstances, Turn

PAGES = 50
_DONE = ""
_PAGED = re.compile(r"[?&]paged=(\d{1,6})(?:&|$)", re.ASCII)


def older(around: Circumstances, turn: Turn) -> Conversation[int]:
    """Reads older posts and saves each page as it comes; returns how many posts are new.

    A page that cannot be read ends this for now. With `force` it begins anew, from the newest page.
    """
    store, address = around.store, turn.participant.address
    site = store.site(address)
    if site is None:
        return 0
    new, met = 0, set[Identity]()
    following = _first(site) if site.history is None or around.force else site.history
    for _number in range(PAGES):
        if not following:
            break
        [answer] = yield [Request(following, reads=Reads.FEED)]
        feed = _read(answer)
        if feed is None and not _is_end(site, answer):
            break
        sightings = _sightings(around, turn, site, feed) if feed else []
        new += sum(sighting.id is None for sighting in sightings)
        # Pages that come again have no end: a blog may not know of pages, or link them in a circle.
        fresh = {sighting.identity for sighting in sightings} - met
        met |= fresh
        following = _next(site, following, feed) if feed and fresh else _DONE
        site = replace(site, history=following)
        store.save_older(turn.blog, site, sightings, feedfields.NAME, around.now)
        around.tell(turn.participant.name, new)
        if around.history and _reached(around, sightings, around.history):
            break
    return new


def _first(site: Site) -> str:
    return _paged(site.feed, 2) if site.wordpress else site.older or _DONE


def _next(site: Site, here: str, feed: FoundFeed) -> str:
    if not site.wordpress:
        return feed.older or _DONE
    found = _PAGED.search(here)
    return _paged(site.feed, int(found[1]) + 1 if found else 2)


def _paged(feed: str, number: int) -> str:
    parts = urlsplit(feed)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("paged", str(number))])))


def _read(answer: Answer) -> FoundFeed | None:
    return answer.found if isinstance(answer.found, FoundFeed) and answer.found.sound else None


def _is_end(site: Site, answer: Answer) -> bool:
    """WordPress answers 404 behind its last page."""
    return site.wordpress and answer.status == 404


def _sightings(around: Circumstances, turn: Turn, site: Site, feed: FoundFeed) -> list[Sighting]:
    said = dict(zip(map(id, feed.posts), feedfields.read(feed), strict=True))
    found: Sequence[FoundPost] = identity.unique(feed.posts)
    known = identity.match(around.store.known_posts(turn.participant.address), found)
    until = around.store.archive_until(turn.blog)
    apart = asking.apart(site, turn.participant.comments)
    findings = [disbelieved(said[id(post)]) if apart else said[id(post)] for post in found]
    sightings = (sight(*one, until, around.now) for one in zip(found, known, findings, strict=True))
    return [_old(sighting, until or around.now, around.now) for sighting in sightings]


def _old(sighting: Sighting, until: datetime, now: datetime) -> Sighting:
    """A post without a date stands behind those of the blog's feed, so that it is older than all of them."""
    if sighting.id is not None or sighting.dated < now:
        return sighting
    return replace(sighting, dated=until - timedelta(seconds=1), archive=True)


def _reached(around: Circumstances, sightings: Sequence[Sighting], since: date) -> bool:
    """Whether a page goes back beyond the day."""
    zone = around.course.timezone
    return any(sighting.dated.astimezone(zone).date() < since for sighting in sightings)
