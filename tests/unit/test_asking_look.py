"""Looking at a blog's pages for what its comments are: which pages, how many, how often, and what is kept of before."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from aggregator.comments import asking
from aggregator.core.http import Answer, Request
from aggregator.core.page import Page
from aggregator.core.source import Params, Site
from tests.support.build import NOW, post
from tests.support.fakesources import Fake, drive, site, use

A, B, C = (f"https://kari.example/{name}/" for name in "abc")
DAY = timedelta(days=1)
HTML = {"content-type": "text/html; charset=utf-8"}


def shown(name: str) -> Callable[[Page | None], Params | None]:
    """Recognises a page that has a tag of this name; the page's address is what has to be known."""
    return lambda page: {"page": page.url} if page and any(page.find(name.replace(" ", "-"))) else None


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, Fake]:
    """Each is recognised by its name as a tag; the feed's own always, and `page` counts for little."""
    found = use(monkeypatch)
    found |= {"page": Fake("page"), "commentfeed": Fake("commentfeed")}
    for name, one in found.items():
        one.known = shown(name)
    found["feedfields"].known = lambda _page: {}
    monkeypatch.setattr(asking, "SOURCES", found)
    return found


def look(known: Site, pages: Mapping[str, str | Answer], order: list[str] | None = None) -> tuple[Site, list[str]]:
    """What is known after a look at these pages, and which of them were asked for."""

    def answer(request: Request) -> Answer:
        given = pages[request.url]
        if isinstance(given, Answer):
            return given
        own = f'<html><head><link rel="canonical" href="{request.url}"></head><body>{given}</body></html>'
        return Answer(request, request.url, 200, HTML, own.encode())

    posts = [post(number, url=url) for number, url in enumerate(order or pages, 1)]
    result: tuple[Site, list[str]] = drive(asking.look(known, posts, NOW), answer)
    return result


def unread(status: int = 200, kind: str = "text/html", body: bytes = b"<best>", requests: int = 1) -> Answer:
    return Answer(Request(A), A, status, {"content-type": kind}, body, requests=requests)


# -- which pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "asked"),
    [
        pytest.param({A: "<widget>", B: "<best>", C: ""}, [A], id="the first has a widget"),
        pytest.param({A: "<best>", B: "<widget>", C: ""}, [A, B], id="the first has none"),
        pytest.param({A: "<p>", B: "<p>", C: "<best>"}, [A, B], id="two at most"),
        pytest.param({A: "<page>", B: "<p>"}, [A, B], id="only a last resort"),
        pytest.param({A: "<commentfeed>", B: "<widget>"}, [A, B], id="another last resort"),
        pytest.param({A: unread(404), B: "<best>"}, [A, B], id="the first cannot be read"),
        pytest.param({A: "<p>"}, [A], id="there is only one"),
        pytest.param({}, [], id="there is none"),
    ],
)
def test_which_pages_are_looked_at(pages: dict[str, Any], asked: list[str]) -> None:
    assert look(site(), pages)[1] == asked


def test_what_was_found_is_kept_with_what_it_was_found_by() -> None:
    known, _asked = look(site("last"), {A: "<page>", B: "<best><widget>"})
    assert known.sources == {"feedfields": {}, "page": {"page": A}, "best": {"page": B}, "widget": {"page": B}}
    assert known.looked_at == NOW


def test_the_address_is_the_one_that_the_page_came_from() -> None:
    moved = Answer(Request(A), C, 200, HTML, b"<best>")
    assert look(site(), {A: moved})[0].sources["best"] == {"page": C}


def test_what_is_not_found_any_more_is_forgotten() -> None:
    assert look(site("best", "next"), {A: "<next>"})[0].sources == {"feedfields": {}, "next": {"page": A}}


@pytest.mark.parametrize(
    ("second", "kept"), [("<widget>", True), ("<best>", False)], ids=["still on the second page", "gone from both"]
)
def test_a_widget_is_gone_when_two_pages_do_not_have_it(second: str, kept: bool) -> None:
    known, asked = look(site("widget"), {A: "<best>", B: second})
    assert asked == [A, B]
    assert ("widget" in known.sources) is kept


def test_a_widget_that_is_still_there_needs_no_second_page() -> None:
    assert look(site("widget"), {A: "<widget><best>", B: "<widget>"})[1] == [A]


# -- pages that cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        unread(0),
        unread(403),
        unread(404),
        unread(429, requests=0),
        unread(503),
        unread(kind="application/json"),
        unread(kind="image/png"),
    ],
    ids=["silence", "refused", "not there", "the service rests", "broken", "JSON", "a picture"],
)
def test_what_was_seen_before_stands_while_no_page_can_be_read(answer: Answer) -> None:
    before = Site("https://kari.example/feed/", sources={"widget": {"id": "7"}}, looked_at=NOW - 8 * DAY)
    known, _asked = look(before, {A: answer, B: answer})
    assert known.sources == {"widget": {"id": "7"}, "feedfields": {}}
    assert (known.looked_at, known.thorough_at) == (NOW - 8 * DAY, NOW)


def test_a_page_that_is_not_the_post_s_own_takes_nothing_away() -> None:
    challenge = Answer(Request(A), A, 200, HTML, b"<html><title>Just a moment</title><best></body></html>")
    before = Site("https://kari.example/feed/", sources={"widget": {"id": "7"}}, looked_at=NOW - 8 * DAY)
    known, asked = look(before, {A: challenge, B: "<best>"})
    assert known.sources == {"widget": {"id": "7"}, "feedfields": {}, "best": {"page": A}}
    assert (known.looked_at, asked) == (NOW - 8 * DAY, [A, B])


def test_a_page_without_a_content_type_is_read() -> None:
    assert "best" in look(site(), {A: Answer(Request(A), A, 200, {}, b"<best>")})[0].sources


def test_a_blog_without_pages_has_not_been_looked_at() -> None:
    known, _asked = look(site(thorough_at=None), {})
    assert (known.looked_at, known.thorough_at) == (None, None)


# -- spite ------------------------------------------------------------------------------------------


def test_a_source_that_stumbles_over_a_page_keeps_what_it_knew(sources: dict[str, Fake]) -> None:
    def stumble(_page: Page | None) -> Params | None:
        raise RecursionError

    sources["best"].known = sources["last"].known = stumble
    before = Site("https://kari.example/feed/", sources={"best": {"api": "x"}})
    known, _asked = look(before, {A: "<next>"})
    assert known.sources == {"best": {"api": "x"}, "next": {"page": A}, "feedfields": {}}


# -- how often --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looked_at", "due"),
    [
        (None, True),
        (NOW, False),
        (NOW - 6 * DAY, False),
        (NOW - 7 * DAY, True),
        (NOW + DAY, True),
    ],
    ids=["never", "now", "six days ago", "a week ago", "in the future: the clock was wrong"],
)
def test_when_it_is_time_to_look(looked_at: Any, due: bool) -> None:
    assert asking.look_due(site(looked_at=looked_at), NOW, force=False) is due
    assert asking.look_due(site(looked_at=looked_at), NOW, force=True)
