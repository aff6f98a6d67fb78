"""What Ghost's own pages ask for comments: the counts of many posts, and the comments of one. No login is needed.

No document describes it; see ghost/core/core/server/services/comments in https://github.com/TryGhost/Ghost. Members
are readers' accounts, which say nothing of a blog of their own.
"""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.answer import Asked, Frame, Page, as_json
from aggregator.demo.model import ShownComment, ShownPost
from aggregator.demo.platforms.markup import hexadecimal
from aggregator.demo.platforms.node import ghost_id

_COUNTS = "members/api/comments/counts/"
_LIST = "members/api/comments/post/{}/"
_LIMIT = 15


def answer(asked: Asked) -> Page | None:
    """The counts, and each post's comments; `None` for everything else."""
    by_id = {ghost_id(asked.blog, post): post for post in asked.posts}
    if asked.place == _COUNTS:
        wanted = filter(None, asked.query.get("ids", "").split(","))
        # An id that nobody has is counted like a post without comments.
        return as_json({one: by_id[one].comments if one in by_id else 0 for one in wanted})
    post = next((post for one, post in by_id.items() if asked.place == _LIST.format(one)), None)
    return _comments(asked, post) if post else None


def frame(asked: Asked, post: ShownPost) -> Frame:
    """The scripts that fetch the comments: nothing of them stands in the page itself."""
    head = (
        '<meta name="generator" content="Ghost 5.130">'
        '<script defer src="/public/comment-counts.min.js" '
        f"data-ghost-comments-counts-api={quoteattr(asked.home + _COUNTS)}></script>"
    )
    script = (
        '<script defer src="https://cdn.jsdelivr.net/ghost/comments-ui@~1.2/umd/comments-ui.min.js" '
        f'data-ghost-comments={quoteattr(asked.home)} data-post-id="{ghost_id(asked.blog, post)}" '
        'data-count="true" data-comments-enabled="all" crossorigin="anonymous"></script>'
    )
    return Frame(head, "post-template", script)


def _comments(asked: Asked, post: ShownPost) -> Page:
    limit, number = asked.number("limit", _LIMIT), asked.number("page", 1)
    rows = [_comment(asked, said) for said in reversed(post.written)]
    pages = max(1, -(-len(rows) // limit))
    pagination = {
        "page": number,
        "limit": limit,
        "pages": pages,
        "total": len(rows),
        "next": number + 1 if number < pages else None,
        "prev": number - 1 if number > 1 else None,
    }
    told = rows[(number - 1) * limit : number * limit]
    return as_json({"comments": told, "meta": {"pagination": pagination}})


def _comment(asked: Asked, said: ShownComment) -> dict[str, Any]:
    account = hexadecimal(f"member {said.by}")
    return {
        "id": hexadecimal(f"{asked.blog.site} comment {said.number}")[:24],
        "in_reply_to_id": None,
        "status": "published",
        "html": f"<p>{escape(said.words)}</p>",
        "created_at": f"{said.published:%Y-%m-%dT%H:%M:%S}.000Z",
        "edited_at": None,
        "member": {"id": account[:24], "uuid": account[24:56], "name": said.by, "expertise": None},
        "replies": [],
        "liked": False,
        "count": {"replies": 0, "likes": 0},
    }
