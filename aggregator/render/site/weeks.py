"""A page for every week, and one that leads to them."""

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.render import figures, words
from aggregator.render.html.views import Line, Section, numbers, rows
from aggregator.render.html.week import sections
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame


def week(found: Digest, frame: Frame) -> tuple[str, str]:
    """The digest of a week. It says nothing of when it was made, so that it changes only when the week does."""
    path = paths.week(found.week.label)
    return frame.page(
        path,
        "page.html",
        words.week_name(found.week),
        under=paths.WEEKS,
        numbers=numbers(words.in_numbers(found.numbers)),
        answering_heading=_("How the week's posts were answered"),
        answering=rows(found.weeks),
        caption=figures.drawn_weeks(found.weeks),
        sections=sections(found, people=frame.people(path)),
    )


def line(found: Digest) -> Line:
    """A week in the list of weeks."""
    return Line(words.week_name(found.week), " · ".join(words.in_numbers(found.numbers)), paths.week(found.week.label))


def weeks(lines: tuple[Line, ...], frame: Frame) -> tuple[str, str]:
    """The page that leads to all weeks."""
    listed = Section("weeks", _("Weeks"), lines=lines, alone=True)
    return frame.page(
        paths.WEEKS,
        "page.html",
        _("Weeks"),
        lead="" if lines else _("Nobody has written yet."),
        sections=() if listed.empty else (listed,),
    )
