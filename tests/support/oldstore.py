"""A database as the first version of agg left it, with rows in every table."""

from pathlib import Path

from sqlite_utils import Migrations

from aggregator.store import open_store
from aggregator.store.schema import m001_initial
from tests.support.build import KARI, NOW

FIRST = Migrations("agg")
FIRST(name="m001_initial")(m001_initial)

STAMP = NOW.isoformat()
POST = f"""
    insert into posts (blog_id, guid, url, link_key, trace, content_hash, title, author, categories, excerpt, dated,
        first_seen, in_feed_at, archive)
    values (1, :guid, :guid, :guid, :guid, 'x', :title, 'Kari', '["a"]', 'Words.', '{STAMP}', '{STAMP}', '{STAMP}', 0)
"""


def first_version(path: Path, posts: int = 5) -> None:
    """Makes it, with so many posts of Kari."""
    with open_store(path, create=True, migrations=FIRST) as store:
        db = store._db
        db.execute("begin")
        db.execute(
            "insert into blogs (address, participant, first_seen, last_asked, last_ok, whole_at, body_hash) "
            "values (?, 'Kari', ?, ?, ?, ?, 'x')",
            [KARI, *4 * [STAMP]],
        )
        db.execute("insert into requests values (?, 'etag', null, 200, ?)", [KARI, STAMP])
        db.execute("insert into troubles (blog_id, since, until, problem) values (1, ?, ?, 'gone')", [STAMP, STAMP])
        for number in range(1, posts + 1):
            db.execute(POST, {"guid": f"https://kari.example/{number}/", "title": f"Post {number}"})
            db.execute("insert into texts values (?, ?)", [number, f"{number} " * 3_000])
            db.execute(
                "insert into observations values (?, 'feedfields', 1, 'exact', 0, 'open', null, ?)", [number, STAMP]
            )
        db.execute("commit")
