"""What giscus tells of a post's discussion, and that another post's is never taken for it."""

import pytest

from aggregator.comments import giscus
from aggregator.core.model import Bound, Comment, FoundComment, Openness, Reason
from aggregator.core.record import replace
from tests.support.build import observation
from tests.support.giscusdiscussions import DISCUSSION, LOOSE, PARAMS, discussion, missing
from tests.support.githubwidgets import ask_known, hello, query
from tests.support.sources import NOW, by_post


def test_replays_a_discussion():
    told, _ = ask_known(giscus, [hello()], lambda _: DISCUSSION, params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.bound, found.listed, found.openness) == (2, Bound.EXACT, True, Openness.OPEN)
    first, second = found.comments
    assert (first.key, first.author, first.author_url) == ("DC_kwDOExample1", "ola", "https://github.com/ola")
    assert (first.text, first.own, first.parent) == ("Well said, Kari!", None, None)
    assert (second.author, second.parent) == ("kari", "DC_kwDOExample1")
    assert first.published is not None


def test_no_discussion_yet_is_zero():
    told, _ = ask_known(giscus, [hello()], missing, params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.openness, found.reason, told.refused) == (0, Openness.OPEN, None, None)


def test_an_empty_discussion_is_zero_and_a_locked_one_closed():
    empty = discussion(totalCommentCount=0, comments=[], locked=True)
    told, _ = ask_known(giscus, [hello()], lambda _: empty, params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].openness) == (0, Openness.CLOSED)


KNOWN = Comment(1, "giscus", FoundComment("DC_1"), NOW)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"comments": (KNOWN,)}, None, id="it had comments"),
        pytest.param({"observations": (observation(1, source="giscus"),)}, None, id="it was counted"),
        pytest.param({"comments": (replace(KNOWN, removed_at=NOW),)}, 0, id="they were deleted"),
        pytest.param({"comments": (replace(KNOWN, source="feed"),)}, 0, id="another source's"),
    ],
)
def test_a_discussion_that_github_has_lost_is_not_zero(changes, count):
    told, _ = ask_known(giscus, [hello(**changes)], missing, params=PARAMS)
    assert by_post(told)[1].count == count


def test_a_number_without_a_discussion_is_unknown():
    params = PARAMS | {"mapping": "number", "term 1": "99"}
    told, _ = ask_known(giscus, [hello()], missing, params=params)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_THERE)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"totalCommentCount": 60}, id="more comments than are listed"),
        pytest.param(
            {"comments": [{"id": "a", "replyCount": 2, "replies": []}], "totalCommentCount": 1}, id="more replies"
        ),
        pytest.param(
            {"comments": [{"id": "a", "replyCount": 0}, {"replyCount": 0}], "totalCommentCount": 2}, id="no id"
        ),
    ],
)
def test_a_list_that_was_cut_is_a_lower_bound(changes):
    told, _ = ask_known(giscus, [hello()], lambda _: discussion(**changes), params=PARAMS)
    assert (by_post(told)[1].bound, by_post(told)[1].listed) == (Bound.AT_LEAST, False)


@pytest.mark.parametrize(
    "changes",
    [{"totalCommentCount": -1}, {"totalCommentCount": "many"}, {"comments": None}, {"comments": {"a": 1}}],
)
def test_junk_is_not_understood(changes):
    told, _ = ask_known(giscus, [hello()], lambda _: discussion(**changes), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_UNDERSTOOD)


def test_junk_among_the_comments_does_no_harm():
    rows = [None, 5, {"id": "a", "author": "x", "createdAt": [], "bodyHTML": 7, "replies": "y", "replyCount": 0}]
    told, _ = ask_known(giscus, [hello()], lambda _: discussion(comments=rows, totalCommentCount=1), params=PARAMS)
    assert [one.key for one in by_post(told)[1].comments] == ["a"]


# -- searches that may find another post's discussion -------------------------------------------------


EMPTY = discussion(totalCommentCount=0, totalReplyCount=0, comments=[])


@pytest.mark.parametrize(
    ("first", "second", "count", "reason"),
    [
        pytest.param(DISCUSSION, DISCUSSION, 2, None, id="confirmed"),
        pytest.param(DISCUSSION, None, None, Reason.NOT_LISTED, id="somebody else's"),
        pytest.param(EMPTY, DISCUSSION, 2, None, id="another one was in the way"),
        pytest.param(EMPTY, None, 0, None, id="nothing anywhere"),
        pytest.param(None, None, 0, None, id="nothing found"),
    ],
)
def test_a_search_for_words_is_confirmed_by_the_hash(first, second, count, reason):
    def web(request):
        return (second if query(request)["strict"] == "true" else first) or missing(request)

    told, requests = ask_known(giscus, [hello()], web, params=LOOSE)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (count, reason)
    assert len(requests) == (2 if first else 1)


def test_what_was_confirmed_before_is_not_asked_twice():
    known = hello(observations=(observation(2, source="giscus", listed=True),))
    told, requests = ask_known(giscus, [known], lambda _: DISCUSSION, params=LOOSE)
    assert (len(requests), by_post(told)[1].count) == (1, 2)
