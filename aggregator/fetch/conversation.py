"""Lets many conversations with the web run at once. Knows nothing of what they are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.record import replace
from aggregator.fetch.exchange import Exchange

_T = TypeVar("_T")


@dataclass(slots=True)
class _Open(Generic[_T]):
    """A conversation that waits for answers to `requests`."""

    conversation: Conversation[_T]
    requests: Sequence[Request] = ()
    answers: dict[int, Answer] = field(default_factory=dict)

    def in_order(self) -> list[Answer]:
        return [self.answers[id(request)] for request in self.requests]


def converse(exchange: Exchange, conversations: Iterable[Conversation[_T]]) -> Iterator[_T]:
    """What came of each conversation, as each ends. One that raises ends them all: that is a mistake of ours."""
    waiting: dict[int, _Open[_T]] = {}
    for conversation in conversations:
        yield from _go_on(exchange, waiting, _Open(conversation))
    for answer in exchange.answers():
        one = waiting.pop(id(answer.request))
        one.answers[id(answer.request)] = answer
        if len(one.answers) == len(one.requests):
            yield from _go_on(exchange, waiting, one)


def _go_on(exchange: Exchange, waiting: dict[int, _Open[_T]], one: _Open[_T]) -> Iterator[_T]:
    """Sends the answers, and asks what is wanted next; yields what came of the conversation if that was its end."""
    try:
        requests = one.conversation.send(one.in_order()) if one.requests else next(one.conversation)
        while not requests:
            requests = one.conversation.send([])
    except StopIteration as end:
        yield end.value
        return
    one.requests, one.answers = [replace(request) for request in requests], {}  # one may be asked twice
    for request in one.requests:
        waiting[id(request)] = one
        exchange.ask(request)
