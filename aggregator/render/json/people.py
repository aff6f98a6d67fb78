"""People, their answers and the weeks of the course for programs."""

from datetime import timedelta

from aggregator.core.health import Health
from aggregator.core.network import Network
from aggregator.core.participation import Figures, Participation
from aggregator.core.trend import WeekHealth
from aggregator.render.json.writing import SCHEMA, dump, time

_PLACES = 2


def people(found: Figures) -> str:
    """`{schema, as_of, people: [...], facilitators: [...], course, weeks: [...], unmatched}`."""
    return dump(
        {
            "schema": SCHEMA,
            "as_of": time(found.as_of),
            "people": [_person(one) for one in found.people],
            "facilitators": [{"name": name, "given": given} for name, given in found.facilitators],
            "course": _health(found.health),
            "weeks": [week_row(one) for one in found.weeks],
            "unmatched": found.unmatched,
            "known_by_number_only": found.unseen,
        }
    )


def network(found: Network) -> str:
    """`{schema, as_of, nodes: [{name, part, posts, given, received, unmatched}], edges: [...], unmatched}`."""
    return dump(
        {
            "schema": SCHEMA,
            "as_of": time(found.as_of),
            "nodes": [
                {
                    "name": one.name,
                    "part": "facilitator" if one.facilitator else "participant",
                    "posts": one.posts,
                    "given": one.given,
                    "received": one.received,
                    "unmatched": one.unmatched,
                }
                for one in found.members
            ],
            "edges": [
                {
                    "source": one.source,
                    "target": one.target,
                    "comments": one.comments,
                    "first": time(one.first),
                    "last": time(one.last),
                }
                for one in found.ties
            ],
            "unmatched": found.unmatched,
            "known_by_number_only": found.unseen,
        }
    )


def _person(one: Participation) -> dict[str, object]:
    return {
        "participant": one.participant,
        "posts": one.posts,
        "last_post": time(one.last_post),
        "received": one.received,
        "given": one.given,
        "unmatched": one.unmatched,
        "known_by_number_only": one.unseen,
        **_shares(one.health),
        "silent_since": time(one.last_sign),
        "silent_days": one.silent_days,
        "flags": one.flags,
    }


def week_row(one: WeekHealth) -> dict[str, object]:
    """A week's posts and what became of them."""
    return {
        "label": one.week.label,
        "start": time(one.week.start),
        "end": time(one.week.end),
        **_health(one.health),
        "new_bloggers": one.new_bloggers,
        "new_unanswered": one.new_unanswered,
    }


def _health(found: Health) -> dict[str, object]:
    return {
        "posts": found.posts,
        **_shares(found),
        "answered_within_48_hours": found.soon,
        "not_within_48_hours": found.later,
    }


def _shares(found: Health) -> dict[str, object]:
    """`median_hours` is null where comments have no dates; `median_hours_between` then tells what is known."""
    least, most = found.median or (None, None)
    return {
        "answered": found.answered,
        "unanswered": found.unanswered,
        "answered_share": None if found.answered_share is None else round(found.answered_share, _PLACES),
        "median_hours": _hours(most) if least == most else None,
        "median_hours_between": None if least is None else [_hours(least), _hours(most)],
    }


def _hours(span: timedelta | None) -> float | None:
    return None if span is None else round(span / timedelta(hours=1), _PLACES)
