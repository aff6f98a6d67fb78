import time
from pathlib import Path

import pytest

from aggregator.comments import disqus
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.sources import shared

CAPTURES = Path(__file__).parents[2] / "data" / "captures" / "disqus"
URL = "https://kari.example/1/"
SITE = Site(feed="https://kari.example/feed/")
KARI = {"shortname": "kari-writes", "key": "address"}
PLACE = '<div id="disqus_thread"></div>'
EMBED = "s.src = 'https://kari-writes.disqus.com/embed.js';"


def recognised(html: str, url: str = URL, guids: tuple[str, ...] = ()) -> dict[str, str] | None:
    params = disqus.recognises(Site(feed="https://kari.example/feed/", guids=guids), read_page(html, url))
    return None if params is None else dict(params)


def embedded(config: str) -> str:
    """A page with Disqus's code, set up like this."""
    return f"<html>{PLACE}<script>var disqus_config = function () {{ {config} }}; {EMBED}</script></html>"


# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "key"),
    [
        pytest.param(f"{PLACE}<script>{EMBED}</script>", "address", id="universal code"),
        pytest.param(f"<script>{EMBED}</script>", "address", id="the place is put in later"),
        pytest.param('<script src="//kari-writes.disqus.com/embed.js"></script>', "address", id="a script"),
        pytest.param('<script src="https://disqus.com/forums/kari-writes/embed.js"></script>', "address", id="old"),
        pytest.param(
            f'{PLACE}<script src="//kari-writes.disqus.com/count.js"></script>', "address", id="count and place"
        ),
        pytest.param(f"{PLACE}<script>var disqus_shortname = 'kari-writes';</script>", "address", id="a variable"),
        pytest.param(f'{PLACE}<script>var disqus_shortname = "Kari-Writes";</script>', "address", id="capitals"),
        pytest.param("<script src='//kari-writes.disqus.com/blogger_item.js'></script>", "address", id="Blogger"),
        pytest.param((CAPTURES / "universal.html").read_text(), "path", id="captured universal code"),
        pytest.param((CAPTURES / "wordpress.html").read_text(), "wordpress", id="captured WordPress"),
        pytest.param((CAPTURES / "hugo.html").read_text(), "address", id="captured Hugo"),
    ],
)
def test_a_page_with_disqus_is_recognised(html, key):
    assert recognised(html) == {"shortname": "kari-writes", "key": key}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param(PLACE, id="only the place"),
        pytest.param('<script src="//kari-writes.disqus.com/count.js"></script>', id="only counts"),
        pytest.param("<script>var disqus_shortname = 'kari-writes';</script>", id="a variable without a place"),
        pytest.param(f"{PLACE}<script>var disqus_shortname = '';</script>", id="no name"),
        pytest.param(f"{PLACE}<script>var disqus_shortname = 'your name.here';</script>", id="not a name"),
        pytest.param(f"{PLACE}<script>var disqus_shortname = 'example';</script>", id="the example's name"),
        pytest.param(f"{PLACE}<script>/* {EMBED} */</script>", id="a remark"),
        pytest.param(f"{PLACE}<script>\n // {EMBED}\n</script>", id="a line of remark"),
        pytest.param(f"<pre>&lt;script&gt;{EMBED}&lt;/script&gt;</pre>", id="code that is shown"),
        pytest.param(f"<!-- {PLACE}<script>{EMBED}</script> -->", id="commented out"),
        pytest.param('<a href="https://kari-writes.disqus.com/embed.js">x</a>', id="a link"),
        pytest.param('<div id="commento"></div><div id="respond"></div>', id="other comments"),
    ],
)
def test_another_page_is_not(html):
    assert recognised(html) is None


def test_without_a_page_nothing_is_recognised():
    assert disqus.recognises(SITE, None) is None


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ("this.page.url = PAGE;", "unclear"),
        ("this.page.url = window.location.href;", "address"),
        ("this.page.url = 'https://kari.example/1/';", "address"),
        ("this.page.url = 'http://kari.example/1/';", "address other"),
        ("this.page.url = 'https://kari.example' + location.pathname;", "unclear"),
        ("this.page.identifier = '';", "address"),
        ("this.page.identifier = null;", "address"),
        ("this.page.identifier = 'https://kari.example/1/';", "url"),
        ("this.page.identifier = '/1/';", "path"),
        ("this.page.identifier = location.pathname;", "path"),
        ("this.page.identifier = '/1';", "path open"),
        ("this.page.identifier = '1/';", "path rest"),
        ("this.page.identifier = '1';", "path bare"),
        ("this.page.identifier = 'abc123';", "guid"),
        ("this.page.identifier = 'ghost-abc123';", "ghost"),
        ("this.page.identifier = 'something else';", "page"),
        ("this.page.identifier = 'node-' + number;", "unclear"),
        ("this.page.identifier = identify();", "unclear"),
        ("this.page.identifier = 'a'; this.page.identifier = 'b';", "unclear"),
        ("this.page.url = 'https://other.example/'; this.page.identifier = '/1/';", "path"),
    ],
)
def test_the_page_shows_which_key_its_threads_have(config, key):
    params = recognised(embedded(config), guids=("abc123", "def456"))
    assert params == {"shortname": "kari-writes", "key": key}


def test_spite_is_read_quickly():
    started = time.perf_counter()
    for spite in ("/*" * 100_000, "disqus_shortname=" * 12_000, "\"'" * 100_000, "page.identifier = '" * 10_000):
        recognised(f"{PLACE}<script>disqus {spite}</script>")
    assert time.perf_counter() - started < 15


def test_real_pages():
    corpus = shared("corpus")
    if corpus is None:
        pytest.skip("no real pages beside the repository")
    url = "http://gregoryszorc.com/blog/2020/01/13/mercurial's-journey-to-and-reflections-on-python-3"
    found = {path.name: recognised(path.read_text("utf-8", "replace"), url) for path in corpus.glob("*.html")}
    assert {name: params for name, params in found.items() if params} == {
        "page-gregoryszorc.com.python3.html": {"shortname": "gregoryszorc", "key": "address"}
    }
