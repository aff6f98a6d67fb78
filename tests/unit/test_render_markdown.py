"""The digest as Markdown, in golden files a person can open."""

from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from aggregator.render import markdown
from tests.support import sample
from tests.support.golden import Golden

WEEKS = {"week": sample.week, "empty-week": sample.empty_week}


@pytest.mark.parametrize("name", WEEKS)
def test_it_looks_as_in_the_golden_file(name: str, language: str, golden: Golden) -> None:
    golden.check(f"{language}/{name}.md", markdown.digest(WEEKS[name](), facilitator=True))


def test_every_section_is_a_heading_and_empty_ones_are_left_out() -> None:
    assert _headings(markdown.digest(sample.week(), facilitator=True)) == [
        "Sosiale medier i offentlig sektor",
        "How the week's posts were answered",
        "First posts by new bloggers",
        "Waiting for an answer (1 found late)",
        "All posts of the week",
        "Arvid",
        "Bjørg",
        "Kari Nordmann",
        "Sam O’Hara",
        "Conversations of the week",
        "Found late",
        "No post this week",
        "Blogs in trouble",
        "Commented, but not in feeds.toml",
    ]
    assert _headings(markdown.digest(sample.week()))[-2:] == ["Found late", "No post this week"]
    assert _headings(markdown.digest(sample.empty_week())) == ["Blogging for everybody", "All posts of the week"]


def _headings(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    return [inline.content for token, inline in pairwise(tokens) if token.type == "heading_open"]
