"""Sends a digest by mail, each week once; the part of `agg digest` behind --send and --format email."""

import os
from secrets import token_hex
from typing import TYPE_CHECKING

import typer

from aggregator.cli.call import Call
from aggregator.core.errors import ConfigError, MailError
from aggregator.core.language import _
from aggregator.core.sending import Envelope, Mailed, Ready, course_name, name_and_address, ready, week_of_mail

if TYPE_CHECKING:
    from email.message import EmailMessage

    from aggregator.core.course import MailSettings
    from aggregator.core.digest import Digest
    from aggregator.core.week import Week


def printed(call: Call, found: "Digest", *, facilitator: bool) -> str:
    """The whole message for a program that sends it, and takes the receivers from it."""
    message = _message(call, found, week_of_mail(found.week), facilitator=facilitator, named=True)
    return message.as_bytes().decode("ascii").replace("\r\n", "\n")


def rehearse(call: Call, found: "Digest", *, facilitator: bool) -> None:
    """Says what would be sent, and to whom; sends and remembers nothing."""
    settings, week = settings_of(call), week_of_mail(found.week)
    message = _message(call, found, week, facilitator=facilitator)
    with call.store() as store:
        already = store.mailed(week)
    typer.echo(
        _("Would be sent by {server}:{port} ({security}), {size} kB:").format(
            server=settings.server,
            port=settings.port,
            security=settings.security,
            size=len(message.as_bytes()) // 1000 + 1,
        )
    )
    receivers = ", ".join((*settings.to, *settings.bcc))
    for name, said in ((_("From"), settings.sender), (_("To"), receivers), (_("Subject"), message["Subject"])):
        typer.echo(f"  {name}: {said}")
    if ready(already) is not Ready.YES:
        typer.echo(_before(call, already, found.week))


def send(call: Call, found: "Digest", *, facilitator: bool, again: bool) -> None:
    """Sends the digest, unless its week has been sent. MailError when it was not, or nobody knows whether it was.

    What is remembered before the mail is handed over keeps another run, or one after a crash, from sending it twice.
    """
    from aggregator import mail

    settings, week = settings_of(call), week_of_mail(found.week)
    with call.store() as store:
        before = store.mailed(week)
        if not again and ready(before) is Ready.SENT:
            call.say(_before(call, before, found.week), level=0 if call.on_terminal else 1)
            return
        if not again and ready(before) is Ready.UNSURE:
            raise MailError(_before(call, before, found.week))
        message = _message(call, found, week, facilitator=facilitator, again=before is not None)
        with mail.connected(settings, os.environ) as server:
            if not store.begin_mail(Mailed(week, message["Message-ID"], call.now), before):
                raise MailError(_("Another agg is sending this week's mail just now."))
            try:
                refused = server.send(message)
            except MailError as error:
                if not error.unsure:
                    store.take_mail_back(week, before)
                    raise
                raise MailError(f"{error} {_advice()}", unsure=True) from error
            store.end_mail(week, call.now)
    _tell(call, settings, refused)


def settings_of(call: Call) -> "MailSettings":
    """[mail] in feeds.toml; ConfigError when there is none."""
    if call.course.mail is None:
        why = _("{file}: there is no [mail]. Write from, to and server below [mail]; feeds.toml shows how.")
        raise ConfigError([why.format(file=call.config_path)])
    return call.course.mail


def _message(
    call: Call, found: "Digest", week: str, *, facilitator: bool, again: bool = False, named: bool = False
) -> "EmailMessage":
    from aggregator.render import email

    settings = settings_of(call)
    _name, address = name_and_address(settings.sender)
    domain = address.rpartition("@")[2]
    course = course_name(call.course.title, address)
    # The same for the same week, so that programs show a mail once that came twice; another one if that is wanted.
    copy = f".{token_hex(4)}" if again else ""
    part = week.lower().replace("/", ".")
    envelope = Envelope(
        settings.sender,
        settings.to,
        settings.reply_to,
        message_id=f"<agg.{course}.{part}{copy}@{domain}>",
        thread=f"<agg.{course}@{domain}>",
        list_id=f"<agg-{course}.{domain}>",
        bcc=settings.bcc if named else (),
    )
    return email.digest(found, envelope, facilitator=facilitator)


def _before(call: Call, mailed: Mailed | None, week: "Week") -> str:
    from aggregator.render import words

    if mailed is None:
        return ""
    name = words.week_name(week)
    if mailed.sent_at:
        when = words.moment(mailed.sent_at, call.course.timezone, year=True)
        return _("{week}: sent on {moment}. To send it once more: --again").format(week=name, moment=when)
    when = words.moment(mailed.begun_at, call.course.timezone, year=True)
    why = _("{week}: a run on {moment} has not ended, so nobody knows whether the mail was sent.")
    return f"{why.format(week=name, moment=when)} {_advice()}"


def _advice() -> str:
    return _("Look into an inbox; if it is not there, send it with --again.")


def _tell(call: Call, settings: "MailSettings", refused: tuple[str, ...]) -> None:
    """Who did not get it, always; who did, on a terminal."""
    if refused:
        call.say(_("The server refused: {names}. The others have got the mail.").format(names=", ".join(refused)), -1)
    elif call.on_terminal:
        call.say(_("Sent to {names}.").format(names=", ".join((*settings.to, *settings.bcc))))
