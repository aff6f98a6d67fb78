"""What a reader is given, what it gives back, and how much it may take for it."""

from typing import NamedTuple

from aggregator.core.found import Unread
from aggregator.core.http import Found, Reads
from aggregator.core.record import Struct


class Limits(Struct, frozen=True):
    """What reading one body may take: seconds of computing, seconds in all, megabytes of address space."""

    computing: int = 10
    seconds: int = 60
    memory: int = 200


class Body(NamedTuple):
    """A body that came from `url`, as what it is to be read, and which of its items were read before."""

    reads: Reads
    body: bytes
    content_type: str | None
    url: str
    known: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """What was found in a body, and the seconds of computing that it took; after the `last` one the process ends."""

    found: Found | Unread
    computing: float
    last: bool = False
