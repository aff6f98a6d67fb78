"""Every real feed of the shared corpus gives its posts. `-s` prints a table; without the folder all is skipped."""

import time

import pytest

from aggregator.core.found import FoundPost, Unreadable
from aggregator.feeds import NotAFeed, read_feed
from tests.support.corpus import Sample, samples

SAMPLES = samples()
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no corpus beside the repository")


def identity(post: FoundPost) -> tuple[object, ...]:
    return (post.guid, post.url) if post.guid else (post.url, post.title, post.published, post.text)


def read(sample: Sample) -> tuple[int | None, str]:
    """How many different posts agg finds, and what is wrong; no number where it finds no feed."""
    try:
        feed = read_feed(sample.path.read_bytes(), None, "https://corpus.example/feed")
    except NotAFeed as finding:
        return None, finding.why.value
    return len({identity(post) for post in feed.posts}), "" if feed.sound else "cut"


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.path.name) for one in SAMPLES])
def test_gives_its_posts(sample: Sample) -> None:
    assert read(sample)[0] == sample.posts


def test_web_pages_are_known_as_pages() -> None:
    for sample in (one for one in SAMPLES if one.format == "html"):
        with pytest.raises(NotAFeed) as finding:
            read_feed(sample.path.read_bytes(), "text/html", "https://corpus.example/")
        assert finding.value.why is Unreadable.WEB_PAGE, sample.path.name


def test_all_of_them_in_a_minute_as_a_table() -> None:
    start = time.monotonic()
    for sample in SAMPLES:
        posts, problem = read(sample)
        print(f"{sample.path.name:45} {sample.format:12} {'-' if posts is None else posts:>5}  {problem}")  # noqa: T201
    assert time.monotonic() - start < 60
