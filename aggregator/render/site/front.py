"""The front page: the last seven days, what waits, what was written last. And the page of all that waits."""

from aggregator.core.language import _, ngettext
from aggregator.core.pages import CoursePages
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.render import figures, verdicts, words
from aggregator.render.html.views import Card, Section, Way, card, numbers, rows
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame

_FEW, _MANY = 6, 20


def front(found: CoursePages, frame: Frame) -> tuple[str, str]:
    """The page that a visitor meets first."""
    lately = found.lately
    return frame.page(
        paths.FRONT,
        "page.html",
        safe(found.course.title),
        lead=words.week_name(lately.week),
        numbers=numbers(words.in_numbers(lately.numbers)),
        sections=tuple(one for one in (_waiting_first(found, frame), _newest(found, frame)) if not one.empty),
        answering_heading=_("How the week's posts were answered"),
        answering=rows(lately.weeks),
        caption=figures.drawn_weeks(lately.weeks),
        as_of=words.as_of(lately),
    )


def waiting(found: CoursePages, frame: Frame) -> tuple[str, str]:
    """Everything that waits, the most urgent first; below it what nobody can tell about."""
    zone, now = found.course.timezone, found.waiting.as_of
    people = frame.people(paths.WAITING)
    riddles = tuple(card(one, zone, now, excerpt=False, people=people) for one in found.waiting.unknown)
    sections = (
        Section("waiting", _("Waiting for an answer"), cards=_waits(found, found.waiting.waiting, people), alone=True),
        Section("unknown", _("Could not tell"), cards=riddles),
    )
    return frame.page(
        paths.WAITING,
        "page.html",
        _("Waiting for an answer"),
        lead="" if found.waiting.waiting else _("No post is known to wait for an answer."),
        sections=tuple(one for one in sections if not one.empty),
        as_of=words.as_of(found.lately),
    )


def _waiting_first(found: CoursePages, frame: Frame) -> Section:
    waits = found.waiting.waiting
    more = max(0, len(waits) - _FEW)
    text = ngettext("{count} more", "{count} more", more).format(count=more)
    return Section(
        "waiting",
        _("Waiting for an answer"),
        cards=_waits(found, waits[:_FEW], frame.people(paths.FRONT)),
        note="" if waits else _("No post is known to wait for an answer."),
        more=Way(text, paths.WAITING) if more else None,
    )


def _newest(found: CoursePages, frame: Frame) -> Section:
    people = frame.people(paths.FRONT)
    posts = [one for _name, theirs in found.lately.by_participant for one in theirs]
    newest = sorted(posts, key=lambda one: (one.post.dated, one.post.id), reverse=True)[:_MANY]
    return Section(
        "newest",
        _("The newest posts"),
        cards=tuple(card(one, found.course.timezone, found.waiting.as_of, people=people) for one in newest),
        note="" if newest else _("No posts of this week are known."),
        more=Way(_("All weeks"), paths.WEEKS),
    )


def _waits(found: CoursePages, posts: tuple[Listed, ...], people: dict[str, str]) -> tuple[Card, ...]:
    zone, now = found.course.timezone, found.waiting.as_of
    return tuple(
        card(one, zone, now, why=verdicts.why_in_digest(one, zone, now), button=True, excerpt=False, people=people)
        for one in posts
    )
