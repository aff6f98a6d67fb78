"""What became of a post: answered or not, how soon, and how much of that is known."""

from datetime import timedelta

import pytest

from aggregator.core.answering import Answer, count
from aggregator.core.model import Bound, Kind, Openness, Reason, State
from aggregator.core.outcome import Outcome, when
from aggregator.core.record import replace
from aggregator.core.survey import Background, with_comments
from tests.support.build import NOW, comment, commenters, course, observation, participant, post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRITTEN = NOW - 3 * DAY
COURSE = course(participant("Kari"), participant("Ola"), facilitators=("Arne",))


def counted(*comments, seen=None, now=NOW, **changes):
    """Kari's post of three days ago with these comments, all of which its blog lists unless `seen` says otherwise."""
    said = observation(len(comments), source="wordpress", listed=True) if seen is None else seen
    one = post(dated=WRITTEN, comments=comments, observations=(said,) if said else (), **changes)
    background = Background(COURSE, {}, commenters(*COURSE.participants, facilitators=("Arne",)))
    [found] = count(with_comments(background, [one], now, now), {"Arne": "Arne"})
    return found


def by(author, hours, key="1", **changes):
    """A comment so many hours after the post."""
    return comment(author, key, published=WRITTEN + hours * HOUR, **changes)


def undated(author, key="1", *, seen, not_before=None):
    found = comment(author, key, published=None, first_seen=WRITTEN + seen * HOUR)
    return replace(found, not_before=WRITTEN + not_before * HOUR if not_before is not None else None)


@pytest.mark.parametrize(
    ("comments", "least", "most"),
    [
        pytest.param([by("Ola", 5)], 5, 5, id="one answer"),
        pytest.param([by("Ola", 9, "2"), by("Arne", 4), by("Kari", 1, "3")], 4, 4, id="the first by somebody else"),
        pytest.param([by("A stranger", 30)], 30, 30, id="a visitor's counts"),
        pytest.param([undated("Ola", seen=7, not_before=3)], 3, 7, id="without a date, when it came to light"),
        pytest.param([undated("Ola", seen=7)], 0, 7, id="without a date, and nobody had looked before"),
        pytest.param([undated("Ola", seen=7, not_before=3), by("Arne", 5, "2")], 3, 5, id="one of two has a date"),
        pytest.param([undated("Ola", seen=9, not_before=6), by("Arne", 5, "2")], 5, 5, id="the dated one came first"),
    ],
)
def test_how_soon_the_first_answer_came(comments, least, most):
    assert counted(*comments).outcome == Outcome(True, least * HOUR, most * HOUR)


def test_where_comments_may_be_missing_the_first_may_be_one_of_them():
    more = observation(3, source="wordpress")
    assert counted(by("Ola", 5), seen=more).outcome == Outcome(True, 0 * HOUR, 5 * HOUR)
    at_least = observation(1, source="wordpress", bound=Bound.AT_LEAST)
    assert counted(by("Ola", 5), seen=at_least).outcome == Outcome(True, 0 * HOUR, 5 * HOUR)
    assert counted(by("Ola", 5), seen=observation(None)).outcome == Outcome(True, 0 * HOUR, 5 * HOUR)


@pytest.mark.parametrize(
    "changes",
    [{"published": None}, {"published": WRITTEN + 40 * HOUR}, {"mark": State.ANSWERED, "marked_at": NOW}],
    ids=["the post has no date", "the post is dated after its answer", "only marked as answered"],
)
def test_an_answer_whose_time_nobody_knows(changes):
    comments = [] if "mark" in changes else [by("Ola", 5)]
    found = counted(*comments, **changes).outcome
    assert found == Outcome(True)
    assert found.within(DAY) is None


@pytest.mark.parametrize(
    ("comments", "seen", "changes", "answered", "waited"),
    [
        pytest.param([], observation(0), {}, False, 71, id="waits"),
        pytest.param([by("Kari", 2)], None, {}, False, 71, id="only the author"),
        pytest.param([by("A page", 2, kind=Kind.PING)], observation(0), {}, False, 71, id="only a link"),
        pytest.param([], observation(0, checked_at=WRITTEN + 9 * HOUR), {}, False, 9, id="last seen without one"),
        pytest.param([], observation(0, checked_at=WRITTEN - HOUR), {}, None, None, id="seen before it was there"),
        pytest.param([], observation(0), {"mark": State.WAITING, "marked_at": NOW}, False, None, id="said to wait"),
        pytest.param([], observation(0), {"published": None}, False, None, id="waits, and has no date"),
        pytest.param([], observation(0, openness=Openness.CLOSED), {}, None, None, id="closed"),
        pytest.param([], observation(4), {}, None, None, id="commented by nobody knows whom"),
        pytest.param([], observation(None, reason=Reason.ELSEWHERE), {}, None, None, id="nobody can tell"),
    ],
)
def test_without_an_answer(comments, seen, changes, answered, waited):
    expected = Outcome(answered, waited=None if waited is None else waited * HOUR)
    assert counted(*comments, seen=seen, **changes).outcome == expected


@pytest.mark.parametrize(
    ("outcome", "within"),
    [
        (Outcome(True, 5 * HOUR, 48 * HOUR), True),
        (Outcome(True, 49 * HOUR, 60 * HOUR), False),
        (Outcome(True, 40 * HOUR, 60 * HOUR), None),
        (Outcome(True), None),
        (Outcome(False, waited=47 * HOUR), None),
        (Outcome(False, waited=48 * HOUR), False),
        (Outcome(None), None),
    ],
)
def test_within_two_days_is_said_only_when_it_is_known(outcome, within):
    assert outcome.within(48 * HOUR) is within


def test_a_comment_dated_after_it_was_seen_has_no_date():
    early = comment("Ola", published=NOW + HOUR, first_seen=NOW)
    assert when(early) == (None, NOW)
    assert when(comment("Ola", published=NOW, first_seen=NOW)) == (NOW, NOW)


def test_answers_are_by_the_names_in_feeds_toml_and_strangers_have_none():
    found = counted(by("Ola", 5), by("arne", 6, "2"), by("Who", 7, "3"), by("Kari", 8, "4"))
    assert found.answers == (
        *(Answer("Ola", "Kari", WRITTEN + 5 * HOUR, WRITTEN + 5 * HOUR),),
        *(Answer("Arne", "Kari", WRITTEN + 6 * HOUR, WRITTEN + 6 * HOUR),),
        *(Answer(None, "Kari", WRITTEN + 7 * HOUR, WRITTEN + 7 * HOUR),),
    )
    assert found.complete


def test_comments_that_only_a_number_tells_of_are_counted_apart():
    assert counted(seen=observation(4)).unseen == 4
    assert counted(by("Kari", 2), seen=observation(4)).unseen == 3
    assert counted(by("Ola", 2), seen=observation(4)).unseen == 0, "answered, whoever the others are"
    assert counted(seen=observation(0)).unseen == 0
