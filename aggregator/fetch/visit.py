"""A visit to one blog: its feed, then its older posts if they are wanted, then the answers to its posts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from aggregator.comments.answers import batches
from aggregator.core.http import Answer, Conversation, Request, left_alone
from aggregator.core.links import same_origin
from aggregator.core.model import Poll
from aggregator.fetch import comments, history
from aggregator.fetch.feed import Silent, first_request, next_step
from aggregator.fetch.turn import Circumstances, Turn

LONGEST_VISIT = 120.0
"""Seconds that the answers of one blog may take in all. A sound one needs a few; one that drips, as many as it gets."""

MOST_SILENCE = 3
"""How many answers of one blog may not come at all before it is asked nothing more."""

MOST_COMPUTING = 20.0
"""Seconds of computing that reading the answers of one blog may take before it is asked nothing more."""

_AT_ONCE = 4
_T = TypeVar("_T")
_GOOD = ("ok", "unchanged")


def visit(around: Circumstances, turn: Turn) -> Conversation[Poll | Silent]:
    """Asks the blog for all that this fetch wants of it, and saves what comes; the feed first, by itself."""
    request = first_request(around.store, turn)
    while True:
        [answer] = yield [request]
        turn.requests += answer.requests
        turn.seconds += answer.seconds
        turn.computing += answer.computing
        turn.reached = turn.reached or answer.status != 0
        step = next_step(around, turn, answer)
        if not isinstance(step, Request):
            break
        request = step
    if isinstance(step, Silent) or step.status not in _GOOD:
        return step
    older = (yield from counted(turn, history.older(around, turn))) if around.history else 0
    answers = yield from counted(turn, comments.inquire(around, turn))
    return replace(step, new=step.new + older, comments=answers, requests=turn.requests)


def counted(turn: Turn, conversation: Conversation[_T]) -> Conversation[_T]:
    """The same conversation with its requests counted, in so much time, with the blog's login where it may go."""
    try:
        requests = next(conversation)
        while True:
            answers: list[Answer] = []
            for some in batches(requests, _AT_ONCE):
                answers += yield from _some(turn, some)
            requests = conversation.send(answers)
    except StopIteration as end:
        result: _T = end.value
        return result


def _some(turn: Turn, requests: Sequence[Request]) -> Conversation[Sequence[Answer]]:
    if turn.seconds > LONGEST_VISIT or turn.silence >= MOST_SILENCE or turn.computing > MOST_COMPUTING:
        return [left_alone(request) for request in requests]
    answers = yield [_with_login(turn, request) for request in requests]
    turn.requests += sum(answer.requests for answer in answers)
    turn.seconds += sum(answer.seconds for answer in answers)
    turn.computing += sum(answer.computing for answer in answers)
    turn.silence += sum(not answer.status for answer in answers)
    return answers


def _with_login(turn: Turn, request: Request) -> Request:
    login = turn.participant.login
    if not login or not same_origin(request.url, turn.participant.address):
        return request
    return replace(request, login=login)
