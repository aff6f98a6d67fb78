"""What stands above the picture: how many comments there are, and what shapes and lines say."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from aggregator.core.language import _, ngettext
from aggregator.core.network import Network
from aggregator.core.text import safe
from aggregator.render import figures, words
from aggregator.render.svg import people, ties
from aggregator.render.svg.people import FONT_SIZE, Kind
from aggregator.render.svg.style import SHAPES, TEXT

_ICON = 34.0
_APART = 22.0
_LINE = 24.0


def said(found: Network) -> list[str]:
    """How many comments there are, and what is not drawn."""
    lines = [_summary(found)]
    if found.unmatched:
        text = ngettext(
            "{count} comment by somebody whom feeds.toml does not know is not drawn.",
            "{count} comments by people whom feeds.toml does not know are not drawn.",
            found.unmatched,
        )
        lines.append(text.format(count=found.unmatched))
    if found.unseen:
        lines.append(figures.nameless(found.unseen))
    return lines


def hint(found: Network) -> list[str]:
    """What can be done with the picture, if anything."""
    return [_("In a browser: point at a name to see that person's comments alone.")] if found.ties else []


def described(found: Network) -> list[str]:
    """The same for those who cannot see it, and who has had no answer."""
    unanswered = [safe(one.name) for one in found.members if people.kind(one) is Kind.UNANSWERED]
    silent = [safe(one.name) for one in found.members if not one.given]
    lines = said(found)
    if unanswered:
        lines.append(_("Posts, but no answer: {names}.").format(names=", ".join(unanswered)))
    if silent:
        lines.append(_("Have commented on nobody: {names}.").format(names=", ".join(silent)))
    return lines


def _summary(found: Network) -> str:
    day = words.day(found.as_of.date(), year=True)
    if not found.ties:
        return _("Nobody in the course is known to have commented on anybody else's post, as of {day}.").format(day=day)
    comments, writers = sum(tie.comments for tie in found.ties), len({tie.source for tie in found.ties})
    return _("{comments} by {people}, as of {day}.").format(
        comments=ngettext("{count} comment", "{count} comments", comments).format(count=comments),
        people=ngettext("{count} person", "{count} people", writers).format(count=writers),
        day=day,
    )


def drawn(found: Network, left: float, top: float, width: float) -> tuple[str, float]:
    """The legend in lines of this width, and where it ends."""
    parts: list[str] = []
    x, y = left, top
    for icon, text in _entries(found):
        wide = _ICON + people.ems(text) * FONT_SIZE
        if left < x and x + wide > left + width:
            x, y = left, y + _LINE
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f})">{icon}'
            f'<text class="quiet" x="{_ICON:.0f}" y="4.5" fill="{TEXT["quiet"][0]}">{escape(text)}</text></g>\n'
        )
        x += wide + _APART
    return "".join(parts), y + _LINE if parts else top


def _entries(found: Network) -> Iterator[tuple[str, str]]:
    members = found.members
    kinds = [people.kind(one) for one in members]
    for which in Kind:
        if count := kinds.count(which):
            hollow = all(not one.given for one, its in zip(members, kinds, strict=True) if its is which)
            yield people.shape(which, 14, 0, 8, hollow=hollow and which is Kind.FACILITATOR), _counted(which, count)
    if silent := sum(not one.given for one in members):
        icon = people.shape(Kind.ANSWERED, 14, 0, 7, hollow=True)
        yield icon, _("hollow: has commented on nobody ({count})").format(count=silent)
    yield from _lines(found)


def _counted(which: Kind, count: int) -> str:
    text = f"{people.meaning(which)} ({count})"
    return text + _("; larger: by more comments") if which is Kind.ANSWERED else text


def _lines(found: Network) -> Iterator[tuple[str, str]]:
    teachers = {one.name for one in found.members if one.facilitator}
    kinds: Sequence[tuple[str, bool, str]] = (
        ("by-participant", False, _("comments, to whose posts; broader: more")),
        ("by-facilitator", True, _("comments by a facilitator")),
    )
    for name, teaching, text in kinds:
        if any((tie.source in teachers) is teaching for tie in found.ties):
            outline = ties.arrow(((0, 2), (13, -5), (28, 2)), 2.0)
            yield f'<path class="{name}" fill="{SHAPES[name][0]}" d="{outline}"/>', text
