"""Conversations of a week, who took part, and strangers: tables of comments and what comes of them."""

from datetime import datetime, timedelta

import pytest

from aggregator.core.commenters import PING, By, Commenter
from aggregator.core.model import Comment, FoundComment, Kind
from aggregator.core.shown import Listed
from aggregator.core.talk import Commented, Conversation, Stranger, conversations, strangers, writers
from aggregator.core.week import iso_week
from tests.support import sample
from tests.support.build import OSLO, at

WEEK = iso_week(2026, 47, OSLO)
IN, BEFORE, AFTER = at("2026-11-18 12:00"), at("2026-11-12 12:00"), at("2026-11-24 12:00")
HOUR = timedelta(hours=1)
KARI = Commenter(By.PARTICIPANT, "Kari Nordmann")
OLA = Commenter(By.PARTICIPANT, "Ola")
ARNE = Commenter(By.FACILITATOR, "Arne")
OWN = Commenter(By.OWN, None)
VISITOR = Commenter(By.VISITOR, None)

Row = tuple[Commenter, datetime | None, datetime] | tuple[Commenter, datetime | None, datetime, datetime | str | None]


def said(
    who: Commenter, published: datetime | None, seen: datetime, more: datetime | str | None = None
) -> tuple[Comment, Commenter]:
    """A comment; `more` is when somebody had looked before, or how it is signed."""
    signed = more if isinstance(more, str) else who.name or ""
    kind = Kind.PING if who is PING else Kind.COMMENT
    found = FoundComment(f"{who}{published}{seen}", signed, published=published, kind=kind)
    return Comment(1, "wordpress", found, seen, not_before=more if isinstance(more, datetime) else None), who


def under(listed: Listed, *rows: Row) -> Commented:
    return listed, [said(*row) for row in rows]


TALKS: dict[str, tuple[list[Row], tuple[int, tuple[str, ...]] | None]] = {
    "two people": ([(KARI, IN, IN), (OLA, IN + HOUR, IN + HOUR)], (2, ("Kari Nordmann", "Ola"))),
    "in the order of their first comments": (
        [(KARI, IN + HOUR, AFTER), (OLA, IN, AFTER), (OLA, IN + 2 * HOUR, AFTER)],
        (3, ("Ola", "Kari Nordmann")),
    ),
    "the author answers": ([(KARI, IN, IN), (OWN, IN + HOUR, IN + HOUR)], (2, ("Kari Nordmann", "Arvid"))),
    "one comment": ([(KARI, IN, IN)], None),
    "one person twice": ([(KARI, IN, IN), (KARI, IN + HOUR, IN + HOUR)], None),
    "only the author": ([(OWN, IN, IN), (OWN, IN + HOUR, IN + HOUR)], None),
    "a ping is no comment": ([(KARI, IN, IN), (PING, IN, IN)], None),
    "one of the week before": ([(KARI, BEFORE, BEFORE), (OLA, IN, IN)], None),
    "one of the week after": ([(KARI, IN, IN), (OLA, AFTER, AFTER)], None),
    "seen later, but dated in the week": ([(KARI, IN, AFTER), (OLA, IN, AFTER)], (2, ("Kari Nordmann", "Ola"))),
    "without dates, looked for before and after": (
        [(KARI, None, IN, IN - HOUR), (OLA, None, IN, IN - HOUR)],
        (2, ("Kari Nordmann", "Ola")),
    ),
    "without a date, perhaps of the week before": ([(KARI, IN, IN), (OLA, None, IN, BEFORE)], None),
    "without a date, never looked for before": ([(KARI, IN, IN), (OLA, None, IN)], None),
    "visitors by their names": (
        [(VISITOR, IN, IN, "havneguten"), (VISITOR, IN + HOUR, IN + HOUR, "Per")],
        (2, ("havneguten", "Per")),
    ),
    "a visitor who writes the name another way": (
        [(VISITOR, IN, IN, "per"), (VISITOR, IN + HOUR, IN + HOUR, "Per")],
        None,
    ),
    "nobody knows whether these are two": ([(VISITOR, IN, IN, ""), (VISITOR, IN + HOUR, IN + HOUR, "")], None),
    "one without a name": ([(VISITOR, IN, IN, ""), (KARI, IN + HOUR, IN + HOUR)], (2, ("", "Kari Nordmann"))),
}


@pytest.mark.parametrize(("rows", "expected"), TALKS.values(), ids=TALKS)
def test_what_is_a_conversation_of_the_week(rows: list[Row], expected: tuple[int, tuple[str, ...]] | None) -> None:
    found = conversations([under(sample.DRAFT, *rows)], WEEK)
    assert [(one.comments, one.names) for one in found] == ([expected] if expected else [])


def test_those_with_the_most_comments_come_first_then_the_latest() -> None:
    few = under(sample.DRAFT, (KARI, IN, IN), (OLA, IN, IN))
    later = under(sample.FIRST, (KARI, IN, IN), (OLA, IN + HOUR, IN + HOUR))
    many = under(sample.THANKS, (KARI, IN, IN), (OLA, IN, IN), (ARNE, IN, IN))
    found = conversations([few, later, many], WEEK)
    assert [one.listed for one in found] == [sample.THANKS, sample.FIRST, sample.DRAFT]
    assert found[0] == Conversation(sample.THANKS, 3, ("Arne", "Kari Nordmann", "Ola"))


def test_strangers_are_visitors_whose_comments_came_to_light_in_the_week() -> None:
    found = strangers(
        [
            under(sample.DRAFT, (VISITOR, IN, IN, "havneguten"), (VISITOR, None, IN, "Havneguten"), (KARI, IN, IN)),
            under(sample.THANKS, (VISITOR, IN, IN, "havneguten"), (VISITOR, IN, IN, ""), (OWN, IN, IN), (PING, IN, IN)),
            under(sample.FIRST, (VISITOR, BEFORE, BEFORE, "old"), (VISITOR, AFTER, AFTER, "new")),
        ],
        WEEK,
    )
    assert found == (Stranger("havneguten", 3, ("Arvid", "Bjørg")), Stranger("", 1, ("Bjørg",)))


def test_who_has_certainly_commented_on_others_posts_has_written_in_the_week() -> None:
    commented = [
        under(sample.DRAFT, (KARI, IN, IN), (OLA, None, IN), (VISITOR, IN, IN, "Per"), (OWN, IN, IN)),
        under(sample.FIRST, (ARNE, IN, IN), (Commenter(By.FACILITATOR, "Jens"), IN, IN)),
    ]
    assert writers(commented, WEEK, {"Arne": "Arne", "Jens": "Jens Blogger"}) == {
        "Kari Nordmann",
        "Arne",
        "Jens Blogger",
    }
