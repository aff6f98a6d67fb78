import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import wordpress
from aggregator.comments.wpnumbers import post_number
from aggregator.core.dates import read_date
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Kind, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.build import observation as seen
from tests.support.sources import NOW, ask, by_post, captured, shared

HOME = "https://kari.example/"
ROOT = HOME + "wp-json/"
PLAIN = HOME + "index.php?rest_route=/"
SITE = Site(HOME + "feed/", HOME, "https://wordpress.org/?v=6.9", "rss20", wordpress=True, api=ROOT)
LINK = '<link rel="https://api.w.org/" href="https://kari.example/wp-json/" />'
HTML = "<!doctype html><title>Kari</title>"
FEEDS = {"one": "feed/", "three": "?feed=rss2", "twelve": "feed/", "thirty": "feed/"}


def one(number=1, **changes):
    """Post 1 is number 11 in WordPress, post 2 number 12, …; each is a minute younger than the one before."""
    dated = at("2026-11-18 09:00") + timedelta(minutes=number)
    plain = post(number, dated=dated, guid=f"{HOME}?p={number + 10}", first_seen=at("2026-11-18 10:00"))
    return replace(plain, **changes)


def shown(number=1, **changes):
    """How the API shows the post `one(number)`."""
    row = {"id": number + 10, "link": f"{HOME}{number}/", "author": 1, "comment_status": "open"}
    return row | {"date_gmt": f"2026-11-18T09:{number:02}:00", "content": {"protected": False}} | changes


def comment(key=7, number=1, **changes):
    """How the API shows a visitor's comment on the post `one(number)`."""
    row = {"id": key, "post": number + 10, "parent": 0, "author": 0, "author_name": "Ola &amp; co", "type": "comment"}
    row |= {"author_url": "https://ola.example/", "date_gmt": "2026-11-19T10:00:00"}
    row |= {"link": f"{HOME}{number}/#comment-{key}", "content": {"rendered": "<p>Well <b>said</b></p>\n"}}
    return row | changes


class Blog:
    """A WordPress that answers by its REST API as the real one does: it filters, pages, and locks."""

    def __init__(self, posts=(), comments=(), *, root=ROOT, locked=(), pages=(), instead=None, headers=None):
        self.rows = {"posts": list(posts), "pages": list(pages), "comments": list(comments)}
        self.root, self.locked, self.asked = root, set(locked), []
        self.instead, self.headers = instead or {}, headers or {}

    def __call__(self, request):
        route, query = self._route(request.url)
        self.asked.append((route, query))
        if route in self.instead:
            return self.instead[route]
        if route not in self.rows:
            return Answer(request, request.url, 404, {"content-type": "text/html"}, HTML.encode())
        if route == "comments" and self.locked & set(query["post"].split(",")):
            body = {"code": "rest_cannot_read_post", "message": "Sorry", "data": {"status": 401}}
            return Answer(request, request.url, 401, {}, json.dumps(body).encode())
        return self._page(request, self._wanted(route, query), query)

    def _route(self, url):
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        rest = query.pop("rest_route", parts.path.partition("/wp-json")[2])
        known = url.startswith(self.root if "rest_route" not in self.root else self.root.rstrip("/"))
        return (rest.removeprefix("/wp/v2/") if known else "?"), query

    def _wanted(self, route, query):
        rows = self.rows[route]
        for name, value in (("include", "id"), ("post", "post")):
            if name in query:
                rows = [row for row in rows if str(row[value]) in query[name].split(",")]
        if "slug" in query:
            rows = [row for row in rows if row["link"].rstrip("/").rpartition("/")[2] in query["slug"].split(",")]
        return rows

    def _page(self, request, rows, query):
        size, page = int(query["per_page"]), int(query.get("page", 1))
        headers = {"x-wp-total": str(len(rows)), "x-wp-totalpages": str(-(-len(rows) // size))}
        body = json.dumps(rows[(page - 1) * size : page * size]).encode()
        return Answer(request, request.url, 200, headers | self.headers, body)

    @property
    def routes(self):
        return [route for route, _ in self.asked]


def told(posts, blog, **changes):
    """What the source tells of these posts of SITE."""
    answer, _ = ask(wordpress, changes.pop("site", SITE), posts, blog, **changes)
    assert len(answer.findings) == len(posts)
    return answer


def finding(one_post, blog, **changes) -> Finding:
    return by_post(told([one_post], blog, **changes))[one_post.id]


def known(count=0, **changes):
    """What this source has said of a post before."""
    return seen(count, source="wordpress", **changes)


# -- recognised -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "html", "params"),
    [
        pytest.param(SITE, None, {"api": ROOT}, id="the feed names the root"),
        pytest.param(replace(SITE, api=None), LINK, {"api": ROOT}, id="the page names it"),
        pytest.param(Site(HOME + "rss"), LINK, {"api": ROOT}, id="only the page is WordPress's"),
        pytest.param(replace(SITE, api=PLAIN), LINK, {"api": PLAIN}, id="the feed goes before the page"),
        pytest.param(
            Site(HOME), "<link href=/index.php?rest_route=/ rel='https://api.w.org/'>", {"api": PLAIN}, id="relative"
        ),
        pytest.param(replace(SITE, api=None), None, {}, id="nothing names it"),
        pytest.param(replace(SITE, api="javascript:1"), None, {}, id="no web address"),
        pytest.param(Site(HOME + "rss"), HTML, None, id="another platform"),
        pytest.param(Site(HOME + "rss"), "<a href='https://api.w.org/'>REST</a>", None, id="only written about"),
        pytest.param(Site("https://kari.wordpress.com/feed/", wordpress=True), None, None, id="WordPress.com"),
        pytest.param(
            replace(SITE, api=None, feed="https://kari.wordpress.com/feed/"), LINK, None, id="WordPress.com with a root"
        ),
        pytest.param(
            replace(SITE, api=None, generator="http://wordpress.com/"), None, None, id="WordPress.com, own domain"
        ),
        pytest.param(replace(SITE, api="https://public-api.wordpress.com/"), None, None, id="the API of WordPress.com"),
    ],
)
def test_recognised(site, html, params):
    page = read_page(html, HOME + "1/") if html else None
    assert wordpress.recognises(site, page) == params


# -- the root ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "root"),
    [
        pytest.param(HOME, ROOT, id="pretty"),
        pytest.param(HOME, HOME + "?rest_route=/", id="plain"),
        pytest.param(HOME + "blogg", HOME + "blogg/wp-json/", id="in a folder"),
        pytest.param(HOME + "blogg/?lang=nb", HOME + "blogg/?rest_route=/", id="plain in a folder"),
        pytest.param(None, ROOT, id="no home known"),
    ],
)
def test_a_root_that_nobody_names_is_found_and_remembered(home, root):
    blog = Blog([shown()], root=root)
    answer = told([one()], blog, site=replace(SITE, api=None, home=home))
    assert (answer.params, answer.findings[0].count) == ({"api": root}, 0)
    again = Blog([shown()], root=root)
    answer = told([one()], again, site=replace(SITE, api=None, home=home), params={"api": root})
    assert (answer.params, again.routes) == (None, ["posts", "comments"])


@pytest.mark.parametrize(
    ("status", "requests", "reason"),
    [
        pytest.param(404, 2, Reason.NOT_THERE, id="neither is there"),
        pytest.param(403, 2, Reason.REFUSED, id="a firewall"),
        pytest.param(HTML, 2, Reason.NOT_UNDERSTOOD, id="the front page"),
        pytest.param(429, 1, Reason.TOO_MANY, id="asked too much"),
        pytest.param(503, 1, Reason.UNREACHABLE, id="overloaded"),
        pytest.param(0, 1, Reason.UNREACHABLE, id="no answer"),
    ],
)
def test_no_root_is_found(status, requests, reason):
    answer, asked = ask(wordpress, replace(SITE, api=None), [one(), one(2)], lambda request: status)
    assert {(found.count, found.reason) for found in answer.findings} == {(None, reason)}
    assert answer.refused is not None
    assert len(asked) == requests
    assert answer.params is None


def test_of_two_refusals_the_first_is_told():
    web = {ROOT + "wp/v2/posts?per_page=1&_fields=id": 403}
    answer, asked = ask(wordpress, replace(SITE, api=None), [one()], lambda request: web.get(request.url, HTML))
    assert (answer.refused.status, len(asked)) == (403, 2)


@pytest.mark.parametrize(
    ("guid", "url", "number"),
    [
        ("https://kari.example/?p=12", None, 12),
        ("https://kari.example/?page_id=12", None, 12),
        ("https://kari.example/?cat=1&p=12&x=3", None, 12),
        ("https://kari.example/?p=12", "https://kari.example/?p=13", 12),
        ("tag:12", "https://kari.example/?p=13", 13),
        ("https://kari.example/?p=0", None, None),
        ("https://kari.example/?p=012", None, None),
        ("https://kari.example/?p=" + 16 * "1", None, None),
        ("https://kari.example/?p=١٢", None, None),
        ("https://kari.example/?xp=12", None, None),
        ("https://kari.example/p=12", None, None),
        ("https://kari.example/12/", None, None),
    ],
)
def test_the_number_in_a_guid(guid, url, number):
    assert post_number(one(guid=guid, url=url)) == number


@pytest.mark.parametrize(
    ("root", "address"),
    [
        (ROOT, ROOT + "wp/v2/comments?post=11&"),
        (HOME + "wp-json", ROOT + "wp/v2/comments?post=11&"),
        (PLAIN, HOME + "index.php?rest_route=/wp/v2/comments&post=11&"),
        (HOME + "?rest_route=%2F", HOME + "?rest_route=/wp/v2/comments&post=11&"),
        (ROOT + "?lang=nb", ROOT + "wp/v2/comments?lang=nb&post=11&"),
    ],
)
def test_addresses_of_each_kind_of_root(root, address):
    _, asked = ask(wordpress, replace(SITE, api=root), [one(observations=(known(),))], {})
    assert asked[0].url.startswith(address)


# -- counts and comments ----------------------------------------------------------------------------


def test_zero():
    assert finding(one(), Blog([shown()])) == Finding(1, 0, openness=Openness.UNKNOWN, listed=True)


def test_a_visitors_comment():
    found = finding(one(), Blog([shown()], [comment(7, parent=5)]))
    assert found == Finding(
        1,
        1,
        comments=(
            FoundComment(
                "7",
                "Ola & co",
                "https://ola.example/",
                published=at("2026-11-19 10:00"),
                url=HOME + "1/#comment-7",
                parent="5",
                text="Well said",
            ),
        ),
        listed=True,
    )


def test_comments_go_to_their_posts():
    posts = [one(1), one(2), one(3)]
    blog = Blog([shown(1), shown(2), shown(3)], [comment(7, 2), comment(8, 3), comment(9, 2)])
    found = by_post(told(posts, blog))
    assert {number: [said.key for said in one.comments] for number, one in found.items()} == {
        1: [],
        2: ["7", "9"],
        3: ["8"],
    }


@pytest.mark.parametrize(
    ("account", "own"),
    [(0, None), (1, True), (2, False), (None, None), ("1", None), (True, None), (-1, None)],
)
def test_own_is_told_by_account(account, own):
    [said] = finding(one(), Blog([shown(author=1)], [comment(author=account)])).comments
    assert said.own is own
    assert said.author_id == (str(account) if own is not None else None)


def test_own_is_unknown_without_the_posts_author():
    blog = Blog([shown(author=0)], [comment(author=3)])
    [said] = finding(one(), blog).comments
    assert (said.own, said.author_id) == (None, "3")
    assert blog.routes == ["posts", "comments"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"id": 1, "author_url": "https://wordpress.org/"}, 0, id="WordPress's own"),
        pytest.param({"id": 1, "author_url": "https://nb.wordpress.org/"}, 0, id="in Norwegian"),
        pytest.param({"id": 1, "author_url": "https://ola.example/"}, 1, id="somebody came first"),
        pytest.param({"id": 1, "author_url": "https://notwordpress.org/"}, 1, id="a name that only ends so"),
        pytest.param({"id": 2, "author_url": "https://wordpress.org/"}, 1, id="somebody from there"),
        pytest.param({"type": "pingback"}, 0, id="a plugin shows pingbacks"),
        pytest.param({"type": ""}, 1, id="from before types"),
    ],
)
def test_what_counts_as_a_comment(changes, count):
    found = finding(one(), Blog([shown()], [comment(**changes)]))
    assert (found.count, len(found.comments), found.listed, found.includes_pings) == (count, count, True, False)


@pytest.mark.parametrize(
    ("status", "openness"),
    [("closed", Openness.CLOSED), ("open", Openness.UNKNOWN), (None, Openness.UNKNOWN)],
)
def test_closed_is_told_and_open_is_not_believed(status, openness):
    assert finding(one(), Blog([shown(comment_status=status)])).openness is openness


def test_no_addresses_of_mail_are_kept():
    [said] = finding(one(), Blog([shown()], [comment(author_url="mailto:ola@ola.example")])).comments
    assert said.author_url is None


# -- confirmed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "row", "is_ours"),
    [
        pytest.param({}, {}, True, id="address and moment"),
        pytest.param({}, {"link": "https://new.example/1/"}, True, id="the blog has moved"),
        pytest.param({"published": None}, {"link": "http://www.kari.example/1"}, True, id="the address alone"),
        pytest.param({"url": None}, {}, True, id="the moment alone"),
        pytest.param({"url": None, "published": at("2026-11-18 09:01:00.7")}, {}, True, id="the moment more exactly"),
        pytest.param({}, {"date_gmt": "2020-01-01T00:00:00"}, True, id="dated anew"),
        pytest.param({}, {"link": HOME + "9/", "date_gmt": "2026-11-18T09:01:01"}, False, id="another post"),
        pytest.param({"published": None}, {"link": HOME + "9/"}, False, id="another address, no moment"),
        pytest.param({"url": None}, {"date_gmt": "0000-00-00T00:00:00"}, False, id="nothing to compare"),
        pytest.param({}, {"id": 99}, False, id="another number"),
        pytest.param({}, {"id": "11"}, False, id="a number that is a text"),
        pytest.param({"guid": "https://old.example/?p=11"}, {}, True, id="guid of an old domain"),
        pytest.param({"guid": f"{HOME}?post_type=note&#038;p=11"}, {}, True, id="further words in the guid"),
        pytest.param({"guid": HOME + "?p=11x"}, {}, True, id="something after it"),
        pytest.param({"guid": HOME + "?p=0"}, {"link": HOME + "9/"}, False, id="nought"),
        pytest.param({"guid": HOME + "1/"}, {}, True, id="no number in the guid"),
        pytest.param({"guid": HOME + "1/"}, {"link": "https://new.example/1/"}, False, id="nor an address"),
        pytest.param({"guid": "tag:1", "url": HOME + "?p=11"}, {"link": HOME + "?p=11"}, True, id="in the address"),
        pytest.param({"guid": "tag:1", "url": None}, {}, False, id="neither number nor address"),
        pytest.param({"guid": "tag:1", "url": HOME}, {}, False, id="only the front page"),
    ],
)
def test_only_a_post_that_the_api_shows_can_be_zero(stored, row, is_ours):
    found = finding(one(**stored), Blog([shown(**row)]))
    assert (found.count, found.reason) == ((0, None) if is_ours else (None, Reason.NOT_LISTED))


def test_comments_of_another_number_are_nobodys():
    stranger = shown(link=HOME + "9/", date_gmt="2020-01-01T00:00:00")
    blog = Blog([stranger, shown(2)], [comment(7, 1)])
    found = by_post(told([one(1), one(2)], blog))
    assert (found[1].count, found[2].count) == (None, 0)


def test_slugs_are_asked_for_as_they_read():
    url = HOME + "2026/fin-dag-%f0%9f%8e%89/"
    blog = Blog([shown(link=HOME + "2026/fin-dag-🎉/")])
    assert finding(one(guid="tag:1", url=url), blog).count == 0
    assert blog.asked[0][1]["slug"] == "fin-dag-🎉"


def test_a_page_is_looked_up_among_the_pages():
    blog = Blog(pages=[shown()])
    assert finding(one(guid=HOME + "?page_id=11"), blog).count == 0
    assert blog.routes == ["pages", "comments"]


# -- what a round costs -----------------------------------------------------------------------------


def test_in_steady_state_one_request_is_enough():
    posts = [one(number, observations=(known(number % 2),)) for number in range(1, 101)]
    blog = Blog([], [comment(500, 4)])
    found = by_post(told(posts, blog))
    assert blog.routes == ["comments"]
    assert (found[4].count, found[5].count, found[4].openness) == (1, 0, None)


def test_the_thorough_round_confirms_everything():
    blog = Blog([shown(1)], [comment()])
    found = by_post(told([one(n, observations=(known(0),)) for n in (1, 2)], blog, thorough=True))
    assert blog.routes == ["posts", "comments"]
    assert (found[1].count, found[1].openness) == (1, Openness.UNKNOWN)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    ("said", "routes"),
    [
        pytest.param((), ["posts", "comments"], id="never asked"),
        pytest.param((seen(0),), ["posts", "comments"], id="another source has counted"),
        pytest.param((known(0),), ["comments"], id="counted"),
        pytest.param((known(None),), ["posts", "comments"], id="asked without success"),
        pytest.param((known(None, reason=Reason.NOT_LISTED),), [], id="not there"),
    ],
)
def test_a_post_is_confirmed_once(said, routes):
    blog = Blog([shown()])
    told([one(observations=said)], blog, now=one().first_seen + timedelta(days=2))
    assert blog.routes == routes


def test_a_young_post_that_is_not_there_yet_is_looked_for_again():
    blog = Blog([shown()])
    early = one().first_seen + timedelta(hours=23)
    assert finding(one(observations=(known(None, reason=Reason.NOT_LISTED),)), blog, now=early).count == 0


def test_the_author_is_looked_up_when_somebody_with_an_account_comes():
    stored = one(observations=(known(0),))
    blog = Blog([shown(author=3)], [comment(7, author=3), comment(8, author=4), comment(9)])
    found = finding(stored, blog)
    assert blog.routes == ["comments", "posts"]
    assert [said.own for said in found.comments] == [True, False, None]


def test_an_account_that_was_judged_before_needs_no_look():
    comments = tuple(Comment(1, "wordpress", said, NOW) for said in (own("7", "3", True), own("8", "4", False)))
    blog = Blog([shown(author=3)], [comment(7, author=3), comment(8, author=4)])
    found = finding(one(observations=(known(2),), comments=comments), blog)
    assert blog.routes == ["comments"]
    assert [said.own for said in found.comments] == [True, False]


def own(key, account, is_own):
    return FoundComment(key, author_id=account, own=is_own)


def test_more_than_a_hundred_posts_are_asked_for_in_turns():
    blog = Blog([shown(n % 50, id=n + 10, link=f"{HOME}{n}/") for n in range(1, 251)], [comment(700, 250)])
    found = by_post(told([one(n) for n in range(1, 251)], blog))
    assert blog.routes == 3 * ["posts"] + 3 * ["comments"]
    assert (found[250].count, sum(one.count for one in found.values())) == (1, 1)


def test_no_posts_cost_nothing():
    assert ask(wordpress, SITE, [], {})[1] == []


# -- paging -----------------------------------------------------------------------------------------


def test_further_pages_are_followed():
    blog = Blog([shown(1), shown(2)], [comment(n, 1 + n % 2) for n in range(1, 251)])
    found = by_post(told([one(1), one(2)], blog))
    assert blog.routes == ["posts", *3 * ["comments"]]
    assert [(found[n].count, found[n].listed, found[n].bound) for n in (1, 2)] == 2 * [(125, True, Bound.EXACT)]


def test_a_list_without_end_is_cut():
    blog = Blog([shown(1), shown(2)], [comment(n, 1) for n in range(1, 1102)])
    found = by_post(told([one(1), one(2)], blog))
    assert blog.routes == ["posts", *10 * ["comments"]]
    assert (found[1].count, found[1].bound, found[1].listed) == (1000, Bound.AT_LEAST, False)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    ("headers", "count", "listed"),
    [
        pytest.param({"x-wp-total": "2"}, 1, False, id="more than are shown"),
        pytest.param({"x-wp-total": "many", "x-wp-totalpages": "?"}, 1, True, id="no numbers, but less than a page"),
        pytest.param({"x-wp-totalpages": "2"}, 1, True, id="a second page with nothing new"),
    ],
)
def test_a_list_is_whole_when_the_numbers_say_so(headers, count, listed):
    found = finding(one(), Blog([shown()], [comment()], headers=headers))
    assert (found.count, found.listed) == (count, listed)


@pytest.mark.parametrize("junk", [None, 3, [], "x", {}, {"id": 8}, {"id": "8", "post": 11}, {"id": 8, "post": "11"}])
def test_a_list_with_something_else_in_it_is_not_whole(junk):
    blog = Blog([shown(1), shown(2)], instead={"comments": json.dumps([comment(7, 1), junk])})
    found = by_post(told([one(1), one(2)], blog))
    assert (found[1].count, found[1].bound, found[1].listed) == (1, Bound.AT_LEAST, False)
    assert (found[2].count, found[2].reason) == (None, Reason.NOT_LISTED)


@pytest.mark.parametrize(
    "changes",
    [
        {"author_name": None, "author_url": 3, "content": "text", "date_gmt": [], "link": {}, "parent": "5"},
        {"author_name": 9 * "<b>x</b>" + 900 * "y", "content": {"rendered": None}, "type": None},
        {"content": {"rendered": 9_000 * "x"}},
    ],
)
def test_a_comment_of_odd_shape_is_still_a_comment(changes):
    [said] = finding(one(), Blog([shown()], [comment(**changes)])).comments
    assert said.key == "7"
    assert said.kind is Kind.COMMENT
    assert len(said.author) <= 200
    assert len(said.text) <= 2000


# -- refused ----------------------------------------------------------------------------------------


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


# -- as real WordPress answers ----------------------------------------------------------------------


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
