"""What lists show: posts with their verdicts, the waiting list, the state of a blog."""

from dataclasses import dataclass
from datetime import datetime

from aggregator.core.course import Participant
from aggregator.core.model import Blog, History, Post, Verdict


@dataclass(frozen=True, slots=True)
class Listed:
    """A post as lists show it: with the verdict, and what makes its blogger new. `days` is its age in whole days."""

    post: Post
    verdict: Verdict
    new_blogger: bool
    first_post: bool
    days: int


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Posts that wait for an answer, most urgent first, and apart from them those nobody could tell about.

    `more` waiting posts were left out, because somebody wanted only so many. `in_trouble` blogs cannot be read, so
    that posts may be missing.
    """

    as_of: datetime
    waiting: tuple[Listed, ...]
    unknown: tuple[Listed, ...]
    more: int = 0
    in_trouble: int = 0


@dataclass(frozen=True, slots=True)
class BlogStatus:
    """A participant's blog for `agg status`: never asked while `blog.status` is `None`."""

    participant: Participant
    blog: Blog
    history: History
