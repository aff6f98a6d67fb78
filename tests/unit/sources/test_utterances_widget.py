"""What the utterances widget says on a page: whose issues they are, and how a post leads to its own."""

import pytest

from aggregator.comments import utterances
from aggregator.core.model import Reason
from aggregator.core.page import read_page
from tests.support.build import post
from tests.support.githubwidgets import PAGE, SITE, hello
from tests.support.sources import ask, by_post
from tests.support.utterancesissues import CAPTURES, PARAMS, issue, script, web

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
        pytest.param(
            script(repo="kari/blog", issue_term="url") + '<link rel="canonical" href="/posts/hello/">',
            "url",
            id="same url",
        ),
        pytest.param(
            script(repo="kari/blog", issue_term="url") + '<link rel="canonical" href="/other/">',
            "canonical",
            id="canonical",
        ),
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


def test_an_address_that_is_not_the_blogs_is_unknown():
    told, requests = ask(utterances, SITE, [post(1, url="https://feedproxy.example/1")], web(), params=PARAMS)
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_LISTED)
