"""What the texts of feeds.toml must be, beyond their types. Each rule gives the text as it is kept, or raises Unfit."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from aggregator.core.links import web_address
from aggregator.core.text import safe

# No more than may stand in the comment of a User-Agent (RFC 9110 §5.6.5), and no password.
_CONTACT = r"https?://[\w.:\[\]-]+(/[!-'*-\[\]-~]*)?|[\w.+-]+@[\w.-]+"

# An address in plain letters (RFC 5321 without quotes), with a name before it in angle brackets or not. Dots stand
# between letters only, else the mail could not be written.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_BARE = rf"(?=[^@]{{1,64}}@[^@>]{{1,250}}(?:>|$)){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
_MAIL_ADDRESS = rf'{_BARE}|[^<>@,;:"\\]* <{_BARE}>'

Rule = Callable[[Any], object]


class Unfit(ValueError):
    """A value of the right type that cannot be used; the sentence about it stands in `words` under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain(text: str) -> str:
    """Text on one line without invisible characters."""
    words = " ".join(text.split())
    if not words:
        raise Unfit("empty")
    if safe(text) != words:
        raise Unfit("unprintable")
    return words


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, whatever its case."""
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(text.casefold(), text)
    return tuple(seen.values())


def address(text: str) -> str:
    """An address, which may still be wrong."""
    bare = text.strip()
    if not bare:
        raise Unfit("empty")
    return bare


def zone(text: str) -> str:
    """The name of a time zone."""
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of names such as "Europe"
        raise Unfit("timezone") from None
    return text


def contact(text: str) -> str:
    """An e-mail or web address, for a User-Agent."""
    if len(text) > 200 or not re.fullmatch(_CONTACT, text, re.ASCII):
        raise Unfit("contact")
    return text


def network(text: str) -> str:
    """An IP network, written as its lowest address and its length."""
    from ipaddress import ip_network

    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        raise Unfit("network") from None


def site(text: str) -> str:
    """The web address of a folder, with a / at its end."""
    known = web_address(text.strip())
    if known is None or known != text.strip() or "?" in known or "#" in known:
        raise Unfit("site")
    return known if known.endswith("/") else f"{known}/"


def mail(text: str) -> str:
    """An e-mail address in plain letters, with or without a name."""
    line = plain(text)
    if not re.fullmatch(_MAIL_ADDRESS, line):
        raise Unfit("mail")
    return line


def server(text: str) -> str:
    """The name or number of a host."""
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,255}", text):
        raise Unfit("server")
    return text


def one_of(names: Iterable[str], text: str) -> str:
    """The rule for `comments`: the text, if it is one of the names."""
    if text not in names:
        raise Unfit("comments")
    return text
