"""What giscus's widget says on a page: where the discussions are, and by which term a post finds its own."""

import pytest

from aggregator.comments import giscus
from aggregator.core.model import Reason
from aggregator.core.page import read_page
from tests.support.build import post
from tests.support.giscusdiscussions import BY_TITLE, CAPTURES, LOOSE, OWN_PAGE, PARAMS, discussion, missing, script
from tests.support.githubwidgets import PAGE, SITE, hello, query
from tests.support.sources import ask, by_post

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
    ("mapping", "url", "sample", "term"),
    [
        pytest.param("pathname", "https://kari.example/posts/a/", PAGE, "posts/a/", id="path"),
        pytest.param(
            "pathname", "https://kari.example/2026/a.html", "https://kari.example/x.html", "2026/a", id="extension"
        ),
        pytest.param("pathname", "https://kari.example/posts/a", PAGE, "posts/a/", id="the blog adds a slash"),
        pytest.param(
            "pathname",
            "https://kari.example/posts/a/",
            "https://kari.example/x",
            "posts/a",
            id="the blog takes it away",
        ),
        pytest.param(
            "pathname", "https://kari.example/blåbær/", PAGE, "bl%C3%A5b%C3%A6r/", id="as a browser writes it"
        ),
        pytest.param("pathname", "https://kari.example/bl%C3%A5/", PAGE, "bl%C3%A5/", id="already so"),
        pytest.param("pathname", "https://kari.example/", PAGE, "index", id="front page"),
        pytest.param("pathname", "https://www.kari.example/a/?utm_source=x", PAGE, "a/", id="www"),
        pytest.param("url", "http://kari.example/a?utm_source=x&p=1", PAGE, "https://kari.example/a/?p=1", id="url"),
    ],
)
def test_terms_that_follow_from_the_address(mapping, url, sample, term):
    told, requests = ask(
        giscus, SITE, [post(1, url=url)], missing, params=PARAMS | {"mapping": mapping, "page": sample}
    )
    assert [query(one) for one in requests] == [
        {"repo": "kari/blog", "term": term, "category": "Announcements", "number": "0", "strict": "true", "first": "50"}
    ]
    assert told.params is None


@pytest.mark.parametrize("url", [None, "https://feedproxy.example/kari/1", "mailto:kari@kari.example"])
def test_an_address_that_is_not_the_blogs_is_not_asked_about(url):
    told, requests = ask(giscus, SITE, [post(1, url=url)], missing, params=PARAMS)
    assert (requests, by_post(told)[1].count, by_post(told)[1].reason) == ([], None, Reason.NOT_LISTED)


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
