"""Discourse: a forum whose topics are shown as the comments of a blog.

Asks `FORUM/embed/count?embed_url[]=` about all posts at once, for which nothing is created. The answer is a sentence
in the forum's language ("3 replies"). Who wrote is in `FORUM/t/ID.json`; the topic's number stands in
`FORUM/embed/comments?embed_url=`, which is only asked about topics that exist, since it opens one where there is none.
Formats: github.com/discourse/discourse (`public/javascripts/embed.js`, `app/controllers/embed_controller.rb`,
`app/models/topic_embed.rb`), docs.discourse.org.

A post without a topic is missing from the answer, and so is one that the forum knows by another address: unknown. As
soon as one reader has seen the post's page there is a topic. A forum's count includes notices like "closed this topic".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import (
    PAGES_AT_ONCE,
    batches,
    count_of,
    each_once,
    is_busy,
    json_of,
    left_out,
    number_key,
    objects,
    page_of,
    text_of,
    unknown,
    why_not,
)
from aggregator.comments.ownthread import server_of
from aggregator.comments.terms import PATH
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "discourse"
WIDGET = True

_SETTING = r"""\b{}["']?\s{{0,9}}[:=]\s{{0,9}}["']?([^"'\s,;}}]{{1,2000}})"""
_FORUM, _ADDRESS, _TOPIC = (
    re.compile(_SETTING.format(name)) for name in ("discourseUrl", "discourseEmbedUrl", "topicId")
)
_TOPIC_PATH = re.compile(r"t/(?:[^/]+/)?(\d{1,9})(?:/\d+)?/?")
_DIGITS = re.compile(r"\d+")
_QUERY = 6_000  # characters
_REPLIES = (1, 2)  # what a person wrote: plain, or as a moderator


def recognises(site: Site, page: Page | None) -> Params | None:  # noqa: ARG001
    """The forum, and whether its topics are found by the posts' addresses or stand on the posts' pages."""
    settings = _settings(page) if page else None
    if page is None or settings is None:
        return None
    named = settings["address"] or page.url
    follows = link_key(named) == link_key(page.url) and not (settings["topic"] and not settings["address"])
    return {"forum": settings["forum"], "by": "address" if follows else "page", "page": named if follows else page.url}


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One request for all posts, and one or two for each of a few posts that have new replies."""
    if not params.get("forum"):
        return Told(unknown(posts, Reason.NOT_UNDERSTOOD))
    found: dict[int, Finding] = {}
    learnt = dict(params)
    if params["by"] == "page":
        found = yield from _read_pages(params, posts, now, learnt)
    embeds = {post.id: address for post in posts if (address := _embed_of(params, learnt, post))}
    counted, refused = yield from _count(params, embeds)
    found |= counted
    if refused is None:
        wanted = [post for post in posts if _has_news(post, found.get(post.id), learnt, now)]
        cost = 1 if all(f"topic {post.id}" in learnt for post in wanted) else 2
        told, refused = yield from _list(params, in_turn(wanted, NAME)[: most(now) // cost], embeds, learnt)
        found |= {post: one for post, one in told.items() if one.count is not None or post not in counted}
    return Told(left_out(posts, found), refused, learnt if learnt != params else None)


# -- what stands on pages -----------------------------------------------------------------------------


def _settings(page: Page) -> dict[str, str] | None:
    """What the page tells `embed.js`: the forum, and the post's address there or its topic's number."""
    for one in page.find("script"):
        text = one.text.replace("\\/", "/") if "discourseUrl" in one.text else ""
        found = _FORUM.search(text)
        forum = server_of(page.address(found[1])) if found and "//" in found[1] else None
        if forum and ("DiscourseEmbed" in text or "javascripts/embed.js" in text):
            address, topic = _ADDRESS.search(text), _TOPIC.search(text)
            written = web_address(address[1]) if address else None
            number = topic[1] if topic and topic[1].isascii() and topic[1].isdigit() else ""
            return {"forum": f"{forum}/", "address": written or "", "topic": number[:9]}
    return None


def _read_pages(
    params: Params, posts: Sequence[Post], now: Round, learnt: dict[str, str]
) -> Conversation[dict[int, Finding]]:
    """Learns from the posts' own pages what the forum knows them by; a finding for each that does not tell."""
    unread = [post for post in posts if not {f"embed {post.id}", f"topic {post.id}"} & params.keys()]
    asked = [(post.id, url) for post in in_turn(unread, NAME)[: most(now) // 2] if (url := web_address(post.url))]
    found: dict[int, Finding] = {}
    for some in batches(asked, PAGES_AT_ONCE):
        answers = yield [Request(url, reads=Reads.PAGE) for _, url in some]
        for (post, _), answer in zip(some, answers, strict=True):
            page = page_of(answer)
            settings = _settings(page) if page else None
            if settings and settings["address"]:
                learnt[f"embed {post}"] = settings["address"]
            elif settings and settings["topic"]:
                learnt[f"topic {post}"] = settings["topic"]
            else:
                reason = Reason.SWITCHED_OFF if page else why_not(answer)
                found[post] = Finding(post, None, openness=None, reason=reason)
    return found


def _embed_of(params: Params, learnt: Mapping[str, str], post: Post) -> str | None:
    return _page_address(post, params["page"]) if params["by"] == "address" else learnt.get(f"embed {post.id}")


def _page_address(post: Post, sample: str) -> str | None:
    """The post's address as a browser shows it; `None` when its feed names a host that is not the blog's.

    A feed may name addresses that redirect. How they do shows in `sample`, the address of a page that was read.
    """
    address = web_address(post.url)
    parts, known = urlsplit(address or ""), urlsplit(sample)
    if (parts.hostname or "").removeprefix("www.") != (known.hostname or "").removeprefix("www.") or not address:
        return None
    path = parts.path
    if known.path.endswith("/") and len(known.path) > 1 and "." not in path.rpartition("/")[2]:
        path = path.rstrip("/") + "/"
    elif not known.path.endswith("/") and "." not in known.path.rpartition("/")[2]:
        path = path.rstrip("/") or "/"
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith("utm_")]
    query = urlencode(asked) if "utm_" in parts.query else parts.query
    return urlunsplit((known.scheme, known.netloc.lower(), quote(path, safe=PATH), query, ""))


# -- how many -----------------------------------------------------------------------------------------


def _count(params: Params, embeds: Mapping[int, str]) -> Conversation[tuple[dict[int, Finding], Answer | None]]:
    found: dict[int, Finding] = {}
    refused: Answer | None = None
    for some in _batches(embeds):
        counts: Any = None
        if refused is None:
            query = urlencode([("embed_url[]", form) for post in some for form in _forms(embeds[post])])
            [answer] = yield [Request(f"{params['forum']}embed/count?{query}")]
            read = json_of(answer)
            counts = read.get("counts") if isinstance(read, dict) else None
            refused = None if isinstance(counts, dict) else answer
        if refused is not None:
            found |= {post: Finding(post, None, openness=None, reason=why_not(refused)) for post in some}
        else:
            known = {_normal(name.partition("#")[0]): words for name, words in counts.items()}
            found |= {post: _counted(post, known.get(_normal(embeds[post]))) for post in some}
    return found, refused


def _batches(embeds: Mapping[int, str]) -> Iterator[list[int]]:
    some: list[int] = []
    length = 0
    for post, address in embeds.items():
        size = sum(len(quote(form)) + 20 for form in _forms(address))
        if some and length + size > _QUERY:
            yield some
            some, length = [], 0
        some.append(post)
        length += size
    if some:
        yield some


def _normal(address: str) -> str:
    """The form in which a forum keeps an address."""
    return re.sub("-+", "-", address.lower().removesuffix("/"), count=1)


def _forms(address: str) -> list[str]:
    """Also as it is written: old forums kept it so."""
    return list(dict.fromkeys((_normal(address), address.removesuffix("/"))))


def _counted(post: int, words: object) -> Finding:
    numbers = _DIGITS.findall(words) if isinstance(words, str) else []
    count = count_of(int(numbers[0])) if len(numbers) == 1 and len(numbers[0]) < 8 else None
    if count is None:
        return Finding(post, None, openness=None, reason=Reason.NOT_LISTED if words is None else Reason.ODD_COUNT)
    return Finding(post, count, openness=None, listed=count == 0)


def _has_news(post: Post, found: Finding | None, learnt: Mapping[str, str], now: Round) -> bool:
    if found is None:
        return f"topic {post.id}" in learnt
    seen = [one for one in post.observations if one.source == NAME and one.listed and one.count == found.count]
    return bool(found.count) and (now.thorough or not seen)


# -- who ----------------------------------------------------------------------------------------------


def _list(
    params: Params, posts: Sequence[Post], embeds: Mapping[int, str], learnt: dict[str, str]
) -> Conversation[tuple[dict[int, Finding], Answer | None]]:
    """The replies to these posts; learns the numbers of their topics."""
    nameless = [post.id for post in posts if f"topic {post.id}" not in learnt]
    place = f"{params['forum']}embed/comments?"
    for some in batches(nameless, PAGES_AT_ONCE):
        answers = yield [Request(place + urlencode({"embed_url": embeds[one]}), reads=Reads.PAGE) for one in some]
        for number, answer in zip(some, answers, strict=True):
            if topic := _topic_on(page_of(answer), params["forum"]):
                learnt[f"topic {number}"] = topic
    named = [(post.id, learnt[f"topic {post.id}"]) for post in posts if f"topic {post.id}" in learnt]
    answers = (yield [Request(f"{params['forum']}t/{topic}.json") for _, topic in named]) if named else ()
    found = {
        post: _finding(post, topic, answer, params["forum"])
        for (post, topic), answer in zip(named, answers, strict=True)
    }
    return found, next((answer for answer in answers if is_busy(answer)), None)


def _topic_on(page: Page | None, forum: str) -> str | None:
    """The number of the topic whose replies are on this page: each is linked by its date."""
    links = (page.address(one.get("href")) for one in page.find("a") if one.has_class("post-date")) if page else ()
    place = urlsplit(forum)
    for link in filter(None, links):
        parts = urlsplit(link)
        found = _TOPIC_PATH.fullmatch(parts.path.removeprefix(place.path))
        if found and parts.hostname == place.hostname:
            return found[1]
    return None


def _finding(post: int, topic: str, answer: Answer, forum: str) -> Finding:
    read = json_of(answer)
    stream = read.get("post_stream") if isinstance(read, dict) and text_of(read.get("id")) == topic else None
    if not isinstance(stream, dict) or not isinstance(stream.get("posts"), list):
        return Finding(post, None, openness=None, reason=why_not(answer))
    rows = [one for one in objects(stream["posts"]) if _is_understood(one)]
    comments = _comments(rows, forum, topic)
    ids = stream.get("stream")
    named = [number_key(one) for one in ids] if isinstance(ids, list) else []
    whole = bool(named) and len(set(named)) == len(named) and set(named) <= {number_key(one["id"]) for one in rows}
    if not rows or not (comments or whole):
        return Finding(post, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    bound = Bound.EXACT if whole else Bound.AT_LEAST
    closed = (read.get("closed"), read.get("archived"))
    openness = Openness.CLOSED if True in closed else Openness.OPEN if False in closed else Openness.UNKNOWN
    return Finding(post, len(comments), bound, openness=openness, comments=comments, listed=whole)


def _is_understood(one: Mapping[str, Any]) -> bool:
    """Whether it has its place, and tells whether it is shown."""
    flags = (one.get("hidden"), one.get("user_deleted"))
    known = all(isinstance(flag, bool | None) for flag in flags) and isinstance(one.get("deleted_at"), str | None)
    return bool(
        known
        and isinstance(one.get("post_type"), int)
        and count_of(one.get("post_number"))
        and number_key(one.get("id"))
    )


def _comments(rows: Iterable[Mapping[str, Any]], forum: str, topic: str) -> tuple[FoundComment, ...]:
    """What people wrote below the first post, which is the blog's own."""
    keys = {text_of(one["post_number"]): f"discourse-{number_key(one['id'])}" for one in rows}
    shown = [one for one in rows if count_of(one["post_number"]) != 1 and one.get("post_type") in _REPLIES]
    return each_once(
        FoundComment(
            key=keys[text_of(one["post_number"])],
            author=title_text(text_of(one.get("name")) or text_of(one.get("username")), markup=False)[:200],
            author_url=web_address(f"{forum}u/{quote(text_of(one.get('username')), safe='', errors='replace')}"),
            author_id=number_key(one.get("user_id")) or None,
            published=read_date(text_of(one.get("created_at"))),
            url=web_address(f"{forum}t/{topic}/{text_of(one['post_number'])}"),
            parent=keys.get(text_of(one.get("reply_to_post_number"))),
            text=plain_text(text_of(one.get("cooked")), 2000),
        )
        for one in shown
        if not one.get("hidden") and not one.get("user_deleted") and not one.get("deleted_at")
    )
