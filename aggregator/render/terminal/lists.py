"""Lists for a terminal of any width."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from aggregator.core.commenters import By
from aggregator.core.language import _, ngettext
from aggregator.core.model import Reason
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.core.text import excerpt
from aggregator.render import verdicts, words
from aggregator.render.lines import ALERT, FAINT, GOOD, HEADING, NAME, Page, address, named, paragraph, section
from aggregator.render.terminal.posts import WIDEST, style, waiting_lines

# First where one has to look oneself, last what probably has its answer.
RIDDLES = (
    *(Reason.NOT_SAID, Reason.ELSEWHERE, Reason.REFUSED, Reason.NOT_THERE, Reason.NOT_LISTED, Reason.NOT_UNDERSTOOD),
    *(Reason.NO_FORM, Reason.TOO_MANY, Reason.UNREACHABLE, Reason.STALE, Reason.ODD_COUNT, Reason.MARKED),
    *(Reason.SWITCHED_OFF, Reason.COMMENTED),
)


def needs_comments(listing: WaitingList, zone: ZoneInfo, width: int) -> Page:
    """Both lists: what waits, with where one writes the comment, and what nobody could tell."""
    width = min(width, WIDEST)
    if listing.waiting:
        count = len(listing.waiting) + listing.more
        title = ngettext("Waiting for an answer: {count} post", "Waiting for an answer: {count} posts", count)
        if listing.reader:
            title = ngettext(
                "Waiting for an answer that {name} could give: {count} post",
                "Waiting for an answer that {name} could give: {count} posts",
                count,
            )
        lines = [
            *paragraph(title.format(count=count, name=listing.reader), width, 0, HEADING),
            *waiting_lines(listing.waiting, width, partial(verdicts.why, reader=listing.reader)),
        ]
        more = ngettext("… and {count} more", "… and {count} more", listing.more).format(count=listing.more)
        lines += paragraph(more, width, 2, FAINT) if listing.more else []
    else:
        none = _("No post is known to wait for an answer.")
        if listing.reader:
            none = _("No post is known to wait for an answer that {name} could give.").format(name=listing.reader)
        lines = paragraph(none, width, 0)
    lines += _unknown(listing.unknown, zone, width)
    if listing.unknown:
        hint = _("agg why URL says more of a post. What you have seen yourself: agg mark URL answered.")
        lines += ["", *paragraph(hint, width, 0, FAINT)]
    if listing.in_trouble:
        missing = ngettext(
            "{count} blog cannot be read, so posts may be missing here (agg status).",
            "{count} blogs cannot be read, so posts may be missing here (agg status).",
            listing.in_trouble,
        )
        lines += ["", *paragraph(missing.format(count=listing.in_trouble), width, 0, ALERT)]
    return Page(lines)


def _unknown(unknown: Iterable[Listed], zone: ZoneInfo, width: int) -> Iterator[str]:
    """What nobody could tell, by reason."""
    by_reason = sorted(unknown, key=lambda one: RIDDLES.index(one.verdict.reason))
    for reason, group in groupby(by_reason, key=lambda one: one.verdict.reason):
        posts = list(group)
        yield from section(verdicts.riddle(reason, len(posts)), width)
        for one in posts:
            yield from named(f"{one.post.participant}:", words.title(one.post), width, 2)
            if reason is Reason.COMMENTED:
                yield from paragraph(verdicts.standing(one.verdict), width, 4, FAINT)
            elif reason is Reason.STALE:
                yield from paragraph(verdicts.reason(one.verdict, zone), width, 4, FAINT)
            yield from address(one.post.url, 4)


def posts(listed: Iterable[Listed], zone: ZoneInfo, width: int) -> Page:
    """One post after the other: who, title, date, where it stands."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for one in listed:
        lines += named(f"{one.post.participant}:", words.title(one.post), width, 0)
        when = words.day(one.post.dated.astimezone(zone).date(), year=True)
        lines += paragraph(f"{when} · {verdicts.standing(one.verdict)}", width, 2, style(one.verdict))
        lines += address(one.post.url, 2)
    return Page(lines or [_("No posts found.")])


def comments(listed: Iterable[ListedComment], zone: ZoneInfo, width: int) -> Page:
    """One comment after the other: who wrote it, how it begins, on whose post, and when."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for one in listed:
        lines += _comment(one, verdicts.comment_line(one, zone), width, 0, on_post=True)
    return Page(lines or [_("No comments found.")])


def _comment(one: ListedComment, facts: str, width: int, indent: int, *, on_post: bool) -> Iterator[str]:
    said = one.comment.said
    name, text = verdicts.commenter(one), excerpt(said.text)
    yield from named(f"{name}:", text, width, indent) if text else paragraph(name, width, indent, NAME)
    if on_post:
        yield from paragraph(verdicts.on_post(one), width, indent + 2)
    yield from paragraph(facts, width, indent + 2, FAINT)
    if one.who.by is By.VISITOR and said.author_url:
        yield from address(_("from {address}").format(address=said.author_url), indent + 2)
    yield from address(said.url or (one.post.url if on_post else None), indent + 2)


def why(found: Explained, zone: ZoneInfo, width: int, outside: str = "") -> Page:
    """Why a post stands where it stands: the verdict, what each source said and when, who has commented.

    `outside`: why it is in no list, wherever it stands.
    """
    width = min(width, WIDEST)
    lines = named(f"{found.post.participant}:", words.title(found.post), width, 0)
    lines += address(found.post.url, 2)
    for said in (*verdicts.in_full(found, zone), outside):
        lines += paragraph(said, width, 2, style(found.verdict))
    lines += section(_("What the sources say"), width)
    for seen in verdicts.newest_first(found.post.observations):
        lines += named(f"{seen.source}:", verdicts.observation(seen, zone), width, 2)
    if not found.post.observations:
        lines += paragraph(_("Nobody has been asked yet: run agg fetch."), width, 2)
    for name, until in found.site.resting.items() if found.site else ():
        lines += named(f"{name}:", verdicts.rest(until, zone), width, 2)
    if found.comments:
        lines += section(_("Comments"), width)
        for one in found.comments:
            facts = f"{verdicts.comment_line(one, zone)} · {one.comment.source}"
            lines += _comment(one, facts, width, 2, on_post=False)
    return Page(lines)


def status(blogs: Iterable[BlogStatus], zone: ZoneInfo, width: int, *, comments: bool = False) -> Page:
    """Every blog with how reading it went; with `comments`, also where its comments are known from."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for one in blogs:
        problem = one.participant.problem or one.blog.problem
        mark, style = ("✗", ALERT) if problem else ("✓", GOOD) if one.blog.last_ok else ("·", FAINT)
        count = ngettext("{count} post", "{count} posts", one.history.posts).format(count=one.history.posts)
        lines += named(f"{mark} {one.participant.name}:", f"{count}, {words.reading(one, zone)}", width, 0, style)
        if problem:
            lines += address(words.address(one.participant.address), 2)
        if one.blog.moved_to:
            lines += [*paragraph(_("has moved to"), width, 2, ALERT), *address(words.address(one.blog.moved_to), 2)]
        if comments:
            lines += paragraph(verdicts.sources(one, zone), width, 2, FAINT)
    return Page(lines)
