"""Comments that sources have found: whose word holds, which are gone, and what is not kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.model import Bound, Finding, FoundComment, Kind, Observation, Openness
from aggregator.core.record import replace
from aggregator.store import Store
from tests.support.build import NOW
from tests.support.storedfindings import HOUR, OLA, first, number, only, say, two_posts_stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_posts_stored(tmp_path) as store:
        yield store


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
    ("name", "kept"),
    [("ola.berg@example.org", ""), ("Ola (ola@example.org)", "Ola"), ("@ola@social.example", "@ola@social.example")],
)
def test_no_addresses_of_mail_are_kept(store: Store, name: str, kept: str) -> None:
    say(store, Finding(number(store), 1, comments=(FoundComment("7", name),)))
    [comment] = first(store).comments
    assert comment.said.author == kept


def test_of_one_post_not_more_comments_are_kept_than_anybody_reads(store: Store) -> None:
    flood = [FoundComment(f"x{number}", "Ola") for number in range(4_999)]
    assert say(store, Finding(number(store), 4_999, comments=tuple(flood))) == 4_999
    assert say(store, Finding(number(store), 2, comments=(OLA, FoundComment("late", "Eva")))) == 1
    assert say(store, Finding(number(store), 2, comments=(replace(OLA, text="Edited."),))) == 0
    kept = {comment.said.key: comment.said.text for comment in first(store).comments}
    assert (len(kept), kept[OLA.key]) == (5_000, "Edited.")
