"""Which blogs have Remark42, and what it calls the thread of a post; see also test_ownthread_names."""

import time

import pytest

from aggregator.comments import remark42
from aggregator.core.model import Openness
from aggregator.core.page import read_page
from aggregator.core.record import replace
from tests.support.build import post
from tests.support.remark42threads import Remark42
from tests.support.threadservers import BARE, HOME, SITE, asked_for, at_address

PAGE, SERVER, script = Remark42.PAGE, Remark42.SERVER, Remark42.script

# -- recognition -----------------------------------------------------------------------------------


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
    assert remark42.recognises(replace(SITE, sources={"remark42": Remark42.KNOWN}), None) is None


def test_what_is_known_of_the_threads_is_kept_while_the_place_is_the_same():
    site = replace(SITE, sources={"remark42": Remark42.KNOWN})
    assert remark42.recognises(site, read_page(PAGE, HOME)) == Remark42.KNOWN
    other = PAGE.replace('"kari"', '"ola"')
    assert remark42.recognises(site, read_page(other, HOME)) == {**Remark42.NEW, "site": "ola"}


def test_hostile_scripts_take_no_time():
    for part in ('remark_config={"', "remark_config={/*", "remark_config={'\\", "remark_config={url:`", "/*", '"'):
        html = f"<script>remark_config = {{{part * 10_000}</script>"
        assert remark42.recognises(SITE, read_page(html, HOME)) is None


# -- which thread is whose -------------------------------------------------------------------------


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
    found, asked, answer = Remark42(pages={"/1/": Remark42.with_url(written)}).told(
        post(1), params=Remark42.NEW, thorough=True
    )
    assert asked_for(asked) == ([name] if name else [])
    assert found[1].count == (0 if name else None)
    assert found[1].openness is (Openness.OPEN if name else Openness.UNKNOWN)
    if name not in (None, HOME + "1/"):
        assert answer.params == {**Remark42.NEW, "ids": "page", "id 1": name}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (HOME + "1/?utm_source=rss#top", HOME + "1/"),
        ("https://KARI.example/søk", HOME + "s%C3%B8k"),
        ("https://www.kari.example:8443/", "https://www.kari.example:8443/"),
    ],
)
def test_an_address_is_written_as_browsers_do(url, name):
    _, asked, _ = Remark42().told(post(1, url=url, observations=(Remark42.seen(),)))
    assert asked_for(asked) == [name]


def test_a_redirect_to_another_scheme_is_another_thread():
    web = Remark42(pages={"/1/": at_address(HOME + "1/", PAGE)})
    _, asked, answer = web.told(post(1, url="http://kari.example/1/"), params=Remark42.NEW, thorough=True)
    assert asked_for(asked) == [HOME + "1/"]
    assert answer.params["id 1"] == HOME + "1/"


def test_a_page_without_a_thread_is_closed_and_one_without_configuration_unclear():
    bare = BARE + script(f'host: "{SERVER}", site_id: "kari"', thread="")
    pages = {"/2/": bare, "/3/": '<div id="remark42"></div>'}
    found, _, answer = Remark42(pages=pages).told(post(1), post(2), post(3), params=Remark42.NEW, thorough=True)
    assert [found[number].openness for number in (1, 2, 3)] == [Openness.OPEN, Openness.CLOSED, Openness.UNKNOWN]
    assert [found[number].count for number in (1, 2, 3)] == [0, 0, None]
    assert answer.params == {**Remark42.KNOWN, "id 3": ""}


def test_what_is_never_closed_takes_no_time():
    for part in ('\\"', "\\'", '"', "`", "/*", "\\`"):
        html = ('<script>remark_config = {"' + part * 2_500 + "</script>") * 300
        page = read_page(html, HOME + "1/")
        start = time.process_time()
        assert remark42.recognises(SITE, page) is None
        assert time.process_time() - start < 4


def test_a_server_is_an_address_without_a_query():
    page = read_page(script("host: 'https://c.example/delete?all=yes&', site_id: 'kari'"), HOME + "1/")
    assert remark42.recognises(SITE, page) == {
        "server": "https://c.example/delete",
        "site": "kari",
        "host": "kari.example",
    }
