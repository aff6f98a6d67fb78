"""Pictures of what agg prints for the sample course, for the guides: python -m tools.screenshots. No part of agg."""

import io
import re
import shlex
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.support.command import Run, run
from tests.support.consoles import ENVIRONMENT, PORT, sample_course

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH = 84
MOST = 33
"""So many lines of a long output are shown."""
SHOWN = {
    "needs-comments": ("needs-comments", "--days", "4"),
    "digest": ("digest", "--week", "last"),
    "check": ("check", "--participant", "Per Arild Nygård"),
    "people": ("people", "--group", "kommune"),
}
"""What each picture shows."""


def pictures(course: Path) -> dict[str, str]:
    """Every picture as SVG by its name, of the sample course that was kept in this folder."""
    return {
        f"{name}.{language}.svg": picture(course, language, words)
        for language in ("en", "nb")
        for name, words in SHOWN.items()
    }


def picture(course: Path, language: str, words: tuple[str, ...]) -> str:
    """A terminal with a command and what it prints."""
    said = printed(course, language, words)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="standard", force_terminal=True)
    console.print(Text.from_ansi(f"\x1b[1m$ agg {shlex.join(words)}\x1b[0m\n{said}"), soft_wrap=False)
    svg = console.export_svg(title="agg", theme=MONOKAI, unique_id="agg", code_format=FORMAT)
    return re.sub(r"\s+\n", "\n", svg)


def printed(course: Path, language: str, words: tuple[str, ...]) -> str:
    """What the command prints on a terminal, with its colours; the port of the sample blogs left out."""
    environment = ENVIRONMENT | {"AGG_LANG": language, "COLUMNS": str(WIDTH), "HOME": str(course), "TERM": "xterm"}
    del environment["NO_COLOR"]
    ended: Run = run(["-c", "sample/feeds.toml", *words], course, environment)
    lines = PORT.sub("127.0.0.1", ended.out).rstrip().splitlines()
    return "\n".join([*lines[:MOST], *(["…"] if len(lines) > MOST else [])])


# rich's own would fetch a font from elsewhere.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Writes the pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        course = sample_course(Path(folder))
        for name, svg in pictures(course).items():
            (FOLDER / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
