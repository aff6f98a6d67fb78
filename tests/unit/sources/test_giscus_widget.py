"""What giscus's widget says on a page: where the discussions are, and by which term a post finds its own."""

import pytest

from aggregator.comments import giscus
from aggregator.core.http import Answer
from aggregator.core.model import Reason
from aggregator.core.page import read_page
from aggregator.core.record import replace
from tests.support.build import post
from tests.support.giscusdiscussions import BY_TITLE, CAPTURES, LOOSE, OWN_PAGE, PARAMS, discussion, missing, script
from tests.support.githubwidgets import PAGE, SITE, hello, query
from tests.support.sources import ask, by_post

HOME = "https://kari.example/"

# -- recognition ------------------------------------------------------------------------------------


def recognised(html, url=PAGE):
    return giscus.recognises(SITE, read_page(html, url))


def test_a_page_with_the_script_tells_where_to_ask():
    assert recognised((CAPTURES / "page.html").read_text("utf-8")) == PARAMS


CHIRPY = """<script>const attributes = { src: 'https://giscus.app/client.js', 'data-repo': 'kari/blog',
 'data-category': 'Announcements', "data-mapping": "title", 'data-strict' : '1' };</script>"""
WRITTEN = """s.src = "https://giscus.app/client.js"; s.setAttribute("data-repo", "kari/blog");
s.setAttribute("data-strict", "1");"""
WIDGET = (
    '<giscus-widget repo="kari/blog" categoryId="x" category="Announcements" mapping="url" strict="1"></giscus-widget>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(CHIRPY, PARAMS | {"mapping": "title"}, id="an object of attributes"),
        pytest.param(f"<script>{WRITTEN}</script>", PARAMS | {"category": ""}, id="setAttribute"),
        pytest.param(WIDGET, PARAMS | {"mapping": "url"}, id="the web component"),
        pytest.param(
            script(repo="kari/blog", repo_id="R", strict="1").replace("giscus.app", "talk.example"),
            PARAMS | {"host": "https://talk.example", "category": ""},
            id="a host of one's own",
        ),
        pytest.param(
            script(repo="kari/blog", repo_id="R", mapping="odd"), LOOSE | {"category": "", "strict": ""}, id="odd"
        ),
    ],
)
def test_other_forms_of_the_widget(html, expected):
    assert recognised(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            '<script src="https://utteranc.es/client.js" repo="kari/blog" issue-term="url"></script>', id="utterances"
        ),
        pytest.param('<a href="https://giscus.app/client.js">giscus</a>', id="a link"),
        pytest.param(script(repo="no repository", repo_id="R"), id="no repository"),
        pytest.param(
            '<script src="https://x.example/client.js" data-repo="kari/blog"></script>', id="another client.js"
        ),
        pytest.param("<script>load('https://giscus.app/client.js')</script>", id="a loader without attributes"),
        pytest.param("", id="an empty page"),
    ],
)
def test_other_pages_are_not_its_business(html):
    assert recognised(html) is None


# -- terms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "url", "shown", "term"),
    [
        pytest.param("pathname", "posts/a/", "posts/a/", "posts/a/", id="path"),
        pytest.param("pathname", "2026/a.html", "2026/a.html", "2026/a", id="extension"),
        pytest.param("pathname", "posts/a", "posts/a/", "posts/a/", id="the blog adds a slash"),
        pytest.param("pathname", "p/a", "blog/a/", "blog/a/", id="the blog leads elsewhere"),
        pytest.param("pathname", "a/", "blåbær/", "bl%C3%A5b%C3%A6r/", id="as a browser writes it"),
        pytest.param("pathname", "a/", "bl%C3%A5/", "bl%C3%A5/", id="already so"),
        pytest.param("pathname", "", "", "index", id="front page"),
        pytest.param("url", "a", "a/?utm_source=x&p=1#top", "https://kari.example/a/?p=1", id="url"),
    ],
)
def test_terms_are_of_the_address_at_which_the_page_is(mapping, url, shown, term):
    def web(request):
        if "/api/" in request.url:
            return missing(request)
        return Answer(request, HOME + shown, 200, {}, OWN_PAGE.format(mapping).encode())

    told, requests = ask(giscus, SITE, [post(1, url=HOME + url)], web, params=PARAMS | {"mapping": mapping})
    assert [query(one) for one in requests[1:]] == [
        {"repo": "kari/blog", "term": term, "category": "Announcements", "number": "0", "strict": "true", "first": "50"}
    ]
    assert (by_post(told)[1].count, told.params["term 1"]) == (0, term)


@pytest.mark.parametrize("url", [None, "mailto:kari@kari.example"])
def test_a_post_without_a_web_address_is_not_asked_about(url):
    told, requests = ask(giscus, SITE, [post(1, url=url)], missing, params=PARAMS)
    assert (requests, by_post(told)[1].count, by_post(told)[1].reason) == ([], None, Reason.NOT_LISTED)


def test_a_post_that_leads_to_the_front_page_is_not_there():
    def web(request):
        return Answer(request, HOME, 200, {}, OWN_PAGE.format("pathname").encode())

    told, requests = ask(giscus, SITE, [hello()], web, params=PARAMS)
    assert (len(requests), by_post(told)[1].count, by_post(told)[1].reason) == (1, None, Reason.NOT_THERE)


def test_what_was_learnt_is_kept_while_the_place_is_the_same():
    html = (CAPTURES / "page.html").read_text("utf-8")
    before = PARAMS | {"term 1": "posts/hello/"}
    known = replace(SITE, sources={"giscus": before})
    assert giscus.recognises(known, read_page(html, PAGE)) == before
    assert giscus.recognises(known, read_page(html.replace("kari/blog", "kari/new"), PAGE)) == PARAMS | {
        "repo": "kari/new"
    }


@pytest.mark.parametrize(
    ("mapping", "name", "term"),
    [
        ("title", "term", "Hello there"),
        ("og:title", "term", "Hello"),
        ("specific", "term", "12"),
        ("number", "number", "12"),
    ],
)
def test_terms_that_stand_on_the_page_are_read_once(mapping, name, term):
    def web(request):
        return OWN_PAGE.format(mapping) if "kari.example" in request.url else discussion()

    params = PARAMS | {"mapping": mapping}
    told, requests = ask(giscus, SITE, [hello()], web, params=params)
    assert (len(requests), query(requests[1])[name], by_post(told)[1].count) == (2, term, 2)
    again, requests = ask(giscus, SITE, [hello()], web, params=told.params)
    assert (len(requests), again.params) == (1, None)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<p>Nothing</p>", Reason.SWITCHED_OFF, id="no widget"),
        pytest.param(f"<title>{'x' * 300}</title>" + CHIRPY, Reason.SWITCHED_OFF, id="a title too long to know"),
        pytest.param(404, Reason.NOT_THERE, id="no page"),
    ],
)
def test_a_page_without_a_term_says_nothing(page, reason):
    told, requests = ask(giscus, SITE, [hello()], lambda _: page, params=BY_TITLE)
    assert (len(requests), by_post(told)[1].count, by_post(told)[1].reason, told.refused) == (1, None, reason, None)
