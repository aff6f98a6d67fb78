"""What every comment source owes, as checks; tests/unit/sources/test_contract.py puts all sources to them."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from aggregator.comments.sources import SOURCES
from aggregator.core.http import Answer, Request
from aggregator.core.model import Bound, Finding, FoundComment, Openness, Post
from aggregator.core.source import Params, Source, Told
from tests.support.exampleblog import Example
from tests.support.junk import Junk
from tests.support.sourceexamples import EXAMPLES
from tests.support.sources import answer, ask, by_post

MOST_REQUESTS = 250

# Answers that look like junk and yet say the truth: that there is no comment.
TRUE_ZERO: Mapping[tuple[str, str], str] = {
    ("wordpress", "the JSON []"): "an empty list about numbers that were confirmed before",
    ("utterances", "the JSON []"): "a repository without issues: nobody has commented on any post",
    ("utterances", "of others"): "all issues are listed, and none has the post's term in its title",
    ("utterances", "texts are huge"): "the same: these are other issues",
    ("isso", "the first for all"): "counts have no names, but stand in the order in which they were asked for",
    ("isso: named", "the first for all"): "the same",
    ("isso: named", "of others"): "the post's own page says which thread is its",
    ("commentfeed: Blogger", "of others"): "all comments of the blog are listed, and none is about the post",
    ("commentfeed", "of others"): "the same",
}


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one conversation; `where` says which answers in it were junk."""

    where: str
    told: Told
    requests: list[Request]
    everywhere: bool


def source(name: str) -> Source:
    """The source of an example: its name stands before the colon, if there is one."""
    return SOURCES[name.partition(":")[0]]


def example(name: str) -> Example:
    return EXAMPLES[name]


@cache
def params(name: str) -> Params:
    """What the source has to know of its example, from its page."""
    found = source(name).recognises(example(name).site, example(name).page)
    assert found is not None
    return found


def talk(
    name: str, web: Callable[[Request], Any] | None = None, posts: Sequence[Post] = (), **changes: Any
) -> tuple[Told, list[Request]]:
    """What the source tells of its example's posts, and what it asked; its own web answers unless there is another."""
    blog = example(name)
    options = {"params": params(name)} | changes
    return ask(source(name), blog.site, posts or blog.posts, web or blog.web, **options)


@cache
def truth(name: str) -> tuple[Mapping[int, Finding], int]:
    """What a thorough round finds on the example when all goes well, and how many requests that takes."""
    told, asked = talk(name, thorough=True)
    return by_post(told), len(asked)


def cases(name: str, junk: Junk) -> Iterator[Case]:
    """Conversations in which one answer is junk, or all from one on; in a thorough round and in another."""
    _, length = truth(name)
    for thorough in (True, False):
        for first in range(max(length, 1)):
            for last in {first, MOST_REQUESTS}:
                told, asked = talk(name, between(first, last, junk, example(name).web), thorough=thorough)
                where = f"answers {first} to {last} of a {'thorough' if thorough else 'usual'} round"
                yield Case(where, told, asked, everywhere=first == 0 and last == MOST_REQUESTS)


def between(first: int, last: int, junk: Junk, web: Callable[[Request], Any]) -> Callable[[Request], Answer]:
    """The web, with junk in place of the answers from the first to the last."""
    count = iter(range(10 * MOST_REQUESTS))

    def answered(request: Request) -> Answer:
        true = answer(request, web)
        return junk(true) if first <= next(count) <= last else true

    return answered


# -- what holds of every answer ---------------------------------------------------------------------


def is_sound(name: str, case: Case) -> None:
    """The shape of what a source tells and asks, which has to hold whatever it was answered."""
    posts = {post.id for post in example(name).posts}
    found = by_post(case.told)
    assert found.keys() <= posts if source(name).NAME == "feedfields" else found.keys() == posts, case.where
    assert len(case.requests) <= MOST_REQUESTS, case.where
    for request in case.requests:
        parts = urlsplit(request.url)
        assert parts.scheme in {"http", "https"}, request.url
        assert parts.hostname, request.url
        assert is_visible(request.url), request.url
        assert " " not in request.url
        assert request.login is None
    known = case.told.params or {}
    assert all(isinstance(text, str) and is_text(text) for pair in known.items() for text in pair), known
    for finding in found.values():
        is_sound_finding(finding)


def is_sound_finding(finding: Finding) -> None:
    assert finding.count is None or finding.count >= len(finding.comments)
    assert finding.count is not None or finding.reason is not None
    assert (
        not finding.listed
        or (finding.bound is Bound.EXACT and finding.count == len(finding.comments))
        or (finding.count == 0)
    )
    assert len({one.key for one in finding.comments}) == len(finding.comments)
    for comment in finding.comments:
        is_sound_comment(comment)


def is_sound_comment(comment: FoundComment) -> None:
    names = (comment.key, comment.author, comment.author_id, comment.parent, *comment.text.split("\n"))
    assert comment.key
    assert all(is_visible(text) for text in names if text is not None), comment
    assert len(comment.key) <= 250
    assert len(comment.author) <= 200
    assert len(comment.text) <= 2_000
    assert "" not in (comment.author_id, comment.parent)
    for url in (comment.url, comment.author_url):
        assert url is None or urlsplit(url).scheme in {"http", "https"}
        assert url is None or is_visible(url)


def is_visible(text: str) -> bool:
    """Whether no control character stands in it, nor anything that cannot be stored."""
    return all(unicodedata.category(char) not in {"Cc", "Cs"} for char in text)


def is_text(text: str) -> bool:
    return all(unicodedata.category(char) != "Cs" for char in text)


def true_zero(name: str, junk: str) -> bool:
    """Whether this junk truly says of the example's posts that there are no comments."""
    return (name, junk) in TRUE_ZERO


def is_honest(name: str, junk: str, case: Case) -> None:
    """Nothing is told that is not true of the example's posts. Not zero, not all, not closed, and no other number."""
    true, _ = truth(name)
    for post, finding in by_post(case.told).items():
        if true_zero(name, junk) and finding.count == 0:
            continue
        what = f"{case.where}: {finding}"
        assert finding.openness is not Openness.CLOSED, what
        if finding.bound is Bound.EXACT:
            assert finding.count in (None, true[post].count), what
        else:
            assert 0 < (finding.count or 0) <= (true[post].count or 0), what
        assert not finding.listed or len(finding.comments) == true[post].count, what
