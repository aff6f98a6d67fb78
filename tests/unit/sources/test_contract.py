"""What every comment source owes, whatever a server answers. A new source has to pass, for it needs an example.

Zero, "these are all" and "closed" are the three words that make agg act: a post is shown as waiting, a comment is taken
for deleted, a post is left out. None of them may come of an answer that is not in order.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from types import ModuleType
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.comments import NAMES
from aggregator.comments.answers import each_once
from aggregator.comments.sources import SOURCES
from aggregator.core.http import Answer, Request
from aggregator.core.model import FoundComment, Openness
from aggregator.core.page import Page, read_page
from aggregator.core.record import replace
from tests.support import corpus
from tests.support.contract import (
    MOST_REQUESTS,
    TRUE_ZERO,
    Case,
    between,
    cases,
    example,
    is_honest,
    is_sound,
    is_text,
    params,
    source,
    talk,
    true_zero,
    truth,
)
from tests.support.junk import DISTORTED, JUNK, json_in, with_json
from tests.support.sourceexamples import EXAMPLES, after
from tests.support.sources import NOW, by_post, shared

ADDRESS = "https://kari.example/1/"
SHORTEST_RESPITE = timedelta(hours=1)

# Which examples a source recognises besides its own: those are blogs of more than one of them.
BESIDES: Mapping[str, set[str]] = {
    "feedfields": set(NAMES) - {"feedfields"},
    "wordpress": {"feedfields", "commentfeed", "page"},
    "wpcom": set(),
    "commentfeed": {"feedfields", "wordpress", "wpcom", "page"},
    "page": {"feedfields", "wordpress", "wpcom", "commentfeed"},
}


# -- the examples -----------------------------------------------------------------------------------


def test_every_source_has_an_example() -> None:
    assert list(SOURCES) == list(NAMES)
    assert {source(name).NAME for name in EXAMPLES} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_named_after_its_module(name: str) -> None:
    module = cast(ModuleType, SOURCES[name])
    assert module.__name__ == f"aggregator.comments.{name}"
    assert name == SOURCES[name].NAME
    assert isinstance(SOURCES[name].WIDGET, bool)


@pytest.mark.parametrize("name", EXAMPLES)
def test_when_all_goes_well_the_source_finds_what_is_there(name: str) -> None:
    told, asked = talk(name, thorough=True)
    assert {post: found.count for post, found in by_post(told).items()} == example(name).counts
    assert told.refused is None
    is_sound(name, Case("truth", told, asked, everywhere=False))


# -- junk -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", EXAMPLES)
def test_junk_says_nothing(name: str, junk: str) -> None:
    for case in cases(name, JUNK[junk]):
        is_sound(name, case)
        is_honest(name, junk, case)
        if case.everywhere and not true_zero(name, junk):
            found = by_post(case.told).values()
            assert all(one.count is None and not one.listed and not one.comments for one in found), case.told
            assert all(one.openness in (None, Openness.UNKNOWN) for one in found), case.told


@pytest.mark.parametrize("junk", DISTORTED)
@pytest.mark.parametrize("name", EXAMPLES)
def test_of_a_distorted_answer_nothing_untrue_is_taken(name: str, junk: str) -> None:
    for case in cases(name, DISTORTED[junk]):
        is_sound(name, case)
        is_honest(name, junk, case)


@pytest.mark.parametrize(("name", "junk"), TRUE_ZERO)
def test_the_table_of_true_zeros_holds_no_more_than_there_are(name: str, junk: str) -> None:
    some = JUNK.get(junk) or DISTORTED[junk]
    true, _ = truth(name)
    commented = {post for post, found in true.items() if found.count}
    assert any(
        found.count == 0 for case in cases(name, some) for found in case.told.findings if found.post in commented
    )


REFUSALS = ("no answer", "401", "403", "405", "429", "503")
# They have not asked their service when the blog refuses its pages.
PAGES_FIRST = {"feedfields", "isso", "isso: named", "remark42", "disqus: named", "giscus: titled"}
PAGES_FIRST |= {"giscus", "utterances", "webmention"}


@pytest.mark.parametrize("junk", REFUSALS)
@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "elsewhere"])
def test_who_is_refused_gives_up(name: str, junk: str) -> None:
    """Nothing was seen, so that whether a post is open stays as it was; and nobody is asked again and again."""
    for thorough in (True, False):
        told, asked = talk(name, between(0, MOST_REQUESTS, JUNK[junk], example(name).web), thorough=thorough)
        assert all(one.openness is None for one in told.findings), told.findings
        assert len(asked) <= len(example(name).posts) + 2
        if asked and name not in PAGES_FIRST:
            assert told.refused is not None


# -- any JSON ---------------------------------------------------------------------------------------

WORDS = ("id", "ID", "count", "comments", "items", "posts", "replies", "number", "title", "user", "url", "status")
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
NAMED = st.sampled_from(WORDS) | st.text(max_size=4)
ANY_JSON = st.recursive(
    VALUES, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMED, inside, max_size=5), max_leaves=20
)


@pytest.mark.parametrize("name", EXAMPLES)
@given(told=ANY_JSON, first=st.integers(0, 5), once=st.booleans(), thorough=st.booleans())
@settings(max_examples=20, deadline=None)
def test_any_json_is_borne(name: str, told: Any, first: int, once: bool, thorough: bool) -> None:
    body = json.dumps(told).encode()
    junk = between(first, first if once else MOST_REQUESTS, lambda true: replace(true, body=body), example(name).web)
    said, asked = talk(name, junk, thorough=thorough)
    is_sound(name, Case("any JSON", said, asked, everywhere=False))


@pytest.mark.parametrize("name", EXAMPLES)
@given(data=st.data(), thorough=st.booleans())
@settings(max_examples=20, deadline=None)
def test_any_change_of_a_true_answer_is_borne(name: str, data: st.DataObject, thorough: bool) -> None:
    def junk(true: Answer) -> Answer:
        told = json_in(true.body)
        return true if told is None else with_json(true, changed(told, data))

    first = data.draw(st.integers(0, truth(name)[1]))
    web = between(first, first, junk, example(name).web)
    said, asked = talk(name, web, thorough=thorough)
    is_sound(name, Case("a change", said, asked, everywhere=False))


def changed(value: Any, data: st.DataObject) -> Any:
    """The JSON with one value somewhere in it replaced by another."""
    inside = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not inside or data.draw(st.integers(0, 4)) == 0:
        return data.draw(ANY_JSON)
    place = data.draw(st.sampled_from(inside))
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place] = changed(value[place], data)
    return copy


# -- the same blog read twice -----------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_blog_without_news_is_read_again_at_little_cost(name: str) -> None:
    blog, its_name = example(name), source(name).NAME
    told, _ = talk(name, thorough=True)
    found = by_post(told)
    posts = [after(post, its_name, found.get(post.id), NOW) for post in blog.posts]
    later = NOW + SHORTEST_RESPITE
    known = params(name) if told.params is None else told.params
    again, asked = talk(name, posts=posts, params=known, now=later)
    assert len(asked) <= (len(posts) if blog.steady is None else blog.steady), [request.url for request in asked]
    assert again.refused is None
    is_sound(name, Case("the second round", again, asked, everywhere=False))
    for before in posts:
        now = after(before, its_name, by_post(again).get(before.id), later)
        assert [said(one) for one in now.observations] == [said(one) for one in before.observations]
        assert now.comments == before.comments


def said(seen: Any) -> tuple[object, ...]:
    return seen.source, seen.count, seen.bound, seen.listed, seen.openness


def test_the_first_of_two_comments_with_one_key_is_kept() -> None:
    one, two, three = FoundComment("1", text="a"), FoundComment("2"), FoundComment("1", text="b")
    assert each_once([one, two, three]) == (one, two)


# -- recognition ------------------------------------------------------------------------------------


def is_recognition(found: object) -> bool:
    return found is None or (
        isinstance(found, dict)
        and all(isinstance(text, str) and is_text(text) for pair in found.items() for text in pair)
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_source_recognises_its_own_example_and_no_other(name: str) -> None:
    recognised = {
        source(other).NAME
        for other, blog in EXAMPLES.items()
        if source(name).recognises(blog.site, blog.page) is not None
    }
    assert recognised == {source(name).NAME} | BESIDES.get(source(name).NAME, set())


@pytest.mark.parametrize("name", EXAMPLES)
def test_without_a_page_a_source_recognises_what_the_feed_tells(name: str) -> None:
    for blog in EXAMPLES.values():
        found = source(name).recognises(blog.site, None)
        assert is_recognition(found)
        assert found is None or not source(name).WIDGET, "a widget shows on a page only"


ODD_PAGES = (
    "",
    "<",
    "<![<",
    "<script",
    "<p>" * 5_000,
    "<script>" + "{" * 50_000,
    "<div class='\x00\ud800' id='' data-isso='//[' href='http://[::1'>",
    "<link rel='webmention https://api.w.org/' href='http://[x'><script src='http://['></script>",
    "<script>var disqus_shortname = '\\ud800'; remark_config = {host: '\\ud800', site_id: '\\x00'};</script>",
    "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "<script data-repo='a/b' data-repo-id='\x00' src='https://giscus.app/client.js' data-mapping='number'></script>",
)


@cache
def odd_pages() -> list[Page]:
    """Pages that are hardly any, and what servers send in place of pages."""
    true = Answer(Request(ADDRESS), ADDRESS, 200)
    bodies = [*ODD_PAGES, *(JUNK[name](true).body.decode("utf-8", "replace") for name in JUNK)]
    return [read_page(html, ADDRESS) for html in bodies]


@cache
def real_pages() -> list[Page]:
    """Pages of real blogs, where there are some beside the repository."""
    captures = shared("captures")
    paths = [sample.path for sample in corpus.samples() if sample.format == "html"]
    paths += [path for name in ("*page", "home") for path in captures.glob(f"*/{name}.body")] if captures else []
    return [read_page(path.read_bytes().decode("utf-8", "replace"), ADDRESS) for path in paths]


@pytest.mark.parametrize("name", EXAMPLES)
def test_odd_pages_are_borne(name: str) -> None:
    for page in odd_pages():
        for blog in (example(name), EXAMPLES["isso"]):
            assert is_recognition(source(name).recognises(blog.site, page)), page.elements[:3]


@pytest.mark.parametrize("name", EXAMPLES)
def test_real_pages_are_borne(name: str) -> None:
    if not real_pages():
        pytest.skip("there are no real pages here")
    for page in real_pages():
        for blog in (example(name), EXAMPLES["elsewhere"]):
            assert is_recognition(source(name).recognises(blog.site, page)), page.elements[:3]
