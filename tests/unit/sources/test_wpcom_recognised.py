"""Which blogs are at WordPress.com (or use Jetpack), and by which name they are asked for."""

import pytest

from aggregator.comments import wpcom
from aggregator.core.page import read_page
from aggregator.core.record import replace
from aggregator.core.source import Site
from tests.support.sources import ask, shared
from tests.support.wpcomapi import API, COUNTER, ELSEWHERE, HTML, SITE, stored


@pytest.mark.parametrize(
    ("site", "html", "address"),
    [
        pytest.param(SITE, None, "12345678", id="a number in the feed"),
        pytest.param(replace(SITE, site_id=None), None, "kari.wordpress.com", id="an address there"),
        pytest.param(
            replace(SITE, site_id=None, home="https://kari.example/"), None, "kari.wordpress.com", id="two addresses"
        ),
        pytest.param(
            replace(SITE, site_id=None, feed="https://kari.example/feed/", home="https://www.kari.example/"),
            None,
            "www.kari.example",
            id="a domain of its own",
        ),
        pytest.param(
            Site("https://kari.example/feed/atom/", None, "WordPress.com"), None, "kari.example", id="Atom, no home"
        ),
        pytest.param(replace(ELSEWHERE, site_id="99"), None, "99", id="Jetpack in the feed"),
        pytest.param(ELSEWHERE, COUNTER.format(q="'"), "158030683", id="Jetpack on the page, old"),
        pytest.param(ELSEWHERE, COUNTER.format(q='"'), "158030683", id="Jetpack on the page"),
        pytest.param(replace(ELSEWHERE, site_id="12/../3"), None, None, id="no number"),
        pytest.param(replace(ELSEWHERE, site_id="١٢"), None, None, id="no plain number"),
        pytest.param(ELSEWHERE, HTML, None, id="WordPress without Jetpack"),
        pytest.param(ELSEWHERE, "<p>[ 'clickTrackerInit', '12', '3' ]</p>", None, id="only written about"),
        pytest.param(ELSEWHERE, "<script src=https://stats.wp.com/e-1.js></script>", None, id="no number on the page"),
        pytest.param(Site("https://kari.example/rss"), HTML, None, id="another platform"),
        pytest.param(Site("https://notwordpress.com/feed"), None, None, id="a name that only ends so"),
    ],
)
def test_recognised(site, html, address):
    page = read_page(html, "https://kari.example/1/") if html else None
    assert wpcom.recognises(site, page) == ({"site": address} if address else None)


@pytest.mark.skipif(not shared("corpus"), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("page-buchperlen.wordpress.com.html", {"site": "9930897"}),
        ("page-rosa-mag.de.womanking.html", {"site": "158030683"}),
        ("page-jovelstefan.de.gefallt.html", None),
        ("gen-wp619-page-wp-post.html", None),
    ],
)
def test_real_pages(page, params):
    html = (shared("corpus") / page).read_text("utf-8", "replace")
    assert wpcom.recognises(Site("https://kari.example/feed/"), read_page(html, "https://kari.example/1/")) == params


@pytest.mark.parametrize(
    ("site", "params", "address"),
    [
        (SITE, {"site": "kari.wordpress.com"}, "kari.wordpress.com"),
        (SITE, {"site": "kari/../x?y"}, "kari%2F..%2Fx%3Fy"),
        (SITE, {}, "12345678"),
        (ELSEWHERE, {}, "kari.example"),
    ],
)
def test_the_blog_that_is_asked_about(site, params, address):
    _, asked = ask(wpcom, site, [stored(31)], {}, params=params)
    assert asked[0].url == f"{API}{address}/posts/?number=100&fields=ID,URL,date,author,discussion"
