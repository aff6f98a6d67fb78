"""The page with the picture of who has answered whom, and the same in words."""

from aggregator.core.language import _, ngettext
from aggregator.core.network import Network
from aggregator.core.text import safe
from aggregator.render import figures
from aggregator.render.html.views import Line, Section
from aggregator.render.site import paths
from aggregator.render.site.frame import Frame
from aggregator.render.svg import legend

_MOST = 200
"""Of more people a picture is so dense that nobody reads it, and takes longer than all other pages together."""


def is_drawn(found: Network) -> bool:
    """Whether there is a picture beside the words."""
    return len(found.members) <= _MOST


def network(found: Network, frame: Frame) -> tuple[str, str]:
    """The picture, what is to be seen in it, and for everybody whom they have answered."""
    people = frame.people(paths.NETWORK)
    answered = {one.name: [tie for tie in found.ties if tie.source == one.name] for one in found.members}
    lines = tuple(
        Line(
            safe(name),
            ", ".join(_answered(safe(tie.target), tie.comments) for tie in sorted(ties, key=lambda tie: -tie.comments)),
            people.get(name),
        )
        for name, ties in answered.items()
        if ties
    )
    return frame.page(
        paths.NETWORK,
        "network.html",
        _("Who has answered whom"),
        picture=paths.PICTURE if is_drawn(found) else "",
        described=" ".join(legend.described(found)),
        hint=_("Open the picture alone to see it larger.")
        if is_drawn(found)
        else _("There are too many people for a picture."),
        sections=(
            Section(
                "answers",
                _("Who has answered whom, in words"),
                lines=lines,
                note=_others(found),
            ),
        ),
    )


def _others(found: Network) -> str:
    """That there are comments by people of whom the course has no list, and comments of which nobody knows by whom."""
    text = ngettext(
        "{count} comment is by somebody who is not in the course, or signs with another name.",
        "{count} comments are by people who are not in the course, or sign with other names.",
        found.unmatched,
    )
    strangers = [text.format(count=found.unmatched)] if found.unmatched else []
    return " ".join([*strangers, *([figures.nameless(found.unseen)] if found.unseen else [])])


def _answered(name: str, comments: int) -> str:
    text = ngettext("{name} ({count} comment)", "{name} ({count} comments)", comments)
    return text.format(name=name, count=comments)
