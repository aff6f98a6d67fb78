"""The sentences and dates that all output forms share."""

from datetime import date, timedelta
from typing import Any

import pytest

from aggregator.cli import speech
from aggregator.core.digest import Numbers, Silent
from aggregator.core.model import Change, History, Poll, Reason
from aggregator.core.record import replace
from aggregator.core.shown import BlogStatus
from aggregator.core.week import iso_week, parse_window, rolling
from aggregator.render import verdicts, words
from tests.support import sample
from tests.support.build import OSLO, at, blog, new_blog, participant, post

SUMMER, WINTER = at("2026-07-01 12:05"), at("2026-11-22 13:05")


@pytest.mark.parametrize(
    ("month", "english", "norwegian"),
    [
        (1, "January", "januar"),
        (2, "February", "februar"),
        (3, "March", "mars"),
        (4, "April", "april"),
        (5, "May", "mai"),
        (6, "June", "juni"),
        (7, "July", "juli"),
        (8, "August", "august"),
        (9, "September", "september"),
        (10, "October", "oktober"),
        (11, "November", "november"),
        (12, "December", "desember"),
    ],
)
def test_every_month_has_its_name(month: int, english: str, norwegian: str) -> None:
    when = date(2026, month, 2)
    assert words.day(when) == f"2 {english}"
    speech.choose("nb")
    assert words.day(when) == f"2. {norwegian}"
    assert words.day(when, year=True) == f"2. {norwegian} 2026"


@pytest.mark.parametrize(
    ("code", "when", "expected"),
    [
        pytest.param("en", WINTER, "22 November 2026, 14:05", id="winter time"),
        pytest.param("en", SUMMER, "1 July 2026, 14:05", id="summer time"),
        pytest.param("nb", WINTER, "22. november 2026 kl. 14.05", id="Norwegian"),
        pytest.param("en", at("2026-12-31 23:30"), "1 January 2027, 00:30", id="next year in the course's zone"),
    ],
)
def test_a_moment_is_told_in_the_course_s_time_zone(code: str, when: Any, expected: str) -> None:
    speech.choose(code)
    assert words.moment(when, OSLO, year=True) == expected


def test_a_moment_has_no_year_unless_it_is_wanted() -> None:
    assert words.moment(WINTER, OSLO) == "22 November, 14:05"


WEEKS = {
    "within a month": (iso_week(2026, 47, OSLO), "16–22 November 2026", "16.–22. november 2026"),
    "over two months": (iso_week(2026, 40, OSLO), "28 September – 4 October 2026", "28. september–4. oktober 2026"),
    "over two years": (
        iso_week(2026, 53, OSLO),
        "28 December 2026 – 3 January 2027",
        "28. desember 2026–3. januar 2027",
    ),
    "one day": (parse_window("2026-11-18", "2026-11-18", WINTER, OSLO), "18 November 2026", "18. november 2026"),
    "seven days up to now": (rolling(WINTER, OSLO), "15–22 November 2026", "15.–22. november 2026"),
    "the same month of two years": (
        parse_window("2025-11-20", "2026-11-18", WINTER, OSLO),
        "20 November 2025 – 18 November 2026",
        "20. november 2025–18. november 2026",
    ),
}


@pytest.mark.parametrize(("week", "english", "norwegian"), WEEKS.values(), ids=WEEKS)
def test_the_days_of_a_week(week: Any, english: str, norwegian: str) -> None:
    assert words.days_of(week) == english
    speech.choose("nb")
    assert words.days_of(week) == norwegian


def test_only_an_iso_week_has_a_number() -> None:
    assert words.week_name(iso_week(2026, 5, OSLO)) == "Week 5, 26 January – 1 February 2026"
    assert words.week_name(rolling(WINTER, OSLO)) == "The seven days up to 22 November 2026, 14:05"
    assert words.week_name(rolling(WINTER, OSLO, days=3)) == "19–22 November 2026"


@pytest.mark.parametrize(
    ("title", "excerpt", "expected"),
    [
        ("A title", "A text.", "A title"),
        ("", "A text.", "A text."),
        ("", "word " * 30, "word word word word word word word word word word word…"),
        ("", "", "(untitled)"),
    ],
    ids=["its title", "its text", "the beginning of its text", "nothing to go by"],
)
def test_a_post_is_called_by(title: str, excerpt: str, expected: str) -> None:
    assert words.title(post(title=title, excerpt=excerpt)) == expected


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_a_heading_counts_its_posts(reason: Reason) -> None:
    assert verdicts.riddle(reason, 1).endswith(": 1 post")
    assert verdicts.riddle(reason, 2).endswith(": 2 posts")


def test_the_week_in_numbers_leaves_out_what_is_zero_and_says_nothing() -> None:
    full = Numbers(9, 4, 12, 1, 5, 2, 7, 0, 3)
    assert words.in_numbers(full) == [
        "9 posts",
        "4 of 12 participants wrote",
        "1 first post",
        "5 without an answer",
        "2 with comments",
        "3 not known",
    ]
    assert words.in_numbers(Numbers(0, 0, 12, 0, 0, 0, 0, 0, 0)) == ["0 posts", "0 of 12 participants wrote"]


@pytest.mark.parametrize(
    ("silent", "over", "expected"),
    [
        (Silent("Kari", at("2026-11-02 12:00")), False, "last post 2 November"),
        (Silent("Kari", at("2025-12-31 22:00")), False, "last post 31 December 2025"),
        (Silent("Kari", at("2025-12-31 23:30")), False, "last post 1 January"),
        (Silent("Kari", None), False, "has not posted yet"),
        (Silent("Kari", None), True, "no post by then"),
        (Silent("Kari", None, read=False), False, "not known: the blog has not been read yet"),
    ],
    ids=["this year", "last year", "last year in UTC alone", "never", "not by the end of that week", "never read"],
)
def test_since_when_somebody_is_silent(silent: Silent, over: bool, expected: str) -> None:
    assert words.silence(silent, replace(sample.week(), over=over, as_of=WINTER)) == expected


def test_trouble_has_a_day_and_a_reason() -> None:
    assert words.trouble(at("2026-11-13 09:00"), "no answer", OSLO, WINTER) == "since 13 November: no answer"


KARI = participant("Kari")
FTP = participant("Kari", "ftp://kari.example", problem="it must begin with https://")
READINGS = {
    "well": (KARI, blog(last_ok=WINTER), "read 22 November 2026, 14:05"),
    "never asked": (KARI, new_blog(), "not asked yet: run agg fetch"),
    "failing": (
        KARI,
        blog(problem="no answer", failing_since=SUMMER),
        "not readable since 1 July 2026, 14:05: no answer",
    ),
    "address that cannot be used": (FTP, new_blog(FTP.address), "it must begin with https://"),
}


@pytest.mark.parametrize(("person", "state", "expected"), READINGS.values(), ids=READINGS)
def test_how_reading_a_blog_goes(person: Any, state: Any, expected: str) -> None:
    assert words.reading(BlogStatus(person, state, History()), OSLO) == expected


def test_a_digest_says_when_it_was_made_and_whether_it_may_grow() -> None:
    week = sample.week()
    assert words.as_of(week) == "As of 22 November 2026, 14:05; the week is not over."
    assert words.as_of(replace(week, over=True)) == "As of 22 November 2026, 14:05."
    assert words.as_of(replace(week, week=rolling(WINTER, OSLO))) == "As of 22 November 2026, 14:05."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://kari.example/feed/", "https://kari.example/feed/"),
        ("https://kari:secret@kari.example/feed/", "https://kari.example/feed/"),
        ("ftp://kari:sec@ret@kari.example/a@b", "ftp://kari.example/a@b"),
        ("no address\x1b[31m\u202e at all", "no address[31m at all"),
    ],
    ids=["as written", "without a password", "without one though it cannot be asked", "harmless"],
)
def test_an_address_is_shown(written: str, shown: str) -> None:
    assert words.address(written) == shown


MOVED = "https://user:secret@kari.example/blogg/feed/"
FEED = "https://kari:secret@kari.example/feed/"
BARE = "https://kari.example/feed/"
TOLD = {
    None: "",
    Change.MOVED: "Kari: the blog has moved to https://kari.example/blogg/feed/. "
    "agg follows; agg moved --apply puts that in feeds.toml.",
    Change.GONE: f"Kari: {BARE} is gone for good (410). agg asks no more.",
    Change.BACK: f"Kari: {BARE} can be read again.",
    Change.NEVER_WORKED: f"Kari: {BARE} cannot be read: no answer.",
    Change.OFFLINE: "No blog at all could be reached for a day. Is this machine online, and its proxy right?",
    Change.FAILING: f"Kari: {BARE} has not been readable for a day: no answer.",
}


@pytest.mark.parametrize(("change", "expected"), TOLD.items(), ids=[str(change) for change in TOLD])
def test_an_administrator_is_told_without_the_password(change: Change | None, expected: str) -> None:
    moved_to = MOVED if change is Change.MOVED else None
    assert words.told(Poll("Kari", FEED, "error", problem="no answer", change=change, moved_to=moved_to)) == expected


POLLED = {
    "left alone": (
        Poll("Kari", FEED, "skipped", problem="no answer", wait_until=WINTER),
        "Kari: left alone until 22 November, 14:05",
    ),
    "gone": (Poll("Kari", FEED, "skipped", problem="the blog is gone for good (410)"), None),
    "failed": (Poll("Kari", FEED, "error", problem="no answer"), "Kari: no answer"),
    "one post": (Poll("Kari", FEED, "ok", new=1), "Kari: 1 new post"),
    "no post": (Poll("Kari", FEED, "ok"), "Kari: 0 new posts"),
    "unchanged": (Poll("Kari", FEED, "unchanged"), "Kari: nothing new"),
}


@pytest.mark.parametrize(("poll", "expected"), POLLED.values(), ids=POLLED)
def test_what_came_of_asking_a_blog(poll: Poll, expected: str | None) -> None:
    assert words.polled(poll, OSLO) == (expected or "Kari: the blog is gone for good (410)")


HOSTILE = "spite\x1b[2J\x9b31m\u202e\nsecond line"


OF_A_BLOG = [change for change in Change if change is not Change.OFFLINE]


def test_messages_for_people_are_one_harmless_line_whatever_is_in_them() -> None:
    said = [
        *(words.told(Poll(HOSTILE, HOSTILE, "error", problem=HOSTILE, change=change)) for change in OF_A_BLOG),
        words.polled(Poll(HOSTILE, FEED, "error", problem=HOSTILE), OSLO),
    ]
    assert all(line.isprintable() and "spite" in line for line in said)


def test_a_skipped_poll_waits_no_longer_than_it_says() -> None:
    poll = Poll("Kari", FEED, "skipped", wait_until=WINTER + timedelta(days=40))
    assert words.polled(poll, OSLO) == "Kari: left alone until 1 January, 14:05"
