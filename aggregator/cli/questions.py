"""Asks somebody who sits at the terminal. On stderr, so that stdout stays for data."""

import sys
from collections.abc import Callable
from typing import TypeVar

import typer

from aggregator.core.errors import UsageError
from aggregator.core.language import _

_T = TypeVar("_T")
_TIMES = 5


def ask(question: str, parse: Callable[[str], _T], default: str = "") -> _T:
    """The answer as `parse` reads it, which raises UsageError in words; then the question comes again, five times.

    An empty answer is the default. Who closes the input has enough: exit code 130, and nothing is done.
    """
    shown = f"{question} [{default}]: " if default else f"{question}: "
    for left in reversed(range(_TIMES)):
        print(shown, end="", file=sys.stderr, flush=True)  # noqa: T201
        line = sys.stdin.readline()
        if not line:
            break
        try:
            return parse(line.strip() or default)
        except UsageError as error:
            if not left:
                raise
            print(error, file=sys.stderr)  # noqa: T201
    print(file=sys.stderr)  # noqa: T201
    print(_("Stopped: nothing was changed."), file=sys.stderr)  # noqa: T201
    raise typer.Exit(130)


def agreed(question: str) -> bool:
    """Whether somebody says yes; no answer is no."""
    words = {"y", "yes", "j", "ja"}
    return ask(question, lambda answer: answer.casefold() in words, _("no"))


def number_up_to(most: int) -> Callable[[str], int]:
    """Reads a number from 1 to `most`."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
            raise UsageError(_("Write a number from 1 to {most}.").format(most=most))
        return int(text)

    return parse
