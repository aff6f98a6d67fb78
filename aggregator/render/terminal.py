"""Lists and digests for a terminal of any width, as pages whose lines are already broken.

Foreign text is cleaned by `safe` and never read as markup.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from aggregator.core.commenters import By
from aggregator.core.digest import Digest
from aggregator.core.language import _, ngettext
from aggregator.core.model import Reason, State, Verdict
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment, WaitingList
from aggregator.core.text import excerpt
from aggregator.render import verdicts, words
from aggregator.render.lines import ALERT, FAINT, GOOD, HEADING, NAME, Page, address, named, paragraph, phrases, section

WIDEST = 100
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
        lines = [
            *paragraph(title.format(count=count), width, 0, HEADING),
            *_waiting(listing.waiting, width, verdicts.why),
        ]
        more = ngettext("… and {count} more", "… and {count} more", listing.more).format(count=listing.more)
        lines += paragraph(more, width, 2, FAINT) if listing.more else []
    else:
        lines = paragraph(_("No post is known to wait for an answer."), width, 0)
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


def _waiting(waiting: Iterable[Listed], width: int, why: Callable[[Listed], str]) -> Iterator[str]:
    for number, one in enumerate(waiting, 1):
        yield from named(f"{number}. {one.post.participant}:", words.title(one.post), width, 2)
        yield from paragraph(why(one), width, 5, ALERT)
        yield from address(one.post.comment_url, 5)


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


def digest(found: Digest, width: int) -> Page:
    """The week, sections that are empty left out."""
    width = min(width, WIDEST)
    lines = [*paragraph(found.title, width, 0, NAME), *paragraph(words.week_name(found.week), width, 0)]
    lines += phrases(words.in_numbers(found.numbers), width, FAINT)
    if found.first_posts:
        lines += section(_("First posts by new bloggers"), width)
        for one in found.first_posts:
            lines += named(f"{one.post.participant}:", words.title(one.post), width, 2)
            lines += address(one.post.url, 4)
    if found.waiting:
        lines += section(_("Waiting for an answer"), width)
        lines += _waiting(found.waiting, width, lambda one: verdicts.why_in_digest(one, found.week.zone, found.as_of))
    lines += section(_("All posts of the week"), width)
    for place, (name, posts) in enumerate(found.by_participant):
        lines += [""] * bool(place) + paragraph(name, width, 2, NAME)
        for one in posts:
            lines += _post(one, found, width)
    if not found.by_participant:
        lines += paragraph(_("No posts of this week are known."), width, 2)
    lines += [*_asides(found, width), "", *paragraph(words.as_of(found), width, 0, FAINT)]
    return Page(lines)


def _asides(found: Digest, width: int) -> Iterator[str]:
    zone, now = found.week.zone, found.as_of
    if found.late:
        yield from section(_("Found late"), width)
        for one in found.late:
            yield from named(f"{one.post.participant}:", words.title(one.post), width, 2)
            yield from paragraph(words.on_day(one.post.dated, zone, now), width, 4, FAINT)
            yield from address(one.post.url, 4)
    if found.silent:
        yield from section(_("Not heard from this week"), width)
        for silent in found.silent:
            yield from named(f"{silent.participant}:", words.silence(silent, found), width, 2)
    if found.troubles:
        yield from section(_("Blogs in trouble"), width)
        for trouble in found.troubles:
            said = words.trouble(trouble.since, trouble.problem, zone, now)
            yield from named(f"{trouble.participant}:", said, width, 2)


def _post(one: Listed, found: Digest, width: int) -> Iterator[str]:
    yield from paragraph(words.title(one.post), width, 4)
    when = words.on_day(one.post.dated, found.week.zone, found.as_of)
    yield from paragraph(f"{when} · {verdicts.standing(one.verdict)}", width, 6, _style(one.verdict))
    if one.post.title:  # without a title the beginning of the text stands in its place
        yield from paragraph(one.post.excerpt, width, 6, FAINT)
    yield from address(one.post.url, 6)


def _style(verdict: Verdict) -> str:
    if verdict.state in (State.WAITING, State.ONLY_OWN):
        return ALERT
    return GOOD if verdict.comments or verdict.state is State.ANSWERED else FAINT


def posts(listed: Iterable[Listed], zone: ZoneInfo, width: int) -> Page:
    """One post after the other: who, title, date, where it stands."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for one in listed:
        lines += named(f"{one.post.participant}:", words.title(one.post), width, 0)
        when = words.day(one.post.dated.astimezone(zone).date(), year=True)
        lines += paragraph(f"{when} · {verdicts.standing(one.verdict)}", width, 2, _style(one.verdict))
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
        lines += paragraph(said, width, 2, _style(found.verdict))
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
