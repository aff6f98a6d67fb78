"""Rounds of answers for a terminal of any width."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from aggregator.core.language import _, ngettext
from aggregator.core.round import Done, Shown
from aggregator.render import rounds, verdicts, words
from aggregator.render.lines import ALERT, FAINT, GOOD, HEADING, NAME, Page, address, named, paragraph, section
from aggregator.render.terminal.posts import WIDEST

_STYLES = {Done.DONE: GOOD, Done.NOT_YET: ALERT}


def assigned(found: Shown, zone: ZoneInfo, width: int) -> Page:
    """Everybody's posts to answer, and where one writes the answer; then what could not be done, and why."""
    width = min(width, WIDEST)
    lines = paragraph(rounds.heading(found, zone), width, 0, HEADING)
    if not found.tasks:
        lines = paragraph(rounds.nothing(found), width, 0)
    for name, tasks in groupby(found.tasks, key=lambda one: one.answerer):
        lines += paragraph(name, width, 0, NAME)
        for one in tasks:
            post = one.listed.post
            lines += named(f"{post.participant}:", words.title(post), width, 2)
            lines += paragraph(
                verdicts.why(one.listed) if one.done is Done.NOT_YET else rounds.done(one, zone), width, 4, FAINT
            )
            lines += address(post.comment_url, 4)
    return Page([*lines, *_notes(rounds.notes(found), width)])


def _notes(notes: Sequence[str], width: int) -> Iterator[str]:
    for note in notes:
        yield ""
        yield from paragraph(note, width, 0, ALERT)


def checked(found: Sequence[Shown], zone: ZoneInfo, width: int) -> Page:
    """Who has answered what they were asked to; and everybody over all rounds."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for one in found:
        lines += [""] * bool(lines) + paragraph(rounds.heading(one, zone), width, 0, HEADING)
        done = sum(task.done is Done.DONE for task in one.tasks)
        text = ngettext("{part} of {all} answer is given.", "{part} of {all} answers are given.", len(one.tasks))
        unknown = sum(task.done is Done.UNKNOWN for task in one.tasks)
        more = ngettext("Of {count} nobody knows.", "Of {count} nobody knows.", unknown) if unknown else ""
        lines += paragraph(f"{text.format(part=done, all=len(one.tasks))} {more.format(count=unknown)}", width, 0)
        for task in one.tasks:
            about = _("{name} on {blogger}:").format(name=task.answerer, blogger=task.listed.post.participant)
            lines += named(about, words.title(task.listed.post), width, 2)
            lines += paragraph(rounds.done(task, zone), width, 4, _STYLES.get(task.done, FAINT))
            if task.done is not Done.DONE:
                lines += address(task.listed.post.comment_url, 4)
    if found:
        lines += section(_("Over all rounds"), width)
        for name, asked, given in found[0].totals:
            text = _("{part} of {all}").format(part=given, all=asked)
            lines += named(f"{name}:", text, width, 2)
    return Page(lines or paragraph(rounds.none_kept(), width, 0))
