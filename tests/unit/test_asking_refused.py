"""Sources that refuse, stumble or ask without end: who rests, until when, and that it is this blog's trouble alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from aggregator.comments import asking
from aggregator.core.http import Answer, Request
from aggregator.core.model import Post, Reason
from aggregator.core.source import Round, Site, Told
from tests.support.build import NOW, post
from tests.support.fakesources import Fake, drive, finding, site, use

POSTS = (post(1), post(2))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, Fake]:
    return use(monkeypatch)


def ask(known: Site, now: datetime = NOW) -> asking.Asked:
    asked: asking.Asked = drive(asking.ask(known, "auto", POSTS, Round(now)))[0]
    return asked


def refusing(status: int, requests: int = 1, unasked: bool = False, **headers: str) -> Any:
    """Tells nothing, since this was the answer."""
    url = "https://best.example/"
    answer = Answer(Request(url), url, status, headers, requests=requests, unasked=unasked)
    return lambda posts: Told(tuple(finding(one.id, None) for one in posts), answer)


# -- resting ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        *((refusing(status), NOW + 7 * DAY) for status in (401, 403, 404, 405, 410, 451)),
        *((refusing(status), NOW + 6 * HOUR) for status in (0, 429, 500, 503)),
        *((refusing(status), NOW + DAY) for status in (200, 301)),
        (refusing(429, **{"retry-after": "60"}), NOW + timedelta(minutes=1)),
        (refusing(503, **{"retry-after": "99999999"}), NOW + 7 * DAY),
        (refusing(429, requests=0), None),
        (refusing(429, unasked=True), None),
        (refusing(0, requests=0), None),
    ],
)
def test_who_refused_is_left_alone_for_a_while(sources: dict[str, Fake], answer: Any, until: datetime | None) -> None:
    sources["best"].tell = answer
    assert ask(site("best", "next")).site.resting == ({"best": until} if until else {})
    assert sources["next"].heard == [[1, 2]]


@pytest.mark.parametrize(("until", "asked"), [(NOW + HOUR, False), (NOW, True), (NOW - HOUR, True)])
@pytest.mark.parametrize("name", ["feedfields", "best", "widget"])
def test_who_rests_is_not_asked(sources: dict[str, Fake], name: str, until: datetime, asked: bool) -> None:
    told = ask(site(name, "other widget" if name == "widget" else "last", resting={name: until}))
    assert bool(sources[name].heard) is asked
    assert [one.source for one in told.said] == [
        *([name] if asked else []),
        "other widget" if name == "widget" else "last",
    ]
    assert told.site.resting == ({} if asked else {name: until})


def test_the_rest_of_one_source_is_not_another_s(sources: dict[str, Fake]) -> None:
    sources["best"].tell = refusing(403)
    told = ask(site("best", "next", resting={"last": NOW + HOUR}))
    assert told.site.resting == {"best": NOW + 7 * DAY, "last": NOW + HOUR}


def test_what_was_told_before_a_refusal_is_kept(sources: dict[str, Fake]) -> None:
    answer = Answer(Request("https://best.example/"), "https://best.example/", 500)
    sources["best"].tell = lambda _posts: Told((finding(1, 0), finding(2, None)), answer, {"page": "2"})
    told = ask(site("best", "next"))
    assert sources["next"].heard == [[2]]
    assert told.site.sources["best"] == {"page": "2"}


# -- spite and mistakes -----------------------------------------------------------------------------


def stumble(_posts: Sequence[Post]) -> Told:
    raise ZeroDivisionError


@pytest.mark.parametrize("name", ["feedfields", "best", "widget"])
def test_of_a_source_that_stumbles_nothing_is_known(sources: dict[str, Fake], name: str) -> None:
    sources[name].tell = stumble
    told = ask(site(name))
    [one] = told.said
    expected = [(number, None, Reason.NOT_UNDERSTOOD) for number in (1, 2)]
    assert [(found.post, found.count, found.reason) for found in one.findings] == expected
    assert told.site.resting == {}


def test_the_next_source_is_asked_when_one_stumbles(sources: dict[str, Fake]) -> None:
    sources["best"].tell = stumble
    ask(site("best", "next"))
    assert sources["next"].heard == [[1, 2]]


def test_one_that_stumbles_before_it_asks_is_no_other_case(
    sources: dict[str, Fake], monkeypatch: pytest.MonkeyPatch
) -> None:
    def questions(*_given: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr(sources["best"], "questions", questions, raising=False)
    assert [one.reason for one in ask(site("best")).said[0].findings] == [Reason.NOT_UNDERSTOOD] * 2


@pytest.mark.parametrize("at_once", [1, 10, 1_000])
def test_a_source_that_asks_without_end_is_stopped(
    sources: dict[str, Fake], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    def questions(*_given: Any) -> Iterator[list[Request]]:
        while True:
            yield [Request("https://best.example/")] * at_once

    monkeypatch.setattr(sources["best"], "questions", questions, raising=False)
    told, asked = drive(asking.ask(site("best"), "auto", POSTS, Round(NOW)))
    assert len(asked) == 250 // at_once * at_once
    assert [one.reason for one in told.said[0].findings] == [Reason.TOO_MANY] * 2


def test_a_source_may_ask_nothing(sources: dict[str, Fake], monkeypatch: pytest.MonkeyPatch) -> None:
    def questions(*_given: Any) -> Any:
        yield []
        yield ()
        return Told((finding(1, 0), finding(2, 0)))

    monkeypatch.setattr(sources["best"], "questions", questions, raising=False)
    told, asked = drive(asking.ask(site("best"), "auto", POSTS, Round(NOW)))
    assert asked == []
    assert [one.count for one in told.said[0].findings] == [0, 0]
