"""The REST API of WordPress as far as a visitor may use it: posts by number or slug, and their approved comments.

Documented at https://developer.wordpress.org/rest-api/reference/posts/ and …/comments/. Pingbacks are not listed,
numbers that nobody has are passed over in silence, and the author is a user's number: 0 for a visitor.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from aggregator.demo.answer import Asked, Page, as_json
from aggregator.demo.model import ShownComment, ShownPost
from aggregator.demo.platforms.wordpress import POST, post_number

ROOT = "wp-json/"
OWNER = 1
_PER_PAGE = 10
_NO_ROUTE = {"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}


def answer(asked: Asked) -> Page | None:
    """What the API says; `None` when it is not asked."""
    match asked.place.removesuffix("/"):
        case "wp-json/wp/v2/posts":
            return _page(asked, [_post(post, asked) for post in _chosen(asked)])
        case "wp-json/wp/v2/comments":
            return _page(asked, _comments(asked))
        case place if f"{place}/".startswith(ROOT):
            return as_json(_NO_ROUTE, status=404)
    return None


def _page(asked: Asked, rows: Sequence[Mapping[str, Any]]) -> Page:
    """A page of the rows with the fields that are wanted, and the headers that say how many there are in all."""
    size, number = asked.number("per_page", _PER_PAGE), asked.number("page", 1)
    names = [name.partition(".")[0] for name in asked.query.get("_fields", "").split(",") if name]
    told = [
        {name: row[name] for name in row if not names or name in names}
        for row in rows[(number - 1) * size : number * size]
    ]
    return as_json(told, (("X-WP-Total", str(len(rows))), ("X-WP-TotalPages", str(-(-len(rows) // size)))))


def _chosen(asked: Asked) -> list[ShownPost]:
    numbers, slugs = _numbers(asked.query.get("include")), asked.query.get("slug", "").split(",")
    return [
        post
        for post in asked.posts
        if ("include" not in asked.query or post_number(post) in numbers)
        and ("slug" not in asked.query or post.slug in slugs)
    ]


def _numbers(written: str | None) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", written or "")}


def _post(post: ShownPost, asked: Asked) -> dict[str, Any]:
    return {
        "id": post_number(post),
        "date_gmt": _date(post.published),
        "slug": post.slug,
        "link": asked.home + POST.format(post),
        "title": {"rendered": escape(post.title)},
        "content": {"protected": False},
        "author": OWNER,
        "comment_status": "closed" if post.closed else "open",
    }


def _comments(asked: Asked) -> list[dict[str, Any]]:
    """The comments on the posts that are wanted, the newest first unless it is asked otherwise."""
    numbers = _numbers(asked.query.get("post"))
    posts = [post for post in asked.posts if not numbers or post_number(post) in numbers]
    rows = [_comment(said, post, asked) for post in posts for said in post.written]
    return sorted(rows, key=lambda row: int(row["id"]), reverse=asked.query.get("order") != "asc")


def _comment(said: ShownComment, post: ShownPost, asked: Asked) -> dict[str, Any]:
    own = said.kind == "own"
    return {
        "id": said.number,
        "post": post_number(post),
        "parent": 0,
        "author": OWNER if own else 0,
        "author_name": said.by,
        "author_url": asked.home if own else asked.address(said.home),
        "date_gmt": _date(said.published),
        "content": {"rendered": f"<p>{escape(said.words)}</p>\n"},
        "link": f"{asked.home}{POST.format(post)}#comment-{said.number}",
        "status": "approved",
        "type": "comment",
    }


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
