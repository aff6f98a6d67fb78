"""Answers that tell nothing of any post, and why agg then says that it does not know: the same of every source."""

import pytest

from aggregator.core.model import Reason

NOT_THERE = pytest.param(404, Reason.NOT_THERE, id="404")

REFUSALS = [
    pytest.param(401, Reason.REFUSED, id="401"),
    pytest.param(403, Reason.REFUSED, id="403"),
    pytest.param(405, Reason.REFUSED, id="405"),
    pytest.param(429, Reason.TOO_MANY, id="429"),
    pytest.param(503, Reason.UNREACHABLE, id="503"),
    pytest.param(0, Reason.UNREACHABLE, id="no answer"),
    pytest.param("<!doctype html>This site is private", Reason.NOT_UNDERSTOOD, id="HTML"),
    pytest.param("null", Reason.NOT_UNDERSTOOD, id="null"),
    pytest.param("{", Reason.NOT_UNDERSTOOD, id="cut"),
]
