from html.parser import HTMLParser

import pytest

from aggregator.core import markup
from aggregator.core.discovery import find_feeds
from aggregator.core.page import read_page
from aggregator.core.text import plain_text, title_text

ADDRESS = "https://kari.example/"
NO_NUMBER = "&#" + "9" * 4_400


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("&amp; &#230; &#xE6; &#0000000000065;", "& æ æ A"),
        ("&#x110000; &#99999999;", "\ufffd \ufffd"),
        (f"a{NO_NUMBER};b{NO_NUMBER}c", "a\ufffdb\ufffdc"),
    ],
)
def test_character_references(given: str, expected: str) -> None:
    assert markup.unescape(given) == expected


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


@pytest.mark.parametrize(
    ("page", "found"),
    [("<a><b>", ["a", "b"]), ("<a><![<b>", ["a"]), (f"<a>{NO_NUMBER}<b title='{NO_NUMBER}'><i>", ["a", "b", "i"])],
)
def test_what_is_found_before_a_stumble_stands(page: str, found: list[str]) -> None:
    tags = Tags()
    markup.feed(tags, page)
    assert tags.found == found


def test_a_number_that_no_character_has_hides_nothing_behind_it() -> None:
    link = "<link rel=alternate type=application/rss+xml href=/feed/>"
    thing = "<div itemscope><meta itemprop=commentCount content=3></div>"
    html = f"<p title='{NO_NUMBER}'>{NO_NUMBER}</p>{link}{thing}"
    assert [one.url for one in find_feeds(html, ADDRESS)] == [f"{ADDRESS}feed/"]
    assert [one.tag for one in read_page(html, ADDRESS).elements] == ["p", "link", "div", "meta"]
    assert [one["commentCount"] for one in read_page(html, ADDRESS).things] == [["3"]]
    assert title_text(f"{NO_NUMBER};a") == plain_text(f"<p>{NO_NUMBER};a") == "\ufffda"
