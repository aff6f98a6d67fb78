"""The comments that an Isso server keeps for a blog: how many of all posts at once, and who wrote them.

    POST {server}count      ["/one/", "/two/"] is answered by [0, 2]: published comments, replies included
    {server}?uri=/two/      the comments of a post as a tree

Documented at https://isso-comments.de/docs/ (isso/views/comments.py in
https://github.com/isso-comments/isso); how a page names its server and its thread, in isso/js/app/api.js and embed.js.

The count is 0 also for a thread that nobody knows, and a slash more or less makes another thread. So a number counts
only if the post's own page shows which thread is its, or if the pages looked at show that a thread is named by the
path of its post. A page without a thread, on a blog where others have one, is closed for comments. Held comments
nobody outside can know, nor which commenter is the post's author: Isso has no accounts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from aggregator.comments.answers import batches, count_of, is_busy, json_of, key_of, objects, text_of
from aggregator.comments.ownthread import find_threads, finding, listed, path_of, remembered, server_of, stops, to_list
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import host_of, web_address
from aggregator.core.markup import unescape
from aggregator.core.model import Finding, FoundComment, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "isso"
WIDGET = True

_SCRIPT = "/js/embed.min.js"
_PUBLISHED = 1
_BATCH = 100


def recognises(site: Site, page: Page | None) -> Params | None:
    """Isso by the script on the page that names its server."""
    server = _server(page) if page else None
    if page is None or server is None:
        return None
    return remembered(site.sources.get(NAME, {}), {"server": server, "host": host_of(page.url)})


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One request for the counts of all posts, one for each post whose count has changed; looks at new posts' pages."""
    if "server" not in params:
        return Told(tuple(Finding(post.id, None, openness=None, reason=Reason.NOT_THERE) for post in posts))
    threads = yield from find_threads(NAME, _thread_on, path_of, params, posts, now)
    counts, refused = yield from _count(params["server"], threads.names)
    findings = {post.id: finding(post, counts, threads, refused) for post in posts}
    for post in [] if refused else to_list(NAME, counts, posts, now):
        [answer] = yield [Request(f"{params['server']}?uri={quote(threads.names[post.id], safe='')}")]
        tree = json_of(answer)
        if isinstance(tree, dict) and isinstance(tree.get("replies"), list):
            comments = tuple(_comments(post, tree))
            cut = any(row.get("hidden_replies") for row in (tree, *_rows(tree)))
            findings[post.id] = listed(findings[post.id], comments, None if cut else len(comments))
        elif stops(answer):
            refused = answer if is_busy(answer) else None
            break
    return Told(tuple(findings.values()), refused, threads.params)


def _server(page: Page) -> str | None:
    scripts = list(page.find("script"))
    written = next((named for one in scripts if (named := one.get("data-isso"))), None)
    if written is None and _thread_on(page) != "":
        sources = (one.get("src") for one in scripts)
        written = next((source.removesuffix(_SCRIPT) for source in sources if source.endswith(_SCRIPT)), None)
    server = server_of(page.address(written)) if written else None
    return f"{server}/" if server else None


def _thread_on(page: Page) -> str | None:
    thread = next((one for one in page.find() if one.get("id") == "isso-thread"), None)
    return "" if thread is None else thread.get("data-isso-id") or path_of(page.url)


def _count(server: str, names: Mapping[int, str]) -> Conversation[tuple[dict[int, int], Answer | None]]:
    """The counts by post, and the answer that gave none."""
    counts: dict[int, int] = {}
    for batch in batches(list(names.items()), _BATCH):
        [answer] = yield [Request(f"{server}count", json=json.dumps([name for _, name in batch]))]
        body = json_of(answer)
        if not isinstance(body, list) or len(body) != len(batch):
            return counts, answer
        told = zip((number for number, _ in batch), map(count_of, body), strict=True)
        counts |= {number: count for number, count in told if count is not None}
    return counts, None


def _rows(tree: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = objects(tree.get("replies"))
    for row in rows:  # which grows meanwhile
        yield row
        rows += objects(row.get("replies"))


def _comments(post: Post, tree: Mapping[str, Any]) -> Iterator[FoundComment]:
    """The published ones. A deleted comment stays in its place, without words, as long as it has answers."""
    for row in _rows(tree):
        key = key_of(row.get("id"))
        if row.get("mode") != _PUBLISHED or not key:
            continue
        created = row.get("created")
        yield FoundComment(
            key,
            author=title_text(text_of(row.get("author")))[:200],
            author_url=web_address(unescape(text_of(row.get("website")))),
            published=read_date(str(created)) if isinstance(created, int | float) else None,
            url=web_address(f"{post.url}#isso-{key}") if post.url else None,
            parent=key_of(row.get("parent")) or None,
            text=plain_text(text_of(row.get("text")), 2000),
        )
