"""What may stand in feeds.toml, key by key. What several keys or tables must agree on is in `across`.

The descriptions are what an editor shows beside a key, and the examples what an error tells to write.
"""

import ipaddress
import re
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from aggregator.core.text import safe

# A century: longer than any course, and far from where dates overflow.
_DAYS = 36_500
_MINUTES = 43_200

# No more than may stand in the comment of a User-Agent (RFC 9110 §5.6.5), and no password.
_CONTACT = re.compile(r"https?://[\w.:\[\]-]+(/[!-'*-\[\]-~]*)?|[\w.+-]+@[\w.-]+", re.ASCII)


def _wrong(code: Literal["empty", "unprintable", "contact", "network", "timezone"]) -> PydanticCustomError:
    """An error whose sentence stands in `words` under this code."""
    return PydanticCustomError(code, code)


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise _wrong("empty")
    if safe(text) != plain:
        raise _wrong("unprintable")
    return plain


def _unique(texts: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(text.casefold(), text)
    return list(seen.values())


def _address(text: str) -> str:
    if not text.strip():
        raise _wrong("empty")
    return text.strip()


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of names such as "Europe"
        raise _wrong("timezone") from None
    return text


def _contact(text: str) -> str:
    if len(text) > 200 or not _CONTACT.fullmatch(text):
        raise _wrong("contact")
    return text


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise _wrong("network") from None


Text = Annotated[str, AfterValidator(_plain)]
Texts = Annotated[list[Text], AfterValidator(_unique)]
Address = Annotated[str, AfterValidator(_address)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CourseTable(_Table):
    """[course]: the course as a whole."""

    title: Text | None = Field(
        default=None,
        description="What the course is called. It stands on top of the digest.",
        examples=["Our course"],
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="UTC",
        description="The continent and city of the course. Days and weeks begin at midnight there.",
        examples=["Europe/Oslo"],
    )
    language: Literal["en", "nb", "no"] | None = Field(
        default=None,
        description="The language agg speaks: en (English) or nb (Norwegian bokmål). "
        "Without it, the language of the computer.",
        examples=["nb"],
    )
    starts: date | None = Field(
        default=None,
        description="The first day of the course. Older posts do not belong to it.",
        examples=[date(2026, 10, 5)],
    )
    ends: date | None = Field(
        default=None,
        description="The last day of the course. Later posts do not belong to it.",
        examples=[date(2026, 12, 18)],
    )
    facilitators: Texts = Field(
        default=[],
        description="The names that teachers comment under. Their comments are answers, and are told apart.",
        examples=[["Arne", "Jens"]],
    )
    new_posts: int = Field(
        default=3,
        ge=0,
        le=100_000,
        description="Somebody with at most so many posts is a new blogger. New bloggers are listed first.",
        examples=[3],
    )
    new_days: int = Field(
        default=60,
        ge=0,
        le=_DAYS,
        description="Somebody whose first post is younger than so many days is a new blogger, too.",
        examples=[60],
    )
    window: int = Field(
        default=60,
        ge=1,
        le=_DAYS,
        description="For so many days agg looks whether a post has got an answer.",
        examples=[60],
    )


class FetchTable(_Table):
    """[fetch]: how blogs are asked."""

    contact: Annotated[str, AfterValidator(_contact)] | None = Field(
        default=None,
        description="An e-mail or web address. Every blog is told it, so that its owner can write to you.",
        examples=["teacher@school.example"],
    )
    jobs: int = Field(default=32, ge=1, le=256, description="How many blogs are asked at the same time.", examples=[32])
    timeout: float = Field(
        default=20,
        ge=1,
        le=300,
        allow_inf_nan=False,
        description="After so many seconds agg stops waiting for an answer.",
        examples=[20],
    )
    deadline: float = Field(
        default=15,
        ge=1,
        le=_MINUTES,
        allow_inf_nan=False,
        description="After so many minutes a fetch asks nothing more. The next one begins with what is left.",
        examples=[15],
    )
    interval: float = Field(
        default=20,
        ge=0,
        le=_MINUTES,
        allow_inf_nan=False,
        description="For so many minutes the same blog is not asked again.",
        examples=[20],
    )
    allow_networks: list[Annotated[str, AfterValidator(_network)]] = Field(
        default=[],
        description="Networks that may be asked although they are not public, such as this computer.",
        examples=[["127.0.0.1/32"]],
    )


class ParticipantTable(_Table):
    """[[participants]]: somebody who blogs."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["feed"]}, {"required": ["home"]}]})

    name: Text = Field(description="What the participant is called in lists.", examples=["Kari Nordmann"])
    feed: Address | None = Field(
        default=None,
        description="The address of the blog's feed. Write this or home.",
        examples=["https://kari.example/feed/"],
    )
    home: Address | None = Field(
        default=None,
        description="The address of the blog itself; agg finds the feed. Write this or feed.",
        examples=["https://kari.example/"],
    )
    tags: Texts = Field(
        default=[], description="Words to choose participants by, such as a group.", examples=[["group 1"]]
    )
    aliases: Texts = Field(
        default=[],
        description="Other names the participant comments under. See agg comments --unmatched.",
        examples=[["karinor"]],
    )
    category: Text | None = Field(
        default=None,
        description="Only the posts in this category of the blog belong to the course.",
        examples=["My course"],
    )
    comments: str = Field(
        default="auto",
        description="Where agg learns of comments: auto, none, or the name of one source in docs/platforms.md.",
        examples=["auto"],
    )

    @field_validator("comments")
    @classmethod
    def _known(cls, name: str, info: ValidationInfo) -> str:
        known = ("auto", "none", *sorted(info.context or ()))
        if name not in known:
            raise PydanticCustomError("comments", "comments", {"known": " ".join(known)})
        return name


class CourseFile(_Table):
    """The whole of feeds.toml."""

    course: CourseTable = Field(default=CourseTable())
    fetch: FetchTable = Field(default=FetchTable())
    participants: list[ParticipantTable] = Field(
        min_length=1, description="Those who blog: one [[participants]] for each."
    )


class _ForEditors(GenerateJsonSchema):
    """Without null, which TOML does not know, and without titles that only repeat the key."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if isinstance(schema.get("default"), bool | int | float | str):
            return super().default_schema(schema)
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of feeds.toml, by which editors complete and explain keys."""
    made = CourseFile.model_json_schema(schema_generator=_ForEditors)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": "feeds.toml"}
