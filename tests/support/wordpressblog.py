"""A WordPress blog on a BlogServer, as far as agg asks one: feeds, pages, REST interface, held and deleted comments."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.build import NOW

KARI = 1
"""The account of the blog's owner; visitors have none (0)."""

_SPACES = (
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)
_THREAD = "http://purl.org/syndication/thread/1.0"


@dataclass
class Written:
    """A comment; nobody sees it while it is held back."""

    key: int
    author: str
    account: int
    when: datetime
    held: bool = False


@dataclass
class WrittenPost:
    """A post; `closed` when nobody can comment."""

    number: int
    published: datetime
    comments: dict[int, Written] = field(default_factory=dict)
    closed: bool = False

    @property
    def seen(self) -> list[Written]:
        return [one for one in self.comments.values() if not one.held]


class WordPressBlog:
    """Kari's blog in a folder of the server. A comment changes no validator of the feed, as is WordPress's way.

    `rest` and `comment_feeds` are the statuses that these answer with, `api` whether the feed names the REST interface
    (and where), `head` what else stands in the pages, `window` how many posts a feed holds.
    """

    def __init__(self, server: BlogServer, folder: str = "/kari/", api: BlogServer | None = None) -> None:
        self.server, self.folder = server, folder
        self.home = server.url(folder)
        self.posts: dict[int, WrittenPost] = {}
        self.rest = self.comment_feeds = 200
        self.api: str | None = (api or server).url(f"{folder}wp-json/")
        self.head = ""
        self.window = 10
        self.title = "Kari writes"
        self._keys = 0
        for path in ("feed/", "comments/feed/atom/", "comments/feed/", ""):
            server.put(folder + path, self._answer)
        for path in ("posts", "comments"):
            (api or server).put(f"{folder}wp-json/wp/v2/{path}", self._answer)

    # -- what people do ---------------------------------------------------------------------------------

    def publish(self, number: int, published: datetime = NOW) -> None:
        self.posts[number] = WrittenPost(number, published)
        self.server.put(f"{self.folder}{number}/", self._answer)
        self.server.put(f"{self.folder}{number}/feed/", self._answer)

    def comment(
        self, number: int, author: str = "Ola", *, when: datetime = NOW, account: int = 0, held: bool = False
    ) -> int:
        """Somebody comments on the post of this number; gives the comment's own number."""
        self._keys += 1
        self.posts[number].comments[self._keys] = Written(self._keys, author, account, when, held)
        return self._keys

    def approve(self, key: int) -> None:
        self._with(key).comments[key].held = False

    def delete(self, key: int) -> None:
        del self._with(key).comments[key]

    def _with(self, key: int) -> WrittenPost:
        return next(post for post in self.posts.values() if key in post.comments)

    # -- what is asked ----------------------------------------------------------------------------------

    def asked(self) -> list[str]:
        """What was asked of it in the last fetch, in words: `feed`, `page 1`, `posts 1,2`, `comments 1,2`."""
        return [word for seen in self.server.log if (word := self.word(seen.path))]

    def word(self, path: str) -> str:
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not parts.path.startswith(self.folder):
            return ""
        match parts.path.removeprefix(self.folder).rstrip("/").split("/"):
            case ["feed"]:
                return f"feed {asked['paged']}" if "paged" in asked else "feed"
            case [""] if asked.get("feed") == "rss2":
                return f"feed {asked['paged']}" if "paged" in asked else "feed"
            case ["wp-json", *_, route]:
                return f"{route} {asked.get('include') or asked.get('post')}"
            case ["comments", "feed", *_]:
                return "comment feed"
            case [number, "feed"]:
                return f"comment feed {number}"
            case [number]:
                return f"page {number}"
        raise AssertionError(path)

    def _answer(self, visit: Visit) -> Page:
        word, _, more = self.word(visit.path).partition(" ")
        match word:
            case "feed":
                return self._feed(int(more or "1"))
            case "posts":
                return self._rest([self._as_json(post) for post in self._those(more)])
            case "comments":
                return self._rest([self._told(post, one) for post in self._those(more) for one in post.seen])
            case "page":
                return self._page(self.posts[int(more)])
            case _:
                return self._comment_feed(int(more.removeprefix("feed").strip() or "0"))

    def _those(self, numbers: str) -> Iterable[WrittenPost]:
        return [self.posts[number] for number in map(int, numbers.split(",")) if number in self.posts]

    # -- what is answered -------------------------------------------------------------------------------

    def _feed(self, page: int) -> Page:
        newest = sorted(self.posts.values(), key=lambda post: post.published, reverse=True)
        shown = newest[(page - 1) * self.window : page * self.window]
        if page > 1 and not shown:
            return Page(b"Not found", "text/html", status=404)
        head = f"<title>{self.title}</title><link>{self.home}</link><generator>https://wordpress.org/?v=6.9</generator>"
        body = f'<?xml version="1.0"?><rss version="2.0" {_SPACES}><channel>{head}'
        body += "".join(map(self._item, shown)) + "</channel></rss>"
        mark = hashlib.md5(repr([(post.number, post.published) for post in newest]).encode()).hexdigest()
        link = {"Link": f'<{self.api}>; rel="https://api.w.org/"'} if self.api else {}
        return Page(body.encode(), etag=f'"{mark}-{page}-{self.title}"', headers=link)

    def _item(self, post: WrittenPost) -> str:
        count, home = len(post.seen), f"{self.home}{post.number}/"
        comments = f"<comments>{home}#{'comments' if count else 'respond'}</comments>"
        comments += f"<wfw:commentRss>{home}feed/</wfw:commentRss><slash:comments>{count}</slash:comments>"
        return (
            f"<item><title>Post {post.number}</title><link>{home}</link><dc:creator>Kari</dc:creator>"
            f'<guid isPermaLink="false">{self.home}?p={post.number}</guid><description>Text.</description>'
            f"<pubDate>{format_datetime(post.published)}</pubDate>"
            f"{'' if post.closed and not count else comments}</item>"
        )

    def _page(self, post: WrittenPost) -> Page:
        """With the form for comments while one can write any."""
        form = f'<form id="commentform" action="{self.home}wp-comments-post.php"></form>'
        body = f"Text.{'' if post.closed else form}"
        html = (
            f"<!doctype html><html><head><title>Post {post.number}</title>{self.head}</head><body>{body}</body></html>"
        )
        return Page(html.encode(), "text/html; charset=utf-8")

    def _rest(self, rows: list[dict[str, Any]]) -> Page:
        if self.rest != 200:
            return Page(b'{"code":"rest_disabled"}', "application/json", status=self.rest)
        total = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1" if rows else "0"}
        return Page(json.dumps(rows).encode(), "application/json", headers=total)

    def _as_json(self, post: WrittenPost) -> dict[str, Any]:
        status = "closed" if post.closed else "open"
        link = f"{self.home}{post.number}/"
        return {"id": post.number, "link": link, "author": KARI, "date_gmt": _gmt(post.published)} | {
            "comment_status": status,
            "content": {"protected": False},
        }

    def _told(self, post: WrittenPost, one: Written) -> dict[str, Any]:
        return {
            "id": one.key,
            "post": post.number,
            "parent": 0,
            "author": one.account,
            "author_name": one.author,
            "author_url": "",
            "date_gmt": _gmt(one.when),
            "link": f"{self.home}{post.number}/#comment-{one.key}",
            "type": "comment",
            "content": {"rendered": "<p>Well said.</p>"},
        }

    def _comment_feed(self, number: int) -> Page:
        """The newest ten comments on the post of this number; on all posts if it is 0."""
        if self.comment_feeds != 200:
            return Page(b"No", "text/html", status=self.comment_feeds)
        posts = [self.posts[number]] if number else self.posts.values()
        pairs = [(one, post) for post in posts for one in post.seen]
        found = sorted(pairs, key=lambda pair: pair[0].when, reverse=True)
        entries = "".join(self._entry(one, post) for one, post in found[:10])
        home = f"{self.home}{number}/" if number else self.home
        head = f'<title>Comments</title><link rel="alternate" href="{home}"/><generator>WordPress</generator>'
        body = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="{_THREAD}">{head}{entries}</feed>'
        return Page(body.encode(), "application/atom+xml")

    def _entry(self, one: Written, post: WrittenPost) -> str:
        ref, href = f"{self.home}?p={post.number}", f"{self.home}{post.number}/"
        return (
            f"<entry><title>Comment</title><id>{ref}#comment-{one.key}</id>"
            f'<link rel="alternate" href="{href}#comment-{one.key}"/><author><name>{one.author}</name></author>'
            f'<published>{one.when.isoformat()}</published><content type="html">Well said.</content>'
            f'<thr:in-reply-to ref="{ref}" href="{href}"/></entry>'
        )


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00")


def requests_by_kind(asked: Iterable[str]) -> list[str]:
    """What was asked without the numbers of posts, sorted."""
    return sorted(re.sub(r" [\d,]+$", "", word) for word in asked)
