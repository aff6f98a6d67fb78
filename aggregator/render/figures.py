"""The words and small drawings about how well people are answered, and what part each takes. Counts nothing itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.health import Health
from aggregator.core.language import _, code, ngettext
from aggregator.core.participation import Flag, Participation
from aggregator.core.record import Struct
from aggregator.core.trend import WeekHealth
from aggregator.render.words import MONTHS

BARS = "▁▂▃▄▅▆▇█"
UNKNOWN_BAR = "·"
_LETTERS, _SHORT = 3, 4
_MANY_MINUTES, _MANY_HOURS = timedelta(minutes=90), timedelta(hours=48)


def drawing(values: Iterable[float | None]) -> str:
    """A line of bars, one for each value from 0 to 1; a dot where nobody knows."""
    return "".join(UNKNOWN_BAR if value is None else _bar(value) for value in values)


def _bar(part: float) -> str:
    return BARS[min(len(BARS) - 1, int(part * len(BARS)))]


def percent(share: float | None) -> str:
    """A share as people write it; empty when nobody knows."""
    return "" if share is None else _("{percent}%").format(percent=round(100 * share))


def duration(time: timedelta) -> str:
    """A stretch of time in the unit that fits."""
    if time < _MANY_MINUTES:
        count = round(time / timedelta(minutes=1))
        return ngettext("{count} minute", "{count} minutes", count).format(count=count)
    if time < _MANY_HOURS:
        count = round(time / timedelta(hours=1))
        return ngettext("{count} hour", "{count} hours", count).format(count=count)
    count = round(time / timedelta(days=1))
    return ngettext("{count} day", "{count} days", count).format(count=count)


def first_answer(found: Health) -> str:
    """After how long the first answer came, in the median; between what and what where comments have no dates."""
    if found.median is None:
        return ""
    least, most = (duration(time) for time in found.median)
    if least == most:
        return most
    if not found.median[0]:
        return _("at most {most}").format(most=most)
    return _("between {least} and {most}").format(least=least, most=most)


def answered(found: Health) -> str:
    """How many posts have an answer, of those of which one knows."""
    known = found.answered + found.unanswered
    if not known:
        return _("not known")
    text = _("{percent} ({part} of {all})")
    return text.format(percent=percent(found.answered_share), part=found.answered, all=known)


def soon(found: Health) -> str:
    """How many posts were answered within 48 hours, of those of which one can say."""
    known = found.soon + found.later
    if not known:
        return _("too early to say, or not known")
    return _("{percent} ({part} of {all})").format(percent=percent(found.soon_share), part=found.soon, all=known)


class Measure(Struct, frozen=True):
    """How well the last of some weeks went in one respect, in words; `values` are the weeks' own, from 0 to 1."""

    label: str
    text: str
    values: tuple[float | None, ...]


def measures(weeks: Sequence[WeekHealth]) -> list[Measure]:
    """How the last week's posts were answered, beside the weeks before it. Nothing where it has no posts."""
    if not weeks or not weeks[-1].health.posts:
        return []
    week, medians = weeks[-1], [one.health.median[1].total_seconds() if one.health.median else None for one in weeks]
    longest = max((median for median in medians if median is not None), default=0.0) or 1.0
    values = (
        tuple(one.health.answered_share for one in weeks),
        tuple(one.health.soon_share for one in weeks),
        tuple(None if median is None else median / longest for median in medians),
    )
    found = [Measure(label, text, drawn) for (label, text), drawn in zip(so_far(week.health), values, strict=False)]
    if week.new_bloggers:
        text = _("{part} of {all}").format(part=week.new_unanswered, all=week.new_bloggers)
        shares = (one.new_unanswered / one.new_bloggers if one.new_bloggers else None for one in weeks)
        found.append(Measure(_("New bloggers without an answer"), text, tuple(shares)))
    return found


def health(weeks: Sequence[WeekHealth]) -> list[tuple[str, str]]:
    """The same, what is told and the words, with a drawing of all weeks behind them."""
    return [(one.label, f"{one.text} {_drawing(one.values)}".rstrip()) for one in measures(weeks)]


def so_far(found: Health) -> list[tuple[str, str]]:
    """How posts were answered: what is told, and the words."""
    lines = [(_("Answered"), answered(found)), (_("Within 48 hours"), soon(found))]
    time = first_answer(found)
    return [*lines, (_("Time to the first answer, median"), time)] if time else lines


def _drawing(values: Sequence[float | None]) -> str:
    """One value is no line."""
    return drawing(values) if len(values) > 1 else ""


def drawn_weeks(weeks: Sequence[WeekHealth]) -> str:
    """What the drawings show; empty where there are none."""
    if len(weeks) < 2 or not weeks[-1].health.posts:
        return ""
    text = _("The bars: the last {count} weeks, the newest to the right.")
    return text.format(count=len(weeks))


def strangers(unmatched: int, unseen: int) -> list[str]:
    """That comments are by people whom nobody knows, and that some are known by their number alone, if any are."""
    lines = []
    if unmatched:
        text = ngettext(
            "{count} comment is by somebody whom feeds.toml does not know (agg comments --unmatched).",
            "{count} comments are by people whom feeds.toml does not know (agg comments --unmatched).",
            unmatched,
        )
        lines.append(text.format(count=unmatched))
    return lines + ([nameless(unseen)] if unseen else [])


def nameless(unseen: int) -> str:
    """That so many comments are known by their number alone."""
    text = ngettext(
        "{count} more comment is known by its number alone, not by whom it is.",
        "{count} more comments are known by their number alone, not by whom they are.",
        unseen,
    )
    return text.format(count=unseen)


def flags(one: Participation) -> list[str]:
    """What is worth knowing of a participant at a glance."""
    return [_flag(flag, one) for flag in one.flags] + ([_unseen(one.unseen)] if one.unseen else [])


def _unseen(count: int) -> str:
    text = ngettext(
        "{count} comment received by nobody knows whom", "{count} comments received by nobody knows whom", count
    )
    return text.format(count=count)


def _flag(flag: Flag, one: Participation) -> str:
    if flag is Flag.SILENT:
        days = one.silent_days or 0
        return ngettext("silent for {days} day", "silent for {days} days", days).format(days=days)
    return {Flag.NEVER: _("never posted"), Flag.TROUBLE: _("feed in trouble")}.get(flag, _("new"))


def short_day(when: datetime, zone: ZoneInfo) -> str:
    """A day in a table: `18 Nov`, `18. nov.`."""
    local = when.astimezone(zone)
    month = MONTHS[code()].split(",")[local.month - 1]
    if code() == "nb":  # Språkrådet: months of up to four letters are not shortened
        return f"{local.day}. {month if len(month) <= _SHORT else f'{month[:_LETTERS]}.'}"
    return f"{local.day} {month[:_LETTERS]}"
