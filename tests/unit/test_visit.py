"""How much one blog may ask for, and how long that may take."""

import time
from collections.abc import Sequence

import pytest

from aggregator.core.http import Answer, Conversation, Request
from aggregator.fetch.turn import Turn
from aggregator.fetch.visit import LONGEST_VISIT, MOST_COMPUTING, MOST_ELSEWHERE, MOST_SILENCE, counted
from tests.support.build import blog, participant


def asking(*rounds: int) -> Conversation[list[bool]]:
    """Asks for so many things in each round; tells of each answer whether it was asked at all."""
    asked: list[bool] = []
    for count in rounds:
        answers = yield [Request(f"https://kari.example/{number}") for number in range(count)]
        assert [answer.url for answer in answers] == [f"https://kari.example/{number}" for number in range(count)]
        asked += [not answer.unasked for answer in answers]
    return asked


def hold(
    conversation: Conversation[list[bool]], seconds: float, status: int = 200, computing: float = 0.0
) -> tuple[list[bool], list[int]]:
    """What was asked when each answer takes so long, and how many requests were sent at once each time."""
    sent: list[int] = []
    answers: Sequence[Answer] = ()
    try:
        requests = next(conversation)
        while True:
            sent.append(len(requests))
            answers = [
                Answer(one, one.url, status, requests=2, seconds=seconds, computing=computing) for one in requests
            ]
            requests = conversation.send(answers)
    except StopIteration as end:
        return end.value, sent


def turn() -> Turn:
    return Turn(participant(), blog(), blog(), at_home=False)


@pytest.mark.parametrize(("seconds", "asked"), [(1.0, 20), (LONGEST_VISIT / 4, 5), (LONGEST_VISIT + 1, 1)])
def test_a_visit_asks_nothing_more_when_its_answers_have_taken_too_long(seconds: float, asked: int) -> None:
    mine = turn()
    told, _sent = hold(counted(mine, asking(*[1] * 20)), seconds)
    assert told == [True] * asked + [False] * (20 - asked)
    assert (mine.requests, mine.seconds) == (2 * asked, seconds * asked)


def test_of_many_questions_at_once_only_some_are_sent_at_once() -> None:
    told, sent = hold(counted(turn(), asking(20, 0, 3)), 1.0)
    assert (len(told), sent) == (23, [4, 4, 4, 4, 4, 3])


def test_the_rest_of_many_questions_is_left_when_the_first_took_too_long() -> None:
    told, _sent = hold(counted(turn(), asking(20)), 20.0)
    assert told == [True] * 8 + [False] * 12


@pytest.mark.parametrize(("rounds", "asked"), [([1] * 9, MOST_SILENCE), ([9], 4)], ids=["one by one", "at once"])
def test_who_does_not_answer_is_asked_nothing_more(rounds: list[int], asked: int) -> None:
    told, _sent = hold(counted(turn(), asking(*rounds)), 1.0, status=0)
    assert told == [True] * asked + [False] * (9 - asked)
    assert all(hold(counted(turn(), asking(*rounds)), 1.0, status=500)[0])


def test_who_takes_too_much_computing_is_asked_nothing_more() -> None:
    told, _sent = hold(counted(turn(), asking(*[1] * 9)), 1.0, computing=MOST_COMPUTING / 2 - 0.5)
    assert told == [True] * 3 + [False] * 6


def test_of_hosts_that_are_not_the_blogs_only_some_are_asked() -> None:
    def asked() -> Conversation[list[bool]]:
        own = yield [Request(f"https://comments.kari.example/{number}/") for number in range(100)]
        known = yield [Request(f"https://disqus.com/{number}/") for number in range(100)]
        others = yield [Request(f"https://victim{number % 3}.invalid/{number}/") for number in range(100)]
        return [not answer.unasked for answer in (*own, *known, *others)]

    told, _sent = hold(counted(turn(), asked()), 0.1)
    assert told == [True] * (200 + MOST_ELSEWHERE) + [False] * (100 - MOST_ELSEWHERE)


def test_computing_here_counts_as_well() -> None:
    def busy() -> Conversation[None]:
        yield [Request("https://kari.example/1/")]
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            pass
        yield [Request("https://kari.example/2/")]

    one = turn()
    conversation = counted(one, busy())
    [first] = next(conversation)
    conversation.send([Answer(first, first.url, 200)])
    assert one.computing >= 0.05
