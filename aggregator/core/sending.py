"""The mail of a week: which week it counts for, and whether it has been sent."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from aggregator.core.record import Struct
from aggregator.core.week import Week


class Mailed(Struct, frozen=True):
    """That the mail of a week was handed over; `sent_at` is `None` while nobody knows whether the server took it."""

    week: str
    message_id: str
    begun_at: datetime
    sent_at: datetime | None = None


class Envelope(Struct, frozen=True):
    """What a mail says besides the digest: from whom, to whom, and by which names programs know it (RFC 5322, 2919).

    `thread` is the message that all mails of the course answer, so that they stand together. `bcc` is for programs that
    take the receivers from the mail itself.
    """

    sender: str
    to: tuple[str, ...]
    reply_to: str | None
    message_id: str
    thread: str
    list_id: str
    bcc: tuple[str, ...] = ()


class Ready(StrEnum):
    """Whether a week's mail may be sent."""

    YES = "yes"
    SENT = "sent"
    UNSURE = "unsure"


def ready(mailed: Mailed | None) -> Ready:
    """Whether a mail may be sent of which this is known."""
    if mailed is None:
        return Ready.YES
    return Ready.SENT if mailed.sent_at else Ready.UNSURE


def week_of_mail(week: Week) -> str:
    """The week that a mail counts for, of which there is one: an ISO week, or a stretch by its days.

    The seven days up to now count for the week that most of them lie in, so that a mail on Sunday evening and one on
    Monday morning are of the same week.
    """
    if week.number or not week.up_to_now or week.last_day() - week.first_day() != timedelta(days=7):
        return week.label
    # By the wall clock, as cron and the seven days go: else an hour that clocks skip or repeat moves Thursday's middle.
    middle = week.end.astimezone(week.zone).replace(tzinfo=None) - timedelta(days=3.5)
    year, number, _weekday = middle.isocalendar()
    return f"{year}-W{number:02}"


def name_and_address(written: str) -> tuple[str, str]:
    """The two parts of `Name <address>` as feeds.toml has it; the name is empty where an address stands alone."""
    name, _bracket, address = written.rpartition(" <")
    return name, address.removesuffix(">")


def course_name(title: str, sender: str) -> str:
    """A short name of the course for programs, from letters that every program takes."""
    return blake2b(f"{title}\n{sender}".encode(errors="replace"), digest_size=5).hexdigest()
