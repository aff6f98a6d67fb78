"""What the utterances widget says on a page: whose issues they are, and how a post leads to its own."""

import json

import pytest

from aggregator.comments import utterances
from aggregator.core.http import Answer
from aggregator.core.model import Reason
from aggregator.core.page import read_page
from tests.support.build import post
from tests.support.githubwidgets import PAGE, SITE, hello
from tests.support.sources import ask, by_post
from tests.support.utterancesissues import CAPTURES, PARAMS, issue, script, web

HOME = "https://kari.example/"

# -- recognition ------------------------------------------------------------------------------------


def recognised(html, url=PAGE):
    return utterances.recognises(SITE, read_page(html, url))


def test_a_page_with_the_script_tells_where_to_ask():
    assert recognised((CAPTURES / "page.html").read_text("utf-8")) == PARAMS


SETTER = """<script>s.src = "https://utteranc.es/client.js"; s.setAttribute("repo", "kari/blog");
s.setAttribute("issue-term", "pathname");</script>"""


@pytest.mark.parametrize(
    ("html", "mapping"),
    [
        pytest.param(SETTER, "pathname", id="setAttribute"),
        pytest.param(script(repo="kari/blog", issue_term="og:title"), "og:title", id="og:title"),
        pytest.param(script(repo="kari/blog", issue_term="My post"), "specific", id="a term of its own"),
        pytest.param(script(repo="kari/blog", issue_number="4"), "number", id="number"),
        pytest.param(script(repo="kari/blog", issue_term="url"), "url", id="url"),
    ],
)
def test_how_a_post_leads_to_its_issue(html, mapping):
    assert recognised(html) == PARAMS | {"mapping": mapping}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(script(repo="kari", issue_term="url"), id="no repository"),
        pytest.param(script(repo="kari/blog"), id="no term"),
        pytest.param('<script src="https://giscus.app/client.js" data-repo="kari/blog"></script>', id="giscus"),
        pytest.param('<a href="https://utteranc.es/client.js" repo="kari/blog" issue-term="url">x</a>', id="a link"),
        pytest.param(
            '<script src="https://x.example/client.js" repo="kari/blog" issue-term="url"></script>', id="elsewhere"
        ),
    ],
)
def test_other_pages_are_not_its_business(html):
    assert recognised(html) is None


# -- terms ------------------------------------------------------------------------------------------


def with_pages(page, issues):
    """A blog whose posts are all on such a page, and GitHub with these issues."""
    return lambda request: web(issues)(request) if "api.github" in request.url else page


def test_a_term_on_the_posts_own_page_is_read_once():
    page = "<title>Hello</title>" + script(repo="kari/blog", issue_term="title")
    both = with_pages(page, [issue(3, "Hello")])
    params = PARAMS | {"mapping": "title"}
    told, requests = ask(utterances, SITE, [hello()], both, params=params)
    assert (len(requests), by_post(told)[1].count, told.params) == (2, 0, params | {"term 1": "Hello"})
    again, requests = ask(utterances, SITE, [hello()], both, params=told.params)
    assert (len(requests), again.params) == (1, None)


def test_pages_are_read_in_turn():
    both = with_pages(script(repo="kari/blog", issue_term="A", x="y"), [])
    params = PARAMS | {"mapping": "specific"}
    told, requests = ask(utterances, SITE, [hello(n) for n in range(30)], both, params=params)
    assert len(requests) == 11
    assert [one.reason for one in told.findings].count(Reason.TOO_MANY) == 20


@pytest.mark.parametrize(
    ("term", "head", "shown", "found"),
    [
        pytest.param("pathname", "", "https://kari.example/blog/b.html", "blog/b", id="path"),
        pytest.param("url", "", "https://kari.example/b/?utm_source=x", "https://kari.example/b/", id="url"),
        pytest.param(
            "url", '<link rel="canonical" href="/c/">', "https://kari.example/b/", HOME + "c/", id="canonical"
        ),
    ],
)
def test_a_term_is_of_the_address_at_which_the_page_is(term, head, shown, found):
    page = head + script(repo="kari/blog", issue_term=term)

    def both(request):
        return json.dumps([]) if "api.github" in request.url else Answer(request, shown, 200, {}, page.encode())

    told, _ = ask(utterances, SITE, [hello(path="a")], both, params=PARAMS | {"mapping": term})
    assert (by_post(told)[1].count, told.params["term 1"]) == (0, found)


def test_a_post_without_an_address_is_unknown():
    told, requests = ask(utterances, SITE, [post(1, url=None)], web(), params=PARAMS)
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_LISTED)
