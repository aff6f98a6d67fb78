import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from aggregator.comments import microblog
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.refusals import REFUSALS
from tests.support.sources import NOW, Reply, ask, by_post

CAPTURES = Path(__file__).parents[2] / "data/captures/microblog"
BLOG = "https://kari.micro.blog"
SITE = Site(f"{BLOG}/feed.xml", f"{BLOG}/")


def conversation(url: str) -> str:
    return f"https://micro.blog/conversation.js?url={quote(url, safe='')}&format=jsonfeed"


SECOND = post(2, url=f"{BLOG}/2026/11/09/second.html")
THIRD = post(3, url=f"{BLOG}/2026/11/16/third.html")
WEB: dict[str, Reply] = {
    conversation(SECOND.url or ""): (CAPTURES / "conversation.json").read_bytes(),
    conversation(THIRD.url or ""): (CAPTURES / "quiet.json").read_bytes(),
}


def tell(told: Any) -> Finding:
    reply = told if isinstance(told, int) else json.dumps(told)
    [finding] = ask(microblog, SITE, [THIRD], lambda _: reply)[0].findings
    return finding


def feed(**changes: Any) -> dict[str, Any]:
    return {"title": "Conversation", "home_page_url": "https://micro.blog/kari/12399", "items": []} | changes


@pytest.mark.parametrize(
    ("feed", "home", "link", "found"),
    [
        pytest.param(f"{BLOG}/feed.xml", None, None, True, id="hosted"),
        pytest.param("https://feeds.example/x", f"{BLOG}/", None, True, id="home"),
        pytest.param("https://kari.example/feed.xml", None, "https://micro.blog/webmention", True, id="own-domain"),
        pytest.param("https://kari.example/feed.xml", None, "https://webmention.io/kari/webmention", False, id="other"),
        pytest.param("https://kari.example/feed.xml", None, None, False, id="nothing"),
        pytest.param("https://notmicro.blog/feed.xml", None, None, False, id="another-host"),
        pytest.param("https://micro.blog.example/feed.xml", None, None, False, id="host-inside"),
    ],
)
def test_recognises(feed: str, home: str | None, link: str | None, found: bool) -> None:
    page = read_page(f'<link rel="webmention" href="{link}">' if link else "<p>", "https://kari.example/post")
    assert microblog.recognises(Site(feed, home), page) == ({} if found else None)


def test_another_link_to_micro_blog_is_no_mark() -> None:
    page = read_page('<link rel="me" href="https://micro.blog/webmention">', "https://kari.example/post")
    assert microblog.recognises(Site("https://kari.example/feed"), page) is None
    assert microblog.recognises(Site("https://kari.example/feed"), None) is None


def test_the_capture_tells_of_every_post() -> None:
    told, asked = ask(microblog, SITE, [SECOND, THIRD], WEB)
    found = by_post(told)
    assert [request.url for request in asked] == list(WEB)
    assert told.refused is None
    assert found[3] == Finding(3, 0, openness=Openness.OPEN, listed=True)
    assert (found[2].count, found[2].listed, found[2].openness) == (3, True, Openness.OPEN)
    assert found[2].comments == (
        FoundComment(
            "98765",
            "Ola Hansen",
            "https://ola.example.org/",
            "ola",
            own=False,
            published=at("2026-11-09 12:00"),
            url="https://ola.example.org/2026/reply.html",
            text="@kari Lovely!",
        ),
        FoundComment(
            "98766",
            "Kari Nordmann",
            "https://kari.micro.blog/",
            "kari",
            own=True,
            published=at("2026-11-09 13:00"),
            url="https://micro.blog/kari/98766",
            text="Thank you",
        ),
        FoundComment(
            "98767",
            "Per",
            "https://per.example.org/",
            None,
            own=None,
            published=at("2026-11-09 14:00"),
            url="https://per.example.org/note",
            text="From my own site",
        ),
    )


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param(404, Reason.NOT_THERE, id="not-met"),
        pytest.param(feed(home_page_url=None), Reason.NOT_UNDERSTOOD, id="no-place"),
        pytest.param(feed(home_page_url="https://micro.blog/"), Reason.NOT_UNDERSTOOD, id="no-number"),
        pytest.param(feed(home_page_url="https://x.example/kari/1"), Reason.NOT_UNDERSTOOD, id="elsewhere"),
        pytest.param(feed(title="Micro.blog"), Reason.NOT_UNDERSTOOD, id="another-feed"),
        pytest.param(feed(items=None), Reason.NOT_UNDERSTOOD, id="no-items"),
        pytest.param([], Reason.NOT_UNDERSTOOD, id="another-shape"),
        pytest.param({"error": "not found"}, Reason.NOT_UNDERSTOOD, id="error"),
    ],
)
def test_unknown_of_one_post(told: Any, reason: Reason) -> None:
    assert tell(told) == Finding(3, None, openness=None, reason=reason)


@pytest.mark.parametrize(
    "itself",
    [
        {"id": "12399", "url": f"{BLOG}/x"},
        {"id": "5", "url": THIRD.url},
        {"id": "5", "url": "https://micro.blog/kari/12399"},
    ],
)
def test_the_post_itself_is_no_reply(itself: Any) -> None:
    assert tell(feed(items=[itself])).count == 0


@pytest.mark.parametrize("odd", [{"url": "https://ola.example/no-id"}, {"id": "5\x00"}, {"id": []}, "junk", None])
def test_what_cannot_be_read_may_be_a_reply(odd: Any) -> None:
    assert tell(feed(items=[odd])) == Finding(3, None, openness=None, reason=Reason.NOT_UNDERSTOOD)
    found = tell(feed(items=[odd, {"id": "6"}, {"id": "6"}]))
    assert (found.count, found.bound, found.listed) == (1, Bound.AT_LEAST, False)


def test_authors_of_a_newer_feed() -> None:
    [comment] = tell(feed(items=[{"id": "5", "authors": [{"_microblog": {"username": "Kari"}}]}])).comments
    assert (comment.own, comment.author) == (True, "Kari")
    [comment] = tell(feed(items=[{"id": "5", "author": {"name": "Ola"}}])).comments
    assert (comment.own, comment.author, comment.author_id) == (None, "Ola", None)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [*REFUSALS, ("document.write('x')", Reason.NOT_UNDERSTOOD)],
)
def test_refused(reply: Reply, reason: Reason) -> None:
    told, asked = ask(microblog, SITE, [SECOND, THIRD], lambda _: reply)
    assert by_post(told) == {number: Finding(number, None, openness=None, reason=reason) for number in (2, 3)}
    assert (len(asked), told.refused is not None) == (1, True)


@pytest.mark.parametrize(("thorough", "requests"), [(False, 10), (True, 100)])
def test_takes_turns(thorough: bool, requests: int) -> None:
    def one(number: int) -> Post:
        before = observation(0, source="microblog", checked_at=NOW - timedelta(minutes=number))
        return post(number, url=f"{BLOG}/{number}", observations=(before,) if number != 50 else ())

    told, asked = ask(microblog, SITE, [one(n) for n in range(1, 121)], lambda _: json.dumps(feed()), thorough=thorough)
    assert [request.url for request in asked[:3]] == [conversation(f"{BLOG}/{number}") for number in (50, 120, 119)]
    assert len(asked) == requests
    found = by_post(told)
    assert len(found) == 120
    assert found[1] == Finding(1, None, openness=None, reason=Reason.TOO_MANY)


def test_a_post_without_an_address_is_not_asked_for() -> None:
    told, asked = ask(microblog, SITE, [post(1, url=None)], WEB)
    assert (told.findings, asked) == ((Finding(1, None, openness=None, reason=Reason.NOT_SAID),), [])
