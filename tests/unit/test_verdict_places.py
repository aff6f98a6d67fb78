"""The verdict where comments are kept apart from the blog, nobody sees a place for them, or the post is gone."""

import pytest

from aggregator.core.commenters import By
from aggregator.core.model import Reason, State
from tests.support.verdicts import CLOSED, UNSAID, by, rest, seen, stands, widget


@pytest.mark.parametrize(
    ("observations", "known", "state", "reason"),
    [
        pytest.param([widget(0)], [], State.WAITING, Reason.ZERO, id="the widget says none"),
        pytest.param(
            [widget(0), seen(None, reason=Reason.ELSEWHERE)], [], State.WAITING, Reason.ZERO, id="the feed is no matter"
        ),
        pytest.param([widget(0), seen(1)], [], State.UNKNOWN, Reason.COMMENTED, id="but the blog has one of its own"),
        pytest.param(
            [widget(0), widget(1, source="webmention")],
            [],
            State.UNKNOWN,
            Reason.COMMENTED,
            id="two places, one has a comment",
        ),
        pytest.param(
            [widget(0), widget(None, source="disqus", reason=Reason.NOT_LISTED)],
            [],
            State.UNKNOWN,
            Reason.NOT_LISTED,
            id="two places, one cannot tell",
        ),
        pytest.param(
            [widget(0, 99), widget(0, source="webmention")],
            [],
            State.UNKNOWN,
            Reason.STALE,
            id="two places, one long ago",
        ),
        pytest.param(
            [widget(1), seen(1, 1, openness=UNSAID)],
            by(By.OWN),
            State.UNKNOWN,
            Reason.COMMENTED,
            id="an own comment on the blog accounts for none in the widget",
        ),
        pytest.param(
            [widget(1)], by(By.OWN, source="isso"), State.ONLY_OWN, Reason.ONLY_OWN, id="own comment in the widget"
        ),
        pytest.param([widget(0, openness=CLOSED)], [], State.CLOSED, Reason.CLOSED, id="the widget is closed"),
        pytest.param(
            [widget(0, openness=CLOSED), widget(None, source="disqus", reason=Reason.NOT_LISTED)],
            [],
            State.UNKNOWN,
            Reason.NOT_LISTED,
            id="of two widgets one is closed",
        ),
        pytest.param(
            [widget(0), seen(1, openness=CLOSED, source="page")],
            by(By.OWN, source="page"),
            State.ONLY_OWN,
            Reason.ONLY_OWN,
            id="closed on the blog does not close the widget",
        ),
    ],
)
def test_comments_kept_apart_from_the_blog(observations, known, state, reason):
    verdict = stands(observations, known)
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(
    ("observations", "known", "state", "reason"),
    [
        pytest.param([rest(1)], [By.OWN], State.UNKNOWN, Reason.NO_FORM, id="no place to comment is seen"),
        pytest.param([rest(0)], [], State.UNKNOWN, Reason.NO_FORM, id="nor on a post without a comment"),
        pytest.param([rest(1)], [By.VISITOR], State.ANSWERED, Reason.ANSWERED, id="an answer all the same"),
        pytest.param([rest(1), seen(1)], [By.OWN], State.ONLY_OWN, Reason.ONLY_OWN, id="but the feed says open"),
        pytest.param([rest(1, openness=CLOSED)], [By.OWN], State.CLOSED, Reason.CLOSED, id="closed, somebody says"),
        pytest.param([widget(0)], [], State.WAITING, Reason.ZERO, id="a widget brings its own place"),
    ],
)
def test_where_nobody_sees_a_place_to_comment(observations, known, state, reason):
    look = seen(None, source="page", openness=UNSAID, reason=Reason.NO_FORM)
    verdict = stands([*observations, look], by(*known))
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(
    ("observations", "known", "state"),
    [
        ([seen(None, source="page", reason=Reason.NOT_THERE), seen(0, source="ghost")], (), State.UNKNOWN),
        ([seen(None, source="page", reason=Reason.NOT_THERE), widget(0)], (), State.UNKNOWN),
        ([seen(None, source="page", reason=Reason.NOT_LISTED), seen(0, source="ghost")], (), State.WAITING),
        ([seen(None, source="page", reason=Reason.NOT_THERE), rest(1)], by("Ola"), State.ANSWERED),
    ],
    ids=["a number", "a widget", "its page is another", "answered before"],
)
def test_a_post_whose_page_is_gone_does_not_wait(observations, known, state):
    assert stands(observations, known).state is state
