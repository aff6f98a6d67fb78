"""What a feed says does not depend on how much of it feedparser gets to see."""

import random

import pytest
from hypothesis import settings

from aggregator.core.found import FoundFeed, Unreadable
from aggregator.core.identity import identified
from aggregator.feeds import NotAFeed, posts, read_feed
from aggregator.feeds.parts import split
from tests.support.feedtexts import unmarked
from tests.support.mutations import Case, Seed, corpus_seeds, mutation, own_seeds

SEEDS = own_seeds()
ALL = [*SEEDS, *corpus_seeds()]
CONTENT_TYPES = [None, "application/rss+xml; charset=UTF-8", "text/xml", "application/atom+xml; charset=iso-8859-1"]


def as_parts(case: Case, known: frozenset[str] = frozenset()) -> FoundFeed | Unreadable:
    try:
        return read_feed(case.body, case.content_type, case.address, known)
    except NotAFeed as none:
        return none.why


def whole(case: Case, monkeypatch: pytest.MonkeyPatch) -> FoundFeed | Unreadable:
    with monkeypatch.context() as patch:
        patch.setattr(posts, "split", lambda *_given: None)
        return as_parts(case)


def check(case: Case, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Reads the case in every way; says whether posts in it can be known again."""
    read, expected = as_parts(case), whole(case, monkeypatch)
    if not isinstance(read, FoundFeed) or not isinstance(expected, FoundFeed):
        # Where a content alone would be a trap, there is none any more.
        assert read == expected or expected is Unreadable.TRAP
        return False
    assert unmarked(read) == expected
    held = {post.item: post for post in read.posts if post.item}
    some = frozenset(random.Random(len(case.body)).sample(sorted(held), len(held) // 2))
    for known in (frozenset(held), some):
        again = as_parts(case, known)
        assert isinstance(again, FoundFeed)
        left_out = [post for post in again.posts if post.item in known]
        assert {post.item for post in left_out} == known or not left_out
        assert not any(post.guid or post.url or post.title or post.text for post in left_out)
        remembered = identified(held.get(post.item or "", post) for post in again.posts)
        assert (again.title, again.home, remembered) == (read.title, read.home, read.posts)
    return bool(held)


@pytest.mark.parametrize("seed", ALL, ids=lambda seed: seed.name)
def test_feeds_as_they_are(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    for content_type in CONTENT_TYPES if seed in SEEDS else CONTENT_TYPES[:1]:
        address = "https://blog.example/feed/"
        check(Case(-1, seed.name, (), "feed", seed.body, content_type, address), monkeypatch)


def test_broken_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    known = 0
    for number in range(4 * settings().max_examples):
        case = mutation(number, SEEDS)
        if len(case.body) < 60_000:  # each is read four times
            known += check(case, monkeypatch)
    assert known > 10


def test_of_real_feeds_most_are_taken_apart() -> None:
    feeds = [seed for seed in ALL if seed.body.lstrip()[:200].find(b"<rss") >= 0]
    apart = [parts for seed in feeds if (parts := split(seed.body, None, "https://blog.example/feed/"))]
    assert len(apart) > len(feeds) * 0.6
    assert sum(bool(parts.items) for parts in apart) > len(apart) * 0.8
