"""What Python's TOML reader complains of, said in words that tell what to write instead."""

import re

from aggregator.core.language import _

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def syntax(error: Exception, text: str) -> tuple[int, str]:
    """The line of `text` (from 1) that the reader gave up on, and why."""
    if isinstance(error, RecursionError):
        return 1, _("there are too many brackets within brackets. Delete some.")
    place = _PLACE.search(str(error))
    line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    return line, _sentence(_PLACE.sub("", str(error)))


def _sentence(complaint: str) -> str:
    for beginning, why in _complaints().items():
        if complaint.startswith(beginning):
            return why
    return _("this is no TOML. Is a quote, a bracket or a = missing here, or on the line above?")


def _complaints() -> dict[str, str]:
    twice = _(
        "this key or table stands here for the second time. Delete one of the two, or write [[participants]], "
        "in double brackets, before each participant."
    )
    endless = _("a text that begins here or above does not end. Write a quote where it ends.")
    return {
        "Cannot declare": twice,
        "Cannot mutate": twice,
        "Cannot overwrite": twice,
        "Expected '='": _('there must be a = between a key and its value: name = "Kari Nordmann"'),
        "Expected ']": _("brackets do not match. Write [course], [fetch] or [[participants]]."),
        "Expected \"'": endless,
        "Expected newline": _("there is more after the value. Write each key on its own line."),
        "Illegal character '\\n'": _("the line ends before the text does. Write a quote where the text ends."),
        "Invalid date": _("there is no such day. Write year, month, day: starts = 2026-10-05"),
        "Invalid statement": _("a line begins with a key, with a [, or with a # when it is for people only."),
        "Invalid value": _('this value cannot be read. Text stands in quotes: name = "Kari Nordmann"'),
        "Unclosed array": _("a list that begins here or above does not end. Write a ] where it ends."),
        "Unescaped": _("write \\\\ in place of \\, or put the text in single quotes."),
        "Unterminated string": endless,
    }
