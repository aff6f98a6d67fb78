"""The digest as one HTML file: a page that needs nothing else, and the HTML part of the mail."""

from aggregator.core.digest import Digest
from aggregator.core.language import _, code
from aggregator.core.text import safe
from aggregator.render import figures, words
from aggregator.render.html import templating
from aggregator.render.html.views import numbers, rows
from aggregator.render.html.week import sections

__all__ = ["digest"]


def digest(found: Digest, *, facilitator: bool = False) -> str:
    """The week as a page (HTML 5) of at most one column, sections that are empty left out.

    Without its style sheet, as some mail programs show it, it is read from top to bottom just as well.
    """
    return templating.render(
        "digest.html",
        language=code(),
        title=safe(found.title),
        week=words.week_name(found.week),
        numbers=numbers(words.in_numbers(found.numbers)),
        answering_heading=_("How the week's posts were answered"),
        answering=rows(found.weeks),
        caption=figures.drawn_weeks(found.weeks),
        sections=sections(found, facilitator=facilitator),
        as_of=words.as_of(found),
    )
