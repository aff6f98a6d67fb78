"""Rounds of answers for programs."""

from collections.abc import Sequence

from aggregator.core.round import Shown, Task
from aggregator.render import verdicts
from aggregator.render.json.writing import SCHEMA, dump, shown_row, time


def assigned(found: Shown) -> str:
    """`{schema, week, …, assignments: [{participant, post, why, done …}], short, above_share, left_out, totals}`."""
    return dump({"schema": SCHEMA} | _round(found))


def checked(found: Sequence[Shown]) -> str:
    """`{schema, rounds: [...]}`: each as above."""
    return dump({"schema": SCHEMA, "rounds": [_round(one) for one in found]})


def _round(found: Shown) -> dict[str, object]:
    return {
        "week": found.round.week,
        "within": found.round.within,
        "made_at": time(found.round.made_at),
        "remembered": found.remembered,
        "each": found.round.each,
        "most": found.round.most,
        "seed": found.round.seed,
        "share": found.share if not found.remembered else None,
        "assignments": [_task(one) for one in found.tasks],
        "short": [{"post": shown_row(one), "missing": missing} for one, missing in found.short],
        "above_share": found.above,
        "left_out": [{"participant": name, "why": why} for name, why in found.left],
        "totals": [{"participant": name, "assigned": asked, "done": done} for name, asked, done in found.totals],
    }


def _task(one: Task) -> dict[str, object]:
    return {
        "participant": one.answerer,
        "post": shown_row(one.listed),
        "why": verdicts.why(one.listed),
        "done": one.done,
        "done_at": time(one.at),
        "answered_by": one.others,
    }
