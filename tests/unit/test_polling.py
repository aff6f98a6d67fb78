from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core import polling
from aggregator.core.http import Answer, Request
from aggregator.core.polling import Plan, failed, plan, status_problem, succeeded
from tests.support.build import KARI, NOW, blog, new_blog

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INTERVAL = 20 * MINUTE


def answer(status=200, retry_after=None, **changes):
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Answer(Request(KARI), KARI, status, headers, **changes)


# -- when a blog is asked ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(new_blog(), Plan(ask=True, whole=True), id="never asked"),
        pytest.param(blog(), Plan(ask=True), id="asked an hour ago"),
        pytest.param(blog(last_asked=NOW - 20 * MINUTE), Plan(ask=True), id="asked an interval ago"),
        pytest.param(blog(last_asked=NOW - 19 * MINUTE), Plan(ask=False, wait_until=NOW + MINUTE), id="asked just now"),
        pytest.param(blog(not_before=NOW), Plan(ask=True), id="the pause is over"),
        pytest.param(blog(not_before=NOW + HOUR), Plan(ask=False, wait_until=NOW + HOUR), id="within a pause"),
        pytest.param(
            blog(not_before=NOW + MINUTE, last_asked=NOW),
            Plan(ask=False, wait_until=NOW + INTERVAL),
            id="the longer of pause and interval",
        ),
        pytest.param(blog(gone_since=NOW - 9 * DAY), Plan(ask=False), id="gone"),
        pytest.param(blog(whole_at=None), Plan(ask=True, whole=True), id="never seen whole"),
        pytest.param(blog(whole_at=NOW - 23 * HOUR), Plan(ask=True), id="seen whole within a day"),
        pytest.param(blog(whole_at=NOW - DAY + INTERVAL), Plan(ask=True, whole=True), id="a day, less an interval"),
    ],
)
def test_when_a_blog_is_asked(state, expected):
    assert plan(state, NOW, INTERVAL, force=False) == expected


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(blog(last_asked=NOW), id="asked just now"),
        pytest.param(blog(not_before=NOW + DAY), id="within a pause"),
        pytest.param(blog(gone_since=NOW - DAY), id="gone"),
    ],
)
def test_force_asks_whatever_is_in_force(state):
    assert plan(state, NOW, INTERVAL, force=True).ask


@pytest.mark.parametrize("interval", [timedelta(0), INTERVAL, DAY, 7 * DAY])
def test_a_daily_run_sees_the_whole_feed_every_day(interval):
    yesterday = blog(whole_at=NOW - DAY + 9 * MINUTE, last_asked=NOW - 8 * DAY)
    assert plan(yesterday, NOW + 9 * MINUTE, interval, force=False).whole


# -- what an answer changes -------------------------------------------------------------------------


def test_each_failure_doubles_the_pause_up_to_six_hours():
    state, pauses = blog(), []
    for _ in range(8):
        state = failed(state, "no answer", NOW)
        pauses.append((state.not_before - NOW) / HOUR)
    assert pauses == [1, 2, 4, 6, 6, 6, 6, 6]


def test_a_thousand_failures_still_mean_six_hours():
    assert failed(blog(failures=1000), "no answer", NOW).not_before == NOW + 6 * HOUR


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [
        pytest.param(None, NOW + HOUR, id="not said"),
        pytest.param(NOW + 3 * DAY, NOW + 3 * DAY, id="longer than our pause"),
        pytest.param(NOW + MINUTE, NOW + HOUR, id="shorter than our pause"),
        pytest.param(NOW - DAY, NOW + HOUR, id="in the past"),
    ],
)
def test_the_longer_of_our_pause_and_theirs_holds(retry_after, expected):
    assert failed(blog(), "busy", NOW, retry_after=retry_after).not_before == expected


def test_a_failure_is_remembered_from_its_beginning():
    first = failed(blog(), "no answer", NOW)
    second = failed(first, "not found", NOW + DAY)
    assert (first.status, first.failures, first.failing_since, first.problem) == ("error", 1, NOW, "no answer")
    assert (second.failures, second.failing_since, second.problem) == (2, NOW, "not found")
    assert (second.last_asked, second.last_ok) == (NOW + DAY, blog().last_ok)


def test_gone_is_remembered_from_its_beginning():
    first = failed(blog(), "gone", NOW, gone=True)
    second = failed(first, "gone", NOW + DAY, gone=True)
    assert (first.status, first.gone_since, second.gone_since) == ("gone", NOW, NOW)
    assert not plan(second, NOW + 99 * DAY, INTERVAL, force=False).ask


def test_a_gone_blog_that_fails_otherwise_when_forced_is_no_longer_gone():
    gone = failed(blog(), "gone", NOW, gone=True)
    after = failed(gone, "not found", NOW + DAY)
    assert (after.status, after.gone_since, after.failing_since) == ("error", None, NOW)


@pytest.mark.parametrize("status", ["ok", "unchanged"])
def test_success_ends_all_trouble(status):
    trouble = failed(failed(blog(), "busy", NOW), "gone", NOW, gone=True)
    after = succeeded(trouble, status, NOW + DAY)
    assert after == blog(status=status, last_asked=NOW + DAY, last_ok=NOW + DAY)


# -- words for what went wrong ----------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 304])
def test_a_good_answer_is_no_problem(status):
    assert status_problem(answer(status)) is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the blog asks for a password (401)"),
        (403, "the blog refuses to be read (403)"),
        (404, "there is nothing at this address (404)"),
        (410, "the blog is gone for good (410)"),
        (429, "the blog asks for fewer visits (429)"),
        (503, "the blog is closed for the moment (503)"),
        (204, "the blog answers 204 instead of a feed"),
        (206, "the blog answers 206 instead of a feed"),
        (418, "the blog answers 418 instead of a feed"),
        (300, "the blog sends us on without saying where (300)"),
        (302, "the blog sends us on without saying where (302)"),
        (399, "the blog sends us on without saying where (399)"),
        (500, "the blog's server has an error (500)"),
        (999, "the blog's server has an error (999)"),
    ],
)
def test_every_other_status_has_words(status, words):
    assert status_problem(answer(status)) == words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("120", 2 * MINUTE, id="seconds"),
        pytest.param(" 3600 ", HOUR, id="spaces"),
        pytest.param("0", timedelta(0), id="at once"),
        pytest.param("604800", 7 * DAY, id="a week"),
        pytest.param("604801", 7 * DAY, id="more than a week"),
        pytest.param("9" * 9, 7 * DAY, id="thirty years"),
        pytest.param("1" + "0" * 30, 7 * DAY, id="longer than the world"),
        pytest.param("9" * 10_000, 7 * DAY, id="ten thousand digits"),
        pytest.param("Wed, 18 Nov 2026 14:00:00 GMT", 2 * HOUR, id="a date"),
        pytest.param("Wednesday, 18-Nov-26 14:00:00 GMT", 2 * HOUR, id="a date as RFC 850 has it"),
        pytest.param("Fri, 18 Nov 2033 14:00:00 GMT", 7 * DAY, id="a date in years"),
        pytest.param("Wed, 18 Nov 2026 11:00:00 GMT", -HOUR, id="a date in the past"),
        pytest.param("", None, id="empty"),
        pytest.param("soon", None, id="a word"),
        pytest.param("-5", None, id="negative"),
        pytest.param("1.5", None, id="half a second"),
        pytest.param("²", None, id="a digit that is none"),
        pytest.param("٣٦٠٠", None, id="digits of another script"),
        pytest.param("Wed, 99 Nov 2026 25:00:00 GMT", None, id="no date"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_read_in_both_forms_and_a_week_is_the_longest(status, value, expected):
    assert polling.retry_after(answer(status, value), NOW) == (None if expected is None else NOW + expected)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(answer(429), id="not said"),
        *(pytest.param(answer(status, "120"), id=str(status)) for status in (0, 200, 301, 404, 410, 500)),
    ],
)
def test_retry_after_counts_only_where_it_was_asked_to_wait(said):
    assert polling.retry_after(said, NOW) is None


@given(st.text(max_size=60))
def test_no_retry_after_can_silence_a_blog_for_longer_than_a_week(value):
    moment = polling.retry_after(answer(429, value), NOW)
    assert moment is None or moment <= NOW + 7 * DAY


def test_blog_asked_while_the_clock_ran_ahead_is_asked_at_once():
    ahead = NOW + timedelta(days=400)
    asked = blog(last_asked=ahead, whole_at=ahead, not_before=ahead)
    assert plan(asked, NOW, timedelta(minutes=20), force=False) == Plan(ask=True, whole=True)
