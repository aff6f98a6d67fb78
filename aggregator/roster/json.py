"""The list that `agg export json` writes."""

import json
from collections.abc import Mapping
from typing import Any

from aggregator.core.language import _
from aggregator.core.roster import Listed, Roster
from aggregator.core.text import safe
from aggregator.roster.addresses import as_address

_LISTS = ("tags", "aliases")


def read(text: str) -> Roster | None:
    """The participants in it; `None` when it is no such list."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    people = found.get("participants") if isinstance(found, dict) else None
    if not isinstance(people, list):
        return None
    blogs: list[Listed] = []
    unread: list[tuple[int, str]] = []
    for number, one in enumerate(people, 1):
        read_one = _read(one, number) if isinstance(one, dict) else None
        if read_one:
            blogs.append(read_one)
        else:
            unread.append((number, _("there is no address of a blog on this line.")))
    return Roster(tuple(blogs), tuple(unread), _text(found, "course"))


def _read(one: Mapping[str, Any], number: int) -> Listed | None:
    feed, home = as_address(_text(one, "feed")), as_address(_text(one, "home"))
    address = feed or home
    if address is None:
        return None
    lists = {name: _texts(one.get(name)) for name in _LISTS}
    comments = _text(one, "comments") or "auto"
    category = _text(one, "category") or None
    return Listed(address, number, _text(one, "name"), bool(feed), category=category, comments=comments, **lists)


def _text(one: Mapping[str, Any], name: str) -> str:
    return _safe(one.get(name))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_safe, value))) if isinstance(value, list) else ()


def _safe(value: object) -> str:
    return safe(value) if isinstance(value, str) else ""
