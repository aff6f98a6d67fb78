"""What a shell offers when somebody presses Tab: names, tags, weeks. Reads feeds.toml, never the database or the web.

Whatever goes wrong, nothing is offered: a shell that waits for words is no place for errors.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from aggregator.core.course import Course

_WEEKS = 8
_SPECIAL = " \t\"'\\$`&|;<>()*?[]{}!#~"  # to bash
VARIABLE = "_AGG_COMPLETE"
"""What a shell sets when it asks."""


def participants(ctx: typer.Context, incomplete: str) -> list[str]:
    """The participants' names."""
    return _offer(ctx, incomplete, lambda course: (one.name for one in course.participants))


def everybody(ctx: typer.Context, incomplete: str) -> list[str]:
    """The participants' and the facilitators' names."""
    return _offer(ctx, incomplete, lambda course: (*(one.name for one in course.participants), *course.facilitators))


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The participants' tags."""
    return _offer(ctx, incomplete, lambda course: sorted({tag for one in course.participants for tag in one.tags}))


def weeks(ctx: typer.Context, incomplete: str) -> list[str]:
    """`last`, `this`, and the latest weeks by their numbers."""
    return _offer(ctx, incomplete, lambda course: ("last", "this", *_numbers(course)))


def sources(incomplete: str) -> list[str]:
    """Where comments can be learnt of."""
    from aggregator.comments import NAMES

    return _beginning(("auto", "none", *sorted(NAMES)), incomplete)


def topics(incomplete: str) -> list[str]:
    """What there is help on."""
    from aggregator.cli import COMMANDS
    from aggregator.cli.topics import TOPICS

    return _beginning((*COMMANDS, *TOPICS), incomplete)


def _offer(ctx: typer.Context, incomplete: str, of: "Callable[[Course], Iterable[str]]") -> list[str]:
    with suppress(Exception):
        return _beginning(of(_course(ctx)), incomplete)
    return []


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def quote_for_bash() -> None:
    """Has typer's answers to bash quoted: it puts them into the line as they are, and breaks that at spaces."""
    from typer._completion_classes import BashComplete

    def quoted(_shell: BashComplete, item: Any) -> str:
        return _quoted(item.value)

    BashComplete.format_completion = quoted  # type: ignore[assignment, method-assign]


def _quoted(word: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in word)


def _course(ctx: typer.Context) -> "Course":
    """The course that the words before mean."""
    from aggregator.cli.call import Call
    from aggregator.cli.options import Color
    from aggregator.comments import NAMES
    from aggregator.config import load_course

    named = ctx.find_root().params.get("config") or os.environ.get("AGG_CONFIG")
    call = Call(Path(named).expanduser() if named else None, None, None, -1, Color.NEVER)
    return load_course(call.config_path, NAMES)


def _numbers(course: "Course") -> Iterator[str]:
    from aggregator.core.week import week_of

    given = os.environ.get("AGG_NOW")
    now = datetime.fromisoformat(given) if given else datetime.now(UTC)
    today = now.astimezone(course.timezone).date()
    for number in range(_WEEKS):
        yield week_of(today - timedelta(weeks=number), course.timezone).label
