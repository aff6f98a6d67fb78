"""Real feeds, broken: each is read or is no feed, in time, and all that was read keeps every promise.

Which mutations are tried is fixed; `python -m tools.fuzz` tries others. One that fails here comes again with
`python -m tools.fuzz --only NUMBER` where it came from all seeds, those beside the repository included.
"""

from collections import Counter

import pytest
from hypothesis import settings

from tests.support.mutations import CHANGES, LONGEST, Seed, corpus_seeds, mutation, own_seeds
from tests.support.promises import outcome

OWN = own_seeds()
ALL = [*OWN, *corpus_seeds()]


def numbers() -> range:
    """500 of them; 25,000 with --hypothesis-profile=long."""
    return range(5 * settings().max_examples)


def read_all(seeds: list[Seed]) -> Counter[str]:
    """Reads every mutation of the seeds; says how many came to what."""
    words: Counter[str] = Counter()
    for number in numbers():
        case = mutation(number, seeds)
        came = outcome(case)
        assert not came.broken, f"{came.broken}: {case!r:.9999}"
        words[came.word] += 1
    return words


def test_our_own_feeds_broken() -> None:
    words = read_all(OWN)
    assert min(words["feed"], words["comments"], words["page"], words["no feed"]) > 30, words


@pytest.mark.skipif(len(ALL) == len(OWN), reason="no corpus beside the repository")
def test_the_corpus_broken() -> None:
    words = read_all(ALL)
    assert min(words["feed"], words["comments"], words["page"], words["no feed"]) > 30, words


@pytest.mark.parametrize("seed", OWN, ids=lambda seed: seed.name)
def test_whole_files_keep_all_promises(seed: Seed) -> None:
    for reads in ("feed", "comments", "page"):
        assert not outcome(seed.as_it_is(reads)).broken


def test_a_number_always_makes_the_same_case() -> None:
    for number in range(200):
        one, other = mutation(number, OWN), mutation(number, own_seeds())
        assert one == other
        assert len(one.body) <= LONGEST


def test_every_change_is_made_and_changes_something() -> None:
    made = Counter(name for number in range(1_000) for name in mutation(number, OWN).changes)
    assert set(made) == {change.__name__.strip("_") for change in CHANGES}
    bodies = {seed.body for seed in OWN}
    assert sum(mutation(number, OWN).body in bodies for number in range(1_000)) < 100
