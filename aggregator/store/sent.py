"""Which weeks have been sent by mail."""

from datetime import datetime

from aggregator.core.sending import Mailed
from aggregator.store import rows
from aggregator.store.forgotten import Forgotten


class Sent(Forgotten):
    """The part of the store that remembers mails, so that no week is sent twice."""

    def mailed(self, week: str) -> Mailed | None:
        """What is known of the week's mail."""
        row = self._db.execute("select * from sent where week = ?", [week]).fetchone()
        if row is None:
            return None
        return Mailed(row["week"], row["message_id"], rows.must(row["begun_at"]), rows.moment(row["sent_at"]))

    def begin_mail(self, made: Mailed, before: Mailed | None) -> bool:
        """Remembers that the mail is about to be handed over, if still nothing is known but what was `before`.

        On the disk when this returns, whatever happens to the machine. False when another agg was quicker.
        """
        self._db.execute("pragma synchronous = full")
        with rows.transaction(self._db):
            if self.mailed(made.week) != before:
                return False
            self._keep_mail(made)
        return True

    def end_mail(self, week: str, now: datetime) -> None:
        """The server has taken the mail."""
        with rows.transaction(self._db):
            self._db.execute("update sent set sent_at = ? where week = ?", [rows.stamp(now), week])

    def take_mail_back(self, week: str, before: Mailed | None) -> None:
        """The mail was certainly not sent: all is as it was before."""
        with rows.transaction(self._db):
            self._db.execute("delete from sent where week = ?", [week])
            if before:
                self._keep_mail(before)

    def _keep_mail(self, one: Mailed) -> None:
        self._db.execute(
            "insert or replace into sent (week, message_id, begun_at, sent_at) values (?, ?, ?, ?)",
            [one.week, one.message_id, rows.stamp(one.begun_at), rows.stamp(one.sent_at)],
        )
