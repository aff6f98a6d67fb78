"""What was measured, as tables: medians, and how often the best other program's."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tools.bench.scenes import GROUPS, Row

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
OURS = ("agg", "agg with comments")
LIMIT = "download alone"
SCENES = {scene.letter: scene for scenes in GROUPS.values() for scene in scenes}


def of_fetches(rows: Sequence[Row]) -> str:
    """Two lines for each scene, a column for each program: seconds of processor time, and on the clock."""
    letters = [letter for letter in SCENES if any(row.scene == letter for row in rows)]
    programs = list(dict.fromkeys(row.program for row in rows if row.scene in SCENES))
    if not letters:
        return ""
    lines = [f"| seconds | | {' | '.join(programs)} |", "|---" * (2 + len(programs)) + "|"]
    for letter in letters:
        for part, words in (("cpu", "CPU"), ("wall", "wall")):
            cells = [_cell(rows, letter, program, part) for program in programs]
            name = f"{letter}: {SCENES[letter].words}" if part == "cpu" else ""
            lines.append(f"| {name} | {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(rows: Sequence[Row], letter: str, program: str, part: str) -> str:
    if not any((row.scene, row.program) == (letter, program) for row in rows):
        return "–"
    scene = [row for row in rows if row.scene == letter]
    value = _median(scene, program, part)
    peers = [row for row in scene if row.complete and row.program not in (*OURS, LIMIT)]
    best = min((_median(peers, name, part) for name in {row.program for row in peers}), default=None)
    return f"{value:.2f}" + (f" ({value / best:.2f}×)" if best else "")


def _median(rows: Sequence[Row], program: str, part: str) -> float:
    return median(getattr(row.cost, part) for row in rows if row.program == program)


def of_commands(rows: Sequence[Row], letter: str) -> str:
    """Milliseconds of processor time and on the clock for single commands."""
    names = list(dict.fromkeys(row.program for row in rows if row.scene == letter))
    if not names:
        return ""
    lines = ["| | CPU ms | wall ms |", "|---|---|---|"]
    measured = {name: [row for row in rows if (row.scene, row.program) == (letter, name)] for name in names}
    lines += [
        f"| {name} | {1000 * _median(own, name, 'cpu'):.0f} | {1000 * _median(own, name, 'wall'):.0f} |"
        for name, own in measured.items()
    ]
    return "\n".join(lines)


def memory(rows: Sequence[Row]) -> str:
    """The most memory that each program took in each scene, in megabytes."""
    letters = [letter for letter in SCENES if any(row.scene == letter for row in rows)]
    programs = list(dict.fromkeys(row.program for row in rows if row.scene in SCENES))
    if not letters:
        return ""
    lines = ["| MB | " + " | ".join(letters) + " |", "|---" * (1 + len(letters)) + "|"]
    for program in programs:
        most = [
            max((row.cost.memory for row in rows if (row.scene, row.program) == (letter, program)), default=None)
            for letter in letters
        ]
        lines.append(f"| {program} | " + " | ".join("–" if one is None else f"{one:.0f}" for one in most) + " |")
    return "\n".join(lines)


def write(path: Path, text: str) -> None:
    """Puts the text between the two marks in the file."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
