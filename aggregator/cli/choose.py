"""Who a command is about: participants by name or tag, with a suggestion when there is none."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from aggregator.core.course import Course
from aggregator.core.errors import UsageError
from aggregator.core.language import _


def names(course: Course, wanted: Sequence[str]) -> list[str]:
    """The participants' names as feeds.toml spells them; UsageError for one it does not have."""
    known = {participant.name.casefold(): participant.name for participant in course.participants}
    for name in wanted:
        if name.casefold() not in known:
            near = get_close_matches(name.casefold(), known, 1) or [one for one in known if name.casefold() in one]
            hint = " " + _("Did you mean “{name}”?").format(name=known[near[0]]) if near else ""
            raise UsageError(_("There is no participant “{name}” in feeds.toml.").format(name=name) + hint)
    return [known[name.casefold()] for name in wanted]


def only(course: Course, wanted: Sequence[str]) -> Course:
    """The course with only the participants named; all of them when nobody is."""
    chosen = names(course, wanted)
    return replace(course, participants=tuple(p for p in course.participants if not chosen or p.name in chosen))


def in_group(course: Course, tag: str | None) -> Course:
    """The course with only the participants who have the tag; UsageError when nobody has it."""
    if tag is None:
        return course
    chosen = tuple(p for p in course.participants if tag.casefold() in map(str.casefold, p.tags))
    if not chosen:
        tags = ", ".join(sorted({known for p in course.participants for known in p.tags})) or _("none")
        raise UsageError(_("Nobody in feeds.toml has the tag “{tag}”. Tags there: {tags}.").format(tag=tag, tags=tags))
    return replace(course, participants=chosen)
