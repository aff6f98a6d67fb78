"""People and their answers for a terminal of any width."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from aggregator.core.language import _, ngettext
from aggregator.core.network import Network
from aggregator.core.participation import Figures, Participation
from aggregator.core.text import safe
from aggregator.core.trend import WeekHealth
from aggregator.render import figures, words
from aggregator.render.lines import ALERT, FAINT, NAME, Page, cells, grid, named, paragraph, section, styled
from aggregator.render.terminal.posts import WIDEST

LONGEST_NAME = 26
_NUMBERS = (1, 3, 4, 5)


def people(found: Figures, zone: ZoneInfo, width: int, *, alone: bool = False) -> Page:
    """Everybody in a table where there is room, else one below the other; and, but for `alone`, the whole course."""
    width = min(width, WIDEST)
    table = _table(found.people, zone)
    wide = bool(found.people) and max(len(line) for line in table) <= width
    lines = list(_in_table(table, found.people, width)) if wide else list(_in_blocks(found, zone, width))
    lines = lines or [_("There is nobody like that.")]
    return Page(lines if alone else [*lines, *_course(found, width)])


def _table(people: Sequence[Participation], zone: ZoneInfo) -> list[str]:
    head = (_("Name"), _("Posts"), _("Last"), _("Received"), _("Given"), _("Answered"), _("First answer"))
    return grid([head, *(_row(one, zone) for one in people)], _NUMBERS)


def _row(one: Participation, zone: ZoneInfo) -> tuple[str, ...]:
    name = safe(one.participant)
    return (
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        "?" if one.posts is None else str(one.posts),
        figures.short_day(one.last_post, zone) if one.last_post else "",
        "?" if one.received is None else str(one.received),
        str(one.given),
        figures.percent(one.health.answered_share),
        figures.first_answer(one.health),
    )


def _in_table(table: Sequence[str], people: Iterable[Participation], width: int) -> Iterator[str]:
    """What is to be said at a glance stands behind the table, or below the line where there is no room."""
    yield styled(table[0], NAME)
    behind = max(map(cells, table)) + 2
    for line, one in zip(table[1:], people, strict=True):
        flags = " · ".join(figures.flags(one))
        if flags and behind + cells(flags) <= width:
            yield line + " " * (behind - cells(line)) + styled(flags, ALERT)
        else:
            yield line
            yield from paragraph(flags, width, 2, ALERT)


def _in_blocks(found: Figures, zone: ZoneInfo, width: int) -> Iterator[str]:
    for one in found.people:
        yield from named(f"{one.participant}:", _posts(one, found, zone), width, 0)
        given = ngettext("{count} comment given", "{count} comments given", one.given).format(count=one.given)
        yield from paragraph(f"{given}, {_received(one)}", width, 2)
        if one.health.answered_share is not None:
            answered = _("Answered")
            yield from paragraph(f"{answered}: {figures.answered(one.health)}", width, 2)
        yield from paragraph(" · ".join(figures.flags(one)), width, 2, ALERT)


def _received(one: Participation) -> str:
    if one.received is None:
        return _("received: not known")
    return ngettext("{count} received", "{count} received", one.received).format(count=one.received)


def _posts(one: Participation, found: Figures, zone: ZoneInfo) -> str:
    if one.posts is None:
        return _("not known: the blog has not been read yet")
    count = ngettext("{count} post", "{count} posts", one.posts).format(count=one.posts)
    if one.last_post is None:
        return count
    last = _("last post {day}").format(day=words.on_day(one.last_post, zone, found.as_of))
    return f"{count}, {last}"


def _course(found: Figures, width: int) -> Iterator[str]:
    if given := [f"{name} {count}" for name, count in found.facilitators]:
        yield from ("", *named(_("Comments by facilitators:"), " · ".join(given), width, 0))
    for text in figures.strangers(found.unmatched, found.unseen):
        yield from paragraph(text, width, 0, FAINT)
    if found.health.posts:
        yield from section(_("So far"), width)
        for label, text in figures.so_far(found.health):
            yield from named(f"{label}:", text, width, 2)
    yield from answering(found.weeks, width)


def answering(weeks: Sequence[WeekHealth], width: int) -> Iterator[str]:
    """How the last week's posts were answered, beside the weeks before; nothing where it has none."""
    told = figures.health(weeks)
    if told:
        yield from section(_("How the week's posts were answered"), width)
    for label, text in told:
        yield from named(f"{label}:", text, width, 2)
    yield from paragraph(figures.drawn_weeks(weeks), width, 2, FAINT)


def network(found: Network, width: int) -> Page:
    """Who has answered whom, the most diligent first; then who has answered nobody, and whom nobody has answered."""
    width = min(width, WIDEST)
    given: dict[str, list[str]] = defaultdict(list)
    totals: Counter[str] = Counter()
    for tie in sorted(found.ties, key=lambda one: (-one.comments, one.target.casefold())):
        given[tie.source].append(f"{tie.target} {tie.comments}")
        totals[tie.source] += tie.comments
    writing = (one for one in found.members if one.name in given)
    writers = sorted(writing, key=lambda one: (-totals[one.name], one.name.casefold()))
    lines: list[str] = []
    for one in writers:
        name = _("{name} (facilitator)").format(name=one.name) if one.facilitator else one.name
        lines += named(f"{name} → ", ", ".join(given[one.name]), width, 0)
    lines = lines or paragraph(_("Nobody in feeds.toml is known to have answered anybody."), width, 0)
    alone = [one.name for one in found.members if one.posts is not None and not one.given]
    unheard = [one.name for one in found.members if one.unheard]
    for heading, names in ((_("Have answered nobody"), alone), (_("Have posted, and nobody has answered"), unheard)):
        if names:
            lines += [*section(heading, width), *paragraph(", ".join(names), width, 2, ALERT)]
    for text in figures.strangers(found.unmatched, found.unseen):
        lines += ["", *paragraph(text, width, 0, FAINT)]
    return Page(lines)
