"""What a source has said of a post, and how much of it stands when it can tell less later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.model import Bound, Finding, Openness, Reason
from aggregator.core.record import replace
from aggregator.store import Store
from tests.support.build import NOW
from tests.support.storedfindings import HOUR, OLA, number, only, say, two_posts_stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_posts_stored(tmp_path) as store:
        yield store


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


def test_a_source_that_was_never_reached_has_said_nothing(store: Store) -> None:
    say(store, Finding(number(store), None, reason=Reason.UNREACHABLE))
    assert (only(store).count, only(store).reason) == (None, Reason.UNREACHABLE)


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
