"""Many conversations with the web at once, without a web: a stand-in answers in whatever order a test wants."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from aggregator.core.http import Answer, Request
from aggregator.fetch.conversation import Conversation, converse

FIRST_COME: Callable[[int], int] = lambda _count: 0  # noqa: E731
LAST_COME: Callable[[int], int] = lambda count: count - 1  # noqa: E731


class Web:
    """Answers one request at a time: the one whose place among those that wait `choose` names."""

    def __init__(self, choose: Callable[[int], int] = FIRST_COME) -> None:
        self.asked: list[str] = []
        self._waiting: list[Request] = []
        self._choose = choose

    def ask(self, request: Request) -> None:
        self.asked.append(request.url)
        self._waiting.append(request)

    def answers(self) -> Iterator[Answer]:
        while self._waiting:
            request = self._waiting.pop(self._choose(len(self._waiting)))
            yield Answer(request, request.url, 200, body=request.url.encode())


def talk(*rounds: Sequence[str]) -> Conversation[list[list[str]]]:
    """Asks for the addresses of each round at once; returns what was answered to each."""
    heard = []
    for urls in rounds:
        answers = yield [Request(url) for url in urls]
        heard.append([answer.body.decode() for answer in answers])
    return heard


def run(*conversations: Any, choose: Callable[[int], int] = FIRST_COME) -> tuple[list[Any], list[str]]:
    web: Any = Web(choose)
    return list(converse(web, conversations)), web.asked


@pytest.mark.parametrize("choose", [FIRST_COME, LAST_COME], ids=["in order", "the last first"])
def test_answers_come_in_the_order_of_their_requests(choose: Callable[[int], int]) -> None:
    outcome, asked = run(talk(["a", "b", "c"], ["d", "e"]), choose=choose)
    assert outcome == [[["a", "b", "c"], ["d", "e"]]]
    assert asked == ["a", "b", "c", "d", "e"]


def test_the_next_requests_wait_for_all_answers() -> None:
    web: Any = Web()
    outcomes = converse(web, [talk(["a", "b"], ["c"]), talk(["x"])])
    assert next(outcomes) == [["x"]]
    assert web.asked == ["a", "b", "x", "c"]
    assert next(outcomes) == [["a", "b"], ["c"]]


@pytest.mark.parametrize("choose", [FIRST_COME, LAST_COME], ids=["in order", "the last first"])
def test_each_conversation_gets_its_own_answers(choose: Callable[[int], int]) -> None:
    outcomes, asked = run(*(talk([f"{name}1", f"{name}2"], [f"{name}3"]) for name in "abcdef"), choose=choose)
    assert sorted(outcomes) == [[[f"{name}1", f"{name}2"], [f"{name}3"]] for name in "abcdef"]
    assert asked[:12] == [f"{name}{number}" for name in "abcdef" for number in (1, 2)]


def test_conversations_that_ask_for_the_same_do_not_mix() -> None:
    same = Request("a")

    def ask_same() -> Conversation[int]:
        answers = yield [same]
        return len(answers)

    outcomes, asked = run(ask_same(), ask_same(), choose=LAST_COME)
    assert (outcomes, asked) == ([1, 1], ["a", "a"])


def test_one_request_may_be_asked_twice_at_once() -> None:
    def ask_twice() -> Conversation[list[str]]:
        request = Request("a")
        answers = yield [request, request]
        return [answer.url for answer in answers]

    assert run(ask_twice()) == ([["a", "a"]], ["a", "a"])


def test_an_answer_names_the_request_that_was_asked() -> None:
    request = Request("a", etag='"1"', login="kari:secret", json="{}")

    def ask() -> Conversation[list[Request]]:
        answers = yield [request]
        return [answer.request for answer in answers]

    assert run(ask())[0] == [[request]]


@pytest.mark.parametrize(
    ("rounds", "heard", "asked"),
    [
        pytest.param([], [], [], id="nothing at all"),
        pytest.param([[]], [[]], [], id="an empty list"),
        pytest.param([[], [], ["a"]], [[], [], ["a"]], ["a"], id="empty ones first"),
        pytest.param([["a"], [], ["b"]], [["a"], [], ["b"]], ["a", "b"], id="one in between"),
        pytest.param([["a"], []], [["a"], []], ["a"], id="one at the end"),
        pytest.param([[], ["a", "b"], [], []], [[], ["a", "b"], [], []], ["a", "b"], id="around others"),
    ],
)
def test_nothing_to_ask_is_answered_at_once(rounds: list[list[str]], heard: list[list[str]], asked: list[str]) -> None:
    assert run(talk(*rounds)) == ([heard], asked)


def test_outcomes_are_told_as_conversations_end() -> None:
    outcomes, _asked = run(talk(["a"], ["b"]), talk(["c"]), talk(), choose=FIRST_COME)
    assert outcomes == [[], [["c"]], [["a"], ["b"]]]


def test_a_conversation_that_is_told_can_be_followed_before_the_others_are_over() -> None:
    web: Any = Web()
    outcomes = converse(web, [talk(), talk(["a"])])
    assert next(outcomes) == []
    assert web.asked == []  # the second has not begun
    assert list(outcomes) == [[["a"]]]


def test_no_conversations() -> None:
    assert run() == ([], [])


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_one_that_raises_ends_all_for_that_is_our_mistake(rounds: int) -> None:
    def stumble() -> Conversation[None]:
        for number in range(rounds):
            yield [Request(f"s{number}")]
        raise ZeroDivisionError

    web: Any = Web()
    with pytest.raises(ZeroDivisionError):
        list(converse(web, [stumble(), talk(["a"], ["b"], ["c"], ["d"])]))
