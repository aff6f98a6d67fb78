"""`agg schedule`: what cron or systemd need to run agg by itself."""

import os
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli.call import Call
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.course import Course
    from aggregator.core.schedule import At, Plan


class Clock(StrEnum):
    """What starts agg."""

    CRON = "cron"
    SYSTEMD = "systemd"


def schedule(
    ctx: typer.Context,
    clock: Annotated[
        Clock, typer.Argument(metavar="PROGRAM", help="What starts agg on this machine: cron or systemd.")
    ],
    every: Annotated[
        int, typer.Option("--every", min=5, max=1440, metavar="MINUTES", help="Read the blogs so often.")
    ] = 30,
    digest: Annotated[
        str,
        typer.Option("--digest", metavar="WHEN", help="Day and time of the digest, in the course's zone; or none."),
    ] = "mon 07:30",
    send: Annotated[bool, typer.Option("--send", help="Send the digest, as [mail] in feeds.toml says.")] = False,
    site: Annotated[
        Path | None, typer.Option("--site", metavar="FOLDER", help="Write the course's page there after each fetch.")
    ] = None,
    backup: Annotated[
        Path | None,
        typer.Option("--backup", metavar="FOLDER", help="Keep a copy of the database for each weekday there."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Write files there instead of printing them."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With -o: also over files that say something else.")] = False,
) -> None:
    """Print what cron or systemd need to run agg by itself. Nothing is installed: the comments say what to do with it.

    Paths are those of this agg and this course. After moving either, make it anew.

    Examples: agg schedule cron --send · agg schedule systemd --every 60 --site /var/www/html/course -o units
    """
    from aggregator.render.crontab import LONGEST, crontab
    from aggregator.render.units import units

    call: Call = ctx.obj
    if force and output is None:
        raise UsageError(_("{option} goes with -o.").format(option="--force"))
    plan = _plan(call, every, _at(digest, send=send), send=send, site=site, backup=backup)
    if clock is Clock.SYSTEMD:
        files = units(plan)
        printed = "\n".join(f"# ===== {name} =====\n{text}" for name, text in files.items())
    else:
        printed = crontab(plan, call.now)
        files = {"agg.crontab": printed}
        if any(len(line.encode()) > LONGEST for line in printed.splitlines()):
            raise UsageError(_("The paths are too long for a line of cron. Use shorter ones, or systemd."))
    if output is None:
        typer.echo(printed, nl=False)
    else:
        _write(call, output, files, force=force)


def _at(written: str, *, send: bool) -> "At | None":
    from aggregator.core.schedule import parse_at

    if written == "none":
        if send:
            raise UsageError(_("Give either --send or --digest none."))
        return None
    at = parse_at(written)
    if at is None:
        raise UsageError(
            _("--digest: “{text}” is no day and time. Write it as “mon 07:30”, or none.").format(text=written)
        )
    return at


def _plan(call: Call, every: int, at: "At | None", *, send: bool, site: Path | None, backup: Path | None) -> "Plan":
    from aggregator.cli import installed
    from aggregator.core.schedule import RHYTHMS, Plan

    course = call.course
    if every not in RHYTHMS:
        known = ", ".join(map(str, RHYTHMS))
        raise UsageError(_("--every: not {minutes} minutes, but one of {known}.").format(minutes=every, known=known))
    if send and course.mail is None:
        raise UsageError(
            _("--send: {file} has no [mail]. Write from, to and server below [mail].").format(file=call.config_path)
        )
    page, copies = (None if folder is None else installed.writable(folder) for folder in (site, backup))
    writes = [installed.database_folder(call.db_path), *filter(None, (page, copies))]
    mail = course.mail if send else None
    return Plan(
        program=installed.program(),
        config=installed.full(call.config_path),
        every=every,
        zone=course.timezone.key,
        machine=installed.machine_zone(),
        db=installed.full(call.db) if call.db else None,
        at=at,
        send=send,
        site=page,
        backup=copies,
        writes=tuple(dict.fromkeys(writes)),
        mailto=_mailto(course),
        path=installed.search_path(mail.password_command[:1] if mail else ()),
        proxies=installed.proxies(os.environ),
        deadline=ceil(course.fetch.deadline.total_seconds() / 60),
        password=bool(mail and mail.user and not mail.password_command),
        system=os.geteuid() == 0,
    )


def _mailto(course: "Course") -> str | None:
    """Who is told: the contact of [fetch], if it is a mail address, else where answers to the digest go."""
    from aggregator.core.sending import name_and_address

    contact = course.fetch.contact or ""
    if "@" in contact and "/" not in contact:
        return contact
    return name_and_address(course.mail.reply_to)[1] if course.mail and course.mail.reply_to else None


def _write(call: Call, folder: Path, files: dict[str, str], *, force: bool) -> None:
    """All files or none, where one of them is somebody else's."""
    from aggregator.cli.output import put

    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [folder / name for name, text in files.items() if not force and _differs(folder / name, text)]
    except OSError as error:
        raise UsageError(
            _("{path}: cannot be written ({reason}).").format(path=error.filename, reason=error.strerror)
        ) from error
    if others:
        raise UsageError(_("{path}: says something else. --force writes over it.").format(path=others[0]))
    for name, text in files.items():
        put(text, folder / name)
    call.say(
        _("Written to {folder}: {names}").format(folder=folder, names=", ".join(files)), 0 if call.on_terminal else 1
    )


def _differs(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() != text.encode()
