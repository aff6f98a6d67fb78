"""Reads feeds.toml key by key, so that one mistake does not hide the next. The sentences are in `words`."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields, replace

from aggregator.config.lines import Loc
from aggregator.config.rules import Unfit, one_of
from aggregator.config.schema import CourseFile, CourseTable, FetchTable, MailTable, ParticipantTable, SiteTable


class Wrong(Struct, frozen=True):
    """What cannot be used: where it stands, the code of the sentence that tells why, and what stands there."""

    loc: Loc
    code: str
    given: Any


class Key(Struct, frozen=True):
    """What `schema` declares of a key; `each` is what it declares of every text in a list."""

    declared: Any
    kind: Any
    meta: Meta
    rule: Callable[[Any], object] | None
    each: "Key | None"
    required: bool


def _key(declared: Any, required: bool = False) -> Key:
    kind, meta = get_args(declared)
    if get_origin(kind) in (Union, UnionType):  # with None, which TOML does not know
        kind = get_args(kind)[0]
    each = _key(get_args(kind)[0]) if get_origin(kind) is tuple else None
    return Key(Annotated[kind, meta], get_origin(kind) or kind, meta, meta.extra["rule"], each, required)


def _keys(table: type[Struct]) -> dict[str, Key]:
    return {field.encode_name: _key(field.type, field.required) for field in fields(table)}


KEYS = {
    "course": _keys(CourseTable),
    "fetch": _keys(FetchTable),
    "site": _keys(SiteTable),
    "mail": _keys(MailTable),
    "participants": _keys(ParticipantTable),
}


def comment_names(sources: Collection[str]) -> tuple[str, ...]:
    """What `comments` may be: `sources` and the two names that are none."""
    return ("auto", "none", *sorted(sources))


def read_keys(
    data: Mapping[str, Any], comment_sources: Collection[str], *, nobody_yet: bool = False
) -> tuple[CourseFile | None, list[Wrong]]:
    """The file as its tables say; `None` when anything in it is wrong, and everything that is.

    `nobody_yet`: there may be no participants.
    """
    wrong: list[Wrong] = []
    course = _table(data.get("course", {}), KEYS["course"], ("course",), wrong)
    fetch = _table(data.get("fetch", {}), KEYS["fetch"], ("fetch",), wrong)
    site = _table(data.get("site", {}), KEYS["site"], ("site",), wrong)
    mail = _table(data["mail"], KEYS["mail"], ("mail",), wrong) if "mail" in data else None
    people = [] if nobody_yet and "participants" not in data else _participants(data, comment_sources, wrong)
    wrong += [Wrong((key,), "unknown", value) for key, value in data.items() if key not in KEYS]
    if wrong:
        return None, wrong
    participants = tuple(ParticipantTable(**table) for table in people)
    file = CourseFile(
        course=CourseTable(**course),
        fetch=FetchTable(**fetch),
        site=SiteTable(**site),
        mail=None if mail is None else MailTable(sender=mail.pop("from"), **mail),
        participants=participants,
    )
    return file, wrong


def _participants(data: Mapping[str, Any], sources: Collection[str], wrong: list[Wrong]) -> list[dict[str, Any]]:
    if "participants" not in data:
        wrong.append(Wrong(("participants",), "missing", data))
        return []
    people = data["participants"]
    if not isinstance(people, list) or not people:
        wrong.append(Wrong(("participants",), "nobody" if people == [] else "no table", people))
        return []
    keys = KEYS["participants"]
    keys = keys | {"comments": replace(keys["comments"], rule=partial(one_of, comment_names(sources)))}
    return [_table(table, keys, ("participants", index), wrong) for index, table in enumerate(people)]


def _table(given: object, keys: Mapping[str, Key], loc: Loc, wrong: list[Wrong]) -> dict[str, Any]:
    if not isinstance(given, dict):
        wrong.append(Wrong(loc, "no table", given))
        return {}
    values = {}
    for name, key in keys.items():
        if name in given:
            values[name] = _value(given[name], key, (*loc, name), wrong)
        elif key.required:
            wrong.append(Wrong((*loc, name), "missing", given))
    if len(values) < len(given):
        wrong += [Wrong((*loc, name), "unknown", value) for name, value in given.items() if name not in keys]
    return values


def _value(given: object, key: Key, loc: Loc, wrong: list[Wrong]) -> object:
    """The value as it is kept; `None` when it is wrong."""
    try:
        if key.each and isinstance(given, list):
            texts = [_value(one, key.each, (*loc, index), wrong) for index, one in enumerate(given)]
            value: Any = tuple(text for text in texts if text is not None)
        else:
            value = convert(given, key.declared, builtin_types=(date,))  # a text is no date
        return key.rule(value) if key.rule else value
    except ValidationError:
        wrong.append(Wrong(loc, "type", given))
    except Unfit as unfit:
        wrong.append(Wrong(loc, unfit.code, given))
    return None
