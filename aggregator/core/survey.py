"""The course's posts as lists need them: those that belong, each with its verdict and whether its blogger is new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.core.course import Course, Participant
from aggregator.core.model import Blog, History, Listed, Post, Reason, State, Verdict, WaitingList
from aggregator.core.people import belongs, is_new
from aggregator.core.waiting import judge, rank


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the course's blogs at a moment, by their addresses in feeds.toml."""

    course: Course
    blogs: Mapping[str, Blog]
    histories: Mapping[str, History]

    def blog(self, address: str) -> Blog:
        """The blog's state of polling; a blank one before the first poll."""
        return self.blogs.get(address) or Blog(address)

    def history(self, address: str) -> History:
        """The blog's posts in numbers."""
        return self.histories.get(address) or History()


def survey(known: Known, posts: Iterable[Post], as_of: datetime, now: datetime) -> Iterator[Listed]:
    """The posts that belong to the course. Who is new is decided as of `as_of`, what has its answer as of `now`."""
    people = {participant.address: participant for participant in known.course.participants}
    new = {address: is_new(known.history(address), known.blog(address), known.course, as_of) for address in people}
    for post in posts:
        participant = people.get(post.blog)
        if participant is None or not belongs(post, participant, known.course):
            continue
        yield Listed(
            post,
            verdict(post, participant, now),
            new_blogger=new[post.blog],
            first_post=new[post.blog] and post.dated == known.history(post.blog).first,
            days=max(0, (now - post.dated) // timedelta(days=1)),
        )


def verdict(post: Post, participant: Participant, now: datetime) -> Verdict:
    """Where the post stands; unknown without further ado when feeds.toml says not to ask about its comments."""
    if participant.comments == "none":
        return Verdict(State.UNKNOWN, Reason.SWITCHED_OFF)
    return judge(post.observations, post.dated, now)


def waiting_list(known: Known, listed: Sequence[Listed], now: datetime) -> WaitingList:
    """The posts that wait, most urgent first, and apart from them those nobody could tell about, newest first."""
    commented = {p.name: known.history(p.address).commented for p in known.course.participants}
    waits = [one for one in listed if one.verdict.state in (State.WAITING, State.ONLY_OWN)]
    unknown = [one for one in listed if one.verdict.state is State.UNKNOWN]
    return WaitingList(
        now, rank(waits, commented), tuple(sorted(unknown, key=lambda one: one.post.dated, reverse=True))
    )
