"""Text broken into lines for a terminal: indents, hanging names, and addresses that stay whole.

A line is text with marks where a style begins and ends: controls, which `safe` leaves in no text from outside. What
they are on this terminal, Rich tells when the page is printed; a page that is only written needs no Rich.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aggregator.core.text import safe

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

HEADING, NAME, FAINT, ALERT, GOOD = "bold underline", "bold", "dim", "magenta", "green"
NARROWEST = 16
_STYLES = (HEADING, NAME, FAINT, ALERT, GOOD, *(f"{NAME} {style}" for style in (FAINT, ALERT, GOOD)))
_MARKS = {style: (chr(0x01 + number), chr(0x0E + number)) for number, style in enumerate(_STYLES)}
# What is safe as it stands, and one cell wide: Latin letters, and the punctuation of well-set text.
_PLAIN = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")


class Page:
    """Lines for a terminal, to be printed by Rich with `soft_wrap`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)

    @property
    def plain(self) -> str:
        """The text alone, without a line break at its end."""
        return self._with_marks(dict.fromkeys(_MARKS, ("", "")))

    def __rich_console__(self, console: "Console", _options: "ConsoleOptions") -> "Iterator[Segment]":
        from rich.segment import Segment

        yield Segment(self._with_marks({style: _as_shown(console, style) for style in _MARKS}) + "\n")

    def _with_marks(self, shown: Mapping[str, tuple[str, str]]) -> str:
        text = "\n".join(self.lines)
        for style, marks in _MARKS.items():
            for mark, sequence in zip(marks, shown[style], strict=True):
                text = text.replace(mark, sequence)
        return text


def _as_shown(console: "Console", style: str) -> tuple[str, str]:
    """What stands before and after a text of that style on this terminal."""
    from rich.text import Text

    with console.capture() as shown:
        console.print(Text("-", style), end="")
    begin, _, end = shown.get().partition("-")
    return begin, end


def section(text: str, width: int) -> list[str]:
    """An empty line and a heading."""
    return ["", *paragraph(text, width, 0, HEADING)]


def named(name: str, text: str, width: int, indent: int, style: str = "") -> list[str]:
    """A bold name and what follows it, further lines indented by two more."""
    begin, end = _MARKS[f"{NAME} {style}".strip()]
    clean, margin = _clean(name), " " * indent
    whole = f"{clean} {_clean(text)}"
    if cells(whole) <= width - indent:
        return [f"{margin}{begin}{clean}{end}{whole[len(clean) :]}"]
    lines, left = [], len(clean)
    for piece in _pieces(whole, width - indent - 2):
        line, styled = piece.rstrip(), piece[:left].rstrip()
        lines.append(f"{margin}{begin}{styled}{end}{line[len(styled) :]}" if styled else margin + line)
        left, margin = max(0, left - len(piece)), " " * (indent + 2)
    return lines


def paragraph(text: str, width: int, indent: int, style: str = "") -> list[str]:
    """A text broken at words; no line at all for an empty one."""
    clean, margin = _clean(text), " " * indent
    if not clean:
        return []
    begin, end = _MARKS[style] if style else ("", "")
    if cells(clean) <= width - indent:
        return [margin + begin + clean + end]
    lines = (piece.rstrip() for piece in _pieces(clean, width - indent))
    return [margin + begin + line + end if line else margin for line in lines]


def grid(rows: Sequence[Sequence[str]], right: Collection[int], between: str = "  ") -> list[str]:
    """Rows of cells in columns; those numbered `right` end below each other."""
    cleaned = [[_clean(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*cleaned, strict=True)]
    return [
        between.join(
            " " * (width - cells(cell)) + cell if place in right else cell + " " * (width - cells(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cleaned
    ]


def styled(line: str, style: str) -> str:
    """A line that is clean and short enough, in a style."""
    begin, end = _MARKS[style]
    return f"{begin}{line}{end}"


def phrases(parts: Iterable[str], width: int, style: str) -> list[str]:
    """Phrases with a dot between them, broken only there."""
    lines: list[str] = []
    for part in map(_clean, parts):
        if lines and cells(lines[-1]) + cells(part) + 3 <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    begin, end = _MARKS[style]
    return [begin + line + end for line in lines]


def address(written: str | None, indent: int) -> list[str]:
    """An address on a line of its own, never broken or cut, so that a click or a copy gets it whole."""
    begin, end = _MARKS[FAINT]
    return [f"{begin}{' ' * indent}{_clean(written)}{end}"] if written else []


def _clean(text: str) -> str:
    """The text as `safe` has it; most texts are so plain that it is seen at once."""
    if _PLAIN.fullmatch(text) and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return safe(text)


def cells(text: str) -> int:
    """How wide the text is on a terminal."""
    if _PLAIN.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _pieces(text: str, width: int) -> Iterator[str]:
    """The text broken at words, as Rich breaks it; a word that is too long, anywhere."""
    width = max(width, NARROWEST)
    if not _PLAIN.fullmatch(text) or max(map(len, text.split(" "))) > width:
        yield from _odd_pieces(text, width)
        return
    start = 0
    while len(text) - start > width:
        end = text.rindex(" ", start, start + width + 1) + 1
        yield text[start:end]
        start = end
    yield text[start:]


def _odd_pieces(text: str, width: int) -> list[str]:
    from rich.cells import cell_len, chop_cells

    pieces, used = [""], 0
    for word in re.findall(r"\S+\s*", text):
        if cell_len(word.rstrip()) <= width - used:
            pieces[-1] += word
            used += cell_len(word)
            continue
        parts = chop_cells(word, width) if cell_len(word.rstrip()) > width else [word]
        pieces[len(pieces) - (not pieces[-1]) :] = parts
        used = cell_len(parts[-1])
    return pieces
