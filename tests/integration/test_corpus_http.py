"""Every real feed of the shared corpus as one course, served on loopback and fetched by the true command.

`-s` prints a table; without the folder all is skipped.
"""

import json
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aggregator.feeds import read_feed
from tests.support.blogserver import BlogServer
from tests.support.command import NOW, command, cron_environment
from tests.support.corpus import Sample, samples

SAMPLES = samples()
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no corpus beside the repository")

# Without a charset, so that each file's own word about its encoding counts.
CONTENT_TYPES = {".json": "application/feed+json", ".html": "text/html"}
HEAD = '[fetch]\nallow_networks = ["127.0.0.1/32"]\n'


@dataclass(frozen=True)
class Fetch:
    """What one `agg fetch --json` said of each file, and how long it took in seconds."""

    polls: dict[str, dict[str, Any]]
    summary: dict[str, int]
    errors: str
    seconds: float


def fetch(folder: Path, *words: str) -> Fetch:
    start = time.monotonic()
    ended = subprocess.run(
        command("fetch", "--json", *words),
        cwd=folder,
        env=cron_environment(HOME=str(folder), AGG_NOW=NOW.isoformat()),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=90,
    )
    assert ended.returncode == 0, ended.stderr
    *polls, last = map(json.loads, ended.stdout.splitlines())
    told = {poll["participant"]: poll for poll in polls}
    return Fetch(told, last["summary"], ended.stderr, time.monotonic() - start)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("corpus")
    with BlogServer() as server:
        for sample in SAMPLES:
            kind = CONTENT_TYPES.get(sample.path.suffix, "application/xml")
            server.put(f"/{sample.path.name}", sample.path.read_bytes(), content_type=kind)
        tables = (
            f'\n[[participants]]\nname = "{sample.path.name}"\nfeed = "{server.url(f"/{sample.path.name}")}"\n'
            for sample in SAMPLES
        )
        (folder / "feeds.toml").write_text(HEAD + "".join(tables))
        yield folder


@pytest.fixture(scope="module")
def first(course: Path) -> Fetch:
    return fetch(course)


def stored(course: Path) -> dict[str, int]:
    """How many posts the database has of each file."""
    question = """
        select replace(address, rtrim(address, replace(address, '/', '')), ''), count(posts.id)
        from blogs left join posts on blogs.id = posts.blog_id group by blogs.id
    """
    with closing(sqlite3.connect(course / "agg.db")) as db:
        return dict(db.execute(question))


def broken(sample: Sample) -> bool:
    """Whether more may follow that could not be read; such a feed is read anew each time."""
    return not read_feed(sample.path.read_bytes(), None, "https://corpus.example/feed").sound


def row(sample: Sample, posts: int, problem: str | None) -> str:
    expected = "-" if sample.posts is None else sample.posts
    return f"{sample.path.name:45} {expected:>5} {posts:>5}  {problem or ''}"


def test_each_blog_stores_the_posts_of_its_feed(course: Path, first: Fetch) -> None:
    counts = stored(course)
    print()  # noqa: T201
    for sample in SAMPLES:
        print(row(sample, counts[sample.path.name], first.polls[sample.path.name]["problem"]))  # noqa: T201
    print(f"{len(SAMPLES)} files, {sum(counts.values())} posts, {first.seconds:.1f} seconds")  # noqa: T201
    assert counts == {sample.path.name: sample.posts or 0 for sample in SAMPLES}
    assert {name: poll["new"] for name, poll in first.polls.items()} == counts


def test_what_is_no_feed_has_a_clear_problem_and_nothing_else_has_one(first: Fetch) -> None:
    for sample in SAMPLES:
        poll = first.polls[sample.path.name]
        if sample.posts is None:
            assert poll["status"] == "error", sample.path.name
            assert poll["problem"], sample.path.name
            assert "agg made a mistake" not in poll["problem"]
        else:
            assert (poll["status"], poll["problem"]) == ("ok", None), sample.path.name


def test_nothing_is_said_beside_the_data(first: Fetch) -> None:
    assert first.errors == ""


@pytest.mark.parametrize("forgotten", [False, True], ids=["same bodies", "read anew"])
def test_fetching_again_brings_nothing_new(course: Path, first: Fetch, forgotten: bool) -> None:
    before = stored(course)
    if forgotten:
        with closing(sqlite3.connect(course / "agg.db")) as db, db:
            db.execute("update blogs set body_hash = null")
    again = fetch(course, "--force")
    changed = {name: poll for name, poll in again.polls.items() if poll["new"] or poll["updated"]}
    assert changed == {}
    assert stored(course) == before
    read = {name for name, poll in again.polls.items() if poll["status"] == "ok"}
    assert read == {
        sample.path.name for sample in SAMPLES if sample.posts is not None and (forgotten or broken(sample))
    }
    assert again.errors == ""
    assert first.seconds + again.seconds < 90
