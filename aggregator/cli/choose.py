"""What a command is about: participants by name or tag, a post by its address; with a hint when there is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.course import Course
    from aggregator.core.model import Post
    from aggregator.store import Reading


def names(course: "Course", wanted: Sequence[str], *, facilitators: bool = False) -> list[str]:
    """The participants' (and facilitators') names as feeds.toml spells them; UsageError for one it does not have."""
    from difflib import get_close_matches

    everybody = [*(course.facilitators if facilitators else ()), *(one.name for one in course.participants)]
    known = {name.casefold(): name for name in everybody}
    for name in wanted:
        if name.casefold() not in known:
            near = get_close_matches(name.casefold(), known, 1) or [one for one in known if name.casefold() in one]
            near = near or [one for one in known if get_close_matches(name.casefold(), one.split(), 1)]
            hint = " " + _("Did you mean “{name}”?").format(name=known[near[0]]) if near else ""
            raise UsageError(_("There is no participant “{name}” in feeds.toml.").format(name=name) + hint)
    return [known[name.casefold()] for name in wanted]


def only(course: "Course", wanted: Sequence[str]) -> "Course":
    """The course with only the participants named; all of them when nobody is."""
    from aggregator.core.record import replace

    chosen = names(course, wanted)
    return replace(course, participants=tuple(p for p in course.participants if not chosen or p.name in chosen))


def in_group(course: "Course", tag: str | None) -> "Course":
    """The course with only the participants who have the tag; UsageError when nobody has it."""
    if tag is None:
        return course
    from aggregator.core.record import replace

    chosen = tuple(p for p in course.participants if tag.casefold() in map(str.casefold, p.tags))
    if not chosen:
        tags = ", ".join(sorted({known for p in course.participants for known in p.tags})) or _("none")
        raise UsageError(_("Nobody in feeds.toml has the tag “{tag}”. Tags there: {tags}.").format(tag=tag, tags=tags))
    return replace(course, participants=chosen)


def comment_source(text: str) -> str:
    """What `comments` of a participant may be; UsageError for what it may not."""
    from aggregator.comments import NAMES
    from aggregator.config.keys import comment_names
    from aggregator.config.words import near

    known = comment_names(NAMES)
    if text.lower() in known:
        return text.lower()
    meant = near(text, known)
    hint = (
        _("Did you mean “{name}”?").format(name=meant)
        if meant
        else _("There are: {names}.").format(names=", ".join(known))
    )
    raise UsageError(_("There is no source of comments “{text}”.").format(text=text) + " " + hint)


def posts_at(course: "Course", store: "Reading", address: str) -> "list[Post]":
    """The stored posts at an address; UsageError when there is none."""
    from aggregator import report
    from aggregator.core.text import safe

    found = report.find_posts(course, store, address)
    if not found:
        text = _("No stored post has the address “{address}”. agg posts --all lists those that are stored.")
        raise UsageError(text.format(address=safe(address)))
    return found


def one_post(course: "Course", store: "Reading", address: str) -> "Post":
    """The stored post at an address; UsageError when there is none, or when several have it."""
    from aggregator.core.text import safe

    found = posts_at(course, store, address)
    if len(found) == 1:
        return found[0]
    writers = sorted({post.participant for post in found})
    if len(writers) > 1:
        text = _("{count} posts have the address “{address}”. Say whose you mean with --participant: {names}.")
    else:
        text = _("{count} posts have the address “{address}”. Name one by its id instead: {ids}.")
    ids = ", ".join(safe(post.guid) for post in found)
    raise UsageError(text.format(count=len(found), address=safe(address), names=", ".join(writers), ids=ids))
