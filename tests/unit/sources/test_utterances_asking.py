"""How GitHub is asked for issues: one request for all posts, a few more for comments, none after a refusal."""

import json
from datetime import timedelta

import pytest

from aggregator.comments import utterances
from aggregator.core.http import Answer
from aggregator.core.model import Reason
from aggregator.core.polling import rest_until
from tests.support.build import observation
from tests.support.githubwidgets import SITE, ask_known, hello, query
from tests.support.sources import NOW, ask, by_post
from tests.support.utterancesissues import ISSUES, PARAMS, comment, issue, web


def test_without_parameters_nothing_is_asked():
    told, requests = ask(utterances, SITE, [hello()], web())
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_UNDERSTOOD)


def test_only_issues_with_news_since_the_posts_were_written_are_asked_for():
    posts = [hello(1), hello(2, dated=NOW - timedelta(days=10))]
    _, requests = ask_known(utterances, posts, web([]), params=PARAMS)
    assert [query(one) for one in requests] == [
        {"state": "all", "since": "2026-10-13T12:00:00Z", "per_page": "100", "page": "1"}
    ]


def test_a_post_without_a_date_of_its_own_may_have_an_issue_of_any_age():
    posts = [hello(1), hello(2, published=None)]
    _, requests = ask_known(utterances, posts, web([]), params=PARAMS)
    assert [query(one) for one in requests] == [{"state": "all", "per_page": "100", "page": "1"}]


def test_a_steady_state_costs_one_request():
    known = observation(1, source="utterances", listed=True)
    issues = [issue(n, f"p/{n}/", 1) for n in range(40)]
    posts = [hello(n, f"p/{n}/", observations=(known,)) for n in range(40)]
    told, requests = ask_known(utterances, posts, web(issues), params=PARAMS)
    assert (len(requests), {one.count for one in told.findings}) == (1, {1})


@pytest.mark.parametrize(("thorough", "most"), [(False, 5), (True, 20)])
def test_lists_of_comments_are_bounded(thorough, most):
    issues = [issue(n, f"p/{n}/", 1) for n in range(40)]
    posts = [hello(n, f"p/{n}/") for n in range(40)]
    told, requests = ask_known(utterances, posts, web(issues, [comment(1)]), params=PARAMS, thorough=thorough)
    assert len(requests) == 1 + most
    assert [one.listed for one in told.findings].count(True) == most
    assert {one.count for one in told.findings} == {1}


# -- further pages ----------------------------------------------------------------------------------


FULL = json.dumps([issue(1000 + n, f"other {n}") for n in range(100)])


@pytest.mark.parametrize(("thorough", "most"), [(False, 3), (True, 10)])
def test_reading_issues_is_bounded_and_then_nobody_knows(thorough, most):
    told, requests = ask_known(utterances, [hello()], web(FULL), params=PARAMS, thorough=thorough)
    assert [query(one)["page"] for one in requests] == [str(page) for page in range(1, most + 1)]
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_LISTED)


def test_the_next_page_is_read():
    def pages(request):
        return FULL if query(request)["page"] == "1" else json.dumps([issue(1, "posts/hello/")])

    told, requests = ask_known(utterances, [hello(), hello(2, "x/")], pages, params=PARAMS)
    assert (len(requests), [one.count for one in told.findings]) == (2, [0, 0])


# -- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(404, Reason.NOT_THERE, id="no repository"),
        pytest.param(403, Reason.REFUSED, id="refused"),
        pytest.param(500, Reason.UNREACHABLE, id="failed"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param('{"message": "x"}', Reason.NOT_UNDERSTOOD, id="no list"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    told, requests = ask_known(utterances, [hello(), hello(2)], web(reply), params=PARAMS)
    assert (len(requests), {(one.count, one.reason) for one in told.findings}) == (1, {(None, reason)})
    assert told.refused is not None


def limited(**headers):
    return lambda request: Answer(request, request.url, 403, {k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.parametrize(
    ("headers", "rest"),
    [
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(NOW.timestamp()) + 600)}, timedelta(minutes=10)),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "soon"}, timedelta(hours=1)),
        ({"retry_after": "120", "x_ratelimit_remaining": "9"}, timedelta(minutes=2)),
    ],
)
def test_a_used_up_allowance_rests_until_it_is_renewed(headers, rest):
    told, _ = ask_known(utterances, [hello()], limited(**headers), params=PARAMS)
    assert by_post(told)[1].reason is Reason.TOO_MANY
    assert told.refused
    assert rest_until(told.refused, NOW) == NOW + rest


def test_an_allowance_used_up_among_the_comments_keeps_the_counts():
    def both(request):
        return limited(x_ratelimit_remaining="0")(request) if "/comments?" in request.url else ISSUES

    told, _ = ask_known(utterances, [hello()], both, params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].listed) == (2, False)
    assert told.refused
    assert told.refused.status == 429
