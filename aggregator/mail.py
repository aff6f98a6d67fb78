"""Sends a mail by SMTP. The only door of smtplib, and of the command that tells the password."""

import os
import smtplib
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from aggregator.core.course import MailSettings
from aggregator.core.errors import MailError
from aggregator.core.language import _
from aggregator.core.sending import name_and_address
from aggregator.core.text import excerpt, safe

TIMEOUT = 60.0
"""Seconds that the server may be silent."""
VARIABLE = "AGG_MAIL_PASSWORD"
_COMMAND_TIMEOUT = 30
_LONGEST_ANSWER = 200
_DONE, _FORWARDED = 250, 251


class Server:
    """A mail server that has let us in. `send` hands one mail over."""

    def __init__(self, connection: smtplib.SMTP, settings: MailSettings) -> None:
        self._connection, self._settings = connection, settings

    def send(self, message: EmailMessage) -> tuple[str, ...]:
        """Hands the mail over to all receivers; names those that the server refuses, if it takes others.

        MailError when nobody gets it; `unsure` when the connection breaks after the mail has begun to be handed over.
        """
        refused = self._receivers()
        try:
            said: tuple[int, bytes | str] = self._connection.data(message.as_bytes())
        except smtplib.SMTPDataError as error:  # it did not even want to see the mail
            said = error.smtp_code, error.smtp_error
        except (OSError, smtplib.SMTPException) as error:
            why = _("{where}: the connection broke while the mail was handed over ({why}).")
            raise MailError(why.format(where=_where(self._settings), why=_reason(error)), unsure=True) from error
        if said[0] != _DONE:
            raise _refusal(self._settings, _("{where}: the server refuses the mail: {words}"), *said)
        return refused

    def _receivers(self) -> tuple[str, ...]:
        """Tells the server from whom and to whom; those whom it refuses. MailError when it refuses all."""
        sender, *receivers = (
            name_and_address(one)[1] for one in (self._settings.sender, *self._settings.to, *self._settings.bcc)
        )
        try:
            self._connection.ehlo_or_helo_if_needed()
            code, words = self._connection.mail(sender)
            if code != _DONE:
                raise _refusal(self._settings, _("{where}: the server refuses the sender: {words}"), code, words)
            answers = {one: self._connection.rcpt(one) for one in receivers}
        except (OSError, smtplib.SMTPException) as error:
            raise _broken(self._settings, error) from error
        refused = {one: answer for one, answer in answers.items() if answer[0] not in (_DONE, _FORWARDED)}
        if len(refused) == len(answers):
            code, words = next(iter(refused.values()))
            raise _refusal(self._settings, _("{where}: the server refuses all receivers: {words}"), code, words)
        return tuple(refused)


@contextmanager
def connected(settings: MailSettings, environment: Mapping[str, str]) -> Iterator[Server]:
    """The server of `[mail]`, with the connection secured and logged in as it says; MailError when that fails."""
    password = _password(settings, environment) if settings.user else ""
    connection = _connect(settings)
    try:
        if settings.security == "starttls":
            _start_tls(connection, settings)
        if settings.user:
            _log_in(connection, settings, password)
        yield Server(connection, settings)
    except (KeyboardInterrupt, SystemExit):
        connection.close()  # who interrupts does not wait until a silent server says goodbye
        raise
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _connect(settings: MailSettings) -> smtplib.SMTP:
    host = settings.server.strip("[]")
    try:
        if settings.security == "tls":
            return smtplib.SMTP_SSL(host, settings.port, timeout=TIMEOUT, context=_trusting())
        return smtplib.SMTP(host, settings.port, timeout=TIMEOUT)
    except ssl.SSLError as error:
        raise _no_tls(settings, error) from error
    except smtplib.SMTPResponseException as error:
        said = _answer(error.smtp_code, error.smtp_error)
        raise MailError(
            _("{where}: the server is not ready: {words}").format(where=_where(settings), words=said)
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        why = _("{where}: the mail server cannot be reached ({why}). See server and port under [mail].")
        raise MailError(why.format(where=_where(settings), why=_reason(error))) from error


def _trusting() -> ssl.SSLContext:
    """Trusts the machine's certificates and those that blogs are read with, for some machines have none.

    SSL_CERT_FILE and SSL_CERT_DIR name others in their place.
    """
    context = ssl.create_default_context()
    if not os.environ.get("SSL_CERT_FILE") and not os.environ.get("SSL_CERT_DIR"):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _start_tls(connection: smtplib.SMTP, settings: MailSettings) -> None:
    try:
        connection.starttls(context=_trusting())
        connection.ehlo()
    except ssl.SSLError as error:
        raise _no_tls(settings, error) from error
    except smtplib.SMTPNotSupportedError as error:
        why = _('{where}: the server offers no STARTTLS. Write security = "tls", or ask who runs it.')
        raise MailError(why.format(where=_where(settings))) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _broken(settings, error) from error


def _no_tls(settings: MailSettings, error: ssl.SSLError) -> MailError:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _("{where}: the server's certificate is not trusted ({why}). See that server is the name it is made for.")
        return MailError(why.format(where=_where(settings), why=safe(error.verify_message)))
    why = _('{where}: no secure connection ({why}). Port 465 wants security = "tls", port 587 "starttls".')
    return MailError(why.format(where=_where(settings), why=safe(error.reason or "TLS")))


def _log_in(connection: smtplib.SMTP, settings: MailSettings, password: str) -> None:
    try:
        connection.login(settings.user or "", password)
    except smtplib.SMTPAuthenticationError as error:
        why = _("{where}: the server does not let {user} in: {words}. See user under [mail], and the password.")
        said = _answer(error.smtp_code, error.smtp_error)
        raise MailError(why.format(where=_where(settings), user=settings.user, words=said)) from error
    except smtplib.SMTPServerDisconnected as error:
        raise _broken(settings, error) from error
    except smtplib.SMTPException as error:
        why = _("{where}: the server offers no login that agg knows. Delete user under [mail].")
        raise MailError(why.format(where=_where(settings))) from error
    except OSError as error:
        raise _broken(settings, error) from error


def _password(settings: MailSettings, environment: Mapping[str, str]) -> str:
    """The password from the environment, else the first line that the command prints. It is told to nobody else."""
    password = environment.get(VARIABLE) or _told_password(settings)
    if not (password + (settings.user or "")).isascii():
        raise MailError(_("[mail]: user and password may hold plain letters only (ASCII) to log in by SMTP."))
    return password


def _told_password(settings: MailSettings) -> str:
    if not settings.password_command:
        why = _("[mail]: there is no password for {user}. Put it into {variable}, or write password_command.")
        raise MailError(why.format(user=settings.user, variable=VARIABLE))
    command = settings.password_command[0]
    try:
        said = subprocess.run(  # noqa: S603 - the words are those of feeds.toml, and there is no shell
            settings.password_command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_COMMAND_TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        why = _("[mail]: password_command does not work: {command} ({why}).")
        raise MailError(why.format(command=command, why=_reason(error))) from error
    password = said.stdout.decode(errors="replace").split("\n")[0].rstrip("\r")
    if said.returncode or not password:
        why = _("[mail]: password_command printed no password: {command} ended with {code}.")
        raise MailError(why.format(command=command, code=said.returncode))
    return password


def _refusal(settings: MailSettings, why: str, code: int, words: bytes | str) -> MailError:
    return MailError(why.format(where=_where(settings), words=_answer(code, words)))


def _broken(settings: MailSettings, error: Exception) -> MailError:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_code, error.smtp_error
        return _refusal(settings, _("{where}: the server is not ready: {words}"), *said)
    why = _("{where}: the connection broke ({why}). Try again later.")
    return MailError(why.format(where=_where(settings), why=_reason(error)))


def _where(settings: MailSettings) -> str:
    return f"{settings.server}:{settings.port}"


def _reason(error: Exception) -> str:
    # smtplib says of any connection that ended that it was closed; behind that stands why.
    behind = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    if isinstance(behind or error, TimeoutError | subprocess.TimeoutExpired):
        return _("no answer in time")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("the connection was closed without an answer")
    if isinstance(error, ConnectionRefusedError):
        return _("the connection was refused")
    strerror = error.strerror if isinstance(error, OSError) else None
    return safe(strerror or str(error)) or type(error).__name__


def _answer(code: int, words: bytes | str) -> str:
    """What the server said, on one line."""
    text = words if isinstance(words, str) else words.decode(errors="replace")
    return f"{code} {excerpt(text, _LONGEST_ANSWER)}".rstrip(" .")
