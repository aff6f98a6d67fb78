"""Whether an address in feeds.toml can be asked at all, and how it may be shown. It is not asked here."""

import re
from urllib.parse import urlsplit

from aggregator.core.language import _
from aggregator.core.links import ADDRESS_LIMIT
from aggregator.core.text import safe

_SCHEMES = ("http", "https")
_SHOWN = 100
# Also of addresses that are none, so that a password never shows.
_CREDENTIALS = r"(?i)^([a-z][a-z0-9+.-]*:)?(/*)[^/?#]*@"
_LAST_AT = r"(?is).*(?:@|%40)(.*)"
_BARE = r"(//)?[^/?#:@]+\.[^/?#:@]+(:\d+)?([/?#].*)?"


def problem_with(address: str) -> str | None:
    """Why the address cannot be asked, in words that go with the address; `None` when it can."""
    if len(address) > ADDRESS_LIMIT:
        return _("the address is longer than {limit} characters").format(limit=ADDRESS_LIMIT)
    if " " in address or not _shows(address):
        return _("the address contains a space or an invisible character")
    parts = _parts(address)
    if parts is None:
        return _("this is no whole web address, such as https://kari.example/feed/")
    scheme, host = parts
    if scheme not in _SCHEMES:
        return _wrong_scheme(address)
    return None if host.strip(".") else _("the address names no site, as in https://kari.example/feed/")


def without_login(address: str) -> tuple[str, str | None]:
    """A usable address without the `user:password@` in it, and that login."""
    found = "@" in address and re.fullmatch(r"(\w+://)([^/?#]*)@(.*)", address, re.DOTALL)
    return (found[1] + found[3], found[2]) if found else (address, None)


def shown(address: str) -> str:
    """The address without user name and password, invisible characters, and what is too long to read."""
    text = re.sub(_CREDENTIALS, r"\1\2", address)
    if problem_with(address) and (at := re.search(_LAST_AT, text)):
        text = at[1]
    text = safe(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _shows(address: str) -> bool:
    """Whether every character can be seen."""
    return (address.isascii() and address.isprintable()) or safe(address) == address


def _parts(address: str) -> tuple[str, str] | None:
    """Scheme and host; `None` when the address is broken."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # complains of a port that is none
    except ValueError:
        return None
    return parts.scheme, parts.hostname or ""


def _wrong_scheme(address: str) -> str:
    from difflib import get_close_matches

    why = _("the address must begin with http:// or https://")
    scheme, slashes, rest = address.partition("://")
    if re.fullmatch(_BARE, address):
        meant = "https://" + address.removeprefix("//")
    elif slashes and get_close_matches(scheme.lower(), _SCHEMES, 1, 0.75):
        meant = "https://" + rest
    else:
        return why
    return why + " " + _("(perhaps {address})").format(address=shown(meant))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself, which nobody can listen to from outside."""
    from ipaddress import ip_address

    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
