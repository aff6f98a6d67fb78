"""When a page is a post's own, so that what is not on it is not there."""

import pytest

from aggregator.comments.ownpage import is_whole
from aggregator.core.page import read_page
from tests.support.build import post

URL = "https://kari.example/1/"


def whole(html: str, **changes: str) -> bool:
    return is_whole(read_page(html, URL), post(1, **({"title": "A long  walk & home"} | changes)))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<title>A long walk &amp; home – Kari writes</title></html>", id="title"),
        pytest.param("<h1>\n A long walk\n&amp; home</h1></BODY>", id="heading"),
        pytest.param("<h2>a LONG walk &amp; home</h2></html>", id="in capitals"),
        pytest.param('<meta property="og:title" content="A long walk &amp; home"></html>', id="Open Graph"),
        pytest.param('<link rel="canonical" href="/1"></html>', id="canonical address"),
        pytest.param(
            '<meta property="og:url" content="http://www.kari.example/1/"></html>', id="address in Open Graph"
        ),
    ],
)
def test_the_posts_own_page(html: str) -> None:
    assert whole(html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param("<h1>A long walk &amp; home</h1><p>It was", id="cut"),
        pytest.param("<title>Log in</title></html>", id="to log in"),
        pytest.param("<p>A long walk &amp; home</p></html>", id="in a list of posts"),
        pytest.param('<link rel="canonical" href="https://kari.example/"></html>', id="the front page"),
        pytest.param('<link rel="canonical" href="https://[/1/"></html>', id="no address"),
    ],
)
def test_any_other_page(html: str) -> None:
    assert not whole(html)


def test_a_post_without_a_title_is_known_by_its_address_only() -> None:
    assert not whole("<title></title><h1></h1></html>", title="")
    assert whole('<link rel="canonical" href="/1/"></html>', title="")
    assert not whole('<link rel="canonical" href="/1/"></html>', title="", url=None)
