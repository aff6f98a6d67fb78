"""The comments of a blog on dev.to or on another Forem.

`GET {site}/api/articles?username=U&per_page=100` lists somebody's posts, the newest first, each with `url`,
`comments_count` and its author; `GET {site}/api/comments?a_id=ID` is the tree of one post's comments. Both are open to
everybody (developers.forem.com/api). A comment that was deleted, or hidden by the post's author, keeps its place in the
tree with an empty `user` (app/views/api/v0/comments in forem/forem); it is no comment any more.

Cannot know: whether somebody could comment (moderators lock discussions; the API does not say), so that openness is
unknown. Answers may be some minutes old, for they come from a cache.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from aggregator.comments.answers import count_of, key_of, text_of, unknown
from aggregator.comments.threads import Listing, Thread, ask, flat, host_of, listed, origin_of
from aggregator.core.dates import read_date
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "forem"
WIDGET = False

_AT_ONCE = 100
_USER = re.compile(r"/(?:feed/)?(\w{2,60})/?", re.ASCII)
_CODE = re.compile(r"[0-9a-z]{1,20}")
_NO_USERS = frozenset({"feed", "tag", "latest", "top", "rss"})


def recognises(site: Site, page: Page | None) -> Params | None:
    """The site and the user's name: at dev.to, or where a page says by its `forem:domain` that it is a Forem."""
    host = host_of(site.feed)
    if not host or (host != "dev.to" and not _is_forem(host, page)):
        return None
    home = site.home if host_of(site.home) == host else None
    user = _user(site.feed) or _user(home)
    origin = origin_of(site.feed)
    return {"site": origin, "user": user} if origin and user else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks for the user's posts, up to the oldest wanted, then for the comments of those where their number changed."""
    origin, user = origin_of(params.get("site")), params.get("user")
    if origin is None or not user:
        return Told(unknown(posts, Reason.NOT_SAID))
    listing = Listing(
        NAME,
        at_once=_AT_ONCE,
        dated="published_at",
        page=lambda found: _articles(origin, user, len(found) // _AT_ONCE + 1),
        key=lambda told: link_key(url) if (url := _address(told)) else None,
        wanted=lambda post: link_key(post.url) if post.url else None,
        thread=lambda post, told, _: _thread(post, told, origin),
        read=_read,
    )
    return (yield from ask(listing, posts, now))


def _is_forem(host: str, page: Page | None) -> bool:
    """Whether the page is of the Forem at this host. Some other sites carry such marks, but not both of these."""
    if page is None or host_of(page.url) != host:
        return False
    marks = {one.get("property"): one.get("content").lower() for one in page.find("meta")}
    return marks.get("forem:domain") == host and "forem:name" in marks


def _user(address: str | None) -> str | None:
    found = _USER.fullmatch(urlsplit(address).path) if address else None
    return found[1] if found and found[1].lower() not in _NO_USERS else None


def _articles(origin: str, user: str, page: int) -> str:
    asked = {"username": user, "per_page": _AT_ONCE} | ({"page": page} if page > 1 else {})
    return f"{origin}/api/articles?" + urlencode(asked)


def _address(told: dict[str, Any]) -> str | None:
    """Where the post is on the Forem; `canonical_url` may be where it was published first."""
    return web_address(text_of(told.get("url")))


def _thread(post: Post, told: dict[str, Any], origin: str) -> Thread | None:
    count, number = count_of(told.get("comments_count")), text_of(told.get("id"))
    if count is None or not number.isdecimal():
        return None
    return Thread(post, f"{origin}/api/comments?" + urlencode({"a_id": number}), count, Openness.UNKNOWN, told)


def _read(thread: Thread, told: Any) -> Finding | None:
    if not isinstance(told, list):
        return None
    tree = [(one, parent) for one, parent in flat(told) if _CODE.fullmatch(text_of(one.get("id_code")))]
    comments = [_comment(one, parent, thread) for one, parent in tree if _name(one)]
    return listed(thread, comments, len(tree))


def _name(told: dict[str, Any]) -> str:
    """The account that wrote a post or a comment; empty when the comment is gone."""
    user = told.get("user")
    return key_of(user.get("username")) if isinstance(user, dict) else ""


def _comment(told: dict[str, Any], parent: dict[str, Any] | None, thread: Thread) -> FoundComment:
    account, writer = _name(told), _name(thread.told)
    origin = origin_of(thread.url)
    key = text_of(told["id_code"])
    return FoundComment(
        key,
        author=title_text(text_of(told["user"].get("name")) or account)[:200],
        author_url=web_address(f"{origin}/{account}"),
        author_id=account,
        own=account.lower() == writer.lower() if writer else None,
        published=read_date(text_of(told.get("created_at"))),
        url=web_address(f"{origin}/{account}/comment/{key}"),
        parent=key_of(parent.get("id_code")) or None if parent else None,
        text=plain_text(text_of(told.get("body_html")), 2000),
    )
