import json
from pathlib import Path
from typing import Any

import pytest

from aggregator.comments import mastodon
from aggregator.core.http import Request
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post, Reason
from aggregator.core.source import Site
from aggregator.feeds import NotAFeed, read_feed
from tests.support.build import at, observation, post
from tests.support.corpus import samples
from tests.support.refusals import NOT_THERE, REFUSALS
from tests.support.sources import Reply, ask, by_post

CAPTURES = Path(__file__).parents[2] / "data/captures/mastodon"
HOST = "https://social.example.org"
SITE = Site(f"{HOST}/@kari.rss", f"{HOST}/@kari", "Mastodon v4.3.8")
PARAMS = {"site": HOST, "user": "kari"}
FULL = {**PARAMS, "account": "1077"}
LOOKUP = f"{HOST}/api/v1/accounts/lookup?acct=kari"
STATUSES = f"{HOST}/api/v1/accounts/1077/statuses?limit=40&exclude_replies=true&exclude_reblogs=true"
OPEN = Openness.OPEN


def context(number: int) -> str:
    return f"{HOST}/api/v1/statuses/{number}/context"


WEB: dict[str, Reply] = {
    LOOKUP: (CAPTURES / "lookup.json").read_bytes(),
    STATUSES: (CAPTURES / "statuses.json").read_bytes(),
    context(1102): (CAPTURES / "context-1102.json").read_bytes(),
}


def one(number: int, **changes: Any) -> Post:
    return post(number, **{"url": f"{HOST}/@kari/{number}", "dated": at("2026-11-09"), **changes})


def status(number: int, **changes: Any) -> dict[str, Any]:
    plain = {"id": str(number), "created_at": "2026-11-16T08:00:00Z", "replies_count": 0, "account": {"id": "1077"}}
    return plain | changes


def tell(statuses: Any, *posts: Post, **more: Reply) -> dict[int, Finding]:
    web = {STATUSES: json.dumps(statuses)} | {context(int(name[1:])): reply for name, reply in more.items()}
    return by_post(ask(mastodon, SITE, posts, web, params=FULL)[0])


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param(SITE, PARAMS, id="rss"),
        pytest.param(Site(f"{HOST}/users/kari.rss", None, "Mastodon v3.1"), PARAMS, id="old-address"),
        pytest.param(Site(f"{HOST}/@kari/tagged/course.rss", None, "Mastodon v4.4.0+glitch"), PARAMS, id="tagged"),
        pytest.param(Site("https://feeds.example/x", f"{HOST}/@kari", "Mastodon v4.3.8"), PARAMS, id="home"),
        pytest.param(
            Site(f"{HOST}/@kari.n.rss", None, "Mastodon v4.3.8"), {"site": HOST, "user": "kari.n"}, id="dot-in-name"
        ),
        pytest.param(Site(f"{HOST}/tags/course.rss", f"{HOST}/tags/course", "Mastodon v4"), None, id="no-account"),
        pytest.param(Site(f"{HOST}/@kari.rss", f"{HOST}/@kari", ""), None, id="no-generator"),
        pytest.param(Site("https://medium.com/feed/@kari", "https://medium.com/@kari", "Medium"), None, id="medium"),
        pytest.param(Site(f"{HOST}/@kari.rss", None, "GoToSocial"), None, id="another-program"),
    ],
)
def test_recognises(site: Site, expected: dict[str, str] | None) -> None:
    assert mastodon.recognises(site, None) == expected


def test_the_capture_tells_of_every_post() -> None:
    posts = [one(1104), one(1103), one(1102), one(1101)]
    told, asked = ask(mastodon, SITE, posts, WEB | {context(1103): 404}, params=PARAMS)
    found = by_post(told)
    assert [request.url for request in asked] == [LOOKUP, STATUSES, context(1103), context(1102)]
    assert told.params == FULL
    assert told.refused is None
    assert found[1104] == Finding(1104, 0, openness=OPEN)
    assert found[1103] == Finding(1103, 1, openness=OPEN)
    assert found[1101] == Finding(1101, None, openness=None, reason=Reason.NOT_LISTED)
    assert found[1102] == Finding(
        1102,
        2,
        openness=OPEN,
        listed=True,
        comments=(
            FoundComment(
                "1103",
                "Kari Nordmann",
                f"{HOST}/@kari",
                "1077",
                own=True,
                published=at("2026-11-09 08:05"),
                url=f"{HOST}/@kari/1103",
                parent="1102",
                text="… and there is more.",
            ),
            FoundComment(
                "1110",
                "ola",
                "https://other.example.org/@ola",
                "2088",
                own=False,
                published=at("2026-11-09 09:00"),
                url="https://other.example.org/@ola/5555",
                parent="1103",
                text="@kari Good!",
            ),
        ),
    )


def test_steady_state_is_one_request() -> None:
    known = one(1102, observations=(observation(2, source="mastodon", listed=True),))
    told, asked = ask(mastodon, SITE, [known, one(1104)], WEB, params=FULL)
    assert [request.url for request in asked] == [STATUSES]
    assert by_post(told)[1102].count == 2


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"url": f"{HOST}/users/kari/statuses/5"}, True, id="old-address"),
        pytest.param({"url": f"{HOST}/@Kari/5"}, True, id="case-of-the-name"),
        pytest.param({"url": None, "guid": f"{HOST}/@kari/5"}, True, id="guid"),
        pytest.param({"url": "https://elsewhere.example/@kari/5"}, False, id="another-server"),
        pytest.param({"url": f"{HOST}/@ola/5", "guid": f"{HOST}/@kari/5"}, False, id="another-account"),
        pytest.param({"url": f"{HOST}/@kari/5/embed"}, False, id="another-page"),
        pytest.param({"url": None, "guid": "5"}, False, id="number-alone"),
    ],
)
def test_the_posts_number(changes: dict[str, Any], found: bool) -> None:
    expected = Finding(5, 0, openness=OPEN) if found else Finding(5, None, openness=None, reason=Reason.NOT_LISTED)
    assert tell([status(5)], one(5, **changes)) == {5: expected}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param([status(6)], Reason.NOT_LISTED, id="another-post"),
        pytest.param([status(5, account={"id": "9"})], Reason.NOT_LISTED, id="another-account"),
        pytest.param([status(5, reblog={"id": "9"})], Reason.NOT_LISTED, id="boost"),
        pytest.param([status(5, replies_count=None)], Reason.NOT_UNDERSTOOD, id="no-number"),
        pytest.param(
            [status(5, replies_count=1), status(6, in_reply_to_id="5", replies_count="x")],
            Reason.NOT_UNDERSTOOD,
            id="no-number-where-it-goes-on",
        ),
        pytest.param([None, "x"], Reason.NOT_LISTED, id="junk"),
    ],
)
def test_unknown(told: Any, reason: Reason) -> None:
    assert tell(told, one(5)) == {5: Finding(5, None, openness=None, reason=reason)}


def test_a_post_that_answers_itself_ends() -> None:
    assert tell([status(5, in_reply_to_id="5")], one(5)) == {5: Finding(5, 0, openness=OPEN)}


def reply(number: int, to: int = 5, account: str = "2") -> dict[str, Any]:
    return {"id": str(number), "in_reply_to_id": str(to), "account": {"id": account}}


@pytest.mark.parametrize(
    ("shown", "count", "bound", "listed"),
    [
        pytest.param(0, 2, Bound.EXACT, False, id="all-hidden"),
        pytest.param(1, 2, Bound.EXACT, False, id="some-hidden"),
        pytest.param(2, 2, Bound.EXACT, True, id="all"),
        pytest.param(59, 59, Bound.EXACT, True, id="deeper-replies"),
        pytest.param(60, 60, Bound.AT_LEAST, False, id="as-many-as-are-shown"),
    ],
)
def test_conversations(shown: int, count: int, bound: Bound, listed: bool) -> None:
    told = json.dumps({"descendants": [reply(10 + number) for number in range(shown)]})
    finding = tell([status(5, replies_count=2)], one(5), c5=told)[5]
    assert (finding.count, finding.bound, finding.listed) == (count, bound, listed)
    assert len(finding.comments) == shown


@pytest.mark.parametrize("told", ["[]", '{"descendants": null}', "<html>", 404, 401])
def test_no_conversation_leaves_the_number(told: Reply) -> None:
    assert tell([status(5, replies_count=2)], one(5), c5=told) == {5: Finding(5, 2, openness=OPEN)}


def test_an_account_without_a_number_is_nobodys() -> None:
    told = json.dumps({"descendants": [{"id": "9", "account": None}, {"id": None}, 5]})
    finding = tell([status(5, replies_count=1)], one(5), c5=told)[5]
    assert [(one.key, one.own, one.author_id) for one in finding.comments] == [("9", None, None)]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        *REFUSALS,
        NOT_THERE,
        ('{"id": "1077", "username": "ola"}', Reason.NOT_UNDERSTOOD),
        ('{"id": "x/..", "username": "kari"}', Reason.NOT_UNDERSTOOD),
        ("[]", Reason.NOT_UNDERSTOOD),
    ],
)
def test_refused_at_the_door(reply: Reply, reason: Reason) -> None:
    told, asked = ask(mastodon, SITE, [one(5)], {LOOKUP: reply}, params=PARAMS)
    assert told.findings == (Finding(5, None, openness=None, reason=reason),)
    assert (len(asked), told.refused is not None, told.params) == (1, True, None)


def test_refused_later() -> None:
    told, asked = ask(mastodon, SITE, [one(5)], {STATUSES: 401}, params=FULL)
    assert told.findings == (Finding(5, None, openness=None, reason=Reason.REFUSED),)
    assert (len(asked), told.refused is not None) == (1, True)


@pytest.mark.parametrize("params", [{}, {"site": HOST}, {"user": "kari"}])
def test_nothing_to_ask_with(params: dict[str, str]) -> None:
    told, asked = ask(mastodon, SITE, [one(5)], WEB, params=params)
    assert (told.findings, asked) == ((Finding(5, None, openness=None, reason=Reason.NOT_SAID),), [])


def test_reads_on_until_the_post_is_met() -> None:
    def web(request: Request) -> str:
        return json.dumps([status(5)] if "max_id=100" in request.url else [status(n) for n in range(139, 99, -1)])

    told, asked = ask(mastodon, SITE, [one(5)], web, params=FULL)
    assert told.findings == (Finding(5, 0, openness=OPEN),)
    assert [request.url for request in asked] == [STATUSES, f"{STATUSES}&max_id=100"]


@pytest.mark.skipif(not samples(), reason="no corpus beside the repository")
def test_recognises_the_real_feeds_and_no_others() -> None:
    found = {}
    for sample in samples():
        body = sample.path.read_bytes()
        if b"mastodon" not in body.lower():
            continue
        try:
            feed = read_feed(body, None, "https://corpus.example/feed")
        except NotAFeed:
            continue
        params = mastodon.recognises(Site("https://corpus.example/feed", feed.home, feed.generator), None)
        if params is not None:
            found[sample.path.name] = params
    assert found == {
        "capyreader-feed-multiple-media-content.xml": {"site": "https://mastodon.art", "user": "nuclearpasta"},
        "feedbin-microposts.xml": {"site": "https://front-end.social", "user": "chriscoyier"},
    }
