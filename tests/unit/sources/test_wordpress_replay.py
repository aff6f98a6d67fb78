"""WordPress's REST API as it was recorded of real blogs, with the truth beside it."""

import json

import pytest

from aggregator.comments import wordpress
from aggregator.core.dates import read_date
from aggregator.core.model import Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import by_post, captured, shared
from tests.support.wordpressrest import FEEDS, HOME, Blog, told


@pytest.mark.skipif(not shared("captures"), reason="the captures are not here")
@pytest.mark.parametrize(
    ("page", "root"),
    [
        ("wordpress-one/post-4-page", "http://127.0.0.1:8101/wp-json/"),
        ("wordpress-three/post-6-page", "http://127.0.0.1:8102/index.php?rest_route=/"),
        ("wordpress-twelve/home", "http://127.0.0.1:8103/blogg/wp-json/"),
        ("ghost/home", None),
        ("hugo/home", None),
        ("mezzanine/post-0-page", None),
        ("static/post-0-page", None),
    ],
)
def test_real_pages(page, root):
    answer = captured(shared("captures"), page)
    known = read_page(answer.body.decode(), HOME)
    assert wordpress.recognises(Site(HOME + "feed"), known) == ({"api": root} if root else None)


def truth(moment):
    folder = shared("captures")
    if not folder:
        return []
    blogs = json.loads((folder / f"truth-{moment}.json").read_text("utf-8"))["blogs"]
    return [pytest.param(blog, moment, id=f"{blog['id']} {moment}") for blog in blogs if blog["id"] in FEEDS]


def recorded(blog, moment):
    """The blog as it was recorded, when it was, and its REST root. A comment came between before and after."""
    folder = shared("captures") / f"wordpress-{blog['id']}"
    before, posts = captured(folder, "rest-comments"), captured(folder, "rest-posts")
    after = captured(folder, "after-rest-comments")
    rows = json.loads(before.body) + (json.loads(after.body) if moment == "after" else [])
    root = posts.headers["link"].partition("<")[2].partition(">")[0]
    locked = {str(one["id"]) for one in blog["posts"] if one["password"]}
    when = read_date((before if moment == "before" else after).headers["date"])
    return Blog(json.loads(posts.body), rows, root=root, locked=locked), when, root


@pytest.mark.skipif(not shared("captures"), reason="the captures are not here")
def test_a_locked_post_was_answered_so():
    answer = captured(shared("captures") / "wordpress-thirty", "post-38-rest-comments")
    assert wordpress._locked_out(answer)
    assert not wordpress._locked_out(captured(shared("captures") / "wordpress-thirty", "rest-pingbacks"))


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize(("blog", "moment"), [*truth("before"), *truth("after")])
def test_the_whole_truth_of_a_real_blog(blog, moment, thorough):
    api, when, root = recorded(blog, moment)
    site = Site(blog["feed"], blog["url"], "https://wordpress.org/?v=6.1.9", "rss20", wordpress=True, api=root)
    posts = [
        post(one["id"], guid=one["guid"], url=one["url"], dated=read_date(one["date"]), author=one["author"])
        for one in blog["posts"]
    ]
    found = by_post(told(posts, api, site=site, params=wordpress.recognises(site, None), thorough=thorough))
    for true in blog["posts"]:
        right(found[true["id"]], true, when)


def right(found, true, when):
    if true["password"]:
        assert (found.count, found.reason) == (None, Reason.REFUSED)
        return
    real = {
        said["id"]: said
        for said in true["comments"]
        if said["type"] == "comment"
        and said["author_url"] != "https://wordpress.org/"
        and read_date(said["date"]) <= when
    }
    assert found.count == len(real)
    assert found.listed
    assert found.openness is (Openness.UNKNOWN if true["open"] else Openness.CLOSED)
    assert {said.key for said in found.comments} == real.keys()
    for said in found.comments:
        row = real[said.key]
        assert (said.author, said.published) == (row["author"], read_date(row["date"]))
        assert said.parent == (row["parent"] if row["parent"] != "0" else None)
        assert said.own is (None if said.author_id is None else row["by_post_author"])
    if all(said.author_id for said in found.comments):
        assert sum(not said.own for said in found.comments) == true["comments_by_others"]
