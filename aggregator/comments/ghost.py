"""The comments of a Ghost blog: how many of all posts at once, and who wrote them. No login is needed.

    {counts}?ids=a,b,c                                 {"a": 0, "b": 2}: published comments, replies included
    {members}members/api/comments/post/{id}/           the comments of a post, each with its first replies
    {members}members/api/comments/{comment}/replies/   all replies to a comment

No document describes them; they are what Ghost's own pages ask (apps/comments-ui and comment-counts in
https://github.com/TryGhost/Ghost, answered by ghost/core/core/server/services/comments). The guid in Ghost's feed is
the post's id (24 hex digits).

The counts are 0 for any id, known or not, so a zero is believed only of an id that is such a guid; they are 0 also
where comments are switched off. That shows at the list of a post's comments, which is then refused with 405. Members
are readers' accounts: which of them is the post's author, Ghost does not say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from aggregator.comments.answers import batches, count_of, is_busy, json_of, key_of, objects, text_of, unknown, why_not
from aggregator.comments.turns import in_turn, is_list_due, most, seen
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "ghost"
WIDGET = False

_COUNTS = "members/api/comments/counts/"
_GENERATOR = re.compile(r"Ghost(?:\s|$)")
_ID = re.compile(r"[0-9a-f]{24}")
_BATCH = 100
_MOST_PAGES = 10


class _Rows(Struct, frozen=True):
    """Comments as the API has them, and how many requests that took; `whole` when these are all.

    `trouble` is the answer that was no list.
    """

    rows: tuple[dict[str, Any], ...]
    whole: bool
    asked: int
    trouble: Answer | None = None


def recognises(site: Site, page: Page | None) -> Params | None:
    """Ghost by its scripts or generator on the page, or by the generator of the feed.

    `comments` is what the page shows of them: `all` or `paid` may comment, or `off` where Ghost's scripts are missing.
    """
    told_by_feed = _at(site.home) if _GENERATOR.match(site.generator) else None
    if page is None:
        return site.sources.get(NAME) or told_by_feed
    counts, form = _address(page, "data-ghost-comments-counts-api"), _address(page, "data-ghost-comments")
    if counts and counts.endswith("/" + _COUNTS):
        found = _at(counts.removesuffix(_COUNTS))
    else:
        found = _at(form) or (_at(site.home) if _is_ghost(page) else None)
    if found is None:
        return told_by_feed
    shown = _who_may(page) or ("" if counts or form or not _is_ghost(page) else "off")
    return {**found, "comments": shown} if shown else found


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """One request for the counts of up to a hundred posts, then one for each post whose count has changed."""
    known = params if "counts" in params else _at(site.home)
    if known is None:
        return Told(unknown(posts, Reason.NOT_THERE))
    ids = {post.id: post.guid for post in posts if _ID.fullmatch(post.guid)}
    counts, refused = yield from _count(known["counts"], ids)
    if refused:
        return Told(tuple(_counted(post, counts, None, why_not(refused)) for post in posts), refused)
    openness = yield from _openness(known, list(ids.values()), posts, now)
    findings = {post.id: _counted(post, counts, openness, Reason.NOT_LISTED) for post in posts}
    room = 0 if openness is Openness.CLOSED else most(now)
    due = [post for post in posts if post.id in counts and is_list_due(post, NAME, counts[post.id], now)]
    for post in in_turn(due, NAME):
        if room <= 0:
            break
        listed = yield from _thread(known["members"], ids[post.id], room)
        room -= listed.asked
        if listed.rows or not listed.trouble:
            findings[post.id] = _listed(post, counts[post.id], listed, openness)
        if listed.trouble and listed.trouble.status not in (200, 404, 410):
            refused = listed.trouble if is_busy(listed.trouble) else None
            break
    return Told(tuple(findings.values()), refused)


# -- what the page tells ----------------------------------------------------------------------------


def _at(base: str | None) -> dict[str, str] | None:
    """Where to ask when Ghost is at this address."""
    members = web_address(base and base.rstrip("/") + "/")
    return {"counts": urljoin(members, _COUNTS), "members": members} if members else None


def _address(page: Page, attribute: str) -> str | None:
    written = next((one.get(attribute) for one in page.find("script") if one.get(attribute)), None)
    return page.address(written) if written else None


def _who_may(page: Page) -> str | None:
    """Who may comment by the page's comment form: `all`, or `paid` for paying members."""
    forms = (one for one in page.find("script") if one.get("data-ghost-comments"))
    return next((said for one in forms if (said := one.get("data-comments-enabled")) in ("all", "paid")), None)


def _is_ghost(page: Page) -> bool:
    metas = (one for one in page.find("meta") if one.get("name").lower() == "generator")
    return any(_GENERATOR.match(one.get("content")) for one in metas)


# -- how many ---------------------------------------------------------------------------------------


def _count(url: str, ids: Mapping[int, str]) -> Conversation[tuple[dict[int, int], Answer | None]]:
    """The counts by post, and the answer that gave none."""
    counts: dict[int, int] = {}
    for batch in batches(list(ids.items()), _BATCH):
        [answer] = yield [Request(f"{url}?ids={','.join(guid for _, guid in batch)}")]
        body = json_of(answer)
        told = {number: count_of(body.get(guid)) for number, guid in batch} if isinstance(body, dict) else {}
        counts |= {number: count for number, count in told.items() if count is not None}
        if not counts.keys() & told.keys():
            return counts, answer
    return counts, None


def _openness(params: Params, ids: Sequence[str], posts: Sequence[Post], now: Round) -> Conversation[Openness | None]:
    """Whether somebody could comment, for the whole blog; asks where no comment form was seen."""
    shown = params.get("comments")
    if shown in ("all", "paid"):
        return Openness.OPEN if shown == "all" else Openness.UNKNOWN
    if not ids or not (now.thorough or any(seen(post, NAME) is None for post in posts)):
        return None
    [answer] = yield [Request(_thread_url(params["members"], ids[0]))]
    if answer.status == 405 and b"MethodNotAllowedError" in answer.body:
        return Openness.CLOSED
    if shown == "off" and answer.status in (403, 404, 405):
        return Openness.CLOSED
    return Openness.UNKNOWN if answer.status == 200 else None


def _counted(post: Post, counts: Mapping[int, int], openness: Openness | None, reason: Reason) -> Finding:
    count = counts.get(post.id)
    return Finding(post.id, count, openness=openness, reason=reason if count is None else None)


# -- who --------------------------------------------------------------------------------------------


def _thread_url(members: str, guid: str) -> str:
    return f"{members}members/api/comments/post/{guid}/"


def _thread(members: str, guid: str, room: int) -> Conversation[_Rows]:
    """The comments of a post, replies included, in at most `room` requests."""
    top = yield from _pages(_thread_url(members, guid), room)
    rows, whole, asked = list(top.rows), top.whole, top.asked
    for row in top.rows:
        replies = objects(row.get("replies"))
        total = count_of((row.get("count") or {}).get("replies")) if isinstance(row.get("count"), dict) else None
        if total is not None and total > len(replies) and _ID.fullmatch(text_of(row.get("id"))):
            more = yield from _pages(f"{members}members/api/comments/{row['id']}/replies/", room - asked)
            replies, whole, asked = [*replies, *more.rows], whole and more.whole, asked + more.asked
            if more.trouble:
                return _Rows((*rows, *replies), False, asked, more.trouble)
        rows += [{"parent_id": row.get("id")} | reply for reply in replies]
    return _Rows(tuple(rows), whole, asked, top.trouble)


def _pages(url: str, room: int) -> Conversation[_Rows]:
    """All pages of a list, as far as they may be asked for."""
    rows: list[dict[str, Any]] = []
    most = min(_MOST_PAGES, room)
    for number in range(1, most + 1):
        [answer] = yield [Request(f"{url}?limit=100&page={number}")]
        body = json_of(answer)
        if not isinstance(body, dict) or not isinstance(body.get("comments"), list):
            return _Rows(tuple(rows), False, number, answer)
        rows += objects(body["comments"])
        match body.get("meta"):
            case {"pagination": {"next": None}}:
                return _Rows(tuple(rows), True, number)
            case {"pagination": {"next": int()}}:
                continue
        return _Rows(tuple(rows), False, number)
    return _Rows(tuple(rows), False, max(most, 0))


def _listed(post: Post, count: int, told: _Rows, openness: Openness | None) -> Finding:
    """What the list tells. Of one that is shorter than the count something is missing, by nobody knows whom."""
    comments = tuple({one.key: one for one in _comments(post, told.rows)}.values())
    listed = told.whole and len(comments) >= count
    bound = Bound.EXACT if listed or len(comments) <= count else Bound.AT_LEAST
    return Finding(post.id, max(count, len(comments)), bound, openness=openness, comments=comments, listed=listed)


def _comments(post: Post, rows: Sequence[dict[str, Any]]) -> Iterator[FoundComment]:
    """The published ones. Hidden and deleted comments are listed as long as somebody has answered them."""
    for row in rows:
        key = text_of(row.get("id"))
        if row.get("status") != "published" or not _ID.fullmatch(key):
            continue
        member: Mapping[str, Any] = one if isinstance(one := row.get("member"), dict) else {}
        yield FoundComment(
            key,
            author=title_text(text_of(member.get("name")))[:200],
            author_id=key_of(member.get("uuid")) or key_of(member.get("id")) or None,
            published=read_date(text_of(row.get("created_at"))),
            url=web_address(f"{post.url}#ghost-comments-{key}") if post.url else None,
            parent=key_of(row.get("in_reply_to_id")) or key_of(row.get("parent_id")) or None,
            text=plain_text(text_of(row.get("html")), 2000),
        )
