"""Text broken into lines for a terminal: indents, hanging names, and addresses that stay whole."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aggregator.core.text import safe

HEADING, NAME, FAINT, ALERT, GOOD = "bold underline", "bold", "dim", "magenta", "green"
NARROWEST = 16
_ANY_CONSOLE = Console()


def section(text: str, width: int) -> list[Text]:
    """An empty line and a heading."""
    return [Text(), *paragraph(text, width, 0, HEADING)]


def named(name: str, text: str, width: int, indent: int, style: str = "") -> list[Text]:
    """A bold name and what follows it, further lines indented by two more."""
    whole = Text.assemble((safe(name), f"{NAME} {style}".strip()), " ", safe(text))
    if cell_len(whole.plain) <= width - indent:
        return [Text(" " * indent) + whole]
    first, *rest = _broken(whole, width - indent - 2)
    return [Text(" " * indent) + first, *(Text(" " * (indent + 2)) + line for line in rest)]


def paragraph(text: str, width: int, indent: int, style: str = "") -> list[Text]:
    """A text broken at words; no line at all for an empty one."""
    clean = safe(text)
    return [Text(" " * indent) + line for line in _broken(Text(clean, style), width - indent)] if clean else []


def phrases(parts: Iterable[str], width: int, style: str = "") -> list[Text]:
    """Phrases with a dot between them, broken only there."""
    lines: list[str] = []
    for part in map(safe, parts):
        if lines and cell_len(lines[-1]) + cell_len(part) + 3 <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return [Text(line, style) for line in lines]


def address(written: str | None, indent: int) -> list[Text]:
    """An address on a line of its own, never broken or cut, so that a click or a copy gets it whole."""
    return [Text(" " * indent + safe(written), FAINT)] if written else []


def _broken(text: Text, width: int) -> list[Text]:
    if cell_len(text.plain) <= width:
        return [text]
    lines = [*text.wrap(_ANY_CONSOLE, max(width, NARROWEST))]
    for line in lines:
        line.rstrip()
    return lines
