"""Comments that are kept apart from the blog's own, and a feed that is not believed beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.model import Finding, FoundComment, Openness, Reason
from aggregator.core.record import replace
from aggregator.store import Store
from tests.support.build import KARI, NOW
from tests.support.stored import save
from tests.support.storedfindings import HOUR, OLA, SITE, first, number, only, say, two_posts_stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_posts_stored(tmp_path) as store:
        yield store


def test_what_is_kept_apart_is_neither_mixed_with_the_blog_s_own_nor_taken_away_by_it(store: Store) -> None:
    say(store, Finding(number(store), 1, comments=(OLA,), listed=True))
    say(store, Finding(number(store), 1, comments=(FoundComment("7", "Siri"),), listed=True), source="isso", apart=True)
    assert {(one.source, one.said.author) for one in first(store).comments} == {("wordpress", "Ola"), ("isso", "Siri")}
    say(store, Finding(number(store), 0, listed=True), source="isso", apart=True, hours=2)
    assert {one.source: one.removed_at is None for one in first(store).comments} == {"wordpress": True, "isso": False}


def test_a_list_of_one_place_takes_nothing_away_from_another(store: Store) -> None:
    theirs = {"isso": replace(OLA, key="1"), "webmention": replace(OLA, key="2"), "wordpress": replace(OLA, key="3")}
    for source, comment in theirs.items():
        whole = Finding(number(store), 1, comments=(comment,), listed=True)
        say(store, whole, source=source, apart=source != "wordpress")
    assert [one.removed_at for one in first(store).comments] == [None] * 3
    say(store, Finding(number(store), 0, listed=True), source="isso", apart=True, hours=2)
    say(store, Finding(number(store), 0, listed=True), source="commentfeed", hours=3)
    removed = {one.source: one.removed_at for one in first(store).comments}
    assert removed == {"isso": NOW + 2 * HOUR, "webmention": None, "wordpress": NOW + 3 * HOUR}


def test_where_comments_are_kept_apart_the_blog_s_own_zero_is_not_believed(store: Store) -> None:
    say(store, Finding(number(store), 0, openness=Openness.OPEN), source="feedfields")
    say(store, Finding(number(store), 0), source="isso", apart=True)
    store.save_look(KARI, replace(SITE, sources={"isso": {}}), disbelieved=["feedfields"])
    said = {one.source: one for one in first(store).observations}
    assert (said["feedfields"].count, said["feedfields"].reason) == (None, Reason.ELSEWHERE)
    assert said["feedfields"].openness is Openness.UNKNOWN
    assert (said["isso"].count, said["isso"].apart) == (0, True)


def test_a_place_apart_that_a_blog_uses_no_more_is_forgotten(store: Store) -> None:
    say(store, Finding(number(store), 0), source="isso", apart=True)
    say(store, Finding(number(store), 0), source="disqus", apart=True)
    say(store, Finding(number(store), 0))
    store.save_places(KARI, ["disqus"], "feedfields")
    assert sorted(one.source for one in first(store).observations) == ["disqus", "wordpress"]
    store.save_places(KARI, [], "feedfields")
    assert only(store).source == "wordpress"


@pytest.mark.parametrize(
    ("places", "reason", "anew"),
    [
        pytest.param([], Reason.ELSEWHERE, True, id="no place apart any more"),
        pytest.param(["isso"], Reason.ELSEWHERE, False, id="still a place apart"),
        pytest.param([], Reason.NOT_SAID, False, id="never disbelieved"),
    ],
)
def test_a_feed_that_was_not_believed_is_read_anew_when_it_may_be(
    store: Store, places: list[str], reason: Reason, anew: bool
) -> None:
    save(store, address="https://ola.example/feed/")
    say(store, Finding(number(store), None, reason=reason), source="feedfields")
    store.save_places(KARI, places, "feedfields")
    whole = {address: blog.whole_at for address, blog in store.blogs().items()}
    assert whole == {KARI: None if anew else NOW, "https://ola.example/feed/": NOW}
