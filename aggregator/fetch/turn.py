"""One participant's turn in a fetch, and the circumstances that all turns share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from aggregator.core.commenters import Commenters
from aggregator.core.course import Course, Participant
from aggregator.core.found import FoundPost
from aggregator.core.model import Blog
from aggregator.store import Store


@dataclass(frozen=True)
class Circumstances:
    """What is the same for all blogs of one fetch. `history`: back to which day older posts are wanted.

    `tell` is told, while older posts are read, whose they are and how many of them are new so far.
    """

    course: Course
    store: Store
    now: datetime
    force: bool = False
    history: date | None = None
    tell: Callable[[str, int], None] = lambda _name, _count: None

    @cached_property
    def commenters(self) -> Commenters:
        """Who writes comments under which name, as far as was known when somebody first asked."""
        return Commenters(self.course, {address: site.home for address, site in self.store.sites().items()})


@dataclass(slots=True)
class Turn:
    """One participant's turn: the blog as it was before, what has been asked for it so far, and what that took.

    When a remembered address has failed (a feed found on the home page, or where a redirect led), `remembered` is
    that address and `problem` what was wrong there; then the address in feeds.toml is asked. `patient`: it may take all
    its time to begin. `reached`: somebody has answered; `silence`: how often nobody has, when asked about comments;
    `elsewhere`: requests to hosts that are not the blog's own; `known`: the posts that need not be read again, by their
    items.
    """

    participant: Participant
    before: Blog
    blog: Blog
    at_home: bool
    whole: bool = False
    patient: bool = False
    requests: int = 0
    seconds: float = 0.0
    computing: float = 0.0
    silence: int = 0
    elsewhere: int = 0
    remembered: str | None = None
    problem: str = ""
    gone: bool = False
    reached: bool = False
    known: Mapping[str, FoundPost] = field(default_factory=dict)
