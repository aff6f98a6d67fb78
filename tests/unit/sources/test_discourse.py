"""Discourse: counts in the forum's words, who wrote from the topic; an address it does not know is unknown."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import discourse
from aggregator.core.model import Bound, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import ask, by_post

CAPTURES = Path(__file__).resolve().parents[2] / "data" / "captures" / "discourse"
COUNT, EMBED, TOPIC = ((CAPTURES / name).read_text("utf-8") for name in ("count.json", "comments.html", "topic.json"))
SITE = Site("https://kari.example/feed.xml")
PAGE = "https://kari.example/posts/hello/"
FORUM = "https://forum.example/"
PARAMS = {"forum": FORUM, "by": "address", "page": PAGE}
BY_PAGE = PARAMS | {"by": "page"}


def recognised(html, url=PAGE):
    return discourse.recognises(SITE, read_page(html, url))


def script(settings):
    return f"<script>DiscourseEmbed = {{ {settings} }}; load('javascripts/embed.js');</script>"


def hello(number=1, path="posts/hello/", **changes):
    return post(number, url=f"https://kari.example/{path}", **changes)


def web(count=COUNT, embed=EMBED, topic=TOPIC, page=404):
    def answer(request):
        path = urlsplit(request.url).path
        if "kari.example" in request.url.partition("?")[0]:
            return page
        return count if path == "/embed/count" else embed if path == "/embed/comments" else topic

    return answer


def counts(**words):
    return json.dumps({"counts": {f"https://kari.example/{path}": said for path, said in words.items()}})


def topic(*posts, **changes):
    stream = {"stream": [one["id"] for one in posts], "posts": list(posts)}
    return json.dumps({"id": 81, "post_stream": stream} | changes)


def reply(number, **changes):
    return {"id": 900 + number, "post_number": number, "post_type": 1, "username": "ola"} | changes


def paths(requests):
    return [urlsplit(one.url).path for one in requests]


# -- recognition ------------------------------------------------------------------------------------


def test_a_page_with_the_settings_tells_where_to_ask():
    assert recognised((CAPTURES / "page.html").read_text("utf-8")) == PARAMS


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param("discourseUrl: 'https://forum.example', topicId: 81", BY_PAGE, id="topic"),
        pytest.param(
            "discourseUrl: '//forum.example/', discourseEmbedUrl: window.location.href", PARAMS, id="a script's"
        ),
        pytest.param(
            '"discourseUrl":"https:\\/\\/forum.example\\/","discourseEmbedUrl":"http:\\/\\/kari.example\\/posts\\/hello"',
            PARAMS | {"page": "http://kari.example/posts/hello"},
            id="JSON, another form of the address",
        ),
        pytest.param(
            "discourseUrl: 'https://forum.example/', discourseEmbedUrl: 'https://k.example/1'", BY_PAGE, id="its own"
        ),
        pytest.param(
            "discourseUrl: 'https://x.example/forum', topicId: '8'",
            BY_PAGE | {"forum": "https://x.example/forum/"},
            id="folder",
        ),
    ],
)
def test_other_forms_of_the_settings(settings, expected):
    assert recognised(script(settings)) == expected


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(script("discourseUrl: forumUrl"), id="an address that a script works out"),
        pytest.param("<script>var discourseUrl = 'https://forum.example/';</script>", id="no embedding"),
        pytest.param("<p>DiscourseEmbed = { discourseUrl: 'https://forum.example/' }</p>", id="an article about it"),
        pytest.param('<a href="https://forum.example/t/hello/81">Discuss</a>', id="a link to a forum"),
    ],
)
def test_other_pages_are_not_its_business(html):
    assert recognised(html) is None
    assert discourse.recognises(SITE, None) is None


# -- what is told -----------------------------------------------------------------------------------


def test_replays_count_and_topic():
    told, requests = ask(
        discourse, SITE, [hello(), hello(2, "posts/quiet/"), hello(3, "posts/new/")], web(), params=PARAMS
    )
    found = by_post(told)
    assert (found[1].count, found[1].listed, found[1].openness) == (2, True, Openness.CLOSED)
    assert (found[2].count, found[2].listed, found[2].openness) == (0, True, None)
    assert (found[3].count, found[3].reason) == (None, Reason.NOT_LISTED)
    first, second = found[1].comments
    assert (first.key, first.author, first.author_id, first.text) == (
        "discourse-902",
        "Ola Nordmann",
        "7",
        "Well said, Kari!",
    )
    assert (first.author_url, first.url) == ("https://forum.example/u/ola", "https://forum.example/t/81/2")
    assert (second.author, second.parent, second.own) == ("kari", "discourse-902", None)
    assert paths(requests) == ["/embed/count", "/embed/comments", "/t/81.json"]
    assert told.params == PARAMS | {"topic 1": "81"}


def test_a_topic_that_was_learnt_is_asked_for_at_once():
    _, requests = ask(discourse, SITE, [hello()], web(), params=PARAMS | {"topic 1": "81"})
    assert paths(requests) == ["/embed/count", "/t/81.json"]


def test_addresses_are_asked_for_as_the_forum_keeps_them():
    _, [request] = ask(discourse, SITE, [hello(1, "A--b---c/")], web(count="{}"), params=PARAMS)
    asked = parse_qs(urlsplit(request.url).query)["embed_url[]"]
    assert asked == ["https://kari.example/a-b---c", "https://kari.example/A--b---c"]


@pytest.mark.parametrize(
    ("words", "count", "reason"),
    [
        pytest.param("0 replies", 0, None, id="none"),
        pytest.param("1 reply", 1, None, id="one"),
        pytest.param("٣ ردود", 3, None, id="other digits"),
        pytest.param("Keine Antworten", None, Reason.ODD_COUNT, id="no number"),
        pytest.param("1,234 replies", None, Reason.ODD_COUNT, id="two numbers"),
        pytest.param("99999999999 replies", None, Reason.ODD_COUNT, id="an absurd number"),
        pytest.param(3, None, Reason.ODD_COUNT, id="not a sentence"),
        pytest.param(None, None, Reason.NOT_LISTED, id="null"),
    ],
)
def test_a_sentence_with_one_number_is_a_count(words, count, reason):
    told, _ = ask(
        discourse, SITE, [hello(1, "a")], web(counts(a=words), 404), params=PARAMS | {"page": "https://kari.example/x"}
    )
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (count, reason)


def test_a_key_with_the_suffix_of_comment_links_is_the_same_post():
    told, _ = ask(
        discourse, SITE, [hello()], web(counts(**{"posts/hello#discourse-comments": "0 replies"})), params=PARAMS
    )
    assert by_post(told)[1].count == 0


def test_addresses_that_were_not_asked_for_are_ignored():
    told, _ = ask(discourse, SITE, [hello()], web(counts(other="0 replies")), params=PARAMS)
    assert by_post(told)[1].count is None


@pytest.mark.parametrize(
    ("body", "count", "bound", "listed"),
    [
        pytest.param(topic(reply(1), reply(2), reply(3, hidden=True)), 1, Bound.EXACT, True, id="a hidden one"),
        pytest.param(topic(reply(1), reply(2, user_deleted=True)), 0, Bound.EXACT, True, id="a deleted one"),
        pytest.param(topic(reply(1), reply(2, post_type=3)), 0, Bound.EXACT, True, id="a notice"),
        pytest.param(
            json.dumps({"id": 81, "post_stream": {"stream": [901, 902, 903], "posts": [reply(1), reply(2)]}}),
            1,
            Bound.AT_LEAST,
            False,
            id="more than are shown",
        ),
        pytest.param(topic(reply(1), reply(2), id=82), 3, Bound.EXACT, False, id="another topic"),
        pytest.param(topic(), 3, Bound.EXACT, False, id="an empty topic"),
        pytest.param(
            topic(reply(1), reply(2, username="\ud800", id=None)), 3, Bound.EXACT, False, id="one without an id"
        ),
        pytest.param(topic(reply(1), reply(2, username="\ud800", name=[])), 1, Bound.EXACT, True, id="an odd name"),
        pytest.param("<html>", 3, Bound.EXACT, False, id="HTML"),
        pytest.param(403, 3, Bound.EXACT, False, id="for members only"),
        pytest.param(
            '{"id": 81, "post_stream": {"stream": 5, "posts": [1, null, {}]}}', 3, Bound.EXACT, False, id="junk"
        ),
    ],
)
def test_a_topic_tells_who_and_else_the_count_stands(body, count, bound, listed):
    told, _ = ask(discourse, SITE, [hello()], web(topic=body), params=PARAMS)
    found = by_post(told)[1]
    assert (found.count, found.bound, found.listed, told.refused) == (count, bound, listed, None)


@pytest.mark.parametrize(
    "page", ["<html></html>", EMBED.replace("post-date", "x"), EMBED.replace("//forum.", "//evil."), 404]
)
def test_without_a_topics_number_the_count_stands(page):
    told, requests = ask(discourse, SITE, [hello()], web(embed=page), params=PARAMS)
    assert (by_post(told)[1].count, by_post(told)[1].listed, len(requests)) == (3, False, 2)


# -- topics and addresses that stand on the posts' pages -------------------------------------------------


def test_a_topic_on_the_posts_own_page():
    page = script("discourseUrl: 'https://forum.example/', topicId: 81")
    told, requests = ask(discourse, SITE, [hello()], web(page=page), params=BY_PAGE)
    assert (paths(requests), by_post(told)[1].count) == (["/posts/hello/", "/t/81.json"], 2)
    assert told.params == BY_PAGE | {"topic 1": "81"}
    told, requests = ask(discourse, SITE, [hello()], web(page=page), params=told.params)
    assert (paths(requests), told.params) == (["/t/81.json"], None)


def test_an_address_on_the_posts_own_page():
    page = script("discourseUrl: 'https://forum.example/', discourseEmbedUrl: 'https://kari.example/posts/quiet/'")
    told, requests = ask(discourse, SITE, [hello()], web(page=page), params=BY_PAGE)
    assert (paths(requests), by_post(told)[1].count) == (["/posts/hello/", "/embed/count"], 0)


@pytest.mark.parametrize(("page", "reason"), [("<p>no</p>", Reason.SWITCHED_OFF), (410, Reason.NOT_THERE)])
def test_a_page_that_does_not_tell(page, reason):
    told, _ = ask(discourse, SITE, [hello()], web(page=page), params=BY_PAGE)
    assert (by_post(told)[1].count, by_post(told)[1].reason, told.refused) == (None, reason, None)


# -- cost and refusals ----------------------------------------------------------------------------------


def test_a_steady_state_costs_one_request():
    posts = [hello(n, f"p{n}", observations=(observation(2, source="discourse", listed=True),)) for n in range(40)]
    body = counts(**{f"p{n}": "2 replies" for n in range(40)})
    told, requests = ask(discourse, SITE, posts, web(body), params=PARAMS)
    assert (paths(requests), {one.count for one in told.findings}) == (["/embed/count"], {2})


@pytest.mark.parametrize(("thorough", "most"), [(False, 5), (True, 50)])
def test_topics_are_asked_for_in_turn(thorough, most):
    posts = [hello(n, f"p{n}") for n in range(60)]
    body = counts(**{f"p{n}": "2 replies" for n in range(60)})
    told, requests = ask(discourse, SITE, posts, web(body), params=PARAMS, thorough=thorough)
    assert paths(requests).count("/t/81.json") == paths(requests).count("/embed/comments") == most
    assert len(by_post(told)) == 60
    assert None not in {one.count for one in told.findings}


def test_long_questions_are_asked_in_parts():
    posts = [hello(n, f"{'x' * 400}{n}") for n in range(30)]
    _, requests = ask(discourse, SITE, posts, web("{}"), params=PARAMS)
    _, parts = ask(discourse, SITE, posts, web('{"counts": {}}'), params=PARAMS)
    assert (len(requests), len(parts)) == (1, 3)
    assert all(len(one.url) < 8000 for one in parts)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(403, Reason.REFUSED, id="for members only"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param(404, Reason.NOT_THERE, id="no forum"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a list"),
        pytest.param('{"counts": []}', Reason.NOT_UNDERSTOOD, id="counts in a list"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    told, requests = ask(discourse, SITE, [hello(), hello(2, "b/")], web(reply), params=PARAMS)
    assert (len(requests), {(one.count, one.reason) for one in told.findings}) == (1, {(None, reason)})
    assert told.refused is not None


def test_a_forum_that_has_enough_of_it_keeps_the_counts():
    told, _ = ask(discourse, SITE, [hello()], web(topic=429), params=PARAMS)
    assert by_post(told)[1].count == 3
    assert told.refused
    assert told.refused.status == 429


@pytest.mark.parametrize("params", [{}, PARAMS])
def test_what_cannot_be_asked_is_not(params):
    told, requests = ask(discourse, SITE, [post(1, url="https://feedproxy.example/1")], web(), params=params)
    assert (requests, by_post(told)[1].count) == ([], None)
