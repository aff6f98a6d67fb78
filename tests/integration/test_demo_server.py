"""The sample course over a real socket: conditional requests, redirects, silence; and whether agg tells its truth."""

import http.client
import io
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from aggregator import fetch, report
from aggregator.cli.demo import VISITS
from aggregator.config import read_course
from aggregator.core.course import Course
from aggregator.core.model import Poll, Reason, State
from aggregator.core.shown import Listed, ListedComment
from aggregator.demo import DemoServer, course_toml
from aggregator.demo.course import BLOGS, FACILITATORS
from aggregator.demo.model import SampleBlog, SampleComment, SamplePost
from aggregator.demo.platforms import PLATFORMS
from aggregator.reading import Readers
from aggregator.store import open_store
from aggregator.web import Web
from tests.support.asking import LOOPBACK

NOW = datetime(2026, 11, 22, 15, 30, 20, 123456, tzinfo=UTC)
SOON = timedelta(minutes=-20)  # twenty minutes after the last visit
CHEAP = ("wordpress", "wordpress-atom", "ghost")  # they tell of all posts at once
Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(NOW) as running:
        yield running


def get(server: DemoServer, target: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=5)
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with connection.getresponse() as response:
        answer = response.status, response.headers, response.read()
    connection.close()
    return answer


def test_it_listens_on_loopback_alone(server: DemoServer) -> None:
    assert server.base.startswith("http://127.0.0.1:")


def test_every_feed_is_served_with_its_type_and_length(server: DemoServer) -> None:
    for blog in BLOGS:
        site = blog.site_at(timedelta(0))
        status, headers, body = get(server, f"/{site}/{PLATFORMS[blog.platform].feed}")
        assert status == (500 if blog.broken else 200)
        assert int(headers["Content-Length"]) == len(body)
        assert headers["Content-Type"]


def test_the_moment_decides_what_is_shown(server: DemoServer) -> None:
    def posts() -> int:
        return len(feedparser.parse(io.BytesIO(get(server, "/ingrid/feed/")[2])).entries)

    counts = []
    for days in (14, 7, 0):
        server.at(NOW - timedelta(days=days))
        counts.append(posts())
    assert counts == [1, 2, 4]


def test_a_moment_in_another_time_zone_is_the_same_moment(server: DemoServer) -> None:
    server.at(NOW - timedelta(days=7))
    expected = get(server, "/ingrid/feed/")[2]
    server.at((NOW - timedelta(days=7)).astimezone(timezone(timedelta(hours=5))))
    assert get(server, "/ingrid/feed/")[2] == expected


def test_a_new_comment_alone_is_not_modified_on_wordpress(server: DemoServer) -> None:
    server.at(NOW - timedelta(days=7))
    _, before, old = get(server, "/sunniva/feed/atom/")
    server.at(NOW)
    status, headers, body = get(
        server,
        "/sunniva/feed/atom/",
        If_None_Match=before["ETag"],
        If_Modified_Since=before["Last-Modified"],
    )
    assert (status, body, headers["ETag"]) == (304, b"", before["ETag"])
    assert get(server, "/sunniva/feed/atom/")[2] != old


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"If_None_Match": "{etag}"}, 304, id="the ETag"),
        pytest.param({"If_None_Match": '"other", {etag}'}, 304, id="one of several ETags"),
        pytest.param({"If_None_Match": '"other"'}, 200, id="another ETag"),
        pytest.param({"If_Modified_Since": "{modified}"}, 304, id="the date"),
        pytest.param({"If_Modified_Since": "Thu, 01 Jan 2026 00:00:00 GMT"}, 200, id="another date"),
        pytest.param({"If_None_Match": '"other"', "If_Modified_Since": "{modified}"}, 200, id="the ETag decides"),
    ],
)
def test_validators_are_compared(server: DemoServer, headers: dict[str, str], status: int) -> None:
    _, known, _ = get(server, "/ingrid/feed/")
    sent = {name: value.format(etag=known["ETag"], modified=known["Last-Modified"]) for name, value in headers.items()}
    assert get(server, "/ingrid/feed/", **sent)[0] == status


@pytest.mark.parametrize("target", ["/grethe-forklarer/rss/", "/ingrid/"], ids=["ETag only", "no validator"])
def test_a_date_alone_cannot_match_where_there_is_none(server: DemoServer, target: str) -> None:
    status, headers, _ = get(server, target, If_Modified_Since="Sun, 22 Nov 2026 15:30:20 GMT")
    assert (status, headers["Last-Modified"]) == (200, None)


def test_the_moved_blog_answers_with_its_new_address(server: DemoServer) -> None:
    status, headers, body = get(server, "/grethe/rss/")
    assert (status, headers["Location"], body) == (301, f"{server.base}/grethe-forklarer/rss/", b"")


def test_the_same_now_and_address_give_the_same_answer(server: DemoServer) -> None:
    first, second = get(server, "/siobhan/feeds/posts/default"), get(server, "/siobhan/feeds/posts/default")
    assert (first[1].items(), first[2]) == (second[1].items(), second[2])
    assert first[1]["Date"] == "Sun, 22 Nov 2026 15:30:20 GMT"


def test_nothing_is_printed_not_even_when_somebody_hangs_up(
    server: DemoServer, capfd: pytest.CaptureFixture[str]
) -> None:
    get(server, "/nobody/")
    with socket.create_connection(("127.0.0.1", urlsplit(server.base).port or 0)) as rude:
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        rude.sendall(b"GET /ingrid/feed/ HT")  # and no more: closing now resets the connection
    time.sleep(0.1)
    assert get(server, "/ingrid/feed/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_its_own_is_told(
    server: DemoServer, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLATFORMS, "wordpress", None)
    with pytest.raises(http.client.RemoteDisconnected):
        get(server, "/ingrid/feed/")
    assert "AttributeError" in capfd.readouterr().err


def test_it_stops_at_once_and_lets_go_of_the_port() -> None:
    with DemoServer(NOW) as server:
        get(server, "/ingrid/feed/")
        started = time.monotonic()
    assert time.monotonic() - started < 1
    with pytest.raises(ConnectionRefusedError):
        get(server, "/ingrid/feed/")


# -- what agg says of it, and what is true ----------------------------------------------------------


@dataclass(frozen=True)
class Visited:
    """What came of the visit at this age: the polls, and what is said of posts and of comments then."""

    then: timedelta
    polls: list[Poll]
    listed: dict[tuple[str, str], Listed]
    comments: list[ListedComment]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> list[Visited]:
    """The three visits of `agg demo`, and one more soon after, when nothing has changed."""
    found = []
    path = tmp_path_factory.mktemp("verdicts") / "agg.db"
    with DemoServer(NOW) as server:
        course = read_course(course_toml(server.base, NOW, "en"), "feeds.toml")
        for then in (*VISITS, SOON):
            server.at(NOW - then)
            found.append(visit(course, path, then))
    return found


def visit(course: Course, path: Path, then: timedelta) -> Visited:
    now = NOW - then
    with (
        open_store(path, create=True) as store,
        Web(user_agent="agg/test", timeout=5, allow_networks=LOOPBACK) as web,
        Readers() as readers,
    ):
        polls = list(fetch.run(course, store, fetch.Exchange(web, readers), now))
        listed = {(one.post.participant, one.post.title): one for one in report.posts(course, store, now)}
        return Visited(then, polls, listed, report.comments(course, store, now))


def true_posts(then: timedelta) -> dict[tuple[str, str], tuple[SampleBlog, SamplePost]]:
    """The posts that belong to the course and could be read then."""
    return {
        (blog.participant, post.title): (blog, post)
        for blog in BLOGS
        for post in blog.posts
        if post.public >= then and (blog.category is None or blog.category in post.categories)
    }


def there(post: SamplePost, then: timedelta) -> list[SampleComment]:
    """The comments there then, without pingbacks, which answer nobody."""
    return [comment for comment in post.comments if comment.age >= then and comment.kind != "ping"]


def true_state(blog: SampleBlog, post: SamplePost, then: timedelta) -> tuple[State, int | None]:
    """Where a post stands by the data alone, and how many others have commented."""
    if blog.platform == "microblog":
        return State.UNKNOWN, None  # its replies are kept elsewhere, where nobody is asked
    said = there(post, then)
    others = sum(comment.kind == "comment" for comment in said)
    if others:
        return State.ANSWERED, others
    return (State.CLOSED if post.closed else State.ONLY_OWN if said else State.WAITING), 0


@pytest.mark.parametrize("number", range(4), ids=["first", "second", "third", "soon after"])
def test_every_verdict_is_what_the_data_say(visits: list[Visited], number: int) -> None:
    visited = visits[number]
    then = visited.then
    expected = {name: true_state(blog, post, then) for name, (blog, post) in true_posts(then).items()}
    judged = {name: (one.verdict.state, one.verdict.comments_by_others) for name, one in visited.listed.items()}
    assert judged == expected
    assert {one.verdict.reason for one in visited.listed.values() if one.verdict.state is State.UNKNOWN} <= {
        Reason.NOT_SAID
    }


def test_every_kind_of_verdict_occurs(visits: list[Visited]) -> None:
    states = [{one.verdict.state for one in visited.listed.values()} for visited in visits]
    assert states[2] == states[3] == set(State)
    waited = {name for name, one in visits[1].listed.items() if one.verdict.state in (State.WAITING, State.ONLY_OWN)}
    answered = {name[0] for name in waited if visits[2].listed[name].verdict.state is State.ANSWERED}
    assert {PLATFORMS[blog.platform].answers for blog in BLOGS if blog.participant in answered} >= {
        PLATFORMS[platform].answers for platform in ("wordpress-atom", "blogger", "ghost", "hugo")
    }


def test_who_commented_is_who_did(visits: list[Visited]) -> None:
    names = {name: blog.participant for blog in BLOGS for name in (blog.participant, blog.author, *blog.aliases)}
    names |= {name: name for name in FACILITATORS}
    at_home = {blog.site: blog.participant for blog in BLOGS}
    expected = sorted(
        (title, said.words, names.get(said.by) or at_home.get(said.home or "") or "")
        for (_, title), (blog, post) in true_posts(visits[2].then).items()
        if blog.platform != "microblog"
        for said in there(post, visits[2].then)
    )
    told = sorted((one.post.title, one.comment.said.text, one.who.name or "") for one in visits[2].comments)
    assert told == expected
    assert [name for _, _, name in told].count("") == 1


def test_a_comment_that_stays_is_one_comment(visits: list[Visited]) -> None:
    keys = [{(one.post.id, one.comment.said.key) for one in visited.comments} for visited in visits]
    assert keys[0] < keys[1] < keys[2] == keys[3]
    assert visits[3].polls
    assert sum(poll.comments for poll in visits[3].polls) == 0


def test_asking_is_cheap(visits: list[Visited]) -> None:
    """A visit after a week looks at everything anew; one soon after asks only for what may have changed."""
    third, soon = ({poll.participant: poll.requests for poll in visited.polls} for visited in visits[2:])
    lines = [f"{blog.platform:16}{third[blog.participant]:3}{soon[blog.participant]:3}  {blog.note}" for blog in BLOGS]
    print("\n" + "\n".join(lines))  # noqa: T201 (shown by pytest -s)
    for blog in BLOGS:
        assert third[blog.participant] <= (6 if blog.platform in CHEAP else 8)
        assert soon[blog.participant] <= (2 if blog.platform in CHEAP else 3)


def test_a_new_post_costs_wordpress_one_request_more(tmp_path: Path) -> None:
    with DemoServer(NOW) as server:
        course = read_course(course_toml(server.base, NOW, "en"), "feeds.toml")
        before, after = timedelta(days=1, hours=5), timedelta(days=1, hours=4)
        for then in (before, after):
            server.at(NOW - then)
            polls = visit(course, tmp_path / "agg.db", then).polls
    asked = {poll.participant: (poll.new, poll.requests) for poll in polls}
    assert asked["Ingrid Solbakken"] == (1, 3)
    assert asked["Tor-Erik Lund"] == (0, 2)
    assert asked["Grethe Haugland"] == (0, 2)
