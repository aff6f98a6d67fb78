"""The command line's own words in the reader's language: the texts of --help, and what typer says of wrong use.

No command marks its texts for translation: they are taken from the commands as typer has put them together, both here
and by tools/messages, which brings the catalogue up to date. What has no translation stays English.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from typer._click.exceptions import NoArgsIsHelpError, UsageError

from aggregator.core.language import _

if TYPE_CHECKING:
    from typer._click.core import Command, Parameter

HEADINGS = ("Arguments", "Options", "Commands", "default: {default}", "env var: {var}", "required")
"""What typer has gettext translate: `speech` tells gettext where the catalogue is."""

COMPLAINTS = (
    "Error: {message}",
    "Try '{command}' for help.",
    "Missing command.",
    "No such command {name}. Did you mean {names}?",
    "No such command {name}.",
    "No such option: {name} (Possible options: {names})",
    "No such option: {name}",
    "Missing argument {name}. Choose from:{names}",
    "Missing argument {name}.",
    "Got unexpected extra argument(s) ({words})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Invalid value for {name} (env var: {variable}): {reason}",
    "Invalid value for {name}: {reason}",
    "{value} is not one of {names}.",
    "{value} is not a valid int range.",
    "{value} is not in the range {range}.",
    "Path {name} is not readable.",
)
"""What typer says of wrong use, whole or as a part of another of these; where several fit, the first counts."""

QUOTED = "'{text}'"
_NAMES = r"(?:'[^']*'(?:, | / |$))+"


def translate(command: "Command", say: Callable[[str], str] = _) -> "Command":
    """Puts every text that the help of a command, and of the commands below it, has for people through `say`."""
    for one in _all(command):
        one.help, one.epilog = _paragraphs(one.help, say), _paragraphs(one.epilog, say)
        if one.options_metavar:
            one.options_metavar = say(one.options_metavar)
        if hasattr(one, "subcommand_metavar"):
            one.subcommand_metavar = say(one.subcommand_metavar)
        for parameter in one.params:
            parameter.help = _paragraphs(parameter.help, say)  # type: ignore[attr-defined]
            if placeholder := _placeholder(parameter):
                parameter.metavar = say(placeholder)
    return command


def _all(command: "Command") -> "Iterator[Command]":
    yield command
    below: dict[str, Command] = getattr(command, "commands", {})
    yield from below.values()


def _paragraphs(text: str | None, say: Callable[[str], str]) -> str | None:
    """Each paragraph is said as one line, however the code breaks it."""
    if not text:  # gettext has the head of the catalogue for it
        return text
    return "\n\n".join(say(" ".join(paragraph.split())) for paragraph in text.split("\n\n"))


def _placeholder(parameter: "Parameter") -> str | None:
    """What stands for a value in help: as the command says, else the name of its kind; choices are named by typer."""
    if parameter.metavar or parameter.type.name == "choice":
        return parameter.metavar
    takes_none = getattr(parameter, "is_flag", False) or getattr(parameter, "count", False)
    return None if takes_none else f"<{parameter.type.name}>"


def complaint(error: UsageError) -> str:
    """What is wrong with a command line and where to find help, as typer puts it, but in the language in use."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
    context, lines = error.ctx, []
    if context:
        command = f"{context.command_path} {context.help_option_names[0]}"
        lines = [context.get_usage(), told(f"Try '{command}' for help."), ""]
    return "\n".join([*lines, told(f"Error: {error.format_message()}")])


def told(said: str, say: Callable[[str], str] = _) -> str:
    """One of typer's messages in the language in use; as it is when typer puts it in words that are not known here."""
    if re.fullmatch(_NAMES, said):
        return re.sub("'([^']*)'", lambda found: say(QUOTED).format(text=found[1]), said)
    for template in COMPLAINTS:
        pieces = re.split(r"{(\w+)}", template)
        pattern = "".join(f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return say(template).format_map({name: told(part, say) for name, part in found.groupdict().items()})
    return said
