"""What reports ask of the tables. The only thing written here is the full-text index, when somebody searches."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlite_utils import Database

from aggregator.core.model import Blog, History, Post, Trouble
from aggregator.core.source import Site
from aggregator.store import rows

_T = TypeVar("_T")

# What would end a quoted word, or the whole question.
NO_WORD = {ord('"'): " ", 0: " "}


class Reading:
    """The open database as reports read it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._db.conn.row_factory = sqlite3.Row

    def blogs(self) -> dict[str, Blog]:
        """Every blog ever polled, by its address in feeds.toml."""
        return {row["address"]: rows.blog(row) for row in self._db.conn.execute("select * from blogs")}

    def posts(
        self,
        names: Mapping[str, str],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        found_from: datetime | None = None,
    ) -> Iterator[Post]:
        """Posts dated from `since` to `until`, with what was observed of each, newest first.

        `names`: the participants by their blogs' addresses; others are left out. `found_from` adds posts that were
        first seen from that moment on, after the blog's archive.
        """
        low, high = rows.stamp(since) or "", rows.stamp(until) or "9"
        late = "or (not archive and posts.first_seen >= ?)" if found_from else ""
        where = f"(dated >= ? and dated <= ?) {late}"
        parameters = [low, high, *([rows.stamp(found_from)] if found_from else [])]
        return self._posts(where, parameters, names)

    def commented_posts(self, names: Mapping[str, str], *, since: datetime | None = None) -> Iterator[Post]:
        """Posts with comments that were written, or first seen, since that moment."""
        fresh = "published >= ? or first_seen >= ?"
        moment = rows.stamp(since) or ""
        return self._posts(f"posts.id in (select post_id from comments where {fresh})", [moment, moment], names)  # noqa: S608

    def find_posts(self, address: str, link_key: str, names: Mapping[str, str]) -> Iterator[Post]:
        """Posts with this address, guid or place for comments; `link_key` is the address as `core.links` compares."""
        where = "link_key = ? or posts.guid = ? or posts.url = ? or posts.comment_url = ?"
        return self._posts(where, [link_key, address, address, address], names)

    def posts_with_comment(self, address: str, names: Mapping[str, str]) -> Iterator[Post]:
        """Posts with a comment that has this address."""
        return self._posts("posts.id in (select post_id from comments where url = ?)", [address], names)

    def search(self, words: str, names: Mapping[str, str]) -> Iterator[Post]:
        """Posts in which all the words (or beginnings of words, with `*`) stand, newest first."""
        self._index()
        plain = words.encode(errors="replace").decode().translate(NO_WORD)
        quoted = " ".join(f'"{word.rstrip("*")}"' + "*" * word.endswith("*") for word in plain.split())
        return self._posts(
            "posts.id in (select rowid from post_search where post_search match ?)", [quoted or '""'], names
        )

    def _posts(self, where: str, parameters: Sequence[object], names: Mapping[str, str]) -> Iterator[Post]:
        ours = "blog_id in (select id from blogs where address in (select value from json_each(?)))"
        query = f"""
            select posts.*, address from posts join blogs on blogs.id = blog_id
            where {ours} and ({where}) order by dated desc, posts.id desc
        """  # noqa: S608
        found = self._db.conn.execute(query, [json.dumps(list(names)), *parameters]).fetchall()
        ids = json.dumps([row["id"] for row in found])
        seen, said = self._by_post("observations", rows.observation, ids), self._by_post("comments", rows.comment, ids)
        for row in found:
            yield rows.post(row, names[row["address"]], seen.get(row["id"], ()), said.get(row["id"], ()))

    def _by_post(self, table: str, read: Callable[[sqlite3.Row], _T], ids: str) -> dict[int, list[_T]]:
        found: dict[int, list[_T]] = {}
        query = f"select * from {table} where post_id in (select value from json_each(?))"  # noqa: S608
        for row in self._db.conn.execute(query, [ids]):
            found.setdefault(row["post_id"], []).append(read(row))
        return found

    def sites(self) -> dict[str, Site]:
        """What is known of each blog's platform, by its address in feeds.toml."""
        query = "select sites.*, address from sites join blogs on blogs.id = blog_id"
        return {row["address"]: rows.site(row) for row in self._db.conn.execute(query)}

    def _index(self) -> None:
        """Brings the full-text index up to date. Here and not in a fetch, for indexing costs more than storing."""
        execute = self._db.conn.execute
        if not execute("select 1 from posts where not indexed limit 1").fetchone():
            return
        with rows.transaction(self._db.conn):
            execute("delete from post_search where rowid in (select id from posts where not indexed)")
            execute(
                "insert into post_search (rowid, title, author, text) select id, title, author, text "
                "from posts join texts on post_id = id where not indexed"
            )
            execute("update posts set indexed = 1 where not indexed")

    def histories(self, as_of: datetime, found_before: datetime) -> dict[str, History]:
        """Each blog's posts in numbers: those dated up to `as_of` and found up to `found_before`; its whole archive."""
        known = "dated <= :as_of and (archive or first_seen <= :found_before)"
        query = f"""
            select address,
                sum(known) posts, min(case when known then dated end) first, max(case when known then dated end) last,
                (select id from posts where blog_id = seen.blog_id and {known} order by dated, id limit 1) first_id,
                sum(archive) archive,
                min(case when archive then dated end) archive_first, max(case when archive then dated end) archive_last,
                sum(known and (exists (select 1 from observations where post_id = seen.id and count > 0)
                    or exists (select 1 from comments where post_id = seen.id and removed_at is null))) commented,
                exists (select 1 from sites where sites.blog_id = seen.blog_id and history = '') whole
            from (select id, blog_id, dated, archive, {known} known from posts) seen
            join blogs on blogs.id = blog_id group by blog_id
        """  # noqa: S608
        moments = {"as_of": rows.stamp(as_of), "found_before": rows.stamp(found_before)}
        found = self._db.conn.execute(query, moments)
        return {row["address"]: rows.history(row) for row in found}

    def troubles(self, names: Mapping[str, str]) -> list[Trouble]:
        """Every stretch of time in which a blog could not be read, oldest first."""
        query = """
            select address, since, until, troubles.problem from troubles
            join blogs on blogs.id = blog_id order by since, troubles.id
        """
        return [
            rows.trouble(row, names[row["address"]]) for row in self._db.conn.execute(query) if row["address"] in names
        ]
