"""The last resort: how many comments a post's own page says it has, in its structured data. One request for each post.

Read are schema.org's `commentCount`, `interactionStatistic` with a `CommentAction` and the older `interactionCount`
("UserComments:3"), as JSON-LD, microdata or RDFa, and `sioc:num_replies`, which Drupal writes. A page tells of other
posts, too, so that a number only counts of what says by its address that it is this post. WordPress with Yoast SEO
writes `commentCount` where comments are open or there are some (its Article generator), and counts pings.

A form that leads to WordPress's wp-comments-post.php is only there while comments are open. Its absence alone proves
nothing: a post behind a password has none, and some themes fetch it later. But where other pages of the blog have one,
a page without it is closed, as is one on which the theme says so. Who commented is not known.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from aggregator.comments import discourse, disqus, elsewhere, giscus, isso, remark42, utterances
from aggregator.comments.answers import is_busy, page_of, unknown, why_not
from aggregator.comments.ownpage import is_whole
from aggregator.comments.structured import counts_comments, told, told_by_yoast
from aggregator.comments.turns import asked_at, in_turn, seen
from aggregator.core.http import Answer, Reads, Request
from aggregator.core.links import link_key
from aggregator.core.model import Finding, Openness, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import replace
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "page"
WIDGET = False

_WIDGETS = (discourse, disqus, elsewhere, giscus, isso, remark42, utterances)
_FORM_SEEN: Params = {"form": "seen"}
_OFTEN = timedelta(hours=20)
_MOST, _MOST_THOROUGH = 3, 30
_COMMENT = re.compile(r"(?:\w+-)?comment-\d+\Z")
_CLOSED = re.compile(
    r"\b(closed|disabled|stengt|stengd|lukket|stängd\w*|geschlossen|gesloten|fermés|cerrados|chiusi|fechados|suljettu)\b",
    re.IGNORECASE,
)


def recognises(site: Site, page: Page | None) -> Params | None:
    """Whether the blog's pages have a form for comments; `None` unless they count comments or are WordPress's."""
    if page is None or not (_is_wordpress(site, page) or any(map(counts_comments, page.find()))):
        return None
    return _FORM_SEEN if _has_form(page) else {}


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """Looks at the pages of some posts, those first that were never looked at, then those whose look is oldest."""
    newest_first = sorted(posts, key=lambda post: post.dated, reverse=True)
    due = in_turn([post for post in newest_first if post.url and _is_due(post, now)], NAME)
    asked = due[: _MOST_THOROUGH if now.thorough else _MOST]
    found: dict[int, Finding] = {}
    refused: Answer | None = None
    for post in asked:
        [answer] = yield [Request(post.url or "", reads=Reads.PAGE)]
        found[post.id] = _finding(site, post, answer, vanished=now.has_vanished(post) or _was_gone(post))
        if is_busy(answer) or answer.status in {401, 403, 405}:
            refused = answer
            break
    reason = why_not(refused) if refused else Reason.TOO_MANY
    formed = bool(params) or any(one.openness is Openness.OPEN for one in found.values())
    findings = (_in_view(found[post.id], formed) if post.id in found else _unasked(post, reason) for post in posts)
    return Told(tuple(findings), refused, _FORM_SEEN if formed and not params else None)


# -- which posts are asked about --------------------------------------------------------------------


def _is_due(post: Post, now: Round) -> bool:
    looked = asked_at(post, NAME)
    return now.thorough or looked is None or now.now - looked > _OFTEN


def _was_gone(post: Post) -> bool:
    known = seen(post, NAME)
    return known is not None and known.reason is Reason.NOT_THERE


def _unasked(post: Post, reason: Reason) -> Finding:
    """Of a post that is not looked at this time. What is known of it stands."""
    if post.url is None:
        return Finding(post.id, None, reason=Reason.NOT_SAID)
    known = asked_at(post, NAME) is not None
    return Finding(post.id, None, reason=Reason.TOO_MANY if known else reason, openness=None)


# -- what one page says -----------------------------------------------------------------------------


def _finding(site: Site, post: Post, answer: Answer, *, vanished: bool) -> Finding:
    """What the page says. That it is not there only counts where the feed does not have the post any more, either."""
    page = page_of(answer)
    if page is None:
        why = why_not(answer)
        return unknown([post], why if vanished or why is not Reason.NOT_THERE else Reason.NOT_LISTED)[0]
    if link_key(answer.url) != link_key(post.url or ""):
        return unknown([post], Reason.NOT_LISTED)[0]
    counts = told(page)
    openness = _openness(site, page)
    looked_for = openness is Openness.UNKNOWN and is_whole(page, post)
    formless = Reason.NO_FORM if looked_for and _lacks_form(site, page) else None
    if len(counts) != 1:
        reason = formless or (Reason.ODD_COUNT if counts else Reason.NOT_SAID)
        return Finding(post.id, None, openness=openness, reason=reason)
    [count] = counts
    doubt = _doubt(site, page) if count == 0 else None
    if count is None or doubt:
        return Finding(post.id, None, openness=openness, reason=formless or doubt or Reason.ODD_COUNT)
    return Finding(post.id, count, includes_pings=True, openness=openness, reason=formless)


def _in_view(found: Finding, form_seen: bool) -> Finding:
    """A page without a form is closed where the blog's pages have forms; else nobody sees whether one can comment."""
    if found.reason is not Reason.NO_FORM or not form_seen:
        return found
    return replace(found, openness=Openness.CLOSED, reason=None if found.count is not None else Reason.NOT_SAID)


def _doubt(site: Site, page: Page) -> Reason | None:
    """Why a zero is not believed: comments are seen on the page, or kept apart from the blog."""
    if any(_COMMENT.match(one.get("id")) for one in page.find()):
        return Reason.NOT_UNDERSTOOD
    apart = any(widget.recognises(site, page) is not None for widget in _WIDGETS)
    return Reason.ELSEWHERE if apart else None


def _openness(site: Site, page: Page) -> Openness:
    if _has_form(page):
        return Openness.OPEN
    if _is_wordpress(site, page) and _says_closed(page):
        return Openness.CLOSED
    return Openness.OPEN if told_by_yoast(page) == {0} else Openness.UNKNOWN


def _has_form(page: Page) -> bool:
    return any("wp-comments-post.php" in form.get("action") for form in page.find("form"))


def _lacks_form(site: Site, page: Page) -> bool:
    """Whether a page of WordPress has no place for a comment at all, and asks for no password."""
    places = any(
        one.get("id") in {"respond", "commentform"} or one.has_class("post-password-form") for one in page.find()
    )
    return _is_wordpress(site, page) and not places and not _has_form(page)


def _says_closed(page: Page) -> bool:
    """Whether the theme says so, and there is no place for a comment: who is to log in first finds one."""
    if any(one.get("id") in {"respond", "commentform"} for one in page.find()):
        return False
    said = (one for one in page.find("p") if one.has_class("no-comments") or one.has_class("nocomments"))
    return any(_CLOSED.search(one.text) for one in said)


def _is_wordpress(site: Site, page: Page) -> bool:
    marks = (one.get("rel") == "https://api.w.org/" for one in page.find("link"))
    names = (one.get("content") for one in page.find("meta") if one.get("name").lower() == "generator")
    return site.wordpress or any(marks) or any(name.startswith("WordPress") for name in names)
