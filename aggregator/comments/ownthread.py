"""Which thread of a comment server is whose: for servers whose counts are 0 also for threads that nobody knows.

A number counts only if the post's own page shows which thread is its, or if the pages looked at show that threads are
named by the path of their posts. A page without a thread, on a blog where others have one, is closed for comments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from aggregator.comments.answers import batches, each_once, is_busy, page_of, why_not
from aggregator.comments.ownpage import is_whole
from aggregator.comments.turns import in_turn, is_list_due, most, seen
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import ADDRESS_LIMIT, host_of, is_home, web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Round

_AT_ONCE = 10

ReadThread = Callable[[Page], str | None]
"""The name of the thread on a post's page; empty when there is no thread, `None` when its name cannot be read."""


class Threads(Struct, frozen=True):
    """Under which names the posts' comments are kept, as far as that is confirmed.

    `openness` is of the posts whose pages were looked at, `reasons` why a name is not known. `params` is what to
    remember: `ids` is `path` where a thread's name follows from its post's address, else `id 12` names that of post 12
    (empty: its page was looked at, and told nothing).
    """

    names: Mapping[int, str]
    openness: Mapping[int, Openness]
    reasons: Mapping[int, Reason]
    params: Params


@dataclass(slots=True)
class _Look:
    """What pages show: each thread's name, who has none, where it cannot be told, which are gone or cannot be read."""

    names: dict[int, str] = field(default_factory=dict)
    bare: set[int] = field(default_factory=set)
    unclear: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    reasons: dict[int, Reason] = field(default_factory=dict)


def path_of(url: str) -> str:
    """The path of an address as browsers write it: what Isso calls a thread that has no name of its own."""
    return quote(urlsplit(url).path or "/", safe="/%:@!$&'()*+,;=~")


def server_of(address: str | None) -> str | None:
    """The address that a server's own paths are put behind: without a query, which would swallow them."""
    url = web_address(address)
    return url.partition("#")[0].partition("?")[0].rstrip("/") if url else None


def remembered(before: Params, seen: Mapping[str, str]) -> Params:
    """What a page has shown, with what is known of the threads if it is still the same place."""
    return before if all(before.get(name) == value for name, value in seen.items()) else seen


def find_threads(
    source: str, read: ReadThread, usual: Callable[[str], str], params: Params, posts: Sequence[Post], now: Round
) -> Conversation[Threads]:
    """Looks at a bounded number of posts' pages: in a thorough round at any, else at those of new posts.

    `usual` is the name that a thread at an address has if its page gives it none.
    """
    home = params.get("host", "")
    look = yield from _look(read, home, _to_look_at(source, params, posts, now))
    if len(look.bare) > 1 and not look.names and not look.unclear and now.thorough:
        # Where no page has a thread, the blog has given them up, perhaps for others that are still to be recognised.
        reasons = dict.fromkeys((post.id for post in posts), Reason.NOT_THERE)
        return Threads({}, dict.fromkeys(look.bare, Openness.UNKNOWN), reasons, params)
    expected = {post.id: usual(post.url) for post in posts if post.url and host_of(post.url) == home}
    by_path = _is_by_path(params, look, expected, now)
    before = {post.id: params[f"id {post.id}"] for post in posts if f"id {post.id}" in params}
    mute = (
        look.unclear | look.gone | {one for one, name in before.items() if not name} | (set() if by_path else look.bare)
    )
    names = {one: name for one, name in (expected if by_path else before).items() if one not in mute} | look.names
    openness = dict.fromkeys(look.names, Openness.OPEN) | dict.fromkeys(look.bare, Openness.CLOSED)
    openness |= dict.fromkeys(look.unclear, Openness.UNKNOWN)
    kept = dict.fromkeys(look.unclear | look.gone, "") | ({} if by_path else names)
    return Threads(names, openness, look.reasons, _remember(params, kept, by_path, now))


def _to_look_at(source: str, params: Params, posts: Sequence[Post], now: Round) -> list[Post]:
    due = [post for post in posts if post.url and (now.thorough or not _is_looked_at(source, params, post))]
    return in_turn(due, source)[: most(now)]


def _is_looked_at(source: str, params: Params, post: Post) -> bool:
    """Whether enough is known of the post's page until the next thorough round."""
    known = seen(post, source)
    if params.get("ids") == "path":
        return known is not None
    return f"id {post.id}" in params or (known is not None and known.openness is Openness.CLOSED)


def _look(read: ReadThread, home: str, due: Sequence[Post]) -> Conversation[_Look]:
    look = _Look()
    for some in batches(due, _AT_ONCE):
        answers = yield [Request(post.url, reads=Reads.PAGE) for post in some if post.url]
        for post, answer in zip(some, answers, strict=True):
            _see(look, read, home, post, answer)
        if any(is_busy(answer) for answer in answers):
            break
    return look


def _see(look: _Look, read: ReadThread, home: str, post: Post, answer: Answer) -> None:
    page = page_of(answer)
    if page is None:
        look.reasons[post.id] = why_not(answer)
        look.gone |= {post.id} if answer.status in (404, 410) else set()
        return
    name = read(page)
    elsewhere = host_of(answer.url) != home or (is_home(answer.url) and not is_home(post.url or ""))
    if name and len(name) <= ADDRESS_LIMIT and not is_home(answer.url):
        look.names[post.id] = name
    elif name == "" and not elsewhere and is_whole(page, post):
        look.bare.add(post.id)
    else:
        look.unclear.add(post.id)


def _is_by_path(params: Params, look: _Look, usual: Mapping[int, str], now: Round) -> bool:
    """Whether a thread's name follows from its post's address: all that were looked at say so, and none ever did not.

    Only a thorough round, which looks at all pages, takes a doubt back.
    """
    if any(usual.get(one) != name for one, name in look.names.items()):
        return False
    ids = params.get("ids")
    return ids == "path" or bool(look.names and (ids is None or now.thorough))


def _remember(params: Params, names: Mapping[int, str], by_path: bool, now: Round) -> Params:
    kept = {key: value for key, value in params.items() if key in ("server", "host", "site")}
    older = {key: value for key, value in params.items() if key.startswith("id ") and not now.thorough}
    found = older | {f"id {one}": name for one, name in names.items()}
    how = "path" if by_path else "page" if found or "ids" in params else ""
    return kept | found | ({"ids": how} if how else {})


def to_list(source: str, counts: Mapping[int, int], posts: Sequence[Post], now: Round) -> list[Post]:
    """The posts whose comments have changed, or all with comments in a thorough round; a bounded number."""
    due = [post for post in posts if post.id in counts and is_list_due(post, source, counts[post.id], now)]
    return in_turn(due, source)[: most(now)]


def finding(post: Post, counts: Mapping[int, int], threads: Threads, refused: Answer | None) -> Finding:
    """What the count tells of a post."""
    count = counts.get(post.id)
    openness = threads.openness.get(post.id)
    if count is not None:
        return Finding(post.id, count, openness=openness)
    if refused and post.id in threads.names:
        return Finding(post.id, None, openness=openness, reason=why_not(refused))
    return Finding(post.id, None, openness=openness, reason=threads.reasons.get(post.id, Reason.NOT_LISTED))


def listed(counted: Finding, comments: tuple[FoundComment, ...], places: int | None) -> Finding:
    """What a list of so many `places` tells (`None`: it was cut). With fewer than counted, something is missing."""
    once = each_once(comments)
    count, number, twice = counted.count or 0, len(once), len(comments) - len(once)
    if places is not None and places - twice >= count:
        return replace(counted, count=number, comments=once, listed=True)
    bound = Bound.EXACT if number <= count else Bound.AT_LEAST
    return replace(counted, count=max(count, number), bound=bound, comments=once)


def stops(answer: Answer) -> bool:
    """Whether an answer about one post tells not to ask about others."""
    return answer.status not in (200, 404, 410)
