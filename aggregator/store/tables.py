"""What polls read from the tables and write to them, one transaction per poll."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aggregator.core.identity import Identity, Known
from aggregator.core.model import Blog, Finding, FoundPost
from aggregator.store import rows
from aggregator.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post met in a feed: `id` of the stored post, or `None` for a new one.

    `content` is its `content_hash`, and `changed` says that readers would call it edited.
    """

    id: int | None
    found: FoundPost
    identity: Identity
    content: str
    dated: datetime
    excerpt: str
    comment_url: str | None
    changed: bool
    finding: Finding | None


class Store(Reading):
    """The open database: what reports read, and what polls read and write, in one transaction each."""

    def validators(self, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified as the server gave them with the last whole answer."""
        row = self._db.conn.execute("select etag, modified from requests where url = ?", [url]).fetchone()
        return (row["etag"], row["modified"]) if row else (None, None)

    def known_posts(self, address: str) -> list[Known]:
        """The blog's stored posts as `core.identity.match` needs them."""
        found = self._db.conn.execute(
            "select posts.id, guid, link_key, trace, content_hash from posts "
            "join blogs on blogs.id = blog_id where address = ?",
            [address],
        )
        return [
            Known(row["id"], Identity(row["guid"], row["link_key"], row["trace"]), row["content_hash"]) for row in found
        ]

    def save_poll(
        self,
        blog: Blog,
        now: datetime,
        *,
        sightings: Sequence[Sighting] = (),
        source: str = "",
        validators: tuple[str, str | None, str | None, int] | None = None,
        same_body: bool = False,
    ) -> None:
        """What one poll has brought. `validators`: (address, ETag, Last-Modified, status) of the answer.

        `same_body`: the whole feed came and is the one read before, so that what it says of comments holds now.
        """
        with self._db.atomic():
            if same_body:
                self._confirm(blog.address, source, now)
            blog_id = self._save_blog(blog)
            if validators:
                url, etag, modified, status = validators
                row = {
                    "url": url,
                    "etag": etag,
                    "modified": modified,
                    "status": status,
                    "asked_at": rows.stamp(now),
                }
                self._db.table("requests").upsert(row, pk="url")
            first = blog.first_seen == now
            for sighting in sightings:
                self._save_sighting(blog_id, sighting, source, now, archive=first)

    def rename(self, old: str, new: str) -> None:
        """The blog at `old` is from now on the one that feeds.toml has at `new`, and is asked there."""
        with self._db.atomic():
            self._db.conn.execute(
                "update blogs set address = ?, feed = null, moved_to = null where address = ?", [new, old]
            )

    def _save_blog(self, blog: Blog) -> int:
        self._db.table("blogs").upsert(rows.blog_row(blog), pk="address")
        row = self._db.conn.execute("select id from blogs where address = ?", [blog.address]).fetchone()
        blog_id: int = row["id"]
        execute = self._db.conn.execute
        if blog.failing_since:
            execute(
                """
                insert into troubles (blog_id, since, problem) select :id, :since, :problem
                where not exists (select 1 from troubles where blog_id = :id and since = :since)
                """,
                {"id": blog_id, "since": rows.stamp(blog.failing_since), "problem": blog.problem},
            )
        elif blog.last_ok:
            execute(
                "update troubles set until = ? where blog_id = ? and until is null",
                [rows.stamp(blog.last_ok), blog_id],
            )
        return blog_id

    def _save_sighting(self, blog_id: int, sighting: Sighting, source: str, now: datetime, *, archive: bool) -> None:
        post_id = sighting.id
        if post_id is None:
            post_id = self._insert(blog_id, sighting, now, archive=archive)
        else:
            self._update(post_id, sighting, now)
        if finding := sighting.finding:
            self._db.conn.execute(
                "insert or replace into observations values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    post_id,
                    source,
                    finding.count,
                    finding.bound,
                    finding.includes_pings,
                    finding.openness,
                    finding.reason,
                    rows.stamp(now),
                ],
            )

    def _insert(self, blog_id: int, sighting: Sighting, now: datetime, *, archive: bool) -> int:
        first = {"blog_id": blog_id, "first_seen": rows.stamp(now), "archive": archive}
        cursor = self._db.conn.execute(INSERT_POST, first | _dates(sighting) | _content(sighting, now))
        post_id: int = cursor.lastrowid or 0
        self._db.conn.execute("insert into texts values (?, ?)", [post_id, sighting.found.text])
        return post_id

    def _update(self, post_id: int, sighting: Sighting, now: datetime) -> None:
        self._db.conn.execute(UPDATE_POST, {"id": post_id} | _content(sighting, now))
        if sighting.changed:
            self._db.conn.execute("update texts set text = ? where post_id = ?", [sighting.found.text, post_id])
        self._date(post_id, sighting)

    def _date(self, post_id: int, sighting: Sighting) -> None:
        """The earliest date that was ever given stands: hosts stamp old posts anew, and no digest may repeat them."""
        self._db.conn.execute(
            """
            update posts set
                dated = min(dated, coalesce(:published, dated)),
                published = coalesce(min(published, :published), published, :published),
                updated = coalesce(:updated, updated)
            where id = :id
            """,
            {"id": post_id} | _dates(sighting),
        )

    def _confirm(self, address: str, source: str, now: datetime) -> None:
        """What the feed held when it last came whole, it holds now."""
        held = "select posts.id from posts join blogs on blogs.id = blog_id where address = ? and in_feed_at = whole_at"
        self._db.conn.execute(
            f"update observations set checked_at = ? where source = ? and post_id in ({held})",  # noqa: S608
            [rows.stamp(now), source, address],
        )
        self._db.conn.execute(
            f"update posts set in_feed_at = ? where id in ({held})",  # noqa: S608
            [rows.stamp(now), address],
        )


CONTENT = (
    *("guid", "url", "link_key", "trace", "content_hash", "title", "author", "categories"),
    *("excerpt", "comment_url", "in_feed_at"),
)
FIRST = ("blog_id", "first_seen", "archive", "published", "updated", "dated")
INSERT_POST = (
    f"insert into posts ({', '.join(FIRST + CONTENT)}) values ({', '.join(f':{name}' for name in FIRST + CONTENT)})"  # noqa: S608
)
UPDATE_POST = (
    f"update posts set {', '.join(f'{name} = :{name}' for name in CONTENT)}, "  # noqa: S608
    "indexed = indexed and content_hash = :content_hash where id = :id"
)


def _dates(sighting: Sighting) -> dict[str, object]:
    found = sighting.found
    return {
        "published": rows.stamp(found.published),
        "updated": rows.stamp(found.updated),
        "dated": rows.stamp(sighting.dated),
    }


def _content(sighting: Sighting, now: datetime) -> dict[str, object]:
    found, identity = sighting.found, sighting.identity
    return {
        "guid": found.guid,
        "url": found.url,
        "link_key": identity.key,
        "trace": identity.trace,
        "content_hash": sighting.content,
        "title": found.title,
        "author": found.author,
        "categories": json.dumps(found.categories, ensure_ascii=False),
        "excerpt": sighting.excerpt,
        "comment_url": sighting.comment_url,
        "in_feed_at": rows.stamp(now),
    }
