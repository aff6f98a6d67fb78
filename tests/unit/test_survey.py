from datetime import date, timedelta

import pytest

from aggregator.core.model import History, Reason, State, Verdict
from aggregator.core.survey import Background, survey, verdict, waiting_list
from tests.support.build import NOW, comment, commenters, course, listed, observation, participant, post

DAY = timedelta(days=1)
KARI, OLA = participant("Kari"), participant("Ola")
FRESH = {"observations": (observation(0),)}


def known(*people, histories=None, **changes):
    people = people or (KARI, OLA)
    return Background(course(*people, **changes), histories or {}, commenters(*people, **changes))


def test_a_blog_that_was_never_polled_has_no_history():
    assert known().history(KARI.address) == History()
    assert known(histories={KARI.address: History(posts=3)}).history(KARI.address) == History(posts=3)


@pytest.mark.parametrize(
    ("one", "settings", "expected"),
    [
        pytest.param(post(), {}, True, id="a participant's"),
        pytest.param(post(by="Stranger"), {}, False, id="somebody who has left the course"),
        pytest.param(post(), {"starts": date(2026, 11, 19)}, False, id="before the course"),
        pytest.param(post(), {"ends": date(2026, 11, 18)}, True, id="on its last day"),
    ],
)
def test_only_posts_of_the_course_are_listed(one, settings, expected):
    assert bool(list(survey(known(**settings), [one], NOW, NOW))) is expected


def test_posts_keep_their_order_and_get_their_verdicts():
    posts = [post(2, **FRESH), post(1, by="Ola")]
    shown = list(survey(known(), posts, NOW, NOW))
    assert [(one.post.id, one.verdict.state) for one in shown] == [(2, State.WAITING), (1, State.UNKNOWN)]


@pytest.mark.parametrize(
    ("history", "new_blogger", "first_post"),
    [
        pytest.param(History(posts=1, first=NOW - DAY, first_id=1), True, True, id="the first post"),
        pytest.param(History(posts=2, first=NOW - 2 * DAY, first_id=7), True, False, id="the second"),
        pytest.param(History(posts=2, first=NOW - DAY, first_id=7), True, False, id="one of the same moment"),
        pytest.param(History(posts=9, first=NOW - 200 * DAY, first_id=1), False, False, id="nobody new"),
        pytest.param(History(posts=9, first=NOW - DAY, first_id=1, archive=10), False, False, id="a full feed"),
    ],
)
def test_a_new_blogger_s_first_post(history, new_blogger, first_post):
    (one,) = survey(known(histories={KARI.address: history}), [post(1, dated=NOW - DAY)], NOW, NOW)
    assert (one.new_blogger, one.first_post) == (new_blogger, first_post)


@pytest.mark.parametrize(
    ("dated", "found", "archive", "expected"),
    [
        pytest.param(NOW, NOW, False, True, id="now"),
        pytest.param(NOW + DAY, NOW + DAY, False, False, id="tomorrow"),
        pytest.param(NOW - DAY, NOW + DAY, False, False, id="found tomorrow"),
        pytest.param(NOW - DAY, NOW + DAY, True, True, id="archive read tomorrow"),
    ],
)
def test_who_looks_back_sees_what_was_in_sight_then(dated, found, archive, expected):
    one = post(dated=dated, first_seen=found, archive=archive)
    assert bool(list(survey(known(), [one], NOW, NOW))) is expected


def test_who_is_new_is_decided_as_of_then_and_what_waits_as_of_now():
    history = History(posts=9, first=NOW - 59 * DAY)
    later = NOW + 5 * DAY
    (one,) = survey(known(histories={KARI.address: history}), [post(**FRESH)], NOW, later)
    assert (one.new_blogger, one.verdict.reason, one.days) == (True, Reason.STALE, 5)


@pytest.mark.parametrize(
    ("hours", "days"),
    [(0, 0), (23, 0), (24, 1), (47, 1), (48, 2)],
)
def test_age_is_counted_in_whole_days_and_never_below_none(hours, days):
    (one,) = survey(known(), [post(dated=NOW - timedelta(hours=hours), archive=True)], NOW, NOW)
    assert one.days == days


def test_a_blog_whose_comments_feeds_toml_leaves_alone_is_unknown_whatever_was_seen():
    one, silent = post(**FRESH), participant(comments="none")
    assert verdict(one, KARI, commenters(), NOW).state is State.WAITING
    assert verdict(one, silent, commenters(), NOW) == Verdict(State.UNKNOWN, Reason.SWITCHED_OFF)


def test_of_several_sources_the_one_that_feeds_toml_names_is_believed():
    one = post(observations=(observation(0), observation(2, source="page")))
    assert verdict(one, KARI, commenters(), NOW).state is State.WAITING
    assert verdict(one, participant(comments="page"), commenters(), NOW).reason is Reason.COMMENTED
    assert verdict(one, participant(comments="ghost"), commenters(), NOW).reason is Reason.NOT_SAID


def test_a_comment_that_is_gone_answers_nothing():
    there, gone = comment(), comment(removed_at=NOW)
    assert verdict(post(comments=(there,)), KARI, commenters(), NOW).state is State.ANSWERED
    assert verdict(post(comments=(gone,)), KARI, commenters(), NOW).state is State.UNKNOWN


def test_the_waiting_are_ranked_and_the_unknown_stand_apart_newest_first():
    unknown = Verdict(State.UNKNOWN, Reason.NOT_SAID)
    shown = [
        listed(post(1, dated=NOW - 1 * DAY)),
        listed(post(2, by="Ola", dated=NOW - 2 * DAY), answered_lately=4),
        listed(post(3, dated=NOW - 3 * DAY), unknown),
        listed(post(4, dated=NOW - 1 * DAY), unknown),
        listed(post(5), Verdict(State.CLOSED, Reason.CLOSED, 0, 0)),
        listed(post(6), Verdict(State.ANSWERED, Reason.COMMENTED, 2, 1)),
        listed(post(7, dated=NOW - 9 * DAY), Verdict(State.ONLY_OWN, Reason.ZERO, 1, 0)),
    ]
    result = waiting_list(known(), shown, NOW)
    assert result.as_of == NOW
    assert [one.post.id for one in result.waiting] == [7, 1, 2]
    assert [one.post.id for one in result.unknown] == [4, 3]
