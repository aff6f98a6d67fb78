"""The comments of a Substack publication, also on a domain of its own.

`GET {site}/api/v1/archive?sort=new&offset=0&limit=12` lists the newest posts with `canonical_url`, `comment_count` and
`write_comment_permissions` (`everyone`, `only_paid`, `none`). `GET {site}/api/v1/post/{id}/comments` is the tree of one
post's comments. Substack documents neither; its own pages ask them, and so do many readers and importers. So anything
but the known shape is unknown.

Cannot know: who comments on posts for paying readers, and whether a classmate pays. There the count stands and openness
is unknown.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from aggregator.comments.answers import count_of, number_key, objects, text_of, unknown
from aggregator.comments.threads import Listing, Thread, ask, flat, host_of, listed, origin_of
from aggregator.core.dates import read_date
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_lines, title_text

NAME = "substack"
WIDGET = False

_AT_ONCE = 12  # what Substack's own archive page asks for
_NO_PUBLICATIONS = frozenset({"www.substack.com", "open.substack.com", "support.substack.com"})
_STATUS = re.compile(r"[a-z_]{1,40}")
_HANDLE = re.compile(r"[\w.-]{1,100}")
_OPEN = {"none": Openness.CLOSED, "everyone": Openness.OPEN}


def recognises(site: Site, page: Page | None) -> Params | None:  # noqa: ARG001
    """The publication's address: its feed names Substack as the generator, or it is at NAME.substack.com."""
    if site.generator.strip().lower() == "substack":
        origin = origin_of(site.home) or origin_of(site.feed)
    else:
        origin = next((origin_of(url) for url in (site.home, site.feed) if _is_hosted(url)), None)
    return {"site": origin} if origin else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks the archive up to the oldest of the posts, then for the comments of those where their number changed."""
    origin = origin_of(params.get("site"))
    if origin is None:
        return Told(unknown(posts, Reason.NOT_SAID))
    listing = Listing(
        NAME,
        at_once=_AT_ONCE,
        dated="post_date",
        page=lambda found: _archive(origin, len(found)),
        key=lambda told: link_key(url) if (url := _address(told)) else None,
        wanted=lambda post: link_key(post.url) if post.url else None,
        thread=lambda post, told, _: _thread(post, told, origin),
        read=_read,
    )
    return (yield from ask(listing, posts, now))


def _is_hosted(url: str | None) -> bool:
    host = host_of(url)
    return host.endswith(".substack.com") and host not in _NO_PUBLICATIONS


def _archive(origin: str, offset: int) -> str:
    return f"{origin}/api/v1/archive?" + urlencode({"sort": "new", "offset": offset, "limit": _AT_ONCE})


def _address(told: dict[str, Any]) -> str | None:
    return web_address(text_of(told.get("canonical_url")))


def _thread(post: Post, told: dict[str, Any], origin: str) -> Thread | None:
    count, number = count_of(told.get("comment_count")), text_of(told.get("id"))
    if count is None or not number.isdecimal():
        return None
    openness = _OPEN.get(text_of(told.get("write_comment_permissions")), Openness.UNKNOWN)
    for_all = text_of(told.get("audience")) in {"", "everyone"}
    if not for_all and openness is Openness.OPEN:
        openness = Openness.UNKNOWN
    order = urlencode({"all_comments": "true", "sort": "oldest_first"})
    url = f"{origin}/api/v1/post/{number}/comments?{order}" if for_all else None
    return Thread(post, url, count, openness, told)


def _read(thread: Thread, told: Any) -> Finding | None:
    if not isinstance(told, dict) or not isinstance(told.get("comments"), list):
        return None
    tree = [(one, parent) for one, parent in flat(told["comments"]) if _is_understood(one)]
    writers = {text_of(one.get("id")) for one in objects(thread.told.get("publishedBylines"))} - {""}
    comments = [_comment(one, parent, thread, writers) for one, parent in tree if _stands(one)]
    return listed(thread, comments, len(tree))


def _is_understood(told: dict[str, Any]) -> bool:
    """Whether it has the known shape, so that it is clear whether it stands. Without words it has to say why."""
    status = told.get("status")
    known = status is None or (isinstance(status, str) and _STATUS.fullmatch(status) is not None)
    words = told.get("deleted") in (None, False) and isinstance(told.get("body"), str) and bool(told["body"])
    return known and bool(number_key(told.get("id"))) and (words or not _stands(told))


def _stands(told: dict[str, Any]) -> bool:
    """Whether it is a comment still: one that was deleted or taken down keeps its place for the replies to it."""
    return told.get("deleted") is not True and told.get("status") in (None, "ok")


def _comment(told: dict[str, Any], parent: dict[str, Any] | None, thread: Thread, writers: set[str]) -> FoundComment:
    key, account, handle = number_key(told["id"]), number_key(told.get("user_id")), text_of(told.get("handle"))
    post_url = _address(thread.told) or ""
    return FoundComment(
        key,
        author=title_text(text_of(told.get("name")))[:200],
        author_url=f"https://substack.com/@{handle}" if _HANDLE.fullmatch(handle) else None,
        author_id=account or None,
        own=account in writers if account and writers else None,
        published=read_date(text_of(told.get("date"))),
        url=web_address(f"{post_url.rstrip('/')}/comment/{key}"),
        parent=number_key(parent.get("id")) or None if parent else None,
        text=plain_lines(text_of(told.get("body")), 2000),
    )
