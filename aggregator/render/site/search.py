"""Search without a server: a page, and the posts as a script that the page loads when somebody searches."""

import json

from aggregator.core.language import _
from aggregator.core.links import web_address
from aggregator.core.pages import CoursePages
from aggregator.core.shown import Listed
from aggregator.core.text import excerpt, safe
from aggregator.render import verdicts, words
from aggregator.render.html.views import tone
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame

_FEW, _LONG, _SHORT = 10_000, 280, 80
"""Of more posts than a few there are only short beginnings, for a phone has to load them all."""


def page(frame: Frame) -> tuple[str, str]:
    """The page with the form."""
    return frame.page(
        paths.SEARCH,
        "search.html",
        _("Search"),
        label=_("Words in posts, names or tags"),
        search=_("Search"),
        without=_("Searching needs JavaScript. Without it, go by weeks, people or tags."),
        data=paths.POSTS,
    )


def posts(found: CoursePages, frame: Frame) -> tuple[str, str]:
    """All posts as `aggPosts`, newest first.

    `people` are [name, page, tags], `posts` [title, address, number of the person, day, standing, tone, text].
    """
    people = [
        [safe(one.participant.name), frame.paths.people[one.participant.name], [*map(safe, one.participant.tags)]]
        for one in found.profiles
    ]
    length = _LONG if sum(len(one.posts) for one in found.profiles) <= _FEW else _SHORT
    rows = [_row(one, number, found, length) for number, profile in enumerate(found.profiles) for one in profile.posts]
    rows.sort(key=lambda row: str(row[3]), reverse=True)
    told = {"people": people, "posts": rows}
    return paths.POSTS, f"window.aggPosts = {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def _row(one: Listed, person: int, found: CoursePages, length: int) -> list[object]:
    post = one.post
    return [
        safe(words.title(post)),
        web_address(post.url) or "",
        person,
        f"{post.dated.astimezone(found.course.timezone):%Y-%m-%d}",
        verdicts.standing(one.verdict),
        tone(one.verdict),
        excerpt(post.excerpt, length) if post.title else "",
    ]
