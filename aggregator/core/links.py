"""Addresses on the web: which ones may be kept, and when two mean the same post. Nothing is asked here."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

ADDRESS_LIMIT = 2_000

_LINE_BREAKS = re.compile(r"[\t\r\n]")
# What no address may hold as it stands (RFC 3986 §2), and characters nobody can see (bidi controls, …).
_UNFIT = re.compile(
    '[\x00-\x20"<>\\\\^`{|}\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f'
    "\u205f-\u206f\u2800\u3000\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
# An address that means the same on any page, and stays as it is: nothing is left out of it, and nothing encoded.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*+(?::[1-9]\d{0,3})?(?:/[\w.~:@!$&'*+,=%()/-]*+)?"
    r"(?:\?[\w.~:@!$&'*+,=%()/?-]++)?(?:#[\w.~:@!$&'*+,=%()/?-]++)?",
    re.ASCII,
)
_EDGES = "".join(map(chr, range(0x21)))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NOT_IDENTITY = frozenset({"cpage", "fbclid", "gclid", "m", "replytocom", "showcomment"})
_HEADER_LIMIT = 20_000
_LINK = re.compile(r'<([^<>]{1,2000})>((?:\s{0,9};[^<>,;"]{0,99}(?:"[^"]{0,999}")?){1,20})')
_RELATION = re.compile(r';\s{0,9}rel\s{0,9}=\s{0,9}(?:"([^"]*)"|([^\s";,]+))', re.IGNORECASE)
_COMMENT_PAGE = re.compile(r"/comment-page-\d+$")


def web_address(url: str | None, base: str | None = None) -> str | None:
    """The absolute http(s) address that `url` means on a page at `base`; `None` when there is none to keep.

    Spaces, controls and invisible characters are percent-encoded, a user name and password left out; the rest
    stays as written. Over 2,000 characters, or another scheme (`javascript:`, `data:`, `file:`): `None`.
    """
    if not url or len(url) > ADDRESS_LIMIT:
        return None
    if _PLAIN.fullmatch(url):
        return url
    bare = _LINE_BREAKS.sub("", url.strip().strip(_EDGES))
    try:
        parts = urlsplit(urljoin(_fit(base or ""), _fit(bare)))
        fit = parts.scheme in _DEFAULT_PORTS and _is_host(parts)
    except ValueError:
        return None
    address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return address if fit and len(address) <= ADDRESS_LIMIT else None


def _fit(written: str) -> str:
    return _UNFIT.sub(_quoted, written)


def _quoted(unfit: re.Match[str]) -> str:
    return quote(unfit[0], errors="replace")


def _is_host(parts: SplitResult) -> bool:
    """Whether there is a host that can be meant; ValueError when the port is no number."""
    host = parts.hostname or ""
    return bool(host.strip(".")) and "%" not in parts.netloc and parts.port != 0


@lru_cache(maxsize=4096)  # each post's is wanted several times
def link_key(url: str) -> str:
    """The same text for two addresses of one post: without scheme, `www.`, fragment, tracking, comment page.

    A text to compare, not an address to ask. An address that cannot be read is its own key.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.strip()
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _COMMENT_PAGE.sub("", unquote(parts.path).rstrip("/")).rstrip("/")
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if _identifies(pair[0])]
    return host.removeprefix("www.") + path + ("?" + urlencode(sorted(asked)) if asked else "")


def _identifies(name: str) -> bool:
    lower = name.lower()
    return lower not in _NOT_IDENTITY and not lower.startswith("utm_")


def host_of(url: str | None) -> str:
    """The host in an address, in lower case and without `www.`; empty when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether the hosts of two addresses are likely one owner's: `kari.example`, `comments.kari.example`.

    Of `one.co.uk` and `other.co.uk`, what they share is too short to be somebody's.
    """
    first, second = host_of(one), host_of(other)
    if first == second or first.endswith(f".{second}") or second.endswith(f".{first}"):
        return bool(first and second)
    shared = first.rsplit(".", 2)[-2:]
    return len(shared) == 2 and len(shared[0]) > 3 and shared == second.rsplit(".", 2)[-2:]


def same_origin(one: str, other: str) -> bool:
    """Whether both addresses are of one scheme, host and port (RFC 6454): only there may a login go.

    An address that cannot be read is of no origin.
    """
    try:
        return _origin(one) == _origin(other)
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)


def related(header: str, relation: str, base: str) -> str | None:
    """The address that a Link header (RFC 8288) names with this relation."""
    for found in _LINK.finditer(header[:_HEADER_LIMIT]):
        relations = _RELATION.search(found[2])
        if relations and relation in (relations[1] or relations[2]).split():
            return web_address(found[1], base)
    return None


def is_home(url: str) -> bool:
    """Whether the address is a site's front page, which cannot identify a post."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query
