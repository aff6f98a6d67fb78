"""The comments of a WordPress blog by its REST API: who wrote them, without pingbacks, for a hundred posts at once.

    {root}wp/v2/posts?include=1,2,3       confirms the posts' numbers; says who wrote them and which are closed
    {root}wp/v2/comments?post=1,2,3       lists the approved comments

The root stands in the Link header of every feed and page (rel https://api.w.org/). Documented at
https://developer.wordpress.org/rest-api/reference/comments/ and …/posts/; what a reader without login gets is decided
in wp-includes/rest-api/endpoints/class-wp-rest-comments-controller.php.

Comments about a number that does not exist are an empty list, so a number counts only once the API has shown the post
with the same address or the same moment. One post behind a password, or no longer public, makes the API refuse all
that were asked about with it. Nobody outside can know held comments, or that an open post was closed by its age.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aggregator.comments.answers import batches, count_of, json_of, text_of, unknown, why_not
from aggregator.comments.turns import seen
from aggregator.comments.wpnumbers import (
    at_wordpress_com,
    host_of,
    is_ready_made,
    made_by_wordpress_com,
    name_of,
    number_of,
    post_number,
    words_of,
)
from aggregator.comments.wprest import BATCH, Place, Refused, look_up, request, root_on, rows_of, search
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "wordpress"
WIDGET = False

_COMMENT_FIELDS = "id,post,parent,author,author_name,author_url,date_gmt,link,type,content"
_MOST_PAGES = 10
_MOST_SPLITS = 25
_YOUNG = timedelta(days=1)
_COMMENTS, _NO_COMMENTS = frozenset({"comment", ""}), frozenset({"pingback", "trackback", "note"})


class _Listed(Struct, frozen=True):
    """The comments of one post as the API lists them; `whole` when these are all."""

    rows: tuple[dict[str, Any], ...]
    whole: bool


def recognises(site: Site, page: Page | None) -> Params | None:
    """WordPress by its feed, or by the REST root that its feed or its page names; not a blog kept at WordPress.com."""
    root = web_address(site.api) or root_on(page)
    if at_wordpress_com(site) or host_of(root) == "public-api.wordpress.com":
        return None
    if root:
        return {"api": root}
    return {} if site.wordpress and not made_by_wordpress_com(site) else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """Looks up the posts that are not yet confirmed (in a thorough round all), then lists the comments of all."""
    found: dict[int, Finding] = {}
    learnt: Params | None = None
    if not posts:
        return Told()
    try:
        root = web_address(site.api or params.get("api"))
        if not root:
            root = yield from search(site)
            learnt = {"api": root}
        places = yield from _places(root, posts, now)
        for some in batches([post for post in posts if post.id in places], BATCH):
            found |= yield from _findings(root, some, places)
    except Refused as refusal:
        left = [post for post in posts if post.id not in found]
        return Told((*found.values(), *unknown(left, why_not(refusal.answer))), refusal.answer, learnt)
    missing = [post for post in posts if post.id not in found]
    locked = [post for post in missing if not now.thorough and _was_locked(post)]
    absent = [post for post in missing if post not in locked]
    return Told((*found.values(), *unknown(locked, Reason.REFUSED), *unknown(absent, Reason.NOT_LISTED)), params=learnt)


# -- where a blog and its posts are -----------------------------------------------------------------


def _places(root: str, posts: Sequence[Post], now: Round) -> Conversation[dict[int, Place]]:
    """The posts' places. A number that has brought a count before is confirmed, but for the thorough round.

    Until then a post that was behind a password is left alone, if others of the blog could be asked about.
    """
    places: dict[int, Place] = {}
    unsure: list[Post] = []
    answers = any(said.count is not None for post in posts if (said := seen(post, NAME)))
    for post in posts:
        said, number = seen(post, NAME), post_number(post)
        if now.thorough or said is None:
            unsure.append(post)
        elif number and said.count is not None:
            places[post.id] = Place(number)
        elif answers and _was_locked(post):
            continue
        elif said.reason is not Reason.NOT_LISTED or now.now - post.first_seen < _YOUNG:
            unsure.append(post)
    return places | (yield from look_up(root, unsure))


def _was_locked(post: Post) -> bool:
    said = seen(post, NAME)
    return said is not None and said.count is None and said.reason is Reason.REFUSED


# -- their comments ---------------------------------------------------------------------------------


def _findings(root: str, posts: Sequence[Post], places: dict[int, Place]) -> Conversation[dict[int, Finding]]:
    """What the API lists of these posts, and whose comments are the author's own."""
    listed = yield from _listed(root, [places[post.id].number for post in posts if not places[post.id].locked])
    doubtful = [post for post in posts if _in_doubt(post, places[post.id], listed)]
    places |= yield from look_up(root, doubtful)
    return {post.id: _finding(post, places[post.id], listed.get(places[post.id].number)) for post in posts}


def _listed(root: str, numbers: Sequence[int]) -> Conversation[dict[int, _Listed]]:
    """The comments of each of these posts; without those that the API does not let a visitor read."""
    listed: dict[int, _Listed] = {}
    waiting, splits = [numbers] if numbers else [], 0
    while waiting:
        some = waiting.pop()
        [answer] = yield [_comments_of(some, root, 1)]
        if not _locked_out(answer):
            listed |= yield from _all_pages(root, some, answer)
        elif len(some) > 1 and splits < _MOST_SPLITS:
            half, splits = len(some) // 2, splits + 1
            waiting += [some[:half], some[half:]]
    return listed


def _all_pages(root: str, numbers: Sequence[int], answer: Answer) -> Conversation[dict[int, _Listed]]:
    """The comments from the first page on. All are there when they are as many as the API says there are."""
    rows: dict[int, dict[str, Any]] = {}
    page, seen = 1, 0
    while True:
        on_page = rows_of(answer)
        rows |= {number: row for row in on_page if (number := number_of(row.get("id"))) and number_of(row.get("post"))}
        seen += len(on_page)
        is_last = len(on_page) < BATCH
        pages = count_of(answer.headers.get("x-wp-totalpages"))
        if page == _MOST_PAGES or (is_last if pages is None else page >= pages):
            break
        page += 1
        [answer] = yield [_comments_of(numbers, root, page)]
    total = count_of(answer.headers.get("x-wp-total"))
    whole = len(rows) == total if total is not None else is_last and len(rows) == seen
    # What was not asked for comes from a cache that does not care what is asked: then nothing is missing for sure.
    whole = whole and all(row.get("post") in numbers and _is_of_known_type(row) for row in rows.values())
    return {number: _Listed(tuple(row for row in rows.values() if row["post"] == number), whole) for number in numbers}


def _is_of_known_type(row: Mapping[str, Any]) -> bool:
    kind = row.get("type")
    return kind is None or (isinstance(kind, str) and kind in _COMMENTS | _NO_COMMENTS)


def _comments_of(numbers: Sequence[int], root: str, page: int) -> Request:
    # In the order in which they came, so that one that comes meanwhile moves none from page to page.
    query = {"post": ",".join(map(str, numbers)), "per_page": str(BATCH), "orderby": "id", "order": "asc"}
    further = {"page": str(page)} if page > 1 else {}
    return request(root, "comments", **query, **further, _fields=_COMMENT_FIELDS)


def _locked_out(answer: Answer) -> bool:
    """Whether one of the posts asked about may not be read; any other refusal is meant for everybody."""
    told = json_of(replace(answer, status=200)) if answer.status in (401, 403) else None
    return isinstance(told, dict) and told.get("code") == "rest_cannot_read_post"


def _in_doubt(post: Post, place: Place, listed: Mapping[int, _Listed]) -> bool:
    """Whether somebody with an account has commented, and it is not known whether that is the post's author."""
    known = listed.get(place.number)
    if not known or place.openness is not None:
        return False
    return any(number_of(row.get("author")) and _own(post, place, row) is None for row in known.rows)


def _finding(post: Post, place: Place, known: _Listed | None) -> Finding:
    if known is None:
        return Finding(post.id, None, openness=place.openness, reason=Reason.REFUSED)
    comments = tuple(
        _comment(post, place, row)
        for row in known.rows
        if text_of(row.get("type")) in _COMMENTS and not is_ready_made(row["id"], row.get("author_url"))
    )
    if not known.whole and not comments:
        return Finding(post.id, None, openness=place.openness, reason=Reason.NOT_LISTED)
    bound = Bound.EXACT if known.whole else Bound.AT_LEAST
    return Finding(post.id, len(comments), bound, openness=place.openness, comments=comments, listed=known.whole)


def _comment(post: Post, place: Place, row: Mapping[str, Any]) -> FoundComment:
    account, parent, content = number_of(row.get("author")), number_of(row.get("parent")), row.get("content")
    return FoundComment(
        key=str(row["id"]),
        author=name_of(row.get("author_name")),
        author_url=web_address(text_of(row.get("author_url"))),
        author_id=str(account) if account else None,
        own=_own(post, place, row),
        published=read_date(text_of(row.get("date_gmt"))),
        url=web_address(text_of(row.get("link"))),
        parent=str(parent) if parent else None,
        text=words_of(content.get("rendered")) if isinstance(content, dict) else "",
    )


def _own(post: Post, place: Place, row: Mapping[str, Any]) -> bool | None:
    """Whether the post's author wrote it: by account, or as an earlier round has found out. Visitors have none."""
    account = number_of(row.get("author"))
    if account is None:
        return None
    if place.author is not None:
        return account == place.author
    before = {(comment.said.key, comment.said.author_id): comment.said.own for comment in post.comments}
    return before.get((text_of(row.get("id")), str(account)))
