"""utterances: comments that are kept in the issues of a GitHub repository, one issue a post.

Asks `https://api.github.com/repos/OWNER/NAME/issues?state=all&since=` for all posts at once, and for the comments of
those issues whose number of comments is new. Formats: docs.github.com/rest/issues, github.com/utterance/utterances
(`src/client.ts`, `src/page-attributes.ts`, `src/github.ts`).

The widget shows the oldest issue whose title contains the post's term. Where that title is not the term itself, it may
be another post's issue: then nobody knows. Without a login GitHub answers 60 requests an hour, for all blogs together.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from aggregator.comments.answers import (
    count_of,
    each_once,
    json_of,
    left_out,
    number_key,
    objects,
    text_of,
    unknown,
    why_not,
)
from aggregator.comments.giscus import REPOSITORY, had_comments
from aggregator.comments.ownthread import remembered
from aggregator.comments.terms import browsed, is_known, learnt, path_term, read_terms, title_on
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Element, Page
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_lines, title_text

NAME = "utterances"
WIDGET = True

_API = "https://api.github.com/repos"
_TERMS = frozenset({"pathname", "url", "title", "og:title"})
_WRITTEN = re.compile(r"""["'](repo|issue-term|issue-number)["']\s{0,9}[:,]\s{0,9}["']([^"'\n]{0,300})["']""")
_PER_PAGE = 100
_PAGES = 3
_PAGES_THOROUGH = 10
_LISTS = 5
_LISTS_THOROUGH = 20
# A post may be dated later than it was first read and commented on.
_EARLIER = timedelta(days=30)


class _Issues(Struct, frozen=True):
    """The issues with news since the posts were written; `whole` when these are all of them."""

    oldest_first: tuple[dict[str, Any], ...] = ()
    whole: bool = False
    refused: Answer | None = None


class _Place(Struct, frozen=True):
    """The issue that is the post's; else whether it is sure that there is none with comments."""

    issue: Mapping[str, Any] | None
    empty: bool = False


def recognises(site: Site, page: Page | None) -> Params | None:
    """The repository and how a post leads to its issue, from the widget on the page."""
    found = _widget(page) if page else None
    if found is None:
        return None
    return remembered(site.sources.get(NAME, {}), {"repo": found["repo"], "mapping": _mapping(found)})


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """One request for all posts, and one for each of a few posts that have new comments."""
    if not params.get("repo"):
        return Told(unknown(posts, Reason.NOT_UNDERSTOOD))
    mine = _mine(params, posts, now)
    terms, found = yield from read_terms(params, mine, partial(_term_on, mapping=params["mapping"]))
    known = [post for post in mine if post.id in terms]
    issues = yield from _read_issues(params, known, now)
    if issues.refused:
        found |= {post.id: Finding(post.id, None, openness=None, reason=why_not(issues.refused)) for post in known}
        return Told(left_out(posts, found), issues.refused, learnt(params, terms))
    places = {post.id: _issue_of(terms[post.id], params["mapping"], issues) for post in known}
    found |= {post.id: _finding(post, places[post.id]) for post in known}
    listed = in_turn([post for post in known if _has_news(post, found[post.id], now)], NAME)
    listed = listed[: _LISTS_THOROUGH if now.thorough else _LISTS]
    requests = [_comments_request(params, places[post.id].issue or {}) for post in listed]
    answers = (yield requests) if requests else ()
    for post, answer in zip(listed, answers, strict=True):
        found[post.id] = _with_comments(found[post.id], answer)
    refused = next((_rested(answer, now) for answer in answers if not isinstance(json_of(answer), list)), None)
    return Told(left_out(posts, found), refused, learnt(params, terms))


# -- the widget ---------------------------------------------------------------------------------------


def _widget(page: Page) -> Mapping[str, str] | None:
    for one in page.find("script"):
        found = _attributes(one, page)
        if REPOSITORY.fullmatch(found.get("repo", "")) and _mapping(found):
            return found
    return None


def _attributes(one: Element, page: Page) -> Mapping[str, str]:
    source = urlsplit(page.address(one.get("src")) or "")
    if source.hostname == "utteranc.es" and source.path == "/client.js":
        return one.attributes
    # Some themes put the script into the page by a script, with the same attributes.
    return dict(_WRITTEN.findall(one.text)) if "utteranc.es/client.js" in one.text else {}


def _mapping(found: Mapping[str, str]) -> str:
    if term := found.get("issue-term"):
        return term if term in _TERMS else "specific"
    return "number" if found.get("issue-number") else ""


def _canonical(page: Page) -> str:
    named = (page.address(one.get("href")) for one in page.find("link") if "canonical" in one.get("rel").lower())
    return next(filter(None, named), browsed(page.url))


def _term_on(page: Page, mapping: str) -> str | None:
    found = _widget(page)
    if found is None or _mapping(found) != mapping:
        return None
    match mapping:
        case "pathname":
            return path_term(page.url)
        case "url":
            return _canonical(page)
        case "title" | "og:title":
            return title_on(page, mapping)
    return found.get("issue-number" if mapping == "number" else "issue-term") or None


# -- the issues ---------------------------------------------------------------------------------------


def _mine(params: Params, posts: Sequence[Post], now: Round) -> list[Post]:
    """The posts whose term is known, or can be read from their pages this time."""
    unread = [post for post in posts if not is_known(params, post)]
    return [post for post in posts if is_known(params, post)] + in_turn(unread, NAME)[: most(now)]


def _since(posts: Sequence[Post]) -> dict[str, str]:
    """No issue of these posts can be older. A post without a date of its own may be of any age."""
    published = [post.published for post in posts if post.published]
    if len(published) < len(posts):
        return {}
    return {"since": f"{(min(published) - _EARLIER).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}


def _read_issues(params: Params, posts: Sequence[Post], now: Round) -> Conversation[_Issues]:
    if not posts:
        return _Issues()
    asked = {"state": "all", "per_page": str(_PER_PAGE)} | _since(posts)
    found: dict[int, dict[str, Any]] = {}
    whole, understood = False, True
    for page in range(1, (_PAGES_THOROUGH if now.thorough else _PAGES) + 1):
        query = urlencode(asked | {"page": str(page)})
        [answer] = yield [Request(f"{_API}/{params['repo']}/issues?{query}")]
        read = json_of(answer)
        if not isinstance(read, list):
            return _Issues(refused=_rested(answer, now))
        issues = [one for one in objects(read) if "pull_request" not in one]
        numbered = {number: one for one in issues if (number := count_of(one.get("number"))) is not None}
        whole_page = len(objects(read)) == len(read) and len(numbered) == len(issues)
        understood = understood and whole_page and all(map(_is_understood, issues))
        found |= numbered
        whole = len(read) < _PER_PAGE
        if whole:
            break
    return _Issues(tuple(found[number] for number in sorted(found)), whole and understood)


def _is_understood(one: Mapping[str, Any]) -> bool:
    """Whether the issue tells whose it is, and how many comments it has."""
    title = one.get("title")
    named = isinstance(title, str) and bool(title.strip())
    return named and None not in (count_of(one.get("number")), count_of(one.get("comments")))


def _rested(answer: Answer, now: Round) -> Answer:
    """The answer as one that asks for patience, when it is GitHub's way to say so (a 403)."""
    left, reset = (answer.headers.get(f"x-ratelimit-{name}", "") for name in ("remaining", "reset"))
    if answer.status not in (403, 429) or (left != "0" and "retry-after" not in answer.headers):
        return answer
    wait = int(reset) - int(now.now.timestamp()) if reset.isascii() and reset.isdigit() and len(reset) < 12 else 3600
    return replace(answer, status=429, headers={"retry-after": str(max(wait, 60)), **answer.headers})


def _issue_of(term: str, mapping: str, issues: _Issues) -> _Place:
    if mapping == "number":
        found = (one for one in issues.oldest_first if text_of(one.get("number")) == term)
        return _Place(next(found, None))
    wanted = _plain(term)
    named = [one for one in issues.oldest_first if wanted in _plain(text_of(one.get("title")))]
    if named and _plain(text_of(named[0].get("title"))) == wanted:
        return _Place(named[0])
    return _Place(None, issues.whole and all(count_of(one.get("comments")) == 0 for one in named))


def _plain(title: str) -> str:
    return " ".join(title.lower().split())


def _finding(post: Post, place: _Place) -> Finding:
    if place.issue is None:
        if place.empty and not had_comments(post, NAME):
            return Finding(post.id, 0)
        return Finding(post.id, None, openness=None, reason=Reason.NOT_THERE if place.empty else Reason.NOT_LISTED)
    count = count_of(place.issue.get("comments"))
    locked = place.issue.get("locked")
    openness = Openness.UNKNOWN if not isinstance(locked, bool) else Openness.CLOSED if locked else Openness.OPEN
    if count is None:
        return Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    return Finding(post.id, count, openness=openness, listed=count == 0)


def _has_news(post: Post, found: Finding, now: Round) -> bool:
    seen = [one for one in post.observations if one.source == NAME and one.listed and one.count == found.count]
    return bool(found.count) and (now.thorough or not seen)


# -- the comments of an issue -------------------------------------------------------------------------


def _comments_request(params: Params, issue: Mapping[str, Any]) -> Request:
    return Request(f"{_API}/{params['repo']}/issues/{count_of(issue.get('number'))}/comments?per_page={_PER_PAGE}")


def _with_comments(found: Finding, answer: Answer) -> Finding:
    read = json_of(answer)
    if not isinstance(read, list):
        return found
    rows = [one for one in objects(read) if number_key(one.get("id"))]
    comments = each_once(_comment(one) for one in rows if _user(one).get("type") != "Bot")
    if len(rows) == len(read) == found.count and len({number_key(one["id"]) for one in rows}) == len(rows):
        return replace(found, count=len(comments), comments=comments, listed=True)
    return replace(found, count=max(len(comments), 1), bound=Bound.AT_LEAST, comments=comments)


def _user(one: Mapping[str, Any]) -> Mapping[str, Any]:
    user = one.get("user")
    return user if isinstance(user, dict) else {}


def _comment(one: Mapping[str, Any]) -> FoundComment:
    user = _user(one)
    return FoundComment(
        key=number_key(one["id"]),
        author=title_text(text_of(user.get("login")), markup=False)[:200],
        author_url=web_address(text_of(user.get("html_url"))),
        author_id=number_key(user.get("id")) or None,
        published=read_date(text_of(one.get("created_at"))),
        url=web_address(text_of(one.get("html_url"))),
        text=plain_lines(text_of(one.get("body")), 2000),
    )
