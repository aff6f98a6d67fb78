"""JSON that other programs may rely on (`schema` 1): times in ISO 8601 with offset; unknown is null, never zero."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from aggregator.core.digest import Digest
from aggregator.core.model import Observation, Poll, Trouble
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.render import verdicts, words

SCHEMA = 1
# What JSON allows as it stands but no terminal or editor should meet: C1, bidi and other invisible characters.
UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]"
)


def digest(found: Digest) -> str:
    """The whole digest, week as `{label, start, end}`."""
    return _dump(
        {
            "schema": SCHEMA,
            "title": found.title,
            "week": {
                "label": found.week.label,
                "start": _time(found.week.start),
                "end": _time(found.week.end),
            },
            "as_of": _time(found.as_of),
            "over": found.over,
            "numbers": {name: getattr(found.numbers, name) for name in found.numbers.__struct_fields__},
            "first_posts": [_shown(one) for one in found.first_posts],
            "waiting": [_shown(one) for one in found.waiting],
            "participants": [
                {"participant": name, "posts": [_shown(one) for one in posts]} for name, posts in found.by_participant
            ],
            "late": [_shown(one) for one in found.late],
            "silent": [
                {"participant": one.participant, "last_post": _time(one.last_post), "read": one.read}
                for one in found.silent
            ],
            "troubles": [_trouble(one) for one in found.troubles],
        }
    )


def needs_comments(listing: WaitingList) -> str:
    """`{schema, as_of, waiting: [post + why …], more, unknown: [post + reason]}`; `more` were left out by a limit."""
    return _dump(
        {
            "schema": SCHEMA,
            "as_of": _time(listing.as_of),
            "waiting": [_listed(one) for one in listing.waiting],
            "more": listing.more,
            "blogs_in_trouble": listing.in_trouble,
            "unknown": [_post(one) for one in listing.unknown],
        }
    )


def posts(listed: Iterable[Listed]) -> str:
    """`{schema, posts: […]}`."""
    return _dump({"schema": SCHEMA, "posts": [_post(one) for one in listed]})


def comments(listed: Iterable[ListedComment]) -> str:
    """`{schema, comments: [{participant, post, id, author, author_url, by, commenter, published, url, text …}]}`."""
    return _dump({"schema": SCHEMA, "comments": [_comment(one) for one in listed]})


def why(found: Explained) -> str:
    """`{schema, post, observations: […], comments: […]}`: all that is known of one post."""
    return _dump(
        {
            "schema": SCHEMA,
            "post": _post(Listed(found.post, found.verdict, new_blogger=False, first_post=False, days=0))
            | {"marked": found.post.mark, "marked_at": _time(found.post.marked_at)},
            "observations": [_observation(seen) for seen in verdicts.newest_first(found.post.observations)],
            "comments": [_comment(one) for one in found.comments],
        }
    )


def status(blogs: Iterable[BlogStatus]) -> str:
    """`{schema, blogs: [{participant, feed, status, last_ok, failing_since, problem, moved_to}]}`."""
    return _dump({"schema": SCHEMA, "blogs": [_blog(one) for one in blogs]})


def poll(found: Poll) -> str:
    """One line about one blog, without its line break."""
    row = {
        "participant": found.participant,
        "feed": words.address(found.feed),
        "status": found.status,
        "new": found.new,
        "updated": found.updated,
        "comments": found.comments,
        "requests": found.requests,
        "problem": found.problem,
        "change": found.change,
        "moved_to": found.moved_to and words.address(found.moved_to),
    }
    return _seen(json.dumps(row, ensure_ascii=False))


def summary(polls: Sequence[Poll]) -> str:
    """The last line of a fetch: how many blogs, how many of each status, and the sums."""
    statuses = Counter(found.status for found in polls)
    sums = {name: sum(getattr(found, name) for found in polls) for name in ("new", "updated", "comments", "requests")}
    counts = {status: statuses[status] for status in ("ok", "unchanged", "error", "gone", "skipped")}
    return json.dumps({"summary": {"blogs": len(polls), **counts, **sums}})


def _post(one: Listed) -> dict[str, object]:
    found, verdict = one.post, one.verdict
    return {
        "participant": found.participant,
        "feed": words.address(found.blog),
        "id": found.guid,
        "title": found.title,
        "url": found.url,
        "author": found.author,
        "published": _time(found.published),
        "updated": _time(found.updated),
        "first_seen": _time(found.first_seen),
        "categories": found.categories,
        "excerpt": found.excerpt,
        "state": verdict.state,
        "reason": verdict.reason,
        "comments": verdict.comments,
        "comments_by_others": verdict.comments_by_others,
        "source": verdict.source,
        "checked_at": _time(verdict.checked_at),
    }


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
        "published": _time(said.published),
        "first_seen": _time(one.comment.first_seen),
        "removed_at": _time(one.comment.removed_at),
        "source": one.comment.source,
        "url": said.url,
        "text": said.text,
    }


def _observation(seen: Observation) -> dict[str, object]:
    return {
        "source": seen.source,
        "checked_at": _time(seen.checked_at),
        "count": seen.count,
        "bound": seen.bound,
        "includes_pings": seen.includes_pings,
        "listed": seen.listed,
        "apart": seen.apart,
        "openness": seen.openness,
        "reason": seen.reason,
    }


def _listed(one: Listed) -> dict[str, object]:
    return _shown(one) | {"why": verdicts.why(one), "days": one.days}


def _shown(one: Listed) -> dict[str, object]:
    return _post(one) | {
        "new_blogger": one.new_blogger,
        "first_post": one.first_post,
        "comment_url": one.post.comment_url,
    }


def _blog(one: BlogStatus) -> dict[str, object]:
    return {
        "participant": one.participant.name,
        "feed": words.address(one.participant.address),
        "title": one.blog.title,
        "status": one.blog.status,
        "posts": one.history.posts,
        "last_post": _time(one.history.last),
        "last_asked": _time(one.blog.last_asked),
        "last_ok": _time(one.blog.last_ok),
        "failing_since": _time(one.blog.failing_since),
        "problem": one.participant.problem or one.blog.problem,
        "not_before": _time(one.blog.not_before),
        "moved_to": one.blog.moved_to,
        "comment_sources": list(one.site.sources) if one.site else [],
        "resting_sources": {name: _time(until) for name, until in one.site.resting.items()} if one.site else {},
        "looked_at": _time(one.site.looked_at) if one.site else None,
        "thorough_at": _time(one.site.thorough_at) if one.site else None,
    }


def _trouble(one: Trouble) -> dict[str, object]:
    return {
        "participant": one.participant,
        "feed": words.address(one.address),
        "since": _time(one.since),
        "problem": one.problem,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _dump(value: Mapping[str, object]) -> str:
    return _seen(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def _seen(written: str) -> str:
    """The same JSON with what cannot be seen, which stands in strings alone, written by its number."""
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], written)
