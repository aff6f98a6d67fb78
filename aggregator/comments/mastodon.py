"""The replies to the posts of a Mastodon account, as its own server knows them.

`GET {site}/api/v1/accounts/lookup?acct=USER` gives the account's number, which is remembered.
`GET {site}/api/v1/accounts/ID/statuses?limit=40` lists its posts with `replies_count`, the direct public replies;
`GET {site}/api/v1/statuses/ID/context` has the replies, and the replies to these, at most 60 for a visitor
(docs.joinmastodon.org/methods/accounts, …/statuses). An author may go on in replies to the own post; answers to these
answer the post, so their numbers are added.

A reply is delivered to the server of the post it answers, so that its number can be believed. Cannot know: replies for
followers or mentioned people only, those of servers it does not talk to, and replies that leave the author's name out.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from aggregator.comments.answers import count_of, each_once, json_of, number_key, objects, text_of, unknown, why_not
from aggregator.comments.threads import Listing, Objects, Thread, ask, host_of, origin_of
from aggregator.core.dates import read_date
from aggregator.core.http import Request
from aggregator.core.links import web_address
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.source import Params, Questions, Round, Site, Told
from aggregator.core.text import plain_text, title_text

NAME = "mastodon"
WIDGET = False

_AT_ONCE = 40
_SHOWN = 60  # of a conversation, to a visitor
_USER = re.compile(r"/(?:@|users/)(\w[\w.-]{0,99}?)(?:/tagged/[^/]+?)?(?:\.(?:rss|atom))?/?", re.ASCII)
_POST = re.compile(r"/(?:@|users/)(\w[\w.-]{0,99})/(?:statuses/)?(\d{1,30})/?", re.ASCII)


def recognises(site: Site, page: Page | None) -> Params | None:  # noqa: ARG001
    """The server and the account's name: Mastodon has written the feed, and its address is an account's."""
    if not site.generator.strip().lower().startswith("mastodon"):
        return None
    for address in (site.feed, site.home):
        found = _USER.fullmatch(urlsplit(address).path) if address else None
        if found and (origin := origin_of(address)):
            return {"site": origin, "user": found[1]}
    return None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks for the account's posts, up to the oldest wanted, then for the replies where their number changed."""
    origin, user, account = origin_of(params.get("site")), params.get("user", ""), params.get("account", "")
    if origin is None or not user:
        return Told(unknown(posts, Reason.NOT_SAID))
    if not account.isdecimal():
        [answer] = yield [Request(f"{origin}/api/v1/accounts/lookup?" + urlencode({"acct": user}))]
        account = _account(json_of(answer), user)
        if not account:
            return Told(unknown(posts, why_not(answer)), answer)
    listing = Listing(
        NAME,
        at_once=_AT_ONCE,
        dated="created_at",
        page=lambda found: _statuses(origin, account, found),
        key=lambda told: _number(told, account),
        wanted=lambda post: _wanted(post, host_of(origin), user),
        thread=lambda post, told, found: _thread(post, told, found, origin),
        read=_read,
    )
    told = yield from ask(listing, posts, now)
    return Told(told.findings, told.refused, {"site": origin, "user": user, "account": account})


def _account(told: object, user: str) -> str:
    """The number of the account with this name; empty when the answer is about something else."""
    if not isinstance(told, dict) or text_of(told.get("username")).lower() != user.lower():
        return ""
    return number_key(told.get("id"))


def _statuses(origin: str, account: str, found: Objects) -> str:
    # Without replies to others; those to oneself are listed.
    asked = {"limit": str(_AT_ONCE), "exclude_replies": "true", "exclude_reblogs": "true"}
    if found:
        asked["max_id"] = number_key(found[-1].get("id"))
    return f"{origin}/api/v1/accounts/{quote(account)}/statuses?" + urlencode(asked)


def _number(told: Mapping[str, Any], account: str) -> str | None:
    number = number_key(told.get("id"))
    return number if number and _writer(told) == account and not told.get("reblog") else None


def _writer(told: Mapping[str, Any]) -> str:
    account = told.get("account")
    return text_of(account.get("id")) if isinstance(account, dict) else ""


def _wanted(post: Post, host: str, user: str) -> str | None:
    """The number of a post, which its address or identifier ends in, if it is this account's."""
    for address in (post.url, post.guid):
        if host_of(address) == host and (found := _POST.fullmatch(urlsplit(address or "").path)):
            return found[2] if found[1].lower() == user.lower() else None
    return None


def _thread(post: Post, told: dict[str, Any], found: Objects, origin: str) -> Thread | None:
    """Adds the numbers of the post and of what its author went on with in replies to the own posts."""
    replies: dict[str, Objects] = {}
    for number, one in {text_of(one.get("id")): one for one in found}.items():
        if number != text_of(told.get("id")):
            replies.setdefault(text_of(one.get("in_reply_to_id")), []).append(one)
    own = [told]
    for one in own:  # which grows meanwhile
        own += replies.pop(text_of(one.get("id")), [])
    counts = [count_of(one.get("replies_count")) for one in own]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return None
    url = f"{origin}/api/v1/statuses/{text_of(told.get('id'))}/context"
    return Thread(post, url, sum(known), Openness.OPEN, told)


def _read(thread: Thread, told: Any) -> Finding | None:
    if not isinstance(told, dict) or not isinstance(told.get("descendants"), list):
        return None
    found = [one for one in objects(told["descendants"]) if number_key(one.get("id"))]
    comments = each_once(_comment(one, _writer(thread.told)) for one in found)
    count = max(len(comments), thread.count)
    if len(found) >= _SHOWN:
        return Finding(
            thread.post.id,
            count,
            bound=Bound.AT_LEAST,
            openness=thread.openness,
            comments=comments,
        )
    whole = len(comments) >= thread.count
    return Finding(thread.post.id, count, openness=thread.openness, comments=comments, listed=whole)


def _comment(told: dict[str, Any], writer: str) -> FoundComment:
    account = told["account"] if isinstance(told.get("account"), dict) else {}
    number = number_key(account.get("id"))
    return FoundComment(
        number_key(told["id"]),
        author=title_text(text_of(account.get("display_name")) or text_of(account.get("username")))[:200],
        author_url=web_address(text_of(account.get("url"))),
        author_id=number or None,
        own=number == writer if number and writer else None,
        published=read_date(text_of(told.get("created_at"))),
        url=web_address(text_of(told.get("url"))) or web_address(text_of(told.get("uri"))),
        parent=number_key(told.get("in_reply_to_id")) or None,
        text=plain_text(text_of(told.get("content")), 2000),
    )
