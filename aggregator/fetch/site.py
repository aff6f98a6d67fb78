"""What a blog's feed tells of its platform."""

from aggregator.comments import feedfields
from aggregator.core.found import FoundFeed
from aggregator.core.http import Answer
from aggregator.core.links import related
from aggregator.core.model import Finding, Openness, Reason
from aggregator.core.record import replace
from aggregator.core.source import Site

_GUIDS = 3
_REST = "https://api.w.org/"


def seen_in_feed(before: Site | None, feed: FoundFeed, answer: Answer) -> Site:
    """What is known of the blog after reading its feed; when the feed has changed hands, all is looked at anew.

    WordPress names the root of its REST interface in a Link header of the feed itself.
    """
    now = replace(
        before or Site(answer.url),
        feed=answer.url,
        home=feed.home,
        generator=feed.generator,
        version=feed.version,
        wordpress=feedfields.is_wordpress(feed),
        api=related(answer.headers.get("link", ""), _REST, answer.url),
        site_id=feed.site_id,
        feed_posts=len(feed.posts),
        comment_feeds=any(post.comment_fields.feed for post in feed.posts),
        older=feed.older,
        guids=tuple(post.guid for post in feed.posts if post.guid)[:_GUIDS],
    )
    if before and _software(before) == _software(now):
        return now
    return replace(now, looked_at=None, thorough_at=None, history=None)


def _software(site: Site) -> tuple[object, ...]:
    """Without the version, which changes without changing anything."""
    return site.comment_feeds, site.home, site.generator.partition(" ")[0].partition("?")[0], site.wordpress, site.api


def disbelieved(finding: Finding) -> Finding:
    """What the blog's own number is worth where comments are kept apart: that there are some, it may say."""
    if finding.count or finding.count is None:
        return replace(finding, openness=Openness.UNKNOWN)
    return replace(finding, count=None, openness=Openness.UNKNOWN, reason=Reason.ELSEWHERE)
