"""Which sources are asked about a blog's comments, by name alone: as reports have it, and as the modules say."""

import pytest

from aggregator import comments
from aggregator.comments.sources import SOURCES
from aggregator.core.source import Site


def test_the_names_of_those_that_serve_widgets_are_as_the_modules_say() -> None:
    assert {name for name, source in SOURCES.items() if source.WIDGET} == comments.WIDGETS
    assert comments.ADDITIONS < comments.WIDGETS
    assert tuple(SOURCES) == comments.NAMES


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (("feedfields", "webmention"), ["webmention"]),
        (("feedfields", "webmention", "isso"), ["isso", "webmention"]),
        (("feedfields", "webmention", "squarespace"), ["feedfields", "squarespace"]),
        (("feedfields", "webmention", "wordpress", "page"), ["feedfields", "wordpress", "page"]),
        (("feedfields", "webmention", "page"), ["feedfields", "page"]),
        (("feedfields", "webmention", "ghost", "disqus"), ["disqus"]),
        (("feedfields", "ghost"), ["feedfields", "ghost"]),
    ],
    ids=lambda names: " ".join(names),
)
def test_webmentions_stand_in_for_comments_only_where_there_are_none(
    known: tuple[str, ...], expected: list[str]
) -> None:
    site = Site("https://kari.example/feed/", sources={name: {} for name in known})
    assert comments.chosen(site, "auto") == expected
    assert comments.chosen(site, "webmention") == ["webmention"]
