"""What lists and the digest show of a post on a terminal."""

from collections.abc import Callable, Iterable, Iterator

from aggregator.core.model import State, Verdict
from aggregator.core.shown import Listed
from aggregator.render import words
from aggregator.render.lines import ALERT, FAINT, GOOD, address, named, paragraph

WIDEST = 100


def waiting_lines(waiting: Iterable[Listed], width: int, why: Callable[[Listed], str]) -> Iterator[str]:
    """Posts that wait, numbered: whose, why they stand there, and where one writes the comment."""
    for number, one in enumerate(waiting, 1):
        yield from named(f"{number}. {one.post.participant}:", words.title(one.post), width, 2)
        yield from paragraph(why(one), width, 5, ALERT)
        yield from address(one.post.comment_url, 5)


def style(verdict: Verdict) -> str:
    """How the verdict looks."""
    if verdict.state in (State.WAITING, State.ONLY_OWN):
        return ALERT
    return GOOD if verdict.comments or verdict.state is State.ANSWERED else FAINT
