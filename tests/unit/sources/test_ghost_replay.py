"""Ghost as it was recorded, with the truth beside it."""

import json
from urllib.parse import urlsplit

import pytest

from aggregator.comments import ghost
from aggregator.core.record import replace
from tests.support.ghostapi import SITE, guid, one, seen, told
from tests.support.replays import needs_captures, recorded, recorded_names, recorded_page, true_posts

pytestmark = needs_captures
UNNAMED = replace(SITE, generator="")
BASE = "http://127.0.0.1:8105/"
WHERE = {"counts": BASE + "members/api/comments/counts/", "members": BASE}


def real_blog(request):
    path = urlsplit(request.url).path
    if path.endswith("/counts/"):
        return recorded("ghost/counts", request)
    return recorded(f"ghost/post-{path.split('/')[-2]}-comments", request)


def test_a_real_post_page_is_recognised():
    post_page = recorded_page("ghost/post-6b02e1566152d95a024a542d-page", BASE + "notes-links-2/")
    assert ghost.recognises(UNNAMED, post_page) == {**WHERE, "comments": "all"}
    assert ghost.recognises(UNNAMED, recorded_page("ghost/home", BASE)) == WHERE


@pytest.mark.parametrize(
    "name", ["mezzanine/post-0-page", "hugo/post-0-page", "static/post-0-page", "wordpress-twelve/home"]
)
def test_real_pages_of_other_platforms_are_not_taken_for_it(name):
    assert ghost.recognises(UNNAMED, recorded_page(name, BASE)) is None


def test_a_real_ghost_tells_the_truth():
    truth = true_posts("ghost")
    known = {name.split("-")[1] for name in recorded_names("ghost", "post-*-comments")}
    posts = [one(number, guid=real["guid"], url=real["url"]) for number, real in truth.items()]
    found, asked, answer = told(real_blog, *[post for post in posts if post.guid in known])
    assert answer.refused is None
    assert len(found) == 8
    for number, finding in found.items():
        real = truth[number]["comments"]
        assert finding.count == len(real)
        assert finding.listed == bool(real)
        assert [comment.key for comment in finding.comments] == [comment["id"] for comment in real]
        assert [comment.author for comment in finding.comments] == [comment["author"] for comment in real]
        assert [comment.parent or "0" for comment in finding.comments] == [comment["parent"] for comment in real]
    assert len(asked) == 1 + sum(bool(finding.comments) for finding in found.values())


def test_a_real_ghost_counts_a_new_comment_and_a_reply():
    real = {one["guid"]: one for one in true_posts("ghost").values()}
    new, replied = "6b02e15c6152d95a024a5453", "6b02e1566152d95a024a542d"
    after = recorded("ghost/after-comment-counts")
    known = one(2, guid=replied, observations=(seen(3, listed=True),))
    found, _, _ = told(lambda r: after if "counts" in r.url else 404, one(1, guid=new), known)
    assert (len(real[new]["comments"]), found[1].count, found[2].count) == (0, 1, 3)
    after = recorded("ghost/after-reply-counts")
    found, asked, _ = told(lambda r: after if "counts" in r.url else 404, known)
    assert (found[2].count, found[2].listed, len(asked)) == (4, False, 2)


def test_a_real_ghost_counts_nothing_for_an_id_it_does_not_have():
    unknown = recorded("ghost/counts-unknown")
    assert json.loads(unknown.body) == {guid(0): 0}
    found, _, _ = told(lambda _: unknown, one(1, guid="about-us"))
    assert found[1].count is None
