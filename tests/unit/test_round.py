"""Whether somebody has done what they were asked to: answered a post."""

import pytest

from aggregator.core.model import Reason, State, Verdict
from aggregator.core.record import replace
from aggregator.core.round import Done, task
from tests.support.build import NOW, WAITING
from tests.support.counted import DAY, HOUR, counted

WHEN = NOW - DAY + HOUR
ANSWERED = Verdict(State.ANSWERED, Reason.ANSWERED, 1, 1, "wordpress", NOW)


def asked(givers=(), verdict=WAITING, *, complete=True, answer=None):
    found = counted(1, "Kari", NOW - DAY, givers=givers)
    answers = tuple(replace(one, **answer) for one in found.answers) if answer else found.answers
    listed = replace(found.listed, verdict=verdict)
    return task("Ola", replace(found, listed=listed, complete=complete, answers=answers))


@pytest.mark.parametrize(
    ("given", "facts", "done"),
    [
        pytest.param([], {}, Done.NOT_YET, id="nobody has answered"),
        pytest.param(["Eva"], {"verdict": ANSWERED}, Done.NOT_YET, id="somebody else has"),
        pytest.param(["Eva", "Ola"], {"verdict": ANSWERED}, Done.DONE, id="done"),
        pytest.param(["Eva", None], {"verdict": ANSWERED}, Done.UNKNOWN, id="a stranger may be the one"),
        pytest.param(["Eva"], {"verdict": ANSWERED, "complete": False}, Done.UNKNOWN, id="not all comments are known"),
        pytest.param([], {"verdict": Verdict(State.UNKNOWN, Reason.STALE)}, Done.UNKNOWN, id="nobody can tell"),
        pytest.param([], {"verdict": Verdict(State.ANSWERED, Reason.MARKED)}, Done.UNKNOWN, id="marked by hand"),
        pytest.param([], {"verdict": Verdict(State.CLOSED, Reason.CLOSED)}, Done.CLOSED, id="closed"),
    ],
)
def test_whether_it_is_done(given, facts, done):
    assert asked(given, **facts).done is done


def test_when_it_was_done_is_said_only_if_it_is_known():
    assert asked(["Ola"], ANSWERED).at == WHEN
    assert asked(["Ola"], ANSWERED, answer={"earliest": None}).at is None


def test_others_who_have_answered_are_named_once():
    assert asked(["Eva", "Arne", "Eva", None], ANSWERED).others == ("Arne", "Eva")
