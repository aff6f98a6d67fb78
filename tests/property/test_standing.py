"""Where posts stand and when blogs are asked: what must hold whatever was said, and in whatever order."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.commenters import By, Commenter
from aggregator.core.identity import Known, content_hash, identify, match, unique
from aggregator.core.model import Blog, Bound, Observation, Openness, Reason, State
from aggregator.core.polling import LONGEST_PAUSE, failed, plan, succeeded
from aggregator.core.verdict import FRESH, judge
from aggregator.core.waiting import rank
from tests.support.build import NOW, comment, found_post, listed, new_blog, observation, post
from tests.support.spite import texts

HOUR = timedelta(hours=1)
SOURCES = ("feedfields", "wordpress", "page", "isso")
INTERVAL = timedelta(minutes=20)

hours = st.integers(0, 100).map(lambda number: NOW - number * HOUR)
observations = st.builds(
    observation,
    st.none() | st.integers(0, 3),
    source=st.sampled_from(SOURCES),
    bound=st.sampled_from(Bound),
    includes_pings=st.booleans(),
    openness=st.sampled_from(Openness),
    reason=st.none() | st.sampled_from(Reason),
    checked_at=hours,
    listed=st.booleans(),
    apart=st.booleans(),
)
said = st.lists(observations, max_size=4, unique_by=lambda seen: seen.source)
known = st.lists(
    st.tuples(
        st.builds(comment, key=st.text("abc", max_size=2), source=st.sampled_from(SOURCES), first_seen=hours),
        st.builds(Commenter, st.sampled_from(By), st.none()),
    ),
    max_size=3,
)
QUIET = (State.WAITING, State.ONLY_OWN)


def standing(seen: list[Observation], dated: datetime) -> object:
    return post(dated=dated, observations=tuple(seen))


@given(said, known, hours)
def test_a_post_that_somebody_else_has_answered_is_answered_and_no_other(seen, comments, dated) -> None:
    verdict = judge(standing(seen, dated), comments, NOW)
    others = sum(who.by not in (By.OWN, By.PING) for _comment, who in comments)
    assert (verdict.state is State.ANSWERED) == (others > 0)
    assert (verdict.comments_by_others or 0) == others


@given(said, known, hours)
def test_only_a_fresh_number_lets_a_post_wait(seen, comments, dated) -> None:
    verdict = judge(standing(seen, dated), comments, NOW)
    if verdict.state in QUIET:
        numbers = [one for one in seen if one.count is not None]
        assert numbers
        assert any(one.checked_at >= dated and NOW - one.checked_at <= FRESH for one in numbers)


@given(said, known, hours)
def test_not_knowing_is_never_none(seen, comments, dated) -> None:
    nobody_knows = [observation(None, source=one.source, apart=one.apart, reason=one.reason) for one in seen]
    quiet = [(one, who) for one, who in comments if who.by in (By.OWN, By.PING)]
    assert judge(standing(nobody_knows, dated), quiet, NOW).state not in QUIET


@given(said, known, hours, st.randoms(use_true_random=False))
def test_the_order_of_what_was_said_plays_no_part(seen, comments, dated, random) -> None:
    verdict = judge(standing(seen, dated), comments, NOW)
    shuffled = random.sample(seen, len(seen))
    assert judge(standing(shuffled, dated), random.sample(comments, len(comments)), NOW).state is verdict.state


@given(st.lists(st.tuples(st.integers(0, 5), hours, st.booleans(), st.booleans()), max_size=8))
def test_everybody_who_waits_is_in_the_list_once_and_new_bloggers_come_first(said) -> None:
    given_posts = [
        listed(post(number, dated=dated), new_blogger=new, first_post=first, answered_lately=answered)
        for number, (answered, dated, new, first) in enumerate(said)
    ]
    ranked = rank(given_posts)
    assert sorted(one.post.id for one in ranked) == list(range(len(said)))
    places = [(one.new_blogger and one.first_post, one.new_blogger) for one in ranked]
    assert all(one >= other for one, other in pairwise(places))


# -- blogs --------------------------------------------------------------------------------------------


def after(steps: list[tuple[int, str]]) -> tuple[Blog, datetime]:
    """A blog after polls so many minutes apart, and the moment of the last one."""
    state, now = new_blog(), NOW
    for minutes, said in steps:
        now += timedelta(minutes=minutes)
        ok, gone = said == "ok", said == "gone"
        state = succeeded(state, "ok", now) if ok else failed(state, "no answer", now, gone=gone)
    return state, now


stories = st.lists(st.tuples(st.integers(1, 5_000), st.sampled_from(["ok", "fails", "gone"])), max_size=12)


@given(stories, st.integers(-5_000, 5_000))
def test_a_blog_is_asked_when_its_plan_says_and_a_pause_ends(story, minutes) -> None:
    state, last = after(story)
    now = last + timedelta(minutes=minutes)
    planned = plan(state, now, INTERVAL, force=False)
    assert plan(state, now, INTERVAL, force=True).ask
    if planned.wait_until:
        assert not planned.ask
        assert now < planned.wait_until <= now + LONGEST_PAUSE
        assert plan(state, planned.wait_until, INTERVAL, force=False).ask
    elif not planned.ask:
        assert state.gone_since


@given(stories)
def test_a_success_ends_all_trouble(story) -> None:
    state, last = after([*story, (1, "ok")])
    assert (state.failures, state.failing_since, state.problem, state.gone_since) == (0, None, None, None)
    assert plan(state, last + INTERVAL, INTERVAL, force=False).ask


# -- posts --------------------------------------------------------------------------------------------

foreign = st.builds(
    found_post,
    st.none() | texts,
    st.none() | texts.map(lambda text: f"https://kari.example/{text}"),
    title=texts,
    author=texts,
    text=texts,
    categories=st.lists(texts, max_size=2).map(tuple),
    published=st.none() | hours,
)


@given(st.lists(foreign, max_size=5))
def test_posts_of_any_text_are_recognised(posts) -> None:
    found = unique(posts)
    stored = [Known(number, identify(one), content_hash(one)) for number, one in enumerate(found)]
    assert match(stored, found) == stored
