"""Lists for pipes: one line each, tab-separated, nothing cut, the same columns in every version. No heading.

Lists end up in spreadsheets, too, which compute what begins like a formula, and take all that is behind a quotation
mark for one cell up to the next, lines and all: such a cell begins with an apostrophe.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.network import Network
from aggregator.core.participation import Figures, Participation
from aggregator.core.round import Done, Shown
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.core.text import safe
from aggregator.render import rounds, verdicts, words

_FORMULA = re.compile(r"""["=@＝＠]|[+＋－-](?!\d+(?:[.,]\d+)?\Z)""")


def needs_comments(listing: WaitingList, zone: ZoneInfo) -> str:
    """state, participant, title, why or reason, where to comment, date. Waiting posts first, then the unknown."""
    rows = [(one, verdicts.why(one, listing.reader)) for one in listing.waiting]
    rows += [(one, verdicts.reason(one.verdict, zone)) for one in listing.unknown]
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


def comments(listed: Iterable[ListedComment], zone: ZoneInfo) -> str:
    """date, by, commenter, whose post, title of the post, text, address, signed how, the commenter's own address."""
    return _table(
        (
            _date(one.comment.said.published or one.comment.first_seen, zone),
            one.who.by,
            verdicts.commenter(one),
            one.post.participant,
            words.title(one.post),
            one.comment.said.text,
            one.comment.said.url or one.post.url,
            one.comment.said.author,
            one.comment.said.author_url,
        )
        for one in listed
    )


def people(found: Figures, zone: ZoneInfo) -> str:
    """participant, posts, last post, received, given, answered share, median hours, days silent, flags, unseen.

    What nobody knows is empty; the median, too, where comments have no dates. Unseen are comments that are known by
    their number alone.
    """
    return _table(
        (
            one.participant,
            one.posts,
            one.last_post and _date(one.last_post, zone),
            one.received,
            one.given,
            None if one.health.answered_share is None else f"{one.health.answered_share:.2f}",
            _median(one),
            one.silent_days,
            ", ".join(one.flags),
            one.unseen,
        )
        for one in found.people
    )


def _median(one: Participation) -> str | None:
    if one.health.median is None or one.health.median[0] != one.health.median[1]:
        return None
    return f"{one.health.median[0] / timedelta(hours=1):.1f}"


def network(found: Network, zone: ZoneInfo) -> str:
    """Who answered, whom, how many comments, the first and the last of them."""
    return _table(
        (one.source, one.target, one.comments, one.first and _date(one.first, zone), one.last and _date(one.last, zone))
        for one in found.ties
    )


def assigned(found: Shown, zone: ZoneInfo) -> str:
    """Who answers, whose post, its title, why it waits, where to comment, date."""
    return _table(
        (
            one.answerer,
            one.listed.post.participant,
            words.title(one.listed.post),
            verdicts.why(one.listed) if one.done is Done.NOT_YET else rounds.done(one, zone),
            one.listed.post.comment_url,
            _date(one.listed.post.dated, zone),
        )
        for one in found.tasks
    )


def checked(found: Iterable[Shown], zone: ZoneInfo) -> str:
    """Week, groups, who answers, whether it is done, when, whose post, its title, where to comment."""
    return _table(
        (
            round_.round.week,
            ", ".join(round_.round.within),
            one.answerer,
            one.done,
            one.at and _date(one.at, zone),
            one.listed.post.participant,
            words.title(one.listed.post),
            one.listed.post.comment_url,
        )
        for round_ in found
        for one in round_.tasks
    )


def why(found: Explained, zone: ZoneInfo, outside: str = "") -> str:
    """The kind of line (verdict, source or comment), which (its state, name or writer), date, words, address.

    One verdict, the sources with the newest word first, the comments with the oldest first.
    """
    post, verdict = found.post, found.verdict
    said = "; ".join(filter(None, (*verdicts.in_full(found, zone), outside)))
    sources = (
        ("source", seen.source, _date(seen.checked_at, zone), verdicts.observed(seen), None)
        for seen in verdicts.newest_first(post.observations)
    )
    comments = (
        (
            "comment",
            verdicts.commenter(one),
            _date(one.comment.said.published or one.comment.first_seen, zone),
            " · ".join(verdicts.comment_facts(one, zone)),
            one.comment.said.url,
        )
        for one in found.comments
    )
    checked = verdict.checked_at and _date(verdict.checked_at, zone)
    return _table([("verdict", verdict.state, checked, said, post.url), *sources, *comments])


def status(blogs: Iterable[BlogStatus], zone: ZoneInfo, *, comments: bool = False) -> str:
    """status, participant, address, last success, failing since, problem, moved to; where comments are known from."""
    return _table(
        (
            one.blog.status,
            one.participant.name,
            words.address(one.participant.address),
            one.blog.last_ok and _date(one.blog.last_ok, zone),
            one.blog.failing_since and _date(one.blog.failing_since, zone),
            one.participant.problem or one.blog.problem,
            one.blog.moved_to and words.address(one.blog.moved_to),
            *([verdicts.sources(one, zone)] if comments else []),
        )
        for one in blogs
    )


def _table(rows: Iterable[tuple[object, ...]]) -> str:
    return "".join("\t".join("" if value is None else cell(str(value)) for value in row) + "\n" for row in rows)


def cell(foreign: str) -> str:
    """A text as a cell: on one line, and no formula."""
    text = safe(foreign)
    return f"'{text}" if _FORMULA.match(text) else text


def _date(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")
