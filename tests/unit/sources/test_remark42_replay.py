"""Remark42's answers in the format that its documentation gives."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import remark42
from aggregator.core.model import Finding, FoundComment, Openness
from aggregator.core.page import read_page
from tests.support.build import at, post
from tests.support.remark42threads import Remark42
from tests.support.sources import ask, by_post, shared
from tests.support.threadservers import HOME, SITE

CAPTURES = Path(__file__).parents[2] / "data" / "captures" / "remark42"


def read(name):
    return (CAPTURES / name).read_text("utf-8")


def test_a_blog_as_documented():
    first = read_page(read("post-1.html"), HOME + "1/")
    params = remark42.recognises(SITE, first)
    assert params == Remark42.NEW
    assert remark42.recognises(SITE, read_page(read("post-2.html"), HOME + "2/")) is None
    asked = {"site": "kari", "url": HOME + "1/"}

    def web(request):
        if request.json:
            return read("counts.json")
        if "/find" in request.url:
            query = parse_qs(urlsplit(request.url).query)
            assert {name: query[name][0] for name in asked} == asked
            return read("find.json")
        return read(f"post-{request.url.strip('/')[-1]}.html")

    answer, _ = ask(remark42, SITE, [post(1), post(2, title="Second")], web, params=params, thorough=True)
    found = by_post(answer)
    assert answer.params == Remark42.KNOWN
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    key = "c21a4872-0000-4681-8757-00000000000"
    assert found[1] == Finding(
        1,
        2,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                key + "1",
                "Ola & co",
                author_id="github_0001",
                published=at("2026-11-19 10:08:58.760635"),
                url=f"{HOME}1/#remark42__comment-{key}1",
                text="Well said",
            ),
            FoundComment(
                key + "3",
                "Kari",
                author_id="email_0002",
                published=at("2026-11-19 13:00"),
                url=f"{HOME}1/#remark42__comment-{key}3",
                parent=key + "1",
                text="Thank you",
            ),
        ),
        listed=True,
    )


@pytest.mark.skipif(shared("captures") is None, reason="no captures beside the repository")
def test_real_pages_of_other_platforms_are_not_taken_for_it():
    for path in sorted(shared("captures").glob("*/*.body")):
        if b"<html" in path.read_bytes()[:2000].lower():
            page = read_page(path.read_text("utf-8", "replace"), HOME)
            assert remark42.recognises(SITE, page) is None
