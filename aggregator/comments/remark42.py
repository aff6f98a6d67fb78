"""The comments that a Remark42 server keeps for a blog: how many of all posts at once, and who wrote them.

    POST {server}/api/v1/counts?site=ID    ["https://one", …] is answered by [{"url": "https://one", "count": 2}, …]
    {server}/api/v1/find?site=ID&url=…     the comments of a post, and whether it is closed

Documented at https://remark42.com/docs/contributing/api/ (backend/app/rest/api/rest_public.go in
https://github.com/umputun/remark42); the `remark_config` of a page, at https://remark42.com/docs/configuration/frontend/.

The count is 0 also for an address that the server does not know, so a number counts only of an address that the post's
own page gives (`url` in its remark_config, else where the page is, without query), or that follows from its post's
address as on the pages looked at. Nobody outside can know held comments, which account is the post's author, or that a
post without comments was closed by hand.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode, urlsplit

from aggregator.comments.answers import batches, count_of, is_busy, json_of, key_of, objects, text_of
from aggregator.comments.ownthread import (
    find_threads,
    finding,
    listed,
    path_of,
    remembered,
    server_of,
    stops,
    to_list,
)
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import host_of, web_address
from aggregator.core.model import Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import replace
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "remark42"
WIDGET = True

_BATCH = 100
_CONFIGS = 3
_CONFIG_LIMIT = 5_000  # characters
_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"""
_START = re.compile(r"\bremark_config\s*=\s*\{")
# What is never closed is taken to where it would have to be, or it would be looked through again from each quote in it.
_REMARK = re.compile(rf"""({_STRING}|["'][^\n]*|`.*)|//[^\n]*|/\*(?:.*?\*/|.*)""", re.DOTALL)
_BODY = re.compile(rf"((?:{_STRING}|[^{{}}\"'`])*)\}}", re.DOTALL)
_FIELD = re.compile(rf"""["']?\b(host|site_id|url)["']?\s*:\s*({_STRING}|[^,\n]+)""")
_HERE = re.compile(r"(?:window\.|document\.)?location\.origin\+(?:window\.|document\.)?location\.pathname")


def recognises(site: Site, page: Page | None) -> Params | None:
    """Remark42 by the configuration that a script on the page gives it."""
    config = _config(page) if page else None
    server = server_of(_literal(config.get("host", ""))) if config else None
    name = _literal(config.get("site_id", "")) if config else None
    if page is None or not server or not name:
        return None
    return remembered(site.sources.get(NAME, {}), {"server": server, "site": name, "host": host_of(page.url)})


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One request for the counts of all posts, one for each post whose count has changed; looks at new posts' pages."""
    if "server" not in params or "site" not in params:
        return Told(tuple(Finding(post.id, None, openness=None, reason=Reason.NOT_THERE) for post in posts))
    threads = yield from find_threads(NAME, _thread_on, _usual, params, posts, now)
    counts, refused = yield from _count(params, threads.names)
    findings = {post.id: finding(post, counts, threads, refused) for post in posts}
    for post in [] if refused else to_list(NAME, counts, posts, now):
        name = threads.names[post.id]
        asked = urlencode({"site": params["site"], "url": name, "sort": "time", "format": "plain"})
        [answer] = yield [Request(f"{params['server']}/api/v1/find?{asked}")]
        told = json_of(answer)
        if isinstance(told, dict) and isinstance(told.get("comments"), list):
            findings[post.id] = _listed(findings[post.id], post, name, told)
        elif stops(answer):
            refused = answer if is_busy(answer) else None
            break
    return Told(tuple(findings.values()), refused, threads.params)


# -- what a page shows ------------------------------------------------------------------------------


def _config(page: Page) -> dict[str, str] | None:
    """The fields of the page's `remark_config`, as they are written; remarks in the script are no fields."""
    starts = ((script.text, found.end()) for script in page.find("script") for found in _START.finditer(script.text))
    for text, start in islice(starts, _CONFIGS):
        body = _BODY.match(_REMARK.sub(r"\1", text[start:][:_CONFIG_LIMIT]))
        if body:
            return {found[1]: found[2].strip() for found in _FIELD.finditer(body[1])}
    return None


def _literal(written: str) -> str | None:
    """The text that a JavaScript string means; `None` when it is none, or has to be worked out."""
    quote, inside = written[:1], written[1:-1]
    if quote not in {'"', "'", "`"} or (quote == "`" and "${" in inside) or (quote != '"' and '"' in inside):
        return None
    try:
        return str(json.loads('"' + inside.replace(f"\\{quote}", quote if quote != '"' else '\\"') + '"'))
    except ValueError:
        return None


def _thread_on(page: Page) -> str | None:
    if all(one.get("id") != NAME for one in page.find()):
        return ""
    config = _config(page)
    if config is None:
        return None
    written = config.get("url", "''")
    name = "" if _HERE.fullmatch("".join(written.split())) else _literal(written)
    return None if name is None else name.partition("#")[0] or _usual(page.url)


def _usual(url: str) -> str:
    """The address of a page as browsers put it together: without query and fragment."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{path_of(url)}"


# -- Remark42's answers -----------------------------------------------------------------------------


def _count(params: Params, names: Mapping[int, str]) -> Conversation[tuple[dict[int, int], Answer | None]]:
    """The counts by post, and the answer that gave none. Of a site that it does not know, the server tells nothing."""
    counts: dict[int, int] = {}
    url = f"{params['server']}/api/v1/counts?{urlencode({'site': params['site']})}"
    for batch in batches(list(names.items()), _BATCH):
        [answer] = yield [Request(url, json=json.dumps([name for _, name in batch]))]
        told = {text_of(row.get("url")): count_of(row.get("count")) for row in objects(json_of(answer))}
        found = {number: count for number, name in batch if (count := told.get(name)) is not None}
        if not found:
            return counts, answer
        counts |= found
    return counts, None


def _listed(counted: Finding, post: Post, name: str, told: Mapping[str, Any]) -> Finding:
    rows = [row for row in objects(told["comments"]) if _is_about(row, name) and _is_understood(row)]
    info = told.get("info")
    if isinstance(info, dict) and info.get("read_only") is True:
        counted = replace(counted, openness=Openness.CLOSED)
    return listed(counted, tuple(_comments(post, rows)), len(rows))


def _is_about(row: Mapping[str, Any], name: str) -> bool:
    locator = row.get("locator")
    return not isinstance(locator, dict) or locator.get("url") == name


def _is_understood(row: Mapping[str, Any]) -> bool:
    return bool(key_of(row.get("id"))) and isinstance(row.get("delete"), bool | None)


def _comments(post: Post, rows: Sequence[Mapping[str, Any]]) -> Iterator[FoundComment]:
    """Without the deleted ones, which are listed without words, as are those of people who were shut out."""
    for row in rows:
        if row.get("delete"):
            continue
        key = key_of(row["id"])
        user: Mapping[str, Any] = one if isinstance(one := row.get("user"), dict) else {}
        yield FoundComment(
            key,
            author=title_text(text_of(user.get("name")))[:200],
            author_id=key_of(user.get("id")) or None,
            published=read_date(text_of(row.get("time"))),
            url=web_address(f"{post.url}#remark42__comment-{key}") if post.url else None,
            parent=key_of(row.get("pid")) or None,
            text=plain_text(text_of(row.get("text")), 2000),
        )
