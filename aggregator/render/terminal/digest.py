"""The digest for a terminal of any width."""

from collections.abc import Iterator

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.shown import Listed
from aggregator.render import verdicts, words
from aggregator.render.lines import FAINT, NAME, Page, address, named, paragraph, phrases, section
from aggregator.render.terminal.people import answering
from aggregator.render.terminal.posts import WIDEST, style, waiting_lines


def digest(found: Digest, width: int) -> Page:
    """The week, sections that are empty left out."""
    width = min(width, WIDEST)
    lines = [*paragraph(found.title, width, 0, NAME), *paragraph(words.week_name(found.week), width, 0)]
    lines += phrases(words.in_numbers(found.numbers), width, FAINT)
    lines += answering(found.weeks, width)
    if found.first_posts:
        lines += section(_("First posts by new bloggers"), width)
        for one in found.first_posts:
            lines += named(f"{one.post.participant}:", words.title(one.post), width, 2)
            lines += address(one.post.url, 4)
    if found.waiting:
        lines += section(_("Waiting for an answer"), width)
        lines += waiting_lines(
            found.waiting, width, lambda one: verdicts.why_in_digest(one, found.week.zone, found.as_of)
        )
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
    yield from paragraph(f"{when} · {verdicts.standing(one.verdict)}", width, 6, style(one.verdict))
    if one.post.title:  # without a title the beginning of the text stands in its place
        yield from paragraph(one.post.excerpt, width, 6, FAINT)
    yield from address(one.post.url, 6)
