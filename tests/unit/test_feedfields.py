"""What a feed says of its posts' comments."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.comments import feedfields
from aggregator.comments.feedfields import SLASH, THREAD
from aggregator.core.model import Bound, Finding, Openness, Reason
from tests.support.build import found_feed, found_post

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
    assert time.perf_counter() - start < 8


@pytest.mark.parametrize(
    ("generator", "links", "openness"),
    [
        pytest.param("Dotclear", (None, RESPOND), [Openness.CLOSED, Openness.UNKNOWN], id="one of two"),
        pytest.param("Dotclear", (None, None), [Openness.UNKNOWN] * 2, id="none: the feed never names the place"),
        pytest.param("Hugo", (None, RESPOND), [Openness.UNKNOWN] * 2, id="another platform"),
    ],
)
def test_dotclear_names_the_place_of_comments_where_one_can_comment(generator, links, openness):
    posts = [found_post(str(number), fields={"link": link}) for number, link in enumerate(links)]
    found = feedfields.read(found_feed(*posts, generator=generator))
    assert [one.openness for one in found] == openness
    assert {(one.count, one.reason) for one in found} == {(None, Reason.NOT_SAID)}
