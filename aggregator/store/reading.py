"""What reports ask of the tables. The only thing written here is the full-text index, when somebody searches."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aggregator.core.model import Blog, Comment, History, Post, Trouble
from aggregator.core.source import Site
from aggregator.store import lists, rows

# What would end a quoted word, or the whole question.
NO_WORD = {ord('"'): " ", 0: " "}

Byline = tuple[int, str, str, str | None, str, str | None, bool | None]
"""A post's number and its blog's address; author and their address of the post, and of a comment, with its `own`."""


def _json(values: Iterable[object]) -> str:
    return json.dumps(list(values))


class Reading:
    """The open database as reports read it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.row_factory = sqlite3.Row

    def check(self) -> None:
        """Reads every page; StoreError (from `open_store`) when something does not fit together."""
        from aggregator.store.copying import check

        check(self._db)

    def blogs(self) -> dict[str, Blog]:
        """Every blog ever polled, by its address in feeds.toml."""
        return {row["address"]: rows.blog(row) for row in self._db.execute("select * from blogs")}

    def well(self) -> dict[str, bool]:
        """Whether each blog that has ever been read can be read now, by its address in feeds.toml."""
        query = "select address, ifnull(problem, '') = '' from blogs where first_seen is not null"
        return {address: bool(well) for address, well in self._tuples(query, [])}

    def posts(
        self,
        names: Mapping[str, str],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        found_from: datetime | None = None,
        bare: Collection[str] = (),
        without: Collection[int] = (),
    ) -> Iterator[Post]:
        """Posts dated from `since` to `until`, with what was observed of each, newest first.

        `names`: the participants by their blogs' addresses; others are left out, as are those `without`. `found_from`
        adds posts that were first seen from that moment on, after the blog's archive. On the `bare` blogs what was
        observed of a post is left out, unless somebody has marked it.
        """
        window: list[object] = [rows.stamp(since) or "", rows.stamp(until) or "9"]
        where, parameters = "dated >= ? and dated <= ?", window
        if found_from:
            where, parameters = f"posts.id in ({IN_TIME_OR_LATE})", [*window, rows.stamp(found_from), *window]
        if without:
            where, parameters = f"{where} and {NOT_THESE}", [*parameters, _json(without)]
        return self._posts(where, parameters, names, bare)

    def commented_posts(self, names: Mapping[str, str], *, since: datetime | None = None) -> Iterator[Post]:
        """Posts with comments that came to light since that moment; none was written then that had been seen before."""
        fresh = "select post_id from comments where first_seen >= ?"
        return self._posts(f"posts.id in ({fresh})", [rows.stamp(since) or ""], names)

    def bylines(self, blogs: Iterable[str], since: datetime) -> Iterator[Byline]:
        """How the comments (no pings) are signed that stand under the blogs' unmarked posts since that moment."""
        for *given, own in self._tuples(BYLINES, [rows.stamp(since), _json(blogs)]):
            yield *given, None if own is None else bool(own)

    def marked_answered(self, blogs: Iterable[str], since: datetime) -> dict[int, str]:
        """Posts since that moment that somebody has marked as answered, with their blogs' addresses."""
        return dict(self._tuples(MARKED, [rows.stamp(since), _json(blogs)]))

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

    def _posts(
        self, where: str, parameters: Sequence[object], names: Mapping[str, str], bare: Collection[str] = ()
    ) -> Iterator[Post]:
        ours = "blog_id in (select id from blogs where address in (select value from json_each(?)))"
        query = f"select {rows.POST} from posts join blogs on blogs.id = blog_id where {ours} and ({where})"  # noqa: S608
        found = sorted(self._tuples(query, [_json(names), *parameters]), key=rows.BY_DATE, reverse=True)
        ids = _json(post for post, address, mark, *_ in found if mark or address not in bare)
        seen = lists.observations(self._tuples(OBSERVATIONS, [ids]))
        said = lists.comments(self._tuples(COMMENTS, [ids]))
        for row in found:
            yield rows.post_of(row, names[row[1]], seen.get(row[0], ()), said.get(row[0], ()))

    def _tuples(self, query: str, parameters: Sequence[object]) -> sqlite3.Cursor:
        """Rows without the names of their columns, which are quicker."""
        cursor = self._db.cursor()
        cursor.row_factory = None
        return cursor.execute(query, parameters)

    def texts(self, posts: Iterable[int]) -> dict[int, str]:
        """The whole texts of these posts."""
        query = "select post_id, text from texts where post_id in (select value from json_each(?))"
        return dict(self._tuples(query, [_json(posts)]))

    def numbers(self, post: int, comment: Comment) -> list[int]:
        """The store's own numbers of a comment on this post."""
        query = "select id from comments where post_id = ? and source = ? and key = ?"
        return [row[0] for row in self._tuples(query, [post, comment.source, comment.said.key])]

    def sites(self) -> dict[str, Site]:
        """What is known of each blog's platform, by its address in feeds.toml."""
        query = "select sites.*, address from sites join blogs on blogs.id = blog_id"
        return {row["address"]: rows.site(row) for row in self._db.execute(query)}

    def homes(self) -> dict[str, str]:
        """The front page of each blog that has one, by the blog's address in feeds.toml."""
        query = "select address, home from sites join blogs on blogs.id = blog_id where home is not null"
        return dict(self._tuples(query, []))

    def _index(self) -> None:
        """Brings the full-text index up to date. Here and not in a fetch, for indexing costs more than storing."""
        execute = self._db.execute
        if not execute("select 1 from posts where not indexed limit 1").fetchone():
            return
        with rows.transaction(self._db):
            execute("delete from post_search where rowid in (select id from posts where not indexed)")
            execute(
                "insert into post_search (rowid, title, author, text) select id, title, author, text "
                "from posts join texts on post_id = id where not indexed"
            )
            execute("update posts set indexed = 1 where not indexed")

    def histories(self, as_of: datetime, found_before: datetime) -> dict[str, History]:
        """Each blog's posts in numbers: those dated up to `as_of` and found up to `found_before`; its whole archive."""
        moments = {"as_of": rows.stamp(as_of), "found_before": rows.stamp(found_before)}
        return {row["address"]: lists.history(row) for row in self._db.execute(HISTORIES, moments)}

    def troubles(self, names: Mapping[str, str]) -> list[Trouble]:
        """Every stretch of time in which a blog could not be read, oldest first."""
        query = """
            select address, since, until, troubles.problem from troubles
            join blogs on blogs.id = blog_id order by since, troubles.id
        """
        return [lists.trouble(row, names[row["address"]]) for row in self._db.execute(query) if row["address"] in names]


NOT_THESE = "posts.id not in (select value from json_each(?))"
IN_TIME_OR_LATE = """
    select id from posts where dated >= ? and dated <= ? union all
    select id from posts where not archive and first_seen >= ? and not (dated >= ? and dated <= ?)
"""
_THEIRS = "where post_id in (select value from json_each(?))"
OBSERVATIONS = f"select {lists.OBSERVATION} from observations {_THEIRS}"  # noqa: S608
COMMENTS = f"select {lists.COMMENT} from comments {_THEIRS}"  # noqa: S608
BYLINES = """
    select posts.id, address, posts.author, posts.author_url, comments.author, comments.author_url, comments.own
    from posts join blogs on blogs.id = blog_id join comments on comments.id = (
        select id from comments
        where post_id = posts.id and kind = 'comment' and own is not 1 and removed_at is null limit 1
    )
    where dated >= ? and mark is null and address in (select value from json_each(?))
"""
MARKED = """
    select posts.id, address from posts join blogs on blogs.id = blog_id
    where dated >= ? and mark = 'answered' and address in (select value from json_each(?))
"""
# The tallies are of all posts; only of blogs with others than those asked for, these are looked at.
_KNOWN = "blog_id = tallies.blog_id and dated <= :as_of and (archive or first_seen <= :found_before)"
HISTORIES = f"""
    with unknown as (
        select blog_id, count(*) posts from (
            select blog_id from posts where dated > :as_of
            union all
            select blog_id from posts where dated <= :as_of and not archive and first_seen > :found_before
        ) group by blog_id
    )
    select address, tallies.posts - ifnull(unknown.posts, 0) posts,
        iif(unknown.posts, (select min(dated) from posts where {_KNOWN}), tallies.first) first,
        iif(unknown.posts, (select max(dated) from posts where {_KNOWN}), tallies.last) last,
        (select id from posts where {_KNOWN} order by dated, id limit 1) first_id,
        archive, archive_first, archive_last,
        exists (select 1 from sites where sites.blog_id = tallies.blog_id and history = '') whole
    from tallies join blogs on blogs.id = tallies.blog_id left join unknown on unknown.blog_id = tallies.blog_id
    where tallies.posts
"""  # noqa: S608
