"""`agg demo`: the main job on a sample course that agg serves itself, on this machine, without a network."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from aggregator.cli.call import Call
from aggregator.cli.fetch import poll_blogs
from aggregator.core import language
from aggregator.core.errors import UsageError
from aggregator.core.language import _, ngettext

VISITS = (timedelta(days=14, hours=1), timedelta(days=7, hours=1), timedelta(0))


def demo(
    ctx: typer.Context,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="DIR", help="Keep the course in this new folder, to play with."),
    ] = None,
) -> None:
    """Show all this on a built-in sample course. Twelve invented bloggers; needs no network, leaves nothing behind.

    Examples: agg demo · agg demo --keep sample
    """
    from aggregator.demo import DemoServer, course_toml
    from aggregator.render import words

    now = ctx.obj.now
    os.environ["no_proxy"] = "*"  # the sample blogs are on this machine
    with _folder(keep) as folder, DemoServer(now) as server:
        (folder / "feeds.toml").write_text(course_toml(server.base, now, language.code()), encoding="utf-8")
        call = Call(folder / "feeds.toml", None, language.code(), -1, ctx.obj.color)
        _explain(
            call,
            _("A sample course: twelve people blog, agg reads their blogs three times in two weeks, as cron would."),
        )
        for ago in VISITS:
            server.at(now - ago)
            call.now = now - ago
            new = sum(poll.new for poll in poll_blogs(call, []))
            day = words.moment(call.now, call.course.timezone, year=True)
            said = ngettext("{count} new post", "{count} new posts", new).format(count=new)
            _explain(call, f"  {day}: {said}")
        _show(call)
        _farewell(call, keep)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="agg-demo-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        taken = any(keep.iterdir())
    except OSError as error:
        raise UsageError(
            _("{path}: cannot be used ({reason}). Name a new folder.").format(path=keep, reason=error.strerror)
        ) from error
    if taken:
        raise UsageError(_("{path} is not empty. Name a new folder, so that nothing is overwritten.").format(path=keep))
    yield keep


def _explain(call: Call, text: str) -> None:
    from rich.text import Text

    call.show(lambda _width: Text(text))


def _show(call: Call) -> None:
    from aggregator import report
    from aggregator.core.week import rolling
    from aggregator.render import terminal

    course, now = call.course, call.now
    with call.store() as store:
        digest = report.week_digest(course, store, rolling(now, course.timezone), now)
        waiting = report.needs_comments(course, store, now)
    _explain(call, "\n$ agg digest --week --facilitator\n")
    call.show(lambda width: terminal.digest(digest, width, facilitator=True))
    _explain(call, "\n$ agg needs-comments\n")
    call.show(lambda width: terminal.needs_comments(waiting, course.timezone, width))


def _farewell(call: Call, keep: Path | None) -> None:
    if keep is None:
        _explain(
            call,
            "\n" + _("That was all; nothing is left behind. agg demo --keep sample keeps the course to play with."),
        )
        return
    _explain(
        call,
        "\n"
        + _(
            "The course is in {folder}. Try there (cd {folder}): agg posts, agg status, agg needs-comments --new, "
            "agg site public. "
            "Its blogs answered only during the demo, so agg fetch finds nobody there."
        ).format(folder=keep),
    )
