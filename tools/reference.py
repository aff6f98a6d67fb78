"""Writes docs/reference.md, the man page and the completions from agg's own commands: python -m tools.reference."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from aggregator import __version__
from aggregator.cli import COURSE, EVERY_DAY, MACHINE, assemble, speech
from aggregator.cli.topics import TOPICS, exit_codes

DOCS = Path(__file__).parent.parent / "docs"
WIDTH = 80
SHELLS = {"bash": "agg", "zsh": "_agg", "fish": "agg.fish"}
"""What each shell calls the file with its completions."""


def files() -> dict[str, str]:
    """Everything that is made, by its path below docs."""
    speech.choose("en")
    tree = get_command(assemble([]))
    made = {"reference.md": reference(tree), "agg.1": man_page(tree)}
    return made | {f"completions/{name}": completion(shell) for shell, name in SHELLS.items()}


def reference(tree: Any) -> str:
    """Every command with its help, exit codes, and what there is help on besides."""
    lines = [
        "# Every command of agg",
        "",
        "Made from the program itself by `make reference`: it says what `agg --help` and `agg COMMAND --help` say.",
        "",
        *_block(_help(tree)),
    ]
    for name, command in _in_order(tree):
        lines += [f"## agg {name}", "", *_block(_help(command, tree))]
    lines += ["## Exit codes", "", "| code | means |", "|---|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in exit_codes().items()]
    lines += ["", "## Weeks", "", *_block(TOPICS["weeks"]()), "## feeds.toml", "", *_block(TOPICS["config"]())]
    return "\n".join(lines).rstrip() + "\n"


def man_page(tree: Any) -> str:
    """agg(1) in roff (man(7)): all commands on one page."""
    lines = [
        '.\\" Made by make reference.',
        f'.TH AGG 1 "" "agg {__version__}" "User Commands"',
        ".SH NAME",
        "agg \\- which posts of a blogging course wait for an answer, and what was written each week",
        ".SH SYNOPSIS",
        ".B agg",
        "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]...",
        ".SH DESCRIPTION",
        *_prose(tree.help),
        ".SH OPTIONS",
        *_parameters(tree),
        ".SH COMMANDS",
    ]
    for _name, command in _in_order(tree):
        lines += [f".SS {_roff(_usage(command, tree))}", *_prose(command.help), *_parameters(command)]
        lines += [".PP", "Examples:", ".nf", *map(_roff, command.examples), ".fi"]
    lines += [".SH EXIT STATUS"]
    for code, meaning in exit_codes().items():
        lines += [".TP", f".B {code}", _roff(meaning)]
    lines += [
        ".SH FILES",
        *(".TP", ".I feeds.toml", "The course: see", '.BR "agg help config" .'),
        *(".TP", ".I agg.db", "The database (SQLite), beside feeds.toml."),
    ]
    return "\n".join(lines) + "\n"


def completion(shell: str) -> str:
    """What `agg --show-completion` prints for a shell."""
    environment = dict(os.environ) | {"_AGG_COMPLETE": f"source_{shell}"}
    words = [sys.executable, "-c", "import sys; sys.argv = ['agg']; from aggregator.cli import main; main()"]
    made = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=30, check=True).stdout
    return "\n".join(line.rstrip() for line in made.strip().splitlines()) + "\n"


def _in_order(tree: Any) -> Iterator[tuple[str, Any]]:
    for name in (*EVERY_DAY, *COURSE, *MACHINE):
        yield name, tree.commands[name]


def _context(command: Any, tree: Any | None = None) -> Any:
    names = {"help_option_names": ["-h", "--help"], "terminal_width": WIDTH, "max_content_width": WIDTH}
    if tree is None:
        return command.context_class(command, info_name="agg", **names)
    return command.context_class(command, info_name=command.name, parent=_context(tree), **names)


def _help(command: Any, tree: Any | None = None) -> str:
    return "\n".join(line.rstrip() for line in command.get_help(_context(command, tree)).splitlines())


def _usage(command: Any, tree: Any) -> str:
    context = _context(command, tree)
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


def _block(text: str) -> list[str]:
    return ["```text", *text.rstrip().splitlines(), "```", ""]


def _prose(text: str) -> list[str]:
    paragraphs = [_roff(" ".join(one.split())) for one in (text or "").split("\n\n")]
    return [line for one in paragraphs for line in (".PP", one)][1:]


def _parameters(command: Any) -> list[str]:
    context = _context(command)
    records = [one.get_help_record(context) for one in command.params]
    lines: list[str] = []
    for record in filter(None, records):
        lines += [".TP", f".B {_roff(record[0])}", _roff(" ".join(record[1].split())) or "\\&"]
    return lines


def _roff(text: str) -> str:
    """The text as roff reads it: hyphens that can be copied, no line that begins a request."""
    safe = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("“", "\\(lq").replace("”", "\\(rq")
    )
    safe = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", safe)
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def main() -> None:
    """Writes the files anew."""
    for path, text in files().items():
        place = DOCS / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
