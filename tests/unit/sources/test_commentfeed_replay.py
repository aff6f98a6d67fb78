"""Feeds of comments as real WordPress wrote them, from the folders beside the repository; the truth lies with them."""

import json

import pytest

from aggregator.comments import commentfeed
from aggregator.core.dates import read_date
from aggregator.core.http import Request
from aggregator.core.model import Bound, Kind, Reason
from aggregator.core.source import Site
from aggregator.feeds import read_feed
from tests.support.build import at, post
from tests.support.sources import NOW, ask, by_post, captured, shared

CAPTURES, CORPUS = shared("captures"), shared("corpus")
pytestmark = pytest.mark.skipif(not (CAPTURES and CORPUS), reason="no folder of captures")
BLOGS = ("one", "three", "twelve", "thirty")


def replay(name, *, without=()):
    """The recorded answers of a blog by their addresses."""
    rows = [row for row in json.loads((CAPTURES / "index.json").read_text("utf-8")) if row["method"] == "GET"]
    mine = [row for row in rows if row["name"].startswith(f"wordpress-{name}/") and not row["request_headers"]]
    before = [row for row in mine if not row["name"].partition("/")[2].startswith(("after-", "form-", "gzip-"))]
    names = {row["url"]: row["name"] for row in before if not row["name"].endswith(without)}

    def web(request):
        return captured(CAPTURES, names[request.url], request) if request.url in names else 404

    return web


def truth(name):
    blogs = json.loads((CAPTURES / "truth-before.json").read_text("utf-8"))["blogs"]
    return next(blog for blog in blogs if blog["id"] == name)


def blog_of(name):
    """The blog as its feed tells of it, and its posts as the truth has them, with the feeds of their comments."""
    told = truth(name)
    answer = captured(CAPTURES, f"wordpress-{name}/feed", Request(told["feed"]))
    feed = read_feed(answer.body, answer.headers["content-type"], told["feed"])
    site = Site(told["feed"], feed.home, feed.generator, feed.version, wordpress=True, feed_posts=len(feed.posts))
    plain = "?" in told["feed"]
    posts = []
    for row in told["posts"]:
        dated = read_date(row["date"])
        where = f"{told['url']}?feed=rss2&p={row['id']}" if plain else f"{row['url']}feed/"
        in_feed = NOW if any(one.guid == row["guid"] for one in feed.posts) else dated
        posts.append(
            post(row["id"], guid=row["guid"], url=row["url"], dated=dated, comments_feed=where, in_feed_at=in_feed)
        )
    return site, posts, {row["id"]: row["comments"] for row in told["posts"]}


def check(found, comments):
    """A finding says no more than is true; returns whether it tells the whole truth."""
    real = {one["id"]: one for one in comments if one["id"] != "1"}
    assert {one.key for one in found.comments} <= set(real)
    for one in found.comments:
        assert one.author == real[one.key]["author"]
        assert one.kind is (Kind.PING if real[one.key]["type"] == "pingback" else Kind.COMMENT)
        assert one.own is None
    if found.count is None:
        return False
    assert found.count == len(found.comments)
    assert found.listed == (found.bound is Bound.EXACT)
    assert not found.listed or found.count == len(real)
    return found.listed


@pytest.mark.parametrize("name", BLOGS)
@pytest.mark.parametrize("thorough", [True, False], ids=["thorough", "in between"])
def test_nothing_but_the_truth(name, thorough):
    site, posts, comments = blog_of(name)
    told, asked = ask(commentfeed, site, posts, replay(name), thorough=thorough)
    whole = [check(found, comments[number]) for number, found in by_post(told).items()]
    assert len(whole) == len(posts)
    assert told.refused is None
    assert len(asked) <= (105 if thorough else 7)


@pytest.mark.parametrize(("name", "known"), [("one", 1), ("three", 3), ("twelve", 7), ("thirty", 16)])
def test_how_many_posts_a_single_request_tells_of(name, known):
    site, posts, comments = blog_of(name)
    bare = [post(one.id, guid=one.guid, url=one.url, dated=one.dated) for one in posts]
    told, _asked = ask(commentfeed, site, bare, replay(name))
    assert sum(check(found, comments[number]) for number, found in by_post(told).items()) == known


@pytest.mark.parametrize("name", BLOGS)
def test_single_posts_tell_the_whole_truth(name):
    site, posts, comments = blog_of(name)
    told, asked = ask(commentfeed, site, posts, replay(name, without=("/comments-feed",)), thorough=True)
    asked_for = {request.url for request in asked}
    for one in posts:
        found = by_post(told)[one.id]
        if one.comments_feed in asked_for and found.reason is not Reason.NOT_THERE:
            assert check(found, comments[one.id]), one.url


@pytest.mark.parametrize(
    "name", [f"wordpress-{blog}/{what}" for blog in BLOGS for what in ("feed", "wrong-feed", "home")]
)
def test_feeds_of_posts_are_no_feeds_of_comments(name):
    site, posts, _comments = blog_of(name.partition("/")[0].removeprefix("wordpress-"))
    told, _asked = ask(commentfeed, site, posts, lambda request: captured(CAPTURES, name, request))
    assert {found.count for found in told.findings} == {None}


ANN = "http://ann.example.org"
ANN_SITE = Site(f"{ANN}/feed/", ANN, "https://wordpress.org/?v=6.1.9", "rss20", wordpress=True, feed_posts=10)
LOCALES = ("en", "et", "fi", "fr_FR", "he_IL", "hu_HU", "ru_RU", "tr_TR", "zh_CN")
COMMENTS = {"p5": {"21"}, "p6": {"19", "20", "22", "23"}, "p8": {"14", "15", "16", "17", "18"}}


def ann(number, published="2026-11-16 10:58", **changes):
    where = f"{ANN}/2026/11/post-{number - 3}/"
    plain = {"guid": f"{ANN}/?p={number}", "url": where, "dated": at(published), "comments_feed": f"{where}feed/"}
    return post(number, **{**plain, **changes})


def sample(name):
    return (CORPUS / f"gen-wp619-{name}.xml").read_bytes()


@pytest.mark.parametrize("name", ["comments-atom-en", *(f"comments-rss2-{locale}" for locale in LOCALES)])
def test_every_language_tells_the_same(name):
    """The feed is full, so that a post is covered if it is younger than the oldest comment."""
    address = f"{ANN}/comments/feed/" + ("atom/" if "atom" in name else "")
    posts = [ann(5), ann(6), ann(8), ann(7, "2026-11-22 12:00"), ann(9)]
    told, _asked = ask(commentfeed, ANN_SITE, posts, {address: sample(name)})
    found = by_post(told)
    assert {f"p{number}": {one.key for one in found[number].comments} for number in (5, 6, 8)} == COMMENTS
    assert [found[number].bound for number in (5, 6, 8)] == [Bound.AT_LEAST] * 3
    assert (found[7].count, found[7].listed) == (0, True)
    assert found[9].count is None


def test_atom_tells_more():
    web = {f"{ANN}/comments/feed/atom/": sample("comments-atom-en")}
    told, _asked = ask(commentfeed, ANN_SITE, [ann(6)], web)
    comments = {one.key: one for one in told.findings[0].comments}
    assert comments["19"].parent == "2"
    assert "#comment-2" not in comments["19"].text
    assert comments["20"].author_url == "http://zoe.example.com/"


@pytest.mark.parametrize(
    ("name", "number", "count"),
    [
        pytest.param("post-comments-atom-en", 6, 5, id="Atom"),
        pytest.param("post-comments-rss2-et", 6, 5, id="RSS"),
        pytest.param("post-comments-zero-rss2-en", 12, 0, id="zero"),
        pytest.param("post-comments-zero-rss2-en", 6, None, id="zero of another post"),
        pytest.param("post-comments-rss2-et", 12, None, id="five of another post"),
        pytest.param("post-comments-nonexistent-200", 12, None, id="a post that is not there"),
        pytest.param("posts-rss2-paged2-en", 12, None, id="posts"),
    ],
)
def test_feeds_of_single_posts(name, number, count):
    one = ann(number)
    told, _asked = ask(commentfeed, ANN_SITE, [one], {one.comments_feed: sample(name)})
    assert (told.findings[0].count, told.findings[0].listed) == (count, count is not None)


def test_no_other_feed_makes_a_post_look_uncommented():
    posts = [ann(12, comments_feed=f"{ANN}/elsewhere/")]
    genuine = {"gen-wp619-post-comments-zero-rss2-en.xml"}
    for path in sorted(CORPUS.glob("*.*")):
        if path.name in genuine or path.stat().st_size > 20_000:
            continue
        body = path.read_bytes()
        told, _asked = ask(commentfeed, ANN_SITE, posts, lambda _request, body=body: body)
        assert told.findings[0].count is None, path.name
