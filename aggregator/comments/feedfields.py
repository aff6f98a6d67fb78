"""The comment source that costs nothing: what a feed itself says of its posts' comments.

RSS slash:comments and the `#respond` of WordPress, Atom thr:total and thr:count (RFC 4685), LiveJournal's
lj:reply-count. `read` reads what a poll has brought. Only in a thorough round it asks by itself: for further pages of
the feed, to hear of posts that have left the first (WordPress: `?paged=2`; Blogger: `start-index`, and the feed's own
link to older posts). It cannot say who has commented.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from aggregator.comments.answers import unknown, why_not
from aggregator.comments.feedkinds import Kind, kind_of, with_parameter
from aggregator.core.found import CommentFields, FoundFeed, FoundPost
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import is_home, link_key
from aggregator.core.model import Bound, Finding, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import replace
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "feedfields"
WIDGET = False
PAGES = 6

SLASH = "http://purl.org/rss/1.0/modules/slash/"
THREAD = "http://purl.org/syndication/thread/1.0"
_CUT = Finding(0, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
COUNT = re.compile(r"\d{1,6}|\d{1,3}(,\d{3}){1,2}", re.ASCII)


def read(feed: FoundFeed) -> list[Finding]:
    """One finding per post of the feed, in its order; which post in the store it is, the caller has to put in.

    WordPress counts pingbacks and the author's own comments, too, so a number above zero says little of others.
    Where the feed was cut, its last post says nothing: what is missing there may have followed.
    """
    wordpress = is_wordpress(feed)
    closes = wordpress and bool(feed.vocabularies & {SLASH, THREAD}) and not feed.version.startswith("rss10")
    found = [_finding(post.comment_fields, wordpress, closes) for post in feed.posts]
    if "dotclear" in feed.generator.lower() and any(post.comment_fields.link for post in feed.posts):
        # Dotclear names the place of a post's comments only where one can comment.
        closed = [post.comment_fields.link is None for post in feed.posts]
        found = [
            replace(one, openness=Openness.CLOSED) if shut else one for one, shut in zip(found, closed, strict=True)
        ]
    return found if feed.sound else [*found[:-1], *(_CUT for _ in found[-1:])]


def recognises(site: Site, page: Page | None) -> Params | None:  # noqa: ARG001
    """Every blog that is read has a feed."""
    return {}


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Looks for the posts that have left the feed on its further pages, in a thorough round.

    There is no finding for a post that stands in the feed: what the poll has brought holds.
    """
    missing = list(_gone_from_feed(posts)) if now.thorough else []
    if not missing or not _page(site, None, 2, site.feed_posts):
        return Told()
    met, trouble = yield from _read_on(site, missing)
    unmet = [post for post in missing if post.id not in met]
    return Told((*met.values(), *unknown(unmet, why_not(trouble) if trouble else Reason.NOT_SAID)))


def _gone_from_feed(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts that the last feed does not hold. Where all have left, that does not show: they grow stale."""
    newest = max((post.in_feed_at for post in posts), default=None)
    return (post for post in posts if post.in_feed_at != newest)


def _read_on(site: Site, missing: Sequence[Post]) -> Conversation[tuple[dict[int, Finding], Answer | None]]:
    """What further pages say of the posts; with it, the answer that ended the reading before its time."""
    met: dict[int, Finding] = {}
    seen: set[str] = set()
    before: FoundFeed | None = None
    held = site.feed_posts
    for number in range(2, PAGES + 2):
        address = _page(site, before, number, held)
        if address is None:
            break
        [answer] = yield [Request(address, reads=Reads.FEED)]
        if answer.status in (404, 410):  # how WordPress says that there are no more
            break
        feed = answer.found
        if not isinstance(feed, FoundFeed):
            return met, answer
        told = _told(feed)
        met |= {post.id: replace(found, post=post.id) for post in missing if (found := _of(post, told))}
        if len(met) == len(missing) or told.keys() <= seen:
            break
        seen |= told.keys()
        held += len(feed.posts)
        before = feed
    return met, None


def _page(site: Site, before: FoundFeed | None, number: int, held: int) -> str | None:
    """The address of the feed's page of this number; `before` is the one before it, `held` what all held so far."""
    kind = kind_of(site)
    if kind is Kind.WORDPRESS:
        return with_parameter(site.feed, "paged", str(number))
    older = before.older if before else site.older
    if older or kind is not Kind.BLOGGER or not held:
        return older
    return with_parameter(with_parameter(site.feed, "start-index", str(held + 1)), "max-results", "25")


def _told(feed: FoundFeed) -> dict[str, Finding]:
    """What the feed says, by the names that it has for its posts; a name that several of them share is none."""
    named = [(name, found) for post, found in zip(feed.posts, read(feed), strict=True) for name in _names(post)]
    often = Counter(name for name, _found in named)
    return {name: found for name, found in named if often[name] == 1}


def _of(post: Post, told: Mapping[str, Finding]) -> Finding | None:
    return next((told[name] for name in _names(post) if name in told), None)


def _names(post: FoundPost | Post) -> list[str]:
    """By what a post is known on another page: its identifier, else its address."""
    return [*([post.guid] if post.guid else []), *([link_key(post.url)] if post.url and not is_home(post.url) else [])]


def is_wordpress(feed: FoundFeed) -> bool:
    """Whether WordPress wrote the feed: by its generator, or by the `?p=12` in its guids where that is hidden."""
    if "wordpress" in feed.generator.lower():
        return True
    guids = [post.guid for post in feed.posts if post.guid]
    return bool(guids) and all(re.search(r"/\?(p|page_id)=\d+$", guid) for guid in guids)


def _finding(fields: CommentFields, wordpress: bool, closes: bool) -> Finding:
    words = (fields.slash, fields.thread_total, *fields.thread_counts, fields.lj)
    said = [bare for word in words if word and (bare := word.strip())]
    counts = [int(word.replace(",", "")) for word in said if COUNT.fullmatch(word)]
    if counts:
        # RFC 4685 §6: the numbers are advisory; of two that disagree the larger cannot hide a comment. Never their sum:
        # WordPress and TypePad repeat one number on two links.
        count = max(counts)
        # WordPress writes the fields where one can comment, or where there are comments: a number says nothing.
        openness = Openness.OPEN if closes and fields.link and not count else Openness.UNKNOWN
        return Finding(0, count, Bound.EXACT, includes_pings=wordpress, openness=openness)
    if wordpress and fields.link and fields.link.endswith("#respond"):
        # get_comments_link() of WordPress ends in #respond only while there is no comment.
        return Finding(0, 0, openness=Openness.OPEN)
    if said:
        return Finding(0, None, reason=Reason.ODD_COUNT)
    if closes and not fields.link:
        # WordPress leaves the fields out only where nobody can comment and nobody has.
        return Finding(0, 0, openness=Openness.CLOSED)
    return Finding(0, None, reason=Reason.NOT_SAID)
