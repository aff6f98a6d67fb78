"""Web pages of any kind: what they name is found, or nothing is; nobody stumbles, and nobody takes long."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.discovery import charset_of, decode_page, find_feeds
from aggregator.core.links import web_address
from aggregator.core.page import read_page
from tests.support import fragments
from tests.support.promises import broken

ADDRESS = "https://kari.example/"
SIGNS = """< > </ <! <!-- --> <![ <![if\tx]> <? <a\x00 <script> </script <title> \ud800 = ' \" //[ &#x1b; href= rel="""
PIECES = (
    *SIGNS.split(" "),
    *(" ", "<link ", "<base href=", "alternate", "type=application/rss+xml", "</div>", "/feed"),
    *("<div itemscope itemprop=url>", "<p property=url about>", "<meta itemprop=commentCount content=3>"),
    *(piece.decode("latin-1") for piece in fragments.PAGE_TAGS),
)
pages = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)
types = st.sampled_from([kind for kind in fragments.TYPES if kind is not None]) | st.text(max_size=30) | st.none()
charsets = st.sampled_from(fragments.CHARSETS + fragments.ODD_CHARSETS) | st.text(max_size=30)


@given(pages, st.sampled_from([ADDRESS, "https://kari.example/a/b?c#d", ""]))
@example("<![<", ADDRESS)
def test_any_page_is_read_and_keeps_all_promises(html: str, address: str) -> None:
    known = [] if address else ["base is no address: ''"]
    assert [told for told in broken((read_page(html, address), find_feeds(html, address))) if told not in known] == []


@given(pages)
def test_a_feed_that_a_page_names_is_found_whatever_stands_behind_it(rest: str) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="Kari" href="/feed/">'
    assert f"{ADDRESS}feed/" in {found.url for found in find_feeds(link + " " + rest, ADDRESS)}


@given(st.text("abc/?&=._-", min_size=1, max_size=30), st.text("abc &<>æ'", max_size=20))
def test_the_address_of_a_feed_is_what_the_page_means(written: str, title: str) -> None:
    head = f'<link rel=alternate type=application/atom+xml href="{written.replace("&", "&amp;")}" title="{title}">'
    url = web_address(written, ADDRESS)
    assert [found.url for found in find_feeds(head, ADDRESS)] == ([url] if url else [])


@given(st.binary(max_size=60), types, charsets, charsets)
def test_any_bytes_are_text(body: bytes, kind: str | None, named: str, in_page: str) -> None:
    meta = f"<meta charset={in_page}>".encode("utf-8", "replace")
    for content_type in (kind, f"text/html; charset={named}", (kind or "").replace("%s", named)):
        assert isinstance(decode_page(meta + body, content_type), str)


@given(charsets)
def test_a_charset_can_be_used_or_is_none(name: str) -> None:
    charset = charset_of(f"text/html; charset={name}")
    assert charset is None or "".encode(charset) is not None


@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_text_in_unicode_is_read_as_it_was_written(text: str, codec: str) -> None:
    written = text.replace("\ufeff", "")
    assert decode_page(written.encode(codec), f"text/html; charset={codec}") == written


@pytest.mark.parametrize("piece", [piece for piece in PIECES if piece.strip()])
def test_no_page_takes_long(piece: str) -> None:
    html = (piece * 200_000)[:200_000]
    start = time.process_time()
    read_page(html, ADDRESS)
    find_feeds(html, ADDRESS)
    assert time.process_time() - start < 6, piece
