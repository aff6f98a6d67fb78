"""The platforms of the sample blogs: where each keeps its feed and its posts, how it writes and answers.

Only writes; the reading is done by agg itself, over HTTP. A platform answers a visitor as the real one does, also where
that is less than there is to know: what agg then says of a post is what it could say of a real one.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from aggregator.core.record import Struct
from aggregator.demo.answer import Asked, Frame, Headers, Page
from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms import (
    blogger,
    ghost,
    isso,
    node,
    plain,
    substack,
    wordpress,
    wordpress_comments,
    wordpress_rest,
)
from aggregator.demo.platforms.markup import Feed, Posts, http_date

_RSS, _ATOM, _JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


class Platform(Struct, frozen=True):
    """`feed` and `post` are places under a blog's home page, `post` to be filled with the post.

    `kind` is the type the home page gives its feed in <link rel=alternate>.

    `write(blog, posts newest first, home page's address)` gives the feed's body and content type;
    `follows` says what its validators follow, see `validators`.

    `answers` are asked in turn for what is neither feed nor page, `frame` for what is around a post on its page.
    `headers` go with every answer of the blog. `root`: what the platform has at the root of a host, and a sample blog,
    which is in a folder, has there all the same.
    """

    feed: str
    kind: str
    post: str
    write: Callable[[SampleBlog, Posts, str], Feed]
    follows: Literal["posts", "changes", "file", "body"]
    answers: tuple[Callable[[Asked], Page | None], ...] = ()
    frame: Callable[[Asked, ShownPost], Frame] = lambda _asked, _post: Frame()
    headers: Callable[[str], Headers] = lambda _home: ()
    root: str | None = None


def _wordpress(feed: str, kind: str, write: Callable[[SampleBlog, Posts, str], Feed]) -> Platform:
    return Platform(
        feed,
        kind,
        wordpress.POST,
        write,
        "posts",
        answers=(wordpress_rest.answer, wordpress_comments.answer),
        frame=wordpress_comments.frame,
        headers=lambda home: (("Link", f'<{home}{wordpress_rest.ROOT}>; rel="https://api.w.org/"'),),
    )


PLATFORMS = {
    "wordpress": _wordpress("feed/", _RSS, wordpress.rss),
    "wordpress-atom": _wordpress("feed/atom/", _ATOM, wordpress.atom),
    "blogger": Platform(
        "feeds/posts/default",
        _ATOM,
        blogger.POST,
        blogger.atom,
        "changes",
        answers=(blogger.answer,),
        frame=blogger.frame,
        root="feeds/",
    ),
    "ghost": Platform("rss/", _RSS, node.GHOST_POST, node.ghost, "body", answers=(ghost.answer,), frame=ghost.frame),
    "substack": Platform(
        "feed",
        _RSS,
        node.SUBSTACK_POST,
        node.substack,
        "body",
        answers=(substack.answer,),
        frame=substack.frame,
        root="api/v1/",
    ),
    "hugo": Platform("atom.xml", _ATOM, plain.HUGO_POST, plain.hugo, "file", answers=(isso.answer,), frame=isso.frame),
    "microblog": Platform("feed.json", _JSON, plain.MICROBLOG_POST, plain.microblog, "body"),
}


def validators(platform: Platform, body: bytes, posts: Posts, moment: datetime) -> tuple[str, str | None]:
    """The ETag and Last-Modified of a feed's body at the moment, as its platform makes them.

    `posts`: WordPress, from the posts alone: a new comment changes neither (class-wp.php send_headers) ·
    `changes`: Blogger, comments too · `file`: a server of static files · `body`: the rest, ETag only.
    """
    newest = max((post.modified for post in posts), default=moment)
    of_body = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    match platform.follows:
        case "posts":
            modified = http_date(newest)
            return f'"{hashlib.md5(modified.encode(), usedforsecurity=False).hexdigest()}"', modified
        case "changes":
            return of_body, http_date(max((post.changed for post in posts), default=moment))
        case "file":
            return f'"{int(newest.timestamp()):x}-{len(body):x}"', http_date(newest)
        case _:
            return of_body, None
