"""Of a feed that has changed only what has changed is read, and what is stored is the same as if all had been."""

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from aggregator.core.found import FoundFeed
from aggregator.reading import process
from aggregator.store import Store
from tests.support.build import NOW
from tests.support.classroom import item, open_classroom

HOUR = timedelta(hours=1)
UNLIKE = re.compile(r"INSERT INTO \"(?:requests|blogs|_sqlite_migrations)\"")


def history(seed: int) -> list[list[str]]:
    """A feed over time: posts come, are edited, get comments, change places, go, and come again."""
    random = Random(seed)
    posts = {str(number): [f"Post {number}", 0] for number in range(6)}
    shown = list(posts)[:4]
    feeds = []
    for _ in range(8):
        name = random.choice(list(posts))
        match random.randrange(6):
            case 0:
                posts[name][0] += " edited"
            case 1:
                posts[name][1] += 1
            case 2:
                random.shuffle(shown)
            case 3 if name in shown and len(shown) > 1:
                shown.remove(name)
            case _:
                shown = [name, *(one for one in shown if one != name)]
        feeds.append([item(one, title=posts[one][0], comments=posts[one][1], published=NOW) for one in shown])
    return feeds


def fetch_all(folder: Path, feeds: list[list[str]]) -> tuple[list[str], list[tuple[int, int, str]]]:
    """The database at the end, but for how posts are written in the feed, and what came of each poll."""
    with open_classroom(folder) as room:
        polls = []
        for number, posts in enumerate(feeds):
            room.put("Kari", *posts)
            poll = room.poll(NOW + number * HOUR)
            polls.append((poll.new, poll.updated, poll.status))
        lines = [re.sub(r"127\.0\.0\.1:\d+", "HOST", line) for line in room.store._db.iterdump()]
        lines = [line for line in lines if line.startswith("INSERT INTO") and not UNLIKE.match(line)]
        return [re.sub(r"'[0-9a-f]{32}',(?='\{)", "", line) for line in lines], polls


@pytest.mark.parametrize("seed", range(12))
def test_the_database_is_the_same_as_if_all_had_been_read(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = history(seed)
    spared = fetch_all(tmp_path / "spared", feeds)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "remembered", lambda _store, _address: {})
        assert fetch_all(tmp_path / "whole", feeds) == spared


def test_posts_that_share_an_identifier_are_known_again(tmp_path: Path) -> None:
    """Nothing but the moment tells the two apart, and of that fractions of a second are not kept."""
    with open_classroom(tmp_path) as room:
        entries = [atom_entry("same", 10), atom_entry("same", 11), atom_entry("other", 12)]
        for number in range(3):
            room.server.put("/kari/", atom_feed(*entries, updated=number))
            assert room.poll(NOW + number * HOUR).new == (0 if number else 3)
        assert len(room.stored()) == 3


def atom_entry(guid: str, hour: int) -> str:
    return f"<entry><id>{guid}</id><title>T</title><published>2026-11-10T{hour}:00:00.123Z</published></entry>"


def atom_feed(*entries: str, updated: int) -> str:
    inside = "".join(entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><updated>{updated}</updated>{inside}</feed>'


def test_only_what_has_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[FoundFeed] = []
    send = process.Reader.read

    def spy(reader: process.Reader, body: process.Body) -> process.Reading:
        reading = send(reader, body)
        assert isinstance(reading.found, FoundFeed)
        read.append(reading.found)
        return reading

    monkeypatch.setattr(process.Reader, "read", spy)
    with open_classroom(tmp_path) as room:
        room.put("Kari", item("2"), item("1"))
        room.poll()
        room.put("Kari", item("3"), item("2"), item("1", title="edited"))
        poll = room.poll(NOW + HOUR)
        assert (poll.new, poll.updated) == (1, 1)
        assert [post.title for post in read[1].posts] == ["Post 3", "", "edited"]
        assert [post.title for post in room.stored()] == ["Post 3", "Post 2", "edited"]
