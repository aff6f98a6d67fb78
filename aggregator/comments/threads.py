"""For platforms that count cheaply and list dearly: walks pages of posts, then asks for the lists that have changed.

One request tells the numbers of all posts; who wrote the comments of one post costs a request of its own. So lists are
asked for only where a number has changed, and only so many at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from aggregator.comments.answers import each_once, is_busy, json_of, objects, text_of, unknown, why_not
from aggregator.comments.turns import in_turn, is_list_due, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.record import Struct
from aggregator.core.source import Questions, Round, Told

PAGES = 5
PLACES = 5_000
_SLACK = timedelta(days=1)

Objects = list[dict[str, Any]]


class Thread(Struct, frozen=True):
    """A post whose comments are counted. `url` lists them (`None`: nothing does); `told` is the platform's own post."""

    post: Post
    url: str | None
    count: int
    openness: Openness
    told: dict[str, Any]


class Listing(Struct, frozen=True):
    """How a platform lists an author's posts, the newest first: JSON arrays of `at_once`, dated by the field `dated`.

    `page` is the address of what follows the posts found so far. `key` and `wanted` give the same text for the
    platform's post and for ours. `thread` finds its number of comments and `read` understands the list of them; both
    give `None` when they cannot.
    """

    source: str
    at_once: int
    dated: str
    page: Callable[[Objects], str]
    key: Callable[[dict[str, Any]], str | None]
    wanted: Callable[[Post], str | None]
    thread: Callable[[Post, dict[str, Any], Objects], Thread | None]
    read: Callable[[Thread, Any], Finding | None]


def origin_of(url: str | None) -> str | None:
    """The scheme, host and port of an address, as the beginning of others; `None` when it is no web address."""
    address = web_address(url)
    if address is None:
        return None
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str | None) -> str:
    """The host of an address in lower case; empty when there is none."""
    address = web_address(url)
    return (urlsplit(address).hostname or "") if address else ""


def ask(listing: Listing, posts: Sequence[Post], now: Round) -> Questions:
    """Asks for the author's posts up to the oldest wanted, then for the comments where their number has changed."""
    told, refused = yield from _walk(listing, posts)
    by_key = {key: one for one in told if (key := listing.key(one))}
    threads: list[Thread] = []
    rest: list[Finding] = []
    for post in posts:
        one = by_key.get(listing.wanted(post) or "")
        thread = listing.thread(post, one, told) if one else None
        if thread:
            threads.append(thread)
        else:
            rest += unknown([post], _missing(one, refused))
    if refused:
        return Told((*map(_counted, threads), *rest), refused)
    found, refused = yield from _lists(listing, threads, now)
    return Told((*found, *rest), refused)


def _missing(told: dict[str, Any] | None, refused: Answer | None) -> Reason:
    if told:
        return Reason.NOT_UNDERSTOOD
    return why_not(refused) if refused else Reason.NOT_LISTED


def _walk(listing: Listing, posts: Sequence[Post]) -> Conversation[tuple[Objects, Answer | None]]:
    """The author's posts, five pages at most; with the answer that was no such page."""
    wanted = {listing.wanted(post) for post in posts} - {None}
    found: Objects = []
    if not wanted:
        return found, None
    for _ in range(PAGES):
        [answer] = yield [Request(listing.page(found))]
        told = json_of(answer)
        if not isinstance(told, list):
            return found, answer
        found += objects(told)
        past = bool(found) and before_all(read_date(text_of(found[-1].get(listing.dated))), posts)
        if len(told) < listing.at_once or past or wanted <= {listing.key(one) for one in found}:
            break
    return found, None


def before_all(moment: datetime | None, posts: Sequence[Post]) -> bool:
    """Whether the moment lies clearly before each of these posts was published."""
    return moment is not None and all(moment < (post.published or post.dated) - _SLACK for post in posts)


def _lists(
    listing: Listing, threads: Sequence[Thread], now: Round
) -> Conversation[tuple[list[Finding], Answer | None]]:
    """A finding for each thread: its list where that has changed, else its number.

    A list that is not there concerns its post only. Any other refusal ends the asking, but only that of an overloaded
    server is told: where lists are kept from visitors, the numbers are worth asking for again.
    """
    found: dict[int, Finding] = {}
    refused = None
    for thread in _due(threads, listing.source, now):
        [answer] = yield [Request(thread.url or "")]
        told = json_of(answer)
        if told is not None and (finding := listing.read(thread, told)):
            found[thread.post.id] = finding
        if told is None and answer.status not in (404, 410):
            refused = answer if is_busy(answer) else None
            break
    return [found.get(one.post.id) or _counted(one) for one in threads], refused


def _counted(thread: Thread) -> Finding:
    return Finding(thread.post.id, thread.count, openness=thread.openness)


def listed(thread: Thread, comments: Sequence[FoundComment], places: int) -> Finding:
    """What a list says of `places` comments, those included that were deleted and only keep their place.

    A list shorter than the number does not show everything. What stands there twice is one comment.
    """
    once = each_once(comments)
    places -= len(comments) - len(once)
    if places < thread.count:
        return Finding(thread.post.id, thread.count, openness=thread.openness, comments=once)
    bound = Bound.EXACT if places < PLACES else Bound.AT_LEAST
    return Finding(
        thread.post.id,
        len(once),
        bound=bound,
        openness=thread.openness,
        comments=once,
        listed=bound is Bound.EXACT,
    )


def flat(tree: object) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """The comments of a tree of `children`, each with the one that it answers; the first 5,000."""
    stack: list[tuple[dict[str, Any], dict[str, Any] | None]] = [(one, None) for one in reversed(objects(tree))]
    for _ in range(PLACES):
        if not stack:
            return
        one, parent = stack.pop()
        stack += [(child, one) for child in reversed(objects(one.get("children")))]
        yield one, parent


def _due(threads: Sequence[Thread], source: str, now: Round) -> list[Thread]:
    by_post = {one.post.id: one for one in threads if one.url and is_list_due(one.post, source, one.count, now)}
    posts = in_turn([one.post for one in by_post.values()], source)
    return [by_post[post.id] for post in posts[: most(now)]]
