"""The same invented course in figures: people, weeks, who has answered whom, and a round of answers.

`dress` is put on every name and title, as in `sample`.
"""

from datetime import datetime, timedelta

from aggregator.core.health import Health
from aggregator.core.network import Member, Network, Tie
from aggregator.core.participation import Figures, Flag, Participation
from aggregator.core.record import replace
from aggregator.core.round import Assigned, Done, Left, Round, Shown, Task
from aggregator.core.shown import WaitingList
from tests.support import sample
from tests.support.build import at
from tests.support.sample import AS_OF, Dress, dressed, plain
from tests.support.sampleweeks import WEEKS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def figures(dress: Dress = plain) -> Figures:
    """Everybody there can be: busy, silent, new, in trouble, never heard of, not read yet."""

    def person(
        name: str,
        posts: int | None,
        last: datetime | None = None,
        got: int | None = 0,
        gave: int = 0,
        health: Health | None = None,
        silent: int | None = 0,
        *flags: Flag,
        unmatched: int = 0,
        unseen: int = 0,
    ) -> Participation:
        address = f"https://{name.split()[0].lower()}.example/feed/"
        found = health or Health()
        return Participation(
            dress(name), address, posts, last, got, gave, unmatched, unseen, found, last, silent, flags
        )

    exact, span = (3 * HOUR, 3 * HOUR), (2 * HOUR, 4 * DAY)
    return Figures(
        AS_OF,
        (
            person("Arvid", 5, at("2026-11-21 18:30"), 7, 12, Health(5, 3, 1, 2, 2, 3, exact), 1),
            person("Bjørg", 4, at("2026-11-21 11:00"), 3, 0, Health(4, 2, 1, 0, 1, 2, span), 1, unmatched=2, unseen=3),
            person("Kari Nordmann", 2, at("2026-11-20 12:00"), 0, 1, Health(2, 0, 2, 0, 1), 2, Flag.NEW),
            person("Torunn", 1, at("2025-12-30 12:00"), 1, 0, Health(1, 1), 14, Flag.SILENT, Flag.TROUBLE),
            person("Håkon", 0, None, 0, 0, None, 48, Flag.NEVER, Flag.SILENT),
            person("Solveig med det svært lange navnet", None, None, None, 0, None, None),
        ),
        ((dress("Arne"), 9), (dress("Jens"), 0)),
        WEEKS,
        Health(24, 13, 8, 7, 5, 10, (9 * HOUR, 20 * HOUR)),
        2,
        3,
    )


def nobody() -> Figures:
    """A course in which nobody is silent, asked for those who are."""
    return Figures(AS_OF, (), (), (), Health(), 0)


def network(dress: Dress = plain) -> Network:
    """Two who answer, a facilitator, and those nobody has answered, or who have answered nobody."""
    arvid, kari, bjorg, arne = (dress(name) for name in ("Arvid", "Kari Nordmann", "Bjørg", "Arne"))
    return Network(
        dress("Sosiale medier i offentlig sektor"),
        AS_OF,
        (
            Member(arvid, False, 5, 4, 2),
            Member(bjorg, False, 4, 1, 7, 2),
            Member(kari, False, 2, 0, 0, unheard=True),
            Member(dress("Solveig"), False, None, 0, 0),
            Member(arne, True, None, 2, 0),
        ),
        (
            Tie(arne, arvid, 1, at("2026-11-20 12:00"), at("2026-11-20 12:00")),
            Tie(arne, bjorg, 1, at("2026-11-19 12:00"), at("2026-11-19 12:00")),
            Tie(arvid, bjorg, 4, at("2026-11-10 12:00"), at("2026-11-21 12:00")),
            Tie(bjorg, arvid, 1, at("2026-11-12 08:00"), at("2026-11-12 08:00")),
        ),
        2,
        1,
    )


def unconnected() -> Network:
    """Nobody has answered anybody."""
    return Network("Blogging for everybody", AS_OF, (Member("Kari", False, 0, 0, 0),), (), 0)


def round_of_answers(dress: Dress = plain) -> Shown:
    """A new round in which not everything could be done."""
    first, late, alone = (dressed(one, dress) for one in (sample.FIRST, sample.FOUND_LATE, sample.ALONE))
    made = Round("2026-W47", ("kommune",), AS_OF, 1, 2, 0, (Assigned("https://arvid.example/feed/", 2),))
    return Shown(
        made,
        (
            Task(dress("Arvid"), first, Done.NOT_YET),
            Task(dress("Arvid"), late, Done.NOT_YET),
            Task(dress("Kari Nordmann"), alone, Done.NOT_YET),
        ),
        share=1,
        above=(dress("Arvid"),),
        short=((dressed(sample.LINKED, dress), 1), (dressed(sample.JUST_NOW, dress), 1)),
        left=((dress("Håkon"), Left.SILENT), (dress("Torunn"), Left.TROUBLE), (dress("Solveig"), Left.UNREAD)),
        totals=((dress("Arvid"), 4, 1), (dress("Kari Nordmann"), 1, 0)),
    )


def checked(dress: Dress = plain) -> list[Shown]:
    """A round some days later: what is done, what is not, and what nobody knows."""
    found = round_of_answers(dress)
    arvid, kari = dress("Arvid"), dress("Kari Nordmann")
    first, late, alone, family = (
        dressed(one, dress) for one in (sample.FIRST, sample.FOUND_LATE, sample.ALONE, sample.FAMILY)
    )
    tasks = (
        Task(arvid, first, Done.DONE, at("2026-11-21 08:15")),
        Task(arvid, late, Done.DONE, None, (kari,)),
        Task(kari, alone, Done.NOT_YET, None, (dress("Bjørg"), dress("Arne"))),
        Task(kari, first, Done.UNKNOWN),
        Task(kari, family, Done.CLOSED),
    )
    return [Shown(found.round, tasks, remembered=True, totals=((arvid, 4, 3), (kari, 3, 0)))]


def for_reader(dress: Dress = plain) -> WaitingList:
    """What one of them could answer."""
    mine = replace(dressed(sample.FIRST, dress), to_reader=2)
    other = replace(dressed(sample.ALONE, dress), answered_lately=1)
    return WaitingList(AS_OF, (mine, other), (), reader=dress("Bjørg"))
