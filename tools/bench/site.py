"""What `agg site` costs: a course that has gone on for fifteen weeks, put straight into the database."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from aggregator.store import open_store
from tools.bench.blogs import NOW
from tools.bench.measure import Cost, run
from tools.bench.programs import Agg

POSTS_EACH = 75
_DAYS = 104
_COMMENTS = (0, 0, 1, 1, 2, 3)
_WORDS = ("vi", "skrev", "om", "hverdagen", "på", "biblioteket", "og", "det", "som", "skjer", "når", "noen", "svarer")
_POST = (
    "id, blog_id, guid, url, link_key, trace, content_hash, title, author, categories, excerpt, comment_url, "
    "published, dated, first_seen, in_feed_at, archive"
)
_COMMENT = "post_id, place, key, source, kind, author, author_url, own, published, text, first_seen"


def measured(agg: Agg, blogs: int, environment: dict[str, str]) -> str:
    """A table: the first time, again with nothing new, and after one more comment."""
    agg.folder.mkdir(parents=True)
    store(agg.folder, blogs)
    command, environment = agg.command("site", "public"), environment | agg.environment
    lines = ["| agg site | files written | wall s | CPU s | MB |", "|---|---|---|---|---|"]
    before: dict[Path, int] = {}
    for what in ("the first time", "again", "after one more comment"):
        if what.startswith("after"):
            _answer_one(agg.folder / "agg.db")
        cost = run(command, agg.folder, environment)
        now = {path: path.stat().st_mtime_ns for path in (agg.folder / "public").rglob("*.*") if path.is_file()}
        lines.append(_line(what, sum(before.get(path) != at for path, at in now.items()), cost))
        before = now
    size = sum(path.stat().st_size for path in before)
    lines.append(f"\n{len(before)} files, {size / 1e6:.0f} MB: {blogs} blogs, {blogs * POSTS_EACH} posts")
    return "\n".join(lines)


def _line(what: str, written: int, cost: Cost) -> str:
    return f"| {what} | {written} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.memory:.0f} |"


def store(folder: Path, blogs: int) -> None:
    """feeds.toml, and agg.db with everybody's posts and comments."""
    lots = random.Random(7)
    begins = (NOW - timedelta(days=_DAYS)).date()
    people = (
        f'[[participants]]\nname = "{name(number)}"\nfeed = "{_feed(number)}"\ntags = ["group {number % 20 + 1}"]\n'
        for number in range(blogs)
    )
    head = f'[course]\ntitle = "A large course"\ntimezone = "UTC"\nstarts = {begins}\n'
    (folder / "feeds.toml").write_text(head + "".join(people), encoding="utf-8")
    with open_store(folder / "agg.db", create=True):
        pass
    with closing(sqlite3.connect(folder / "agg.db")) as database:
        at = _stamp(NOW)
        database.executemany(
            "insert into blogs (id, address, participant, feed, status, first_seen, last_asked, last_ok, whole_at)"
            " values (?, ?, ?, ?, 'ok', ?, ?, ?, ?)",
            [
                (one + 1, _feed(one), name(one), _feed(one), _stamp(NOW - timedelta(days=_DAYS)), at, at, at)
                for one in range(blogs)
            ],
        )
        for post, comments in _written(blogs, lots):
            database.execute(f"insert into posts ({_POST}) values ({', '.join('?' * 17)})", post)  # noqa: S608
            database.execute("insert into texts values (?, ?)", [post[0], post[10]])
            database.execute(
                "insert into observations (post_id, source, count, bound, includes_pings, openness, checked_at, listed)"
                " values (?, 'wordpress', ?, 'exact', 0, 'open', ?, 1)",
                [post[0], len(comments), at],
            )
            database.executemany(_INSERT_COMMENT, comments)
        database.commit()


_INSERT_COMMENT = f"insert into comments ({_COMMENT}) values ({', '.join('?' * 11)})"  # noqa: S608


def _written(blogs: int, lots: random.Random) -> Iterator[tuple[list[object], list[list[object]]]]:
    for number in range(blogs * POSTS_EACH):
        blog, one = divmod(number, POSTS_EACH)
        when = NOW - timedelta(seconds=lots.randrange(3600, _DAYS * 86_400))
        url, title, text = f"https://b{blog}.example/{one}/", _text(lots, 6), _text(lots, 45)
        post = [number + 1, blog + 1, url, url, url[8:-1], url, "", title, name(blog), "[]", text, f"{url}#respond"]
        comments = []
        for place in range(lots.choice(_COMMENTS)):
            written = min(NOW, when + timedelta(hours=lots.randrange(1, 90)))
            comments.append(_comment(number + 1, f"{number}-{place}", lots.randrange(blogs), written))
        yield [*post, _stamp(when), _stamp(when), _stamp(when), _stamp(NOW), 0], comments


def _comment(post: int, key: str, by: int, when: datetime) -> list[object]:
    at = _stamp(when)
    return [post, "", key, "wordpress", "comment", name(by), f"https://b{by}.example/", 0, at, "Takk!", at]


def _answer_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(_INSERT_COMMENT, _comment(1, "more", 1, NOW))
        database.execute("update observations set count = count + 1 where post_id = 1")
        database.commit()


def _text(lots: random.Random, words: int) -> str:
    return " ".join(lots.choices(_WORDS, k=words)).capitalize()


def name(number: int) -> str:
    """A name that no other has."""
    return f"Deltaker Nummer{number}"


def _feed(number: int) -> str:
    return f"https://b{number}.example/feed/"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
