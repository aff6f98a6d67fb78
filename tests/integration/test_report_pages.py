"""What the course's page shows: everybody's posts, and weeks that hold what is dated in them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator.comments import NAMES
from aggregator.config import load_course
from aggregator.core.digest import Digest
from aggregator.core.pages import CoursePages
from aggregator.core.week import parse_week
from aggregator.report import needs_comments, week_digest
from aggregator.report.pages import course_pages
from aggregator.report.people import people
from aggregator.store import open_store
from tests.support.build import NOW, at, found_post
from tests.support.classmates import LATER, classmates
from tests.support.storedcourse import StoredCourse

DAY = timedelta(days=1)


def found(stored: StoredCourse, now: datetime = LATER) -> tuple[CoursePages, list[Digest]]:
    course = load_course(stored.folder / "feeds.toml", comment_sources=NAMES)
    with open_store(stored.folder / "agg.db") as store:
        pages = course_pages(course, store, now)
        return pages, list(pages.weeks)


@pytest.fixture
def stored(tmp_path: Path) -> StoredCourse:
    return classmates(tmp_path)


def titles(week: Digest) -> list[str]:
    return [one.post.title for _name, posts in week.by_participant for one in posts]


def test_everybody_is_there_with_all_their_posts_newest_first(stored: StoredCourse) -> None:
    pages, _weeks = found(stored)
    assert [one.participant.name for one in pages.profiles] == ["Kari Nordmann", "Ola Berg", "Eva Fjeld"]
    assert [one.post.title for one in pages.profiles[0].posts] == ["Kari Nordmann 2", "Kari Nordmann 1"]
    assert pages.profiles[0].part.received == 3


def test_figures_and_what_waits_are_those_of_the_commands(stored: StoredCourse) -> None:
    pages, _weeks = found(stored)
    course = load_course(stored.folder / "feeds.toml", comment_sources=NAMES)
    with open_store(stored.folder / "agg.db") as store:
        assert pages.waiting == needs_comments(course, store, LATER)
        assert pages.figures == people(course, store, LATER)


def test_only_weeks_in_which_somebody_wrote_are_there_newest_first(stored: StoredCourse) -> None:
    _pages, weeks = found(stored)
    assert [(week.week.label, sorted(titles(week))) for week in weeks] == [
        ("2026-W47", ["Eva Fjeld 4", "Kari Nordmann 2"]),
        ("2026-W46", ["Kari Nordmann 1", "Ola Berg 3"]),
    ]
    assert [week.over for week in weeks] == [False, True]


def test_a_week_on_the_page_is_the_digest_of_the_week(stored: StoredCourse) -> None:
    """As long as all its posts were found in time, and but for blogs in trouble."""
    stored.posts("ola", now=NOW)
    course = load_course(stored.folder / "feeds.toml", comment_sources=NAMES)
    _pages, weeks = found(stored)
    with open_store(stored.folder / "agg.db") as store:
        digest = week_digest(course, store, parse_week("2026-W47", LATER, course.timezone), LATER)
    (this, _last) = weeks
    assert this.numbers == digest.numbers
    assert this.waiting == digest.waiting
    assert this.by_participant == digest.by_participant
    assert this.weeks == digest.weeks
    assert this.silent == digest.silent


def test_a_post_that_is_found_late_stands_in_the_week_it_is_dated_in(stored: StoredCourse) -> None:
    late = NOW + 7 * DAY
    stored.posts("eva", found_post("6", "https://eva.example/6/", title="On a train", published=NOW - DAY), now=late)
    _pages, weeks = found(stored, late + DAY)
    by_label = {week.week.label: week for week in weeks}
    assert "On a train" in titles(by_label["2026-W47"])
    assert all(not week.late for week in weeks)
    assert [week.over for week in weeks] == [True, True]


def test_what_a_blog_held_without_a_date_is_in_no_week(tmp_path: Path) -> None:
    stored = StoredCourse(tmp_path)
    stored.post("kari", "1", published=None, title="Undated")
    pages, weeks = found(stored)
    assert [one.post.title for one in pages.profiles[0].posts] == ["Undated"]
    assert weeks == []


def test_of_a_course_without_a_beginning_a_year_of_weeks_is_there(tmp_path: Path) -> None:
    stored = StoredCourse(tmp_path)
    for number in range(80):
        stored.post("kari", str(number), published=NOW - number * 7 * DAY)
    _pages, weeks = found(stored)
    assert len(weeks) == 53
    assert weeks[-1].week.start == at("2025-11-16 23:00")
