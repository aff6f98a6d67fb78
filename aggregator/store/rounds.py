"""Rounds of answers: who was asked to answer what."""

import json

from aggregator.core.round import Assigned, Round
from aggregator.store import rows
from aggregator.store.sent import Sent


class Rounds(Sent):
    """The part of the store that remembers rounds."""

    def rounds(self) -> list[Round]:
        """Every round, oldest first. What was assigned on posts that are not stored any more is left out."""
        asked: dict[int, list[Assigned]] = {}
        for number, answerer, post in self._tuples(ASSIGNED, []):
            asked.setdefault(number, []).append(Assigned(answerer, post))
        kept = self._db.execute("select * from rounds order by made_at, id")
        return [rows.round_of(row, asked.get(row["id"], ())) for row in kept]

    def save_round(self, made: Round) -> None:
        """Remembers a round, in the place of the one that its week and groups had."""
        with rows.transaction(self._db):
            within = json.dumps(made.within, ensure_ascii=False)
            self._db.execute("delete from rounds where week = ? and within = ?", [made.week, within])
            number = self._db.execute(
                "insert into rounds (week, within, made_at, each, most, seed) values (?, ?, ?, ?, ?, ?)",
                [made.week, within, rows.stamp(made.made_at), made.each, made.most, made.seed],
            ).lastrowid
            self._db.executemany(
                "insert into assignments select ?, id, ? from blogs where address = ?",
                [(number, one.post, one.answerer) for one in made.assigned],
            )


ASSIGNED = """
    select round_id, address, post_id from assignments join blogs on blogs.id = answerer
    order by round_id, address, post_id
"""
