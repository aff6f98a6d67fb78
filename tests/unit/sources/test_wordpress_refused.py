"""Where WordPress's REST API refuses: the whole of it, or posts behind a password."""

import json

import pytest

from aggregator.core.http import Answer
from aggregator.core.model import Reason
from tests.support.sources import by_post
from tests.support.wordpressrest import HTML, Blog, comment, known, one, shown, told


@pytest.mark.parametrize("route", ["posts", "comments"])
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(401, Reason.REFUSED, id="401"),
        pytest.param(403, Reason.REFUSED, id="403"),
        pytest.param(404, Reason.NOT_THERE, id="404"),
        pytest.param(405, Reason.REFUSED, id="405"),
        pytest.param(429, Reason.TOO_MANY, id="429"),
        pytest.param(500, Reason.UNREACHABLE, id="500"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param(400, Reason.NOT_UNDERSTOOD, id="400"),
        pytest.param(HTML, Reason.NOT_UNDERSTOOD, id="a web page"),
        pytest.param("", Reason.NOT_UNDERSTOOD, id="nothing"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no list"),
        pytest.param('[{"id":', Reason.NOT_UNDERSTOOD, id="cut"),
        pytest.param("null", Reason.NOT_UNDERSTOOD, id="null"),
    ],
)
def test_a_refusal_ends_the_asking(route, reply, reason):
    blog = Blog([shown(1), shown(2)], [comment()], instead={route: reply})
    answer = told([one(1), one(2)], blog)
    assert {(found.count, found.reason) for found in answer.findings} == {(None, reason)}
    assert answer.refused is not None
    assert blog.routes[-1] == route
    assert blog.routes.count(route) == 1


def test_a_plugin_that_switches_rest_off():
    body = json.dumps({"code": "rest_disabled", "message": "No", "data": {"status": 401}})
    blog = Blog(instead={"comments": lambda request: Answer(request, request.url, 401, {}, body.encode())})
    answer = told([one(observations=(known(),)), one(2, observations=(known(),))], blog)
    assert {found.reason for found in answer.findings} == {Reason.REFUSED}
    assert answer.refused.status == 401
    assert blog.routes == ["comments"]


def test_what_was_told_before_a_refusal_is_kept():
    posts = [one(n, observations=(known(),)) for n in range(1, 102)]
    replies = iter([b"[]", 503])
    answer = told(posts, Blog(instead={"comments": lambda request: next(replies)}))
    found = by_post(answer)
    assert [found[n].count for n in (1, 100, 101)] == [0, 0, None]
    assert answer.refused.status == 503


@pytest.mark.parametrize("locked", [{1}, {50}, {100}, {3, 97}])
def test_one_post_that_may_not_be_read_spoils_nothing_for_the_others(locked):
    posts = [one(n, observations=(known(),)) for n in range(1, 101)]
    blog = Blog([], [comment(700, 20)], locked={str(n + 10) for n in locked})
    answer = told(posts, blog)
    found = by_post(answer)
    assert {n for n in found if found[n].count is None} == locked
    assert {found[n].reason for n in locked} == {Reason.REFUSED}
    assert found[20].count == 1
    assert answer.refused is None
    assert len(blog.asked) <= 1 + 14 * len(locked)


def test_splitting_has_an_end():
    posts = [one(n, observations=(known(),)) for n in range(1, 101)]
    blog = Blog(locked={str(n + 10) for n in range(1, 101)})
    answer = told(posts, blog)
    assert {(found.count, found.reason) for found in answer.findings} == {(None, Reason.REFUSED)}
    assert len(blog.asked) == 51


def test_a_post_behind_a_password_is_not_asked_about():
    blog = Blog([shown(1), shown(2, content={"protected": True})], [comment()], locked={"12"})
    found = by_post(told([one(1), one(2)], blog))
    assert blog.routes == ["posts", "comments"]
    assert (found[1].count, found[2].count, found[2].reason) == (1, None, Reason.REFUSED)


@pytest.mark.parametrize(
    ("other", "thorough", "routes"),
    [
        pytest.param(known(0), False, ["comments"], id="left alone"),
        pytest.param(known(0), True, ["posts", "comments"], id="but for the thorough round"),
        pytest.param(known(None, reason=Reason.REFUSED), False, ["posts", "comments"], id="and where all were refused"),
    ],
)
def test_a_post_that_was_behind_a_password(other, thorough, routes):
    blog = Blog([shown(1), shown(2, content={"protected": True})], [comment()], locked={"12"})
    locked = one(2, observations=(known(None, reason=Reason.REFUSED),))
    found = by_post(told([one(1, observations=(other,)), locked], blog, thorough=thorough))
    assert blog.routes == routes
    assert (found[1].count, found[2].count, found[2].reason) == (1, None, Reason.REFUSED)
