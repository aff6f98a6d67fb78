"""Isso as it was recorded, with the truth beside it."""

import json

import pytest

from aggregator.comments import isso
from aggregator.core.model import Reason
from tests.support.build import post
from tests.support.issothreads import Isso
from tests.support.replays import needs_captures, question, recorded, recorded_page, true_posts
from tests.support.sources import ask, by_post
from tests.support.threadservers import HOME, SITE

pytestmark = needs_captures
PARAMS = {"server": "http://127.0.0.1:8107/", "host": "127.0.0.1", "ids": "path"}


def real_isso(request):
    """The answers as they were recorded, to the requests as they were recorded."""
    if request.json:
        assert json.loads(request.json) == question("static/isso-count")[:12]
        return json.dumps(json.loads(recorded("static/isso-count").body)[:12])
    number = request.url.split("innlegg-")[1].removesuffix("%2F")
    return recorded(f"static/isso-post-{number}", request) if number == "4" else 404


def test_a_real_isso_tells_the_truth():
    truth = true_posts("static")
    posts = [post(number, url=real["url"], observations=(Isso.seen(),)) for number, real in truth.items()]
    answer, asked = ask(isso, SITE, posts, real_isso, params=PARAMS)
    found = by_post(answer)
    assert answer.refused is None
    assert {number: finding.count for number, finding in found.items()} == {
        number: len(real["comments"]) for number, real in truth.items()
    }
    assert len(asked) == 1 + sum(bool(real["comments"]) for real in truth.values())
    [number] = [number for number, real in truth.items() if real["url"].endswith("innlegg-4/")]
    real = truth[number]["comments"]
    assert found[number].listed
    assert [comment.key for comment in found[number].comments] == [str(one["id"]) for one in real]
    assert [comment.author for comment in found[number].comments] == [one["author"] for one in real]
    assert [comment.author_url for comment in found[number].comments] == [one["author_url"] for one in real]
    assert [comment.parent or "0" for comment in found[number].comments] == [one["parent"] for one in real]


def test_a_real_isso_does_not_tell_an_unknown_thread_from_an_empty_one():
    counted = json.loads(recorded("static/isso-count").body)
    assert dict(zip(question("static/isso-count"), counted, strict=True))["/nope/"] == 0
    assert json.loads(recorded("static/isso-count-absolute").body) == [0]


def test_the_refusal_of_a_real_isso_is_understood():
    refusal = recorded("static/isso-count-get")
    found, _, answer = Isso(instead={"/count": refusal}).told(Isso.old(1))
    assert answer.refused
    assert (found[1].reason, answer.refused.body) == (Reason.REFUSED, refusal.body)


@pytest.mark.parametrize(
    "name", ["static/post-0-page", "static/home", "hugo/post-0-page", "mezzanine/post-0-page", "ghost/home"]
)
def test_real_pages_without_isso_are_not_taken_for_it(name):
    assert isso.recognises(SITE, recorded_page(name, HOME)) is None
