"""What comment sources have found, as the store keeps it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Bound, Finding, FoundComment, Kind, Observation, Openness, Post, Reason
from aggregator.core.source import Said, Site
from aggregator.store import Store, open_store
from tests.support.build import KARI, NOW, at, found_post
from tests.support.stored import save, stored

HOUR = timedelta(hours=1)
SITE = Site("https://kari.example/feed/", home="https://kari.example/", generator="WordPress", wordpress=True)
OLA = FoundComment(
    "7",
    "Ola",
    "https://ola.example/",
    author_id="3",
    own=False,
    published=at("2026-11-18 10:00"),
    url="https://kari.example/1/#comment-7",
    parent="6",
    text="Well said.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "agg.db", create=True) as store:
        save(store, found_post("1"), found_post("2", published=NOW - 3 * HOUR))
        yield store


def say(store: Store, *findings: Finding, source: str = "wordpress", apart: bool = False, hours: float = 1) -> int:
    return store.save_findings(KARI, SITE, [Said(source, apart, findings)], NOW + hours * HOUR)


def first(store: Store) -> Post:
    return stored(store)[0]


def number(store: Store) -> int:
    return first(store).id


def only(store: Store) -> Observation:
    [observation] = first(store).observations
    return observation


def test_what_is_known_of_a_blog_s_platform_comes_back(store: Store) -> None:
    site = Site(
        feed="https://kari.example/feed/",
        home="https://kari.example/",
        generator="WordPress 6.9",
        version="rss20",
        wordpress=True,
        api="https://kari.example/wp-json/",
        site_id="12",
        feed_posts=10,
        comment_feeds=True,
        older="https://kari.example/feed/?page=2",
        guids=("a", "b"),
        looked_at=NOW,
        thorough_at=NOW - HOUR,
        sources={"wordpress": {"api": "https://kari.example/wp-json/"}, "feedfields": {}},
        resting={"ghost": NOW + HOUR},
        history="https://kari.example/feed/?paged=3",
    )
    assert store.site(KARI) is None
    store.save_look(KARI, site)
    assert store.site(KARI) == site
    assert store.sites() == {KARI: site}
    assert store.site("https://nobody.example/") is None


def test_a_finding_and_its_comments_come_back(store: Store) -> None:
    said = Finding(number(store), 1, openness=Openness.OPEN, comments=(OLA,), listed=True)
    assert say(store, said) == 1
    post = first(store)
    assert only(store) == Observation(
        "wordpress", 1, Bound.EXACT, False, Openness.OPEN, None, NOW + HOUR, listed=True, apart=False
    )
    [comment] = post.comments
    assert (comment.post, comment.source, comment.said) == (post.id, "wordpress", OLA)
    assert (comment.first_seen, comment.removed_at) == (NOW + HOUR, None)
    assert say(store, said, hours=2) == 0
    assert first(store).comments == post.comments


@pytest.mark.parametrize(
    ("later", "gone"),
    [
        pytest.param({"comments": (), "count": 0, "listed": True}, True, id="a list without it"),
        pytest.param({"comments": (), "count": 0, "listed": False}, False, id="a number says not which"),
        pytest.param({"comments": (OLA,), "count": 1, "listed": True}, False, id="it is still there"),
    ],
)
def test_a_comment_is_gone_when_a_whole_list_does_not_have_it(
    store: Store, later: dict[str, object], gone: bool
) -> None:
    say(store, Finding(number(store), 1, comments=(OLA,), listed=True))
    say(store, replace(Finding(number(store), 0), **later), hours=2)  # type: ignore[arg-type]
    [comment] = first(store).comments
    assert comment.removed_at == (NOW + 2 * HOUR if gone else None)


def test_a_comment_that_is_there_again_is_there(store: Store) -> None:
    for hours, comments in ((1, (OLA,)), (2, ()), (3, (OLA,))):
        say(store, Finding(number(store), len(comments), comments=comments, listed=True), hours=hours)
    [comment] = first(store).comments
    assert (comment.removed_at, comment.first_seen) == (None, NOW + HOUR)


def test_a_list_without_pings_takes_no_ping_away(store: Store) -> None:
    ping = replace(OLA, key="8", kind=Kind.PING)
    say(store, Finding(number(store), 2, includes_pings=True, comments=(OLA, ping), listed=True), source="commentfeed")
    say(store, Finding(number(store), 0, listed=True), hours=2)
    assert {one.said.key: one.removed_at is None for one in first(store).comments} == {"7": False, "8": True}
    say(store, Finding(number(store), 0, includes_pings=True, listed=True), source="commentfeed", hours=3)
    assert all(one.removed_at for one in first(store).comments)


def test_what_is_kept_apart_is_neither_mixed_with_the_blog_s_own_nor_taken_away_by_it(store: Store) -> None:
    say(store, Finding(number(store), 1, comments=(OLA,), listed=True))
    say(store, Finding(number(store), 1, comments=(FoundComment("7", "Siri"),), listed=True), source="isso", apart=True)
    assert {(one.source, one.said.author) for one in first(store).comments} == {("wordpress", "Ola"), ("isso", "Siri")}
    say(store, Finding(number(store), 0, listed=True), source="isso", apart=True, hours=2)
    assert {one.source: one.removed_at is None for one in first(store).comments} == {"wordpress": True, "isso": False}


def test_sources_that_know_less_take_nothing_away(store: Store) -> None:
    say(store, Finding(number(store), 1, comments=(OLA,), listed=True))
    guessed = FoundComment("7", "Ola", kind=Kind.PING, text="Well said.")
    say(store, Finding(number(store), 1, comments=(guessed,)), source="commentfeed", hours=2)
    [comment] = first(store).comments
    assert (comment.said, comment.source) == (OLA, "wordpress")


def test_who_knows_a_comment_for_one_is_right_about_it(store: Store) -> None:
    say(store, Finding(number(store), 1, comments=(replace(OLA, kind=Kind.PING),)), source="commentfeed")
    say(store, Finding(number(store), 1, comments=(OLA,)), hours=2)
    [comment] = first(store).comments
    assert comment.said.kind is Kind.COMMENT


@pytest.mark.parametrize(
    ("reason", "count"),
    [
        pytest.param(Reason.UNREACHABLE, 0, id="not reached: what was said stands"),
        pytest.param(Reason.TOO_MANY, 0, id="asked too often: what was said stands"),
        pytest.param(Reason.REFUSED, None, id="refused: nothing is known any more"),
        pytest.param(Reason.NOT_LISTED, None, id="not listed: nothing is known any more"),
        pytest.param(Reason.NOT_UNDERSTOOD, None, id="not understood: nothing is known any more"),
    ],
)
def test_what_a_source_that_cannot_tell_leaves(store: Store, reason: Reason, count: int | None) -> None:
    say(store, Finding(number(store), 0))
    say(store, Finding(number(store), None, reason=reason), hours=2)
    observation = only(store)
    assert (observation.count, observation.reason) == (count, reason)
    assert observation.checked_at == NOW + (1 if count == 0 else 2) * HOUR


def test_who_was_left_out_leaves_all_that_was_said_and_when(store: Store) -> None:
    say(store, Finding(number(store), None, reason=Reason.NOT_SAID))
    for hours in (2, 3):
        say(store, Finding(number(store), None, reason=Reason.TOO_MANY, openness=None), hours=hours)
    assert (only(store).reason, only(store).checked_at) == (Reason.NOT_SAID, NOW + HOUR)


def test_that_nobody_saw_where_to_comment_is_not_hidden_by_a_failure(store: Store) -> None:
    say(store, Finding(number(store), 0, reason=Reason.NO_FORM))
    say(store, Finding(number(store), None, reason=Reason.UNREACHABLE, openness=None), hours=2)
    assert (only(store).count, only(store).reason) == (0, Reason.NO_FORM)


def test_who_does_not_look_again_does_not_take_back_what_was_seen(store: Store) -> None:
    say(store, Finding(number(store), 2, reason=Reason.NO_FORM), source="page")
    say(store, Finding(number(store), None, openness=None, reason=Reason.NO_FORM), source="page", hours=2)
    assert (only(store).count, only(store).reason) == (2, Reason.NO_FORM)
    say(store, Finding(number(store), None, reason=Reason.NO_FORM), source="page", hours=3)
    assert (only(store).count, only(store).reason) == (None, Reason.NO_FORM)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("ola.berg@example.org", ""), ("Ola (ola@example.org)", "Ola"), ("@ola@social.example", "@ola@social.example")],
)
def test_no_addresses_of_mail_are_kept(store: Store, name: str, kept: str) -> None:
    say(store, Finding(number(store), 1, comments=(FoundComment("7", name),)))
    [comment] = first(store).comments
    assert comment.said.author == kept


def test_closed_by_the_word_of_a_source_that_is_no_more_is_closed_no_more(store: Store) -> None:
    say(store, Finding(number(store), 0, openness=Openness.CLOSED), source="ghost")
    say(store, Finding(number(store), 0, openness=Openness.CLOSED))
    store.save_look(KARI, replace(SITE, sources={"wordpress": {}}))
    said = {one.source: one.openness for one in first(store).observations}
    assert said == {"ghost": Openness.UNKNOWN, "wordpress": Openness.CLOSED}


def test_what_was_learnt_of_a_platform_stays_with_its_address(store: Store) -> None:
    store.save_look(KARI, SITE)
    store.rename(KARI, "https://kari.example/new/")
    assert store.sites() == {}


def test_a_source_that_was_never_reached_has_said_nothing(store: Store) -> None:
    say(store, Finding(number(store), None, reason=Reason.UNREACHABLE))
    assert (only(store).count, only(store).reason) == (None, Reason.UNREACHABLE)


@pytest.mark.parametrize(
    ("openness", "expected"),
    [
        pytest.param(None, Openness.CLOSED, id="not looked: it stands"),
        pytest.param(Openness.UNKNOWN, Openness.UNKNOWN, id="looked, and cannot tell"),
        pytest.param(Openness.OPEN, Openness.OPEN, id="open again"),
    ],
)
def test_openness_that_was_not_looked_at_stands(store: Store, openness: Openness | None, expected: Openness) -> None:
    say(store, Finding(number(store), 0, openness=Openness.CLOSED))
    say(store, Finding(number(store), 0, openness=openness), hours=2)
    assert only(store).openness is expected


@pytest.mark.parametrize(
    ("later", "listed"),
    [
        pytest.param(Finding(0, 2), True, id="the same number: the list holds"),
        pytest.param(Finding(0, 3), False, id="another number: there is something that is not listed"),
        pytest.param(Finding(0, 2, Bound.AT_LEAST), False, id="there may be more"),
        pytest.param(Finding(0, None, reason=Reason.REFUSED), False, id="nobody can tell any more"),
    ],
)
def test_a_list_holds_while_the_number_is_the_same(store: Store, later: Finding, listed: bool) -> None:
    say(store, Finding(number(store), 2, comments=(OLA, replace(OLA, key="8")), listed=True))
    say(store, replace(later, post=number(store)), hours=2)
    assert only(store).listed is listed


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
