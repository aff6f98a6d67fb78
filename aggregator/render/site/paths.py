"""Which page stands where. Paths are ASCII and in lower case, so that every web server and file system has them."""

from collections.abc import Iterable
from hashlib import blake2b

from slugify import slugify

from aggregator.core.pages import CoursePages
from aggregator.core.record import Struct

FRONT, WAITING, WEEKS, PEOPLE, TAGS = "index.html", "waiting.html", "weeks.html", "people.html", "tags.html"
NETWORK, PICTURE, SEARCH = "network.html", "network.svg", "search.html"
ALL_FEED, WAITING_FEED, BLOGS = "atom.xml", "waiting.xml", "blogs.opml"
STYLE, SCRIPT, POSTS = "style.css", "site.js", "posts.js"
_LONGEST = 60


class Paths(Struct, frozen=True):
    """Where each participant's and each tag's page stands, by their names."""

    people: dict[str, str]
    tags: dict[str, str]
    tag_feeds: dict[str, str]


def paths(found: CoursePages) -> Paths:
    """The paths of people and of tags, in the order of feeds.toml, which keeps them the same when somebody is added."""
    people = _named(profile.participant.name for profile in found.profiles)
    tags = _named(tags_of(found))
    return Paths(
        {name: f"people/{short}.html" for name, short in people.items()},
        {tag: f"tags/{short}.html" for tag, short in tags.items()},
        {tag: f"tags/{short}.xml" for tag, short in tags.items()},
    )


def week(label: str) -> str:
    """The page of an ISO week."""
    return f"weeks/{label}.html"


def tags_of(found: CoursePages) -> list[str]:
    """The tags of the participants, by their first letters; those that differ by case alone once."""
    every: dict[str, str] = {}
    for profile in found.profiles:
        for tag in profile.participant.tags:
            every.setdefault(tag.casefold(), tag)
    return sorted(every.values(), key=str.casefold)


def _named(names: Iterable[str]) -> dict[str, str]:
    """A short name for each that no other has; of a name without letters or digits, a hash."""
    short: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        bare = slugify(name, max_length=_LONGEST) or blake2b(name.encode(), digest_size=4).hexdigest()
        one, number = bare, 1
        while one in taken:
            number += 1
            one = f"{bare}-{number}"
        taken.add(one)
        short[name] = one
    return short
