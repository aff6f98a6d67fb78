"""Where a post stands: tables of what was said of it, and what is believed."""

import pytest

from aggregator.core.commenters import By
from aggregator.core.model import Bound, Reason, State, Verdict
from aggregator.core.verdict import judge
from tests.support.build import NOW, post
from tests.support.verdicts import CLOSED, HOUR, UNSAID, WRITTEN, by, rest, seen, stands


@pytest.mark.parametrize(
    ("observations", "state", "reason", "comments"),
    [
        pytest.param([], State.UNKNOWN, Reason.NOT_SAID, None, id="no source said anything"),
        pytest.param([seen(0)], State.WAITING, Reason.ZERO, 0, id="zero an hour ago"),
        pytest.param([seen(0, openness=UNSAID)], State.WAITING, Reason.ZERO, 0, id="zero, open or not"),
        pytest.param([seen(0, includes_pings=True)], State.WAITING, Reason.ZERO, 0, id="not even a ping"),
        pytest.param([seen(0, bound=Bound.AT_MOST)], State.WAITING, Reason.ZERO, 0, id="at most none"),
        pytest.param([seen(0, bound=Bound.AT_LEAST)], State.UNKNOWN, Reason.NOT_SAID, None, id="at least none"),
        pytest.param([seen(1)], State.UNKNOWN, Reason.COMMENTED, 1, id="one comment, by whom is not known"),
        pytest.param([seen(1, bound=Bound.AT_LEAST)], State.UNKNOWN, Reason.COMMENTED, 1, id="at least one"),
        pytest.param([seen(3, bound=Bound.AT_MOST)], State.UNKNOWN, Reason.NOT_SAID, None, id="at most three"),
        pytest.param([seen(2, hours_ago=999)], State.UNKNOWN, Reason.COMMENTED, 2, id="comments stay"),
        pytest.param([seen(0, 5)], State.WAITING, Reason.ZERO, 0, id="zero as the post came"),
        pytest.param([seen(0, 6)], State.UNKNOWN, Reason.STALE, None, id="zero from before the post"),
        pytest.param([seen(None)], State.UNKNOWN, Reason.NOT_SAID, None, id="the feed says nothing"),
        pytest.param([seen(None, reason=Reason.ODD_COUNT)], State.UNKNOWN, Reason.ODD_COUNT, None, id="an odd count"),
        pytest.param([seen(None, reason=None)], State.UNKNOWN, Reason.NOT_SAID, None, id="no count, no reason"),
        pytest.param([seen(None), rest(0, 3)], State.WAITING, Reason.ZERO, 0, id="a zero beats not knowing"),
    ],
)
def test_what_numbers_alone_say(observations, state, reason, comments):
    verdict = stands(observations)
    assert (verdict.state, verdict.reason, verdict.comments) == (state, reason, comments)


@pytest.mark.parametrize(
    ("observations", "state", "reason"),
    [
        pytest.param([seen(1, 1), rest(0, 1)], State.WAITING, Reason.ZERO, id="asked at once, a list beats the feed"),
        pytest.param([seen(1, 1), rest(0, 2)], State.UNKNOWN, Reason.COMMENTED, id="the feed has something newer"),
        pytest.param([seen(1, 2), rest(0, 1)], State.WAITING, Reason.ZERO, id="the list is newer"),
        pytest.param([seen(0, 1), rest(2, 2, listed=False)], State.WAITING, Reason.ZERO, id="both were deleted"),
        pytest.param(
            [seen(1, 1, "page"), seen(0, 1, "ghost")], State.WAITING, Reason.ZERO, id="a page is the last resort"
        ),
        pytest.param([seen(0, 3), rest(None, reason=Reason.REFUSED)], State.WAITING, Reason.ZERO, id="one can tell"),
        pytest.param(
            [seen(None), rest(None, reason=Reason.REFUSED)], State.UNKNOWN, Reason.REFUSED, id="who refuses is named"
        ),
        pytest.param(
            [rest(None, reason=Reason.NOT_THERE), seen(None, 1, "commentfeed", reason=Reason.UNREACHABLE)],
            State.UNKNOWN,
            Reason.UNREACHABLE,
            id="of two reasons the one to act on",
        ),
    ],
)
def test_when_sources_disagree(observations, state, reason):
    verdict = stands(observations)
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(
    ("observations", "known", "state", "reason", "comments", "others"),
    [
        pytest.param([rest(1)], [By.VISITOR], State.ANSWERED, Reason.ANSWERED, 1, 1, id="a visitor"),
        pytest.param([rest(1)], [By.PARTICIPANT], State.ANSWERED, Reason.ANSWERED, 1, 1, id="a participant"),
        pytest.param([rest(1)], [By.FACILITATOR], State.ANSWERED, Reason.ANSWERED, 1, 1, id="a facilitator"),
        pytest.param([rest(1)], [By.OWN], State.ONLY_OWN, Reason.ONLY_OWN, 1, 0, id="the author alone"),
        pytest.param([rest(2)], [By.OWN, By.PARTICIPANT], State.ANSWERED, Reason.ANSWERED, 2, 1, id="both"),
        pytest.param([rest(0), seen(1)], [By.PING], State.WAITING, Reason.ZERO, 0, 0, id="a ping is no comment"),
        pytest.param(
            [seen(1, 1, "commentfeed", includes_pings=True, listed=True)],
            [By.PING],
            State.ONLY_OWN,
            Reason.ONLY_PINGS,
            0,
            0,
            id="pings alone",
        ),
        pytest.param(
            [seen(2, 1, "commentfeed", includes_pings=True, listed=True)],
            [By.PING, By.OWN],
            State.ONLY_OWN,
            Reason.ONLY_OWN,
            1,
            0,
            id="a ping and the author",
        ),
        pytest.param([seen(0)], [By.VISITOR], State.ANSWERED, Reason.ANSWERED, 1, 1, id="a comment beats any zero"),
        pytest.param([], [By.VISITOR], State.ANSWERED, Reason.ANSWERED, 1, 1, id="a comment without a number"),
        pytest.param([seen(2)], [By.OWN], State.UNKNOWN, Reason.COMMENTED, 2, None, id="one is not accounted for"),
        pytest.param([seen(1)], [By.OWN], State.ONLY_OWN, Reason.ONLY_OWN, 1, 0, id="the one is the author's"),
        pytest.param(
            [rest(10, bound=Bound.AT_LEAST, listed=False)],
            [By.OWN] * 10,
            State.UNKNOWN,
            Reason.COMMENTED,
            10,
            None,
            id="ten of the author's, and maybe more",
        ),
        pytest.param(
            [rest(1), seen(1, openness=CLOSED)],
            [By.OWN],
            State.CLOSED,
            Reason.CLOSED,
            1,
            0,
            id="the author alone, and closed",
        ),
        pytest.param([rest(1, 99)], [By.OWN], State.UNKNOWN, Reason.STALE, None, None, id="the author alone, long ago"),
        pytest.param(
            [rest(1, 99), seen(1, 99, openness=CLOSED)],
            [By.VISITOR],
            State.ANSWERED,
            Reason.ANSWERED,
            1,
            1,
            id="an answer stays, however long ago",
        ),
    ],
)
def test_who_has_commented_decides(observations, known, state, reason, comments, others):
    verdict = stands(observations, by(*known))
    found = (verdict.state, verdict.reason, verdict.comments, verdict.comments_by_others)
    assert found == (state, reason, comments, others)


@pytest.mark.parametrize(
    ("observations", "state"),
    [
        pytest.param([seen(0, openness=CLOSED)], State.CLOSED, id="closed without a comment"),
        pytest.param([seen(2, openness=CLOSED)], State.CLOSED, id="closed, and by whom the comments are is idle"),
        pytest.param([seen(None, openness=CLOSED)], State.CLOSED, id="closed, the number is not known"),
        pytest.param([seen(0, 1), rest(0, 1, openness=CLOSED)], State.CLOSED, id="of one moment closed wins"),
        pytest.param([seen(0, 2), rest(0, 1, openness=CLOSED)], State.CLOSED, id="closed since"),
        pytest.param([seen(0, 1), rest(0, 2, openness=CLOSED)], State.WAITING, id="opened again"),
        pytest.param([seen(0, 9, openness=CLOSED), rest(0)], State.CLOSED, id="closed, and nobody has said otherwise"),
    ],
)
def test_closed_posts_never_wait(observations, state):
    assert stands(observations).state is state


MARKED = NOW - 2 * HOUR


@pytest.mark.parametrize(
    ("mark", "known", "state", "reason"),
    [
        pytest.param(State.ANSWERED, [], State.ANSWERED, Reason.MARKED, id="answered, somebody says"),
        pytest.param(State.CLOSED, by(By.VISITOR), State.CLOSED, Reason.MARKED, id="closed, somebody says"),
        pytest.param(State.WAITING, [], State.WAITING, Reason.MARKED, id="waiting, somebody says"),
        pytest.param(
            State.WAITING, by(By.VISITOR, hours_ago=3), State.WAITING, Reason.MARKED, id="that comment was no answer"
        ),
        pytest.param(
            State.WAITING, by(By.VISITOR, hours_ago=1), State.ANSWERED, Reason.ANSWERED, id="this one came later"
        ),
        pytest.param(State.WAITING, by(By.OWN, hours_ago=1), State.WAITING, Reason.MARKED, id="not the author's own"),
    ],
)
def test_a_person_knows_better(mark, known, state, reason):
    verdict = stands([rest(len(known))], known, mark=mark, marked_at=MARKED)
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(
    ("hours_ago", "state"),
    [(0, State.WAITING), (47, State.WAITING), (48, State.WAITING), (48.01, State.UNKNOWN), (200, State.UNKNOWN)],
)
def test_zero_is_believed_for_two_days(hours_ago, state):
    assert judge(post(dated=NOW - 1000 * HOUR, observations=(seen(0, hours_ago),)), [], NOW).state is state


@pytest.mark.parametrize(
    ("observation", "by_others"),
    [
        pytest.param(seen(0, source="ghost"), 0, id="waiting"),
        pytest.param(seen(4, source="ghost"), None, id="commented"),
        pytest.param(seen(0, source="ghost", openness=CLOSED), 0, id="closed"),
        pytest.param(seen(None, source="ghost"), None, id="not known"),
        pytest.param(seen(0, 99, source="ghost"), None, id="stale"),
    ],
)
def test_a_verdict_names_its_source_and_when_it_was_asked(observation, by_others):
    verdict = judge(post(dated=WRITTEN - 100 * HOUR, observations=(observation,)), [], NOW)
    assert (verdict.source, verdict.checked_at) == ("ghost", observation.checked_at)
    assert verdict.comments_by_others == by_others


@pytest.mark.parametrize(
    ("observations", "known", "source"),
    [
        pytest.param([rest(1, 2), seen(1, 1)], by(By.VISITOR), "wordpress", id="answered: who lists the comment"),
        pytest.param([rest(1, 2), seen(1, 1)], by(By.OWN), "wordpress", id="only own: who lists the comment"),
        pytest.param([seen(1, 1)], by(By.OWN), "feedfields", id="only own, and nobody lists it now"),
        pytest.param([seen(0, 1), rest(0, 2, openness=CLOSED)], [], "feedfields", id="open again: the newest"),
        pytest.param([seen(0, 1, openness=UNSAID), rest(0, 2, openness=CLOSED)], [], "wordpress", id="who says closed"),
    ],
)
def test_the_source_that_is_named_is_the_one_that_says_so(observations, known, source):
    assert stands(observations, known).source == source


def test_nothing_known_has_no_source():
    assert stands([]) == Verdict(State.UNKNOWN, Reason.NOT_SAID)
