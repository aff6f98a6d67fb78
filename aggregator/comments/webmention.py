"""webmention.io: answers that were written on other blogs, collected for blogs that have no comments of their own.

Asks `https://webmention.io/api/mentions.jf2?target[]=&target[]=` about many posts at once, each with and without its
last slash, which the service keeps apart. Format: webmention.io/api, github.com/aaronpk/webmention.io
(`src/Controllers/ApiController.php`, `src/Format/Jf2Format.php`): at most 50 targets, `page` counts from 0.

A reply is a comment, a plain mention is a ping; likes, reposts, bookmarks and answers to invitations are neither. A
target that nobody has mentioned is answered like one that is unknown: zero is believed because the blog itself names
the service. An endpoint that only the Link header names is not seen. Mentions that wait for approval are not told.

Where a platform has comments of its own, webmentions come in addition, and the platform's own are asked for instead.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import each_once, json_of, left_out, number_key, text_of, unknown, why_not
from aggregator.comments.terms import browsed, is_known, learnt, read_terms
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Bound, Finding, FoundComment, Kind, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_lines, title_text

NAME = "webmention"
WIDGET = True

_API = "https://webmention.io/api/mentions.jf2"
_RELATIONS = frozenset({"webmention", "http://webmention.org/", "http://webmention.org"})
_ENDPOINT = re.compile(r"/[^/]+/webmention/?")
_KINDS = {"in-reply-to": Kind.COMMENT, "mention-of": Kind.PING}
_TARGETS = 50
_QUERY = 6_000  # characters
_TARGET = 512  # bytes; of longer ones the service knows nothing
_PER_PAGE = 100
_PAGES = 10


class _Told(Struct, frozen=True):
    """The mentions of one list of targets; `refused` is the answer that is no such list."""

    mentions: tuple[dict[str, Any], ...] = ()
    whole: bool = True
    refused: Answer | None = None


def recognises(site: Site, page: Page | None) -> Params | None:
    """That the page names an endpoint at webmention.io; with it, what was learnt of the posts' addresses."""
    if page is None or not _names_endpoint(page):
        return None
    return site.sources.get(NAME, {})


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One request for up to 25 posts, more where there are many mentions; and the page of each post once."""
    unread = in_turn([post for post in posts if not is_known(params, post)], NAME)[: most(now)]
    mine = [post for post in posts if is_known(params, post) or post in unread]
    addresses, found = yield from read_terms(params, mine, _address_of)
    refused: Answer | None = None
    for some in _batches([post for post in mine if post.id in addresses], addresses):
        told = _Told(refused=refused)
        for number in range(_PAGES):
            if told.refused or (number and told.whole):
                break
            [answer] = yield [_request([target for targets in some.values() for target in targets], number)]
            told = _joined(told, answer, number)
        refused = told.refused
        found |= _findings(some, [post for post in posts if post.id in some], told)
    too_long = [post for post in mine if post.id not in found]
    found |= {one.post: one for one in unknown(too_long, Reason.NOT_LISTED)}
    return Told(left_out(posts, found), refused, learnt(params, addresses))


# -- webmention.io ----------------------------------------------------------------------------------------


def _names_endpoint(page: Page) -> bool:
    named = (one for one in page.find("link", "a") if _RELATIONS & set(one.get("rel").lower().split()))
    return any(_is_endpoint(page.address(one.get("href"))) for one in named)


def _address_of(page: Page) -> str | None:
    """Where the page is; `None` for one that is not the blog's, like a bot check."""
    return browsed(page.url) if _names_endpoint(page) else None


def _is_endpoint(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.hostname == "webmention.io" and bool(_ENDPOINT.fullmatch(parts.path))


def _batches(posts: Iterable[Post], addresses: Mapping[int, str]) -> Iterator[dict[int, list[str]]]:
    """The targets of each post, as many as go into one request."""
    some: dict[int, list[str]] = {}
    count = length = 0
    for post in posts:
        targets = _targets(post, addresses[post.id])
        size = sum(len(quote(target)) + 12 for target in targets)
        if some and (count + len(targets) > _TARGETS or length + size > _QUERY):
            yield some
            some, count, length = {}, 0, 0
        if targets:
            some[post.id] = targets
            count, length = count + len(targets), length + size
    if some:
        yield some


def _targets(post: Post, address: str) -> list[str]:
    """The post's addresses: as its page has it and as its feed has it, each with and without the last slash."""
    written = (web_address(post.url) or "").partition("#")[0]
    targets = [form for one in dict.fromkeys((address, written)) for form in (one, _with_other_slash(one))]
    return [target for target in dict.fromkeys(targets) if len(target.encode()) <= _TARGET]


def _with_other_slash(address: str) -> str:
    parts = urlsplit(address)
    path = parts.path.rstrip("/") if parts.path.endswith("/") else parts.path + "/"
    return address if "." in parts.path.rpartition("/")[2] else urlunsplit(parts._replace(path=path))


def _request(targets: Sequence[str], page: int) -> Request:
    asked = [("target[]", target) for target in targets] + [("per-page", str(_PER_PAGE)), ("page", str(page))]
    return Request(f"{_API}?{urlencode(asked)}")


def _joined(before: _Told, answer: Answer, number: int) -> _Told:
    read = json_of(answer)
    children = read.get("children") if isinstance(read, dict) and read.get("type") == "feed" else None
    if not isinstance(children, list):
        return _Told(refused=answer) if number == 0 else _Told(before.mentions, False, answer)
    paging = read.get("paging")
    pages = paging.get("total-pages") if isinstance(paging, dict) else None
    more = pages > number + 1 if isinstance(pages, int) else len(children) >= _PER_PAGE
    return _Told(before.mentions + tuple(one if isinstance(one, dict) else {} for one in children), not more)


def _findings(asked: Mapping[int, Sequence[str]], posts: Iterable[Post], told: _Told) -> dict[int, Finding]:
    """Zero only if all was read, and all of it could be given to one of the posts."""
    owners = {link_key(target): post for post, targets in asked.items() for target in targets}
    wanted = [one for one in told.mentions if text_of(one.get("wm-property")) in _KINDS]
    mine: dict[int, list[FoundComment]] = {post: [] for post in asked}
    strangers = not all(text_of(one.get("wm-property")) for one in told.mentions)
    for one in wanted:
        post_id = owners.get(link_key(text_of(one.get("wm-target") or one.get(one["wm-property"]))))
        if post_id is None or not number_key(one.get("wm-id")):
            strangers = True
        else:
            mine[post_id].append(_comment(one))
    twice = len({number_key(one.get("wm-id")) for one in told.mentions}) < len(told.mentions)
    sure = told.whole and not told.refused and not strangers and not twice
    none = why_not(told.refused) if told.refused else Reason.NOT_LISTED
    return {post.id: _finding(post.id, mine[post.id], sure, none) for post in posts}


def _finding(post: int, mentions: Sequence[FoundComment], sure: bool, reason: Reason) -> Finding:
    found = each_once(mentions)
    if not found and not sure:
        return Finding(post, None, includes_pings=True, openness=None, reason=reason)
    bound = Bound.EXACT if sure else Bound.AT_LEAST
    return Finding(post, len(found), bound, includes_pings=True, comments=found, listed=sure)


def _comment(one: Mapping[str, Any]) -> FoundComment:
    author, content = one.get("author"), one.get("content")
    author = author if isinstance(author, dict) else {}
    content = content if isinstance(content, dict) else {}
    return FoundComment(
        key=f"webmention-{number_key(one['wm-id'])}",
        author=title_text(text_of(author.get("name")))[:200],
        author_url=web_address(text_of(author.get("url"))),
        kind=_KINDS[one["wm-property"]],
        published=read_date(text_of(one.get("published"))) or read_date(text_of(one.get("wm-received"))),
        url=web_address(text_of(one.get("url"))),
        text=plain_lines(text_of(content.get("text") or content.get("value")), 2000),
    )
