"""What comment sources have found: observations of posts, comments, and what is known of each blog's platform."""

import json
from collections.abc import Iterable
from datetime import datetime

from aggregator.core.model import Finding, FoundComment, Kind, Post, Reason, State
from aggregator.core.record import replace
from aggregator.core.source import Said, Site
from aggregator.core.text import without_mail
from aggregator.store import rows
from aggregator.store.conclusions import Conclusions

_KEPT = 5_000  # comments of one post; who writes more there writes for nobody
_PASSING = (Reason.UNREACHABLE, Reason.TOO_MANY)
_MINE = "post_id in (select posts.id from posts join blogs on blogs.id = blog_id where address = ?)"
_THEIRS = ("author", "author_url", "author_id", "url", "text")
_RENEWED = ("author", "author_url", "author_id", "own", "parent", "published", "url", "text")


class Findings(Conclusions):
    """The part of the store that comment sources fill."""

    def site(self, address: str) -> Site | None:
        """What is known of the platform of the blog at this address in feeds.toml."""
        row = self._db.execute(
            "select sites.* from sites join blogs on blogs.id = blog_id where address = ?", [address]
        ).fetchone()
        return rows.site(row) if row else None

    def newest_posts(self, address: str, count: int) -> list[Post]:
        """The blog's newest posts that have an address, without what was observed of them."""
        query = """
            select posts.*, address from posts join blogs on blogs.id = blog_id
            where address = ? and url is not null order by dated desc, posts.id desc limit ?
        """
        return [rows.post(row, "") for row in self._db.execute(query, [address, count])]

    def save_look(self, address: str, site: Site, disbelieved: Iterable[str] = ()) -> None:
        """What is known of a blog's platform now.

        Of the `disbelieved` sources no zero counts any more, for comments are kept apart from what they look at.
        """
        with rows.transaction(self._db):
            self._save_site(address, site)
            self._db.execute(
                f"""
                update observations set count = null, openness = 'unknown', listed = 0, reason = ?
                where {_MINE} and source in (select value from json_each(?)) and (count = 0 or openness = 'closed')
                """,  # noqa: S608
                [Reason.ELSEWHERE, address, json.dumps(list(disbelieved))],
            )
            # Nobody would take back the "closed" of a source that the blog does not have any more.
            self._db.execute(
                f"""
                update observations set openness = 'unknown'
                where {_MINE} and not apart and source not in (select value from json_each(?))
                """,  # noqa: S608
                [address, json.dumps(list(site.sources))],
            )

    def save_places(self, address: str, places: Iterable[str], feed: str) -> None:
        """Which sources tell of places apart from the blog now; what any other has said of one is forgotten.

        Where there is no such place any more, the feed's word (kept as that of `feed`) counts again: it is read anew.
        """
        apart = list(places)
        with rows.transaction(self._db):
            self._db.execute(
                f"delete from observations where apart and {_MINE} and source not in (select value from json_each(?))",  # noqa: S608
                [address, json.dumps(apart)],
            )
            if not apart:
                self._db.execute(
                    """
                    update blogs set body_hash = null, whole_at = null where address = ? and exists (
                        select 1 from observations join posts on posts.id = post_id
                        where posts.blog_id = blogs.id and in_feed_at = whole_at
                            and source = ? and count is null and reason = ?
                    )
                    """,
                    [address, feed, Reason.ELSEWHERE],
                )

    def save_findings(self, address: str, site: Site, said: Iterable[Said], now: datetime) -> int:
        """What sources have found of a blog's posts, and what they want to know next time.

        Returns how many comments are new. A source that could not be reached leaves the number it told before, one
        that was left out this time leaves all that it said; any other "unknown" takes its place.
        """
        with rows.transaction(self._db):
            self._save_site(address, site)
            return sum(self._save_finding(one.source, one.apart, found, now) for one in said for found in one.findings)

    def mark(self, post: int, state: State | None, now: datetime) -> None:
        """What a person says of a post; `None` takes it back."""
        with rows.transaction(self._db):
            self._db.execute(
                "update posts set mark = ?, marked_at = ? where id = ?",
                [state, rows.stamp(now) if state else None, post],
            )

    def _save_site(self, address: str, site: Site) -> None:
        row = rows.site_row(site)
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        self._db.execute(
            f"insert or replace into sites (blog_id, {names}) "  # noqa: S608
            f"select id, {values} from blogs where address = :address",
            row | {"address": address},
        )

    def _save_finding(self, source: str, apart: bool, found: Finding, now: datetime) -> int:
        """Returns how many comments are new."""
        if found.count is None and _is_passing(found) and self._still_holds(source, found):
            return 0
        not_before = self._last_list(source, found)
        self._db.execute(
            SAVE_OBSERVATION,
            {
                "post": found.post,
                "source": source,
                "count": found.count,
                "bound": found.bound,
                "includes_pings": found.includes_pings,
                "openness": found.openness,
                "reason": found.reason,
                "checked_at": rows.stamp(now),
                "listed": found.listed,
                "apart": apart,
            },
        )
        place = source if apart else ""  # keys are the platform's own: two places may use the same
        new = sum(self._save_comment(place, source, found.post, one, now, not_before) for one in found.comments)
        if found.listed:
            self._remove_missing(place, found, now)
        return new

    def _last_list(self, source: str, found: Finding) -> str | None:
        """When the source told all comments of the post before; asked only where one has no date of its own."""
        if all(one.published for one in found.comments):
            return None
        query = "select checked_at from observations where post_id = ? and source = ? and (listed or count = 0)"
        row = self._db.execute(query, [found.post, source]).fetchone()
        return row["checked_at"] if row else None

    def _still_holds(self, source: str, found: Finding) -> bool:
        """Whether what the source has said of the post before stands: a number, or anything if it was left out now.

        Why it could not tell now is noted beside a number, unless that would hide that nobody can comment.
        """
        return bool(
            self._db.execute(
                """
                update observations set reason = iif(count is null or reason is :formless, reason, :reason)
                where post_id = :post and source = :source
                    and (count is not null or (:reason = :left_out and reason <> :left_out))
                """,
                {
                    "reason": found.reason,
                    "formless": Reason.NO_FORM,
                    "left_out": Reason.TOO_MANY,
                    "post": found.post,
                    "source": source,
                },
            ).rowcount
        )

    def _save_comment(
        self, place: str, source: str, post: int, said: FoundComment, now: datetime, not_before: str | None
    ) -> int:
        execute = self._db.execute
        known = execute(
            "select 1 from comments where post_id = ? and place = ? and key = ?", [post, place, said.key]
        ).fetchone()
        if not known and execute("select count(*) from comments where post_id = ?", [post]).fetchone()[0] >= _KEPT:
            return 0
        kept, forgotten = self.without_forgotten(replace(said, author=without_mail(said.author)), post)
        row = rows.comment_row(post, place, source, kept, now)
        execute(SAVE_COMMENT, row | {"not_before": not_before, "forgotten": forgotten})
        return 0 if known else 1

    def _remove_missing(self, place: str, found: Finding, now: datetime) -> None:
        """Marks the comments of a place that a whole list of it does not have any more."""
        kinds = [Kind.COMMENT, Kind.PING] if found.includes_pings else [Kind.COMMENT]
        self._db.execute(
            """
            update comments set removed_at = ? where post_id = ? and place = ? and removed_at is null
                and kind in (select value from json_each(?)) and key not in (select value from json_each(?))
            """,
            [rows.stamp(now), found.post, place, json.dumps(kinds), json.dumps([one.key for one in found.comments])],
        )


def _is_passing(found: Finding) -> bool:
    """Whether a source could not tell this time, or did not look again, and so takes nothing back."""
    return found.reason in _PASSING or (found.reason is Reason.NO_FORM and found.openness is None)


# What a source has not looked at this time (openness null) stands, and so does a list while the count is the same.
SAVE_OBSERVATION = """
    insert into observations (
        post_id, source, count, bound, includes_pings, openness, reason, checked_at, listed, apart
    ) values (
        :post, :source, :count, :bound, :includes_pings, coalesce(:openness, 'unknown'), :reason, :checked_at,
        :listed, :apart
    )
    on conflict (post_id, source) do update set
        listed = excluded.listed or ifnull(listed and count = excluded.count and excluded.bound = 'exact', 0),
        count = excluded.count, bound = excluded.bound, includes_pings = excluded.includes_pings,
        openness = coalesce(:openness, openness), reason = excluded.reason, checked_at = excluded.checked_at,
        apart = excluded.apart
"""


def _renewed(name: str) -> str:
    """What a comment that is met again says now. Who was forgotten stays so, also under a new name."""
    anew = f"coalesce(excluded.{name}, {name})"
    return f"iif(forgotten, {name}, iif(excluded.forgotten, excluded.{name}, {anew}))" if name in _THEIRS else anew


_VALUES = ("post_id", "place", "key", "source", "kind", *_RENEWED, "first_seen", "not_before", "forgotten")
# Feeds do not mark pings, so that their kind is a guess: a source that knows a comment for one is right.
SAVE_COMMENT = (
    f"insert into comments ({', '.join(_VALUES)}) values ({', '.join(f':{name}' for name in _VALUES)}) "  # noqa: S608
    "on conflict (post_id, place, key) do update set removed_at = null, "
    "forgotten = max(forgotten, excluded.forgotten), "
    "kind = iif(source = excluded.source, excluded.kind, min(kind, excluded.kind)), "
    + ", ".join(f"{name} = {_renewed(name)}" for name in _RENEWED)
)
