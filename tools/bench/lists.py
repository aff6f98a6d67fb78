"""What starting agg costs, and what asking it for lists costs when 105,000 posts are stored."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tools.bench.blogs import NOW
from tools.bench.measure import run
from tools.bench.programs import Agg, Program
from tools.bench.scenes import Row

_COPIES = 5
_WEEKS = 15
_OF_POSTS = (
    "blog_id, guid, url, link_key, trace, content_hash, title, author, categories, excerpt, comment_url, "
    "published, updated, dated, first_seen, in_feed_at, archive"
)


def starts(agg: Agg, peers: list[Program], environment: dict[str, str], repeat: int) -> list[Row]:
    """Ten starts of each for every round."""
    agg.folder.mkdir(parents=True, exist_ok=True)
    agg.set_up(["http://127.0.0.1:1/feed/"])
    (agg.folder / "agg.db").unlink(missing_ok=True)
    run(agg.fetch(), agg.folder, environment | agg.environment)
    commands = [("agg --version", [*agg.command()[:1], "--version"]), ("agg --help", [*agg.command()[:1], "--help"])]
    commands += [("agg posts, empty", agg.command("posts"))]
    for peer in peers:
        peer.folder.mkdir(parents=True, exist_ok=True)
        if start := peer.start():
            commands.append((f"{peer.name} {start[-1]}", start))
    environments = environment | agg.environment
    return [
        Row("F", name, run(words, agg.folder, environments)) for _ in range(10 * repeat) for name, words in commands
    ]


def multiply(path: Path) -> int:
    """Stores each post five times more, older by some weeks each time; returns how many there are then."""
    with closing(sqlite3.connect(path)) as database:
        [(most,)] = database.execute("select max(id) from posts").fetchall()
        for copy in range(1, _COPIES + 1):
            back = f"-{copy * _WEEKS * 7} days"
            moved = _OF_POSTS.replace("guid,", f"guid || '#{copy}',", 1)
            moved = moved.replace(" dated,", f" strftime('%Y-%m-%dT%H:%M:%S+00:00', dated, '{back}'),")
            database.execute(
                f"insert into posts (id, {_OF_POSTS}) select id + {copy * most}, {moved} from posts where id <= {most}"  # noqa: S608
            )
            for table, columns in (
                ("texts", "text"),
                ("observations", "source, count, bound, includes_pings, openness, reason, checked_at, listed, apart"),
            ):
                database.execute(
                    f"insert into {table} (post_id, {columns}) "  # noqa: S608
                    f"select post_id + {copy * most}, {columns} from {table} where post_id <= {most}"
                )
        database.commit()
        [(posts,)] = database.execute("select count(*) from posts").fetchall()
        return int(posts)


def lists(agg: Agg, reader: Program | None, environment: dict[str, str], repeat: int) -> list[Row]:
    """The two lists that people look at each day, as on a terminal; beside the newest posts by reader's interface."""
    agg.now = NOW
    agg.after(timedelta(hours=2))
    shown = environment | agg.environment | {"COLUMNS": "100"}
    commands = [
        (f"agg {words}", agg.command(*words.split(), "--color", "always"))
        for words in ("digest --week", "needs-comments")
    ]
    if reader is not None and hasattr(reader, "list_newest"):
        commands.append(("reader, the newest 350", reader.list_newest(350)))
    rows = [Row("G", name, run(words, agg.folder, shown)) for _ in range(3 * repeat) for name, words in commands]
    shutil.rmtree(agg.folder / "nothing", ignore_errors=True)
    return rows
