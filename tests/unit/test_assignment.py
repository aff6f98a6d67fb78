"""Who answers which post: courses small enough that a teacher sees what is fair."""

from collections import Counter

import pytest

from aggregator.core.assignment import Answerer, Ask, Given, Plan, assign

KARI, OLA, EVA, PER = (Answerer(name) for name in ("Kari", "Ola", "Eva", "Per"))


def asks(text: str) -> list[Ask]:
    """`1 Kari, 2 Ola`: post 1 is Kari's, post 2 Ola's; the most urgent first."""
    return [Ask(int(number), name) for number, name in (one.split() for one in text.split(",") if one)]


def pairs(plan: Plan) -> str:
    """`1 Ola, 2 Kari`: Ola answers post 1."""
    return ", ".join(f"{one.post} {one.answerer}" for one in plan.given)


TABLE = [
    # (what a teacher would say, posts, people, more, who answers what: any of these, by lot)
    ("nothing waits", "", [KARI, OLA], {}, ""),
    ("nobody can be asked", "1 Kari", [], {}, ""),
    ("nobody answers themselves", "1 Kari, 2 Ola", [KARI, OLA], {}, "1 Ola, 2 Kari"),
    ("one who is alone answers nobody", "1 Kari", [KARI], {}, ""),
    ("everybody gets one", "1 Kari, 2 Ola, 3 Eva", [KARI, OLA, EVA], {}, "1 Ola, 2 Eva, 3 Kari | 1 Eva, 2 Kari, 3 Ola"),
    ("who has done more before goes free", "1 Eva", [Answerer("Kari", {"Per": 1}), OLA], {}, "1 Ola"),
    ("not the same blogger again", "1 Eva, 2 Per", [Answerer("Kari", {"Eva": 1}), OLA], {}, "1 Ola, 2 Kari"),
    (
        "not the same blogger again, even if one has done more in all",
        "1 Eva",
        [Answerer("Kari", {"Eva": 1}), Answerer("Ola", {"Per": 5})],
        {},
        "1 Ola",
    ),
    ("the same blogger again if there is nobody else", "1 Eva", [Answerer("Kari", {"Eva": 3})], {}, "1 Kari"),
    (
        "the urgent first, be they one blogger's",
        "1 Eva, 2 Eva, 3 Per",
        [KARI, OLA],
        {"most": 1},
        "1 Kari, 2 Ola | 1 Ola, 2 Kari",
    ),
    (
        "one more post rather than the most urgent by the one who could do either",
        "1 Eva, 2 Per",
        [KARI, Answerer("Ola", except_for=frozenset({2}))],
        {"most": 1},
        "1 Ola, 2 Kari",
    ),
    (
        "who has done less gets the odd one",
        "1 Eva, 2 Per, 3 Siv",
        [Answerer("Kari", {"Mia": 1}), OLA],
        {},
        "1 Kari, 2 Ola, 3 Ola | 1 Ola, 2 Kari, 3 Ola | 1 Ola, 2 Ola, 3 Kari",
    ),
    (
        "the second answer to the urgent first",
        "1 Eva, 2 Per",
        [KARI, OLA, Answerer("Siv")],
        {"each": 2, "most": 1},
        "1 Kari, 1 Ola, 2 Siv | 1 Kari, 1 Siv, 2 Ola | 1 Ola, 1 Siv, 2 Kari",
    ),
    ("two people for each post, never the same twice", "1 Eva", [KARI, OLA], {"each": 2}, "1 Kari, 1 Ola"),
    ("as many as there are", "1 Eva", [KARI, EVA], {"each": 2}, "1 Kari"),
    ("the urgent first when nobody may get more", "1 Eva, 2 Per", [KARI], {"most": 1}, "1 Kari"),
    (
        "somebody for each before a second one",
        "1 Eva, 2 Per",
        [KARI, OLA],
        {"each": 2, "most": 1},
        "1 Kari, 2 Ola | 1 Ola, 2 Kari",
    ),
    ("not what one has answered already", "1 Eva", [Answerer("Kari", {}, frozenset({1})), OLA], {}, "1 Ola"),
    ("nobody else is left", "1 Eva", [Answerer("Kari", {}, frozenset({1}))], {}, ""),
    (
        "within groups",
        "1 Eva, 2 Per",
        [KARI, OLA],
        {"may": lambda a, b: (a, b) in {("Kari", "Per"), ("Ola", "Eva")}},
        "1 Ola, 2 Kari",
    ),
    (
        "more than the share before a post without anybody",
        "1 Kari, 2 Kari, 3 Kari",
        [KARI, OLA],
        {},
        "1 Ola, 2 Ola, 3 Ola",
    ),
]


@pytest.mark.parametrize(
    ("posts", "people", "more", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_round(posts, people, more, expected):
    plan = assign(asks(posts), people, **more)
    assert pairs(plan) in expected.split(" | ")
    assert plan == assign(asks(posts), people[::-1], **more), "in whatever order people stand"


def test_two_posts_of_one_blogger_go_to_two_people():
    plan = assign(asks("1 Eva, 2 Per, 3 Eva, 4 Per"), [KARI, OLA])
    bloggers = {1: "Eva", 2: "Per", 3: "Eva", 4: "Per"}
    for name in ("Kari", "Ola"):
        assert sorted(bloggers[one.post] for one in plan.given if one.answerer == name) == ["Eva", "Per"]


def test_numbers_are_even_even_if_somebody_gets_a_blogger_again():
    met = Answerer("Per", {"Siv": 1, "Mia": 1, "Tor": 1, "Liv": 1})
    plan = assign(asks("1 Siv, 2 Mia, 3 Tor, 4 Liv"), [KARI, OLA, met])
    assert sorted(Counter(one.answerer for one in plan.given).values()) == [1, 1, 2]
    assert sum(one.answerer == "Per" for one in plan.given) == 1


def test_a_name_may_be_any_word():
    plan = assign(asks("1 sink, 2 source"), [Answerer("source"), Answerer("sink")])
    assert pairs(plan) == "1 source, 2 sink"


def test_the_share_is_told_and_who_gets_more():
    plan = assign(asks("1 Kari, 2 Kari, 3 Kari"), [KARI, OLA])
    assert (plan.share, plan.above, plan.short) == (2, ("Ola",), ())
    plan = assign(asks("1 Kari, 2 Kari, 3 Kari"), [KARI, OLA], most=2)
    assert (plan.share, plan.above, plan.short) == (2, (), ((3, 1),))


def test_what_lacks_an_answer_is_told():
    assert assign(asks("1 Kari, 2 Ola"), [KARI, OLA], each=3).short == ((1, 2), (2, 2))
    assert assign(asks("5 Kari"), []) == Plan((), 0, (), ((5, 1),))


def test_another_seed_draws_other_lots():
    people = [KARI, OLA, EVA, PER]
    found = {assign(asks("1 Siv, 2 Mia"), people, seed=seed).given for seed in range(20)}
    assert len(found) > 5
    assert assign(asks("1 Siv"), people, seed=7) == assign(asks("1 Siv"), people, seed=7)


def test_over_a_term_everybody_answers_everybody_before_anybody_twice():
    """Five people whose posts all wait each week: four weeks, and each pair has met once."""
    names = ("Kari", "Ola", "Eva", "Per", "Siv")
    before: dict[str, dict[str, int]] = {name: {} for name in names}
    for week in range(4):
        plan = assign(
            [Ask(number, name) for number, name in enumerate(names)],
            [Answerer(name, before[name]) for name in names],
            seed=week,
        )
        assert sorted(one.answerer for one in plan.given) == sorted(names)
        for given in plan.given:
            blogger = names[given.post]
            before[given.answerer][blogger] = before[given.answerer].get(blogger, 0) + 1
    assert all(before[name] == {other: 1 for other in names if other != name} for name in names)


def test_given_are_in_the_order_of_the_posts():
    plan = assign(asks("9 Eva, 3 Per"), [KARI, OLA], each=2)
    assert plan.given == (Given("Kari", 9), Given("Ola", 9), Given("Kari", 3), Given("Ola", 3))
