"""Every trick played on typer: global options in any place, options with or without a value, help in our language.

The methods of typer's classes are no documented interface; tests hold these overrides to every typer we support.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from aggregator.cli import speech
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    _AnyCommand = TyperCommand
else:
    _AnyCommand = object

CURRENT = "current"
"""The week that `core.week` calls so; it is not asked, for it loads the time zones, which no help needs."""

_MOST_DAYS = 36_501
WITH_VALUE = ("-c", "--config", "--db", "--lang", "--color")
HELP = ("-h", "--help")
ALONE = ("-v", "-q", "--verbose", "--quiet")


class Color(StrEnum):
    """When to use colours and the terminal's forms."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def stands_alone(word: str) -> bool:
    """Whether it is a global option that takes no value, or has it."""
    return word in ALONE or bool(re.fullmatch(r"-[vq]+|--(config|db|lang|color)=.*|-c.+", word, re.DOTALL))


def _apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The global options with their values, up to a `--`, and all other words."""
    front: list[str] = []
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--":
            rest += [word, *left]
            break
        if word in WITH_VALUE:
            front += [word, *left[:1]]
            if not left:  # typer then says what is missing, and does not take the command for it
                rest.clear()
            del left[:1]
        elif stands_alone(word):
            front.append(word)
        else:
            rest.append(word)
    return front, rest


def given(words: Sequence[str], *names: str) -> str | None:
    """The value that a command line gives the global option of these names, the last if several; None without one."""
    value: str | None = None
    left = iter(_apart(words)[0])
    for word in left:
        if word in WITH_VALUE:
            name, found = word, next(left, "")
        elif word.startswith("--"):
            name, _sign, found = word.partition("=")
        else:
            name, found = word[:2], word[2:]
        if name in names:
            value = found or None
    return value


class _InOurLanguage(_AnyCommand):
    """Says what typer has no translation for. What else help says, `wording` translates.

    `examples` are those at the end of the help, `Examples: agg fetch · agg fetch -v`: they are shown first.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.help, self.examples = _with_examples_apart(self.help or "")

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The first line of help."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """The examples, then the text. They are never broken, so that they can be copied."""
        if self.examples:
            with formatter.section(_("Examples")):
                formatter.write("".join(f"  {one}\n" for one in self.examples))
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help, which typer makes when it is asked for."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this message and exit.")
        return option


def _with_examples_apart(text: str) -> tuple[str, tuple[str, ...]]:
    said, _head, examples = text.partition("Examples: ")
    return said.rstrip(), tuple(" ".join(one.split()) for one in examples.split(" · ") if one.strip())


class GlobalOptions(_InOurLanguage, TyperGroup):
    """Takes the global options after the command, too: `agg fetch -v` is `agg -v fetch`.

    `groups` are the commands under headings, as help shows them.
    """

    def groups(self) -> dict[str, Sequence[str]]:
        """The names of the commands by their headings."""
        return {_("Commands"): list(self.commands)}

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (typer calls it so)
        """The commands, each with the first sentence of its help."""
        widest = max(map(len, self.commands), default=0)
        for heading, names in self.groups().items():
            rows = [(name, self.commands[name]) for name in names if name in self.commands]
            with formatter.section(heading):
                formatter.write_dl(
                    [(name.ljust(widest), one.get_short_help_str(formatter.width)) for name, one in rows]
                )

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Moves global options to the front, up to a `--`."""
        front, rest = _apart(args)
        return super().parse_args(ctx, front + rest)


class Command(_InOurLanguage, TyperCommand):
    """A command of agg."""


class _Optional(Command):
    """Takes an option alone that may have a value; typer has none of that kind."""

    option: str
    alone: str
    value = r"-(?!\d+$)"  # what begins like this is the next option, not a value

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Gives the lonely option its value."""
        given: list[str] = []
        for place, arg in enumerate(args):
            if arg == "--":
                given += args[place:]
                break
            given.append(arg)
            following = args[place + 1] if place + 1 < len(args) else ""
            if arg == self.option and (not following or re.match(self.value, following)):
                given.append(self.alone)
        return super().parse_args(ctx, given)


class OptionalWeek(_Optional):
    """`--week` alone is the seven days up to now. `-1` is a week, any other word with a dash the next option."""

    option, alone = "--week", CURRENT


class OptionalSince(_Optional):
    """`--history` alone goes back to the beginning."""

    option, alone = "--history", "all"


class OptionalDays(_Optional):
    """`--silent` alone takes the days from feeds.toml."""

    option, alone = "--silent", "usual"


def parse_language(text: str) -> str:
    """The language of `--lang`: `en` or `nb`, as for `no` and `nn`. UsageError when agg does not speak it."""
    code = speech.known(text)
    if code is None:
        raise UsageError(_("--lang, AGG_LANG: agg does not speak “{text}”. Write en or nb.").format(text=text))
    return code


def parse_silent(text: str, usual: int) -> int:
    """The days of `--silent`, at least one. UsageError when it is no number."""
    if text == OptionalDays.alone:
        return usual
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) < _MOST_DAYS or len(text) > len("36500"):
        raise UsageError(_("--silent: “{text}” is no number of days. Write it as 14.").format(text=text))
    return int(text)


def parse_since(text: str) -> date:
    """The day that `--history` goes back to; `all` is the beginning of time. UsageError when it is no day."""
    if text == OptionalSince.alone:
        return date.min
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("--history: “{text}” is no day. Write it as 2026-08-31, or leave it out for all posts.").format(text=text)
        ) from None
