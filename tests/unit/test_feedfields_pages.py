"""The further pages of a feed, asked for what they say of posts that have left the first."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from aggregator.comments import feedfields
from aggregator.comments.feedfields import SLASH, THREAD
from aggregator.core.model import Finding, Openness, Reason
from aggregator.core.source import Site
from tests.support.build import NOW, post
from tests.support.feedtexts import atom, rss
from tests.support.sources import ask, by_post

WORDPRESS = "https://wordpress.org/?v=6.9"
COMMENTS, RESPOND = "https://kari.example/1/#comments", "https://kari.example/1/#respond"
SLASHED = frozenset({SLASH})
THREADED = frozenset({THREAD})


FEED = "https://kari.example/feed/"
BLOG = Site(FEED, "https://kari.example/", wordpress=True, feed_posts=2)
GENERATOR = "<generator>https://wordpress.org/?v=6.9</generator>"
GONE = {"in_feed_at": NOW - timedelta(days=3)}


def page(*posts: tuple[int, int]) -> str:
    """A page of a WordPress feed: the posts' numbers, and how many comments each has."""
    items = [f"<guid>Kari-{number}</guid><slash:comments>{count}</slash:comments>" for number, count in posts]
    return rss(*items, head=GENERATOR)


def pages(*bodies: str):
    """A WordPress that has these pages after its first, and 404 behind them."""

    def web(request):
        number = int(dict(parse_qsl(urlsplit(request.url).query)).get("paged", "1"))
        return bodies[number - 2] if 2 <= number < 2 + len(bodies) else 404

    return web


def posts_of(*numbers: int):
    """Post 9 stands in the feed, the others have left it."""
    return [post(9), *(post(number, **GONE) for number in numbers)]


def test_every_blog_has_a_feed():
    assert feedfields.recognises(Site(FEED), None) == {}
    assert not feedfields.WIDGET


@pytest.mark.parametrize(
    ("site", "posts", "thorough"),
    [
        pytest.param(BLOG, posts_of(1), False, id="not in between"),
        pytest.param(BLOG, posts_of(), True, id="all stand in the feed"),
        pytest.param(BLOG, [], True, id="no posts"),
        pytest.param(Site(FEED, feed_posts=2), posts_of(1), True, id="a feed without further pages"),
    ],
)
def test_nothing_is_asked(site, posts, thorough):
    told, asked = ask(feedfields, site, posts, {}, thorough=thorough)
    assert (told.findings, told.refused, asked) == ((), None, [])


def test_posts_that_left_the_feed_are_met_on_further_pages():
    web = pages(page((7, 0), (6, 2)), page((5, 1)))
    told, asked = ask(feedfields, BLOG, posts_of(7, 5), web, thorough=True)
    assert {number: found.count for number, found in by_post(told).items()} == {7: 0, 5: 1}
    assert [request.url for request in asked] == [f"{FEED}?paged=2", f"{FEED}?paged=3"]


def test_no_page_is_asked_after_all_were_met():
    web = pages(page((7, 0)), page((5, 1)))
    _told, asked = ask(feedfields, BLOG, posts_of(7), web, thorough=True)
    assert len(asked) == 1


def test_a_post_behind_the_end_is_not_said():
    told, asked = ask(feedfields, BLOG, posts_of(1), pages(page((7, 0))), thorough=True)
    assert told.findings == (Finding(1, None, openness=None, reason=Reason.NOT_SAID),)
    assert (len(asked), told.refused) == (2, None)


def test_a_closed_post_is_told_by_its_silence():
    body = rss("<guid>Kari-1</guid><title>x</title>", head=GENERATOR)
    told, _asked = ask(feedfields, BLOG, posts_of(1), pages(body), thorough=True)
    assert told.findings == (Finding(1, 0, openness=Openness.CLOSED),)


def test_six_pages_are_enough():
    web = pages(*(page((100 + number, 0)) for number in range(20)))
    told, asked = ask(feedfields, BLOG, posts_of(1), web, thorough=True)
    assert (len(asked), told.findings[0].reason) == (6, Reason.NOT_SAID)


def test_a_feed_that_knows_no_pages_is_asked_once_more_only():
    told, asked = ask(feedfields, BLOG, posts_of(1), lambda _request: page((9, 0)), thorough=True)
    assert (len(asked), told.findings[0].count) == (2, None)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(503, Reason.UNREACHABLE, id="broken down"),
        pytest.param(429, Reason.TOO_MANY, id="too many"),
        pytest.param("<!doctype html><p>Hei", Reason.NOT_UNDERSTOOD, id="page"),
    ],
)
def test_trouble_says_why(answer, reason):
    told, asked = ask(feedfields, BLOG, posts_of(1), lambda _request: answer, thorough=True)
    assert (told.findings, len(asked)) == ((Finding(1, None, openness=None, reason=reason),), 1)


def test_plain_permalinks_keep_their_style():
    site = Site("https://kari.example/?feed=rss2", wordpress=True, feed_posts=2)
    _told, asked = ask(feedfields, site, posts_of(1), {}, thorough=True)
    assert [request.url for request in asked] == ["https://kari.example/?feed=rss2&paged=2"]


def test_an_address_that_several_posts_share_names_none():
    item = "<link>https://kari.example/1/</link><slash:comments>{}</slash:comments>"
    body = rss(item.format(0), item.format(3), head=GENERATOR)
    told, _asked = ask(feedfields, BLOG, posts_of(1), pages(body), thorough=True)
    assert told.findings == (Finding(1, None, openness=None, reason=Reason.NOT_SAID),)


def test_blogger_is_followed_where_its_feed_leads():
    first, second = "https://www.blogger.example/feeds/7?start-index=26", "https://www.blogger.example/feeds/7?s=51"
    site = Site("https://kari.example/feeds/posts/default", generator="Blogger", feed_posts=25, older=first)
    entry = "<id>Kari-{}</id><thr:total>{}</thr:total>"
    web = {
        first: atom(entry.format(7, 0), head=f'<link rel="next" href="{second}"/>', thr=THREAD),
        second: atom(entry.format(1, 4), thr=THREAD),
    }
    told, asked = ask(feedfields, site, posts_of(1), web, thorough=True)
    assert [request.url for request in asked] == [first, second]
    assert told.findings == (Finding(1, 4),)


def test_blogger_s_rss_is_counted_on():
    site = Site("https://kari.example/feeds/posts/default?alt=rss", generator="Blogger", feed_posts=25)
    first, second = (f"{site.feed}&start-index={start}&max-results=25" for start in (26, 28))
    _told, asked = ask(feedfields, site, posts_of(1), {first: rss("<guid>a</guid>", "<guid>b</guid>")}, thorough=True)
    assert [request.url for request in asked] == [first, second]
