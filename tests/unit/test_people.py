from datetime import date, timedelta

import pytest

from aggregator.core.model import History
from aggregator.core.people import belongs, is_new, last_in_course
from aggregator.core.record import replace
from tests.support.build import NOW, at, course, participant, post

DAY = timedelta(days=1)


def history(posts, first_days_ago, *, archive=0, archive_days=100):
    """So many posts from so many days ago until yesterday; the archive's span is in days, its end a week ago."""
    return History(
        posts=posts,
        first=NOW - first_days_ago * DAY,
        last=NOW - DAY,
        archive=archive,
        archive_first=NOW - (7 + archive_days) * DAY if archive else None,
        archive_last=NOW - 7 * DAY if archive else None,
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(History(), True, id="never posted"),
        pytest.param(history(1, 1), True, id="first post yesterday"),
        pytest.param(history(3, 900), True, id="three posts, years ago"),
        pytest.param(history(4, 900), False, id="four posts, years ago"),
        pytest.param(history(4, 59), True, id="many posts, the first 59 days ago"),
        pytest.param(history(4, 60), False, id="many posts, the first 60 days ago"),
        pytest.param(history(40, 20, archive=9), True, id="a young blog that was not full"),
        pytest.param(history(40, 20, archive=10), False, id="a feed that was full at first sight"),
        pytest.param(history(3, 20, archive=10), False, id="full, though only three posts were there that week"),
        pytest.param(history(4, 7, archive=4, archive_days=0), False, id="four old posts stamped the same day"),
        pytest.param(history(4, 8, archive=4, archive_days=1), True, id="four posts a day apart"),
        pytest.param(history(3, 7, archive=3, archive_days=0), True, id="three posts on the same day"),
        pytest.param(history(9, 7, archive=3, archive_days=0), True, id="three at first, then more"),
        pytest.param(history(9, 7), True, id="began under our eyes"),
        pytest.param(replace(history(40, 20, archive=40), whole=True), True, id="a full feed, read to its beginning"),
        pytest.param(replace(history(40, 90, archive=40), whole=True), False, id="the same, and an old first post"),
    ],
)
def test_who_is_a_new_blogger(known, expected):
    assert is_new(known, course(), NOW) is expected


@pytest.mark.parametrize(
    ("settings", "known", "expected"),
    [
        pytest.param({"new_posts": 5}, history(5, 900), True, id="five posts are few"),
        pytest.param({"new_posts": 5}, history(6, 900), False, id="six are not"),
        pytest.param({"new_posts": 0}, history(1, 900), False, id="only age counts"),
        pytest.param({"new_days": 10}, history(4, 9), True, id="nine days are young"),
        pytest.param({"new_days": 10}, history(4, 10), False, id="ten are not"),
        pytest.param({"new_posts": 0, "new_days": 0}, history(1, 0), False, id="nobody is new"),
    ],
)
def test_the_course_says_what_is_new(settings, known, expected):
    assert is_new(known, course(**settings), NOW) is expected


def test_a_blog_that_was_never_read_is_new():
    assert is_new(History(), course(), NOW)


@pytest.mark.parametrize(
    ("last", "starts", "expected"),
    [
        pytest.param(None, date(2026, 10, 5), None, id="never posted"),
        pytest.param("2026-10-01", None, "2026-10-01", id="a course without a start"),
        pytest.param("2026-10-04 21:59", date(2026, 10, 5), None, id="before the course"),
        pytest.param("2026-10-04 22:00", date(2026, 10, 5), "2026-10-04 22:00", id="its first moment in Oslo"),
    ],
)
def test_silence_is_counted_from_posts_of_the_course(last, starts, expected):
    known = History(posts=1, last=at(last) if last else None)
    assert last_in_course(known, course(starts=starts)) == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("category", "categories", "expected"),
    [
        pytest.param(None, (), True, id="no category wanted"),
        pytest.param(None, ("cats",), True, id="none wanted, some there"),
        pytest.param("egovernment", ("cats", "egovernment"), True, id="among others"),
        pytest.param("eGovernment", ("EGOVERNMENT",), True, id="capitals"),
        pytest.param("STRASSE", ("straße",), True, id="sharp s"),
        pytest.param("egovernment", ("cats",), False, id="another"),
        pytest.param("egovernment", ("egovernments",), False, id="a longer word"),
        pytest.param("egovernment", (), False, id="none there"),
    ],
)
def test_on_a_mixed_blog_one_category_belongs_to_the_course(category, categories, expected):
    assert belongs(post(categories=categories), participant(category=category), course()) is expected


@pytest.mark.parametrize(
    ("dated", "starts", "ends", "expected"),
    [
        pytest.param("2026-11-18 12:00", None, None, True, id="always"),
        pytest.param("2026-10-04 21:59", date(2026, 10, 5), None, False, id="a minute before the first day"),
        pytest.param("2026-10-04 22:00", date(2026, 10, 5), None, True, id="the first day begins in Oslo"),
        pytest.param("2026-12-18 22:59", None, date(2026, 12, 18), True, id="the last day's last minute"),
        pytest.param("2026-12-18 23:00", None, date(2026, 12, 18), False, id="the day after"),
        pytest.param("2026-11-18 12:00", date(2026, 11, 18), date(2026, 11, 18), True, id="a course of one day"),
    ],
)
def test_posts_written_while_the_course_runs_belong_to_it(dated, starts, ends, expected):
    assert belongs(post(dated=at(dated)), participant(), course(starts=starts, ends=ends)) is expected
