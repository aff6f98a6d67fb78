"""Where WordPress's REST API is: recognised, found at its root, and the addresses and numbers of posts."""

import pytest

from aggregator.comments import wordpress
from aggregator.comments.wpnumbers import post_number
from aggregator.core.model import Reason
from aggregator.core.page import read_page
from aggregator.core.record import replace
from aggregator.core.source import Site
from tests.support.sources import ask
from tests.support.wordpressrest import HOME, HTML, LINK, PLAIN, ROOT, SITE, Blog, known, one, shown, told

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
