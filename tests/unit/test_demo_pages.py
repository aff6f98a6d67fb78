"""The pages of the sample course's blogs."""

from datetime import timedelta

import pytest

from aggregator.demo.model import ago, shown
from aggregator.demo.platforms import PLATFORMS
from tests.support.samplecourse import BASE, BY_SITE, NOW, TODAY, feed_of, get, posts_in


@pytest.mark.parametrize(
    ("site", "then", "number", "expected"),
    [
        pytest.param("amina", ago(1), 0, "0 kommentarer", id="nobody yet"),
        pytest.param("amina", TODAY, 0, "1 kommentar<", id="one"),
        pytest.param("elin", TODAY, 1, "0 kommentarer", id="a pingback is no comment"),
        pytest.param("siobhan", TODAY, 1, "3 comments", id="English"),
        pytest.param("ingrid", TODAY, 2, "Kommentarfeltet er stengt.", id="closed"),
        pytest.param("line", TODAY, 0, "<h1>Uten tittel</h1>", id="without a title"),
        pytest.param("sunniva", TODAY, 0, "<h1>Spørsmål &amp; svar: «Hvem er på bildet?»</h1>", id="escaped"),
    ],
)
def test_a_post_page_says_how_many_have_commented(site: str, then: timedelta, number: int, expected: str) -> None:
    blog = BY_SITE[site]
    post = shown(blog, NOW, then)[number]
    page = get(f"/{site}/{PLATFORMS[blog.platform].post.format(post)}", then)
    assert expected in page.body.decode()


def test_a_home_page_names_the_feed_and_lists_the_posts() -> None:
    home = get("/haakon/").body.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{BASE}/haakon/atom.xml">' in home
    assert home.count("<a href=") == 3


@pytest.mark.parametrize(
    "target",
    [
        *("/", "/nobody/feed/", "/ingrid/no-such-post/", "//x", "/ingrid/feed", "/ingrid/no-such-post/feed/"),
        *("/siobhan/feeds/1/comments/default", "/feeds/", "/daniel/api/v1/post/1/comments", "/haakon/isso/new"),
        *("/grethe-forklarer/members/api/comments/post/1/", "/line/members/api/comments/counts/"),
    ],
)
def test_other_places_are_not_found(target: str) -> None:
    assert get(target).status == 404


def test_a_post_has_no_page_before_it_is_written() -> None:
    link = posts_in(feed_of(BY_SITE["tor-erik"]))[0]["link"].removeprefix(BASE)
    assert (get(link, ago(3)).status, get(link).status) == (404, 200)
