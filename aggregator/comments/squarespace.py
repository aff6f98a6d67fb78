"""How many comments the posts of a Squarespace blog have.

Any page of a Squarespace site answers with its content as JSON when asked for `?format=json`: the blog's page with
`items` and `pagination.nextPageOffset`, a post's page with `item` (developers.squarespace.com/what-is-json). A post has
`publicCommentCount`, and `commentState` 1 while comments are open; `websiteSettings` says whether the site has comments
at all, or keeps them at Disqus (CommentsPredicate, DisqusPredicate in Squarespace/template-compiler).

Cannot know: who commented, so that the author's own comments cannot be told from others'. Squarespace 5 has no JSON.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import count_of, is_busy, json_of, objects, text_of, unknown, why_not
from aggregator.comments.threads import PAGES, before_all, host_of
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Finding, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "squarespace"
WIDGET = False

_CONTEXT = "Static.SQUARESPACE_CONTEXT"
_COLLECTION = re.compile(r'"collection"\s{0,9}:\s{0,9}\{[^{}]{0,2000}?"fullUrl"\s{0,9}:\s{0,9}"(/[^"\\]{0,500})"')
_GUID = re.compile(r"[0-9a-f]{24}:[0-9a-f]{24}:([0-9a-f]{24})")

_MOST_ITEMS = 1_000  # of a page; Squarespace shows 20

_Found = dict[int, Finding]


def recognises(site: Site, page: Page | None) -> Params | None:
    """The address of the blog's page, if it is known: of a feed or a page by Squarespace 7."""
    context = next((one.text for one in page.find("script") if _CONTEXT in one.text), "") if page else ""
    if not context and not site.generator.strip().startswith("Site-Server"):
        return None
    blog = _feeds_page(site.feed)
    if blog is None and page and (found := _COLLECTION.search(context)):
        blog = page.address(found[1])
    return {"blog": blog} if blog else {}


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """Asks the blog's page, up to the oldest of the posts, then the pages of those that it did not list."""
    found: _Found = {}
    blog = web_address(params.get("blog"))
    if blog and (refused := (yield from _ask_blog(blog, posts, found))):
        return Told(_all(posts, found, why_not(refused)), refused)
    answered = bool(found)
    left = [post for post in posts if post.id not in found and _is_here(post, blog or site.home)]
    refused = yield from _ask_posts(in_turn(left, NAME)[: most(now)], found)
    if refused:
        # Some sites give their posts' pages as JSON to nobody; that is no reason to leave the blog's page alone.
        kept = answered and not is_busy(refused)
        return Told(_all(posts, found, why_not(refused)), None if kept else refused)
    # A post whose turn has not come keeps what was said of it before.
    later = unknown((post for post in left if post.id not in found), Reason.TOO_MANY)
    return Told(_all(posts, found | {one.post: one for one in later}, Reason.NOT_LISTED))


def _all(posts: Sequence[Post], found: _Found, reason: Reason) -> tuple[Finding, ...]:
    return tuple(found.get(post.id) or Finding(post.id, None, openness=None, reason=reason) for post in posts)


def _is_here(post: Post, home: str | None) -> bool:
    """Whether the post has a page on this site: one that passes on a link leads elsewhere."""
    here = host_of(home).removeprefix("www.")
    return bool(here) and host_of(post.url).removeprefix("www.") == here


def _feeds_page(feed: str) -> str | None:
    """The page whose feed this is: Squarespace's feeds are pages asked for with `?format=rss`."""
    address = web_address(feed)
    if address is None or parse_qs(urlsplit(address).query).get("format") != ["rss"]:
        return None
    return urlunsplit(urlsplit(address)._replace(query="", fragment=""))


def _ask_blog(blog: str, posts: Sequence[Post], found: _Found) -> Conversation[Answer | None]:
    """The posts that the blog's page lists. Returns the answer that refused; no page at all refuses nothing."""
    offset = ""
    for _ in range(PAGES):
        [answer] = yield [Request(_as_json(blog, offset))]
        told = json_of(answer)
        if not isinstance(told, dict):
            return None if answer.status in (404, 410) else answer
        items = objects(told.get("items"))[:_MOST_ITEMS]
        for post in posts:
            one = next((one for one in items if _is_of(one, post, blog)), None)
            if one is not None:
                found[post.id] = _finding(post, one, told)
        pagination = told.get("pagination")
        offset = text_of(pagination.get("nextPageOffset")) if isinstance(pagination, dict) else ""
        last = read_date(text_of(items[-1].get("publishOn"))) if items else None
        if not offset or len(found) == len(posts) or before_all(last, posts):
            break
    return None


def _ask_posts(posts: Sequence[Post], found: _Found) -> Conversation[Answer | None]:
    """What the posts' own pages say. Returns the answer that refused."""
    for post in posts:
        url = web_address(post.url) or ""
        [answer] = yield [Request(_as_json(url))]
        told = json_of(answer)
        if not isinstance(told, dict):
            if answer.status not in (404, 410):
                return answer
            found[post.id] = Finding(post.id, None, openness=None, reason=Reason.NOT_THERE)
            continue
        one = told.get("item")
        if isinstance(one, dict) and _is_of(one, post, url):
            found[post.id] = _finding(post, one, told)
        else:
            found[post.id] = Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    return None


def _as_json(page: str, offset: str = "") -> str:
    asked = {"format": "json"} | ({"offset": offset} if offset else {})
    return urlunsplit(urlsplit(page)._replace(query=urlencode(asked), fragment=""))


def _is_of(told: dict[str, Any], post: Post, base: str) -> bool:
    """Whether this is the post: by the number in its guid, else by its address."""
    number = _GUID.fullmatch(post.guid or "")
    if number:
        return text_of(told.get("id")) == number[1]
    url = web_address(text_of(told.get("fullUrl")), base)
    return bool(url and post.url) and link_key(url or "") == link_key(post.url or "")


def _finding(post: Post, told: dict[str, Any], page: dict[str, Any]) -> Finding:
    found = page.get("websiteSettings")
    settings: dict[str, Any] = found if isinstance(found, dict) else {}
    if text_of(settings.get("disqusShortname")) or text_of(settings.get("disqusShortName")):
        return Finding(post.id, None, reason=Reason.ELSEWHERE)
    count, state = count_of(told.get("publicCommentCount")), count_of(told.get("commentState"))
    if count is None:
        return Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    if settings.get("commentsEnabled") is False:
        return Finding(post.id, count, openness=Openness.CLOSED)
    openness = Openness.UNKNOWN if state is None else Openness.OPEN if state == 1 else Openness.CLOSED
    return Finding(post.id, count, openness=openness)
