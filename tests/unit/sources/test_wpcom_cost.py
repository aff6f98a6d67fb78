"""What a round of questions to WordPress.com costs, and where it refuses."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import wpcom
from aggregator.core.http import Answer
from aggregator.core.model import Reason
from aggregator.core.record import replace
from tests.support.build import at, post
from tests.support.sources import NOW, ask, by_post
from tests.support.wpcomapi import CAPTURES, HOME, HTML, PARAMS, SITE, Blog, known, one, stored, told

# -- what a round costs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "thorough", "asked"),
    [
        pytest.param((), False, ["posts", "comments"], id="never asked"),
        pytest.param((known(2),), False, ["posts"], id="nothing new"),
        pytest.param((known(1),), False, ["posts", "comments"], id="one more"),
        pytest.param((known(2, listed=False),), False, ["posts", "comments"], id="counted, not listed"),
        pytest.param((replace(known(2), source="feedfields"),), False, ["posts", "comments"], id="by another source"),
        pytest.param((known(2),), True, ["posts", "comments"], id="the thorough round"),
    ],
)
def test_who_has_commented_is_asked_when_the_number_has_changed(said, thorough, asked):
    blog = Blog()
    found = one(28, blog, stored={"observations": said}, thorough=thorough)
    assert blog.asked == asked
    assert (found.count, found.listed) == (2, len(asked) > 1)


def many(number, oldest_first=False):
    """So many posts with a comment each, and the answer that shows them."""
    row = json.loads((CAPTURES / "posts.json").read_text())["posts"][1]
    rows = [
        row | {"ID": n, "URL": f"{HOME}{n}/", "date": f"2026-11-{28 - n % 28:02}T10:00:00+00:00"}
        for n in range(1, number + 1)
    ]
    for one_row in rows:
        one_row["discussion"] = {"comments_open": True, "comment_count": 1}
    posts = [
        post(n, guid=f"{HOME}?p={n}", url=f"{HOME}{n}/", dated=at("2026-11-01 10:00")) for n in range(1, number + 1)
    ]
    return posts, rows


def replies(request):
    number = int(urlsplit(request.url).path.split("/")[-3])
    row = {"ID": number + 1000, "post": {"ID": number}, "type": "comment", "author": {"ID": 0, "name": "Ola"}}
    return Answer(request, request.url, 200, {}, json.dumps({"found": 1, "comments": [row]}).encode())


@pytest.mark.parametrize(("thorough", "most"), [(False, 10), (True, 40)])
def test_requests_for_single_posts_are_bounded(thorough, most):
    posts, rows = many(40)
    posts[6] = replace(posts[6], observations=(known(0, checked_at=NOW - timedelta(days=3)),))
    posts[7:] = [replace(one, observations=(known(0, checked_at=NOW),)) for one in posts[7:]]
    asked = []

    def web(request):
        asked.append(request.url)
        if "replies" in request.url:
            return replies(request)
        return json.dumps({"found": 40, "posts": rows} if "/posts/" in request.url else {"found": 40, "comments": []})

    found = by_post(told(posts[::-1], web, thorough=thorough))
    assert len(asked) == 2 + most
    assert all(one.count == 1 for one in found.values())
    assert all(found[n].listed for n in range(1, 8))
    assert sum(one.listed for one in found.values()) == most


@pytest.mark.parametrize(
    ("published", "requests"),
    [
        pytest.param(at("2026-11-20 10:00"), 1, id="it would stand on the first page"),
        pytest.param(at("2026-01-01 10:00"), 3, id="it may stand further back"),
    ],
)
def test_further_pages_are_read_as_far_back_as_there_are_posts_to_find(published, requests):
    _, rows = many(250)
    rows = [row | {"date": str(at("2026-11-18 10:00") - timedelta(hours=row["ID"]))} for row in rows]

    def web(request):
        page = int(parse_qs(urlsplit(request.url).query).get("page", ["1"])[0])
        return json.dumps({"found": 250, "posts": rows[100 * page - 100 : 100 * page]})

    missing = post(999, guid=f"{HOME}?p=999", url=f"{HOME}999/", dated=published)
    answer, asked = ask(wpcom, SITE, [missing], web, params=PARAMS)
    assert len(asked) == requests
    assert (answer.findings[0].count, answer.findings[0].reason) == (None, Reason.NOT_LISTED)


def test_pages_without_dates_are_not_followed():
    _, rows = many(100)
    body = json.dumps({"posts": [row | {"date": "soon"} for row in rows]})
    missing = post(999, guid=f"{HOME}?p=999", url=f"{HOME}999/", dated=at("2020-01-01 10:00"))
    answer, asked = ask(wpcom, SITE, [missing], lambda request: body, params=PARAMS)
    assert (len(asked), answer.findings[0].reason) == (1, Reason.NOT_LISTED)


def test_pages_without_end_are_cut():
    _, rows = many(100)
    missing = post(999, guid=f"{HOME}?p=999", url=f"{HOME}999/", dated=at("2020-01-01 10:00"))
    _, asked = ask(wpcom, SITE, [missing], lambda request: json.dumps({"posts": rows}), params=PARAMS)
    assert len(asked) == 10


@pytest.mark.parametrize(("found_says", "pages", "listed"), [(250, 3, True), (251, 3, False), (9000, 10, False)])
def test_a_long_list_of_comments_is_whole_when_its_number_says_so(found_says, pages, listed):
    row = json.loads((CAPTURES / "replies-25.json").read_text())["comments"][0]

    def web(request):
        page = int(parse_qs(urlsplit(request.url).query).get("page", ["1"])[0])
        last = 250 if found_says < 9000 else 9000
        keys = range(100 * page - 99, min(100 * page, last) + 1)
        return json.dumps({"found": found_says, "comments": [row | {"ID": 100 + key} for key in keys]}).encode()

    blog = Blog(replies_25=web)
    found = one(25, blog)
    assert blog.asked.count("replies-25") == pages
    assert (found.count, found.listed) == ((250, True) if listed else (4, False))


def test_no_posts_cost_nothing():
    assert ask(wpcom, SITE, [], {}, params=PARAMS)[1] == []


# -- refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(("unknown-blog", 404), Reason.NOT_THERE, id="unknown blog"),
        pytest.param(("private-blog", 403), Reason.REFUSED, id="private blog"),
        pytest.param(429, Reason.TOO_MANY, id="asked too much"),
        pytest.param(503, Reason.UNREACHABLE, id="overloaded"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param(HTML, Reason.NOT_UNDERSTOOD, id="a web page"),
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a bare list"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no posts"),
        pytest.param('{"posts": {}}', Reason.NOT_UNDERSTOOD, id="posts that are no list"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    def web(request):
        file, status = reply
        return Answer(request, request.url, status, {}, (CAPTURES / f"{file}.json").read_bytes())

    blog = Blog(posts=web if isinstance(reply, tuple) else reply)
    answer = told([stored(31), stored(28)], blog)
    assert blog.asked == ["posts"]
    assert {(found.count, found.reason) for found in answer.findings} == {(None, reason)}
    assert answer.refused is not None


@pytest.mark.parametrize(
    ("reply", "refused"), [(429, True), (503, True), (0, True), (403, False), (404, False), (HTML, False)]
)
@pytest.mark.parametrize("place", ["comments", "replies_25"])
def test_without_who_has_commented_the_number_stands(reply, refused, place):
    blog = Blog(**{place: reply})
    answer = told([stored(31), stored(25)], blog)
    found = by_post(answer)
    assert (found[31].count, found[25].count, found[25].listed) == (0, 4, False)
    assert bool(answer.refused) is refused


def test_one_post_that_is_not_there_stops_nothing():
    posts, rows = many(3)

    def web(request):
        if "/2/replies/" in request.url:
            return 404
        if "replies" in request.url:
            return replies(request)
        return json.dumps({"posts": rows} if "/posts/" in request.url else {"comments": []})

    answer = told(posts, web)
    assert {n: one.listed for n, one in by_post(answer).items()} == {1: True, 2: False, 3: True}
    assert answer.refused is None
