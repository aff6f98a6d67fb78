import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from aggregator.comments import disqus
from aggregator.core.http import Answer, Request
from aggregator.core.model import Bound, Finding, Reason
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import ask, by_post

CAPTURES = Path(__file__).parents[2] / "data" / "captures" / "disqus"
URL = "https://kari.example/1/"
SITE = Site(feed="https://kari.example/feed/")
KARI = {"shortname": "kari-writes", "key": "address"}
OWN = KARI | {"key": "page"}
PLACE = '<div id="disqus_thread"></div>'
EMBED = "s.src = 'https://kari-writes.disqus.com/embed.js';"


def embedded(config: str) -> str:
    """A page with Disqus's code, set up like this."""
    return f"<html>{PLACE}<script>var disqus_config = function () {{ {config} }}; {EMBED}</script></html>"


def called(counts: object) -> str:
    """The answer that puts these counts beside links."""
    return f"DISQUSWIDGETS.displayCount({json.dumps({'text': {}, 'counts': counts})});"


class Disqus:
    """Answers for the threads that there are, and knows what it was asked. `any_key`: 0 for what is no thread."""

    def __init__(self, threads: Mapping[str, object], pages: Mapping[str, object] = {}, any_key: bool = False) -> None:
        self.threads, self.pages, self.any_key = threads, pages, any_key
        self.keys: list[list[tuple[str, str]]] = []

    def __call__(self, request: Request) -> object:
        parts = urlsplit(request.url)
        if parts.hostname != "kari-writes.disqus.com":
            return self.pages.get(request.url, 404)
        assert (parts.scheme, parts.path) == ("https", "/count-data.js")
        self.keys.append(parse_qsl(parts.query))
        known = [key for _, key in self.keys[-1] if self.any_key or key in self.threads]
        return called([{"id": key, "comments": self.threads.get(key, 0)} for key in known])


def told_of(server, *posts, params=KARI, **asking):
    told, _ = ask(disqus, SITE, posts, server, params=params, **asking)
    return by_post(told)


@pytest.mark.parametrize(
    ("key", "number", "guid", "asked"),
    [
        ("address", 2, "g", ("2", "https://kari.example/2/")),
        ("address other", 2, "g", ("2", "http://kari.example/2/")),
        ("url", 2, "g", ("1", "https://kari.example/2/")),
        ("path", 2, "g", ("1", "/2/")),
        ("path bare", 2, "g", ("1", "2")),
        ("guid", 2, "g7", ("1", "g7")),
        ("ghost", 2, "g7", ("1", "ghost-g7")),
        ("wordpress", 2, "https://kari.example/?p=12", ("1", "12 https://kari.example/?p=12")),
    ],
)
def test_the_key_of_another_post_follows(key, number, guid, asked):
    server = Disqus({asked[1]: 4})
    assert told_of(server, post(number, guid=guid), params={"shortname": "kari-writes", "key": key})[number].count == 4
    assert server.keys == [[("1", disqus.NO_THREAD), asked]]


# -- counts -----------------------------------------------------------------------------------------


def test_the_captured_answer():
    body = (CAPTURES / "counts.js").read_text()
    found = told_of(lambda _: body, post(1), post(2), post(3))
    assert found == {1: Finding(1, 0), 2: Finding(2, 3), 3: Finding(3, None, openness=None, reason=Reason.NOT_LISTED)}


def test_where_any_key_has_zero_no_zero_is_believed():
    server = Disqus({"https://kari.example/2/": 3}, any_key=True)
    found = told_of(server, post(1), post(2))
    assert found == {1: Finding(1, None, openness=None, reason=Reason.NOT_LISTED), 2: Finding(2, 3)}


@pytest.mark.parametrize("count", [-1, "many", None, 1.5, True, [], 10**9])
def test_an_odd_count_is_unknown(count):
    found = told_of(Disqus({"https://kari.example/1/": count}), post(1))
    assert found[1] == Finding(1, None, openness=None, reason=Reason.ODD_COUNT)


def test_threads_that_were_not_asked_about_are_ignored():
    body = called([{"id": "https://kari.example/9/", "comments": 5}, "junk", {"comments": 1}])
    assert told_of(lambda _: body, post(1)) == {1: Finding(1, None, openness=None, reason=Reason.NOT_LISTED)}


def test_tracking_is_no_part_of_the_key():
    server = Disqus({"https://kari.example/?p=7": 1})
    found = told_of(server, post(1, url="https://kari.example/?p=7&utm_source=rss#top"))
    assert found[1].count == 1


def test_ten_keys_at_a_time_and_one_request_for_nine_posts():
    posts = [post(number) for number in range(1, 21)]
    server = Disqus({f"https://kari.example/{number}/": number for number in range(1, 21)})
    assert {number: found.count for number, found in told_of(server, *posts).items()} == {n: n for n in range(1, 21)}
    assert [len(keys) for keys in server.keys] == [10, 10, 3]
    told_of(few := Disqus({}), *posts[:9])
    assert len(few.keys) == 1


def test_nothing_is_asked_of_posts_without_a_key():
    server = Disqus({})
    assert told_of(server, post(1, url=None)) == {1: Finding(1, None, openness=None, reason=Reason.NOT_LISTED)}
    assert server.keys == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param("<!DOCTYPE html><title>Disqus</title>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("", Reason.NOT_UNDERSTOOD, id="nothing"),
        pytest.param('DISQUSWIDGETS.displayCount({"counts":[{"id"', Reason.NOT_UNDERSTOOD, id="cut"),
        pytest.param("DISQUSWIDGETS.displayCount([]);", Reason.NOT_UNDERSTOOD, id="no object"),
        pytest.param('DISQUSWIDGETS.displayCount({"text":{}});', Reason.NOT_UNDERSTOOD, id="no counts"),
        pytest.param('DISQUSWIDGETS.displayCount({"counts":{}});', Reason.NOT_UNDERSTOOD, id="no list"),
        pytest.param("DISQUSWIDGETS.displayCount(" + "[" * 100_000, Reason.NOT_UNDERSTOOD, id="deep"),
        pytest.param(403, Reason.REFUSED, id="refused"),
        pytest.param(404, Reason.NOT_THERE, id="no such forum"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param(502, Reason.UNREACHABLE, id="broken"),
    ],
)
def test_an_endpoint_that_refuses_ends_the_asking(reply, reason):
    told, asked = ask(disqus, SITE, [post(number) for number in range(1, 13)], lambda _: reply, params=KARI)
    assert {found.reason for found in told.findings} == {reason}
    assert {found.count for found in told.findings} == {None}
    assert (len(told.findings), len(asked)) == (12, 1)
    assert told.refused is not None


def test_a_refusal_keeps_what_was_told_before():
    server, replies = Disqus({"https://kari.example/1/": 2}), iter([False, True])
    told, _ = ask(
        disqus, SITE, [post(n) for n in range(1, 13)], lambda r: 503 if next(replies) else server(r), params=KARI
    )
    assert by_post(told)[1] == Finding(1, 2)
    assert by_post(told)[12] == Finding(12, None, openness=None, reason=Reason.UNREACHABLE)


@pytest.mark.parametrize("name", ["", "a.b", "a/b", "KARI", "x" * 90])
def test_a_name_that_is_none_is_not_asked(name):
    told, asked = ask(disqus, SITE, [post(1)], {}, params={"shortname": name})
    assert (told.findings[0].count, told.findings[0].reason, asked) == (None, Reason.NOT_UNDERSTOOD, [])


# -- keys that do not follow ------------------------------------------------------------------------


def test_a_key_that_a_script_works_out_allows_no_zero():
    server = Disqus({"https://kari.example/1/": 0, "https://kari.example/2/": 2})
    found = told_of(server, post(1), post(2), params=KARI | {"key": "unclear"})
    assert found == {1: Finding(1, None, openness=None, reason=Reason.NOT_LISTED), 2: Finding(2, 2, Bound.AT_LEAST)}


def test_keys_of_their_own_are_read_from_the_pages_once():
    pages = {f"https://kari.example/{n}/": embedded(f"this.page.identifier = 'post {n}';") for n in (1, 2)}
    server = Disqus({"post 1": 0, "post 2": 3}, pages)
    told, asked = ask(disqus, SITE, [post(1), post(2)], server, params=OWN)
    assert by_post(told) == {1: Finding(1, 0), 2: Finding(2, 3)}
    assert len(asked) == 3
    assert told.params == OWN | {"thread kari.example/1": "1 post 1", "thread kari.example/2": "1 post 2"}
    again, asked = ask(disqus, SITE, [post(1), post(2)], server, params=told.params)
    assert (by_post(again), len(asked), again.params) == (by_post(told), 1, None)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param(404, Finding(1, None, openness=None, reason=Reason.NOT_THERE), id="gone"),
        pytest.param(
            "<html>moved</html>", Finding(1, None, openness=None, reason=Reason.NOT_LISTED), id="without Disqus"
        ),
        pytest.param(
            embedded("").replace("kari-writes", "ola-writes"),
            Finding(1, None, openness=None, reason=Reason.NOT_LISTED),
            id="another forum",
        ),
        pytest.param(
            embedded("this.page.identifier = f();"),
            Finding(1, None, openness=None, reason=Reason.NOT_LISTED),
            id="unclear",
        ),
        pytest.param(embedded(""), Finding(1, 0), id="by its address"),
    ],
)
def test_a_page_that_does_not_show_the_key(page, found):
    server = Disqus({URL: 0}, {URL: page})
    assert told_of(server, post(1), params=OWN) == {1: found}


def test_a_page_that_leads_elsewhere_is_not_the_posts():
    page = embedded("this.page.identifier = 'x';").encode()
    answer = Answer(Request(URL), "https://kari.example/", 200, {}, page)
    assert told_of(Disqus({"x": 0}, {URL: answer}), post(1), params=OWN)[1].count is None


@pytest.mark.parametrize(("thorough", "looks"), [(False, 10), (True, 100)])
def test_few_pages_are_looked_at(thorough, looks):
    posts = [post(number) for number in range(1, 121)]
    pages = {f"https://kari.example/{n}/": embedded(f"this.page.identifier = 'post {n}';") for n in range(1, 121)}
    server = Disqus({f"post {n}": 0 for n in range(1, 121)}, pages)
    told, asked = ask(disqus, SITE, posts, server, params=OWN, thorough=thorough)
    assert sum("count-data" not in request.url for request in asked) == looks
    assert sum(found.count == 0 for found in told.findings) == looks
    assert {found.reason for found in told.findings if found.count is None} == {Reason.TOO_MANY}


@pytest.mark.parametrize(("status", "looks"), [(0, 1), (429, 1), (503, 1), (404, 3)])
def test_a_blog_that_is_busy_is_not_looked_at_any_more(status, looks):
    told, asked = ask(disqus, SITE, [post(number) for number in (1, 2, 3)], lambda _: status, params=OWN)
    assert (len(asked), [found.count for found in told.findings]) == (looks, [None] * 3)
