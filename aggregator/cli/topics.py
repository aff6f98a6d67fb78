"""What `agg help` says of what is no command: exit codes, feeds.toml, weeks."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from aggregator.core.language import _
from aggregator.core.language import _ as say

if TYPE_CHECKING:
    from aggregator.config.keys import Key

_WIDTH = 79


def exit_codes() -> dict[int, str]:
    """What each exit code of agg means."""
    return {
        0: _("Done, even if some blogs failed."),
        1: _("Every blog failed (with --fail-on any: one did). agg check: somebody has to act."),
        2: _("Wrong use: what was typed cannot be understood."),
        70: _("A mistake in agg itself. Please report it."),
        75: _("Try again later: another fetch runs, the disk is full, the mail server does not take the mail."),
        78: _("feeds.toml or the database cannot be used."),
        130: _("Stopped with Ctrl-C; what had arrived is kept."),
        143: _("Ended from outside (SIGTERM); what had arrived is kept."),
    }


def _exit_codes() -> str:
    lines = [_("The exit codes of agg, for cron, scripts and monitoring:"), ""]
    for code, meaning in exit_codes().items():
        lines += textwrap.wrap(meaning, _WIDTH, initial_indent=f"{code:5}  ", subsequent_indent=" " * 7)
    return _text(lines)


def _config() -> str:
    from aggregator.config.keys import KEYS
    from aggregator.config.template import defaults, toml

    lines = [_("All that can stand in feeds.toml. agg init writes one with these explanations."), ""]
    for table, keys in KEYS.items():
        lines += [f"[[{table}]]" if table == "participants" else f"[{table}]"]
        usual = defaults(table)
        for name, key in keys.items():
            lines += [f"  {name}", *_key(key)]
            if isinstance(usual.get(name), str | int | float) and usual[name] not in key_examples(key):
                lines.append("      " + _("Without it: {value}").format(value=toml(usual[name])))
            lines.append("      " + _("Example: {example}").format(example=f"{name} = {toml(key_examples(key)[0])}"))
        lines.append("")
    return _text(lines[:-1])


def key_examples(key: "Key") -> list[object]:
    """What is shown as an example of the key."""
    return list(key.meta.examples or [""])


def _key(key: "Key") -> Iterator[str]:
    words = say(key.meta.description or "") + (" " + _("Has to be there.") if key.required else "")
    yield from textwrap.wrap(words, _WIDTH, initial_indent="      ", subsequent_indent="      ")


def _weeks() -> str:
    forms = {
        "--week": _("the seven days up to now"),
        "--week this": _("the week that began on Monday"),
        "--week last": _("the week before that; -2 is the one before it, and so on"),
        "--week 2026-W47": _("week 47 of 2026 (W47, or 47, is the latest of that number)"),
        "--week 2026-11-18": _("the week of that day"),
        "--since 2026-11-01": _("from the beginning of that day up to now"),
        "--until 2026-11-18": _("the seven days up to the end of that day"),
        "--since 2026-11-18T09:00": _("from a moment, by the clock of the course"),
    }
    lines = textwrap.wrap(
        _(
            "Weeks begin on Monday at midnight and have the numbers that calendars give them (ISO 8601), both in the"
            " time zone of the course. A week has until Monday at 6 to be found: then its digest is due."
        ),
        _WIDTH,
    )
    widest = max(map(len, forms))
    return _text([*lines, "", *(f"  {form:{widest}}  {meaning}" for form, meaning in forms.items())])


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


TOPICS: dict[str, Callable[[], str]] = {"exit-codes": _exit_codes, "config": _config, "weeks": _weeks}
"""What there is help on that is no command."""
