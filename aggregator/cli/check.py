"""`agg check`: everything that can be wrong, in words that can be forwarded."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing, installed
from aggregator.cli.call import Call
from aggregator.cli.choose import only
from aggregator.cli.joining import look_at
from aggregator.core.errors import ConfigError, Locked, MailError, StoreError

if TYPE_CHECKING:
    from aggregator.core.checkup import Checked

_TROUBLE = 1


def check(
    ctx: typer.Context,
    who: Annotated[
        list[str] | None,
        typer.Option(
            "--participant",
            metavar="NAME",
            autocompletion=completing.participants,
            help="Only this participant's blog; can be given again.",
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither blogs nor the mail server.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look at everything that can be wrong.

    That is feeds.toml, every blog, this machine, the database, and the mail server. Asks
    every blog once, and changes nothing. What is wrong with a blog comes with words to send to its owner.
    Exit code: 0 all is well, 1 somebody has to act, 78 agg cannot work. In a pipe: level, part, participant, address,
    sentence, words to forward.

    Examples: agg check · agg check --participant "Kari Nordmann" · agg check --offline
    """
    from aggregator.core.checkup import Level, worst
    from aggregator.render import checkup as words

    call: Call = ctx.obj
    checked = list(_all(call, who or [], offline=offline))
    zone = call.course.timezone
    if json:
        typer.echo(words.json(checked, zone), nl=False)
    else:
        call.show(lambda width: words.on_terminal(checked, zone, width), lambda: words.tsv(checked, zone))
    found = worst(checked)
    if found is Level.BROKEN:
        raise typer.Exit(ConfigError.exit_code)
    if found is Level.TROUBLE:
        raise typer.Exit(_TROUBLE)


def _all(call: Call, who: list[str], *, offline: bool) -> "Iterator[Checked]":
    """What there is to say: with `who` of their blogs alone."""
    from aggregator.core import checkup

    looks = [] if offline else look_at(call, only(call.course, who).participants, seek=False)
    if not who:
        yield from checkup.settings(call.course, call.now)
        yield from _file(call)
    yield from checkup.blogs(only(call.course, who), looks)
    if not who:
        yield from _machine(call)
        if not os.environ.get("AGG_NOW") and (clock := checkup.clock(looks)):
            yield clock
        yield from _database(call)
        if not offline:
            yield from _mail(call)


def _file(call: Call) -> "Iterator[Checked]":
    """Whether others can read the passwords in it."""
    from aggregator.core.checkup import Checked, Finding, Level, Part

    path = call.config_path
    if any(one.login for one in call.course.participants) and path.stat().st_mode & 0o044:
        yield Checked(Part.FILE, Level.TROUBLE, Finding.PASSWORD_SHOWN, words=str(path))


def _machine(call: Call) -> "Iterator[Checked]":
    """Room on the disk, and by whose time cron works."""
    from aggregator.core.checkup import disk, time_zone

    folder = next(one for one in (call.db_path, *call.db_path.resolve().parents) if one.is_dir())
    yield disk(shutil.disk_usage(folder).free)
    if zone := time_zone(installed.machine_zone() or "UTC", call.course, call.now):
        yield zone


def _database(call: Call) -> "Iterator[Checked]":
    """Whether it is there, whole and ours to write; whether a fetch runs, and when the last one did."""
    from aggregator.core.checkup import Checked, Finding, Level, Part, last_fetch
    from aggregator.store import lock, open_store

    path = call.db_path
    if not _may_write(path):
        yield Checked(Part.DATABASE, Level.BROKEN, Finding.NOT_WRITABLE, words=str(path))
    if not path.exists():
        yield Checked(Part.DATABASE, Level.NOTE, Finding.NO_DATABASE)
        return
    try:
        with open_store(path, scratch=True) as store:
            store.check()
            asked = [blog.last_asked for blog in store.blogs().values()]
    except StoreError as error:
        yield Checked(Part.DATABASE, Level.BROKEN, Finding.DATABASE_BROKEN, words=str(error))
        return
    yield Checked(Part.DATABASE, Level.FINE, Finding.DATABASE_FINE)
    try:
        with lock(path):
            yield last_fetch(asked, call.now)
    except Locked:
        yield Checked(Part.DATABASE, Level.FINE, Finding.FETCH_RUNS)
    except StoreError as error:
        yield Checked(Part.DATABASE, Level.BROKEN, Finding.NOT_WRITABLE, words=str(error))


def _may_write(path: Path) -> bool:
    """Whether SQLite can write there: it makes files beside the database, too."""
    folder = path.resolve().parent
    if not folder.is_dir():
        return True  # it is made when it is needed
    return os.access(folder, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))


def _mail(call: Call) -> "Iterator[Checked]":
    """Whether the server lets us in; nothing is sent."""
    if call.course.mail is None:
        return
    from aggregator import mail
    from aggregator.core.checkup import Checked, Finding, Level, Part

    settings = call.course.mail
    try:
        with mail.connected(settings, os.environ):
            yield Checked(Part.MAIL, Level.FINE, Finding.MAIL_FINE, words=f"{settings.server}:{settings.port}")
    except MailError as error:
        yield Checked(Part.MAIL, Level.TROUBLE, Finding.MAIL_TROUBLE, words=str(error))
