"""The picture that stands for a post: one that its feed names, else the first in its content. Nothing is asked here.

An address is all that is kept. It is fetched by whoever looks at the post, so that nothing may stand there that only
counts readers: no tracking pixels, and no ornaments (smileys, avatars, badges, buttons), which stand for nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

from aggregator.core import markup
from aggregator.core.links import web_address
from aggregator.core.record import Struct

_MARKUP_LIMIT = 100_000  # characters
_SMALLEST = 48  # pixels
_STYLE_LIMIT = 1_000
_IMG = re.compile(r"<[iI][mM][gG][\s/]")

# Where an <img> that is loaded late says what it shows; its `src` is then something to fill the place.
_LATE = ("data-lazy-src", "data-src", "data-original", "data-lazy-srcset", "data-srcset")
_ORNAMENTS = frozenset({"avatar", "custom-emoji", "emoji", "emojione", "icon", "latex", "smiley", "wp-smiley"})
_PIXELS = re.compile(r"\s*(\d{1,9})(?:\.\d{0,9})?\s*(?:px\s*)?", re.ASCII | re.IGNORECASE)
_SIZES = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*(\d{1,9})(?:\.\d{0,9})?\s*(?:px\s*)?(?=[;!]|$)", re.ASCII)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_LOGIN = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}:)?[/\\]{2}[^/\\?#]*@", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

# Hosts, and those below them, of counters and advertisements; avatars and smileys; badges; buttons and formulas.
_NO_HOSTS = frozenset(
    {
        *("2o7.net", "amazon-adsystem.com", "assoc-amazon.co.uk", "assoc-amazon.com", "assoc-amazon.de", "awin1.com"),
        *("clustrmaps.com", "doubleclick.net", "facebook.com"),
        *("feedblitz.com", "feedburner.com", "feedproxy.google.com", "feeds.wordpress.com", "feedsportal.com"),
        *("google-analytics.com", "googleadservices.com", "googlesyndication.com", "googletagmanager.com"),
        *("histats.com", "impactradius-go.com", "ioam.de", "list-manage.com", "outbrain.com", "pheedo.com"),
        *("pixel.wp.com", "px.ads.linkedin.com", "pxf.io", "quantserve.com", "rss.buysellads.com"),
        *("scorecardresearch.com", "sitemeter.com", "statcounter.com", "stats.wordpress.com", "stats.wp.com"),
        *("taboola.com", "tradedoubler.com", "vgwort.de", "xiti.com", "zemanta.com"),
        *("gravatar.com", "s.w.org", "twemoji.maxcdn.com"),
        *("badge.fury.io", "badgen.net", "codecov.io", "coveralls.io", "creativecommons.org", "licensebuttons.net"),
        *("shields.io", "travis-ci.com", "travis-ci.org"),
        *("addthis.com", "addtoany.com", "codecogs.com", "flattr.com", "paypal.com", "paypalobjects.com"),
        *("printfriendly.com", "sharethis.com"),
    }
)
# The same in what follows the host: as a folder, as a program, and as the name of a file.
_NO_PATH = re.compile(
    r"/(?:avatars?|badges?|buttons?|counters?|emojis?|filetypes?|icons?|profile_images|smileys?|smilies|tracker|tracking"
    r"|twemoji)/"
    r"|/(?:_/stat\?|beacon\b|track/open\b|(?:emoji|latex|matomo|piwik)\.php)"
)
_SITES = r"(?:facebook|instagram|linkedin|mail|mastodon|pinterest|reddit|rss|share|tumblr|twitter|whatsapp|youtube)"
_NO_FILE = re.compile(
    r"^(?:badge|blank|clear|count|counter|dot|empty|favicon|ga|gr[ae]y|lazy|lazyload|loader|loading|pixel|pixy|placeholder"
    r"|shim|spacer|trans|transparent)(?:[_.-]?1x1)?\.(?:gif|ico|png|svg|webp)$"
    r"|^1x1\b|^[a-z]\.gif$"
    r"|(?:^|[_.-])(?:1x1|beacon|blank|counter|loader|pixel|pixy|spacer|tracker|trans|transparent)(?:[_.-][^.]*)?\.gif$"
    r"|^(?:feed|rss)[_-]?icon|" + _SITES + r"[_-]?(?:btn|button|icon)|(?:btn|button|icon)[_-]?" + _SITES
)


class NamedPicture(Struct, frozen=True):
    """A picture as a feed names it: its address and size, as they are written."""

    address: str
    width: str = ""
    height: str = ""


def named_picture(told: Iterable[NamedPicture], base: str | None) -> str | None:
    """The first of these that may stand for a post; relative addresses are as on a page at `base`."""
    fitting = (_address(one.address, base) for one in told if not _is_small(one.width, one.height))
    return next(filter(None, fitting), None)


def shown_picture(html: str, base: str | None) -> str | None:
    """The first <img> in a post's content that may stand for it. Of the content 100,000 characters are read."""
    if not _IMG.search(html, 0, _MARKUP_LIMIT):
        return None
    reader = _Reader(base)
    try:
        markup.feed(reader, html[:_MARKUP_LIMIT])
    except _Found as found:
        return found.address
    return None


def _address(written: str, base: str | None) -> str | None:
    """The absolute address that is written, if it is on the web, over https, without a login, and may be a picture."""
    address = web_address(written, base)
    if not address or not address.startswith("https://") or _LOGIN.match("".join(written.split())):
        return None
    parts = urlsplit(address)
    fits = _is_site(parts.hostname or "") and _is_picture(parts.path.lower(), parts.query.lower())
    return address if fits else None


def _is_site(host: str) -> bool:
    """Whether it is a name on the web, and of none that has no pictures; no number, and no name inside a house."""
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or ":" in host or _NUMBER.fullmatch(labels[-1]):
        return False
    return not any(".".join(labels[place:]) in _NO_HOSTS for place in range(len(labels) - 1))


def _is_picture(path: str, query: str) -> bool:
    return not _NO_PATH.search(f"{path}?{query}") and not _NO_FILE.search(path.rpartition("/")[2])


def _is_small(*sizes: str) -> bool:
    """Whether a size is said in pixels, and is that of a tracking pixel or an ornament."""
    return any(int(found[1]) < _SMALLEST for found in map(_PIXELS.fullmatch, sizes) if found)


class _Found(Exception):
    """The rest need not be read."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class _Reader(HTMLParser):
    """Raises _Found at the first picture that fits."""

    def __init__(self, base: str | None) -> None:
        super().__init__()
        self._base = base

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "img":
            return
        said = {name: value or "" for name, value in reversed(attrs)}
        if _is_ornament(said):
            return
        for written in _written(said):
            if address := _address(written, self._base):
                raise _Found(address)


def _is_ornament(said: Mapping[str, str]) -> bool:
    style = said.get("style", "")[:_STYLE_LIMIT].lower()
    return bool(
        _is_small(said.get("width", ""), said.get("height", ""), *_SIZES.findall(style))
        or _HIDDEN.search(style)
        or not _ORNAMENTS.isdisjoint(said.get("class", "").lower().split())
    )


def _written(said: Mapping[str, str]) -> Iterator[str]:
    """Where the picture is: what is loaded late in place of a filler, else what is loaded at once."""
    late = [name for name in _LATE if said.get(name)]
    for name in late or ("src", "srcset"):
        value = said.get(name, "")
        yield _first_of_set(value) if name.endswith("srcset") else value


def _first_of_set(written: str) -> str:
    """The first address of a srcset. It may hold commas, but does not end with one."""
    candidates = written[:_MARKUP_LIMIT].lstrip(", \t\r\n\f").split(maxsplit=1)
    return candidates[0].rstrip(",") if candidates else ""
