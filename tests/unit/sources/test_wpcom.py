import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import wpcom
from aggregator.core.http import Answer
from aggregator.core.model import Finding, FoundComment, Kind, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.build import observation as seen
from tests.support.sources import NOW, ask, by_post, shared

CAPTURES = Path(__file__).resolve().parents[2] / "data" / "captures" / "wpcom"
HOME = "https://kari.wordpress.com/"
API = "https://public-api.wordpress.com/rest/v1.1/sites/"
SITE = Site(HOME + "feed/", HOME, "http://wordpress.com/", "rss20", wordpress=True, site_id="12345678")
PARAMS = {"site": "12345678"}
ELSEWHERE = Site("https://kari.example/feed/", "https://kari.example/", "https://wordpress.org/?v=6.9")
HTML = "<!doctype html><title>Kari</title>"
COUNTER = (
    "<script>_stq = window._stq || [];\n_stq.push([ {q}clickTrackerInit{q}, {q}158030683{q}, {q}17{q} ]);</script>"
)


def stored(number, **changes):
    """The post that the API shows with this number in posts.json."""
    row = next(row for row in json.loads((CAPTURES / "posts.json").read_text())["posts"] if row["ID"] == number)
    plain = post(number, dated=at(row["date"]), guid=f"http://kari.wordpress.com/?p={number}", url=row["URL"])
    return replace(plain, **changes)


def known(count, listed=True, **changes):
    return seen(count, source="wpcom", listed=listed, includes_pings=True, **changes)


def name(request):
    """The file that answers a request, whatever it asks for of it."""
    path = urlsplit(request.url).path.partition("/sites/")[2].partition("/")[2].strip("/")
    return path if "replies" not in path else f"replies-{path.split('/')[1]}"


class Blog:
    """WordPress.com with the recorded answers, or with others `instead`."""

    def __init__(self, **instead):
        self.instead, self.asked = instead, []

    def __call__(self, request):
        assert request.url.startswith(API)
        self.asked.append(name(request))
        reply = self.instead.get(name(request).replace("-", "_"))
        if callable(reply):
            return reply(request)
        file = CAPTURES / f"{name(request)}.json"
        return reply if reply is not None else file.read_bytes() if file.is_file() else 404


def told(posts, blog, **changes):
    answer, _ = ask(wpcom, changes.pop("site", SITE), posts, blog, **{"params": PARAMS} | changes)
    assert len(answer.findings) == len(posts)
    return answer


def one(number, blog=None, **changes) -> Finding:
    kept = changes.pop("stored", {})
    return by_post(told([stored(number, **kept)], blog or Blog(), **changes))[number]


# -- recognised -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "html", "address"),
    [
        pytest.param(SITE, None, "12345678", id="a number in the feed"),
        pytest.param(replace(SITE, site_id=None), None, "kari.wordpress.com", id="an address there"),
        pytest.param(
            replace(SITE, site_id=None, home="https://kari.example/"), None, "kari.wordpress.com", id="two addresses"
        ),
        pytest.param(
            replace(SITE, site_id=None, feed="https://kari.example/feed/", home="https://www.kari.example/"),
            None,
            "www.kari.example",
            id="a domain of its own",
        ),
        pytest.param(
            Site("https://kari.example/feed/atom/", None, "WordPress.com"), None, "kari.example", id="Atom, no home"
        ),
        pytest.param(replace(ELSEWHERE, site_id="99"), None, "99", id="Jetpack in the feed"),
        pytest.param(ELSEWHERE, COUNTER.format(q="'"), "158030683", id="Jetpack on the page, old"),
        pytest.param(ELSEWHERE, COUNTER.format(q='"'), "158030683", id="Jetpack on the page"),
        pytest.param(replace(ELSEWHERE, site_id="12/../3"), None, None, id="no number"),
        pytest.param(replace(ELSEWHERE, site_id="١٢"), None, None, id="no plain number"),
        pytest.param(ELSEWHERE, HTML, None, id="WordPress without Jetpack"),
        pytest.param(ELSEWHERE, "<p>[ 'clickTrackerInit', '12', '3' ]</p>", None, id="only written about"),
        pytest.param(ELSEWHERE, "<script src=https://stats.wp.com/e-1.js></script>", None, id="no number on the page"),
        pytest.param(Site("https://kari.example/rss"), HTML, None, id="another platform"),
        pytest.param(Site("https://notwordpress.com/feed"), None, None, id="a name that only ends so"),
    ],
)
def test_recognised(site, html, address):
    page = read_page(html, "https://kari.example/1/") if html else None
    assert wpcom.recognises(site, page) == ({"site": address} if address else None)


@pytest.mark.skipif(not shared("corpus"), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("page-buchperlen.wordpress.com.html", {"site": "9930897"}),
        ("page-rosa-mag.de.womanking.html", {"site": "158030683"}),
        ("page-jovelstefan.de.gefallt.html", None),
        ("gen-wp619-page-wp-post.html", None),
    ],
)
def test_real_pages(page, params):
    html = (shared("corpus") / page).read_text("utf-8", "replace")
    assert wpcom.recognises(Site("https://kari.example/feed/"), read_page(html, "https://kari.example/1/")) == params


@pytest.mark.parametrize(
    ("site", "params", "address"),
    [
        (SITE, {"site": "kari.wordpress.com"}, "kari.wordpress.com"),
        (SITE, {"site": "kari/../x?y"}, "kari%2F..%2Fx%3Fy"),
        (SITE, {}, "12345678"),
        (ELSEWHERE, {}, "kari.example"),
    ],
)
def test_the_blog_that_is_asked_about(site, params, address):
    _, asked = ask(wpcom, site, [stored(31)], {}, params=params)
    assert asked[0].url == f"{API}{address}/posts/?number=100&fields=ID,URL,date,author,discussion"


# -- counts -----------------------------------------------------------------------------------------


def test_zero_and_open():
    blog = Blog()
    assert one(31, blog) == Finding(31, 0, includes_pings=True, openness=Openness.OPEN, listed=True)
    assert blog.asked == ["posts"]


def test_zero_and_closed():
    assert one(19) == Finding(19, 0, includes_pings=True, openness=Openness.CLOSED, listed=True)


@pytest.mark.parametrize("said", ["no", None, 1, 0])
def test_open_is_only_what_is_said_so(said):
    assert one(31, Blog(posts=posts_with({"comments_open": said, "comment_count": 0}))).openness is Openness.UNKNOWN


@pytest.mark.parametrize(
    "discussion", [None, [], {}, {"comment_count": None}, {"comment_count": "x"}, {"comment_count": -1}]
)
def test_a_post_without_a_number_of_comments_is_unknown(discussion):
    found = one(31, Blog(posts=posts_with(discussion)))
    assert (found.count, found.reason) == (None, Reason.NOT_LISTED)


def posts_with(discussion, **changes):
    row = json.loads((CAPTURES / "posts.json").read_text())["posts"][0]
    return json.dumps({"found": 1, "posts": [row | {"discussion": discussion} | changes]})


@pytest.mark.parametrize(
    ("kept", "is_ours"),
    [
        pytest.param({}, True, id="as it is"),
        pytest.param({"guid": "http://old.example/?p=31", "url": "https://kari.example/1/"}, True, id="moved"),
        pytest.param({"published": None}, True, id="by its address"),
        pytest.param({"guid": "tag:31"}, True, id="without a number"),
        pytest.param({"guid": "tag:31", "url": "https://kari.example/1/"}, False, id="with nothing in common"),
        pytest.param({"guid": "http://kari.wordpress.com/?p=28"}, False, id="the number of another post"),
        pytest.param({"guid": "http://kari.wordpress.com/?p=99"}, False, id="a number that is not shown"),
    ],
)
def test_only_a_post_that_the_api_shows_can_be_zero(kept, is_ours):
    found = one(31, stored=kept)
    assert (found.count, found.reason) == ((0, None) if is_ours else (None, Reason.NOT_LISTED))


# -- comments ---------------------------------------------------------------------------------------


def test_who_has_commented():
    assert one(28) == Finding(
        28,
        2,
        includes_pings=True,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                "64",
                "Kari Nordmann",
                "http://kari.wordpress.com",
                "501",
                True,
                published=at("2026-11-15 09:00"),
                url=HOME + "2026/11/14/answered/#comment-64",
                parent="63",
                text="Thank you, Ola!",
            ),
            FoundComment(
                "63",
                "Ola & Per",
                "https://ola.example.org/",
                published=at("2026-11-14 20:05"),
                url=HOME + "2026/11/14/answered/#comment-63",
                text="Well said & done.",
            ),
        ),
        listed=True,
    )


def test_pings_are_told_apart():
    found = one(22)
    assert (found.count, found.listed, [said.kind for said in found.comments]) == (1, True, [Kind.PING])


def test_a_post_whose_comments_are_not_all_among_the_newest_is_asked_for_by_itself():
    blog = Blog()
    found = one(25, blog)
    assert blog.asked == ["posts", "comments", "replies-25"]
    assert (found.count, found.listed) == (4, True)
    assert [(said.key, said.kind, said.own) for said in found.comments] == [
        ("61", Kind.COMMENT, False),
        ("60", Kind.PING, None),
        ("59", Kind.COMMENT, None),
        ("58", Kind.COMMENT, False),
    ]


def test_accounts_elsewhere_prove_only_who_is_the_same():
    found = one(25, site=ELSEWHERE)
    assert [said.own for said in found.comments] == [None, None, None, None]
    assert [said.own for said in one(28, site=ELSEWHERE).comments] == [True, None]


def test_all_posts_at_once():
    blog = Blog()
    found = by_post(told([stored(n) for n in (31, 28, 25, 22, 19)], blog))
    assert blog.asked == ["posts", "comments", "replies-25"]
    assert {n: (one.count, len(one.comments)) for n, one in found.items()} == {
        31: (0, 0),
        28: (2, 2),
        25: (4, 4),
        22: (1, 1),
        19: (0, 0),
    }
    assert all(one.listed for one in found.values())


def test_wordpress_own_comment_is_nobodys():
    row = json.loads((CAPTURES / "comments.json").read_text())["comments"][-1]
    row |= {
        "ID": 1,
        "type": "comment",
        "author": {"ID": 0, "name": "A WordPress Commenter", "URL": "https://wordpress.org/"},
    }
    found = one(22, Blog(comments=json.dumps({"found": 1, "comments": [row]})))
    assert (found.count, found.comments, found.listed) == (0, (), True)


@pytest.mark.parametrize(
    "junk", [{}, {"ID": "55", "post": {"ID": 22}}, {"ID": 70}, {"ID": 70, "post": 22}, {"ID": 70, "post": {"ID": 9}}, 3]
)
def test_a_list_with_something_else_in_it(junk):
    rows = json.loads((CAPTURES / "comments.json").read_text())["comments"]
    found = one(22, Blog(comments=json.dumps({"comments": [*rows, junk]})))
    assert (found.count, found.listed) == (1, True)


@pytest.mark.parametrize(
    "changes", [{"author": None}, {"author": {"ID": "x", "name": 3, "URL": []}}, {"content": 3, "date": {}}]
)
def test_a_comment_of_odd_shape_is_still_a_comment(changes):
    rows = [row | changes for row in json.loads((CAPTURES / "comments.json").read_text())["comments"]]
    assert one(22, Blog(comments=json.dumps({"comments": rows}))).count == 1


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
