"""What the terminal shows, in golden files a person can open, and how it fits any width."""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aggregator.render import terminal
from tests.support import sample
from tests.support.build import OSLO
from tests.support.golden import Golden

VIEWS = {
    "week": lambda width: terminal.digest(sample.week(), width),
    "empty-week": lambda width: terminal.digest(sample.empty_week(), width),
    "needs-comments": lambda width: terminal.needs_comments(sample.waiting(), OSLO, width),
    "posts": lambda width: terminal.posts(sample.posts(), OSLO, width),
    "status": lambda width: terminal.status(sample.status(), OSLO, width),
}


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("view", VIEWS)
def test_it_looks_as_in_the_golden_file(view: str, width: int, language: str, golden: Golden) -> None:
    golden.check(f"{language}/{view}.{width}.txt", VIEWS[view](width).plain + "\n")


@pytest.mark.parametrize("width", [60, 80, 100, 160])
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


def test_the_lists_are_read_once() -> None:
    shown = terminal.posts((one for one in sample.posts()), OSLO, 80)
    assert shown.plain == terminal.posts(sample.posts(), OSLO, 80).plain
