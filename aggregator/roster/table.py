"""A table of a spreadsheet (CSV): a line for each blog, and mostly a first line that names the columns.

Where it does not, or by names that are not known, columns of addresses and names are known by what stands in them.

Commas, semicolons (as spreadsheets in Norwegian write) and tabs part the columns (RFC 4180). In one cell several
tags or aliases are parted by `;` or `,`, whichever does not part the columns.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence

from aggregator.core.language import _
from aggregator.core.roster import Listed, Roster
from aggregator.core.text import safe
from aggregator.roster.addresses import as_address, name_in

_KNOWN = {
    "name": ("name", "navn", "participant", "deltaker", "student", "full name", "fullt navn", "hvem"),
    "feed": ("feed", "rss", "atom", "feed url", "xmlurl", "strøm"),
    "home": ("home", "home page", "homepage", "hjemmeside", "htmlurl"),
    "address": ("address", "adresse", "url", "blog", "blogg", "link", "lenke", "blog address", "bloggadresse"),
    "tags": ("tags", "tag", "group", "gruppe", "groups", "grupper", "stikkord", "emneord"),
    "aliases": ("aliases", "alias", "kallenavn"),
    "category": ("category", "kategori"),
    "comments": ("comments", "kommentarer"),
}
_COLUMN_OF = {word: column for column, words in _KNOWN.items() for word in words}
_NAME = re.compile(r"[^\W\d_][^\d@/]{1,60}")
_OF_NAMES = re.compile(r"name|navn|heter", re.IGNORECASE)
_ADDRESSES = ("feed", "home", "address")
_SIGNS = "\t;,"


def read(text: str) -> Roster | None:
    """The blogs in this table; `None` when it is none: there is nothing but addresses, or no column of them."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    for sign in sorted(_SIGNS, key=first.count, reverse=True):
        if sign not in first:
            continue
        numbered = _rows(text, sign)
        columns = _heading(numbered[0][1]) if numbered else {}
        if any(column in columns for column in _ADDRESSES):
            return _read(numbered[1:], columns, sign)
        if guessed := _guessed(numbered):
            headed = not any(map(as_address, numbered[0][1]))
            return _read(numbered[headed:], columns | guessed, sign)
    return None


def _rows(text: str, sign: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error:  # a cell of more than 131,072 characters is no name and no address
        pass
    return rows


def _heading(cells: Sequence[str]) -> dict[str, int]:
    """Which column is what, by its name; empty when a cell of the first line is an address."""
    if any(map(as_address, cells)):
        return {}
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        word = " ".join(re.split(r"[\s_-]+", safe(cell).casefold()))
        if column := _COLUMN_OF.get(word):
            columns.setdefault(column, place)
    return columns


def _guessed(rows: Sequence[tuple[int, list[str]]]) -> dict[str, int]:
    """The columns of addresses and of names in a table without a heading that is known, such as a form's answers.

    Empty where no column has an address in most of its cells, or none beside it looks like names.
    """
    cells = [row for _number, row in rows]
    columns = [[row[place].strip() if place < len(row) else "" for row in cells] for place in range(len(cells[0]))]
    address = next((place for place, column in enumerate(columns) if _mostly(column, as_address)), None)
    names = [place for place, column in enumerate(columns) if place != address and _mostly(column, _NAME.fullmatch)]
    if address is None or not names:
        return {}
    headed = [place for place in names if _OF_NAMES.search(columns[place][0])]
    return {"address": address, "name": (headed or names)[0]}


def _mostly(column: Sequence[str], fits: Callable[[str], object]) -> bool:
    return sum(bool(fits(cell)) for cell in column) * 2 > len(column)


def _read(rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int], sign: str) -> Roster:
    blogs: list[Listed] = []
    unread: list[tuple[int, str]] = []
    for number, row in rows:
        cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
        column = next((name for name in _ADDRESSES if cells.get(name)), None)
        address = as_address(cells[column]) if column else None
        if column is None or address is None:
            unread.append((number, _("there is no address of a blog on this line.")))
            continue
        blogs.append(
            Listed(
                address,
                number,
                name=name_in(_without_mark(cells.get("name", ""))),
                is_feed=None if column == "address" else column == "feed",
                tags=_several(cells.get("tags", ""), sign),
                aliases=_several(cells.get("aliases", ""), sign),
                category=safe(_without_mark(cells.get("category", ""))) or None,
                comments=cells.get("comments", "").lower() or "auto",
            )
        )
    return Roster(tuple(blogs), tuple(unread))


def _several(cell: str, sign: str) -> tuple[str, ...]:
    parts = re.split(";" if sign == "," else "[;,]" if sign == "\t" else ",", _without_mark(cell))
    return tuple(dict.fromkeys(filter(None, map(safe, parts))))


def _without_mark(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if re.match(r"'[=+\-@\"'\t]", cell) else cell
