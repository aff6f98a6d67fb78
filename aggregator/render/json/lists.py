"""Lists for programs."""

from collections.abc import Iterable

from aggregator.core.model import Observation
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.render import verdicts, words
from aggregator.render.json.writing import SCHEMA, dump, post_row, shown_row, time


def needs_comments(listing: WaitingList) -> str:
    """`{schema, as_of, waiting: [post + why …], more, unknown: [post + reason]}`; `more` were left out by a limit."""
    return dump(
        {
            "schema": SCHEMA,
            "as_of": time(listing.as_of),
            "for": listing.reader,
            "waiting": [_listed(one, listing.reader) for one in listing.waiting],
            "more": listing.more,
            "blogs_in_trouble": listing.in_trouble,
            "unknown": [post_row(one) for one in listing.unknown],
        }
    )


def posts(listed: Iterable[Listed]) -> str:
    """`{schema, posts: […]}`."""
    return dump({"schema": SCHEMA, "posts": [post_row(one) for one in listed]})


def comments(listed: Iterable[ListedComment]) -> str:
    """`{schema, comments: [{participant, post, id, author, author_url, by, commenter, published, url, text …}]}`."""
    return dump({"schema": SCHEMA, "comments": [_comment(one) for one in listed]})


def why(found: Explained) -> str:
    """`{schema, post, observations: […], comments: […]}`: all that is known of one post."""
    return dump(
        {
            "schema": SCHEMA,
            "post": post_row(Listed(found.post, found.verdict, new_blogger=False, first_post=False, days=0))
            | {"marked": found.post.mark, "marked_at": time(found.post.marked_at)},
            "observations": [_observation(seen) for seen in verdicts.newest_first(found.post.observations)],
            "comments": [_comment(one) for one in found.comments],
        }
    )


def status(blogs: Iterable[BlogStatus]) -> str:
    """`{schema, blogs: [{participant, feed, status, last_ok, failing_since, problem, moved_to}]}`."""
    return dump({"schema": SCHEMA, "blogs": [_blog(one) for one in blogs]})


def _comment(one: ListedComment) -> dict[str, object]:
    """`participant` is whose post it is on, `commenter` who wrote it as far as feeds.toml knows."""
    said = one.comment.said
    return {
        "participant": one.post.participant,
        "post": one.post.url or one.post.guid,
        "id": said.key,
        "author": said.author,
        "author_url": said.author_url,
        "by": one.who.by,
        "commenter": one.who.name,
        "published": time(said.published),
        "first_seen": time(one.comment.first_seen),
        "removed_at": time(one.comment.removed_at),
        "source": one.comment.source,
        "url": said.url,
        "text": said.text,
    }


def _observation(seen: Observation) -> dict[str, object]:
    return {
        "source": seen.source,
        "checked_at": time(seen.checked_at),
        "count": seen.count,
        "bound": seen.bound,
        "includes_pings": seen.includes_pings,
        "listed": seen.listed,
        "apart": seen.apart,
        "openness": seen.openness,
        "reason": seen.reason,
    }


def _listed(one: Listed, reader: str | None) -> dict[str, object]:
    row = {"why": verdicts.why(one, reader), "days": one.days, "answered_lately": one.answered_lately}
    return shown_row(one) | row | ({"comments_to_reader": one.to_reader} if reader else {})


def _blog(one: BlogStatus) -> dict[str, object]:
    return {
        "participant": one.participant.name,
        "feed": words.address(one.participant.address),
        "title": one.blog.title,
        "status": one.blog.status,
        "posts": one.history.posts,
        "last_post": time(one.history.last),
        "last_asked": time(one.blog.last_asked),
        "last_ok": time(one.blog.last_ok),
        "failing_since": time(one.blog.failing_since),
        "problem": one.participant.problem or one.blog.problem,
        "not_before": time(one.blog.not_before),
        "moved_to": one.blog.moved_to,
        "comment_sources": list(one.site.sources) if one.site else [],
        "resting_sources": {name: time(until) for name, until in one.site.resting.items()} if one.site else {},
        "looked_at": time(one.site.looked_at) if one.site else None,
        "thorough_at": time(one.site.thorough_at) if one.site else None,
    }
