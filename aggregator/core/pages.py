"""The course's page as one value, which `render.site` turns into files. Nothing is decided after this."""

from collections.abc import Iterable

from aggregator.core.course import Course, Participant
from aggregator.core.digest import Digest
from aggregator.core.network import Network
from aggregator.core.participation import Figures, Participation
from aggregator.core.record import Struct
from aggregator.core.shown import Listed, WaitingList


class Profile(Struct, frozen=True):
    """Somebody's part in the course, and all their posts of it, newest first. `feed` and `home` are of the blog."""

    participant: Participant
    part: Participation
    posts: tuple[Listed, ...]
    feed: str
    home: str | None


class CoursePages(Struct, frozen=True):
    """All that the course's page shows. `lately` is the seven days up to now; `weeks` have posts, newest first.

    `profiles` are in the order of feeds.toml.
    """

    course: Course
    lately: Digest
    waiting: WaitingList
    weeks: Iterable[Digest]
    profiles: tuple[Profile, ...]
    figures: Figures
    network: Network
