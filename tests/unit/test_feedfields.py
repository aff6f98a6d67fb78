import time
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.comments import feedfields
from aggregator.comments.feedfields import SLASH, THREAD
from aggregator.core.model import Bound, Finding, Openness, Reason
from aggregator.core.source import Site
from tests.support.build import NOW, found_feed, found_post, post
from tests.support.feedtexts import atom, rss
from tests.support.sources import ask, by_post

WORDPRESS = "https://wordpress.org/?v=6.9"
COMMENTS, RESPOND = "https://kari.example/1/#comments", "https://kari.example/1/#respond"
SLASHED = frozenset({SLASH})
THREADED = frozenset({THREAD})


def said(fields, **feed) -> Finding:
    """What is found of a single post with these fields."""
    (finding,) = feedfields.read(found_feed(found_post(fields=fields), **feed))
    return finding


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        pytest.param({"slash": "0"}, 0, id="none"),
        pytest.param({"slash": "12"}, 12, id="twelve"),
        pytest.param({"slash": " 7\n"}, 7, id="spaces around"),
        pytest.param({"slash": "007"}, 7, id="noughts in front"),
        pytest.param({"slash": "1,234"}, 1234, id="thousands"),
        pytest.param({"slash": "12,345,678"}, 12345678, id="millions"),
        pytest.param({"slash": "999999"}, 999999, id="six digits"),
        pytest.param({"thread_total": "3"}, 3, id="thr:total"),
        pytest.param({"thread_counts": ("2",)}, 2, id="thr:count"),
        pytest.param({"thread_counts": ("2", "2")}, 2, id="thr:count on two links is not summed"),
        pytest.param({"thread_counts": ("2", "5", "many")}, 5, id="the largest thr:count"),
        pytest.param({"thread_counts": ("9", "10")}, 10, id="largest as a number, not as a text"),
        pytest.param({"thread_total": "0", "thread_counts": ("4",)}, 4, id="thr:total hides no thr:count"),
        pytest.param({"thread_total": "many", "thread_counts": ("4",)}, 4, id="nor does one that is no number"),
        pytest.param({"lj": "6"}, 6, id="LiveJournal"),
        pytest.param({"slash": "0", "thread_total": "1", "lj": "2"}, 2, id="of several the largest"),
        pytest.param({"slash": "many", "thread_total": "1"}, 1, id="a number beside a word"),
        pytest.param({"slash": "  ", "lj": "1"}, 1, id="a blank field says nothing"),
    ],
)
def test_numbers_are_read(fields, count):
    assert said(fields) == Finding(0, count, Bound.EXACT, False, Openness.UNKNOWN, None)


@pytest.mark.parametrize(
    "word",
    [
        *("-1", "+1", "many", "1.5", "1e3", "0x10", "1 234", "1,23", ",", "1,2345", "None", "null", "3 comments"),
        *("1234567", "1" + 30 * "0", "1" + 10 * ",000", "١٢", "３", "²", "9" * 100),
    ],
)
@pytest.mark.parametrize("field", ["slash", "thread_total", "lj", "thread_counts"])
def test_what_is_no_sensible_number_is_unknown(word, field):
    value = (word,) if field == "thread_counts" else word
    assert said({field: value}) == Finding(0, None, reason=Reason.ODD_COUNT)


@pytest.mark.parametrize(
    ("fields", "feed", "expected"),
    [
        pytest.param({}, {}, Finding(0, None, reason=Reason.NOT_SAID), id="nothing said"),
        pytest.param({"slash": " "}, {}, Finding(0, None, reason=Reason.NOT_SAID), id="blank"),
        pytest.param({"link": COMMENTS}, {}, Finding(0, None, reason=Reason.NOT_SAID), id="a link alone"),
        pytest.param({"link": RESPOND}, {}, Finding(0, None, reason=Reason.NOT_SAID), id="#respond of somebody else"),
        pytest.param({}, {"vocabularies": SLASHED}, Finding(0, None, reason=Reason.NOT_SAID), id="not WordPress"),
        pytest.param(
            {"link": RESPOND, "slash": "0"},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, 0, includes_pings=True, openness=Openness.OPEN),
            id="WordPress: zero and open",
        ),
        pytest.param(
            {"link": COMMENTS, "slash": "2"},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, 2, includes_pings=True),
            id="WordPress: its count includes pings, and says nothing of open",
        ),
        pytest.param(
            {"slash": "2"},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, 2, includes_pings=True),
            id="WordPress: a count without a link",
        ),
        pytest.param(
            {"link": COMMENTS, "slash": "2"},
            {"generator": WORDPRESS},
            Finding(0, 2, includes_pings=True),
            id="WordPress: vocabulary taken away, so open is not sure",
        ),
        pytest.param(
            {"link": RESPOND},
            {"generator": WORDPRESS},
            Finding(0, 0, openness=Openness.OPEN),
            id="WordPress: #respond means nobody yet",
        ),
        pytest.param(
            {"link": RESPOND, "slash": "3"},
            {"generator": WORDPRESS},
            Finding(0, 3, includes_pings=True),
            id="WordPress: a count beats #respond",
        ),
        pytest.param(
            {"link": COMMENTS},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, None, reason=Reason.NOT_SAID),
            id="WordPress: #comments without a count",
        ),
        pytest.param(
            {},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, 0, openness=Openness.CLOSED),
            id="WordPress: closed, under slash",
        ),
        pytest.param(
            {},
            {"generator": WORDPRESS, "vocabularies": THREADED, "version": "atom10"},
            Finding(0, 0, openness=Openness.CLOSED),
            id="WordPress: closed, under thr",
        ),
        pytest.param(
            {},
            {"generator": WORDPRESS},
            Finding(0, None, reason=Reason.NOT_SAID),
            id="WordPress: fields taken away with their vocabulary",
        ),
        pytest.param(
            {},
            {"generator": WORDPRESS, "vocabularies": SLASHED, "version": "rss10"},
            Finding(0, None, reason=Reason.NOT_SAID),
            id="WordPress: RDF says nothing, closed or not",
        ),
        pytest.param(
            {"link": COMMENTS, "slash": "1"},
            {"generator": WORDPRESS, "vocabularies": SLASHED, "version": "rss10"},
            Finding(0, 1, includes_pings=True),
            id="WordPress: RDF with a count",
        ),
        pytest.param(
            {"slash": "many"},
            {"generator": WORDPRESS, "vocabularies": SLASHED},
            Finding(0, None, reason=Reason.ODD_COUNT),
            id="WordPress: an odd count is not closed",
        ),
    ],
)
def test_what_wordpress_says_without_words(fields, feed, expected):
    assert said(fields, **feed) == expected


def test_one_finding_for_each_post_in_the_feed_s_order():
    feed = found_feed(*(found_post(str(n), fields={"slash": str(n)}) for n in (3, 1, 2)))
    assert [(one.post, one.count) for one in feedfields.read(feed)] == [(0, 3), (0, 1), (0, 2)]


def test_an_empty_feed_has_no_findings():
    assert feedfields.read(found_feed()) == []


@pytest.mark.parametrize(
    ("generator", "guids", "expected"),
    [
        pytest.param(WORDPRESS, [], True, id="generator"),
        pytest.param("WordPress.com", ["x"], True, id="generator in words"),
        pytest.param("", ["https://kari.example/?p=12"], True, id="guid"),
        pytest.param("", ["https://kari.example/?p=12", "https://kari.example/om/?page_id=3"], True, id="guids"),
        pytest.param("", ["https://kari.example/?p=12", "https://kari.example/hello"], False, id="not all guids"),
        pytest.param("", ["https://kari.example/?p=12", None], True, id="a post without a guid"),
        pytest.param("", [None], False, id="no guids"),
        pytest.param("", [], False, id="no posts"),
        pytest.param("Ghost 6.0", ["https://kari.example/?p=x"], False, id="no number"),
        pytest.param("", ["https://kari.example/?p=1&x=2"], False, id="something after it"),
    ],
)
def test_who_is_taken_for_wordpress(generator, guids, expected):
    feed = found_feed(*(found_post(guid, None) for guid in guids), generator=generator)
    assert feedfields.is_wordpress(feed) is expected


WORDS = st.text("0129,- .٣", max_size=40)


@given(WORDS, WORDS, st.lists(WORDS, max_size=3), st.booleans())
def test_only_a_number_can_become_a_count(slash, total, counts, wordpress):
    fields = {"slash": slash, "thread_total": total, "thread_counts": tuple(counts)}
    finding = said(fields, generator=WORDPRESS if wordpress else "")
    numbers = {
        int(word.replace(",", "")) for word in (slash, total, *counts) if word.replace(",", "").strip().isdecimal()
    }
    assert finding.count is None or (finding.count in numbers and finding.count < 10**9)


def test_spite_costs_no_time():
    start = time.perf_counter()
    for word in ("1" * 100, "1," * 50, ",111" * 25, "/?p=" * 25):
        said({"slash": word, "thread_counts": (word,) * 2000})
    feedfields.is_wordpress(found_feed(found_post("/?p=1" * 200_000, None)))
    assert time.perf_counter() - start < 2


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
