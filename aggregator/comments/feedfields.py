"""The comment source that costs nothing: what a feed itself says of its posts' comments.

RSS slash:comments and the `#respond` of WordPress, Atom thr:total and thr:count (RFC 4685), LiveJournal's
lj:reply-count. Asks nothing by itself.
"""

import re

from aggregator.core.model import Bound, CommentFields, Finding, FoundFeed, Openness, Reason

NAME = "feedfields"

SLASH = "http://purl.org/rss/1.0/modules/slash/"
THREAD = "http://purl.org/syndication/thread/1.0"
COUNT = re.compile(r"\d{1,6}|\d{1,3}(,\d{3}){1,2}", re.ASCII)


def read(feed: FoundFeed) -> list[Finding]:
    """One finding per post of the feed, in its order.

    WordPress counts pingbacks and the author's own comments, too, so a number above zero says little of others.
    """
    wordpress = is_wordpress(feed)
    closes = wordpress and bool(feed.vocabularies & {SLASH, THREAD}) and not feed.version.startswith("rss10")
    return [_finding(index, post.comment_fields, wordpress, closes) for index, post in enumerate(feed.posts)]


def is_wordpress(feed: FoundFeed) -> bool:
    """Whether WordPress wrote the feed: by its generator, or by the `?p=12` in its guids where that is hidden."""
    if "wordpress" in feed.generator.lower():
        return True
    guids = [post.guid for post in feed.posts if post.guid]
    return bool(guids) and all(re.search(r"/\?(p|page_id)=\d+$", guid) for guid in guids)


def _finding(index: int, fields: CommentFields, wordpress: bool, closes: bool) -> Finding:
    words = (fields.slash, fields.thread_total, *fields.thread_counts, fields.lj)
    said = [bare for word in words if word and (bare := word.strip())]
    counts = [int(word.replace(",", "")) for word in said if COUNT.fullmatch(word)]
    if counts:
        # RFC 4685 §6: the numbers are advisory; of two that disagree the larger cannot hide a comment. Never their sum:
        # WordPress and TypePad repeat one number on two links.
        return Finding(index, max(counts), Bound.EXACT, includes_pings=wordpress, openness=_openness(fields, closes))
    if wordpress and fields.link and fields.link.endswith("#respond"):
        # get_comments_link() of WordPress ends in #respond only while there is no comment.
        return Finding(index, 0, openness=Openness.OPEN)
    if said:
        return Finding(index, None, reason=Reason.ODD_COUNT)
    if closes and not fields.link:
        # WordPress leaves the fields out only where nobody can comment and nobody has.
        return Finding(index, 0, openness=Openness.CLOSED)
    return Finding(index, None, reason=Reason.NOT_SAID)


def _openness(fields: CommentFields, closes: bool) -> Openness:
    return Openness.OPEN if closes and fields.link else Openness.UNKNOWN
