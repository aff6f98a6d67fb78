"""What may stand in feeds.toml, key by key. What several keys or tables must agree on is in `across`.

The descriptions are what an editor shows beside a key, and the examples what an error tells to write.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from aggregator.config import rules
from aggregator.config.rules import Rule

# A century: longer than any course, and far from where dates overflow.
_DAYS = 36_500
_MINUTES = 43_200

FOR_EVER = -1
"""What `keep` is where it is not written."""


def _key(
    description: str, example: object, rule: Rule | None = None, *, ge: int | None = None, le: int | None = None
) -> Meta:
    """What there is to know of a key besides its type. `rule` is one of `rules`; `ge` and `le` bound a number."""
    return Meta(description=description, examples=[example], extra={"rule": rule}, ge=ge, le=le)


Text = Annotated[str, Meta(extra={"rule": rules.plain})]
MailAddress = Annotated[str, Meta(extra={"rule": rules.mail})]
Network = Annotated[str, Meta(extra={"rule": rules.network})]


class _Table(Struct, forbid_unknown_fields=True):
    pass


class CourseTable(_Table):
    """[course]: the course as a whole."""

    title: Annotated[
        str | None,
        _key("What the course is called. It stands on top of the digest.", "Our course", rules.plain),
    ] = None
    timezone: Annotated[
        str,
        _key(
            "The continent and city of the course. Days and weeks begin at midnight there.", "Europe/Oslo", rules.zone
        ),
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
    keep: Annotated[
        int,
        _key("So many days after the last day agg fetch deletes all that is stored.", 180, ge=0, le=_DAYS),
    ] = field(default_factory=lambda: FOR_EVER)
    facilitators: Annotated[
        tuple[Text, ...],
        _key(
            "The names that teachers comment under. Their comments are answers, and are told apart.",
            ["Arne", "Jens"],
            rules.unique,
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
            rules.contact,
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


class SiteTable(_Table):
    """[site]: the course's page, which agg site writes."""

    address: Annotated[
        str | None,
        _key(
            "The web address at which the page is served. Feeds say it.", "https://school.example/course/", rules.site
        ),
    ] = None
    names: Annotated[
        Literal["full", "first"],
        _key("What people are called on the page: full, or first for first names only.", "first"),
    ] = "full"
    search_engines: Annotated[
        bool,
        _key("Whether search engines may list the page.", True),
    ] = False


class MailTable(_Table, rename={"sender": "from"}):
    """[mail]: how agg digest --send sends the digest."""

    sender: Annotated[
        str,
        _key("Whom the mail is from, with or without a name.", "Our course <course@school.example>", rules.mail),
    ]
    server: Annotated[str, _key("The name of the mail server.", "smtp.school.example", rules.server)]
    to: Annotated[
        tuple[MailAddress, ...],
        _key("To whom it goes. All of them see each other; a mailing list is best.", ["course@lists.school.example"]),
    ] = ()
    bcc: Annotated[
        tuple[MailAddress, ...],
        _key("To whom it goes without being named.", ["kari@kari.example", "ola@ola.example"]),
    ] = ()
    reply_to: Annotated[
        str | None,
        _key("Where answers go, if not to the sender.", "teacher@school.example", rules.mail),
    ] = None
    port: Annotated[
        int,
        _key("The server's port. Without it: 587, with tls 465, without security 25.", 587, ge=1, le=65_535),
    ] = field(default_factory=int)
    security: Annotated[
        Literal["starttls", "tls", "none"],
        _key("How the connection is kept secret: starttls, tls, or none.", "starttls"),
    ] = "starttls"
    user: Annotated[
        str | None,
        _key("The name to log in with. The password is in AGG_MAIL_PASSWORD.", "course", rules.plain),
    ] = None
    password_command: Annotated[
        tuple[Text, ...],
        _key("A command that prints the password, and its words.", ["pass", "show", "course"]),
    ] = ()


class ParticipantTable(_Table):
    """[[participants]]: somebody who blogs."""

    name: Annotated[str, _key("What the participant is called in lists.", "Kari Nordmann", rules.plain)]
    feed: Annotated[
        str | None,
        _key("The address of the blog's feed. Write this or home.", "https://kari.example/feed/", rules.address),
    ] = None
    home: Annotated[
        str | None,
        _key(
            "The address of the blog itself; agg finds the feed. Write this or feed.",
            "https://kari.example/",
            rules.address,
        ),
    ] = None
    tags: Annotated[
        tuple[Text, ...],
        _key("Words to choose participants by, such as a group.", ["group 1"], rules.unique),
    ] = ()
    aliases: Annotated[
        tuple[Text, ...],
        _key(
            "Other names the participant comments under. See agg comments --unmatched.",
            ["karinor"],
            rules.unique,
        ),
    ] = ()
    category: Annotated[
        str | None,
        _key("Only the posts in this category of the blog belong to the course.", "My course", rules.plain),
    ] = None
    comments: Annotated[  # `keys` adds the rule: which sources there are, only its caller knows
        str,
        _key("Where agg learns of comments: auto, none, or the name of one source in docs/platforms.md.", "auto"),
    ] = "auto"


class CourseFile(_Table, kw_only=True):
    """The whole of feeds.toml."""

    course: CourseTable = field(default_factory=CourseTable)
    fetch: FetchTable = field(default_factory=FetchTable)
    site: SiteTable = field(default_factory=SiteTable)
    mail: MailTable | None = None
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
    # msgspec puts null first or last, as its version is
    bare: dict[str, Any] = next((one for one in key.pop("anyOf", []) if one != {"type": "null"}), {})
    default = key.pop("default", None)
    return {**key, **bare} | ({"default": default} if isinstance(default, int | float | str) else {})
