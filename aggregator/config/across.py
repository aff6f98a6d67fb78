"""What keys and tables of feeds.toml must agree on.

Looks at the tables as they are written, so that a mistake in one key does not hide these.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from aggregator.config.addresses import is_loopback, problem_with
from aggregator.config.keys import KEYS
from aggregator.config.lines import Lines, Loc, Problem
from aggregator.core.language import _
from aggregator.core.links import link_key

_ADDRESSES = ("feed", "home")

_Tables = list[tuple[int, dict[str, Any]]]


def problems_across(data: Mapping[str, Any], lines: Lines) -> Iterator[Problem]:
    """Names and addresses that stand twice, neither or both of feed and home, an end before the start."""
    yield from _dates(data.get("course"))
    yield from _keep(data.get("course"))
    yield from _mail(data.get("mail"))
    people = data.get("participants")
    if isinstance(people, list):
        tables = [(index, table) for index, table in enumerate(people) if isinstance(table, dict)]
        yield from _feed_or_home(tables)
        why = _("this name stands on line {line} already. Give each participant a name of their own.")
        yield from _twice(_names(tables), lines, why)
        why = _("this address stands on line {line} already. Write each blog once.")
        yield from _twice(_blogs(tables), lines, why)


def _dates(course: object) -> Iterator[Problem]:
    if isinstance(course, dict):
        starts, ends = course.get("starts"), course.get("ends")
        if type(starts) is date and type(ends) is date and ends < starts:
            why = _("the course ends on {ends}, before it starts on {starts}. Mend one of the two dates.")
            yield ("course", "ends"), why.format(ends=ends, starts=starts)


def _keep(course: object) -> Iterator[Problem]:
    if isinstance(course, dict) and "keep" in course and "ends" not in course:
        yield ("course", "keep"), _("keep counts from the last day of the course. Write ends = 2026-12-18")


def _mail(table: object) -> Iterator[Problem]:
    if not isinstance(table, dict):
        return
    if not table.get("to") and not table.get("bcc"):
        yield ("mail", "to"), _('nobody gets the mail. Write to = ["course@lists.school.example"]')
    server = table.get("server")
    if "user" in table and table.get("security") == "none" and isinstance(server, str) and not is_loopback(server):
        why = _('with security = "none" everybody on the way could read the password. Delete that line, or user.')
        yield ("mail", "security"), why


def _feed_or_home(tables: _Tables) -> Iterator[Problem]:
    for index, table in tables:
        given = [key for key in _ADDRESSES if key in table]
        if len(given) == 2:
            why = _("write either feed or home, not both. Delete one of the two lines.")
            yield ("participants", index, "home"), why
        elif not given and not _is_misspelt(table):
            why = _('there is no address. Write feed = "https://kari.example/feed/" or home = "https://kari.example/"')
            yield ("participants", index), why


def _is_misspelt(table: dict[str, Any]) -> bool:
    from aggregator.config.words import misspelt

    return misspelt(_ADDRESSES, table, KEYS["participants"])


def _names(tables: _Tables) -> Iterator[tuple[str, Loc]]:
    for index, table in tables:
        name = table.get("name")
        if isinstance(name, str) and name.strip():
            yield " ".join(name.split()).casefold(), ("participants", index, "name")


def _blogs(tables: _Tables) -> Iterator[tuple[str, Loc]]:
    """Addresses that can be asked, so that several may still say "not yet"."""
    for index, table in tables:
        for key in _ADDRESSES:
            address = table.get(key)
            if isinstance(address, str) and not problem_with(address.strip()):
                yield link_key(address), ("participants", index, key)


def _twice(seen: Iterable[tuple[str, Loc]], lines: Lines, why: str) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for key, loc in seen:
        other = first.setdefault(key, loc)
        if other[1] != loc[1]:
            yield loc, why.format(line=lines.of(other))
