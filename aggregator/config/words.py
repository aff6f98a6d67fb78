"""What is wrong in feeds.toml, said in sentences that tell what to write instead. Finds nothing itself."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from aggregator.config.lines import Loc
from aggregator.config.schema import CourseFile, CourseTable, FetchTable, ParticipantTable
from aggregator.core.language import _
from aggregator.core.text import safe

_TABLES: dict[str, type[BaseModel]] = {
    "course": CourseTable,
    "fetch": FetchTable,
    "participants": ParticipantTable,
}
_HEADS = {"course": "[course]", "fetch": "[fetch]", "participants": "[[participants]]"}
_SHOWN = 60


class Problem(NamedTuple):
    """What is wrong with what stands at `loc`, and what to do."""

    loc: Loc
    why: str


def quoted(given: object) -> str:
    """A text of the file in quotes, without invisible characters, cut after 60 characters."""
    text = safe(str(given)[: _SHOWN * 10])
    return _('"{text}"').format(text=text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def near(word: object, words: Collection[str], cutoff: float = 0.6) -> str | None:
    """Which of the words somebody may have meant who wrote `word`; upper and lower case are the same."""
    by_case = {known.casefold(): known for known in words}
    found = get_close_matches(str(word)[:_SHOWN].casefold(), by_case, 1, cutoff)
    return by_case[found[0]] if found else None


def who(loc: Loc, data: Mapping[str, Any]) -> str:
    """Which table it is about, as the beginning of a sentence: `participant "Kari": ` or `[course]: `."""
    match loc:
        case ("participants", int(index), *_rest):
            table = data["participants"][index]
            name = table.get("name") if isinstance(table, dict) else None
            named = quoted(name) if isinstance(name, str) and safe(name) else str(index + 1)
            return _("participant {name}: ").format(name=named)
        case (str(table), _key, *_rest):
            return f"{_HEADS[table]}: "
        case _else:
            return ""


def sentence(error: ErrorDetails) -> Problem | None:
    """A complaint of pydantic's in our words; `None` for a missing key that is there, but misspelt."""
    loc = error["loc"]
    if error["type"] == "extra_forbidden":
        return Problem(loc, _unknown(loc, error["input"]))
    if error["type"] == "missing" and misspelt(loc[-1:], error["input"], _known(loc)):
        return None
    if len(loc) == 1 or error["type"] == "model_type":
        return Problem(loc, _wrong_table(str(loc[0]), error["type"]))
    key = next(str(part) for part in reversed(loc) if isinstance(part, str))
    example = _toml(_TABLES[str(loc[0])].model_fields[key])
    other = _('"{key}" cannot be read. Write it like this: {key} = {example}')
    code = error["type"] + (" in a list" if isinstance(loc[-1], int) else "")
    template = _templates().get(code) or _templates().get(error["type"], other)
    return Problem(loc, template.format(key=key, example=example, **_details(error)))


def misspelt(wanted: Collection[Any], table: Mapping[str, Any], known: Collection[str]) -> bool:
    """Whether an unknown key in the table probably means one of the wanted ones."""
    return any(near(key, known) in wanted for key in table if key not in known)


def _known(loc: Loc) -> Collection[str]:
    return (_TABLES[str(loc[0])] if len(loc) > 1 else CourseFile).model_fields


def _unknown(loc: Loc, value: object) -> str:
    key = str(loc[-1])
    what = _("unknown key {key}.").format(key=quoted(key))
    for table, model in _TABLES.items():
        if key in model.model_fields:
            return what + " " + _("It belongs below {table}.").format(table=_HEADS[table])
    if len(loc) == 1 and isinstance(value, dict | list):
        what = _("unknown table {name}.").format(name=f"[{quoted(key)[1:-1]}]")
        meant = near(key, _HEADS)
        return f"{what} {_did_you_mean(meant and _HEADS[meant]) or _these(_HEADS.values())}"
    meant = near(key, _known(loc))
    return f"{what} {_did_you_mean(meant and quoted(meant)) or _these(_known(loc))}"


def _did_you_mean(meant: str | None) -> str:
    return _("Did you mean {meant}?").format(meant=meant) if meant else ""


def _these(names: Iterable[str]) -> str:
    return _("There are: {names}.").format(names=", ".join(names))


def _wrong_table(table: str, code: str) -> str:
    if code in {"missing", "too_short"}:
        example = '[[participants]]\nname = "Kari Nordmann"\nfeed = "https://kari.example/feed/"'
        why = _("there are no participants. Write three lines for each, such as:")
        return "\n    ".join([why, *example.splitlines()])
    if table == "participants":
        return _("write [[participants]], in double brackets, above the lines of each participant.")
    return _("write {table}, in single brackets and only once, above its lines.").format(table=_HEADS[table])


def _details(error: ErrorDetails) -> dict[str, str]:
    details = {name: f"{value:g}" for name, value in error.get("ctx", {}).items() if name in {"ge", "le"}}
    given = error["input"]
    if error["type"] == "timezone":
        zones = _zones()
        meant = near(given, zones, 0.7)
        example = _('Write a continent and a city, such as "Europe/Oslo".')
        details["hint"] = _did_you_mean(meant and quoted(zones[meant])) or example
    if error["type"] == "comments":
        sources = error["ctx"]["known"].split()
        meant = near(given, sources)
        details["hint"] = _did_you_mean(meant and quoted(meant)) or _these(sources)
    return details | {"given": quoted(given) if isinstance(given, str) else ""}


def _zones() -> dict[str, str]:
    """Time zones by name and by city."""
    zones = sorted(available_timezones())
    return {zone.rpartition("/")[2]: zone for zone in zones} | {zone: zone for zone in zones}


def _toml(field: Any) -> str:
    (example,) = field.examples
    return example.isoformat() if isinstance(example, date) else json.dumps(example, ensure_ascii=False)


def _templates() -> dict[str, str]:
    number = _('"{key}" must be a number without quotes: {key} = {example}')
    return {
        "missing": _('the key "{key}" is missing. Write {key} = {example}'),
        "empty": _('"{key}" is empty. Write it like this: {key} = {example}'),
        "empty in a list": _('"{key}" holds an empty text. Delete it, or write {key} = {example}'),
        "unprintable": _('"{key}" contains an invisible character. Delete the line and type it anew.'),
        "string_type": _('"{key}" must be text in quotes: {key} = {example}'),
        "string_type in a list": _('"{key}" may hold texts in quotes only: {key} = {example}'),
        "list_type": _('"{key}" must be a list in square brackets: {key} = {example}'),
        "date_type": _('"{key}" must be a date, without quotes and without a time of day: {key} = {example}'),
        "int_type": _('"{key}" must be a whole number without quotes: {key} = {example}'),
        "float_type": number,
        "finite_number": number,
        "greater_than_equal": _('"{key}" must be at least {ge}: {key} = {example}'),
        "less_than_equal": _('"{key}" must be at most {le}: {key} = {example}'),
        "literal_error": _('"{key}" must be "en" or "nb": {key} = {example}'),
        "contact": _('"{key}" must be an e-mail or web address, in plain letters: {key} = {example}'),
        "network": _("{given} is no network. Write numbers: {key} = {example}"),
        "timezone": _("there is no time zone {given}. {hint}"),
        "comments": _("there is no source of comments {given}. {hint}"),
    }


def syntax(complaint: str) -> str:
    """What the TOML reader of Python complains of, in our words."""
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
