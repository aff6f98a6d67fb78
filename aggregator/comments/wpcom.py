"""The comments of a blog kept at WordPress.com, or tied to it by Jetpack, by the public API of WordPress.com.

    sites/{site}/posts/?number=100&fields=ID,URL,date,author,discussion      how many, and whether one can comment
    sites/{site}/comments/?number=100                                        the newest of the blog, by whom
    sites/{site}/posts/{id}/replies/?number=100                              those of one post

Documented at https://developer.wordpress.com/docs/api/1.1/get/sites/%24site/posts/ (…/comments/,
…/posts/%24post_ID/replies/), and in Jetpack's source: json-endpoints/ and sal/class.json-api-post-base.php.

Its counts hold pingbacks. It shows nothing of private blogs, and no posts behind a password. Of a blog elsewhere it may
know the commenters' accounts by other numbers than the authors', so only equal numbers prove something there.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from aggregator.comments.answers import count_of, is_busy, json_of, objects, text_of, unknown, why_not
from aggregator.comments.turns import in_turn
from aggregator.comments.wpnumbers import (
    host_of,
    is_ready_made,
    made_by_wordpress_com,
    name_of,
    number_of,
    post_number,
    same_post,
    words_of,
)
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Finding, FoundComment, Kind, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "wpcom"
WIDGET = False

_API = "https://public-api.wordpress.com/rest/v1.1/sites/"
_POST_FIELDS = "ID,URL,date,author,discussion"
_COMMENT_FIELDS = "ID,post,author,date,URL,content,parent,type"
_TRACKED = re.compile(r"""\[\s*["']clickTrackerInit["']\s*,\s*["']([1-9]\d{0,11})["']""", re.ASCII)
_BATCH = 100  # the most that the API gives at once
_MOST_PAGES = 10
_MOST_ASKED, _MOST_ASKED_THOROUGHLY = 10, 100

_Rows = Sequence[Mapping[str, Any]]


class _Shown(Struct, frozen=True):
    """A post as the API shows it: its number and its author's, how many comments and pingbacks, and if it is open."""

    post: Post
    number: int
    author: int | None
    count: int
    openness: Openness


def recognises(site: Site, page: Page | None) -> Params | None:
    """A blog with an address at WordPress.com, or whose feed or page tells its number there."""
    number = site.site_id if site.site_id and site.site_id.isascii() and site.site_id.isdigit() else _tracked(page)
    if number:
        return {"site": number}
    if made_by_wordpress_com(site):
        hosts = [host for address in (site.feed, site.home) if (host := host_of(address))]
        own = next((host for host in hosts if host.endswith(".wordpress.com")), hosts[-1] if hosts else "")
        return {"site": own} if own else None
    return None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """Asks how many comments the posts have; then who wrote those of the posts whose number has changed."""
    address = (params or recognises(site, None) or {}).get("site") or host_of(site.home or site.feed)
    if not posts:
        return Told()
    base = _API + quote(address, safe="") + "/"
    shown, refusal = yield from _shown(base, posts)
    if refusal:
        return Told(unknown(posts, why_not(refusal)), refusal)
    changed = [one for one in shown if one.count and (now.thorough or not _is_known(one))]
    most = _MOST_ASKED_THOROUGHLY if now.thorough else _MOST_ASKED
    listed, refusal = yield from _listed(base, changed, most)
    found = {one.post.id: _finding(site, one, listed.get(one.number)) for one in shown}
    missing = unknown((post for post in posts if post.id not in found), Reason.NOT_LISTED)
    return Told((*found.values(), *missing), refusal)


def _tracked(page: Page | None) -> str | None:
    """The blog's number as the counter of Jetpack and WordPress.com has it."""
    scripts = page.find("script") if page else ()
    return next((found[1] for script in scripts if (found := _TRACKED.search(script.text))), None)


# -- how many ---------------------------------------------------------------------------------------


def _shown(base: str, posts: Sequence[Post]) -> Conversation[tuple[list[_Shown], Answer | None]]:
    """The posts that the API shows, the newest first, as far back as the oldest that is asked about."""
    shown: dict[int, _Shown] = {}
    for page in range(1, _MOST_PAGES + 1):
        [answer] = yield [_request(base, "posts/", page, _POST_FIELDS)]
        rows = _rows(answer, "posts")
        if rows is None:
            return [], answer
        shown |= _matched([post for post in posts if post.id not in shown], rows)
        oldest = min((moment for row in rows if (moment := read_date(text_of(row.get("date"))))), default=None)
        left = [post.published or post.dated for post in posts if post.id not in shown]
        if len(rows) < _BATCH or not oldest or not _any_before(left, oldest):
            break
    return list(shown.values()), None


def _any_before(moments: Sequence[datetime], oldest: datetime) -> bool:
    return any(moment < oldest + timedelta(days=1) for moment in moments)


def _matched(posts: Sequence[Post], rows: _Rows) -> dict[int, _Shown]:
    numbered = {number: row for row in rows if (number := number_of(row.get("ID")))}
    linked = {link_key(text_of(row.get("URL"))): number for number, row in numbered.items()}
    shown: dict[int, _Shown] = {}
    for post in posts:
        number = post_number(post) or linked.get(link_key(post.url or ""))
        row = numbered.get(number, {}) if number else {}
        discussion = _object(row.get("discussion"))
        count = count_of(discussion.get("comment_count"))
        if number and count is not None and same_post(post, row.get("URL"), row.get("date")):
            author = number_of(_object(row.get("author")).get("ID"))
            shown[post.id] = _Shown(post, number, author, count, _openness(discussion.get("comments_open")))
    return shown


def _openness(value: object) -> Openness:
    return Openness.OPEN if value is True else Openness.CLOSED if value is False else Openness.UNKNOWN


# -- by whom ----------------------------------------------------------------------------------------


def _is_known(one: _Shown) -> bool:
    """Whether all these comments were listed before."""
    return any(seen.source == NAME and seen.listed and seen.count == one.count for seen in one.post.observations)


def _listed(base: str, posts: Sequence[_Shown], most: int) -> Conversation[tuple[dict[int, _Rows], Answer | None]]:
    """All comments of these posts, as far as they can be had: from the blog's newest, else asked post by post."""
    if not posts:
        return {}, None
    [answer] = yield [_request(base, "comments/", 1, _COMMENT_FIELDS)]
    newest = _rows(answer, "comments")
    if newest is None:
        return {}, answer if is_busy(answer) else None
    listed = {one.number: _of_post(newest, one.number) for one in posts}
    listed = {one.number: listed[one.number] for one in posts if len(listed[one.number]) == one.count}
    left = {one.post.id: one for one in posts if one.number not in listed}
    for post in in_turn([one.post for one in left.values()], NAME)[:most]:
        one = left[post.id]
        rows, refusal = yield from _replies(base, one.number)
        if refusal:
            return listed, refusal
        if rows is not None:
            listed[one.number] = rows
    return listed, None


def _replies(base: str, number: int) -> Conversation[tuple[_Rows | None, Answer | None]]:
    """All comments of one post; nothing when they are not all to be had."""
    found: dict[int, Mapping[str, Any]] = {}
    for page in range(1, _MOST_PAGES + 1):
        [answer] = yield [_request(base, f"posts/{number}/replies/", page, _COMMENT_FIELDS)]
        rows = _rows(answer, "comments")
        if rows is None:
            return None, answer if is_busy(answer) else None
        found |= {row["ID"]: row for row in _of_post(rows, number)}
        total = count_of(json_of(answer).get("found"))
        if total == len(found):
            return list(found.values()), None
        if len(rows) < _BATCH:
            break
    return None, None


def _of_post(rows: _Rows, number: int) -> _Rows:
    of_post = {
        row["ID"]: row for row in rows if number_of(row.get("ID")) and _object(row.get("post")).get("ID") == number
    }
    return list(of_post.values())


def _finding(site: Site, one: _Shown, rows: _Rows | None) -> Finding:
    """What is known of a post; without a list of its comments, only how many."""
    if rows is None:
        known = one.count == 0
        return Finding(one.post.id, one.count, includes_pings=True, openness=one.openness, listed=known)
    at_home = made_by_wordpress_com(site)
    comments = tuple(
        _comment(one, row, at_home)
        for row in rows
        if not is_ready_made(row["ID"], _object(row.get("author")).get("URL"))
    )
    return Finding(
        one.post.id,
        len(comments),
        includes_pings=True,
        openness=one.openness,
        comments=comments,
        listed=True,
    )


def _comment(one: _Shown, row: Mapping[str, Any], at_home: bool) -> FoundComment:
    author = _object(row.get("author"))
    account, parent = number_of(author.get("ID")), number_of(_object(row.get("parent")).get("ID"))
    own = account == one.author if account and one.author else None
    return FoundComment(
        key=str(row["ID"]),
        author=name_of(author.get("name")),
        author_url=web_address(text_of(author.get("URL"))),
        author_id=str(account) if account else None,
        own=own if own or at_home else None,
        kind=Kind.PING if row.get("type") in ("pingback", "trackback") else Kind.COMMENT,
        published=read_date(text_of(row.get("date"))),
        url=web_address(text_of(row.get("URL"))),
        parent=str(parent) if parent else None,
        text=words_of(row.get("content")),
    )


# -- asking and reading -----------------------------------------------------------------------------


def _request(base: str, path: str, page: int, fields: str) -> Request:
    query = {"number": str(_BATCH), "fields": fields} | ({"page": str(page)} if page > 1 else {})
    return Request(f"{base}{path}?{urlencode(query, safe=',')}")


def _rows(answer: Answer, name: str) -> _Rows | None:
    """The objects that an answer lists under this name; `None` when it has no such list."""
    read = json_of(answer)
    rows = read.get(name) if isinstance(read, dict) else None
    return objects(rows) if isinstance(rows, list) else None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
