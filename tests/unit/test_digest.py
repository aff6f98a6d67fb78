from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.core.digest import Numbers, Silent, build, found_late, in_week
from aggregator.core.model import History, Reason, State, Trouble, Verdict
from aggregator.core.record import replace
from aggregator.core.survey import Background
from aggregator.core.week import iso_week, rolling, week_of
from tests.support.build import NOW, OSLO, at, commenters, course, listed, participant, post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK, NEXT = iso_week(2026, 47, OSLO), iso_week(2026, 48, OSLO)
DUE = WEEK.end + WEEK.grace
KARI, OLA = participant("Kari"), participant("Ola")
UNKNOWN = Verdict(State.UNKNOWN, Reason.NOT_SAID)


def commented(count):
    return Verdict(State.UNKNOWN, Reason.COMMENTED, count)


def known(*people, histories=None, **changes):
    people = people or (KARI, OLA)
    return Background(course(*people, **changes), histories or {}, commenters(*people, **changes))


# -- which week a post belongs to -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "found", "archive", "shown"),
    [
        pytest.param("2026-11-18 12:00", "2026-11-18 12:10", False, "in 47", id="found in time"),
        pytest.param("2026-11-15 23:00", "2026-11-15 23:00", False, "in 47", id="Monday's first moment"),
        pytest.param("2026-11-15 23:00", "2026-11-18 12:00", False, "in 47", id="Monday's first moment, found later"),
        pytest.param("2026-11-22 22:59", "2026-11-23 04:59", False, "in 47", id="on Sunday, found before six"),
        pytest.param("2026-11-22 22:59", "2026-11-23 05:00", False, "late in 48", id="on Sunday, found after six"),
        pytest.param("2026-11-22 23:00", "2026-11-22 23:10", False, "in 48", id="Monday's first moment, next week"),
        pytest.param("2026-11-18 12:00", "2026-11-25 12:00", False, "late in 48", id="found a week later"),
        pytest.param("2025-01-01 12:00", "2026-11-18 12:00", False, "late in 47", id="an old post brought to light"),
        pytest.param("2026-11-15 22:00", "2026-11-16 04:00", False, "in 46", id="the week before, within its grace"),
        pytest.param("2026-11-18 12:00", "2026-11-18 12:00", True, "in 47", id="archive of this week"),
        pytest.param("2026-11-18 12:00", "2026-11-25 12:00", True, "in 47", id="archive, first read a week later"),
        pytest.param("2026-11-10 12:00", "2026-11-18 12:00", True, "in 46", id="archive is never late"),
    ],
)
def test_which_digest_shows_a_post(dated, found, archive, shown):
    one = post(dated=at(dated), first_seen=at(found), archive=archive)
    weeks = [iso_week(2026, number, OSLO) for number in (45, 46, 47, 48, 49)]
    places = [f"in {week.label[-2:]}" for week in weeks if in_week(one, week)]
    assert [*places, *(f"late in {week.label[-2:]}" for week in weeks if found_late(one, week))] == [shown]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"published": None}, False, id="undated"),
        pytest.param({"published": None, "updated": NOW}, True, id="dated by its update"),
        pytest.param({}, True, id="dated"),
    ],
)
def test_an_archive_belongs_to_weeks_by_dates_alone(changes, expected):
    one = post(dated=NOW, first_seen=NOW, archive=True, **changes)
    assert in_week(one, WEEK) is expected
    assert not found_late(one, WEEK)


def test_an_undated_post_belongs_to_the_week_it_was_found_in():
    assert in_week(post(dated=NOW, first_seen=NOW, published=None), WEEK)


def test_the_seven_days_up_to_now_show_what_was_found_in_them():
    week = rolling(NOW, OSLO)
    assert in_week(post(dated=NOW, first_seen=NOW), week)
    assert found_late(post(dated=NOW - 8 * DAY, first_seen=NOW), week)
    assert not in_week(post(dated=NOW, first_seen=NOW + timedelta(seconds=1)), week)


YEAR = at("2026-01-01")
PLACES = st.builds(
    lambda minute, delay, archive, dated: post(
        dated=YEAR + minute * timedelta(minutes=1),
        first_seen=YEAR + (minute + delay) * timedelta(minutes=1),
        archive=archive,
        published=YEAR if dated else None,
    ),
    st.integers(0, 365 * 24 * 60),
    st.one_of(st.just(0), st.integers(0, 600), st.integers(0, 60 * 24 * 60)),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(PLACES, min_size=1, max_size=30))
@settings(max_examples=50)
def test_each_post_of_a_year_is_shown_by_one_digest_and_no_other(posts):
    first = week_of(YEAR.date(), OSLO).first_day()
    shown = Counter()
    for number in range(64):
        week = week_of(first + timedelta(days=7 * number), OSLO)
        digest = build(known(), week, week.end + week.grace, [listed(one, UNKNOWN) for one in posts], [])
        shown.update(id(one.post) for _name, ones in digest.by_participant for one in ones)
        shown.update(id(one.post) for one in digest.late)
    for one in posts:
        assert shown[id(one)] == (0 if one.archive and one.published is None else 1)


# -- what a digest holds ----------------------------------------------------------------------------


def test_an_empty_week():
    digest = build(known(), WEEK, NOW, [], [])
    assert digest.numbers == Numbers(0, 0, 2, 0, 0, 0, 0, 0, 0)
    assert (digest.first_posts, digest.waiting, digest.by_participant, digest.late, digest.troubles) == ((),) * 5
    assert [one.participant for one in digest.silent] == ["Kari", "Ola"]
    assert (digest.title, digest.week, digest.as_of) == ("Blogging for everybody", WEEK, NOW)


def test_the_numbers_of_a_week():
    ones = [
        listed(post(1), new_blogger=True, first_post=True),
        listed(post(2), commented(3)),
        listed(post(3, by="Ola"), commented(2)),
        listed(post(4, by="Ola"), UNKNOWN),
        listed(post(5, by="Ola"), Verdict(State.CLOSED, Reason.CLOSED, 0, 0)),
        listed(post(6, dated=WEEK.start - DAY, first_seen=NOW)),
        listed(post(7, dated=WEEK.start - DAY, first_seen=NOW), UNKNOWN),
        listed(post(8, dated=WEEK.start - DAY)),
        listed(post(9, dated=WEEK.end)),
    ]
    digest = build(known(KARI, OLA, "Per"), WEEK, NOW, ones, [])
    assert digest.numbers == Numbers(
        posts=5, bloggers=2, participants=3, first_posts=1, waiting=1, with_comments=2, comments=5, closed=1, unknown=1
    )
    assert [one.post.id for one in digest.first_posts] == [1]
    assert [one.post.id for one in digest.waiting] == [1, 6]
    assert [one.post.id for one in digest.late] == [6, 7]


def test_posts_stand_by_participant_in_the_order_they_were_written():
    ones = [
        listed(post(1, by="per", dated=NOW - 1 * HOUR)),
        listed(post(2, by="Kari", dated=NOW - 2 * HOUR)),
        listed(post(3, by="Ola", dated=NOW - 3 * HOUR)),
        listed(post(4, by="Kari", dated=NOW - 4 * HOUR)),
        listed(post(6, by="Kari", dated=NOW - 2 * HOUR)),
    ]
    digest = build(known(KARI, OLA, "per"), WEEK, NOW, ones, [])
    assert [(name, [one.post.id for one in posts]) for name, posts in digest.by_participant] == [
        ("Kari", [4, 2, 6]),
        ("Ola", [3]),
        ("per", [1]),
    ]


def test_the_longest_silence_stands_first_and_who_never_posted_last_as_in_feeds_toml():
    people = [participant(name) for name in ("Zoe", "Kari", "Ola", "Per", "Ada")]
    last = {"Kari": NOW - 9 * DAY, "Ola": NOW - 20 * DAY, "Per": at("2026-10-01")}
    histories = {
        one.address: History(posts=1, first=last[one.name], last=last[one.name]) for one in people if one.name in last
    }
    digest = build(known(*people, histories=histories, starts=date(2026, 10, 5)), WEEK, NOW, [], [])
    assert digest.silent == (
        Silent("Ola", NOW - 20 * DAY),
        Silent("Kari", NOW - 9 * DAY),
        Silent("Zoe", None),
        Silent("Per", None),
        Silent("Ada", None),
    )


def test_who_has_posted_this_week_is_not_silent_and_a_late_post_is_not_of_this_week():
    ones = [listed(post(1, by="Ola")), listed(post(2, by="Kari", dated=WEEK.start - DAY, first_seen=NOW))]
    assert [one.participant for one in build(known(), WEEK, NOW, ones, []).silent] == ["Kari"]


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        pytest.param(-2 * DAY, None, True, id="still lasts"),
        pytest.param(-30 * DAY, None, True, id="lasts for long"),
        pytest.param(0 * DAY, None, True, id="began as the week ended"),
        pytest.param(1 * DAY, None, False, id="began after the week"),
        pytest.param(-2 * DAY, -1 * DAY, False, id="over within the week"),
        pytest.param(-2 * DAY, 0 * DAY, False, id="over as the week ended"),
        pytest.param(-2 * DAY, 1 * DAY, True, id="over after the week"),
    ],
)
def test_troubles_are_those_at_the_week_s_end(since, until, shown):
    trouble = Trouble("Kari", KARI.address, WEEK.end + since, None if until is None else WEEK.end + until, "no answer")
    assert bool(build(known(), WEEK, DUE + 9 * DAY, [], [trouble]).troubles) is shown


def test_troubles_of_a_week_that_is_not_over_are_those_of_now():
    lasting = Trouble("Kari", KARI.address, NOW - DAY, None, "no answer")
    over = Trouble("Ola", OLA.address, NOW - DAY, NOW - HOUR, "no answer")
    assert build(known(), WEEK, NOW, [], [lasting, over]).troubles == (lasting,)


@pytest.mark.parametrize(
    ("week", "now", "over"),
    [
        pytest.param(WEEK, NOW, False, id="in the middle"),
        pytest.param(WEEK, WEEK.end, False, id="before the grace is over"),
        pytest.param(WEEK, DUE - timedelta(seconds=1), False, id="a second before"),
        pytest.param(WEEK, DUE, True, id="on Monday at six"),
        pytest.param(rolling(NOW, OSLO), NOW, False, id="the seven days up to now"),
    ],
)
def test_when_a_week_is_over(week, now, over):
    assert build(known(), week, now, [], []).over is over


def test_nobody_is_called_silent_whose_blog_could_not_be_read():
    broken = Trouble("Kari", KARI.address, NOW - DAY, None, "there is nothing at this address (404)")
    never = Trouble("Per", "https://per.example/feed/", WEEK.end + DAY, None, "no answer within 20 s")
    background = replace(known(KARI, OLA, "Per", "Ada"), unread=frozenset({"Per", "Ada"}))
    digest = build(background, WEEK, WEEK.end + 2 * DAY, [], [broken, never])
    assert digest.troubles == (broken, never)
    assert digest.silent == (Silent("Ola", None), Silent("Ada", None, read=False))
