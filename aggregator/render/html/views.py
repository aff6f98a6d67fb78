"""What the templates place: texts that are ready to be read, and addresses that may be followed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.core.language import _
from aggregator.core.links import web_address
from aggregator.core.model import State, Verdict
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.core.trend import WeekHealth
from aggregator.render import figures, verdicts, words

_TALLEST = 18
_TONES = {State.WAITING: "waits", State.ONLY_OWN: "waits", State.ANSWERED: "answered"}


class Way(Struct, frozen=True):
    """A link to another page, or to this one."""

    text: str
    href: str
    here: bool = False


class Number(Struct, frozen=True):
    """A number of the week, and what it counts."""

    number: str
    what: str


class Row(Struct, frozen=True):
    """How well the week went in one respect. `bars`: a height in pixels for each week, `None` where nobody knows."""

    label: str
    text: str
    bars: tuple[int | None, ...]


class Button(Struct, frozen=True):
    """A link to where something is done; `label` says of which post, for those who hear it apart from that."""

    text: str
    href: str
    label: str


class Card(Struct, frozen=True):
    """A post: a title that leads to it, by whom, when and how it stands, how it begins.

    `tone` is `waits`, `answered` or `other`. `author` is empty under a heading that says it; `facts` stand after it.
    """

    title: str
    href: str | None
    author: str
    facts: tuple[str, ...]
    standing: str
    tone: str
    excerpt: str = ""
    picture: str | None = None
    button: Button | None = None
    author_href: str | None = None


class Line(Struct, frozen=True):
    """Somebody, and what is said of them."""

    name: str
    text: str
    href: str | None = None


class Group(Struct, frozen=True):
    """Somebody's posts."""

    name: str
    cards: tuple[Card, ...]
    href: str | None = None


class Section(Struct, frozen=True):
    """A part of a page under a heading; `key` is its anchor, the same in every language.

    `alone`: it is all that there is on the page, whose own heading says the same.
    """

    key: str
    heading: str
    cards: tuple[Card, ...] = ()
    groups: tuple[Group, ...] = ()
    lines: tuple[Line, ...] = ()
    note: str = ""
    more: Way | None = None
    alone: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing under the heading."""
        return not (self.cards or self.groups or self.lines or self.note)


def numbers(phrases: Sequence[str]) -> tuple[Number, ...]:
    """Phrases that begin with a number, which stands out."""
    return tuple(Number(*phrase.split(" ", 1)) for phrase in phrases)


def rows(weeks: Sequence[WeekHealth]) -> tuple[Row, ...]:
    """How the weeks' posts were answered, drawn where there is more than one week."""
    drawn = len(weeks) > 1
    return tuple(
        Row(one.label, one.text, tuple(map(_bar, one.values)) if drawn else ()) for one in figures.measures(weeks)
    )


def _bar(value: float | None) -> int | None:
    return None if value is None else 2 + round(value * (_TALLEST - 2))


def card(
    one: Listed,
    zone: ZoneInfo,
    now: datetime,
    *,
    author: bool = True,
    why: str = "",
    button: bool = False,
    excerpt: bool = True,
    people: Mapping[str, str] | None = None,
) -> Card:
    """A post as pages show it; with `why`, that in the place of the day and of how it stands.

    `button`: with a button to where one answers it, if it waits. `people`: where the participants' own pages are, if
    there are such pages.
    """
    post = one.post
    title = safe(words.title(post))
    return Card(
        title=title,
        href=web_address(post.url),
        author=safe(post.participant) if author else "",
        facts=(why,) if why else (words.on_day(post.dated, zone, now),),
        standing="" if why else verdicts.standing(one.verdict),
        tone=tone(one.verdict),
        excerpt=safe(post.excerpt) if excerpt and post.title else "",
        picture=_picture(post.picture) if excerpt else None,
        button=comment_button(one) if button and tone(one.verdict) == "waits" else None,
        author_href=people.get(post.participant) if people else None,
    )


def _picture(address: str | None) -> str | None:
    """Only over https, so that nobody on the way sees what somebody reads."""
    known = web_address(address)
    return known if known and known.startswith("https://") else None


def tone(verdict: Verdict) -> str:
    """How a verdict is coloured: `waits`, `answered` (also when nobody knows by whom) or `other`."""
    return _TONES.get(verdict.state, "answered" if verdict.comments else "other")


def comment_button(one: Listed) -> Button | None:
    """The way to where one answers the post; `None` when nobody knows one."""
    address = web_address(one.post.comment_url or one.post.url)
    if address is None:
        return None
    text = _("Write a comment")
    return Button(text, address, f"{text}: {safe(one.post.participant)}, {safe(words.title(one.post))}")
