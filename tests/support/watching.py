"""What agg believes of the posts of a classroom, and what it knows of a blog's platform."""

from datetime import datetime

from aggregator import report
from aggregator.core.model import Blog, Comment, Observation, State, Verdict
from aggregator.core.source import Site
from tests.support.build import NOW
from tests.support.classroom import Classroom


def verdicts(room: Classroom, now: datetime = NOW) -> dict[str, Verdict]:
    """What is believed of each post at that moment, by the end of its guid (`…?p=1`, `1`)."""
    found = report.posts(room.course, room.store, now, everything=True)
    return {one.post.guid.rpartition("=")[2]: one.verdict for one in found}


def states(room: Classroom, now: datetime = NOW) -> dict[str, State]:
    return {name: verdict.state for name, verdict in verdicts(room, now).items()}


def state(room: Classroom, now: datetime = NOW) -> State:
    """The same of the only post."""
    [found] = states(room, now).values()
    return found


def comments(room: Classroom) -> list[Comment]:
    """All comments stored, deleted ones as well."""
    return [comment for post in room.stored() for comment in post.comments]


def said(room: Classroom, source: str) -> Observation | None:
    """What the source has said of the only post."""
    [post] = room.stored()
    return next((one for one in post.observations if one.source == source), None)


def site(room: Classroom, name: str = "Kari") -> Site:
    [address] = [one.address for one in room.course.participants if one.name == name]
    found = room.store.site(address)
    assert found is not None
    return found


def untroubled(blog: Blog) -> bool:
    return blog.status in ("ok", "unchanged") and not blog.failures and blog.problem is None
