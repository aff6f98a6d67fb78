"""On which line of a TOML text a table or key stands. Only for texts that tomllib reads without complaint."""

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

Loc = tuple[str | int, ...]
Problem = tuple[Loc, str]
"""Where something is wrong, and a sentence that says what, and what to do."""

_PIECE = r'''
        """(?:\\.|[^\\])*?"{3,5}  |  \'\'\'.*?\'{3,5}  |  "(?:\\.|[^"\\])*"  |  '[^']*'   # strings
    |   \#[^\n]*  |  \n  |  [=\[\]{}]  |  [^"'\#\n=\[\]{}]+
'''


class Lines:
    """The lines of a text's tables and keys; looked up only when there is something to complain of."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, loc: Loc) -> int:
        """The line (from 1) of `loc`, such as `("participants", 0, "tags")`; else of the table it is in."""
        while loc and loc not in self._lines:
            loc = loc[:-1]
        return self._lines.get(loc, 1)

    @cached_property
    def _lines(self) -> dict[Loc, int]:
        return _locate(self._text)


def _locate(text: str) -> dict[Loc, int]:
    lines: dict[Loc, int] = {}
    tables: dict[Loc, int] = {}  # arrays of tables, and how many they hold so far
    table: Loc = ()
    for line, head in _statements(text):
        if head.startswith("["):
            table = _current(_path(tomllib.loads(head)), tables)
            if head.startswith("[["):
                tables[table] = tables.get(table, 0) + 1
                table += (tables[table] - 1,)
            whole = table
        else:
            whole = table + _path(tomllib.loads(head + "=0"))
        for end in range(1, len(whole) + 1):
            lines.setdefault(whole[:end], line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each table's head and each key, word for word, with its line."""
    line, start, depth = 1, 1, 0
    head, in_value = "", False
    for found in re.finditer(_PIECE, text + "\n", re.DOTALL | re.VERBOSE):
        piece = found[0]
        if piece == "\n" and depth == 0:
            if head.strip():
                yield start, head.strip()
            head, in_value = "", False
            start = line + 1
        elif piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        in_value = in_value or piece == "="
        if not in_value and not piece.startswith(("#", "\n")):
            head += piece
        line += piece.count("\n")


def _path(nested: Any) -> tuple[str, ...]:
    """The keys on the way down of tables that hold one key each."""
    path: tuple[str, ...] = ()
    while isinstance(nested, dict) and nested:
        ((key, nested),) = nested.items()
        path += (key,)
    return path


def _current(path: tuple[str, ...], tables: dict[Loc, int]) -> Loc:
    """The path with the number of the table last begun after each array of tables that it leads through."""
    loc: Loc = ()
    for key in path:
        if loc in tables:
            loc += (tables[loc] - 1,)
        loc += (key,)
    return loc
