"""giscus: comments that are kept in the GitHub Discussions of a repository.

Asks `HOST/api/discussions?repo=&term=&category=&strict=`, as the widget on the page does; a host of one's own works
alike. Format: github.com/giscus/giscus, `client.ts`, `pages/api/discussions/index.ts`, `services/github/`.

The discussion is found by a term, which follows from the post's address or stands on its page. Unless the blog is
strict, that is a search for words in titles, and may find the discussion of another post: then it is asked again by the
term's hash, which giscus writes into each discussion that it opens. A discussion that somebody opened by hand cannot
be confirmed that way. An answer has no title and no account numbers: who is the post's author it does not say.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import (
    count_of,
    each_once,
    json_of,
    key_of,
    left_out,
    objects,
    text_of,
    unknown,
    why_not,
)
from aggregator.comments.ownthread import remembered
from aggregator.comments.terms import browsed, learnt, path_term, read_terms, title_on
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Element, Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "giscus"
WIDGET = True

REPOSITORY = re.compile(r"[A-Za-z\d][A-Za-z\d-]{0,38}/[\w.-]{1,100}", re.ASCII)

_HOST = "https://giscus.app"
_MAPPINGS = frozenset({"pathname", "url", "title", "og:title", "specific", "number"})
_WRITTEN = re.compile(r"""["']data-(repo|category|mapping|term|strict)["']\s{0,9}[:,]\s{0,9}["']([^"'\n]{0,300})["']""")
_FIRST = 50
_NOT_FOUND = b"Discussion not found"


def recognises(site: Site, page: Page | None) -> Params | None:
    """The repository and how a post leads to its discussion, from the widget on the page."""
    found = _widget(page) if page else None
    if found is None:
        return None
    place = {name: found[name] for name in ("host", "repo", "category", "mapping", "strict")}
    return remembered(site.sources.get(NAME, {}), place)


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One or two requests a post: its page once, or a second time where another post's discussion may be found."""
    if not params.get("repo"):
        return Told(unknown(posts, Reason.NOT_UNDERSTOOD))
    mine = in_turn(posts, NAME)[: most(now) // 2]
    terms, found = yield from read_terms(params, mine, partial(_term_on, mapping=params["mapping"]))
    known = [post for post in mine if post.id in terms]
    loose = params.get("strict") != "1" and params["mapping"] != "number"
    first = yield from _ask(params, known, terms, strict=not loose)
    refused = next(filter(_refuses, first.values()), None)
    doubtful = {post.id: post for post in known if loose and _is_doubtful(post, first.get(post.id))}
    second = yield from _ask(params, () if refused else tuple(doubtful.values()), terms, strict=True)
    refused = refused or next(filter(_refuses, second.values()), None)
    for post in known:
        answer = (second if post.id in doubtful else first).get(post.id) or refused
        found[post.id] = _finding(post, answer, first.get(post.id), params["mapping"])
    return Told(left_out(posts, found), refused, learnt(params, terms))


# -- the widget ---------------------------------------------------------------------------------------


def _widget(page: Page) -> dict[str, str] | None:
    """Its attributes by their plain names, `host` among them."""
    for one in page.find("script", "giscus-widget"):
        found = _attributes(one, page)
        if REPOSITORY.fullmatch(found.get("repo", "")):
            mapping = found.get("mapping") or "pathname"
            known = mapping if mapping in _MAPPINGS else "pathname"
            return {"category": "", "strict": "", "term": "", **found, "mapping": known}
    return None


def _attributes(one: Element, page: Page) -> dict[str, str]:
    if one.tag == "giscus-widget":
        host = page.address(one.get("host")) if one.get("host") else None
        return {**one.attributes, "host": _origin(host or _HOST)}
    source = page.address(one.get("src")) or ""
    if source and urlsplit(source).path.endswith("/client.js") and one.get("data-repo-id"):
        return {name.removeprefix("data-"): value for name, value in one.attributes.items()} | {"host": _origin(source)}
    if "giscus.app/client.js" in one.text:
        # Some themes put the script into the page by a script, with the same attributes.
        return {"host": _HOST, **dict(_WRITTEN.findall(one.text))}
    return {}


def _origin(url: str) -> str:
    return urlunsplit((*urlsplit(url)[:2], "", "", ""))


def _term_on(page: Page, mapping: str) -> str | None:
    found = _widget(page)
    if found is None or found["mapping"] != mapping:
        return None
    match mapping:
        case "pathname":
            return path_term(page.url)
        case "url":
            return browsed(page.url)
        case "title" | "og:title":
            return title_on(page, mapping)
    return found["term"] or None


# -- the discussions ----------------------------------------------------------------------------------


def _request(params: Params, term: str, *, strict: bool) -> Request:
    by_number = params["mapping"] == "number"
    asked = {
        "repo": params["repo"],
        "term": "" if by_number else term,
        "category": params.get("category", ""),
        "number": term if by_number else "0",
        "strict": "true" if strict else "false",
        "first": str(_FIRST),
    }
    return Request(f"{params['host']}/api/discussions?{urlencode({k: v for k, v in asked.items() if v})}")


def _ask(
    params: Params, posts: Sequence[Post], terms: Mapping[int, str], *, strict: bool
) -> Conversation[dict[int, Answer]]:
    """The answers by post; only one when that refuses."""
    answers: dict[int, Answer] = {}
    for some in (posts[:1], posts[1:]):
        if some and not any(map(_refuses, answers.values())):
            read = yield [_request(params, terms[post.id], strict=strict) for post in some]
            answers |= dict(zip((post.id for post in some), read, strict=True))
    return answers


def _discussion(answer: Answer | None) -> dict[str, Any] | None:
    read = json_of(answer) if answer else None
    found = read.get("discussion") if isinstance(read, dict) else None
    return found if isinstance(found, dict) else None


def _is_missing(answer: Answer) -> bool:
    return answer.status == 404 and _NOT_FOUND in answer.body


def _refuses(answer: Answer) -> bool:
    return not _is_missing(answer) and _discussion(answer) is None


def _is_doubtful(post: Post, answer: Answer | None) -> bool:
    """Whether this may be another post's discussion: it is one, and was not confirmed before."""
    discussion = _discussion(answer)
    seen = [one for one in post.observations if one.source == NAME and one.listed and one.count]
    return discussion is not None and not any(one.count == _finding_in(post, discussion).count for one in seen)


def _finding(post: Post, answer: Answer | None, first: Answer | None, mapping: str) -> Finding:
    if answer is None:
        return Finding(post.id, None, openness=None, reason=Reason.TOO_MANY)
    if (discussion := _discussion(answer)) is not None:
        return _finding_in(post, discussion)
    if not _is_missing(answer):
        return Finding(post.id, None, openness=None, reason=why_not(answer))
    unconfirmed = _discussion(first)
    if unconfirmed is not None and not _is_empty(_finding_in(post, unconfirmed)):
        return Finding(post.id, None, openness=None, reason=Reason.NOT_LISTED)
    if mapping == "number" or had_comments(post, NAME):
        # GitHub's search forgets a discussion at times.
        return Finding(post.id, None, openness=None, reason=Reason.NOT_THERE)
    return Finding(post.id, 0, openness=Openness.OPEN)


def _is_empty(found: Finding) -> bool:
    return found.count == 0 and found.bound is Bound.EXACT


def had_comments(post: Post, name: str) -> bool:
    """Whether this source has told of comments that are still believed to be there."""
    listed = any(one.source == name and one.removed_at is None for one in post.comments)
    return listed or any(seen.source == name and seen.count for seen in post.observations)


def _finding_in(post: Post, discussion: Mapping[str, Any]) -> Finding:
    total = count_of(discussion.get("totalCommentCount"))
    threads = objects(discussion.get("comments"))
    if total is None or not isinstance(discussion.get("comments"), list):
        return Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    every: list[tuple[dict[str, Any], str | None]] = [(one, None) for one in threads]
    every += [(reply, key_of(one.get("id")) or None) for one in threads for reply in objects(one.get("replies"))]
    whole = len(threads) == total and all(map(_is_understood, (one for one, _ in every)))
    whole = whole and len({key_of(one.get("id")) for one, _ in every}) == len(every)
    whole = whole and all(count_of(one.get("replyCount")) == len(objects(one.get("replies"))) for one in threads)
    locked = discussion.get("locked")
    openness = Openness.UNKNOWN if not isinstance(locked, bool) else Openness.CLOSED if locked else Openness.OPEN
    # What was deleted stays as an empty place while there are replies to it.
    found = each_once(
        _comment(one, parent) for one, parent in every if _is_understood(one) and not one.get("deletedAt")
    )
    if not found and not whole:
        return Finding(post.id, None, openness=openness, reason=Reason.NOT_UNDERSTOOD)
    bound = Bound.EXACT if whole else Bound.AT_LEAST
    return Finding(post.id, len(found), bound, openness=openness, comments=found, listed=whole)


def _is_understood(one: Mapping[str, Any]) -> bool:
    """Whether it has an identifier, and is there or was deleted at some time."""
    deleted = one.get("deletedAt")
    return bool(key_of(one.get("id"))) and (deleted is None or read_date(text_of(deleted)) is not None)


def _comment(one: Mapping[str, Any], parent: str | None) -> FoundComment:
    author = one.get("author")
    author = author if isinstance(author, dict) else {}
    return FoundComment(
        key=key_of(one.get("id")),
        author=title_text(text_of(author.get("login")), markup=False)[:200],
        author_url=web_address(text_of(author.get("url"))),
        published=read_date(text_of(one.get("createdAt"))),
        url=web_address(text_of(one.get("url"))),
        parent=parent,
        text=plain_text(text_of(one.get("bodyHTML")), 2000),
    )
