"""An address made ready to be asked: for libcurl in ASCII, for people without a password in it."""

import socket
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from aggregator.core.links import web_address
from aggregator.core.record import Struct

_PORTS = {"http": 80, "https": 443}
VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


class Target(Struct, frozen=True):
    """`shown` is the address in words, without login and fragment; `wire` is what libcurl gets.

    `host` is as people know it, `place` is host and port as libcurl gets them. `ip` is the address that the host spells
    out, if it is no name. `login` is the user name and password it came with.
    """

    shown: str
    wire: str
    scheme: str
    host: str
    place: str
    ip: str | None = None
    login: tuple[str, str] | None = None

    @property
    def origin(self) -> tuple[str, str]:
        """Scheme, host and port: within it a login may be sent (RFC 6454)."""
        return self.scheme, self.place


def read_target(url: str, base: str = "") -> Target | None:
    """The target that an address means, seen from the address `base`; `None` when it cannot be asked."""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        login, _, place = parts.netloc.rpartition("@")
        address = web_address(urlunsplit(parts._replace(netloc=place, fragment="")))
        return _ready(address, _login(login)) if address else None
    except ValueError:
        return None


def literal(host: str) -> str | None:
    """The IP address that a host in a URL spells out, also as one number or in octal; `None` for a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _ready(address: str, login: tuple[str, str] | None) -> Target:
    parts = urlsplit(address)
    host = parts.hostname or ""
    # Only what is left of odd digits and dots tells whether it is a number.
    name = (host if host.isascii() else host.encode("idna").decode("ascii")).rstrip(".")
    ip = literal(name)
    wired = ip or name
    place = f"[{wired}]" if ":" in wired else wired
    port = parts.port or _PORTS[parts.scheme]
    netloc = place if port == _PORTS[parts.scheme] else f"{place}:{port}"
    path, query = (quote(part, safe=VISIBLE) for part in (parts.path, parts.query))
    wire = urlunsplit((parts.scheme, netloc, path or "/", query, ""))
    return Target(address, wire, parts.scheme, host, f"{place}:{port}", ip, login)


def _login(text: str) -> tuple[str, str] | None:
    """User name and password before the `@`; ValueError for characters that could make it a host, or none."""
    if not text:
        return None
    user, _, password = (unquote(part) for part in text.partition(":"))
    if "\\" in text or not (user + password).isprintable():
        raise ValueError
    return user, password
