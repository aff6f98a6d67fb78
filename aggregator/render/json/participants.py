"""The participants as feeds.toml has them, for programs and for `agg import`."""

from aggregator.core.course import Course, Participant
from aggregator.render import words
from aggregator.render.json.writing import SCHEMA, dump


def participants(course: Course) -> str:
    """`{schema, course, participants: [{name, feed or home, tags, aliases, category, comments}]}`, without logins."""
    return dump(
        {"schema": SCHEMA, "course": course.title, "participants": [participant(one) for one in course.participants]}
    )


def participant(one: Participant) -> dict[str, object]:
    """What feeds.toml says of one."""
    return {
        "name": one.name,
        "home" if one.is_home else "feed": words.address(one.address),
        "tags": one.tags,
        "aliases": one.aliases,
        "category": one.category,
        "comments": one.comments,
    }
