"""The sentences and dates that all output forms share, in the language in use. Decides nothing about posts."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.digest import Digest, Numbers, Silent
from aggregator.core.language import _, code, ngettext
from aggregator.core.links import web_address
from aggregator.core.model import Change, Poll, Post
from aggregator.core.shown import BlogStatus
from aggregator.core.talk import Conversation, Stranger
from aggregator.core.text import excerpt, safe
from aggregator.core.week import Week

MONTHS = {
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
    "nb": "januar,februar,mars,april,mai,juni,juli,august,september,oktober,november,desember",
}
TITLE_FROM_TEXT = 60
CONVERSATIONS = 5
"""So many a digest shows to people."""
LOGIN = re.compile(r"(?<=//)[^/\s]*@")


def day(when: date, *, year: bool = False) -> str:
    """A date as people write it: `22 November`, `22. november`, with the year if wanted."""
    month = MONTHS[code()].split(",")[when.month - 1]
    dot = "." if code() == "nb" else ""
    return f"{when.day}{dot} {month}" + (f" {when.year}" if year else "")


def moment(when: datetime, zone: ZoneInfo, *, year: bool = False) -> str:
    """A moment in the course's time zone: `22 November, 14:05` or `22. november kl. 14.05`."""
    local = when.astimezone(zone)
    if code() == "nb":
        return f"{day(local.date(), year=year)} kl. {local:%H.%M}"
    return f"{day(local.date(), year=year)}, {local:%H:%M}"


def days_of(week: Week) -> str:
    """The days of a week: `16–22 November 2026`, `28 December 2026 – 3 January 2027`.

    Norwegian has no spaces around the dash of a period (Språkrådet: `1. mai–10. september`).
    """
    first, last = week.first_day(), week.last_day()
    if first == last:
        return day(first, year=True)
    if (first.year, first.month) == (last.year, last.month):
        dot = "." if code() == "nb" else ""
        return f"{first.day}{dot}–{day(last, year=True)}"
    dash = "–" if code() == "nb" else " – "
    return f"{day(first, year=first.year != last.year)}{dash}{day(last, year=True)}"


def week_name(week: Week) -> str:
    """What stands above a digest: `Week 47, 16–22 November 2026`, or the days alone."""
    if week.number:
        return _("Week {number}, {days}").format(number=week.number, days=days_of(week))
    if week.up_to_now and week.last_day() - week.first_day() == timedelta(days=7):
        return _("The seven days up to {moment}").format(moment=moment(week.end, week.zone, year=True))
    return days_of(week)


def title(post: Post) -> str:
    """The post's title; where it has none, how it begins."""
    return post.title or excerpt(post.excerpt, TITLE_FROM_TEXT) or _("(untitled)")


def in_numbers(numbers: Numbers) -> list[str]:
    """The week in numbers, one phrase each; those that are zero and say nothing are left out."""
    phrases = [
        ngettext("{count} post", "{count} posts", numbers.posts).format(count=numbers.posts),
        _("{bloggers} of {participants} participants wrote").format(
            bloggers=numbers.bloggers, participants=numbers.participants
        ),
    ]
    rest = (
        (numbers.first_posts, ngettext("{count} first post", "{count} first posts", numbers.first_posts)),
        (
            numbers.waiting,
            ngettext("{count} without an answer", "{count} without an answer", numbers.waiting),
        ),
        (
            numbers.with_comments,
            ngettext("{count} with comments", "{count} with comments", numbers.with_comments),
        ),
        (numbers.closed, ngettext("{count} closed", "{count} closed", numbers.closed)),
        (numbers.unknown, ngettext("{count} not known", "{count} not known", numbers.unknown)),
    )
    return phrases + [text.format(count=count) for count, text in rest if count]


def on_day(when: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The day of a moment in the course's time zone, with the year unless it is this one."""
    local, today = when.astimezone(zone), now.astimezone(zone)
    return day(local.date(), year=local.year != today.year)


def silence(one: Silent, found: Digest) -> str:
    """Since when somebody had not posted as the week ended, or that nobody knows; and whether comments came."""
    if not one.read:
        said = _("not known: the blog has not been read yet")
    elif one.last_post:
        said = _("last post {day}").format(day=on_day(one.last_post, found.week.zone, found.as_of))
    else:
        said = _("no post by then") if found.over else _("has not posted yet")
    return _("{said}, but has commented this week").format(said=said) if one.commented else said


def waiting_heading(found: Digest) -> str:
    """What stands above the posts of a digest that wait."""
    late = len({one.post.id for one in found.late} & {one.post.id for one in found.waiting})
    if not late:
        return _("Waiting for an answer")
    return ngettext(
        "Waiting for an answer ({count} found late)", "Waiting for an answer ({count} found late)", late
    ).format(count=late)


def older(found: Digest) -> str:
    """That older posts wait, too; empty when none does."""
    if not found.older:
        return ""
    return ngettext("{count} older post waits as well.", "{count} older posts wait as well.", found.older).format(
        count=found.older
    )


def conversation(one: Conversation) -> str:
    """How much was said under a post in the week, and by whom."""
    names = ", ".join(name or _("somebody") for name in one.names)
    text = ngettext("{count} comment this week: {names}", "{count} comments this week: {names}", one.comments)
    return text.format(count=one.comments, names=names)


def more_conversations(found: Digest) -> str:
    """That there are more conversations than are shown; empty when there are not."""
    count = len(found.conversations) - CONVERSATIONS
    return ngettext("and {count} more", "and {count} more", count).format(count=count) if count > 0 else ""


def stranger_name(one: Stranger) -> str:
    """How somebody signs whom nobody knows."""
    return one.name or _("(no name)")


def stranger(one: Stranger) -> str:
    """How often somebody has commented whom nobody knows, and on whose posts."""
    text = ngettext("{count} comment, on posts of {names}", "{count} comments, on posts of {names}", one.comments)
    return text.format(count=one.comments, names=", ".join(one.participants))


def strangers_hint() -> str:
    """What to do about them."""
    return _("If one of them takes part: put the name under aliases in feeds.toml.")


def trouble(since: datetime, problem: str, zone: ZoneInfo, now: datetime) -> str:
    """What is wrong with a blog, and since when."""
    return _("since {day}: {problem}").format(day=on_day(since, zone, now), problem=problem)


def reading(one: BlogStatus, zone: ZoneInfo) -> str:
    """How reading a blog goes: when it last went well, else what is wrong."""
    blog, problem = one.blog, one.participant.problem or one.blog.problem
    if problem:
        if blog.failing_since is None:
            return problem
        since = moment(blog.failing_since, zone, year=True)
        return _("not readable since {moment}: {problem}").format(moment=since, problem=problem)
    if blog.last_ok:
        return _("read {moment}").format(moment=moment(blog.last_ok, zone, year=True))
    return _("not asked yet: run agg fetch")


def as_of(digest: Digest) -> str:
    """When the digest was made, and, while its week lasts, that it may grow."""
    made = moment(digest.as_of, digest.week.zone, year=True)
    if digest.over or digest.week.up_to_now:
        return _("As of {moment}.").format(moment=made)
    return _("As of {moment}; the week is not over.").format(moment=made)


def address(written: str) -> str:
    """An address to show: without a user name and password, and harmless when it is none."""
    return web_address(written) or LOGIN.sub("", safe(written))


def told(poll: Poll) -> str:
    """The one line an administrator gets when a blog's state has changed; empty when it has not."""
    facts = {
        "name": poll.participant,
        "address": address(poll.feed),
        "problem": poll.problem,
        "moved_to": poll.moved_to and address(poll.moved_to),
    }
    match poll.change:
        case Change.MOVED:
            line = _(
                "{name}: the blog has moved to {moved_to}. agg follows; agg moved --apply puts that in feeds.toml."
            )
        case Change.GONE:
            line = _("{name}: {address} is gone for good (410). agg asks no more.")
        case Change.BACK:
            line = _("{name}: {address} can be read again.")
        case Change.NEVER_WORKED:
            line = _("{name}: {address} cannot be read: {problem}.")
        case Change.FAILING:
            line = _("{name}: {address} has not been readable for a day: {problem}.")
        case Change.OFFLINE:
            line = _("No blog at all could be reached for a day. Is this machine online, and its proxy right?")
        case None:
            line = ""
    return safe(line.format(**facts))


def polled(poll: Poll, zone: ZoneInfo) -> str:
    """What came of asking one blog, for those who want to see it happen."""
    if poll.status == "skipped" and poll.wait_until:
        said = _("left alone until {moment}").format(moment=moment(poll.wait_until, zone))
    elif poll.problem:
        said = poll.problem
    elif poll.status == "skipped":
        said = _("left for the next fetch")
    elif poll.status == "ok":
        said = ngettext("{count} new post", "{count} new posts", poll.new).format(count=poll.new)
    else:
        said = _("nothing new")
    return safe(f"{poll.participant}: {said}")
