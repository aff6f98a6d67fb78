"""The words about rounds of answers, whatever form they take."""

from zoneinfo import ZoneInfo

from aggregator.core.language import _, ngettext
from aggregator.core.model import Reason
from aggregator.core.round import Done, Left, Shown, Task
from aggregator.render.words import moment, on_day, title


def heading(found: Shown, zone: ZoneInfo) -> str:
    """Which round it is."""
    made = on_day(found.round.made_at, zone, found.round.made_at)
    week = found.round.week.partition("-W")[2].lstrip("0")
    if found.round.within:
        groups = ", ".join(found.round.within)
        return _("Who answers whom in week {week}, within {groups} (assigned {day})").format(
            week=week, groups=groups, day=made
        )
    return _("Who answers whom in week {week} (assigned {day})").format(week=week, day=made)


def nothing(found: Shown) -> str:
    """That there is nothing to be done, and why."""
    if found.short:
        return _("Posts wait for an answer, but nobody can be asked to answer them.")
    return _("No post is known to wait for an answer, so nobody has been asked.")


def none_kept() -> str:
    """That nobody was ever asked."""
    return _("No round is remembered: agg assign makes one.")


def done(one: Task, zone: ZoneInfo) -> str:
    """Whether somebody has answered the post."""
    if one.done is Done.UNKNOWN and one.listed.verdict.reason is Reason.MARKED:
        return _("not known: the post is marked by hand")
    others = _("answered by {names}").format(names=", ".join(one.others)) if one.others else ""
    said = {
        Done.NOT_YET: _("not yet"),
        Done.CLOSED: _("not any more: comments are closed"),
        Done.UNKNOWN: _("not known: not all comments on it can be told apart"),
    }.get(one.done, _("done"))
    if one.done is Done.DONE and one.at:
        said = _("done on {moment}").format(moment=moment(one.at, zone))
    return ", ".join(filter(None, (said, others if one.done is not Done.DONE else "")))


def notes(found: Shown) -> list[str]:
    """What could not be done, and who was not counted on."""
    lines = []
    if found.short:
        posts = "; ".join(f"{one.post.participant}: {title(one.post)}" for one, _missing in found.short)
        missing = sum(missing for _one, missing in found.short)
        text = ngettext(
            "For {count} answer nobody could be found: {posts}.",
            "For {count} answers nobody could be found: {posts}.",
            missing,
        )
        lines.append(text.format(count=missing, posts=posts))
    if found.above:
        text = _("It could not be avoided that these get more than {share}: {names}.")
        lines.append(text.format(share=found.share, names=", ".join(found.above)))
    if found.left:
        names = ", ".join(f"{name} ({_why_left(why)})" for name, why in found.left)
        lines.append(_("Not counted on: {names}.").format(names=names))
    return lines


def _why_left(why: Left) -> str:
    return {Left.SILENT: _("silent"), Left.TROUBLE: _("feed in trouble")}.get(why, _("not read yet"))
