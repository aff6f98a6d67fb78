"""What is wrong in feeds.toml, said in sentences that tell what to write instead. Finds nothing itself."""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin
from zoneinfo import available_timezones

from aggregator.config.keys import KEYS, Key, Wrong, comment_names
from aggregator.config.lines import Loc, Problem
from aggregator.core.language import _
from aggregator.core.text import safe

_HEADS = {name: f"[{name}]" for name in KEYS} | {"participants": "[[participants]]"}
_KINDS = {str: "text", int: "int", float: "float", date: "date", tuple: "list", Literal: "choice", bool: "bool"}
_NUMBERS = {int: (int,), float: (int, float)}
_SHOWN = 60


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


def sentence(wrong: Wrong, comment_sources: Collection[str] = ()) -> Problem | None:
    """What is wrong, in words; `None` for a missing key that is there, but misspelt."""
    loc, code = wrong.loc, wrong.code
    if code == "unknown":
        return loc, _unknown(loc, wrong.given)
    if code == "missing" and misspelt(loc[-1:], wrong.given, _known(loc)):
        return None
    if len(loc) == 1 or code == "no table":
        return loc, _wrong_table(str(loc[0]), code)
    return loc, _wrong_value(wrong, comment_sources)


def _wrong_value(wrong: Wrong, comment_sources: Collection[str]) -> str:
    listed = isinstance(wrong.loc[-1], int)
    name = str(wrong.loc[-2 if listed else -1])
    key = KEYS[str(wrong.loc[0])][name]
    code = wrong.code if wrong.code != "type" else _mismatch(key.each if listed and key.each else key, wrong.given)
    other = _('"{key}" cannot be read. Write it like this: {key} = {example}')
    templates = _templates()
    template = templates.get(code + " in a list" if listed else code) or templates.get(code, other)
    hint = _hint(wrong, comment_sources)
    given = quoted(wrong.given) if isinstance(wrong.given, str) else ""
    return template.format(
        key=name,
        example=_toml(key.meta.examples or []),
        given=given,
        hint=hint,
        ge=key.meta.ge,
        le=key.meta.le,
        choices=_choices(key),
    )


def _mismatch(key: Key, given: Any) -> str:
    """The code for a value that is not of the key's type, or not within its bounds."""
    least, most = key.meta.ge, key.meta.le
    if type(given) in _NUMBERS.get(key.kind, ()):
        if least is not None and -math.inf < given < least:
            return "low"
        if most is not None and most < given < math.inf:
            return "high"
    return _KINDS[key.kind]


def _choices(key: Key) -> str:
    """What the key may be, in quotes; "no" is understood where "nb" is meant."""
    kind = get_args(key.declared)[0]
    return ", ".join(quoted(one) for one in get_args(kind) if one != "no") if get_origin(kind) is Literal else ""


def misspelt(wanted: Collection[Any], table: Mapping[str, Any], known: Collection[str]) -> bool:
    """Whether an unknown key in the table probably means one of the wanted ones."""
    return any(near(key, known) in wanted for key in table if key not in known)


def _known(loc: Loc) -> Collection[str]:
    return KEYS[str(loc[0])] if len(loc) > 1 else KEYS


def _unknown(loc: Loc, value: object) -> str:
    key = str(loc[-1])
    what = _("unknown key {key}.").format(key=quoted(key))
    if loc == ("mail", "password"):
        return _("no password belongs in this file. Put it into AGG_MAIL_PASSWORD, or write password_command.")
    for table, keys in KEYS.items():
        if key in keys:
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
    if code in {"missing", "nobody"}:
        example = '[[participants]]\nname = "Kari Nordmann"\nfeed = "https://kari.example/feed/"'
        why = _("there are no participants. Say agg add ADDRESS, or write three lines for each, such as:")
        return "\n    ".join([why, *example.splitlines()])
    if table == "participants":
        return _("write [[participants]], in double brackets, above the lines of each participant.")
    return _("write {table}, in single brackets and only once, above its lines.").format(table=_HEADS[table])


def _hint(wrong: Wrong, comment_sources: Collection[str]) -> str:
    """What may have been meant, among time zones or sources of comments."""
    if wrong.code == "timezone":
        meant = zone_meant(str(wrong.given))
        example = _('Write a continent and a city, such as "Europe/Oslo".')
        return _did_you_mean(meant and quoted(meant)) or example
    if wrong.code == "comments":
        sources = comment_names(comment_sources)
        meant = near(wrong.given, sources)
        return _did_you_mean(meant and quoted(meant)) or _these(sources)
    return ""


def zone_meant(text: str) -> str | None:
    """The time zone that somebody may have meant who wrote this: a city will do."""
    zones = _zones()
    meant = near(text, zones, 0.7)
    return zones[meant] if meant else None


def _zones() -> dict[str, str]:
    """Time zones by name and by city."""
    zones = sorted(available_timezones())
    return {zone.rpartition("/")[2]: zone for zone in zones} | {zone: zone for zone in zones}


def _toml(examples: list[Any]) -> str:
    (example,) = examples
    return example.isoformat() if isinstance(example, date) else json.dumps(example, ensure_ascii=False)


def _templates() -> dict[str, str]:
    return {
        "missing": _('the key "{key}" is missing. Write {key} = {example}'),
        "empty": _('"{key}" is empty. Write it like this: {key} = {example}'),
        "empty in a list": _('"{key}" holds an empty text. Delete it, or write {key} = {example}'),
        "unprintable": _('"{key}" contains an invisible character. Delete the line and type it anew.'),
        "text": _('"{key}" must be text in quotes: {key} = {example}'),
        "text in a list": _('"{key}" may hold texts in quotes only: {key} = {example}'),
        "list": _('"{key}" must be a list in square brackets: {key} = {example}'),
        "date": _('"{key}" must be a date, without quotes and without a time of day: {key} = {example}'),
        "int": _('"{key}" must be a whole number without quotes: {key} = {example}'),
        "float": _('"{key}" must be a number without quotes: {key} = {example}'),
        "low": _('"{key}" must be at least {ge}: {key} = {example}'),
        "high": _('"{key}" must be at most {le}: {key} = {example}'),
        "choice": _('"{key}" must be one of {choices}: {key} = {example}'),
        "bool": _('"{key}" must be true or false, without quotes: {key} = {example}'),
        "site": _('"{key}" must be a web address without ? or #: {key} = {example}'),
        "mail": _('"{key}" must be a mail address in plain letters: {key} = {example}'),
        "mail in a list": _('"{key}" holds {given}, which is no mail address in plain letters: {key} = {example}'),
        "server": _('"{key}" must be the name of a server: {key} = {example}'),
        "contact": _('"{key}" must be an e-mail or web address, in plain letters: {key} = {example}'),
        "network": _("{given} is no network. Write numbers: {key} = {example}"),
        "timezone": _("there is no time zone {given}. {hint}"),
        "comments": _("there is no source of comments {given}. {hint}"),
    }
