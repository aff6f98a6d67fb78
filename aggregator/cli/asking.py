"""Asks blogs for a command: opens the web as feeds.toml says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aggregator import __version__

if TYPE_CHECKING:
    from aggregator.core.course import Course
    from aggregator.fetch import Exchange


@contextmanager
def exchange(course: "Course") -> "Iterator[Exchange]":
    """The web and the readers of what it answers, as long as the `with` lasts."""
    from aggregator.fetch import Exchange
    from aggregator.reading import Readers
    from aggregator.web import Web, user_agent

    settings = course.fetch
    with (
        Web(
            user_agent=user_agent(__version__, settings.contact),
            jobs=settings.jobs,
            timeout=settings.timeout,
            deadline=settings.deadline.total_seconds(),
            allow_networks=settings.allow_networks,
        ) as web,
        Readers() as readers,
    ):
        yield Exchange(web, readers)
