"""The digest for a terminal of any width."""

from collections.abc import Iterator

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.shown import Listed
from aggregator.render import verdicts, words
from aggregator.render.lines import FAINT, NAME, Page, address, named, paragraph, phrases, section
from aggregator.render.terminal.people import answering
from aggregator.render.terminal.posts import WIDEST, style, waiting_lines


def digest(found: Digest, width: int, *, facilitator: bool = False) -> Page:
    """The week, sections that are empty left out; with `facilitator`, also what only those need who run the course."""
    width = min(width, WIDEST)
    lines = [*paragraph(found.title, width, 0, NAME), *paragraph(words.week_name(found.week), width, 0)]
    lines += phrases(words.in_numbers(found.numbers), width, FAINT)
    lines += answering(found.weeks, width)
    lines += _first_of_all(found, width)
    lines += section(_("All posts of the week"), width)
    for place, (name, posts) in enumerate(found.by_participant):
        lines += [""] * bool(place) + paragraph(name, width, 2, NAME)
        for one in posts:
            lines += _post(one, found, width)
    if not found.by_participant:
        lines += paragraph(_("No posts of this week are known."), width, 2)
    lines += [*_conversations(found, width), *_asides(found, width)]
    if facilitator:
        lines += _for_facilitators(found, width)
    lines += ["", *paragraph(words.as_of(found), width, 0, FAINT)]
    return Page(lines)


def _first_of_all(found: Digest, width: int) -> Iterator[str]:
    if found.first_posts:
        yield from section(_("First posts by new bloggers"), width)
        for one in found.first_posts:
            yield from named(f"{one.post.participant}:", words.title(one.post), width, 2)
            yield from address(one.post.url, 4)
    zone, now = found.week.zone, found.as_of
    if found.waiting or found.older:
        yield from section(words.waiting_heading(found), width)
        yield from waiting_lines(found.waiting, width, lambda one: verdicts.why_in_digest(one, zone, now))
        yield from paragraph(words.older(found), width, 2, FAINT)


def _asides(found: Digest, width: int) -> Iterator[str]:
    zone, now = found.week.zone, found.as_of
    if found.late:
        yield from section(_("Found late"), width)
        for one in found.late:
            yield from named(f"{one.post.participant}:", words.title(one.post), width, 2)
            yield from paragraph(words.on_day(one.post.dated, zone, now), width, 4, FAINT)
            yield from address(one.post.url, 4)
    if found.silent:
        yield from section(_("No post this week"), width)
        for silent in found.silent:
            yield from named(f"{silent.participant}:", words.silence(silent, found), width, 2)


def _conversations(found: Digest, width: int) -> Iterator[str]:
    if found.conversations:
        yield from section(_("Conversations of the week"), width)
    for one in found.conversations[: words.CONVERSATIONS]:
        yield from named(f"{one.listed.post.participant}:", words.title(one.listed.post), width, 2)
        yield from paragraph(words.conversation(one), width, 4, FAINT)
        yield from address(one.listed.post.url, 4)
    if more := words.more_conversations(found):
        yield from paragraph(more, width, 2, FAINT)


def _for_facilitators(found: Digest, width: int) -> Iterator[str]:
    zone, now = found.week.zone, found.as_of
    if found.troubles:
        yield from section(_("Blogs in trouble"), width)
        for trouble in found.troubles:
            said = words.trouble(trouble.since, trouble.problem, zone, now)
            yield from named(f"{trouble.participant}:", said, width, 2)
    if found.strangers:
        yield from section(_("Commented, but not in feeds.toml"), width)
        for stranger in found.strangers:
            yield from named(f"{words.stranger_name(stranger)}:", words.stranger(stranger), width, 2)
        yield from paragraph(words.strangers_hint(), width, 2, FAINT)


def _post(one: Listed, found: Digest, width: int) -> Iterator[str]:
    yield from paragraph(words.title(one.post), width, 4)
    when = words.on_day(one.post.dated, found.week.zone, found.as_of)
    yield from paragraph(f"{when} · {verdicts.standing(one.verdict)}", width, 6, style(one.verdict))
    if one.post.title:  # without a title the beginning of the text stands in its place
        yield from paragraph(one.post.excerpt, width, 6, FAINT)
    yield from address(one.post.url, 6)
