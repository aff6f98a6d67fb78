"""The comment source for blogs that have feeds of their comments: WordPress, Blogger, Serendipity, Dotclear, others.

The blog's feed of all comments is asked first: one request. That a post is not in it means that nobody has commented
only if no comment can be missing: the feed holds all of them, or it goes back beyond the post. For the other posts
their own feeds are asked, so many in a round. `feedkinds` knows the platforms and where their feeds are described.

What it cannot know: whether comments are open; who commented by account, but at Blogger; at WordPress, which of them
are pings (their words give them away, mostly). Where software that is not known names feeds of single posts' comments
(wfw:commentRss, RFC 4685), the comments in them count that name the post by its address; that there are none, or that
these are all, is not believed.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from aggregator.comments.answers import batches, is_busy, unknown, why_not
from aggregator.comments.feedkinds import (
    PINGS,
    account_of,
    blog_feeds,
    is_blogs,
    is_known,
    is_posts,
    is_whole_blog,
    is_whole_post,
    key_of,
    kind_of,
    names_of,
    post_feed,
    refs_of,
)
from aggregator.comments.feedkinds import Kind as Platform
from aggregator.comments.turns import in_turn
from aggregator.core.commentfeed import FeedComment, FoundCommentFeed
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.model import Bound, Finding, FoundComment, Kind, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "commentfeed"
WIDGET = False

_ADDRESS = "address"  # of the blog's feed of comments; empty when there is none
_FEW, _MANY, _AT_ONCE = 5, 100, 5

_TITLED = re.compile(r"\s*(?:<p>\s*)?<strong>[^<]+</strong>\s*(?:</p>|\n\s*\n)")
_DOTS = ("[…]", "[...]")


class _Blog(Struct, frozen=True):
    """What came of asking for all comments: the feed, or the answer that there is none."""

    params: Params | None = None
    feed: FoundCommentFeed | None = None
    refusal: Answer | None = None


def recognises(site: Site, page: Page | None) -> Params | None:  # noqa: ARG001
    """Nothing has to be known: the platform shows in the blog's feed."""
    return {} if kind_of(site) else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:
    """Asks for the feed of all comments, then for the feeds of single posts that it says too little about."""
    kind = kind_of(site)
    if kind is None or not posts:
        return Told(unknown(posts, Reason.NOT_SAID))
    blog = yield from _ask_blog(kind, site, params, posts)
    if blog.refusal and is_busy(blog.refusal):
        return Told(unknown(posts, why_not(blog.refusal)), refused=blog.refusal)
    why = why_not(blog.refusal) if blog.refusal else Reason.NOT_SAID
    findings = {post.id: _from_blog(kind, site, post, blog.feed, why, now) for post in posts}
    left = [post for post in posts if not findings[post.id].listed]
    chosen = _in_turn(kind, site, left, findings)[: _MANY if now.thorough else _FEW]
    answers = yield from _ask_posts(kind, site, chosen)
    feeds = {post.id: (feed, answer) for post, feed, answer in answers}
    for post in left:
        findings[post.id] = _from_post(kind, site, posts, post, findings[post.id], feeds.get(post.id))
    heard = blog.feed or any(feed for feed, _answer in feeds.values())
    refusals = [blog.refusal, *(answer for _feed, answer in feeds.values())]
    refused = None if heard else next(filter(None, refusals), None)
    return Told(tuple(findings[post.id] for post in posts), refused, blog.params)


# -- asking ---------------------------------------------------------------------------------------


def _ask_blog(kind: Platform, site: Site, params: Params, posts: Sequence[Post]) -> Conversation[_Blog]:
    """Tries where the feed may be, or asks where it was found before."""
    known = params.get(_ADDRESS)
    refusal = None
    for address in blog_feeds(kind, site, posts) if known is None else filter(None, [known]):
        [answer] = yield [Request(address, reads=Reads.COMMENTS)]
        feed = _read(answer)
        if feed and is_blogs(kind, site, posts, feed, address, answer.url):
            return _Blog(None if known else {_ADDRESS: address}, feed)
        refusal = refusal or answer
        if is_busy(answer):
            return _Blog(refusal=answer)
    if known is None:
        return _Blog({_ADDRESS: ""}, refusal=refusal)
    return _Blog({} if known else None, refusal=refusal)


def _ask_posts(
    kind: Platform, site: Site, posts: Sequence[Post]
) -> Conversation[list[tuple[Post, FoundCommentFeed | None, Answer]]]:
    """Some at a time, as long as any of them answers and none is busy."""
    found: list[tuple[Post, FoundCommentFeed | None, Answer]] = []
    for some in batches(posts, _AT_ONCE):
        answers = yield [Request(post_feed(kind, site, post) or "", reads=Reads.COMMENTS) for post in some]
        new = [(post, _read(answer), answer) for post, answer in zip(some, answers, strict=True)]
        found += new
        if not any(feed for _post, feed, _answer in new) or any(map(is_busy, answers)):
            break
    return found


def _in_turn(kind: Platform, site: Site, posts: Sequence[Post], findings: dict[int, Finding]) -> list[Post]:
    """The posts that have a feed of their own: last those that others have commented on, first the longest unasked."""

    def others_said(post: Post) -> bool:
        return any(not one.own and one.kind is Kind.COMMENT for one in findings[post.id].comments)

    return sorted((post for post in in_turn(posts, NAME) if post_feed(kind, site, post)), key=others_said)


def _read(answer: Answer) -> FoundCommentFeed | None:
    return answer.found if isinstance(answer.found, FoundCommentFeed) else None


# -- what is found --------------------------------------------------------------------------------


def _from_blog(
    kind: Platform, site: Site, post: Post, feed: FoundCommentFeed | None, why: Reason, now: Round
) -> Finding:
    """What the feed of all comments says of the post; `why` there is none.

    It does not say that a post is still there: of one that has left the feed of posts, it proves no zero.
    """
    if feed is None:
        return Finding(post.id, None, openness=None, reason=why)
    covered = feed.sound and (is_whole_blog(kind, site, feed) or _goes_beyond(post, feed))
    mine = _of(kind, post, feed)
    whole = covered and is_known(kind, post, feed.home) and bool(mine or not now.has_left_feed(post))
    return _finding(kind, post, mine, whole=whole, otherwise=Reason.NOT_SAID)


def _from_post(
    kind: Platform,
    site: Site,
    posts: Sequence[Post],
    post: Post,
    before: Finding,
    told: tuple[FoundCommentFeed | None, Answer] | None,
) -> Finding:
    """What the post's own feed says of it, if it was asked; `before` is what the blog's feed said."""
    if told is None:
        return _left_out(post, before) if post_feed(kind, site, post) else before
    feed, answer = told
    if feed is None:
        return before if before.count else Finding(post.id, None, openness=None, reason=why_not(answer))
    mine = _of(kind, post, feed)
    genuine = is_posts(kind, post, feed, mine)
    whole = genuine and feed.sound and is_whole_post(kind, site, posts, feed)
    found = _finding(kind, post, mine, whole=whole, otherwise=Reason.NOT_UNDERSTOOD if genuine else Reason.NOT_LISTED)
    return found if (found.count or 0) >= (before.count or 0) else before


def _left_out(post: Post, before: Finding) -> Finding:
    """A post that has to wait for its turn: what was known of it stands unless there are new comments."""
    known = {comment.said.key for comment in post.comments}
    if any(one.key not in known for one in before.comments):
        return before
    return Finding(post.id, None, openness=None, reason=Reason.TOO_MANY)


def _goes_beyond(post: Post, feed: FoundCommentFeed) -> bool:
    """Whether the feed begins before the post, so that all comments on it are in there: the newest come first."""
    dates = [one.comment.published for one in feed.comments]
    if not dates or None in dates or post.published is None:  # a post without a date may be of any age
        return False
    told: list[datetime] = [date for date in dates if date]
    return told == sorted(told, reverse=True) and told[-1] < min(post.published, post.first_seen, post.dated)


def _of(kind: Platform, post: Post, feed: FoundCommentFeed) -> list[FeedComment]:
    names = names_of(kind, post)
    found = {key_of(kind, one): one for one in feed.comments if refs_of(kind, one) & names}
    return [one for key, one in found.items() if key]


def _finding(kind: Platform, post: Post, mine: Sequence[FeedComment], *, whole: bool, otherwise: Reason) -> Finding:
    """All comments of the post if that is sure, at least those that are there if not."""
    comments = tuple(_comment(kind, post, one) for one in mine if not one.removed and not _is_ready_made(kind, one))
    # The blog's own number may be newer than a feed of comments out of a cache.
    told = max((seen.count or 0 for seen in post.observations if seen.source == "feedfields"), default=0)
    pings = kind in PINGS
    if whole and told <= len(mine):
        return Finding(post.id, len(comments), includes_pings=pings, openness=None, comments=comments, listed=True)
    if comments:
        return Finding(post.id, len(comments), Bound.AT_LEAST, pings, openness=None, comments=comments)
    return Finding(post.id, None, openness=None, reason=Reason.NOT_UNDERSTOOD if whole else otherwise)


def _comment(kind: Platform, post: Post, one: FeedComment) -> FoundComment:
    said = replace(one.comment, key=key_of(kind, one) or "", parent=None)
    match kind:
        case Platform.WORDPRESS:
            return _of_wordpress(said, one)
        case Platform.BLOGGER:
            mine, theirs = account_of(post.author_url), account_of(said.author_url)
            return replace(said, author_id=theirs, own=mine == theirs if mine and theirs else None)
        case Platform.DOTCLEAR if one.title.startswith("[ping] "):
            return replace(said, kind=Kind.PING)
    return said


def _of_wordpress(said: FoundComment, one: FeedComment) -> FoundComment:
    """A comment that answers another one begins with a line that says so; pings begin as nobody writes."""
    answered = re.search(r"#comment-(\d{1,19})$", one.comment.parent or "")
    line, _break, rest = said.text.partition("\n")
    if answered and f'#comment-{answered[1]}"' in one.markup.partition("</p>")[0]:
        said = replace(said, text=rest)
    dotted = line.startswith(_DOTS) and said.text.endswith(_DOTS)
    if answered is None and (dotted or _TITLED.match(one.markup)):
        return replace(said, kind=Kind.PING)
    return replace(said, parent=answered[1] if answered else None)


def _is_ready_made(kind: Platform, one: FeedComment) -> bool:
    """The comment that comes with every new WordPress, in 200 languages but always the first, on the first post."""
    if kind is not Platform.WORDPRESS or key_of(kind, one) != "1":
        return False
    if one.comment.author_url:
        host = urlsplit(one.comment.author_url).hostname or ""
        return host == "wordpress.org" or host.endswith(".wordpress.org")
    return any(ref.endswith("?p=1") for ref in one.refs) and "ravatar" in one.comment.text
