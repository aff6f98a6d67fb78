"""The digest as a mail: a whole message with a plain text and an HTML part (RFC 5322, RFC 2046)."""

from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from aggregator.core.digest import Digest
from aggregator.core.language import _, code
from aggregator.core.sending import Envelope, name_and_address
from aggregator.core.text import excerpt, safe
from aggregator.render import html, terminal, words

_WIDTH = 72
_TITLE = 200


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that names messages or lists. Python would encode a long name to fold it, which breaks the thread."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy:
    headers = HeaderRegistry()
    for name in ("in-reply-to", "references", "list-id"):
        headers.map_to_type(name, _OneLine)
    return SMTP.clone(header_factory=headers)


_POLICY = _policy()


def digest(found: Digest, envelope: Envelope, *, facilitator: bool = False) -> EmailMessage:
    """The message, which `as_bytes` writes with CRLF and no line of more than 998 bytes (RFC 5322 §2.1.1)."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(envelope.sender)
    message["To"] = [_address(one) for one in envelope.to] or _address(envelope.sender)
    if envelope.bcc:
        message["Bcc"] = [_address(one) for one in envelope.bcc]
    if envelope.reply_to:
        message["Reply-To"] = _address(envelope.reply_to)
    message["Subject"] = _("{course}: {week}").format(
        course=excerpt(found.title, _TITLE), week=words.week_name(found.week)
    )
    message["Date"] = format_datetime(found.as_of.astimezone(found.week.zone))
    message["Message-ID"] = envelope.message_id
    message["In-Reply-To"] = envelope.thread
    message["References"] = envelope.thread
    message["List-Id"] = envelope.list_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine is to answer
    message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    message.set_content(terminal.digest(found, _WIDTH, facilitator=facilitator).plain + "\n", cte="quoted-printable")
    message.add_alternative(html.digest(found, facilitator=facilitator), subtype="html", cte="quoted-printable")
    message["Content-Language"] = code()  # not before: new content takes such headers away
    message.set_boundary(f"=_agg_{''.join(filter(str.isalnum, envelope.message_id))[:40]}")
    return message


def _address(written: str) -> Address:
    name, address = name_and_address(written)
    return Address(display_name=safe(name), addr_spec=address)
