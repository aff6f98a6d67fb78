"""The replies to a post on Micro.blog, also of blogs elsewhere that are connected to it.

`GET https://micro.blog/conversation.js?url=POST&format=jsonfeed` answers with a JSON Feed titled "Conversation" whose
`items` are the replies, without the post itself; `home_page_url` is the post's place on Micro.blog
(microblog.dev/api/conversations, help.micro.blog/t/replies-with-conversation-js/67). Only with such a place is an empty
list a zero: of a post that Micro.blog has not met (yet) nothing is known.

One request tells of one post, so that only ten posts are asked about at a time; the others keep what was said of them.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from aggregator.comments.answers import each_once, json_of, key_of, objects, text_of, unknown, why_not
from aggregator.comments.threads import host_of
from aggregator.comments.turns import in_turn, most
from aggregator.core.dates import read_date
from aggregator.core.http import Answer, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "microblog"
WIDGET = False

_ENDPOINT = "https://micro.blog/conversation.js?"
_MENTIONS = "https://micro.blog/webmention"
_PLACE = re.compile(r"/(\w{1,100})/(\d{1,20})/?", re.ASCII)
_ACCOUNT = re.compile(r"\w{1,100}", re.ASCII)


def recognises(site: Site, page: Page | None) -> Params | None:
    """A blog at NAME.micro.blog, or one whose page takes its webmentions at Micro.blog."""
    hosts = [host_of(site.home), host_of(site.feed), host_of(page.url if page else None)]
    if any(host.endswith(".micro.blog") for host in hosts):
        return {}
    links = page.find("link") if page else ()
    takes = any("webmention" in one.get("rel").lower().split() and one.get("href") == _MENTIONS for one in links)
    return {} if takes else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks about one post after the other, those first that were asked about longest ago."""
    found = {post.id: Finding(post.id, None, openness=None, reason=Reason.NOT_SAID) for post in posts if not post.url}
    refused = None
    for post in in_turn([post for post in posts if post.url], NAME)[: most(now)]:
        asked = urlencode({"url": post.url or "", "format": "jsonfeed"})
        [answer] = yield [Request(_ENDPOINT + asked)]
        if _refuses(answer):
            refused = answer
            break
        found[post.id] = _finding(post, answer)
    # A post whose turn has not come keeps what was said of it before: asking for more now would be too many requests.
    left = [post for post in posts if post.id not in found]
    return Told((*found.values(), *unknown(left, why_not(refused) if refused else Reason.TOO_MANY)), refused)


def _refuses(answer: Answer) -> bool:
    """Whether it is no answer about this one post: 404 is one, and JSON in whatever shape."""
    return json_of(answer) is None and answer.status not in (400, 404, 410)


def _finding(post: Post, answer: Answer) -> Finding:
    told = json_of(answer)
    if told is None:
        return Finding(post.id, None, openness=None, reason=Reason.NOT_THERE)
    place = _place(told)
    if place is None:
        return Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    writer, number = place
    itself = {link_key(post.url or ""), link_key(f"https://micro.blog/{writer}/{number}")}
    items = [one for one in objects(told["items"]) if key_of(one.get("id"))]
    replies = [one for one in items if key_of(one["id"]) != number and link_key(text_of(one.get("url"))) not in itself]
    comments = each_once(_comment(one, writer) for one in replies)
    if len(items) < len(told["items"]) or len(comments) < len(replies):  # what cannot be read may be replies
        bound, reason = Bound.AT_LEAST, Reason.NOT_UNDERSTOOD
        return Finding(post.id, len(comments), bound, comments=comments) if comments else unknown([post], reason)[0]
    return Finding(post.id, len(comments), openness=Openness.OPEN, comments=comments, listed=True)


def _place(told: Any) -> tuple[str, str] | None:
    """The post's author and number at Micro.blog, if this is a conversation."""
    if not isinstance(told, dict) or told.get("title") != "Conversation" or not isinstance(told.get("items"), list):
        return None
    url = web_address(text_of(told.get("home_page_url")))
    found = _PLACE.fullmatch(urlsplit(url).path) if url and host_of(url) == "micro.blog" else None
    return (found[1], found[2]) if found else None


def _comment(told: dict[str, Any], writer: str) -> FoundComment:
    author = _author(told)
    account = _account(author)
    return FoundComment(
        key_of(told["id"]),
        author=title_text(text_of(author.get("name")) or account)[:200],
        author_url=web_address(text_of(author.get("url"))),
        author_id=account or None,
        own=account.lower() == writer.lower() if account else None,
        published=read_date(text_of(told.get("date_published"))),
        url=web_address(text_of(told.get("url"))),
        text=plain_text(text_of(told.get("content_html")), 2000),
    )


def _author(told: dict[str, Any]) -> dict[str, Any]:
    """JSON Feed 1 has one author, 1.1 a list of them."""
    return next(iter(objects([told.get("author")]) or objects(told.get("authors"))), {})


def _account(author: dict[str, Any]) -> str:
    """The account at Micro.blog; empty for somebody from elsewhere, who has a host in place of a name."""
    more = author.get("_microblog")
    name = text_of(more.get("username")) if isinstance(more, dict) else ""
    return name if _ACCOUNT.fullmatch(name) else ""
