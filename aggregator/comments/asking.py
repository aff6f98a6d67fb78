"""Which comment sources a blog has, and in which order they are asked. Plans and reads; opens nothing.

The blog's own comments are asked for from the best source to the last resort, each time for the posts that the one
before could not tell. Where comments are kept apart from the blog (a widget), the blog's own numbers say nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aggregator import comments
from aggregator.comments.answers import page_of, unknown
from aggregator.comments.ownpage import is_whole
from aggregator.comments.sources import SOURCES
from aggregator.core.http import Conversation, Reads, Request
from aggregator.core.model import Bound, Finding, Post, Reason
from aggregator.core.page import Page
from aggregator.core.polling import rest_until
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Questions, Round, Said, Site, Source, Told

LOOK_EVERY = timedelta(days=7)
PAGES = 2
_MOST_REQUESTS = 250
_MOST_COMMENTS = 2_000  # of one post; it is answered long before


class Asked(Struct, frozen=True):
    """What a round of questions has brought, and what is known of the blog's platform after it."""

    site: Site
    said: tuple[Said, ...]


def look_due(site: Site, now: datetime, *, force: bool) -> bool:
    """Whether it is time to look at a page of the blog."""
    return force or site.looked_at is None or not timedelta(0) <= now - site.looked_at < LOOK_EVERY


def look(site: Site, posts: Sequence[Post], now: datetime) -> Conversation[Site]:
    """Looks at the newest post's page for what the blog's comments are, and at the next one's unless it has a widget.

    On a single post comments may be switched off. What was seen before is forgotten only when all pages are surely the
    posts' own: a page to log in shows no widget either. Until then the next thorough round looks again.
    """
    found: dict[str, Params] = {}
    doubt = False
    before = set(widgets(site))
    for post in posts[:PAGES]:
        [answer] = yield [Request(post.url or "", reads=Reads.PAGE)]
        page = page_of(answer)
        found = _recognised(site, page) | found
        doubt = doubt or page is None or not is_whole(page, post)
        if before <= found.keys() and any(SOURCES[name].WIDGET for name in found):
            break
    found = _recognised(site, None) | found
    if doubt or not posts:
        return replace(site, sources=dict(site.sources) | found, thorough_at=now if posts else site.thorough_at)
    return replace(site, looked_at=now, sources=found)


def apart(site: Site, wanted: str = "auto") -> bool:
    """Whether the blog's comments are kept apart from it, as far as is known."""
    return bool(widgets(site, wanted))


def widgets(site: Site, wanted: str = "auto") -> list[str]:
    """The names of the sources that are asked where comments are kept apart from the blog."""
    return [name for name in chosen(site, wanted) if SOURCES[name].WIDGET]


def chosen(site: Site, wanted: str) -> list[str]:
    """The names of the sources to ask, as `comments.chosen` has it."""
    apart = [name for name in SOURCES if name in site.sources and SOURCES[name].WIDGET]
    return comments.chosen(site, wanted, names=SOURCES, widgets=apart)


def ask(site: Site, wanted: str, posts: Sequence[Post], now: Round) -> Conversation[Asked]:
    """Asks the blog's sources about the comments of these posts. `wanted` is `auto`, or the name of a source."""
    said: list[Said] = []
    left = list(posts)
    for name in chosen(site, wanted):
        one = yield from _ask_source(name, site, left, now)
        site, said = one.site, [*said, *one.said]
        if name != "feedfields" and not SOURCES[name].WIDGET:
            settled = {found.post for what in one.said for found in what.findings if _settles(found)}
            # A whole feed may come out of a cache that knows nothing of the newest comments.
            by_feed = [post.id for post in left if not now.thorough and _settled_by_feed(post, now)]
            left = [post for post in left if post.id not in settled.union(by_feed)]
    return Asked(replace(site, thorough_at=now.now) if now.thorough else site, tuple(said))


def ask_pages(site: Site, posts: Sequence[Post], now: Round) -> Conversation[Asked]:
    """Asks the pages of these posts whether they are still there, and whether one can comment on them."""
    return (yield from _ask_source("page", site, posts, now))


def _ask_source(name: str, site: Site, posts: Sequence[Post], now: Round) -> Conversation[Asked]:
    """Asks one source about these posts, unless it rests or there are none; who refuses rests from now on."""
    if not posts or site.resting.get(name, now.now) > now.now:
        return Asked(site, ())
    source, sources = SOURCES[name], dict(site.sources)
    resting = {other: until for other, until in site.resting.items() if other != name}
    told = yield from _guarded(source, site, sources.get(name, {}), posts, now)
    if told.params is not None:
        sources[name] = told.params
    if told.refused and told.refused.requests and not told.refused.unasked:  # else the service rests already
        resting[name] = rest_until(told.refused, now.now)
    findings = _of(posts, told.findings, each=name != "feedfields")
    return Asked(replace(site, sources=sources, resting=resting), (Said(name, source.WIDGET, tuple(findings)),))


def _recognised(site: Site, page: Page | None) -> dict[str, Params]:
    found = ((name, _recognises(name, site, page)) for name in SOURCES)
    return {name: dict(params) for name, params in found if params is not None}


def _recognises(name: str, site: Site, page: Page | None) -> Params | None:
    """What the source has to know; one that stumbles over spite keeps what it knew."""
    try:
        return SOURCES[name].recognises(site, page)
    except Exception:
        return site.sources.get(name)


def _guarded(source: Source, site: Site, params: Params, about: Sequence[Post], now: Round) -> Questions:
    """The source's questions, so many at most; one that stumbles over spite knows nothing of these posts."""
    asked = 0
    try:
        questions = source.questions(site, params, about, now)
        requests = next(questions)
        while True:
            asked += max(1, len(requests))
            if asked > _MOST_REQUESTS:
                return Told(unknown(about, Reason.TOO_MANY))
            answers = yield requests
            requests = questions.send(answers)
    except StopIteration as end:
        told: Told = end.value
        return told
    except Exception:  # spite, or a mistake of ours: this blog's trouble, and no other's
        return Told(unknown(about, Reason.NOT_UNDERSTOOD))


def _of(about: Sequence[Post], findings: Iterable[Finding], *, each: bool) -> list[Finding]:
    """What was found of the posts that were asked about, and of no other; a finding for `each`, if there has to be."""
    found: Mapping[int, Finding] = {finding.post: _bounded(finding) for finding in findings}
    missing = (Finding(post.id, None, reason=Reason.NOT_LISTED) for post in about if each and post.id not in found)
    return [*(found[post.id] for post in about if post.id in found), *missing]


def _bounded(found: Finding) -> Finding:
    if len(found.comments) <= _MOST_COMMENTS:
        return found
    return replace(found, comments=found.comments[:_MOST_COMMENTS], listed=False)


def _settles(found: Finding) -> bool:
    """Whether no further source has to be asked: there is nothing, or all is listed."""
    return found.listed or (found.count == 0 and found.bound is Bound.EXACT)


def _settled_by_feed(post: Post, now: Round) -> bool:
    return any(
        seen.source == "feedfields" and seen.count == 0 and seen.checked_at == now.now for seen in post.observations
    )
