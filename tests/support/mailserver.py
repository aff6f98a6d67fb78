"""A mail server on loopback that keeps what it gets, and can be told to misbehave."""

import asyncio
import socket
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "course", "pa ss-word's"
SILENCE = 4  # seconds; longer than any test waits


class MailServer:
    """`mails` are those it has taken, with their receivers. `trouble` is what it does instead.

    `"refuse one"`, `"refuse all"`, `"refuse sender"` answer so; `"refuse data"` says 451 after the mail; `"hang"` never
    answers after the mail; `"drop"` breaks the connection after it; `"break word"` offers STARTTLS and has none.
    `goodbyes` counts the QUITs.
    """

    def __init__(self, *, tls: Path | None = None, starttls: Path | None = None, login: bool = False) -> None:
        self.mails: list[tuple[EmailMessage, list[str]]] = []
        self.raw: list[bytes] = []
        self.trouble = ""
        self.seen_data = 0
        self.goodbyes = 0
        self.port = _free_port()
        context = _context(starttls) if starttls else None
        options: dict[str, Any] = {
            "tls_context": context,
            "require_starttls": context is not None,
            "authenticator": _authenticate if login else None,
            "auth_required": login,
            "auth_require_tls": False,
            "auth_exclude_mechanism": [] if login else ["LOGIN", "PLAIN"],
        }
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=_context(tls) if tls else None,
            ready_timeout=10,
            **options,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        return [*answers[:-1], "250-STARTTLS", answers[-1]] if self.trouble == "break word" else answers

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.goodbyes += 1
        return "221 Bye"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.trouble == "refuse sender":
            return "553 5.7.1 not your address"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.trouble in ("refuse all", "refuse one"):
            self.trouble = self.trouble.replace("refuse one", "")
            return "550 5.1.1 no such user\x1b[31m"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.seen_data += 1
        if self.trouble == "hang":
            await asyncio.sleep(SILENCE)
        if self.trouble == "drop":
            server.transport.abort()
            return ""
        if self.trouble == "refuse data":
            return "451 4.3.0 try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((message, list(envelope.rcpt_tos)))
        return "250 OK"


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
