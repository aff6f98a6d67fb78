"""Watching a blog whose comments are kept by a server of their own (Isso), which is asked by POST."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.model import Reason, State
from tests.support.blogserver import Page
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom
from tests.support.postserver import PostServer
from tests.support.watching import comments, said, site, states, verdicts
from tests.support.wordpressblog import WordPressBlog

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Isso(PostServer):
    """`kept` are the names of those who have commented, by the path of the post."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, list[str]] = {}
        self.put("/count", lambda _visit: self._json([len(self.kept.get(path, ())) for path in self.asked()]))
        self.put("/", lambda visit: self._json(self._tree(visit.path.partition("uri=")[2].replace("%2F", "/"))))

    def asked(self) -> list[str]:
        """The paths whose comments were counted last."""
        found: list[str] = json.loads(self.posted[-1][1])
        return found

    def _json(self, value: object) -> Page:
        return Page(json.dumps(value).encode(), "application/json")

    def _tree(self, path: str) -> dict[str, object]:
        rows = [
            {"id": number, "author": author, "mode": 1, "text": "Well said.", "replies": [], "hidden_replies": 0}
            for number, author in enumerate(self.kept.get(path, ()), 1)
        ]
        return {"replies": rows, "total_replies": len(rows), "hidden_replies": 0}


@pytest.fixture
def isso() -> Iterator[Isso]:
    with Isso() as isso:
        yield isso


@pytest.fixture
def room(tmp_path: Path, isso: Isso) -> Iterator[Classroom]:
    """Kari's feed says that nobody has commented, for it does not know of Isso."""
    with open_classroom(tmp_path) as room:
        room.enrol(room.participant("Kari", comments="auto", login="kari:secret"))
        write(room, isso, 1)
        yield room


def write(room: Classroom, isso: Isso, *numbers: int) -> None:
    """The feed has these posts, and each page its thread."""
    script = f'<script data-isso="{isso.url("/")}" src="{isso.url("/js/embed.min.js")}"></script>'
    for number in numbers:
        head = f"<head><title>Post {number}</title>{script}</head>"
        page = f'<html>{head}<body><section id="isso-thread"></section></body></html>'
        room.server.put(f"/kari/{number}/", page, content_type="text/html")
    posts = (
        item(str(n), comments=0, published=NOW - HOUR + n * HOUR / 4, link=room.server.url(f"/kari/{n}/"))
        for n in numbers
    )
    room.put("Kari", *posts)


def test_a_comment_is_found_where_it_is_kept_and_all_that_is_asked_counts(room: Classroom, isso: Isso) -> None:
    isso.kept["/kari/1/"] = ["Ola"]
    poll = room.poll()
    assert isso.posted == [("/count", b'["/kari/1/"]')]
    assert poll.requests == len(room.server.log) + len(isso.log)
    assert poll.comments == 1
    assert states(room) == {"1": State.ANSWERED}
    assert [(one.source, one.said.author) for one in comments(room)] == [("isso", "Ola")]


def test_without_one_the_post_waits_by_the_server_s_word_alone(room: Classroom, isso: Isso) -> None:
    room.poll()
    verdict = verdicts(room)["1"]
    assert (verdict.state, verdict.source) == (State.WAITING, "isso")
    feed = said(room, "feedfields")
    assert feed
    assert feed.count is None
    isso.kept["/kari/1/"] = ["Ola"]
    room.poll(NOW + HOUR)
    assert states(room, NOW + HOUR) == {"1": State.ANSWERED}


def test_the_login_stays_with_the_blog(room: Classroom, isso: Isso) -> None:
    isso.kept["/kari/1/"] = ["Ola"]
    room.poll()
    assert all("authorization" in seen.headers for seen in room.server.log)
    assert isso.log
    assert not any("authorization" in seen.headers for seen in isso.log)


@pytest.mark.parametrize("status", [403, 500])
def test_while_the_server_rests_the_feed_s_zero_is_not_believed_of_a_new_post(
    room: Classroom, isso: Isso, status: int
) -> None:
    isso.put("/count", b"No", status=status)
    room.poll()
    assert states(room) == {"1": State.UNKNOWN}
    assert "isso" in site(room).resting
    isso.log.clear()
    write(room, isso, 1, 2)
    room.poll(NOW + HOUR)
    assert isso.log == []
    found = verdicts(room, NOW + HOUR)
    assert {name: one.state for name, one in found.items()} == {"1": State.UNKNOWN, "2": State.UNKNOWN}
    assert found["2"].reason is Reason.ELSEWHERE


def test_what_stands_on_older_pages_is_not_believed_either(room: Classroom, isso: Isso) -> None:
    """A WordPress whose comments are kept by Isso."""
    blog = WordPressBlog(room.server, "/wp/")
    blog.window = 1
    blog.publish(1, NOW - DAY)
    blog.publish(2, NOW - HOUR)
    blog.head = f'<script data-isso="{isso.url("/")}"></script><section id="isso-thread"></section>'
    isso.put("/count", b"No", status=403)
    room.enrol(room.participant("Kari", "/wp/feed/", comments="auto"))
    room.poll()
    assert "isso" in site(room).resting
    assert room.poll(NOW + 2 * HOUR, history=NOW.date() - 30 * DAY).new == 1
    assert states(room, NOW + 2 * HOUR) == {"1": State.UNKNOWN, "2": State.UNKNOWN}
