"""How giscus is asked: so many posts in a round, in turn, and nobody else after a refusal."""

from datetime import timedelta

import pytest

from aggregator.comments import giscus
from aggregator.core.model import Reason
from aggregator.core.record import replace
from tests.support.build import observation
from tests.support.giscusdiscussions import BY_TITLE, DISCUSSION, LOOSE, OWN_PAGE, PARAMS, missing
from tests.support.githubwidgets import SITE, ask_known, hello, query
from tests.support.sources import NOW, ask, by_post


@pytest.mark.parametrize(
    ("thorough", "params", "most"), [(False, PARAMS, 10), (True, PARAMS, 100), (False, BY_TITLE, 10)]
)
def test_a_round_is_bounded_and_goes_in_turn(thorough, params, most):
    old = observation(0, source="giscus", checked_at=NOW - timedelta(days=2))
    posts = [
        hello(n, f"p/{n}/", observations=(replace(old, checked_at=old.checked_at + timedelta(minutes=n)),))
        for n in range(130)
    ]
    posts[77] = hello(77, "p/77/")

    def web(request):
        return OWN_PAGE.format(params["mapping"]) if "/api/" not in request.url else missing(request)

    told, requests = ask(giscus, SITE, posts, web, params=params, thorough=thorough)
    assert len(requests) == most
    assert len(by_post(told)) == 130
    assert by_post(told)[77].count == 0
    assert by_post(told)[0].count == 0
    assert by_post(told)[129].reason is Reason.TOO_MANY


def test_without_parameters_nothing_is_asked():
    told, requests = ask(giscus, SITE, [hello()], missing)
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_UNDERSTOOD)


# -- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(403, Reason.REFUSED, id="not installed"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param(500, Reason.UNREACHABLE, id="failed"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param(404, Reason.NOT_THERE, id="a 404 that is not giscus's"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no discussion"),
        pytest.param('{"discussion": null}', Reason.NOT_UNDERSTOOD, id="null"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    posts = [hello(number) for number in range(1, 5)]
    told, requests = ask_known(giscus, posts, lambda _: reply, params=PARAMS)
    assert len(requests) == 1
    assert {found.reason for found in told.findings} == {reason}
    assert {found.count for found in told.findings} == {None}
    assert told.refused is not None


def test_a_refusal_later_keeps_what_was_told():
    def web(request):
        return 429 if "posts/2" in query(request)["term"] else missing(request)

    told, _ = ask_known(giscus, [hello(n, f"posts/{n}/") for n in (1, 2)], web, params=PARAMS)
    assert [found.count for found in told.findings] == [0, None]
    assert told.refused
    assert told.refused.status == 429


def test_what_could_not_be_confirmed_for_a_refusal_is_unknown():
    def web(request):
        return 429 if query(request)["strict"] == "true" else DISCUSSION

    told, _ = ask_known(giscus, [hello()], web, params=LOOSE)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.TOO_MANY)


def test_after_a_refusal_nothing_is_confirmed():
    def web(request):
        return 429 if "posts/2" in query(request)["term"] else DISCUSSION

    told, requests = ask_known(giscus, [hello(n, f"posts/{n}/") for n in (1, 2)], web, params=LOOSE)
    assert (len(requests), [found.count for found in told.findings]) == (2, [None, None])
