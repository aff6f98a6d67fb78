"""A fetch against broken and hostile feeds: nothing is lost by them, and none stands in another's way."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.found import FoundFeed
from aggregator.core.http import Answer
from aggregator.core.source import Site
from aggregator.fetch.site import seen_in_feed
from tests.support.blogserver import Visit
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom, rss

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


def fail(room: Classroom) -> None:
    room.server.put("/kari/", "Sorry.", status=500)


def reset(visit: Visit) -> None:
    visit.reset()


def silence(room: Classroom, *names: str) -> None:
    for name in names:
        room.server.put(f"/{name.casefold()}/", reset)


# -- broken feeds -----------------------------------------------------------------------------------


def cut(*posts: str) -> str:
    """A feed that breaks off in the middle of its last post."""
    whole = rss(*posts)
    return whole[: whole.rindex("<description>")]


def test_of_a_cut_feed_what_came_is_kept_and_nothing_that_would_hide_the_rest(room: Classroom) -> None:
    room.put("Kari", item("1"))
    room.poll(NOW - 2 * HOUR)
    room.server.put("/kari/", cut(item("2"), item("3"), item("1")), etag='"cut"')
    poll = room.poll()
    assert poll.status == "ok"
    assert {"2", "3"} <= set(room.guids())
    for hours in (1, 2):
        assert room.poll(NOW + hours * HOUR).status == "ok"
        assert room.asked() == [("/kari/", 200)]
    room.server.put("/kari/", rss(item("2"), item("3"), item("4"), item("1")), etag='"cut"')
    assert room.poll(NOW + 3 * HOUR).new == 1
    assert room.poll(NOW + 4 * HOUR).status == "unchanged"
    assert room.asked() == [("/kari/", 304)]


def test_after_trouble_the_whole_feed_need_not_be_sent_again(room: Classroom) -> None:
    room.put("Kari", item("1"), etag='"1"')
    room.poll()
    fail(room)
    room.poll(NOW + HOUR)
    room.put("Kari", item("1"), etag='"1"')
    assert room.poll(NOW + 2 * HOUR).status == "unchanged"
    assert room.asked() == [("/kari/", 304)]
    assert room.blog().failing_since is None


# -- one blog and the others ------------------------------------------------------------------------

HUGE = "<rss><channel>" + "<item><title>x</title><guid>" * 500
LONE = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "\udc00",
        "items": [
            {
                "id": "\udc01",
                "url": "https://kari.example/\udc02",
                "title": "\udc03",
                "content_text": "\udc04",
                "date_published": "\udc05",
                "tags": ["\udc06", None, {}],
                "authors": [{"name": "\udc07"}],
            }
        ],
    }
)
DEEP = '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 50_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (HUGE, "application/rss+xml"),
        (LONE, "application/feed+json"),
        (DEEP, "application/feed+json"),
        ("\x00\x01" * 500, "application/rss+xml; charset=utf-16"),
        (rss(item("1")), "application/rss+xml; charset=no-such-thing"),
        (rss(item("1").replace("2026", "99999999")), "application/rss+xml"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + rss(item("&b;")), "application/rss+xml"),
    ],
    ids=["open tags", "lone surrogates", "a deep hole", "zeros", "no charset", "no year", "entities"],
)
def test_whatever_one_blog_sends_the_others_are_read(room: Classroom, body: str, content_type: str) -> None:
    room.enrol("Kari", "Ola", "Siri")
    room.put("Ola", item("ola"))
    room.put("Siri", item("siri"))
    room.server.put("/kari/", body, content_type=content_type)
    polls = room.fetch()
    assert polls["Kari"].status in ("ok", "error")
    assert (polls["Ola"].new, polls["Siri"].new) == (1, 1)
    assert {"ola", "siri"} <= set(room.guids())
    assert room.fetch(NOW + 2 * HOUR)["Ola"].status == "unchanged"


def test_a_mistake_of_ours_is_one_blogs_trouble_too(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(before: Site | None, feed: FoundFeed, answer: Answer) -> Site:
        if answer.url.endswith("/kari/"):
            raise RuntimeError
        return seen_in_feed(before, feed, answer)

    monkeypatch.setattr("aggregator.fetch.feed.seen_in_feed", stumble)
    room.enrol("Kari", "Ola")
    room.put("Kari", item("kari"))
    room.put("Ola", item("ola"))
    polls = room.fetch()
    assert polls["Kari"].problem == "agg stumbles over this feed (RuntimeError). Please report it"
    assert polls["Ola"].new == 1


@pytest.mark.parametrize(
    "break_down",
    [fail, lambda room: silence(room, "Kari")],
    ids=["an error", "no answer"],
)
def test_the_trouble_of_one_is_not_the_others(room: Classroom, break_down: Callable[[Classroom], None]) -> None:
    room.enrol("Kari", "Ola", "Siri", "Per")
    for name in ("Kari", "Ola", "Siri", "Per"):
        room.put(name, item(name))
    room.fetch()
    break_down(room)
    polls = room.fetch(NOW + HOUR)
    assert {name: poll.status for name, poll in polls.items()} == {
        "Kari": "error",
        "Ola": "unchanged",
        "Siri": "unchanged",
        "Per": "unchanged",
    }


def test_when_no_blog_answers_at_all_the_fault_is_here_and_no_blog_pays_for_it(room: Classroom) -> None:
    names = ("Kari", "Ola", "Siri")
    room.enrol(*names)
    for name in names:
        room.put(name, item(name))
    room.fetch()
    before = [room.blog(name) for name in names]
    silence(room, *names)
    polls = room.fetch(NOW + HOUR)
    assert {(poll.status, poll.problem, poll.change) for poll in polls.values()} == {
        ("error", "no blog could be reached: is this machine online?", None)
    }
    assert {poll.requests for poll in polls.values()} == {1}
    assert [room.blog(name) for name in names] == before
    for day in (1, 2):
        polls = room.fetch(NOW + day * DAY)
        assert sorted(str(poll.change) for poll in polls.values()) == ["None", "None", "offline"]
        assert [room.blog(name) for name in names] == before
    for name in names:
        room.put(name, item(name), item(f"{name} again"))
    assert {poll.new for poll in room.fetch(NOW + HOUR).values()} == {1}


@pytest.mark.parametrize(
    ("well_before", "now_silent"),
    [(("Kari", "Ola"), ("Kari", "Ola")), ((), ("Kari", "Ola", "Siri"))],
    ids=["two may well break down at once", "blogs that never worked"],
)
def test_silence_is_the_blogs_fault_where(
    room: Classroom, well_before: tuple[str, ...], now_silent: tuple[str, ...]
) -> None:
    room.enrol(*now_silent)
    for name in well_before:
        room.put(name, item(name))
    if well_before:
        room.fetch()
    silence(room, *now_silent)
    room.fetch(NOW + HOUR)
    assert all(room.blog(name).failing_since == NOW + HOUR for name in now_silent)
