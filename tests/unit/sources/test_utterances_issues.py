"""What utterances' issues tell: one is a post's only if its title is the post's term."""

import pytest

from aggregator.comments import utterances
from aggregator.core.model import Bound, Comment, FoundComment, Openness, Reason
from tests.support.build import observation
from tests.support.githubwidgets import ask_known, hello
from tests.support.sources import NOW, by_post
from tests.support.utterancesissues import PARAMS, comment, issue, web

API = "https://api.github.com/repos/kari/blog/issues"


def test_replays_issues_and_comments():
    posts = [hello(), hello(2, "posts/quiet/"), hello(3, "posts/new/")]
    told, requests = ask_known(utterances, posts, web(), params=PARAMS)
    found = by_post(told)
    assert [(one.count, one.openness, one.listed) for one in found.values()] == [
        (1, Openness.OPEN, True),
        (0, Openness.CLOSED, True),
        (0, Openness.UNKNOWN, False),
    ]
    [said] = found[1].comments
    assert (said.key, said.author, said.author_id, said.author_url) == ("501", "ola", "22", "https://github.com/ola")
    assert (said.text, said.own) == ("Well *said*, Kari!", None)
    assert requests[1].url == f"{API}/12/comments?per_page=100"
    assert told.refused is None


@pytest.mark.parametrize(
    ("issues", "count", "reason"),
    [
        pytest.param([], 0, None, id="no issue"),
        pytest.param([issue(5, "POSTS/Hello/ ", 1)], 1, None, id="by title, case aside"),
        pytest.param([issue(5, "posts/hello/"), issue(6, "posts/hello/", 4)], 0, None, id="the older of two"),
        pytest.param(
            [issue(6, "posts/hello/", 1), issue(7, "re: posts/hello/ more", 4)], 1, None, id="a later one contains it"
        ),
        pytest.param([issue(5, "on posts/hello/ here", 1)], None, Reason.NOT_LISTED, id="a title that contains it"),
        pytest.param(
            [issue(5, "x posts/hello/", 1), issue(6, "posts/hello/", 0)],
            None,
            Reason.NOT_LISTED,
            id="an older one contains it",
        ),
        pytest.param([issue(5, "x posts/hello/", 0)], 0, None, id="contains it, but is empty"),
        pytest.param([issue(5, "posts/hello/", None)], None, Reason.NOT_UNDERSTOOD, id="no count"),
        pytest.param([issue(5, "posts/hello/", 3, pull_request={})], 0, None, id="a pull request"),
        pytest.param([issue("x", "posts/hello/", 3)], None, Reason.NOT_LISTED, id="no number"),
        pytest.param([issue(5, "posts/other/", None)], None, Reason.NOT_LISTED, id="another without a count"),
        pytest.param([issue(5, "", 0)], None, Reason.NOT_LISTED, id="no title"),
        pytest.param([4, None, []], None, Reason.NOT_LISTED, id="junk"),
    ],
)
def test_which_issue_is_the_posts(issues, count, reason):
    told, _ = ask_known(utterances, [hello()], web(issues, [comment(1)]), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (count, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"comments": (Comment(1, "utterances", FoundComment("501"), NOW),)}, id="it had comments"),
        pytest.param({"observations": (observation(2, source="utterances"),)}, id="it was counted"),
    ],
)
def test_an_issue_that_is_gone_is_not_zero(changes):
    told, _ = ask_known(utterances, [hello(**changes)], web([]), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_THERE)


def test_an_issue_by_number_that_has_no_news_is_unknown():
    params = PARAMS | {"mapping": "number", "term 1": "12", "term 2": "99"}
    told, _ = ask_known(utterances, [hello(), hello(2)], web(), params=params)
    assert [(one.count, one.reason) for one in told.findings] == [(1, None), (None, Reason.NOT_LISTED)]


@pytest.mark.parametrize(
    ("comments", "count", "bound", "listed"),
    [
        pytest.param([comment(1), comment(2)], 2, Bound.EXACT, True, id="all"),
        pytest.param([comment(1)], 1, Bound.AT_LEAST, False, id="one is missing"),
        pytest.param([comment(1), {"body": "x"}], 1, Bound.AT_LEAST, False, id="one without an id"),
        pytest.param([comment(1), comment(2), "junk"], 2, Bound.AT_LEAST, False, id="junk among them"),
        pytest.param([comment(1), comment(2, type="Bot")], 1, Bound.EXACT, True, id="a robot"),
        pytest.param([comment(1) | {"user": None}, comment(2)], 2, Bound.EXACT, True, id="a deleted account"),
        pytest.param("<html>", 2, Bound.EXACT, False, id="no list"),
    ],
)
def test_the_comments_of_an_issue(comments, count, bound, listed):
    told, _ = ask_known(utterances, [hello()], web([issue(12, "posts/hello/", 2)], comments), params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.bound, found.listed) == (count, bound, listed)
