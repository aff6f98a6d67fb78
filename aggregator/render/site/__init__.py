"""The course's page: static files for any web server, complete without JavaScript.

Names of files are never translated, and nothing in a file changes unless what it shows does; only the front page and
the one of what waits say when they were made.
"""

from collections.abc import Iterator

from aggregator.core.pages import CoursePages
from aggregator.render import svg
from aggregator.render.html import templating
from aggregator.render.site import feeds, front, network, paths, people, search, weeks
from aggregator.render.site.frame import Frame

__all__ = ["pages"]


def pages(found: CoursePages) -> Iterator[tuple[str, str]]:
    """Every file of the site, one after the other: its path from the site's folder, with `/`, and its text."""
    frame = Frame(found.course, paths.paths(found))
    yield from _parts()
    yield front.front(found, frame)
    yield front.waiting(found, frame)
    lines = []
    for digest in found.weeks:
        yield weeks.week(digest, frame)
        lines.append(weeks.line(digest))
    yield weeks.weeks(tuple(lines), frame)
    yield people.people(found, frame)
    for profile in found.profiles:
        yield people.person(found, profile, frame)
    if frame.paths.tags:
        yield people.tags(found, frame)
    for tag in frame.paths.tags:
        yield people.tag(found, tag, frame)
        yield feeds.tag(found, tag, frame)
    if network.is_drawn(found.network):
        yield paths.PICTURE, svg.network(found.network)
    yield network.network(found.network, frame)
    yield feeds.all_posts(found)
    yield feeds.waiting(found)
    yield feeds.blogs(found)
    yield search.page(frame)
    yield search.posts(found, frame)


def _parts() -> Iterator[tuple[str, str]]:
    yield paths.STYLE, templating.render("style.css") + templating.render("site.css")
    yield paths.SCRIPT, templating.render("site.js")
