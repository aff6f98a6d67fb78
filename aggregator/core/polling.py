"""When a blog is asked, and what an answer changes: the politeness of agg, as pure decisions.

One failure costs an hour's pause, each further one doubles it up to six hours. Retry-After is obeyed up to a week.
410 Gone ends the asking. An administrator hears of trouble once, when it starts to matter, and once when it is over.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aggregator.core.dates import read_date
from aggregator.core.found import Unread, Unreadable
from aggregator.core.http import Answer
from aggregator.core.language import _
from aggregator.core.model import Blog, Change
from aggregator.core.record import Struct, replace

FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_RETRY_AFTER = timedelta(days=7)
WHOLE_EVERY = timedelta(days=1)
TELL_AFTER = timedelta(days=1)
_NO_FEED = frozenset({Unreadable.WEB_PAGE, Unreadable.OTHER_JSON, Unreadable.NO_FEED})
_REFUSALS = frozenset({401, 403, 404, 405, 410, 451})


class Plan(Struct, frozen=True):
    """Whether to ask a blog now. If not, `wait_until` says when at the earliest (`None`: only when forced).

    `whole` asks without validators: servers are known to answer 304 for ever.
    """

    ask: bool
    whole: bool = False
    wait_until: datetime | None = None


def plan(blog: Blog, now: datetime, interval: timedelta, *, force: bool) -> Plan:
    """Whether to ask the blog at this moment.

    A blog that was asked in the future is asked: the clock was wrong then, and what it set may lie years ahead.
    """
    whole = blog.whole_at is None or not timedelta(0) <= now - blog.whole_at < WHOLE_EVERY - interval
    if force or (blog.last_asked and blog.last_asked > now):
        return Plan(ask=True, whole=whole)
    if blog.gone_since:
        return Plan(ask=False)
    due = max(filter(None, (blog.not_before, blog.last_asked and blog.last_asked + interval)), default=now)
    return Plan(ask=False, wait_until=due) if due > now else Plan(ask=True, whole=whole)


def clock_went_back(blogs: Iterable[Blog], now: datetime) -> bool:
    """Whether one of the blogs was asked in the future: then the age of every other question is a guess, too."""
    return any(blog.last_asked and blog.last_asked > now for blog in blogs)


def succeeded(blog: Blog, status: str, now: datetime) -> Blog:
    """The blog after a poll that was `ok` or `unchanged`."""
    return replace(
        blog,
        status=status,
        last_asked=now,
        last_ok=now,
        failures=0,
        failing_since=None,
        problem=None,
        not_before=None,
        gone_since=None,
    )


def failed(blog: Blog, problem: str, now: datetime, *, retry_after: datetime | None = None, gone: bool = False) -> Blog:
    """The blog after a poll that brought no feed; the pause grows with every failure."""
    pause = min(FIRST_PAUSE * 2 ** min(blog.failures, 10), LONGEST_PAUSE)
    return replace(
        blog,
        status="gone" if gone else "error",
        last_asked=now,
        failures=blog.failures + 1,
        failing_since=blog.failing_since or now,
        problem=problem,
        not_before=max(now + pause, retry_after or now),
        gone_since=(blog.gone_since or now) if gone else None,
    )


def status_problem(answer: Answer) -> str | None:
    """What is wrong with the answer's status in words for a teacher; `None` for 200 and 304."""
    if answer.status in (200, 304):
        return None
    words = {
        401: _("the blog asks for a password (401)"),
        403: _("the blog refuses to be read (403)"),
        404: _("there is nothing at this address (404)"),
        410: _("the blog is gone for good (410)"),
        429: _("the blog asks for fewer visits (429)"),
        503: _("the blog is closed for the moment (503)"),
    }
    if answer.status in words:
        return words[answer.status]
    if 300 <= answer.status < 400:
        return _("the blog sends us on without saying where ({status})").format(status=answer.status)
    if answer.status >= 500:
        return _("the blog's server has an error ({status})").format(status=answer.status)
    return _("the blog answers {status} instead of a feed").format(status=answer.status)


def unread_problem(found: Unread, *, at_home: bool) -> str:
    """Why there is no feed in an answer, in words for a teacher; `at_home`: a home page was asked for its feed."""
    if at_home and found.why in _NO_FEED:
        return _("no feed was found on this page. Write the feed's own address in feeds.toml")
    if found.feeds:
        return _("this is a web page. Its feed is {feed}: write that in feeds.toml").format(feed=found.feeds[0])
    words = {
        Unreadable.WEB_PAGE: _("this is a web page, not a feed. Write the feed's own address in feeds.toml"),
        Unreadable.OTHER_JSON: _("this is JSON, but no feed"),
        Unreadable.TRAP: _("the feed is a trap: it has countless attributes, prefixes or categories"),
        Unreadable.STUMBLED: _("agg stumbles over this feed ({fault}). Please report it").format(fault=found.fault),
        Unreadable.TIME: _("the feed cannot be read: that would take too much computing time"),
        Unreadable.MEMORY: _("the feed cannot be read: that would take too much memory"),
        Unreadable.CRASH: _("the feed cannot be read: agg's reader breaks down over it. Please report it"),
    }
    return words.get(found.why, _("there is no feed in the answer"))


def forgotten_problem() -> str:
    """Why a blog is left alone that belongs to somebody who was forgotten."""
    return _("was forgotten, and is not read (agg forget --undo lifts that; agg remove takes the name out)")


def retry_after(answer: Answer, now: datetime) -> datetime | None:
    """When a 429 or 503 wants to be asked again (RFC 9110 §10.2.3: seconds, or a date), a week from now at most."""
    value = answer.headers.get("retry-after", "").strip()
    if answer.status not in (429, 503) or not value:
        return None
    if value.isascii() and value.isdigit():
        seconds = int(value[:9]) if len(value) <= 9 else 10**9
        moment: datetime | None = now + min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER)
    else:
        moment = read_date(value)
    return moment and min(moment, now + LONGEST_RETRY_AFTER)


def rest_until(answer: Answer, now: datetime) -> datetime:
    """Until when a comment source is left alone that has answered like this instead of what was asked.

    Who refuses is asked again a week later, who answers something else a day later, who fails six hours later.
    """
    if pause := retry_after(answer, now):
        return pause
    if answer.status in _REFUSALS:
        return now + LONGEST_RETRY_AFTER
    return now + (timedelta(days=1) if 200 <= answer.status < 400 else LONGEST_PAUSE)


def change(before: Blog, after: Blog, now: datetime) -> Change | None:
    """What is worth telling after a poll; the caller keeps it with `remember`.

    A blog that fails for less than a day is no news, unless it has never worked: then the address is probably wrong.
    """
    told = before.told or ""
    if after.gone_since:
        return None if told == Change.GONE else Change.GONE
    if after.failing_since:
        never = before.last_ok is None
        due = never or now - after.failing_since >= TELL_AFTER
        known = told in (Change.FAILING, Change.NEVER_WORKED, Change.GONE)
        return None if known or not due else Change.NEVER_WORKED if never else Change.FAILING
    if after.moved_to and after.moved_to != before.moved_to:
        return Change.MOVED
    return Change.BACK if told else None


def remember(blog: Blog, told: Change | None) -> Blog:
    """The blog with what has been told of it; being back, also at a new address, is the end of the story."""
    match told:
        case None:
            return blog
        case Change.BACK | Change.MOVED:
            return replace(blog, told=None)
        case _:
            return replace(blog, told=told.value)
