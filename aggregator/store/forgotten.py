"""People who were forgotten: deleted, and kept from coming back.

Only hashes of their marks (see `core.forgetting`) are kept, with a salt of this database's own: who has the database
can try out a name, and nobody can read one.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime

from aggregator.core.forgetting import Gone
from aggregator.core.model import FoundComment
from aggregator.core.record import replace
from aggregator.store import rows
from aggregator.store.reading import Reading

FORGOTTEN = (
    "create table salt (value text not null) strict",
    "create table forgotten (hash text primary key, person text not null, since text not null) strict, without rowid",
    "alter table comments add column forgotten integer not null default 0",
)
"""The statements of the migration."""

_BLANK = "author = '', author_url = null, author_id = null, url = null, text = '', forgotten = 1"


class Forgotten(Reading):
    """The part of the store that forgets."""

    def forgets(self) -> bool:
        """Whether anybody was forgotten at all."""
        return bool(self._hashes())

    def has_forgotten(self, marks: Iterable[str]) -> bool:
        """Whether one of these marks is that of somebody who was forgotten."""
        known = self._hashes()
        return bool(known) and any(self._hash(mark) in known for mark in marks)

    def forget(
        self, marks: Collection[str], blogs: Iterable[str], posts: Iterable[int], comments: Iterable[int], now: datetime
    ) -> Gone:
        """Deletes these blogs (by address) and posts with all that hangs on them, and blanks these comments.

        From now on nothing that bears one of the marks is stored. What is deleted cannot be read in the file any more
        when this returns.
        """
        execute = self._db.execute
        execute("pragma secure_delete = on")
        with rows.transaction(self._db):
            blog_ids = [row[0] for row in self._tuples(BLOGS, [json.dumps(list(blogs))])]
            deleted = json.dumps(
                [row[0] for row in self._tuples(POSTS, [json.dumps(blog_ids), json.dumps(list(posts))])]
            )
            blanked = json.dumps(list(comments))
            gone = Gone(
                posts=len(json.loads(deleted)),
                comments=self._count(f"comments where post_id in ({_LIST}) and id not in ({_LIST})", deleted, blanked),
                blanked=self._count(f"comments where id in ({_LIST}) and post_id not in ({_LIST})", blanked, deleted),
                asked=self._count(
                    f"assignments where answerer in ({_LIST}) or post_id in ({_LIST})", json.dumps(blog_ids), deleted
                ),
            )
            execute(f"update comments set {_BLANK} where id in ({_LIST})", [blanked])  # noqa: S608
            execute(f"delete from posts where id in ({_LIST})", [deleted])  # noqa: S608
            execute(f"delete from blogs where id in ({_LIST})", [json.dumps(blog_ids)])  # noqa: S608
            execute("insert into salt select lower(hex(randomblob(16))) where not exists (select 1 from salt)")
            hashes = sorted(map(self._hash, marks))
            self._db.executemany(
                "insert or ignore into forgotten values (?, ?, ?)",
                [(one, hashes[0], rows.stamp(now)) for one in hashes],
            )
            self._forget_members()
        self._wipe()
        return gone

    def know_again(self, marks: Iterable[str]) -> bool:
        """Who bears one of these marks may be stored again; whether there was anybody of them who was forgotten."""
        if not self.forgets():
            return False
        with rows.transaction(self._db):
            changed: int = self._db.execute(KNOW_AGAIN, [json.dumps([self._hash(mark) for mark in marks])]).rowcount
        return changed > 0

    def forget_everybody(self) -> bool:
        """Deletes all blogs, posts, comments and people; whether there was anything to delete."""
        if not self._count("blogs") and not self._count("members"):
            return False
        self._db.execute("pragma secure_delete = on")
        with rows.transaction(self._db):
            for table in ("blogs", "rounds", "sent", "forgotten"):
                self._db.execute(f"delete from {table}")  # noqa: S608
            self._forget_members()
        self._wipe()
        return True

    def without_forgotten(self, said: FoundComment, post: int) -> tuple[FoundComment, bool]:
        """The comment as it may be stored: of somebody who was forgotten, without name, address and words."""
        if not self._hashes():
            return said, False
        from aggregator.core.forgetting import of_comment

        [blog] = self._tuples("select address from blogs join posts on blog_id = blogs.id where posts.id = ?", [post])
        if not self.has_forgotten(of_comment(said.author, said.author_url, said.author_id, blog[0])):
            return said, False
        return replace(said, author="", author_url=None, author_id=None, url=None, text=""), True

    def _forget_members(self) -> None:
        """Who takes part is drawn anew from feeds.toml, by the next fetch or mark."""
        self._db.execute("delete from members")
        self._db.execute("delete from course")

    def _wipe(self) -> None:
        """Writes the file anew, without the pages that were deleted and the words that were searched for."""
        for statement in WIPE:
            self._db.execute(statement)

    def _hashes(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._tuples("select hash from forgotten", []))

    def _hash(self, mark: str) -> str:
        [salt] = self._tuples("select value from salt", [])
        return hashlib.sha256(f"{salt[0]} {mark}".encode()).hexdigest()

    def _count(self, which: str, *parameters: str) -> int:
        [count] = self._tuples(f"select count(*) from {which}", parameters)  # noqa: S608
        found: int = count[0]
        return found


_LIST = "select value from json_each(?)"
BLOGS = f"select id from blogs where address in ({_LIST})"  # noqa: S608
POSTS = f"select id from posts where blog_id in ({_LIST}) or id in ({_LIST})"  # noqa: S608
KNOW_AGAIN = f"""
    delete from forgotten where person in (select person from forgotten where hash in ({_LIST}))
"""  # noqa: S608
WIPE = (
    # The index keeps words of what was deleted from it, so that it is made anew; the next search fills it.
    "delete from post_search",
    "insert into post_search(post_search) values ('optimize')",
    "update posts set indexed = 0 where indexed",
    "pragma wal_checkpoint(truncate)",
    "vacuum",
    "pragma wal_checkpoint(truncate)",
)
