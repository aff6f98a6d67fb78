"""utterances: one request for all posts; an issue is a post's only if its title is the post's term."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import utterances
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, FoundComment, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.polling import rest_until
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import NOW, ask, by_post

CAPTURES = Path(__file__).resolve().parents[2] / "data" / "captures" / "utterances"
ISSUES = (CAPTURES / "issues.json").read_text("utf-8")
COMMENTS = (CAPTURES / "comments.json").read_text("utf-8")
SITE = Site("https://kari.example/feed.xml")
PAGE = "https://kari.example/posts/hello/"
PARAMS = {"repo": "kari/blog", "mapping": "pathname", "page": PAGE}
API = "https://api.github.com/repos/kari/blog/issues"


def recognised(html, url=PAGE):
    return utterances.recognises(SITE, read_page(html, url))


def script(**attributes):
    named = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script src="https://utteranc.es/client.js" {named}></script>'


def hello(number=1, path="posts/hello/", **changes):
    return post(number, url=f"https://kari.example/{path}", **changes)


def issue(number, title, comments=0, **changes):
    return {"number": number, "title": title, "comments": comments, "locked": False} | changes


def comment(number, **user):
    return {"id": number, "body": "Hi", "user": {"login": "ola", "id": 22, "type": "User"} | user}


def web(issues=ISSUES, comments=COMMENTS):
    issues = issues if isinstance(issues, str | int | Answer) else json.dumps(issues)
    comments = comments if isinstance(comments, str | int | Answer) else json.dumps(comments)
    return lambda request: comments if "/comments?" in request.url else issues


def query(request):
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


# -- recognition ------------------------------------------------------------------------------------


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
    assert utterances.recognises(SITE, None) is None


# -- what is told -----------------------------------------------------------------------------------


def test_replays_issues_and_comments():
    posts = [hello(), hello(2, "posts/quiet/"), hello(3, "posts/new/")]
    told, requests = ask(utterances, SITE, posts, web(), params=PARAMS)
    found = by_post(told)
    assert [(one.count, one.openness, one.listed) for one in found.values()] == [
        (1, Openness.OPEN, True),
        (0, Openness.CLOSED, True),
        (0, Openness.UNKNOWN, False),
    ]
    [said] = found[1].comments
    assert (said.key, said.author, said.author_id, said.author_url) == ("501", "ola", "22", "https://github.com/ola")
    assert (said.text, said.own) == ("Well *said*, Kari!", None)
    assert requests[1].url == f"{API}/12/comments?per_page=100"
    assert told.refused is None


def test_only_issues_with_news_since_the_posts_were_written_are_asked_for():
    posts = [hello(1), hello(2, dated=NOW - timedelta(days=10))]
    _, requests = ask(utterances, SITE, posts, web([]), params=PARAMS)
    assert [query(one) for one in requests] == [
        {"state": "all", "since": "2026-10-13T12:00:00Z", "per_page": "100", "page": "1"}
    ]


@pytest.mark.parametrize(
    ("issues", "count", "reason"),
    [
        pytest.param([], 0, None, id="no issue"),
        pytest.param([issue(5, "POSTS/Hello/ ", 1)], 1, None, id="by title, case aside"),
        pytest.param([issue(5, "posts/hello/"), issue(6, "posts/hello/", 4)], 0, None, id="the older of two"),
        pytest.param(
            [issue(6, "posts/hello/", 1), issue(7, "re: posts/hello/ more", 4)], 1, None, id="a later one contains it"
        ),
        pytest.param([issue(5, "on posts/hello/ here", 1)], None, Reason.NOT_LISTED, id="a title that contains it"),
        pytest.param(
            [issue(5, "x posts/hello/", 1), issue(6, "posts/hello/", 0)],
            None,
            Reason.NOT_LISTED,
            id="an older one contains it",
        ),
        pytest.param([issue(5, "x posts/hello/", 0)], 0, None, id="contains it, but is empty"),
        pytest.param([issue(5, "posts/hello/", None)], None, Reason.NOT_UNDERSTOOD, id="no count"),
        pytest.param([issue(5, "posts/hello/", 3, pull_request={})], 0, None, id="a pull request"),
        pytest.param([issue("x", "posts/hello/", 3)], None, Reason.NOT_LISTED, id="no number"),
        pytest.param([issue(5, "posts/other/", None)], None, Reason.NOT_LISTED, id="another without a count"),
        pytest.param([issue(5, "", 0)], None, Reason.NOT_LISTED, id="no title"),
        pytest.param([4, None, []], None, Reason.NOT_LISTED, id="junk"),
    ],
)
def test_which_issue_is_the_posts(issues, count, reason):
    told, _ = ask(utterances, SITE, [hello()], web(issues, [comment(1)]), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (count, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"comments": (Comment(1, "utterances", FoundComment("501"), NOW),)}, id="it had comments"),
        pytest.param({"observations": (observation(2, source="utterances"),)}, id="it was counted"),
    ],
)
def test_an_issue_that_is_gone_is_not_zero(changes):
    told, _ = ask(utterances, SITE, [hello(**changes)], web([]), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_THERE)


def test_an_issue_by_number_that_has_no_news_is_unknown():
    params = PARAMS | {"mapping": "number", "term 1": "12", "term 2": "99"}
    told, _ = ask(utterances, SITE, [hello(), hello(2)], web(), params=params)
    assert [(one.count, one.reason) for one in told.findings] == [(1, None), (None, Reason.NOT_LISTED)]


@pytest.mark.parametrize(
    ("comments", "count", "bound", "listed"),
    [
        pytest.param([comment(1), comment(2)], 2, Bound.EXACT, True, id="all"),
        pytest.param([comment(1)], 1, Bound.AT_LEAST, False, id="one is missing"),
        pytest.param([comment(1), {"body": "x"}], 1, Bound.AT_LEAST, False, id="one without an id"),
        pytest.param([comment(1), comment(2), "junk"], 2, Bound.AT_LEAST, False, id="junk among them"),
        pytest.param([comment(1), comment(2, type="Bot")], 1, Bound.EXACT, True, id="a robot"),
        pytest.param([comment(1) | {"user": None}, comment(2)], 2, Bound.EXACT, True, id="a deleted account"),
        pytest.param("<html>", 2, Bound.EXACT, False, id="no list"),
    ],
)
def test_the_comments_of_an_issue(comments, count, bound, listed):
    told, _ = ask(utterances, SITE, [hello()], web([issue(12, "posts/hello/", 2)], comments), params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.bound, found.listed) == (count, bound, listed)


# -- terms from pages ---------------------------------------------------------------------------------


def test_a_term_on_the_posts_own_page_is_read_once():
    page = "<title>Hello</title>" + script(repo="kari/blog", issue_term="title")

    def both(request):
        return web([issue(3, "Hello")])(request) if "api.github" in request.url else page

    params = PARAMS | {"mapping": "title"}
    told, requests = ask(utterances, SITE, [hello()], both, params=params)
    assert (len(requests), by_post(told)[1].count, told.params) == (2, 0, params | {"term 1": "Hello"})
    again, requests = ask(utterances, SITE, [hello()], both, params=told.params)
    assert (len(requests), again.params) == (1, None)


def test_pages_are_read_in_turn():
    page = script(repo="kari/blog", issue_term="A", x="y")

    def both(request):
        return web([])(request) if "api.github" in request.url else page

    told, requests = ask(utterances, SITE, [hello(n) for n in range(30)], both, params=PARAMS | {"mapping": "specific"})
    assert len(requests) == 11
    assert [one.reason for one in told.findings].count(Reason.TOO_MANY) == 20


# -- paging, cost, refusals -----------------------------------------------------------------------------


FULL = json.dumps([issue(1000 + n, f"other {n}") for n in range(100)])


@pytest.mark.parametrize(("thorough", "most"), [(False, 3), (True, 10)])
def test_reading_issues_is_bounded_and_then_nobody_knows(thorough, most):
    told, requests = ask(utterances, SITE, [hello()], web(FULL), params=PARAMS, thorough=thorough)
    assert [query(one)["page"] for one in requests] == [str(page) for page in range(1, most + 1)]
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.NOT_LISTED)


def test_the_next_page_is_read():
    def pages(request):
        return FULL if query(request)["page"] == "1" else json.dumps([issue(1, "posts/hello/")])

    told, requests = ask(utterances, SITE, [hello(), hello(2, "x/")], pages, params=PARAMS)
    assert (len(requests), [one.count for one in told.findings]) == (2, [0, 0])


def test_a_steady_state_costs_one_request():
    known = observation(1, source="utterances", listed=True)
    issues = [issue(n, f"p/{n}/", 1) for n in range(40)]
    posts = [hello(n, f"p/{n}/", observations=(known,)) for n in range(40)]
    told, requests = ask(utterances, SITE, posts, web(issues), params=PARAMS)
    assert (len(requests), {one.count for one in told.findings}) == (1, {1})


@pytest.mark.parametrize(("thorough", "most"), [(False, 5), (True, 20)])
def test_lists_of_comments_are_bounded(thorough, most):
    issues = [issue(n, f"p/{n}/", 1) for n in range(40)]
    posts = [hello(n, f"p/{n}/") for n in range(40)]
    told, requests = ask(utterances, SITE, posts, web(issues, [comment(1)]), params=PARAMS, thorough=thorough)
    assert len(requests) == 1 + most
    assert [one.listed for one in told.findings].count(True) == most
    assert {one.count for one in told.findings} == {1}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(404, Reason.NOT_THERE, id="no repository"),
        pytest.param(403, Reason.REFUSED, id="refused"),
        pytest.param(500, Reason.UNREACHABLE, id="failed"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param('{"message": "x"}', Reason.NOT_UNDERSTOOD, id="no list"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    told, requests = ask(utterances, SITE, [hello(), hello(2)], web(reply), params=PARAMS)
    assert (len(requests), {(one.count, one.reason) for one in told.findings}) == (1, {(None, reason)})
    assert told.refused is not None


def limited(**headers):
    return lambda request: Answer(request, request.url, 403, {k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.parametrize(
    ("headers", "rest"),
    [
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(NOW.timestamp()) + 600)}, timedelta(minutes=10)),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "soon"}, timedelta(hours=1)),
        ({"retry_after": "120", "x_ratelimit_remaining": "9"}, timedelta(minutes=2)),
    ],
)
def test_a_used_up_allowance_rests_until_it_is_renewed(headers, rest):
    told, _ = ask(utterances, SITE, [hello()], limited(**headers), params=PARAMS)
    assert by_post(told)[1].reason is Reason.TOO_MANY
    assert told.refused
    assert rest_until(told.refused, NOW) == NOW + rest


def test_an_allowance_used_up_among_the_comments_keeps_the_counts():
    def both(request):
        return limited(x_ratelimit_remaining="0")(request) if "/comments?" in request.url else ISSUES

    told, _ = ask(utterances, SITE, [hello()], both, params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].listed) == (2, False)
    assert told.refused
    assert told.refused.status == 429


def test_an_address_that_is_not_the_blogs_is_unknown():
    told, requests = ask(utterances, SITE, [post(1, url="https://feedproxy.example/1")], web(), params=PARAMS)
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_LISTED)


def test_without_parameters_nothing_is_asked():
    told, requests = ask(utterances, SITE, [hello()], web())
    assert (requests, by_post(told)[1].reason) == ([], Reason.NOT_UNDERSTOOD)
