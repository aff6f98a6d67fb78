"""Writes a new feeds.toml: what is set, and everything else that may be, explained and commented out.

The explanations and examples are those of `schema`, in the language in use.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from aggregator.config.keys import KEYS, Key
from aggregator.config.schema import CourseTable, FetchTable, MailTable, ParticipantTable, SiteTable
from aggregator.core.language import _
from aggregator.core.language import _ as say

_WIDTH = 100
_TABLES: dict[str, type[msgspec.Struct]] = {
    "course": CourseTable,
    "fetch": FetchTable,
    "site": SiteTable,
    "mail": MailTable,
    "participants": ParticipantTable,
}


def new_file(given: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of a feeds.toml in which these keys are set, by table, and which has no participants yet."""
    lines = [*_comment(_head()), ""]
    for table in ("course", "fetch", "site", "mail"):
        lines += _table(table, given.get(table, {}))
    return "\n".join([*lines, *_participants()]) + "\n"


def _head() -> str:
    return "\n".join(
        [
            _("The course: its settings, and below them its participants."),
            _("What follows a # is for people only."),
            _(
                "A setting with a # in front is optional: it shows what holds without it, or an example. "
                "To use it, delete the # and change the value."
            ),
            _("agg add ADDRESS adds a participant, agg check looks whether all is well."),
        ]
    )


def _table(name: str, given: Mapping[str, Any]) -> Iterator[str]:
    wanted = bool(given) or not _required(name)
    yield from ["", f"[{name}]" if wanted else f"# [{name}]"]
    yield from _comment(_about()[name])
    if not wanted:
        yield from _comment(_("To use it, delete the # in front of the brackets, too, and of the lines that you need."))
    usual = defaults(name)
    for key, known in KEYS[name].items():
        yield ""
        yield from _comment(say(known.meta.description or ""))
        if key in given:
            yield f"{key} = {toml(given[key])}"
        else:
            yield f"# {key} = {toml(_shown(known, usual.get(key)))}"
    yield ""


def _participants() -> Iterator[str]:
    yield ""
    yield from _comment(_("The participants. For each of them a line [[participants]], a name and an address:"))
    yield "#"
    yield "# [[participants]]"
    for key, known in KEYS["participants"].items():
        if key != "home":
            example = f"{key} = {toml(_shown(known, None))}"
            yield f"# {example:<44} # {say(known.meta.description or '')}"


def _about() -> dict[str, str]:
    return {
        "course": _("The course as a whole."),
        "fetch": _("How blogs are asked."),
        "site": _("The course's page, which agg site writes."),
        "mail": _("How agg digest --send sends the digest."),
    }


def _required(name: str) -> bool:
    return any(known.required for known in KEYS[name].values())


def defaults(name: str) -> dict[str, Any]:
    """What holds without each key of this table; for some that is no value."""
    return {one.encode_name: one.default for one in msgspec.structs.fields(_TABLES[name])}


def _shown(known: Key, default: Any) -> Any:
    """What holds without the key, if that is a value; else its example."""
    if isinstance(default, str | int | float):
        return default
    [example] = known.meta.examples or [""]
    return example


def _comment(text: str) -> list[str]:
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, _WIDTH)]
    return [f"# {line}" for line in lines]


def toml(value: Any) -> str:
    """The value as it stands in TOML."""
    # Texts, numbers and lists of them in JSON are TOML as well.
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
