"""`agg help`: the help of a command, or of what is no command."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from typer._click.core import Context


def help(  # noqa: A001 (the command's name)
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]", autocompletion=completing.topics, help="A command, or exit-codes, config or weeks."
        ),
    ] = None,
) -> None:
    """Explain a command, exit codes, feeds.toml, or weeks.

    Examples: agg help · agg help digest · agg help exit-codes · agg help config · agg help weeks
    """
    from typer.main import get_command

    from aggregator.cli import COMMANDS, assemble, topics, wording

    if topic in topics.TOPICS:
        typer.echo(topics.TOPICS[topic](), nl=False)
        return
    if topic is not None and topic not in COMMANDS:
        from aggregator.config.words import near

        names = [*COMMANDS, *topics.TOPICS]
        meant = near(topic, names)
        hint = (
            _("Did you mean “{name}”?").format(name=meant)
            if meant
            else _("There are: {names}.").format(names=", ".join(names))
        )
        raise UsageError(_("There is no help on “{topic}”.").format(topic=topic) + " " + hint)
    whole = wording.translate(get_command(assemble([])))
    root: Context = whole.context_class(whole, info_name="agg", help_option_names=ctx.help_option_names)
    if topic is None:
        typer.echo(whole.get_help(root))
        return
    one = whole.commands[topic]  # type: ignore[attr-defined]
    typer.echo(one.get_help(one.context_class(one, info_name=topic, parent=root)))
