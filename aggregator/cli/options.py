"""Every trick played on typer: global options in any place, and `--week` with or without a week.

`parse_args` of typer's classes is no documented interface; tests hold these overrides to every typer we support.
"""

import re
from enum import StrEnum
from typing import Any

from typer.core import TyperCommand, TyperGroup

from aggregator.core.week import CURRENT

WITH_VALUE = ("-c", "--config", "--db", "--lang", "--color")
ALONE = ("-v", "-q", "--verbose", "--quiet")


class Color(StrEnum):
    """When to use colours and the terminal's forms."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Language(StrEnum):
    """The languages agg speaks."""

    EN = "en"
    NB = "nb"


class GlobalOptions(TyperGroup):
    """Takes the global options after the command, too: `agg fetch -v` is `agg -v fetch`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Moves global options to the front, up to a `--`."""
        front: list[str] = []
        rest: list[str] = []
        left = list(args)
        while left:
            arg = left.pop(0)
            if arg == "--":
                rest += [arg, *left]
                break
            if arg in WITH_VALUE:
                front += [arg, *left[:1]]
                if not left:  # typer then says what is missing, and does not take the command for it
                    rest.clear()
                del left[:1]
            elif arg in ALONE or re.fullmatch(r"-[vq]+|--(config|db|lang|color)=.*|-c.+", arg, re.DOTALL):
                front.append(arg)
            else:
                rest.append(arg)
        return super().parse_args(ctx, front + rest)


class OptionalWeek(TyperCommand):
    """Takes `--week` alone, for the seven days up to now; typer has no options with an optional value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Gives a lonely `--week` its value. `-1` is a week, any other word with a dash the next option."""
        given: list[str] = []
        for place, arg in enumerate(args):
            if arg == "--":
                given += args[place:]
                break
            given.append(arg)
            following = args[place + 1] if place + 1 < len(args) else ""
            if arg == "--week" and (not following or re.match(r"-(?!\d+$)", following)):
                given.append(CURRENT)
        return super().parse_args(ctx, given)
