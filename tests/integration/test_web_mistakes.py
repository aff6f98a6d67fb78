"""Mistakes of our own, and of the machine."""

import resource

import pytest

from aggregator.core.http import Request
from aggregator.web import Limits, Web
from tests.support.asking import ask
from tests.support.blogserver import BlogServer


def test_running_out_of_files_is_a_problem_in_words(server: BlogServer, web: Web) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        answer = web.get(Request(server.url("/")))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert answer.problem == "no connection could be opened: Too many open files"


@pytest.mark.parametrize("limits", [Limits(headers="x"), Limits(short="x"), Limits(connect="x")])  # type: ignore[arg-type]
def test_a_mistake_of_ours_becomes_the_problem(
    server: BlogServer, limits: Limits, capfd: pytest.CaptureFixture[str]
) -> None:
    server.put("/", b"x")
    assert ask(server.url("/"), limits=limits).problem == "agg made a mistake (TypeError); please report it"
    assert capfd.readouterr().err == ""


def test_a_failure_of_the_thread_is_raised_where_answers_are_waited_for() -> None:
    with pytest.raises(TypeError), Web(user_agent="x", per_host="2") as web:  # type: ignore[arg-type]
        web.get(Request("http://127.0.0.1/"))
