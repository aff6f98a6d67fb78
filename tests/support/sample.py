"""One week of an invented course with everything a digest can show, and the lists beside it.

`dress` is put on every text that comes from outside (titles, names, excerpts, problems), so that the same week can be
hostile; its structure and the addresses stay.
"""

from collections.abc import Callable
from datetime import timedelta

from aggregator.core.digest import Digest, Numbers, Silent
from aggregator.core.model import History, Reason, State, Trouble, Verdict
from aggregator.core.record import replace
from aggregator.core.shown import BlogStatus, Listed, WaitingList
from aggregator.core.source import Site
from aggregator.core.talk import Conversation, Stranger
from aggregator.core.week import parse_week
from tests.support.build import OSLO, at, blog, new_blog, participant, post
from tests.support.sampleweeks import WEEKS

Dress = Callable[[str], str]
AS_OF = at("2026-11-22 14:05+01:00")
ASKED = AS_OF - timedelta(minutes=8)
SHORT = "Et lite innlegg."
LONG = (
    "Denne uken prøvde vi å svare på spørsmål fra innbyggerne på Facebook i stedet for på telefon. Det gikk bedre enn "
    "vi trodde: de fleste fikk svar før lunsj, og noen svarte hverandre. Neste gang tar vi med biblioteket, for der …"
)
ZERO = Verdict(State.WAITING, Reason.ZERO, 0, 0, "feedfields", ASKED)
COMMENTED = Verdict(State.UNKNOWN, Reason.COMMENTED, 3, None, "feedfields", ASKED)
ONE_COMMENT = replace(COMMENTED, comments=1)
CLOSED = Verdict(State.CLOSED, Reason.CLOSED, 0, 0, "feedfields", ASKED)
STALE = Verdict(State.UNKNOWN, Reason.STALE, None, None, "feedfields", at("2026-11-19 08:30+01:00"))
ODD = Verdict(State.UNKNOWN, Reason.ODD_COUNT, None, None, "feedfields", ASKED)
NOT_SAID = Verdict(State.UNKNOWN, Reason.NOT_SAID, None, None, "feedfields", ASKED)
OFF = Verdict(State.UNKNOWN, Reason.SWITCHED_OFF)
REFUSED = Verdict(State.UNKNOWN, Reason.REFUSED, None, None, "ghost", ASKED)
ELSEWHERE = Verdict(State.UNKNOWN, Reason.ELSEWHERE, None, None, "elsewhere", ASKED)
ANSWERED = Verdict(State.ANSWERED, Reason.ANSWERED, 3, 2, "wordpress", ASKED)
ONLY_OWN = Verdict(State.ONLY_OWN, Reason.ONLY_OWN, 1, 0, "wordpress", ASKED)
ONLY_PINGS = Verdict(State.ONLY_OWN, Reason.ONLY_PINGS, 0, 0, "commentfeed", ASKED)
MARKED = Verdict(State.ANSWERED, Reason.MARKED, None, None, None, AS_OF - timedelta(days=1))
SAID_TO_WAIT = replace(MARKED, state=State.WAITING)


def plain(text: str) -> str:
    """No dress at all."""
    return text


def _one(number: int, by: str, day: str, title: str, verdict: Verdict, excerpt: str = SHORT) -> Listed:
    host = f"https://{by.split()[0].lower()}.example"
    stored = replace(
        post(number, by=by, dated=at(f"2026-{day}+01:00"), title=title, excerpt=excerpt, categories=("hverdag",)),
        blog=f"{host}/feed/",
        url=f"{host}/{number}/",
        comment_url=f"{host}/{number}/#respond",
    )
    return Listed(
        stored, verdict, new_blogger=False, first_post=False, days=(AS_OF - stored.dated) // timedelta(days=1)
    )


OPENING = _one(1, "Arvid", "11-16 08:00", "Åpningstider & andre gåter", COMMENTED, LONG)
OPENING = replace(OPENING, post=replace(OPENING.post, picture="https://arvid.example/bilder/åpent.jpg?w=300&h=200"))
FIRST = replace(
    _one(2, "Kari Nordmann", "11-16 21:10", "Hvorfor jeg begynte", ZERO, LONG), new_blogger=True, first_post=True
)
FIRST = replace(FIRST, post=replace(FIRST.post, picture="https://kari.example/bilder/pulten.jpg"))
MICRO = _one(3, "Bjørg", "11-18 10:00", "", NOT_SAID, "Regnet igjen, og bussen var full av folk som ville hjem.")
DRAFT = _one(4, "Arvid", "11-19 07:45", "1. utkast: *viktig* [les](her)", ONE_COMMENT)
SECOND = replace(_one(5, "Kari Nordmann", "11-20 12:00", "Andre forsøk", ZERO), new_blogger=True)
FAMILY = _one(6, "Sam O’Hara", "11-21 23:30", "Family 👩‍👩‍👧 day at the archive", CLOSED, "")
JUST_NOW = _one(7, "Sam O’Hara", "11-22 12:30", "Just now", ZERO)
JUST_NOW = replace(JUST_NOW, post=replace(JUST_NOW.post, url=None, comment_url=None))
FOUND_LATE = _one(8, "Bjørg", "11-09 18:00", "Skrevet på toget uten nett", ZERO)
GONE_BY = _one(
    9, "Arvid", "10-30 09:00", "A very long title that goes on and on, as titles do when nobody stops", STALE
)
LAST_YEAR = _one(10, "Sam O’Hara", "10-02 09:00", "How many?", ODD)
QUIET = _one(11, "Bjørg", "10-01 09:00", "Ikke spør", OFF)
THANKS = _one(12, "Bjørg", "11-17 09:15", "Takk for alle råd", ANSWERED)
ALONE = _one(13, "Arvid", "11-18 15:40", "Én ting til om åpningstidene", ONLY_OWN)
LINKED = _one(14, "Sam O’Hara", "11-19 20:05", "The paper that linked to us", ONLY_PINGS)
LOCKED = _one(15, "Sam O’Hara", "11-20 16:20", "Notes from the reading room", REFUSED)
APART = _one(16, "Bjørg", "11-21 11:00", "Skjermbilder fra en lang dag", ELSEWHERE)
SAID = _one(17, "Arvid", "11-21 18:30", "Vi møttes på biblioteket i stedet", MARKED)
TO_ANSWER = _one(18, "Sam O’Hara", "11-14 13:00", "A question for the teachers", SAID_TO_WAIT)


def dressed(one: Listed, dress: Dress) -> Listed:
    """The post with every text from outside in this dress."""
    stored = one.post
    return replace(
        one,
        post=replace(
            stored,
            participant=dress(stored.participant),
            guid=dress(stored.guid),
            title=stored.title and dress(stored.title),
            author=dress(stored.author),
            excerpt=stored.excerpt and dress(stored.excerpt),
            categories=tuple(map(dress, stored.categories)),
        ),
    )


def week(dress: Dress = plain) -> Digest:
    """Week 47 of 2026 while it lasts, with every section."""
    first, second, late = (dressed(one, dress) for one in (FIRST, SECOND, FOUND_LATE))
    opening, draft, micro = (dressed(one, dress) for one in (OPENING, DRAFT, MICRO))
    family, just_now, thanks = dressed(FAMILY, dress), dressed(JUST_NOW, dress), dressed(THANKS, dress)
    alone, linked, locked = (dressed(one, dress) for one in (ALONE, LINKED, LOCKED))
    apart, said = dressed(APART, dress), dressed(SAID, dress)
    return Digest(
        title=dress("Sosiale medier i offentlig sektor"),
        week=parse_week("2026-W47", AS_OF, OSLO),
        as_of=AS_OF,
        over=False,
        numbers=Numbers(
            posts=13,
            bloggers=4,
            participants=7,
            first_posts=1,
            waiting=5,
            with_comments=4,
            comments=7,
            closed=1,
            unknown=3,
        ),
        first_posts=(first,),
        waiting=(first, second, late, alone, linked, just_now),
        by_participant=(
            (dress("Arvid"), (opening, alone, draft, said)),
            (dress("Bjørg"), (thanks, micro, apart)),
            (dress("Kari Nordmann"), (first, second)),
            (dress("Sam O’Hara"), (linked, locked, family, just_now)),
        ),
        late=(late,),
        weeks=WEEKS,
        silent=(
            Silent(dress("Torunn"), at("2025-12-30 12:00"), commented=True),
            Silent(dress("Håkon"), at("2026-11-10 12:00")),
            Silent(dress("Solveig"), None),
        ),
        troubles=(
            Trouble(
                dress("Torunn"),
                "https://torunn.example/feed/",
                at("2026-11-13 09:00"),
                None,
                dress("the blog's server has an error (500)"),
            ),
        ),
        conversations=(
            Conversation(thanks, 4, (dress("Torunn"), dress("Bjørg"), dress("havneguten"))),
            Conversation(dressed(TO_ANSWER, dress), 2, ("", dress("Arne"))),
            *(Conversation(draft, 2, (dress("Arvid"), dress("Jens"))) for _number in range(4)),
        ),
        strangers=(
            Stranger(dress("havneguten"), 3, (dress("Bjørg"), dress("Arvid"))),
            Stranger("", 1, (dress("Sam O’Hara"),)),
        ),
        older=2,
    )


def empty_week() -> Digest:
    """The last week of 2026, over, in a course in which nobody has posted and nobody takes part."""
    return Digest(
        title="Blogging for everybody",
        week=parse_week("2026-W53", at("2027-01-04 08:00"), OSLO),
        as_of=at("2027-01-04 08:00"),
        over=True,
        numbers=Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0),
        first_posts=(),
        waiting=(),
        by_participant=(),
        late=(),
        silent=(),
        troubles=(),
    )


def waiting(dress: Dress = plain) -> WaitingList:
    """Posts that wait, and posts that nobody can tell about, for every reason."""
    unknown = (APART, LOCKED, DRAFT, MICRO, OPENING, GONE_BY, LAST_YEAR, QUIET)
    return WaitingList(
        AS_OF,
        tuple(dressed(one, dress) for one in (FIRST, SECOND, FOUND_LATE, TO_ANSWER, ALONE, LINKED, JUST_NOW)),
        tuple(dressed(one, dress) for one in unknown),
    )


def posts(dress: Dress = plain) -> tuple[Listed, ...]:
    """The posts of a few weeks, newest first."""
    this_week = (JUST_NOW, FAMILY, SAID, APART, LOCKED, SECOND, LINKED, DRAFT, ALONE, MICRO, THANKS, FIRST, OPENING)
    return tuple(dressed(one, dress) for one in (*this_week, TO_ANSWER, FOUND_LATE, GONE_BY))


def status(dress: Dress = plain) -> tuple[BlogStatus, ...]:
    """A blog that is well, one that fails, one gone, one moved, one never asked, and one that never can be.

    Their comments are known from several sources, one of which refuses; not looked at yet; from one that feeds.toml
    names; not asked; unknown where; never looked at.
    """
    failing = at("2026-11-13 09:00")
    comments = {"Håkon": "isso", "Bjørg": "none"}
    people = [
        participant(name, comments=comments.get(name, "auto"))
        for name in ("Arvid", "Torunn", "Håkon", "Bjørg", "Solveig")
    ]
    mistaken = participant("Sam", "ftp://sam:secret@sam.example/feed", problem=dress("it must begin with https://"))
    blogs = (
        blog(people[0].address, last_ok=ASKED),
        blog(
            people[1].address,
            status="error",
            last_ok=failing,
            failing_since=failing,
            problem=dress("the blog's server has an error (500)"),
            not_before=AS_OF + timedelta(hours=5),
        ),
        blog(
            people[2].address,
            status="gone",
            last_ok=failing,
            failing_since=AS_OF,
            gone_since=AS_OF,
            problem=dress("the blog is gone for good (410)"),
        ),
        blog(people[3].address, status="unchanged", last_ok=ASKED, moved_to="https://bjørg.example/blogg/feed/"),
        new_blog(people[4].address),
        new_blog(mistaken.address, status="error"),
    )
    sites = (
        Site(
            people[0].address,
            looked_at=failing,
            thorough_at=ASKED,
            sources={"feedfields": {}, "wordpress": {"api": "https://arvid.example/wp-json/"}, "commentfeed": {}},
            resting={"wordpress": AS_OF + timedelta(hours=20)},
        ),
        Site(people[1].address),
        Site(people[2].address, sources={"isso": {}}),
        Site(people[3].address, looked_at=ASKED, sources={"feedfields": {}}),
        Site(people[4].address, looked_at=ASKED),
        None,
    )
    counts = (12, 1, 0, 4, 0, 0)
    return tuple(
        BlogStatus(replace(one, name=dress(one.name)), state, History(count, last=ASKED if count else None), site)
        for one, state, count, site in zip((*people, mistaken), blogs, counts, sites, strict=True)
    )
