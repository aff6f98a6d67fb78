"""What may stand in feeds.toml, key by key. What several keys or tables must agree on is in `across`.

The descriptions are what an editor shows beside a key, and the examples what an error tells to write.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct, field

from aggregator.core.text import safe

# A century: longer than any course, and far from where dates overflow.
_DAYS = 36_500
_MINUTES = 43_200

# No more than may stand in the comment of a User-Agent (RFC 9110 §5.6.5), and no password.
_CONTACT = r"https?://[\w.:\[\]-]+(/[!-'*-\[\]-~]*)?|[\w.+-]+@[\w.-]+"

_Rule = Callable[[Any], object]


class Unfit(ValueError):
    """A value of the right type that cannot be used; the sentence about it stands in `words` under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _plain(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Unfit("empty")
    if safe(text) != words:
        raise Unfit("unprintable")
    return words


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(text.casefold(), text)
    return tuple(seen.values())


def _address(text: str) -> str:
    bare = text.strip()
    if not bare:
        raise Unfit("empty")
    return bare


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of names such as "Europe"
        raise Unfit("timezone") from None
    return text


def _contact(text: str) -> str:
    if len(text) > 200 or not re.fullmatch(_CONTACT, text, re.ASCII):
        raise Unfit("contact")
    return text


def _network(text: str) -> str:
    from ipaddress import ip_network

    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        raise Unfit("network") from None


def one_of(names: Iterable[str], text: str) -> str:
    """The rule for `comments`: the text, if it is one of the names."""
    if text not in names:
        raise Unfit("comments")
    return text


def _key(
    description: str, example: object, rule: _Rule | None = None, *, ge: int | None = None, le: int | None = None
) -> Meta:
    """What there is to know of a key besides its type. `rule` is one of those above; `ge` and `le` bound a number."""
    return Meta(description=description, examples=[example], extra={"rule": rule}, ge=ge, le=le)


Text = Annotated[str, Meta(extra={"rule": _plain})]
Network = Annotated[str, Meta(extra={"rule": _network})]


class _Table(Struct, forbid_unknown_fields=True):
    pass


class CourseTable(_Table):
    """[course]: the course as a whole."""

    title: Annotated[
        str | None,
        _key("What the course is called. It stands on top of the digest.", "Our course", _plain),
    ] = None
    timezone: Annotated[
        str,
        _key("The continent and city of the course. Days and weeks begin at midnight there.", "Europe/Oslo", _zone),
    ] = "UTC"
    language: Annotated[
        Literal["en", "nb", "no"] | None,
        _key(
            "The language agg speaks: en (English) or nb (Norwegian bokmål). Without it, the language of the computer.",
            "nb",
        ),
    ] = None
    starts: Annotated[
        date | None,
        _key("The first day of the course. Older posts do not belong to it.", date(2026, 10, 5)),
    ] = None
    ends: Annotated[
        date | None,
        _key("The last day of the course. Later posts do not belong to it.", date(2026, 12, 18)),
    ] = None
    facilitators: Annotated[
        tuple[Text, ...],
        _key(
            "The names that teachers comment under. Their comments are answers, and are told apart.",
            ["Arne", "Jens"],
            _unique,
        ),
    ] = ()
    new_posts: Annotated[
        int,
        _key(
            "Somebody with at most so many posts is a new blogger. New bloggers are listed first.",
            3,
            ge=0,
            le=100_000,
        ),
    ] = 3
    new_days: Annotated[
        int,
        _key("Somebody whose first post is younger than so many days is a new blogger, too.", 60, ge=0, le=_DAYS),
    ] = 60
    window: Annotated[
        int,
        _key("For so many days agg looks whether a post has got an answer.", 60, ge=1, le=_DAYS),
    ] = 60
    silent: Annotated[
        int,
        _key("Who has written neither posts nor comments for so many days is silent.", 14, ge=1, le=_DAYS),
    ] = 14


class FetchTable(_Table):
    """[fetch]: how blogs are asked."""

    contact: Annotated[
        str | None,
        _key(
            "An e-mail or web address. Every blog is told it, so that its owner can write to you.",
            "teacher@school.example",
            _contact,
        ),
    ] = None
    jobs: Annotated[int, _key("How many blogs are asked at the same time.", 32, ge=1, le=256)] = 128
    timeout: Annotated[
        float,
        _key("After so many seconds agg stops waiting for an answer.", 20, ge=1, le=300),
    ] = 20
    deadline: Annotated[
        float,
        _key(
            "After so many minutes a fetch asks nothing more. The next one begins with what is left.",
            15,
            ge=1,
            le=_MINUTES,
        ),
    ] = 15
    interval: Annotated[
        float,
        _key("For so many minutes the same blog is not asked again.", 20, ge=0, le=_MINUTES),
    ] = 20
    allow_networks: Annotated[
        tuple[Network, ...],
        _key("Networks that may be asked although they are not public, such as this computer.", ["127.0.0.1/32"]),
    ] = ()


class ParticipantTable(_Table):
    """[[participants]]: somebody who blogs."""

    name: Annotated[str, _key("What the participant is called in lists.", "Kari Nordmann", _plain)]
    feed: Annotated[
        str | None,
        _key("The address of the blog's feed. Write this or home.", "https://kari.example/feed/", _address),
    ] = None
    home: Annotated[
        str | None,
        _key(
            "The address of the blog itself; agg finds the feed. Write this or feed.",
            "https://kari.example/",
            _address,
        ),
    ] = None
    tags: Annotated[
        tuple[Text, ...],
        _key("Words to choose participants by, such as a group.", ["group 1"], _unique),
    ] = ()
    aliases: Annotated[
        tuple[Text, ...],
        _key(
            "Other names the participant comments under. See agg comments --unmatched.",
            ["karinor"],
            _unique,
        ),
    ] = ()
    category: Annotated[
        str | None,
        _key("Only the posts in this category of the blog belong to the course.", "My course", _plain),
    ] = None
    comments: Annotated[  # `keys` adds the rule: which sources there are, only its caller knows
        str,
        _key("Where agg learns of comments: auto, none, or the name of one source in docs/platforms.md.", "auto"),
    ] = "auto"


class CourseFile(_Table, kw_only=True):
    """The whole of feeds.toml."""

    course: CourseTable = field(default_factory=CourseTable)
    fetch: FetchTable = field(default_factory=FetchTable)
    participants: Annotated[
        tuple[ParticipantTable, ...],
        Meta(min_length=1, description="Those who blog: one [[participants]] for each."),
    ]


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of feeds.toml, by which editors complete and explain keys."""
    tables = msgspec.to_builtins(msgspec.json.schema(CourseFile))["$defs"]
    for table in tables.values():
        table["properties"] = {name: _for_editors(key) for name, key in table["properties"].items()}
    tables["ParticipantTable"]["oneOf"] = [{"required": ["feed"]}, {"required": ["home"]}]
    whole = tables.pop("CourseFile")
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$defs": tables, **whole, "title": "feeds.toml"}


def _for_editors(key: dict[str, Any]) -> dict[str, Any]:
    """The key without null, which TOML does not know, and without a default that only says "nothing"."""
    bare = key.pop("anyOf", [{}])[0]
    default = key.pop("default", None)
    return {**key, **bare} | ({"default": default} if isinstance(default, int | float | str) else {})
