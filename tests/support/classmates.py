"""A stored course in which Kari, Ola and Eva have answered each other, or not; Arne teaches, and a stranger came by.

It is Wednesday 18 November 2026, 13:00 UTC. Kari has two posts: the first answered by Ola, Arne and a stranger, the
second only by herself. Ola's is answered by Kari. Eva's only post waits.
"""

from datetime import timedelta
from pathlib import Path

from aggregator.core.model import Openness
from tests.support.build import NOW
from tests.support.storedcourse import StoredCourse, written

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR


def classmates(folder: Path) -> StoredCourse:
    """The course in this folder."""
    course = StoredCourse(folder)
    course.write("starts = 2026-11-01")
    names = {"kari": "Kari Nordmann", "ola": "Ola Berg", "eva": "Eva Fjeld"}
    for blog, guid, days in (("kari", "1", 9), ("kari", "2", 2), ("ola", "3", 5), ("eva", "4", 1)):
        course.post(blog, guid, published=NOW - days * DAY, author=names[blog], title=f"{names[blog]} {guid}")
    opened = {"openness": Openness.OPEN, "now": LATER}
    course.comments(
        "kari",
        "1",
        written("1", "Ola Berg", NOW - 9 * DAY + 5 * HOUR),
        written("2", "Arne", NOW - 8 * DAY),
        written("3", "havneguten", NOW - 7 * DAY),
        **opened,
    )
    course.comments("kari", "2", written("4", "Kari Nordmann", NOW - DAY), **opened)
    course.comments("ola", "3", written("5", "Kari Nordmann", NOW - 3 * DAY), **opened)
    course.comments("eva", "4", **opened)
    return course
