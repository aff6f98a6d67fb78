"""The digest for programs."""

from aggregator.core.digest import Digest
from aggregator.core.model import Trouble
from aggregator.render import words
from aggregator.render.json.people import week_row
from aggregator.render.json.writing import SCHEMA, dump, shown_row, time


def digest(found: Digest) -> str:
    """The whole digest, week as `{label, start, end}`."""
    return dump(
        {
            "schema": SCHEMA,
            "title": found.title,
            "week": {
                "label": found.week.label,
                "start": time(found.week.start),
                "end": time(found.week.end),
            },
            "as_of": time(found.as_of),
            "over": found.over,
            "numbers": {name: getattr(found.numbers, name) for name in found.numbers.__struct_fields__},
            "weeks": [week_row(one) for one in found.weeks],
            "first_posts": [shown_row(one) for one in found.first_posts],
            "waiting": [shown_row(one) for one in found.waiting],
            "participants": [
                {"participant": name, "posts": [shown_row(one) for one in posts]}
                for name, posts in found.by_participant
            ],
            "conversations": [
                {**shown_row(one.listed), "comments_in_week": one.comments, "names": one.names}
                for one in found.conversations
            ],
            "older_waiting": found.older,
            "late": [shown_row(one) for one in found.late],
            "silent": [
                {
                    "participant": one.participant,
                    "last_post": time(one.last_post),
                    "read": one.read,
                    "commented": one.commented,
                }
                for one in found.silent
            ],
            "troubles": [_trouble(one) for one in found.troubles],
            "unmatched": [
                {"name": one.name, "comments": one.comments, "participants": one.participants}
                for one in found.strangers
            ],
        }
    )


def _trouble(one: Trouble) -> dict[str, object]:
    return {
        "participant": one.participant,
        "feed": words.address(one.address),
        "since": time(one.since),
        "problem": one.problem,
    }
