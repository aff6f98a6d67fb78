"""What Substack's own pages ask: the archive of posts with the numbers of their comments, and the comments of a post.

Substack documents neither. Everybody who comments has an account, and so has the writer: `publishedBylines`.
"""

import re
from datetime import datetime
from typing import Any

from aggregator.demo.answer import Asked, Frame, Page, as_json
from aggregator.demo.model import SampleBlog, ShownComment, ShownPost
from aggregator.demo.platforms.markup import hexadecimal
from aggregator.demo.platforms.node import SUBSTACK_POST

_ARCHIVE = "api/v1/archive"
_LIST = "api/v1/post/{}/comments"
_LIMIT = 12


def answer(asked: Asked) -> Page | None:
    """The archive, and each post's comments; `None` for everything else."""
    if asked.place == _ARCHIVE:
        offset = asked.number("offset", 0)
        return as_json([_post(asked, post) for post in asked.posts[offset : offset + asked.number("limit", _LIMIT)]])
    for post in asked.posts:
        if asked.place == _LIST.format(_number(asked.blog, post)):
            return as_json({"comments": [_comment(asked, said) for said in post.written]})
    return None


def frame(asked: Asked, post: ShownPost) -> Frame:
    """A link to the comments, which have a page of their own."""
    return Frame(
        kind="post", below=f'<p><a href="{asked.home}{SUBSTACK_POST.format(post)}/comments">Discussion</a></p>'
    )


def _post(asked: Asked, post: ShownPost) -> dict[str, Any]:
    return {
        "id": _number(asked.blog, post),
        "type": "newsletter",
        "slug": post.slug,
        "title": post.title,
        "canonical_url": asked.home + SUBSTACK_POST.format(post),
        "post_date": _date(post.published),
        "audience": "everyone",
        "write_comment_permissions": "none" if post.closed else "everyone",
        "comment_count": post.comments,
        "publishedBylines": [_account(asked.blog.author)],
    }


def _comment(asked: Asked, said: ShownComment) -> dict[str, Any]:
    writer = _account(said.by)
    return {
        "id": _digits(f"{asked.blog.site} comment {said.number}"),
        "body": said.words,
        "date": _date(said.published),
        "status": "ok",
        "deleted": False,
        "user_id": writer["id"],
        "name": writer["name"],
        "handle": writer["handle"],
        "children": [],
    }


def _account(name: str) -> dict[str, Any]:
    return {"id": _digits(f"account {name}"), "name": name, "handle": re.sub(r"[^a-z]", "", name.lower())}


def _number(blog: SampleBlog, post: ShownPost) -> int:
    return _digits(f"{blog.site} {post.number}")


def _digits(name: str) -> int:
    return int(hexadecimal(name)[:7], 16)


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
