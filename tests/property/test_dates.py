"""Any text is a moment in UTC or none, at once; and every date that a program writes is the moment it meant."""

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.dates import read_date

PIECES = (
    *("nov", "mar", "kl.", "CET", "GMT", "+0100", "-9999", "T", "Z", "24:00", ":60", "2025", "05", "99999999999"),
    *("-", "/", ".", " ", ",", ":", "(", ")", "W", "h", "0001", "1582", "9999", "\u0661", "½", "²", "\x00", "\ud800"),
    *("de", "às", "Uhr", "a.m.", "pm", "BRST", "+24:00", "23:59:60", "e999", "nan", "0" * 30, "9" * 60),
)
PATTERNS = ("9", "1 ", "1:", "1-", "-", "(", "()", "a", "a ", ".", "24:00 ", "nov ", "T", "+", "١", "h00")

anything = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=110),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,5}([T ]\d{1,2}:\d\d(:\d\d)?)?([+-]\d{1,4})?", fullmatch=True),
)
offsets = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 3), datetime(9998, 12, 29), timezones=offsets)


def to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@given(anything)
@example("9999-12-31T23:59:59-23:59")
@example("2016-12-31T23:59:60Z")
def test_any_text_is_a_moment_in_utc_or_none(raw: str) -> None:
    moment = read_date(raw)
    assert moment is None or (moment.tzinfo is UTC and moment.year >= 1990)


@given(anything)
def test_what_was_read_is_read_the_same_again(raw: str) -> None:
    moment = read_date(raw)
    assert moment is None or read_date(moment.isoformat()) == moment


@given(moments)
def test_every_form_of_a_moment_means_that_moment(moment: datetime) -> None:
    written = (moment.isoformat(), moment.isoformat(" "), moment.isoformat().replace("+00:00", "Z"))
    assert {read_date(text) for text in written} == {moment.astimezone(UTC)}


@given(st.datetimes(datetime(1990, 1, 3), datetime(2099, 12, 29), timezones=offsets).map(to_the_second))
def test_mail_dates_and_dates_in_words_mean_their_second(moment: datetime) -> None:
    zone = moment.strftime("%z")
    written = (
        format_datetime(moment),
        format_datetime(moment).partition(", ")[2],
        moment.strftime(f"%a %b %d %H:%M:%S {zone} %Y"),
        f"{moment:%A}, {moment.day}. {moment:%B} {moment.year} {moment:%H:%M:%S} {zone}",
        moment.strftime(f"%Y-%m-%dT%H:%M:%S{zone}"),
    )
    assert {read_date(text) for text in written} == {moment.astimezone(UTC)}, written


@given(st.integers(10**9, 10**10 - 1))
def test_seconds_and_milliseconds_since_1970(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert read_date(str(seconds)) == moment
    assert read_date(f"{seconds}999") == moment + timedelta(milliseconds=999)


@given(st.datetimes(datetime(1, 1, 1), datetime(1989, 12, 29), timezones=offsets))
def test_a_year_before_blogs_is_one_that_nobody_set(moment: datetime) -> None:
    assert read_date(moment.isoformat()) is None
    assert read_date(format_datetime(moment)) is None


@given(st.sampled_from(PATTERNS), st.sampled_from(PATTERNS))
def test_no_date_takes_long(one: str, other: str) -> None:
    texts = [((one * n) + (other * 100))[:length] for n in (1, 50) for length in (99, 100, 101)]
    start = time.process_time()
    for text in (*texts, one * 1_000_000):
        read_date(text)
    assert time.process_time() - start < 2
