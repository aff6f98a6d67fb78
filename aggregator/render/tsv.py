"""Lists for pipes: one line each, tab-separated, nothing cut, the same columns in every version. No heading."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.core.shown import BlogStatus, Listed, WaitingList
from aggregator.core.text import safe
from aggregator.render import words


def needs_comments(listing: WaitingList, zone: ZoneInfo) -> str:
    """state, participant, title, why or reason, where to comment, date. Waiting posts first, then the unknown."""
    rows = [(one, words.why(one)) for one in listing.waiting]
    rows += [(one, words.reason(one.verdict, zone)) for one in listing.unknown]
    return _table(
        (
            one.verdict.state,
            one.post.participant,
            words.title(one.post),
            why,
            one.post.comment_url,
            _date(one.post.dated, zone),
        )
        for one, why in rows
    )


def posts(listed: Iterable[Listed], zone: ZoneInfo) -> str:
    """date, participant, title, state, comments, address. An unknown number of comments is empty."""
    return _table(
        (
            _date(one.post.dated, zone),
            one.post.participant,
            words.title(one.post),
            one.verdict.state,
            one.verdict.comments,
            one.post.url,
        )
        for one in listed
    )


def status(blogs: Iterable[BlogStatus], zone: ZoneInfo) -> str:
    """status, participant, address, last success, failing since, problem, moved to."""
    return _table(
        (
            one.blog.status,
            one.participant.name,
            words.address(one.participant.address),
            one.blog.last_ok and _date(one.blog.last_ok, zone),
            one.blog.failing_since and _date(one.blog.failing_since, zone),
            one.participant.problem or one.blog.problem,
            one.blog.moved_to and words.address(one.blog.moved_to),
        )
        for one in blogs
    )


def _table(rows: Iterable[tuple[object, ...]]) -> str:
    return "".join("\t".join("" if cell is None else safe(str(cell)) for cell in row) + "\n" for row in rows)


def _date(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")
