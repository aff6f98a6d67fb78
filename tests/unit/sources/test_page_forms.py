"""Whether a page of WordPress has a place to comment, and what it means when it has none."""

import pytest

from aggregator.comments import page
from aggregator.core.model import Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import ask, by_post

SITE = Site(feed="https://kari.example/feed/", wordpress=True)
ONE = "https://kari.example/1/"
FORM = '<html><form action="https://kari.example/wp-comments-post.php" method="post"></form></html>'
NONE = "<html><body><h1>Post 1</h1><h2>Post 2</h2><p>A post.</p></body></html>"
SEEN = {"form": "seen"}


def looked(*pages: str, params=None, site=SITE):
    """What is told of posts with these pages."""
    posts = [post(number) for number in range(1, len(pages) + 1)]
    web = {one.url: html for one, html in zip(posts, pages, strict=True)}
    told, _asked = ask(page, site, posts, web, params=params, thorough=True)
    return told, {number: (found.openness, found.reason) for number, found in by_post(told).items()}


def test_where_other_pages_have_a_form_a_page_without_one_is_closed() -> None:
    told, found = looked(FORM, NONE)
    assert found == {1: (Openness.OPEN, Reason.NOT_SAID), 2: (Openness.CLOSED, Reason.NOT_SAID)}
    assert told.params == SEEN


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param("<html><title>Log in</title><form action='/login'></form></html>", id="a page to log in"),
        pytest.param("<html><body><h1>Post 2</h1><p>A po", id="a page that was cut"),
        pytest.param("<html><p>There has been a critical error on this website.</p></html>", id="an error"),
    ],
)
def test_what_is_not_the_posts_own_page_says_nothing(html: str) -> None:
    assert looked(FORM, html)[1][2] == (Openness.UNKNOWN, Reason.NOT_SAID)


def test_a_form_that_was_seen_before_is_remembered() -> None:
    told, found = looked(NONE, params=SEEN)
    assert (found[1][0], told.params) == (Openness.CLOSED, None)


def test_where_no_form_was_ever_seen_nobody_can_tell() -> None:
    told, found = looked(NONE, NONE)
    assert set(found.values()) == {(Openness.UNKNOWN, Reason.NO_FORM)}
    assert told.params is None


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<html><div id="respond">You must log in to comment.</div></html>', id="for those who log in"),
        pytest.param('<html><form class="post-password-form" action="/wp-login.php"></form></html>', id="a password"),
        pytest.param('<html><form id="commentform" action="/elsewhere"></form></html>', id="a form of another kind"),
    ],
)
def test_another_place_for_words_is_not_taken_for_closed(html: str) -> None:
    assert looked(FORM, html)[1][2] == (Openness.UNKNOWN, Reason.NOT_SAID)


def test_a_page_of_unknown_software_without_a_form_says_nothing() -> None:
    assert looked(FORM, NONE, site=Site(feed="https://kari.example/feed/"))[1][2] == (
        Openness.UNKNOWN,
        Reason.NOT_SAID,
    )


def test_a_number_stands_beside_a_missing_form() -> None:
    counted = (
        '<script type="application/ld+json">{"@type": "BlogPosting", "url": "https://kari.example/1/", '
        '"commentCount": 2}</script><h1>Post 1</h1></html>'
    )
    told, found = looked(counted)
    assert (by_post(told)[1].count, found[1]) == (2, (Openness.UNKNOWN, Reason.NO_FORM))
    told, found = looked(counted, params=SEEN)
    assert (by_post(told)[1].count, found[1]) == (2, (Openness.CLOSED, None))


@pytest.mark.parametrize(("html", "params"), [(FORM, SEEN), (NONE, {})], ids=["a form", "none"])
def test_whether_there_is_a_form_shows_in_the_first_look(html: str, params: dict[str, str]) -> None:
    assert page.recognises(SITE, read_page(html, ONE)) == params
    assert page.recognises(SITE, None) is None
