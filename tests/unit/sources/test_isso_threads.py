"""Which blogs have Isso, and what it calls the thread of a post; see test_ownthread_names for whose thread is whose."""

import pytest

from aggregator.comments import isso
from aggregator.core.page import read_page
from aggregator.core.record import replace
from tests.support.build import post
from tests.support.issothreads import Isso
from tests.support.threadservers import HOME, SITE, asked_for


@pytest.mark.parametrize(
    ("html", "server"),
    [
        pytest.param(Isso.PAGE, Isso.SERVER, id="protocol-relative"),
        pytest.param(
            '<script data-isso="/isso/" src="/isso/js/embed.min.js">', "https://www.kari.example/isso/", id="relative"
        ),
        pytest.param('<script data-isso="https://c.example/isso">', Isso.SERVER + "isso/", id="no slash at the end"),
        pytest.param('<script data-isso="https://c.example/?a#b">', Isso.SERVER, id="query and fragment"),
        pytest.param('<script DATA-ISSO=" //c.example/ ">', Isso.SERVER, id="capitals and space"),
        pytest.param(
            '<div id="isso-thread"></div><script src="//c.example/js/embed.min.js">',
            Isso.SERVER,
            id="by the script's address",
        ),
        pytest.param('<script src="//c.example/js/embed.min.js">', None, id="such a script without a thread"),
        pytest.param('<div id="isso-thread"></div>', None, id="a thread without a server"),
        pytest.param('<script data-isso="javascript:alert(1)">', None, id="no address"),
        pytest.param('<div data-isso="//c.example/">', None, id="no script"),
        pytest.param('<script data-isso-id="/1/">', None, id="another attribute"),
        pytest.param('<script src="https://giscus.app/client.js">', None, id="giscus"),
        pytest.param("var remark_config = {host: 'https://c.example'}", None, id="words"),
        pytest.param("", None, id="empty"),
    ],
)
def test_isso_is_recognised_by_its_script(html, server):
    params = {"server": server, "host": "kari.example"} if server else None
    assert isso.recognises(SITE, read_page(html, "https://www.kari.example/1/")) == params


def test_without_a_page_isso_is_not_recognised():
    assert isso.recognises(replace(SITE, sources={"isso": Isso.KNOWN}), None) is None


def test_what_is_known_of_the_threads_is_kept_while_the_server_is_the_same():
    site = replace(SITE, sources={"isso": {**Isso.KNOWN, "id 1": "one"}})
    assert isso.recognises(site, read_page(Isso.PAGE, HOME + "2/")) == {**Isso.KNOWN, "id 1": "one"}
    assert isso.recognises(site, read_page(Isso.PAGE.replace("c.example", "d.example"), HOME)) == {
        "server": "https://d.example/",
        "host": "kari.example",
    }
    assert isso.recognises(site, read_page(Isso.PAGE, "https://ola.example/1/")) == {**Isso.NEW, "host": "ola.example"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param(HOME + "1/?utm_source=rss#top", "/1/", id="query and fragment"),
        pytest.param("https://kari.example", "/", id="no path"),
        pytest.param(HOME + "s%C3%B8k/", "/s%C3%B8k/", id="quoted"),
        pytest.param(HOME + "søk/", "/s%C3%B8k/", id="as browsers write it"),
        pytest.param(HOME + "a b", "/a%20b", id="space"),
        pytest.param("https://www.kari.example/1/", "/1/", id="www"),
    ],
)
def test_a_path_is_written_as_browsers_do(url, name):
    _, asked, _ = Isso().told(post(1, url=url, observations=(Isso.seen(),)))
    assert asked_for(asked) == [name]
