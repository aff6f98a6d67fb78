"""The feeds of the site, and the list of blogs."""

from aggregator.core.language import _
from aggregator.core.pages import CoursePages
from aggregator.core.shown import Listed
from aggregator.render import atom, opml
from aggregator.render.atom import Channel
from aggregator.render.opml import BlogLink
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame
from aggregator.render.site.people import newest, of_tag

_MOST = 100


def all_posts(found: CoursePages) -> tuple[str, str]:
    """The newest posts of everybody."""
    return _feed(found, paths.ALL_FEED, found.course.title, paths.FRONT, newest(found.profiles, _MOST))


def waiting(found: CoursePages) -> tuple[str, str]:
    """What waits for an answer. A post that is answered leaves the feed."""
    title = _("{course}: waiting for an answer").format(course=found.course.title)
    return _feed(found, paths.WAITING_FEED, title, paths.WAITING, found.waiting.waiting)


def tag(found: CoursePages, name: str, frame: Frame) -> tuple[str, str]:
    """The newest posts of those who share a tag."""
    title = f"{found.course.title}: {name}"
    posts = newest(of_tag(found, name, frame), _MOST)
    return _feed(found, frame.paths.tag_feeds[name], title, frame.paths.tags[name], posts)


def blogs(found: CoursePages) -> tuple[str, str]:
    """Everybody's blog for a feed reader."""
    links = (BlogLink(one.participant.name, one.feed, one.home, one.participant.tags) for one in found.profiles)
    return paths.BLOGS, opml.blogs(found.course.title, links)


def _feed(found: CoursePages, path: str, title: str, page: str, posts: tuple[Listed, ...]) -> tuple[str, str]:
    """Renewed when its newest post is, so that it stays as it is until then."""
    moments = [max(one.post.dated, one.post.updated or one.post.dated) for one in posts]
    site = found.course.site.address
    channel = Channel(
        title,
        found.course.title,
        path,
        max(moments, default=found.waiting.as_of),
        itself=site + path if site else None,
        page=site + page if site else None,
    )
    return path, atom.feed(channel, posts)
