"""Everybody's page, the pages of those who share a tag, and the pages that lead to them."""

from collections.abc import Sequence

from aggregator.core.language import _, ngettext
from aggregator.core.links import web_address
from aggregator.core.pages import CoursePages, Profile
from aggregator.core.participation import Flag
from aggregator.core.record import Struct
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.render import figures
from aggregator.render.html.views import Line, Section, Way, card, numbers
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame

_MOST = 100


class Cell(Struct, frozen=True):
    """A person in the table."""

    name: str
    href: str
    posts: str
    last: str
    received: str
    given: str
    tags: str
    new: bool


def person(found: CoursePages, one: Profile, frame: Frame) -> tuple[str, str]:
    """Somebody's posts, newest first, with where the blog is."""
    path = frame.paths.people[one.participant.name]
    blog, feed = web_address(one.home), web_address(one.feed)
    ways = [Way(_("The blog"), blog)] if blog else []
    ways += [Way(_("Its feed"), feed)] if feed else []
    ways += [Way(safe(tag), f"../{frame.paths.tags[tag]}") for tag in _tags(one, frame)]
    return frame.page(
        path,
        "page.html",
        safe(one.participant.name),
        under=paths.PEOPLE,
        ways=tuple(ways),
        numbers=numbers(_in_numbers(one)),
        sections=(_posts(found, one.posts, author=False),),
    )


def tag(found: CoursePages, name: str, frame: Frame) -> tuple[str, str]:
    """Those who share a tag, and their newest posts."""
    path = frame.paths.tags[name]
    theirs = of_tag(found, name, frame)
    posts = newest(theirs, _MOST)
    total = sum(len(one.posts) for one in theirs)
    lines = tuple(_line(one, frame.people(path)) for one in theirs)
    written = _posts(found, posts, people=frame.people(path), note=_cut(len(posts), total))
    return frame.page(
        path,
        "page.html",
        safe(name),
        under=paths.TAGS,
        ways=(Way(_("As a feed"), f"../{frame.paths.tag_feeds[name]}"),),
        sections=(Section("people", _("People"), lines=lines), written),
    )


def tags(found: CoursePages, frame: Frame) -> tuple[str, str]:
    """The page that leads to all tags."""
    lines = tuple(
        Line(safe(name), _people_in_words(len(of_tag(found, name, frame))), path)
        for name, path in frame.paths.tags.items()
    )
    return frame.page(
        paths.TAGS, "page.html", _("Tags"), sections=(Section("tags", _("Tags"), lines=lines, alone=True),)
    )


def people(found: CoursePages, frame: Frame) -> tuple[str, str]:
    """Everybody in a table."""
    heads = (_("Name"), _("Posts"), _("Last"), _("Received"), _("Given"))
    return frame.page(
        paths.PEOPLE,
        "people.html",
        _("People"),
        heads=heads,
        lead=_("Received are comments by others, given those on others’ posts."),
        cells=tuple(_cell(found, one, frame) for one in found.profiles),
        new=_("new"),
        ways=(Way(_("All blogs for a feed reader (OPML)"), paths.BLOGS),),
    )


def of_tag(found: CoursePages, name: str, frame: Frame) -> list[Profile]:
    """Those who share the tag, in the order of feeds.toml."""
    return [one for one in found.profiles if name in _tags(one, frame)]


def newest(profiles: Sequence[Profile], most: int) -> tuple[Listed, ...]:
    """Their newest posts."""
    every = (post for one in profiles for post in one.posts)
    return tuple(sorted(every, key=lambda one: (one.post.dated, one.post.id), reverse=True)[:most])


def _tags(one: Profile, frame: Frame) -> list[str]:
    """The person's tags, each as it is written where it stands first in feeds.toml."""
    theirs = {tag.casefold() for tag in one.participant.tags}
    return [tag for tag in frame.paths.tags if tag.casefold() in theirs]


def _posts(
    found: CoursePages,
    posts: Sequence[Listed],
    *,
    author: bool = True,
    people: dict[str, str] | None = None,
    note: str = "",
) -> Section:
    zone, now = found.course.timezone, found.waiting.as_of
    cards = tuple(card(one, zone, now, author=author, people=people) for one in posts)
    return Section("posts", _("Posts"), cards=cards, note=note if cards else _("No posts are known."))


def _cut(shown: int, total: int) -> str:
    if shown == total:
        return ""
    return _("These are the newest {shown} of {total} posts; the others stand on everybody’s own page.").format(
        shown=shown, total=total
    )


def _in_numbers(one: Profile) -> list[str]:
    part = one.part
    if part.posts is None:
        return []
    phrases = [ngettext("{count} post", "{count} posts", part.posts).format(count=part.posts)]
    if part.received is not None:
        text = ngettext("{count} comment received", "{count} comments received", part.received)
        phrases.append(text.format(count=part.received))
    return [*phrases, ngettext("{count} comment given", "{count} comments given", part.given).format(count=part.given)]


def _line(one: Profile, people: dict[str, str]) -> Line:
    said = " · ".join(_in_numbers(one)) or _("the blog has not been read yet")
    return Line(safe(one.participant.name), said, people[one.participant.name])


def _people_in_words(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def _cell(found: CoursePages, one: Profile, frame: Frame) -> Cell:
    part = one.part
    return Cell(
        name=safe(one.participant.name),
        href=frame.paths.people[one.participant.name],
        posts=_figure(part.posts),
        last=figures.short_day(part.last_post, found.course.timezone) if part.last_post else "",
        received=_figure(part.received),
        given=str(part.given),
        tags=", ".join(map(safe, _tags(one, frame))),
        new=Flag.NEW in part.flags,
    )


def _figure(number: int | None) -> str:
    """A number, or that nobody knows."""
    return "?" if number is None else str(number)
