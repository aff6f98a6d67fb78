"""What the terminal shows, in golden files a person can open, and how it fits any width."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aggregator.core.model import Verdict
from aggregator.core.record import replace
from aggregator.render import terminal
from aggregator.render.terminal import rounds as terminal_rounds
from tests.support import sample, samplecomments, samplefigures
from tests.support.build import OSLO
from tests.support.golden import Golden

VIEWS = {
    "week": lambda width: terminal.digest(sample.week(), width, facilitator=True),
    "empty-week": lambda width: terminal.digest(sample.empty_week(), width),
    "needs-comments": lambda width: terminal.needs_comments(sample.waiting(), OSLO, width),
    "needs-comments-for": lambda width: terminal.needs_comments(samplefigures.for_reader(), OSLO, width),
    "people": lambda width: terminal.people(samplefigures.figures(), OSLO, width),
    "nobody": lambda width: terminal.people(samplefigures.nobody(), OSLO, width),
    "network": lambda width: terminal.network(samplefigures.network(), width),
    "network-unconnected": lambda width: terminal.network(samplefigures.unconnected(), width),
    "assign": lambda width: terminal_rounds.assigned(samplefigures.round_of_answers(), OSLO, width),
    "assign-check": lambda width: terminal_rounds.checked(samplefigures.checked(), OSLO, width),
    "posts": lambda width: terminal.posts(sample.posts(), OSLO, width),
    "status": lambda width: terminal.status(sample.status(), OSLO, width),
    "status-comments": lambda width: terminal.status(sample.status(), OSLO, width, comments=True),
    "comments": lambda width: terminal.comments(samplecomments.comments(), OSLO, width),
    "why-answered": lambda width: terminal.why(samplecomments.answered(), OSLO, width),
    "why-marked": lambda width: terminal.why(samplecomments.marked(), OSLO, width, samplecomments.outside()),
    "why-unasked": lambda width: terminal.why(samplecomments.unasked(), OSLO, width),
}


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("view", VIEWS)
def test_it_looks_as_in_the_golden_file(view: str, width: int, language: str, golden: Golden) -> None:
    golden.check(f"{language}/{view}.{width}.txt", VIEWS[view](width).plain + "\n")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("view", VIEWS)
def test_no_line_is_wider_than_the_terminal_but_an_address(view: str, width: int) -> None:
    lines = VIEWS[view](width).plain.splitlines()
    assert not [line for line in lines if cell_len(line) > width and "://" not in line]


@pytest.mark.parametrize("view", VIEWS)
def test_no_line_ends_in_a_space(view: str) -> None:
    lines = VIEWS[view](60).plain.splitlines()
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("width", [1, 20, 60])
def test_an_address_is_never_broken(width: int) -> None:
    long = "https://kari.example/" + "en-svært-lang-adresse-" * 20
    one = replace(sample.FIRST, post=replace(sample.FIRST.post, url=long, comment_url=long))
    listing = replace(sample.waiting(), waiting=(one,), unknown=(replace(one, verdict=sample.NOT_SAID),))
    lines = [line.strip() for line in terminal.needs_comments(listing, OSLO, width).plain.splitlines()]
    assert lines.count(long) == 2


def test_a_wide_terminal_is_not_filled_to_its_edge() -> None:
    for view in VIEWS.values():
        assert view(100).plain == view(500).plain


def test_nothing_to_show_is_said() -> None:
    nothing = replace(sample.waiting(), waiting=(), unknown=())
    assert terminal.needs_comments(nothing, OSLO, 80).plain == "No post is known to wait for an answer."
    assert terminal.posts([], OSLO, 80).plain == "No posts found."
    assert terminal.comments([], OSLO, 80).plain == "No comments found."


def test_only_what_waits_is_counted_as_waiting() -> None:
    one = replace(sample.waiting(), waiting=sample.waiting().waiting[:1])
    assert terminal.needs_comments(one, OSLO, 80).plain.startswith("Waiting for an answer: 1 post\n")


def _ansi(text: Text) -> str:
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="standard").print(text, soft_wrap=True)
    return out.getvalue()


def test_colours_tell_what_waits_and_what_is_well() -> None:
    shown = _ansi(terminal.status(sample.status()[:2], OSLO, 80))
    assert "\x1b[1;32m✓ Arvid:" in shown
    assert "\x1b[1;35m✗ Torunn:" in shown


@pytest.mark.parametrize(
    ("verdict", "colour"),
    [
        (sample.ANSWERED, "32"),
        (sample.ZERO, "35"),
        (sample.ONLY_OWN, "35"),
        (sample.REFUSED, "2"),
        (sample.MARKED, "32"),
    ],
    ids=["answered", "waiting", "only own", "unknown", "marked"],
)
def test_the_verdict_has_the_colour_of_its_state(verdict: Verdict, colour: str) -> None:
    shown = _ansi(terminal.why(replace(samplecomments.unasked(), verdict=verdict), OSLO, 80))
    assert shown.splitlines()[2].startswith(f"  \x1b[{colour}m")


def test_where_visitors_come_from_is_shown_whole() -> None:
    long = "https://ola.example/" + "om-meg-" * 20
    [visitor] = [one for one in samplecomments.comments() if one.comment.said.author == "Ola N"]
    changed = replace(visitor.comment, said=replace(visitor.comment.said, author_url=long))
    lines = terminal.comments([replace(visitor, comment=changed)], OSLO, 40).plain.splitlines()
    assert f"  from {long}" in lines


def test_a_comment_without_an_address_of_its_own_leads_to_its_post() -> None:
    [one] = [one for one in samplecomments.comments() if one.comment.said.text == "Glemte lenken."]
    assert terminal.comments([one], OSLO, 80).plain.splitlines()[-1] == f"  {one.post.url}"
    assert (
        str(one.post.url)
        not in terminal.why(replace(samplecomments.unasked(), comments=(one,)), OSLO, 80).plain.split("Comments")[1]
    )


def test_the_lists_are_read_once() -> None:
    shown = terminal.posts((one for one in sample.posts()), OSLO, 80)
    assert shown.plain == terminal.posts(sample.posts(), OSLO, 80).plain
