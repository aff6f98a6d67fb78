"""What a post's comments hang on where a widget asks for them by a term: an address, a path, a title, a word.

A term only counts if the post's own page shows it: a feed may name addresses that lead elsewhere, and a zero for the
wrong term is no zero. So each post's page is read once, and its term is remembered.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import PAGES_AT_ONCE, batches, page_of, why_not
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import is_home, web_address
from aggregator.core.model import Finding, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params

PATH = "%/:@!$&'()*+,;=~-._|[]"
"""What a browser leaves as it is in a path."""

_TITLE_READ = 200  # as much as Page keeps of an element's words
_TERM = "term "


def read_terms(
    params: Params, posts: Sequence[Post], term_on: Callable[[Page], str | None]
) -> Conversation[tuple[dict[int, str], dict[int, Finding]]]:
    """The posts' terms as they were learnt before, or stand on the posts' pages; a finding for each without one."""
    terms = {post.id: params[f"{_TERM}{post.id}"] for post in posts if is_known(params, post)}
    unread = [(post.id, url) for post in posts if post.id not in terms and (url := web_address(post.url))]
    failed = {post.id: _unknown(post.id, Reason.NOT_LISTED) for post in posts if post.id not in terms}
    for some in batches(unread, PAGES_AT_ONCE):
        answers = yield [Request(url, reads=Reads.PAGE) for _, url in some]
        for (post, url), answer in zip(some, answers, strict=True):
            found = _term_in(answer, url, term_on)
            if isinstance(found, Reason):
                failed[post] = _unknown(post, found)
            else:
                terms[post] = found
                del failed[post]
    return terms, failed


def _term_in(answer: Answer, url: str, term_on: Callable[[Page], str | None]) -> str | Reason:
    """The term on the page in this answer of `url`, or why there is none."""
    page = page_of(answer)
    if page is None:
        return why_not(answer)
    if is_home(answer.url) and not is_home(url):
        return Reason.NOT_THERE
    return term_on(page) or Reason.SWITCHED_OFF


def is_known(params: Params, post: Post) -> bool:
    """Whether the post's term was learnt before."""
    return f"{_TERM}{post.id}" in params


def learnt(params: Params, terms: Mapping[int, str]) -> Params | None:
    """The parameters with the terms that stood on pages; `None` when there are no new ones."""
    new = {f"{_TERM}{post}": term for post, term in terms.items()}
    return {**params, **new} if new.items() - params.items() else None


def path_term(address: str) -> str:
    """The path without its first slash and its extension; `index` for the front page."""
    path = quote(urlsplit(address).path, safe=PATH)
    return re.sub(r"\.\w+$", "", path[1:], flags=re.ASCII) if len(path) > 1 else "index"


def browsed(address: str) -> str:
    """An address as a browser has it, without its fragment and what campaigns put behind it."""
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith("utm_")]
    query = urlencode(asked) if "utm_" in parts.query else parts.query
    return urlunsplit((parts.scheme, parts.netloc.lower(), quote(parts.path or "/", safe=PATH), query, ""))


def title_on(page: Page, mapping: str) -> str | None:
    """The page's `title` or `og:title`, as a browser has it; `None` where it is missing or too long to be known."""
    if mapping == "title":
        words = [one.text for one in page.find("title")]
        return " ".join(words[0].split()) if words and len(words[0]) < _TITLE_READ else None
    named = (one for one in page.find("meta") if "og:title" in (one.get("property"), one.get("name")))
    return next((one.attributes.get("content") or None for one in named), None)


def _unknown(post: int, reason: Reason) -> Finding:
    return Finding(post, None, openness=None, reason=reason)
