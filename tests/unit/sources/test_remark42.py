import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import remark42
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.sources import NOW, ask, by_post, shared

CAPTURES = Path(__file__).parents[2] / "data" / "captures" / "remark42"
HOME = "https://kari.example/"
SERVER = "https://c.example"
SITE = Site(HOME + "feed.xml", HOME, "Hugo", "rss20")
NEW = {"server": SERVER, "site": "kari", "host": "kari.example"}
KNOWN = {**NEW, "ids": "path"}
BARE = "<html><h1>Post 1</h1><h2>Post 2</h2><h2>Post 3</h2><p>No thread here</p></html>"


def script(fields, thread='<div id="remark42"></div>'):
    return f"{thread}<script>\nvar remark_config = {{{fields}}};\n</script>"


def with_url(written):
    return script(f'host: "{SERVER}", site_id: "kari", url: {written}')


PAGE = script(f'host: "{SERVER}", site_id: "kari"')


def seen(count=0, **changes):
    return observation(count, **({"source": "remark42"} | changes))


def old(number=1, **changes):
    return post(number, observations=(seen(**changes),))


def row(number=1, **changes):
    plain = {"id": f"c-{number}", "pid": "", "text": "<p>Well</p>", "time": "2026-11-19T10:00:00Z"}
    return plain | {"user": {"name": "Ola", "id": "github_1"}} | changes


class Web:
    """A blog with pages, and a Remark42 that counts and lists: 0 for what it does not know."""

    def __init__(self, threads=None, pages=None, *, counts=None, info=None, instead=None):
        self.threads, self.pages, self.counts = threads or {}, pages or {}, counts
        self.info, self.instead, self.paths = info or {}, instead or {}, []

    def __call__(self, request):
        parts = urlsplit(request.url)
        query = parse_qs(parts.query)
        if not request.url.startswith(SERVER):
            self.paths.append(parts.path)
            page = self.pages.get(parts.path, PAGE)
            return Answer(request, *page) if isinstance(page, tuple) else page
        assert query["site"] == ["kari"]
        kind = parts.path.removeprefix("/api/v1/")
        if kind in self.instead:
            return self.instead[kind]
        if kind == "counts":
            rows = [{"url": name, "count": self.count(name)} for name in json.loads(request.json)]
            return json.dumps(rows if self.counts is None else self.counts)
        assert (kind, query["format"]) == ("find", ["plain"])
        return json.dumps({"comments": self.threads.get(query["url"][0], []), "info": self.info})

    def count(self, name):
        return sum(not one.get("delete") for one in self.threads.get(name, []))


def told(web, *posts, params=KNOWN, **changes):
    answer, asked = ask(remark42, SITE, posts, web, params=params, **changes)
    return by_post(answer), asked, answer


def asked_for(asked):
    return [name for request in asked if request.json for name in json.loads(request.json)]


# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "server", "name"),
    [
        pytest.param(PAGE, SERVER, "kari", id="bare keys"),
        pytest.param(script('"host":"https://c.example","site_id":"kari"'), SERVER, "kari", id="quoted keys"),
        pytest.param(script("host:'https://c.example/r/',site_id:'kari'"), SERVER + "/r", "kari", id="a folder"),
        pytest.param(script(r'"host":"https:\/\/c.example","site_id":"a\u0026b"'), SERVER, "a&b", id="escaped"),
        pytest.param(script("host: `https://c.example`, site_id: 'it\\'s'"), SERVER, "it's", id="other quotes"),
        pytest.param(script("site_id: 'a}{', host: 'https://c.example'"), SERVER, "a}{", id="braces in a text"),
        pytest.param(PAGE.replace("var ", "window."), SERVER, "kari", id="of the window"),
        pytest.param(PAGE.replace(" = ", "="), SERVER, "kari", id="made small"),
        pytest.param(
            script("// host: 'https://d.example',\nhost: 'https://c.example', /* site_id: 'no' */ site_id: 'kari'"),
            SERVER,
            "kari",
            id="remarks",
        ),
        pytest.param(script(f"host: '{SERVER}'"), None, None, id="no site"),
        pytest.param(script("site_id: 'kari'"), None, None, id="no host"),
        pytest.param(script("host: HOST, site_id: 'kari'"), None, None, id="a host worked out"),
        pytest.param(script("host: `https://${h}/`, site_id: 'kari'"), None, None, id="a host put together"),
        pytest.param(script("host: 'c.example', site_id: 'kari'"), None, None, id="a host without scheme"),
        pytest.param(script("host: 'javascript:x', site_id: 'kari'"), None, None, id="a host that is none"),
        pytest.param(script(r"host: '\x68ttps://c', site_id: 'kari'"), None, None, id="an escape JSON lacks"),
        pytest.param(script("my_host: 'https://c.example', site_id: 'kari'"), None, None, id="another key"),
        pytest.param(PAGE.replace("}", ""), None, None, id="cut"),
        pytest.param(PAGE.replace("host:", f"/* {'x' * 6000} */ host:"), None, None, id="too long"),
        pytest.param(PAGE.replace("remark_config", "my_remark_config"), None, None, id="another name"),
        pytest.param(PAGE.replace("script", "pre"), None, None, id="a page about Remark42"),
        pytest.param('<script data-isso="//c.example/"></script>', None, None, id="isso"),
        pytest.param("", None, None, id="empty"),
    ],
)
def test_remark42_is_recognised_by_its_configuration(html, server, name):
    params = {"server": server, "site": name, "host": "kari.example"} if server else None
    assert remark42.recognises(SITE, read_page(html, HOME + "1/")) == params


def test_without_a_page_remark42_is_not_recognised():
    assert remark42.recognises(replace(SITE, sources={"remark42": KNOWN}), None) is None


def test_what_is_known_of_the_threads_is_kept_while_the_place_is_the_same():
    site = replace(SITE, sources={"remark42": KNOWN})
    assert remark42.recognises(site, read_page(PAGE, HOME)) == KNOWN
    other = PAGE.replace('"kari"', '"ola"')
    assert remark42.recognises(site, read_page(other, HOME)) == {**NEW, "site": "ola"}


def test_hostile_scripts_take_no_time():
    for part in ('remark_config={"', "remark_config={/*", "remark_config={'\\", "remark_config={url:`", "/*", '"'):
        html = f"<script>remark_config = {{{part * 10_000}</script>"
        assert remark42.recognises(SITE, read_page(html, HOME)) is None


# -- which thread is whose --------------------------------------------------------------------------


def test_a_first_look_shows_that_threads_are_named_by_their_address():
    found, asked, answer = told(Web(), post(1), post(2), params=NEW, thorough=True)
    assert found == {1: Finding(1, 0, openness=Openness.OPEN), 2: Finding(2, 0, openness=Openness.OPEN)}
    assert asked_for(asked) == [HOME + "1/", HOME + "2/"]
    assert answer.params == KNOWN


def test_then_one_request_does():
    found, asked, _ = told(Web(), old(1), old(2))
    assert found == {1: Finding(1, 0, openness=None), 2: Finding(2, 0, openness=None)}
    assert [request.url for request in asked] == [SERVER + "/api/v1/counts?site=kari"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("'https://kari.example/1'", HOME + "1", id="an address"),
        pytest.param("'https://kari.example/1#comments'", HOME + "1", id="a fragment"),
        pytest.param("'https://kari.example/?p=1'", HOME + "?p=1", id="a query"),
        pytest.param("'post-1'", "post-1", id="any text"),
        pytest.param("''", HOME + "1/", id="empty"),
        pytest.param("window.location.origin + window.location.pathname", HOME + "1/", id="where the page is"),
        pytest.param("location.origin+location.pathname", HOME + "1/", id="the same, made small"),
        pytest.param("location.href", None, id="worked out"),
        pytest.param("`${location.origin}/1`", None, id="put together"),
        pytest.param("'" + "x" * 3000 + "'", None, id="too long"),
    ],
)
def test_a_thread_has_the_name_that_its_page_gives(written, name):
    found, asked, answer = told(Web(pages={"/1/": with_url(written)}), post(1), params=NEW, thorough=True)
    assert asked_for(asked) == ([name] if name else [])
    assert found[1].count == (0 if name else None)
    assert found[1].openness is (Openness.OPEN if name else Openness.UNKNOWN)
    if name not in (None, HOME + "1/"):
        assert answer.params == {**NEW, "ids": "page", "id 1": name}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (HOME + "1/?utm_source=rss#top", HOME + "1/"),
        ("https://KARI.example/søk", HOME + "s%C3%B8k"),
        ("https://www.kari.example:8443/", "https://www.kari.example:8443/"),
    ],
)
def test_an_address_is_written_as_browsers_do(url, name):
    _, asked, _ = told(Web(), post(1, url=url, observations=(seen(),)))
    assert asked_for(asked) == [name]


def test_a_redirect_to_another_scheme_is_another_thread():
    web = Web(pages={"/1/": (HOME + "1/", 200, {}, PAGE.encode())})
    _, asked, answer = told(web, post(1, url="http://kari.example/1/"), params=NEW, thorough=True)
    assert asked_for(asked) == [HOME + "1/"]
    assert answer.params["id 1"] == HOME + "1/"


def test_a_page_without_a_thread_is_closed_and_one_without_configuration_unclear():
    bare = BARE + script(f'host: "{SERVER}", site_id: "kari"', thread="")
    pages = {"/2/": bare, "/3/": '<div id="remark42"></div>'}
    found, _, answer = told(Web(pages=pages), post(1), post(2), post(3), params=NEW, thorough=True)
    assert [found[number].openness for number in (1, 2, 3)] == [Openness.OPEN, Openness.CLOSED, Openness.UNKNOWN]
    assert [found[number].count for number in (1, 2, 3)] == [0, 0, None]
    assert answer.params == {**KNOWN, "id 3": ""}


# -- how many, and who ------------------------------------------------------------------------------


def test_a_post_that_is_read_only_is_closed():
    web = Web({HOME + "1/": [row()]}, info={"read_only": True})
    found, _, _ = told(web, old(1))
    assert (found[1].listed, found[1].openness) == (True, Openness.CLOSED)
    web.info = {"read_only": "yes"}
    found, _, _ = told(web, old(1))
    assert found[1].openness is None


def test_deleted_comments_are_none():
    web = Web({HOME + "1/": [row(1, delete=True), row(2, pid="c-1")]})
    found, _, _ = told(web, old(1))
    assert [(comment.key, comment.parent) for comment in found[1].comments] == [("c-2", "c-1")]
    assert (found[1].count, found[1].listed) == (1, True)


def test_comments_of_somebody_shut_out_are_counted_but_not_shown():
    web = Web({HOME + "1/": [row(1, delete=True), row(2)]}, counts=[{"url": HOME + "1/", "count": 2}])
    found, _, _ = told(web, old(1))
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (1, True, 1)


def test_a_list_shorter_than_the_count_is_not_believed_to_be_all():
    found, _, _ = told(Web(counts=[{"url": HOME + "1/", "count": 2}]), old(1))
    assert found[1] == Finding(1, 2, Bound.EXACT, openness=None)


def test_comments_of_another_page_are_left_out():
    rows = [row(1, locator={"url": HOME + "2/"}), row(2, locator={"url": HOME + "1/"}), row(3, locator=7)]
    found, _, _ = told(Web({HOME + "1/": rows}), old(1))
    assert [comment.key for comment in found[1].comments] == ["c-2", "c-3"]
    assert not found[1].listed


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(1, user=["Ola"], time=7, text=None, pid={})
    found, _, _ = told(Web({HOME + "1/": [odd, row(2, id=None)]}), old(1))
    assert found[1].comments == (FoundComment("c-1", url=HOME + "1/#remark42__comment-c-1"),)


@pytest.mark.parametrize("count", [None, -1, "many", True, 1.5])
def test_a_number_that_is_none_or_not_there_is_unknown(count):
    counts = [{"url": HOME + "1/", "count": count}, {"url": HOME + "2/", "count": 0}, {"url": HOME + "9/", "count": 1}]
    found, _, answer = told(Web(counts=[*counts, "x", {}]), old(1), old(2), old(3))
    assert [found[number].count for number in (1, 2, 3)] == [None, 0, None]
    assert found[3].reason is Reason.NOT_LISTED
    assert answer.refused is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(400, Reason.NOT_UNDERSTOOD, id="400"),
        pytest.param(403, Reason.REFUSED, id="403"),
        pytest.param(404, Reason.NOT_THERE, id="404"),
        pytest.param(429, Reason.TOO_MANY, id="429"),
        pytest.param(502, Reason.UNREACHABLE, id="502"),
        pytest.param(0, Reason.UNREACHABLE, id="no answer"),
        pytest.param("<html>", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a site that it does not know"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="no list"),
        pytest.param("null", Reason.NOT_UNDERSTOOD, id="null"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    found, asked, answer = told(Web(instead={"counts": reply}), old(1), old(2))
    assert len(asked) == 1
    assert answer.refused is not None
    assert found == {number: Finding(number, None, openness=None, reason=reason) for number in (1, 2)}


@pytest.mark.parametrize("reply", [404, "<html>", "[]", "{}", '{"comments": null}'])
def test_one_list_that_is_none_concerns_its_post_only(reply):
    web = Web({HOME + "1/": [row()], HOME + "2/": [row(2)]})
    found, _, answer = told(lambda r: reply if "find" in r.url and "%2F1%2F" in r.url else web(r), old(1), old(2))
    assert found[1] == Finding(1, 1, openness=None)
    assert found[2].listed
    assert answer.refused is None


@pytest.mark.parametrize("status", [0, 401, 403, 429, 500])
def test_where_lists_are_refused_no_more_are_asked_for(status):
    web = Web({HOME + "1/": [row()], HOME + "2/": [row(2)]}, instead={"find": status})
    found, asked, answer = told(web, old(1), old(2))
    assert [found[1].count, found[2].count] == [1, 1]
    assert len(asked) == 2
    assert (answer.refused is not None) == (status in (0, 429, 500))


def test_what_is_known_is_not_listed_again():
    web = Web({f"{HOME}{number}/": [row(number)] for number in (1, 2)})
    posts = [old(1, count=1, listed=True), old(2, count=2, listed=True)]
    assert [one.listed for one in told(web, *posts)[0].values()] == [False, True]
    assert [one.listed for one in told(web, *posts, thorough=True)[0].values()] == [True, True]


def test_that_comments_are_gone_is_seen_in_the_list():
    was = Comment(1, "remark42", FoundComment("c-1"), NOW)
    found, asked, _ = told(Web(), replace(old(1), comments=(was,)))
    assert (found[1].count, found[1].listed, len(asked)) == (0, True, 2)


def test_a_hundred_posts_at_a_time():
    found, asked, _ = told(Web(), *[old(number) for number in range(1, 202)])
    assert len(asked) == 3
    assert {finding.count for finding in found.values()} == {0}


def test_a_blog_that_was_never_recognised_is_not_asked():
    found, asked, _ = told(Web(), post(1), params={})
    assert found[1] == Finding(1, None, openness=None, reason=Reason.NOT_THERE)
    assert not asked


# -- answers in the documented format ---------------------------------------------------------------


def read(name):
    return (CAPTURES / name).read_text("utf-8")


def test_a_blog_as_documented():
    first = read_page(read("post-1.html"), HOME + "1/")
    params = remark42.recognises(SITE, first)
    assert params == NEW
    assert remark42.recognises(SITE, read_page(read("post-2.html"), HOME + "2/")) is None
    asked = {"site": "kari", "url": HOME + "1/"}

    def web(request):
        if request.json:
            return read("counts.json")
        if "/find" in request.url:
            query = parse_qs(urlsplit(request.url).query)
            assert {name: query[name][0] for name in asked} == asked
            return read("find.json")
        return read(f"post-{request.url.strip('/')[-1]}.html")

    found, _, answer = told(web, post(1), post(2, title="Second"), params=params, thorough=True)
    assert answer.params == KNOWN
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    key = "c21a4872-0000-4681-8757-00000000000"
    assert found[1] == Finding(
        1,
        2,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                key + "1",
                "Ola & co",
                author_id="github_0001",
                published=at("2026-11-19 10:08:58.760635"),
                url=f"{HOME}1/#remark42__comment-{key}1",
                text="Well said",
            ),
            FoundComment(
                key + "3",
                "Kari",
                author_id="email_0002",
                published=at("2026-11-19 13:00"),
                url=f"{HOME}1/#remark42__comment-{key}3",
                parent=key + "1",
                text="Thank you",
            ),
        ),
        listed=True,
    )


@pytest.mark.skipif(shared("captures") is None, reason="no captures beside the repository")
def test_real_pages_of_other_platforms_are_not_taken_for_it():
    for path in sorted(shared("captures").glob("*/*.body")):
        if b"<html" in path.read_bytes()[:2000].lower():
            page = read_page(path.read_text("utf-8", "replace"), HOME)
            assert remark42.recognises(SITE, page) is None
