"""A week that is over says the same whenever it is printed, but for answers that came since."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.digest import Digest, build
from aggregator.core.model import History, Post, Trouble
from aggregator.core.record import replace
from aggregator.core.survey import Background, survey
from aggregator.core.week import iso_week
from tests.support.build import OSLO, commenters, course, observation, participant, post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = iso_week(2026, 47, OSLO)
DUE = WEEK.end + WEEK.grace
KARI, OLA = participant("Kari"), participant("Ola")


def history(posts: list[Post], as_of, found_before) -> History:
    """A blog's posts in numbers as the store counts them."""
    ours = [one for one in posts if one.dated <= as_of and (one.archive or one.first_seen <= found_before)]
    old = [one.dated for one in posts if one.archive]
    dates = [one.dated for one in ours]
    return History(
        posts=len(ours),
        first=min(dates, default=None),
        last=max(dates, default=None),
        first_id=min(((one.dated, one.id) for one in ours), default=(None, None))[1],
        archive=len(old),
        archive_first=min(old, default=None),
        archive_last=max(old, default=None),
    )


def printed(posts: list[Post], now, troubles=()) -> Digest:
    """The digest as of now from all that had been found by then."""
    found = [one for one in posts if one.first_seen <= now]
    as_of = min(WEEK.end, now)
    numbers = {one.address: history([p for p in found if p.blog == one.address], as_of, DUE) for one in (KARI, OLA)}
    whole = Background(course(KARI, OLA), numbers, commenters(KARI, OLA))
    return build(whole, WEEK, now, survey(whole, found, as_of, now), troubles)


def words(digest: Digest) -> object:
    """What a week says once and for all, without verdicts and ages."""

    def ids(ones):
        return [(one.post.id, one.new_blogger, one.first_post) for one in ones]

    numbers = digest.numbers
    return (
        (digest.over, numbers.posts, numbers.bloggers, numbers.participants, numbers.first_posts),
        ids(digest.first_posts),
        [(name, ids(ones)) for name, ones in digest.by_participant],
        ids(digest.late),
        digest.silent,
        [(trouble.participant, trouble.since) for trouble in digest.troubles],
    )


def story(rows) -> list[Post]:
    """Posts as (by, hours around the week's end, hours until found, comments seen since)."""
    return [
        post(
            number,
            by=name,
            dated=WEEK.end + hours * HOUR,
            first_seen=WEEK.end + (hours + delay) * HOUR,
            observations=(observation(count, checked_at=WEEK.end + 99 * HOUR),),
        )
        for number, (name, hours, delay, count) in enumerate(rows, 1)
    ]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Kari", "Ola"]),
        st.integers(-400, 400),
        st.one_of(st.just(0), st.integers(0, 300)),
        st.sampled_from([None, 0, 2]),
    ),
    max_size=12,
)


@given(ROWS, st.integers(0, 1000))
def test_a_week_that_is_over_printed_later_says_the_same(rows, hours_later):
    posts = story(rows)
    assert words(printed(posts, DUE)) == words(printed(posts, DUE + hours_later * HOUR))


def test_a_trouble_of_that_time_stays_in_the_week_when_it_is_over():
    lasting = Trouble("Kari", KARI.address, WEEK.end - DAY, None, "no answer")
    ended = replace(lasting, until=DUE + DAY)
    since_then = Trouble("Ola", OLA.address, DUE, None, "no answer")
    assert words(printed([], DUE, [lasting])) == words(printed([], DUE + 9 * DAY, [ended, since_then]))


def test_a_week_printed_later_knows_of_answers_that_came_since():
    posts = [post(1, dated=WEEK.end - HOUR, observations=(observation(0, checked_at=DUE),))]
    answered = [post(1, dated=WEEK.end - HOUR, observations=(observation(2, checked_at=DUE + DAY),))]
    assert [one.post.id for one in printed(posts, DUE).waiting] == [1]
    later = printed(answered, DUE + DAY)
    assert (later.waiting, later.numbers.with_comments, later.numbers.comments) == ((), 1, 2)


def test_a_new_blogger_stays_one_in_the_week_of_the_first_post():
    rows = [("Kari", hours, 0, None) for hours in (-100, -50, 10, 20, 30)]
    (first, second) = printed(story(rows), WEEK.end + 999 * DAY).by_participant[0][1]
    assert (first.new_blogger, first.first_post, second.first_post) == (True, True, False)
