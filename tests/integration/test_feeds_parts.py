"""Feeds taken apart: which contents and items feedparser need not see, and where it has to see all."""

import time

import pytest

from aggregator.feeds import read_feed
from aggregator.feeds.parts import split, take_out
from tests.support.feedtexts import ADDRESS, atom, feed_of, rss, unmarked

LONG = "<p>" + "Hva er personvern? " * 20 + "</p>"
QUOTED = f"<![CDATA[{LONG}]]>"
ESCAPED = LONG.replace("<", "&lt;").replace(">", "&gt;")
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def post(number: int, content: str = QUOTED, more: str = "") -> str:
    return f"<guid>{number}</guid><title>Post {number}</title><description>{content}</description>{more}"


def left(body: str, content_type: str | None = None) -> str | None:
    """What feedparser gets to see; `None` when it is all."""
    parts = split(body.encode(), content_type, ADDRESS)
    rest, contents = take_out(parts.without(())) if parts else (b"", {})
    return rest.decode() if contents else None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss(post(1)), id="quoted"),
        pytest.param(rss(post(1, f"\n  {QUOTED}\n")), id="with space around"),
        pytest.param(atom(f"<id>1</id><content type='html'>{ESCAPED}</content>"), id="escaped"),
        pytest.param(atom(f'<id>1</id><summary xml:lang="no" type="html">{ESCAPED}&#8217;</summary>'), id="number"),
    ],
)
def test_long_contents_are_taken_out_and_put_back(body: str) -> None:
    assert "personvern" not in (left(body) or "personvern")
    [found] = feed_of(body).posts
    assert found.text.startswith("Hva er personvern? Hva er")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss(post(1, "<![CDATA[<p>short</p>]]>")), id="short"),
        pytest.param(rss(post(1, QUOTED + QUOTED)), id="two sections"),
        pytest.param(rss(post(1, ESCAPED)), id="of no declared type"),
        pytest.param(rss(post(1, QUOTED.replace("Hva", "H\x96va"))), id="a control character"),
        pytest.param(atom(f"<id>1</id><content type='html'>{ESCAPED}&nbsp;</content>"), id="an undeclared name"),
        pytest.param(atom(f"<id>1</id><content type='html'>{ESCAPED}]]></content>"), id="an end of nothing"),
        pytest.param(f"<!DOCTYPE rss>{rss(post(1))}", id="a document type"),
        pytest.param(rss(post(1)) + "<!-- without an end", id="an endless comment"),
        pytest.param(rss(post(1, f"<![CDATA[{LONG}")), id="an endless section"),
        pytest.param(f"<?xml version='1.0' encoding='iso-8859-1'?>{rss(post(1))}", id="another encoding"),
        pytest.param(f"<!-- {rss(post(1))} -->{rss()}", id="in a comment"),
        pytest.param(rss(post(1, QUOTED.replace("Hva", "Hva på".encode().decode("latin-1")))), id="encoded twice"),
        pytest.param(atom(f"<id>1</id><content type='html' mode='base64'>{'QUJD' * 90}</content>"), id="base64"),
    ],
)
def test_what_is_not_certain_is_left(body: str) -> None:
    assert left(body) is None


def test_what_the_server_says_of_the_encoding_counts() -> None:
    assert left(rss(post(1)), "text/xml; charset=iso-8859-1") is None
    assert left(rss(post(1)), "text/xml; charset=UTF-8")


def test_an_item_in_a_content_is_none() -> None:
    feed = feed_of(rss(post(1, f"<![CDATA[</item><item>{LONG}]]>"), post(2, "<![CDATA[</item><item>]]>")))
    assert [post.title for post in feed.posts] == ["Post 1", "Post 2"]
    assert all(post.item for post in feed.posts)


@pytest.mark.parametrize(
    "body",
    [
        atom(
            '<id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x'
            f'<summary type="html">{ESCAPED}</summary>after</div></content>'
        ),
        rss(f"<guid>1</guid><title><description>{QUOTED}</description></title>"),
    ],
    ids=["in another content", "in a title"],
)
def test_where_a_content_does_not_come_back_all_is_read(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert left(body)
    read = unmarked(feed_of(body))
    assert "agg-" not in repr(read)
    monkeypatch.setattr("aggregator.feeds.posts.split", lambda *_given: None)
    assert read == feed_of(body)


def test_what_was_encoded_twice_is_mended_in_long_contents_too() -> None:
    twice = QUOTED.replace("Hva", "Blåbær på fjellet".encode().decode("latin-1"))
    assert "Blåbær på fjellet" in feed_of(rss(post(1, twice))).posts[0].text


def test_countless_beginnings_of_comments_take_no_time() -> None:
    body = rss(post(1), head=f"<description><![CDATA[{'<!--' * 200_000}]]></description>")
    start = time.process_time()
    assert take_apart_items(body) == 1
    assert time.process_time() - start < 4


def take_apart_items(body: str) -> int:
    parts = split(body.encode(), None, ADDRESS)
    return len(parts.items) if parts else 0


def known(body: str) -> frozenset[str]:
    return frozenset(post.item for post in feed_of(body).posts if post.item)


def titles(body: str, before: str) -> list[str]:
    """What is read of a feed of which the items in another one are known."""
    return [post.title for post in read_feed(body.encode(), None, ADDRESS, known(before)).posts]


BEFORE = rss(post(2), post(1))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(BEFORE, ["", ""], id="the same"),
        pytest.param(rss(post(3), post(2), post(1)), ["Post 3", "", ""], id="one more"),
        pytest.param(rss(post(1), post(2)), ["", ""], id="in another order"),
        pytest.param(rss(post(2), post(1, QUOTED.replace("Hva", "Kva"))), ["", "Post 1"], id="an edited content"),
        pytest.param(rss(post(2), post(1, more="<category>a</category>")), ["", "Post 1"], id="one more word"),
        pytest.param(rss(post(2), post(2), post(1)), ["Post 2", "Post 2", ""], id="twice"),
        pytest.param(
            BEFORE.replace("<item>", "\n\t<item>").replace(post(2), post(3)), ["Post 3", ""], id="white space"
        ),
        pytest.param(
            BEFORE.replace("</item><item>", "</item><x/><item>"), ["Post 2", "Post 1"], id="something between"
        ),
        pytest.param(BEFORE.replace("<title>t", "<title>u"), ["Post 2", "Post 1"], id="another title of the blog"),
        pytest.param(
            BEFORE.replace("<item>", "<lastBuildDate>now</lastBuildDate><!-- 0.3 s --><item>", 1),
            ["", ""],
            id="made anew",
        ),
    ],
)
def test_known_items_are_not_read_again(body: str, expected: list[str]) -> None:
    assert titles(body, BEFORE) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss("<title>Without an identifier</title>"), id="no identifier"),
        pytest.param(rss("<guid>1</guid><title>a</title>", "<guid>1</guid><title>b</title>"), id="a shared one"),
        pytest.param(rss(f"<guid>1</guid><content:encoded {CONTENT}>x</content:encoded>"), id="its own vocabulary"),
        pytest.param(rss("<guid>1</guid>") + "<item", id="broken"),
        pytest.param(rss("<guid>1</guid><item><guid>2</guid></item>"), id="an item in an item"),
    ],
)
def test_what_cannot_be_known_again(body: str) -> None:
    assert not known(body)


def test_the_address_belongs_to_what_is_known() -> None:
    one, other = (read_feed(BEFORE.encode(), None, f"https://{host}.example/") for host in ("kari", "ola"))
    assert {post.item for post in one.posts}.isdisjoint(post.item for post in other.posts)
