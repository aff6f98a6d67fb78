"""What a check makes of what it has seen, and how it says it."""

import json
from datetime import date, timedelta

import pytest

from aggregator.core import checkup
from aggregator.core.checkup import Checked, Finding, Level, Part
from aggregator.core.course import FetchSettings, Participant
from aggregator.core.feedkind import FeedKind
from aggregator.core.probe import FeedSeen, Probe
from aggregator.render import checkup as words
from tests.support.build import NOW, OSLO, course, participant

KARI, OLA = participant("Kari", aliases=("karinor",)), participant("Ola")


def feed(blog: Participant = KARI, **changes: object) -> FeedSeen:
    usual = {"address": blog.address, "kind": FeedKind.POSTS, "posts": 2, "links": frozenset({f"{blog.name}/1"})}
    return FeedSeen(**(usual | changes))  # type: ignore[arg-type]


def fine(blog: Participant, **changes: object) -> Probe:
    seen = feed(blog, **changes)
    return Probe(blog.address, seen, (seen,), status=200)


def findings(probe: Probe, blog: Participant = KARI) -> list[tuple[Level, Finding, str]]:
    looks = [(blog, probe), (OLA, fine(OLA))]
    return [(one.level, one.finding, one.words) for one in checkup.blogs(course(blog, OLA), looks) if one.who != "Ola"]


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (0, Finding.SILENT),
        (200, Finding.NO_FEED),
        (401, Finding.REFUSED),
        (403, Finding.REFUSED),
        (404, Finding.NOT_THERE),
        (410, Finding.GONE),
        (500, Finding.SERVER_ERROR),
        (302, Finding.SERVER_ERROR),
    ],
)
def test_answers_that_are_no_feed(status: int, finding: Finding) -> None:
    probe = Probe(KARI.address, problem="why", status=status)
    assert findings(probe) == [(Level.TROUBLE, finding, "why")]


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (fine(KARI), (Level.FINE, Finding.BLOG_FINE, "")),
        (fine(KARI, kind=FeedKind.COMMENTS), (Level.TROUBLE, Finding.COMMENTS_FEED, "")),
        (fine(KARI, posts=0), (Level.NOTE, Finding.EMPTY, "")),
        (fine(KARI, kind=FeedKind.CATEGORY, category="jobb"), (Level.NOTE, Finding.CATEGORY_FEED, "jobb")),
        (fine(KARI, address=OLA.address), (Level.TROUBLE, Finding.SAME_BLOG, "Ola")),
        (fine(KARI, author="OLA"), (Level.TROUBLE, Finding.OTHER_PERSON, "Ola")),
        (fine(KARI, author="karinor"), (Level.FINE, Finding.BLOG_FINE, "")),
        (fine(KARI, author="Somebody"), (Level.FINE, Finding.BLOG_FINE, "")),
    ],
)
def test_feeds_that_are_not_what_they_should_be(probe: Probe, expected: tuple[Level, Finding, str]) -> None:
    assert findings(probe) == [expected]


def test_the_same_posts_on_one_site_are_one_blog() -> None:
    twin = participant("Twin", "https://kari.example/atom.xml")
    looks = [(KARI, fine(KARI)), (twin, fine(twin, links=frozenset({"Kari/1"})))]
    assert [one.finding for one in checkup.blogs(course(KARI, twin), looks)] == [Finding.SAME_BLOG] * 2
    copied = participant("Copy", "https://copy.example/atom.xml")
    looks = [(KARI, fine(KARI)), (copied, fine(copied, links=frozenset({"Kari/1"})))]
    assert [one.finding for one in checkup.blogs(course(KARI, copied), looks)] == [Finding.BLOG_FINE] * 2


def test_a_category_that_feeds_toml_knows_of_is_no_news() -> None:
    blog = participant("Kari", category="jobb")
    assert findings(fine(blog, kind=FeedKind.CATEGORY, category="jobb"), blog)[0][1] is Finding.BLOG_FINE


def test_who_has_moved() -> None:
    seen = feed()
    moved = Probe(KARI.address, seen, (seen,), status=200, moved_to="https://new.example/feed/")
    assert findings(moved) == [(Level.NOTE, Finding.MOVED, "https://new.example/feed/")]
    home = participant("Kari", "https://kari.example/", is_home=True)
    assert findings(moved, home)[0][1] is Finding.BLOG_FINE


def test_an_address_that_is_none_was_not_asked() -> None:
    blog = participant("Kari", "nowhere", problem="this is no address")
    [one] = checkup.blogs(course(blog), [])
    assert (one.finding, one.level, one.words) == (Finding.ADDRESS, Level.TROUBLE, "this is no address")


def test_when_nobody_answers_the_fault_is_here() -> None:
    looks = [(one, Probe(one.address, problem="no name", status=0)) for one in (KARI, OLA)]
    [one] = checkup.blogs(course(KARI, OLA), looks)
    assert (one.level, one.finding, one.words) == (Level.BROKEN, Finding.ALL_SILENT, "no name")


def test_the_clock_is_that_of_most_servers() -> None:
    def told(*minutes: int | None) -> Checked | None:
        clocks = [None if one is None else timedelta(minutes=one) for one in minutes]
        return checkup.clock((KARI, Probe("x", clock=one)) for one in clocks)

    assert told(None) is None
    for minutes, finding, off in (((0, 1, 300), Finding.CLOCK_FINE, ""), ((61, 60, 0), Finding.CLOCK_WRONG, "60")):
        one = told(*minutes)
        assert one is not None
        assert (one.finding, one.words) == (finding, off)
    assert words.sentence(Checked(Part.MACHINE, Level.TROUBLE, Finding.CLOCK_WRONG, words="-6"), OSLO).startswith(
        "the clock is 6 minutes fast"
    )


def test_the_last_fetch_tells_whether_cron_runs() -> None:
    hour, week = NOW - timedelta(hours=1), NOW - timedelta(days=7)
    assert checkup.last_fetch([None], NOW).finding is Finding.NEVER_FETCHED
    assert checkup.last_fetch([None, week, hour], NOW).finding is Finding.FETCHED_LATELY
    late = checkup.last_fetch([week], NOW)
    assert (late.finding, late.level) == (Finding.LONG_AGO, Level.TROUBLE)
    assert "11 November 2026, 13:00" in words.sentence(late, OSLO)


def test_a_machine_with_another_time() -> None:
    assert checkup.time_zone("Europe/Paris", course(), NOW) is None
    other = checkup.time_zone("UTC", course(), NOW)
    assert other is not None
    assert (other.finding, other.level, other.words) == (Finding.OTHER_ZONE, Level.NOTE, "UTC")


def test_room_on_the_disk() -> None:
    assert [checkup.disk(free).level for free in (10**12, 10**8, 10**6)] == [Level.FINE, Level.TROUBLE, Level.BROKEN]


def test_settings() -> None:
    plain = checkup.settings(course(), NOW)
    assert [one.finding for one in plain] == [Finding.FILE_FINE, Finding.NO_CONTACT]
    over = course(ends=date(2026, 11, 17), fetch=FetchSettings(contact="a@b.example"))
    assert [one.finding for one in checkup.settings(over, NOW)] == [Finding.FILE_FINE, Finding.OVER]
    assert "17 November 2026" in words.sentence(checkup.settings(over, NOW)[1], OSLO)


def test_the_worst_counts() -> None:
    assert checkup.worst([]) is Level.FINE
    assert checkup.worst([*checkup.settings(course(), NOW), checkup.disk(0)]) is Level.BROKEN


PARTS = {
    Part.FILE: [Finding.FILE_FINE, Finding.OVER, Finding.NO_CONTACT, Finding.PASSWORD_SHOWN],
    Part.MAIL: [Finding.MAIL_FINE, Finding.MAIL_TROUBLE],
}
WORDS = {Finding.FILE_FINE: "2", Finding.OVER: "2026-11-17", Finding.CLOCK_WRONG: "7"}
MOMENTS = (Finding.LONG_AGO, Finding.FETCHED_LATELY)


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_has_its_words(finding: Finding) -> None:
    of_blog = list(Finding).index(finding) <= list(Finding).index(Finding.ALL_SILENT)
    said = "2026-11-17T10:00:00+00:00" if finding in MOMENTS else WORDS.get(finding, "words\x1b")
    one = Checked(Part.BLOG if of_blog else Part.FILE, Level.TROUBLE, finding, "Kari", "https://kari.example/", said)
    text = words.sentence(one, OSLO) + words.letter(one)
    assert text
    assert "{" not in text
    assert "\x1b" not in text
    for width in (20, 80):
        assert words.on_terminal([one], OSLO, width).plain
    assert len(words.tsv([one], OSLO).split("\t")) == 6
    assert json.loads(words.json([one], OSLO))["checked"][0]["finding"] == finding


def test_blogs_that_are_fine_are_only_counted() -> None:
    looks = [(KARI, fine(KARI)), (OLA, fine(OLA))]
    page = words.on_terminal(checkup.blogs(course(KARI, OLA), looks), OSLO, 80).plain
    assert page == "Blogs\n✓ 2 blogs can be read, and all is well."
