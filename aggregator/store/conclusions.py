"""What is concluded from the tables and feeds.toml at the end of a fetch, for the views that people open elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aggregator.core.commenters import Commenter, Signed
from aggregator.core.course import Course
from aggregator.core.model import Kind, Post
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.store import rows
from aggregator.store.rounds import Rounds


class Untold(Struct, frozen=True):
    """A comment of which nobody has said yet whose it is: how it and the post on `blog` are signed."""

    id: int
    kind: Kind
    comment: Signed
    post: Signed
    blog: str


class Conclusions(Rounds):
    """The part of the store behind the views `people`, `answers` and `waiting`."""

    def keep_members(self, course: Course, facilitators: Mapping[str, str], drawn_from: str, now: datetime) -> None:
        """Who takes part as of now. Where `drawn_from` is not what it was, all conclusions are to be drawn anew.

        `facilitators`: the name of the participant that each is, else their own.
        """
        execute = self._db.execute
        with rows.transaction(self._db):
            known = execute("select drawn_from from course").fetchone()
            execute("insert or replace into course values (1, ?, ?, ?)", [course.title, drawn_from, rows.stamp(now)])
            if known and known["drawn_from"] == drawn_from:
                return
            execute("delete from members")
            teachers = set(facilitators.values())
            people = dict.fromkeys(teachers, (None, ())) | {p.name: (p.address, p.tags) for p in course.participants}
            self._db.executemany(
                "insert into members values (?, ?, ?, ?)",
                [(name, address, _json(tags), name in teachers) for name, (address, tags) in people.items()],
            )
            execute("update posts set belongs = null where belongs is not null")
            execute("update comments set part = null, commenter = null where part is not null")

    def posts_to_tell(self, names: Mapping[str, str]) -> Iterator[Post]:
        """Posts of which nobody has said yet whether they belong to the course, without what was observed of them."""
        return self._posts("belongs is null", [], names, bare=names)

    def comments_to_tell(self) -> list[Untold]:
        """Comments of which nobody has said yet who wrote them."""
        return [
            Untold(number, Kind(kind), Signed(author, url, None if own is None else bool(own)), Signed(*post), blog)
            for number, kind, author, url, own, *post, blog in self._tuples(UNTOLD, [])
        ]

    def save_conclusions(self, belong: Mapping[int, bool], parts: Iterable[tuple[int, Commenter]]) -> None:
        """Which posts belong to the course, and who wrote which comment."""
        with rows.transaction(self._db):
            update = self._db.executemany
            update("update posts set belongs = ? where id = ?", [(here, post) for post, here in belong.items()])
            update(
                "update comments set part = ?, commenter = ? where id = ?",
                [(who.by, who.name, comment) for comment, who in parts],
            )

    def save_waiting(self, waiting: Sequence[Listed]) -> None:
        """The waiting list, most urgent first, in the place of the one before."""
        with rows.transaction(self._db):
            self._db.execute("delete from waiting_posts")
            self._db.executemany(
                "insert into waiting_posts values (?, ?, ?, ?, ?)",
                [
                    (place, one.post.id, one.verdict.state, one.new_blogger, one.first_post)
                    for place, one in enumerate(waiting, 1)
                ],
            )


def _json(tags: object) -> str:
    return json.dumps(tags, ensure_ascii=False)


UNTOLD = """
    select comments.id, kind, comments.author, comments.author_url, own, posts.author, posts.author_url, address
    from comments join posts on posts.id = post_id join blogs on blogs.id = blog_id
    where part is null and address in (select address from members)
"""
