"""What polls read from the tables and write to them, one transaction per poll."""

import json
from collections.abc import Sequence
from datetime import datetime

from aggregator.core.forgetting import of_address, of_name, only
from aggregator.core.found import FoundPost
from aggregator.core.identity import Identity, Known
from aggregator.core.model import Blog
from aggregator.core.record import Struct, replace
from aggregator.core.sighting import Sighting
from aggregator.core.source import Site
from aggregator.store import rows
from aggregator.store.findings import Findings


class Validators(Struct, frozen=True):
    """What an answer gave to ask with next time, at the address that was asked."""

    url: str
    etag: str | None
    modified: str | None
    status: int


class Store(Findings):
    """The open database: what reports read, and what polls read and write, in one transaction each."""

    def validators(self, address: str, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified as the server at `url` gave them with the last whole answer to this blog's poll."""
        row = self._db.execute(
            "select etag, modified from requests join blogs on blogs.id = blog_id where address = ? and url = ?",
            [address, url],
        ).fetchone()
        return (row["etag"], row["modified"]) if row else (None, None)

    def known_posts(self, address: str) -> list[Known]:
        """The blog's stored posts as `core.identity.match` needs them."""
        found = self._db.execute(
            "select posts.id, guid, link_key, trace, content_hash, item from posts "
            "join blogs on blogs.id = blog_id where address = ?",
            [address],
        )
        return [
            Known(row["id"], Identity(row["guid"], row["link_key"], row["trace"]), row["content_hash"], row["item"])
            for row in found
        ]

    def remembered(self, address: str) -> dict[str, FoundPost]:
        """The posts that the blog's feed held last, by the hashes of their items, so that they need not be read again.

        Dates are to the second, and there is a text only where it is all there is of a title.
        """
        query = """
            select posts.*, iif(posts.title = '', text, '') text
            from posts join blogs on blogs.id = blog_id join texts on post_id = posts.id
            where address = ? and item is not null and in_feed_at = whole_at
        """
        return {row["item"]: rows.found_post(row) for row in self._db.execute(query, [address])}

    def archive_until(self, blog: Blog) -> datetime | None:
        """The date of the oldest post that the blog's first reading showed, or of that reading if it showed none.

        `None` before it.
        """
        row = self._db.execute(
            "select min(dated) dated from posts join blogs on blogs.id = blog_id "
            "where address = ? and posts.first_seen = blogs.first_seen",
            [blog.address],
        ).fetchone()
        return rows.moment(row["dated"]) or blog.first_seen if blog.first_seen else None

    def save_poll(
        self,
        blog: Blog,
        now: datetime,
        *,
        sightings: Sequence[Sighting] = (),
        source: str = "",
        validators: Validators | None = None,
        same_body: bool = False,
        site: Site | None = None,
    ) -> None:
        """What one poll has brought; `source` is whose word the sightings' findings are, `site` what the feed tells.

        `same_body`: the whole feed came and is the one read before, so that what it says of comments holds now.
        """
        with rows.transaction(self._db):
            if same_body:
                self._confirm(blog.address, source, now)
            blog_id = self._save_blog(blog)
            if site:
                self._save_site(blog.address, site)
            if validators:
                self._save_validators(blog_id, validators, now)
            self._save_sightings(blog_id, sightings, source, now)

    def save_older(self, blog: Blog, site: Site, sightings: Sequence[Sighting], source: str, now: datetime) -> None:
        """A page of older posts, which do not stand in the blog's feed itself, and where the next page is."""
        with rows.transaction(self._db):
            self._save_site(blog.address, site)
            blog_id = self._save_blog(blog)
            self._save_sightings(blog_id, sightings, source, now, in_feed=False)

    def rename(self, old: str, new: str) -> None:
        """The blog at `old` is from now on the one feeds.toml has at `new`; its trouble ends with the old address."""
        with rows.transaction(self._db):
            self._db.execute(
                """
                update troubles set until = blogs.last_asked from blogs
                where blogs.id = blog_id and address = ? and until is null
                """,
                [old],
            )
            self._db.execute(
                """
                update blogs set address = ?, feed = null, moved_to = null, gone_since = null, not_before = null,
                    last_asked = null, failures = 0, failing_since = null, problem = null, told = null
                where address = ?
                """,
                [new, old],
            )
            # What was learnt of its platform was learnt of another place.
            self._db.execute("delete from sites where blog_id = (select id from blogs where address = ?)", [new])

    def _save_blog(self, blog: Blog) -> int:
        row = rows.blog_row(blog)
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        renewed = ", ".join(f"{name} = excluded.{name}" for name in row)
        execute = self._db.execute
        blog_id: int = execute(
            f"insert into blogs ({names}) values ({values}) on conflict (address) do update set {renewed} returning id",  # noqa: S608
            row,
        ).fetchone()["id"]
        if blog.failing_since:
            trouble = {"id": blog_id, "since": rows.stamp(blog.failing_since), "problem": blog.problem}
            execute(
                """
                insert into troubles (blog_id, since, problem) select :id, :since, :problem
                where not exists (select 1 from troubles where blog_id = :id and since = :since)
                """,
                trouble,
            )
            execute("update troubles set problem = :problem where blog_id = :id and since = :since", trouble)
        elif blog.last_ok:
            execute(
                "update troubles set until = ? where blog_id = ? and until is null",
                [rows.stamp(blog.last_ok), blog_id],
            )
        return blog_id

    def _save_validators(self, blog_id: int, found: Validators, now: datetime) -> None:
        self._db.execute(
            "insert or replace into requests (blog_id, url, etag, modified, status, asked_at) "
            "values (?, ?, ?, ?, ?, ?)",
            [blog_id, found.url, found.etag, found.modified, found.status, rows.stamp(now)],
        )

    def _save_sightings(
        self, blog_id: int, sightings: Sequence[Sighting], source: str, now: datetime, *, in_feed: bool = True
    ) -> None:
        """Those that are new or changed one by one, the others together, for most of any feed is as it was."""
        sightings = self._without_forgotten_authors(sightings)
        if same := [sighting for sighting in sightings if sighting.same]:
            self._save_same(same, source, now, in_feed=in_feed)
        for sighting in reversed(sightings):  # feeds begin with the newest, numbers with the oldest
            if not sighting.same:
                self._save_sighting(blog_id, sighting, source, now, in_feed=in_feed)

    def _without_forgotten_authors(self, sightings: Sequence[Sighting]) -> Sequence[Sighting]:
        """Those that nobody wrote who was forgotten: on a blog of several, the others' posts."""
        if not self.forgets():
            return sightings
        authors = ((one, only((of_name(one.found.author), of_address(one.found.author_url)))) for one in sightings)
        return [one for one, marks in authors if not self.has_forgotten(marks)]

    def _save_same(self, sightings: Sequence[Sighting], source: str, now: datetime, *, in_feed: bool) -> None:
        ids = json.dumps([sighting.id for sighting in sightings])
        theirs = "(select value from json_each(?))"
        if in_feed:
            self._db.execute(f"update posts set in_feed_at = ? where id in {theirs}", [rows.stamp(now), ids])  # noqa: S608
        query = f"select * from observations where source = ? and post_id in {theirs}"  # noqa: S608
        held = {row["post_id"]: row for row in self._db.execute(query, [source, ids])}
        confirmed: list[int] = []
        for sighting in sightings:
            if sighting.id is None or sighting.finding is None:
                continue
            if rows.says(held.get(sighting.id), sighting.finding):
                confirmed.append(sighting.id)
            else:
                self._save_finding(source, False, replace(sighting.finding, post=sighting.id), now)
        self._db.execute(
            f"update observations set checked_at = ? where source = ? and post_id in {theirs}",  # noqa: S608
            [rows.stamp(now), source, json.dumps(confirmed)],
        )

    def _save_sighting(
        self, blog_id: int, sighting: Sighting, source: str, now: datetime, *, in_feed: bool = True
    ) -> None:
        post_id = sighting.id
        if post_id is None:
            post_id = self._insert(blog_id, sighting, now, in_feed=in_feed)
        else:
            self._update(post_id, sighting, now, in_feed=in_feed)
        if sighting.finding:
            self._save_finding(source, False, replace(sighting.finding, post=post_id), now)

    def _insert(self, blog_id: int, sighting: Sighting, now: datetime, *, in_feed: bool) -> int:
        first = {
            "blog_id": blog_id,
            "first_seen": rows.stamp(now),
            "archive": sighting.archive,
            "dated": rows.stamp(sighting.dated),
        }
        cursor = self._db.execute(INSERT_POST, first | _content(sighting, now if in_feed else sighting.dated))
        post_id: int = cursor.lastrowid or 0
        self._db.execute("insert into texts values (?, ?)", [post_id, sighting.found.text])
        return post_id

    def _update(self, post_id: int, sighting: Sighting, now: datetime, *, in_feed: bool) -> None:
        self._db.execute(UPDATE_POST, {"id": post_id} | _content(sighting, now if in_feed else None))
        if sighting.changed:
            self._db.execute("update texts set text = ? where post_id = ?", [sighting.found.text, post_id])

    def _confirm(self, address: str, source: str, now: datetime) -> None:
        """What the feed held when it last came whole, it holds now."""
        held = "select posts.id from posts join blogs on blogs.id = blog_id where address = ? and in_feed_at = whole_at"
        self._db.execute(
            f"update observations set checked_at = ? where source = ? and post_id in ({held})",  # noqa: S608
            [rows.stamp(now), source, address],
        )
        self._db.execute(
            f"update posts set in_feed_at = ? where id in ({held})",  # noqa: S608
            [rows.stamp(now), address],
        )


CONTENT = (
    *("guid", "url", "link_key", "trace", "content_hash", "title", "author", "categories"),
    *("excerpt", "comment_url", "in_feed_at", "published", "updated", "author_url", "comments_feed"),
    *("item", "said", "picture"),
)
FIRST = ("blog_id", "first_seen", "archive", "dated")
INSERT_POST = (
    f"insert into posts ({', '.join(FIRST + CONTENT)}) values ({', '.join(f':{name}' for name in FIRST + CONTENT)})"  # noqa: S608
)
UPDATE_POST = (
    f"update posts set {', '.join(f'{name} = :{name}' for name in CONTENT if name != 'in_feed_at')}, "  # noqa: S608
    "in_feed_at = coalesce(:in_feed_at, in_feed_at), "
    "indexed = indexed and content_hash = :content_hash where id = :id"
)


def _content(sighting: Sighting, in_feed_at: datetime | None) -> dict[str, object]:
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
        "in_feed_at": rows.stamp(in_feed_at),
        "published": rows.stamp(found.published),
        "updated": rows.stamp(found.updated),
        "author_url": found.author_url,
        "comments_feed": found.comment_fields.feed,
        "item": found.item,
        "said": rows.said(found.comment_fields),
        "picture": found.picture,
    }
